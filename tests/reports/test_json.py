"""The JSON report: one object for programs, with the places of the Language Server Protocol."""

from __future__ import annotations

import json
from typing import Any

from shallcheck.documents.reading import read_document
from shallcheck.model.lines import Lines, Units
from shallcheck.reports.json import findings_json
from tests.reports.checked import checked

NAME = "System_Requirements.md"


def report(documents: dict[str, str]) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(findings_json(checked(documents)))
    return loaded


def only(documents: dict[str, str], rule: str) -> dict[str, Any]:
    (found,) = [each for each in report(documents)["findings"] if each["rule"] == rule]
    assert isinstance(found, dict)
    return found


def words(text: str, place: dict[str, dict[str, int]]) -> str:
    lines = Lines(text)
    start, end = (lines.offset(place[at]["line"], place[at]["character"], Units.UTF16) for at in ("start", "end"))
    return text[start:end]


def test_a_finding_says_all_that_programs_need() -> None:
    assert only({NAME: "# Pump\n\n- **SYS-1**: The pump shall stop quickly.\n"}, "AMB009") == {
        "rule": "AMB009",
        "name": "indefinite-time",
        "severity": "warning",
        "default": True,
        "message": "“quickly” sets no time that can be tested, because no clock can tell when it is too late: "
        "write “within <value> <unit>”.",
        "path": NAME,
        "range": {"start": {"line": 2, "character": 33}, "end": {"line": 2, "character": 40}},
        "artifact": "SYS-1",
        "quote": "quickly",
        "related": [],
        "fixes": [
            {
                "title": "Give a time",
                "safe": False,
                "edits": [
                    {
                        "range": {"start": {"line": 2, "character": 33}, "end": {"line": 2, "character": 40}},
                        "text": "within \\<value> \\<unit>",
                    }
                ],
            }
        ],
    }


def test_characters_are_units_of_utf_16() -> None:
    text = "- **SYS-1**: The 🚰漢é shall stop quickly.\r\n"
    found = only({NAME: text}, "AMB009")

    assert found["range"]["start"] == {"line": 0, "character": 33}
    assert words(text, found["range"]) == found["quote"] == "quickly"


def test_the_range_of_wrapped_words_spans_both_lines_and_the_quote_is_as_read() -> None:
    text = "- **SYS-1**: The pump shall stop **as soon\n  as** possible.\n"
    found = only({NAME: text}, "AMB009")

    assert found["range"]["start"]["line"] == 0
    assert found["range"]["end"]["line"] == 1
    assert found["quote"] == "as soon as possible"
    assert words(text, found["range"]) == "as soon\n  as** possible"


def test_related_places_lead_to_the_other_artifact() -> None:
    twice = {NAME: "- **SYS-1**: The pump shall stop.\n- **SYS-2**: The pump shall close.\n"}
    twice["Other.md"] = "---\nlevel: requirements\n---\n\n- **SYS-1**: The valve shall stop.\n"
    found = [each for each in report(twice)["findings"] if each["rule"] == "UNQ001"]

    assert [(each["path"], each["severity"]) for each in found] == [("Other.md", "error"), (NAME, "error")]
    (related,) = found[1]["related"]
    assert (related["artifact"], related["path"]) == ("SYS-1", "Other.md")
    assert words(twice["Other.md"], related["range"]) == "SYS-1"


def test_what_belongs_to_no_artifact_has_none() -> None:
    assert only({"a.jsonl": '{"id": "SYS-1", "text": "The pump shall stop."}\nno JSON\n'}, "DOC001")["artifact"] is None


def test_the_edits_of_a_fix_make_a_document_without_its_finding() -> None:
    text = "- **SYS-1**: The 🚰 shall *show*\n  sensor values, alarms, etc.\n"
    found = only({NAME: text}, "AMB003")
    fix = found["fixes"][0]
    lines = Lines(text)
    for edit in reversed(fix["edits"]):
        start, end = (
            lines.offset(edit["range"][at]["line"], edit["range"][at]["character"], Units.UTF16) for at in ("start", "end")
        )
        text = text[:start] + edit["text"] + text[end:]

    assert "etc." not in text
    assert read_document(NAME, text) is not None
    assert "AMB003" not in {each["rule"] for each in report({NAME: text})["findings"]}


def test_the_summary_counts() -> None:
    documents = {NAME: "- **SYS-1**: The pump shall stop soon and show TBD.\n  - Derived from: SN-1\n", "Test_Plan.md": ""}

    assert report(documents)["summary"] == {"files": 2, "statements": 1, "error": 2, "warning": 1, "information": 0}
    assert report({}) == {"findings": [], "summary": {"files": 0, "statements": 0, "error": 0, "warning": 0, "information": 0}}


def test_any_text_is_valid_json() -> None:
    text = '- **SYS-1**: The "pump" \\ \x1b \x0c \u2028 shall stop quickly.\n'

    assert only({'a "b"\n.md': f"---\nlevel: requirements\n---\n{text}"}, "AMB009")["path"] == 'a "b"\n.md'
