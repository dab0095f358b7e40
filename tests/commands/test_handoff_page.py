"""docs/handoff.md says what happens: its example is carried out, file by file and command by command."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from tests.commands.running import shallcheck

PAGE = Path(__file__).parents[2] / "docs" / "handoff.md"
_BLOCK = re.compile(r"(?:`([\w.-]+)`[^`]*)?```(markdown|console|text)\n(.*?)```\n", re.DOTALL)
_COMMAND = re.compile(r"^\$ shallcheck (.*)\n((?:(?!\$ ).*\n?)*)", re.MULTILINE)
_PASSING = re.compile(r"\d{4}-\d\d-\d\d|\b[0-9a-f]{16}\b|(?<= - )[0-9a-f]{8}\b|\^+")
"""What depends on the day and on the code."""


def test_the_example_goes_as_the_page_says(tmp_path: Path) -> None:
    example = PAGE.read_text("utf-8").split("## An example")[1].split("\n## What a brief")[0]
    done = 0
    for name, kind, body in _BLOCK.findall(example):
        if kind == "text":  # shortened
            written = (tmp_path / "brief.md").read_text("utf-8").splitlines()
            assert [line for line in body.splitlines() if line not in written] == []
        elif name == "shallcheck-handoffs.md":
            assert body in (tmp_path / name).read_text("utf-8")
        elif kind == "markdown":
            (tmp_path / name).write_text(body, "utf-8")
        for command, told in _COMMAND.findall(body if kind == "console" else ""):
            ended = shallcheck(*shlex.split(command), cwd=tmp_path)
            assert _PASSING.sub("", ended.out + ended.err).strip() == _PASSING.sub("", told).strip()
            assert ended.code == 0
            done += 1
    assert done == 4
    brief = shallcheck("brief", "SYS-002", cwd=tmp_path).out
    assert "has changed: `“2 s” is now “1 s” (number)`" in brief and "“SYS-001 gets 3 s" in brief


def test_what_cannot_be_asked_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "System_Requirements.md").write_text("- **SYS-001**: The pump shall stop within 2 s.\n", "utf-8")

    for words in (["brief", "SYS-002"], ["handoff", "close", "nowhere"], ["handoff", "close"], ["handoff", "open"]):
        ended = shallcheck(*words, cwd=tmp_path)
        assert (ended.code, ended.out) == (2, "") and ended.err
    assert [path.name for path in tmp_path.iterdir()] == ["System_Requirements.md"]
