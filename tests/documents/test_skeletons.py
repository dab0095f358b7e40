"""A statement's pattern is offered where a statement begins and nowhere else, with the next identifier where one belongs."""

from __future__ import annotations

import re

import pytest

from shallcheck.documents.reading import edit_document, read_document
from shallcheck.documents.skeletons import PATTERNS, Skeleton, skeletons
from shallcheck.language.analysis import Analysis
from shallcheck.model.finding import apply_edits
from shallcheck.rules.judging import judge_statement

LIST = "---\nlevel: requirements\n---\n# R\n\n- **SYS-001**: The pump shall stop in 5 s.\n  - Verification: Test\n"
BLOCKS = "# System requirements\n\n### SYS-001 Stop\nThe pump shall stop in 5 s.\n- Verification: Test\n"
TABLE = "# R\n\n| ID | Requirement |\n| --- | --- |\n| SYS-001 | The pump shall stop. |\n"
KIRO = (
    "# Requirements\n\n### Requirement 1: Stop\n\n#### Acceptance Criteria\n\n"
    "1. WHEN the tank is full, THE System SHALL stop the pump.\n"
)
SPEC_KIT = "# Feature Specification: X\n\n## Requirements\n\n### Functional Requirements\n\n- **FR-001**: System MUST stop.\n"
STRICTDOC = (
    "[DOCUMENT]\nTITLE: x\n\n[REQUIREMENT]\nUID: SYS-001\nSTATEMENT: The pump shall stop.\n\n"
    "[REQUIREMENT]\nUID: SYS-002\nSTATEMENT: "
)
NEEDS = "x\n=\n\n.. req:: Stop\n   :id: SYS-001\n\n   The pump shall stop.\n\n.. req:: Go\n   :id: SYS-002\n\n   "
TRLC = 'package A\nA.Req r1 {\n  text = "The pump shall stop."\n}\nA.Req r2 {\n  text = "'
EVENT = "When \\<event>, the \\<actor> shall \\<verb> \\<object>."
BARE = EVENT.replace("\\", "")
ITEM = f"- **SYS-002**: {EVENT}\n  - Verification: \\<method>"
BLOCK = f"### SYS-002 \\<title>\n{EVENT}\n- Verification: \\<method>"


def offered(name: str, text: str) -> tuple[str, list[Skeleton]]:
    """The text without its bar, and what is offered there."""
    at = text.index("|>")
    text = text.replace("|>", "", 1)
    typed = re.search(r"[A-Za-z]*\Z", text[:at])
    document = read_document(name, text)
    return text, skeletons(document, typed.start(), at, ()) if document and typed else []


@pytest.mark.parametrize(
    ("name", "text", "written"),
    [
        ("a.md", LIST + "- |>\n", ITEM[2:]),
        ("a.md", LIST + "- Wh|>\n", ITEM[2:]),
        ("a.md", LIST + "- **SYS-002**: |>\n", EVENT),
        ("a.md", LIST + "- **SYS-002**: Wh|>\n", EVENT),
        ("a.md", LIST + "|>\n", ITEM),
        ("a.md", LIST + "\nWh|>\n", ITEM),
        ("System_Requirements.md", BLOCKS + "\n### SYS-002 Go\n|>\n", EVENT),
        ("System_Requirements.md", BLOCKS + "\n|>\n", BLOCK),
        ("System_Requirements.md", BLOCKS + "\nWh|>\n\n### SYS-009 End\nThe pump shall end in 5 s.\n", BLOCK),
        ("System_Requirements.md", TABLE + "| SYS-002 | |> |\n", EVENT),
        (".kiro/specs/p/requirements.md", KIRO + "2. W|>\n", "WHEN \\<event>, THE \\<actor> SHALL \\<verb> \\<object>."),
        (".kiro/specs/p/requirements.md", KIRO + "|>\n", "2. WHEN \\<event>, THE \\<actor> SHALL \\<verb> \\<object>."),
        ("spec.md", SPEC_KIT + "- **FR-002**: |>\n", EVENT.replace("shall", "MUST")),
        ("x.sdoc", STRICTDOC + "|>\n", BARE),
        ("x.rst", NEEDS + "Wh|>\n", BARE),
        ("x.trlc", TRLC + '|>"\n}\n', BARE),
    ],
)
def test_where_a_statement_begins(name: str, text: str, written: str) -> None:
    text, found = offered(name, text)
    assert [each.pattern for each in found] == [pattern for pattern, _, _ in PATTERNS]
    assert found[1].edit.text == written
    document = read_document(name, text)
    assert document is not None
    for each in found:
        edit = each.edit
        edited = edit_document(document, apply_edits(text, [edit]), edit.start, edit.end, edit.start + len(edit.text))
        assert edited is not None
        assert each.statement in [statement.text for _, statement in edited.statements()]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", LIST + "\nSome prose wh|>\n"),
        ("a.md", LIST + "\n```\nWh|>\n```\n"),
        ("a.md", LIST + "  - Rationale: Wh|>\n"),
        ("a.md", LIST + "  - Verification: |>\n"),
        ("a.md", LIST.replace("stop", "stop |>")),
        ("a.md", "---\nlev|>\n---\n# R\n"),
        ("x.feature", "Feature: x\n  Scenario: y\n    Given |>\n"),
        ("notes.md", "# Notes\n\n|>\n"),
    ],
)
def test_nowhere_else(name: str, text: str) -> None:
    assert offered(name, text)[1] == []


def test_a_placeholder_that_stays_is_found() -> None:
    _, found = offered("a.md", LIST + "- |>\n")
    for each in found:
        reported = [finding.span.of(each.statement) for finding in judge_statement(Analysis(each.statement), ["FRM008"])]
        for placeholder in re.findall(r"<\w+>", each.statement):
            assert any(placeholder in quote for quote in reported), each.statement


def test_an_identifier_of_another_document_is_not_given_again() -> None:
    text = BLOCKS + "\n"
    document = read_document("System_Requirements.md", text)
    assert document is not None
    assert skeletons(document, len(text), len(text), ["SYS-002"])[0].edit.text.startswith("### SYS-003")
