"""The report for GitHub Actions: one workflow command a finding, escaped as the runner reads it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

import pytest

from shallcheck.model.document import Problem
from shallcheck.model.place import Span
from shallcheck.reports.github import findings_github
from tests.reports.checked import checked

NAME = "System_Requirements.md"


class Command(NamedTuple):
    """A workflow command as the runner reads it (actions/runner, ActionCommand.cs)."""

    name: str
    properties: dict[str, str]
    message: str


def commands(documents: dict[str, str]) -> list[Command]:
    return [parsed(line) for line in findings_github(checked(documents)).splitlines()]


def parsed(line: str) -> Command:
    match = re.fullmatch(r"::(\w+) (.*?)::(.*)", line)
    assert match, line
    pairs = (pair.split("=", 1) for pair in match[2].split(","))
    return Command(match[1], {name: unescaped(value, ",:") for name, value in pairs}, unescaped(match[3], ""))


def unescaped(text: str, also: str) -> str:
    for char in "\r\n" + also + "%":
        text = text.replace(f"%{ord(char):02X}", char)
    return text


def test_a_finding_is_an_annotation_at_its_place_counted_from_1() -> None:
    assert findings_github(checked({NAME: "# Pump\n\n- **SYS-1**: The pump shall stop quickly.\n"})) == (
        "::warning file=System_Requirements.md,line=3,endLine=3,col=34,endColumn=41,title=AMB009 indefinite-time::“quickly” sets "
        "no time that can be tested, because no clock can tell when it is too late: write “within <value> <unit>”."
    )


@pytest.mark.parametrize("path", ["50%, a:b.md", "%0A.md", "new\nline.md", "c\rr.md", "a::b.md", "ünï 🚰.md"])
def test_any_path_comes_through(path: str) -> None:
    (command,) = commands({path: "- **SYS-1**: The pump shall stop quickly.\n- **SYS-2**: The pump shall stop.\n"})

    assert command.properties["file"] == path
    assert command.properties["line"] == "1"


def test_any_message_comes_through() -> None:
    label = "100%25, a:b::c"
    (command,) = commands(
        {"a.jsonl": '{"id": "SYS-1", "text": "The pump stops."}\n' + f'{{"id": "", "level": "{label}", "text": ""}}\n'}
    )

    assert command.message.startswith(f"“{label}” is no level")


@pytest.mark.parametrize(("words", "name"), [("show TBD", "error"), ("stop soon", "warning")])
def test_the_severity_names_the_command(words: str, name: str) -> None:
    assert {command.name for command in commands({NAME: f"- **SYS-1**: The pump shall {words}.\n"})} == {name}


def test_information_is_a_notice() -> None:
    check = checked({NAME: "- **SYS-1**: The pump shall stop.\n"})
    check.projects[NAME].put(replace(check.documents[NAME], problems=(Problem("DOC001", "It is odd.", Span(0, 1)),)))

    assert parsed(findings_github(check)).name == "notice"


def test_words_on_two_lines_have_no_columns_because_github_refuses_them() -> None:
    (command,) = commands({NAME: "- **SYS-1**: The pump shall stop as soon as\n  possible.\n"})

    assert set(command.properties) == {"file", "line", "endLine", "title"}
    assert (command.properties["line"], command.properties["endLine"]) == ("1", "2")


def test_nothing_is_printed_of_what_is_clean() -> None:
    assert findings_github(checked({NAME: "- **SYS-1**: The pump shall stop within 5 ms.\n"})) == ""
