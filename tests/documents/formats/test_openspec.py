"""OpenSpec: a requirement is its heading and body, scenarios are steps, and SHALL and MUST both oblige."""

from __future__ import annotations

import pytest

from shallcheck.documents.reading import read_document
from shallcheck.model.document import Document
from shallcheck.model.kinds import Dialect, Kind
from tests.documents.reading import labels, read, said
from tests.rules.workspace import project, quotes

SPEC = "openspec/specs/bilge-pump/spec.md"
TEXT = """# bilge-pump Specification

## Purpose
The pump SHALL be described here.

## Requirements
### Requirement: Stop when empty
The controller SHALL stop the pump within 2 s after the tank is empty.

#### Scenario: Empty
- **WHEN** the tank is empty
- **THEN** the pump stands still

### Requirement: Log
The controller MUST log each stop.
"""


def test_each_requirement_is_named_by_its_heading() -> None:
    document = read(SPEC, TEXT)
    assert labels(document) == ["Stop when empty", "Log"]
    assert said(document, Kind.REQUIREMENT) == [
        "The controller SHALL stop the pump within 2 s after the tank is empty.",
        "The controller MUST log each stop.",
    ]
    assert document.setting.dialect is Dialect.SHALL_OR_MUST


def test_scenarios_are_steps_and_the_purpose_is_silent() -> None:
    document = read(SPEC, TEXT)
    assert len(said(document, Kind.SCENARIO_STEP)) == 2
    assert not [statement for _, statement in document.statements() if "described" in statement.text]


DELTA = "openspec/changes/dry-run/specs/bilge-pump/spec.md"
CHANGE = """## ADDED Requirements
### Requirement: Dry run
The controller SHALL stop the pump within 1 s after the current falls below 2 A.

## MODIFIED Requirements
### Requirement: Log
The controller MUST log each start and stop.

## REMOVED Requirements
### Requirement: Beep
**Reason**: nobody hears it
**Migration**: look at the log

## RENAMED Requirements
- FROM: `### Requirement: Stop when empty`
- TO: `### Requirement: Stop in time`
"""


def linked(document: Document) -> list[tuple[str, str, str]]:
    """Type, target and text of each link."""
    return [(link.type, link.target, link.place.of(placed.segment.text)) for placed, link in document.links()]


def problems(document: Document) -> list[tuple[str, str, str | None]]:
    """Rule, words and replacement of each problem."""
    return [
        (one.rule, one.place.of(placed.segment.text), one.fix)
        for placed in document.placed
        for one in placed.segment.reading.problems
    ]


def test_a_delta_adds_to_the_capability_and_links_to_what_it_changes() -> None:
    document = read(DELTA, CHANGE)
    identifiers = [document.identifier(artifact) for _, _, artifact in document.artifacts()]
    assert identifiers == [
        "openspec:bilge-pump/Dry run",
        "openspec:bilge-pump/Log (dry-run)",
        "openspec:bilge-pump/Stop in time",
    ]
    assert linked(document) == [
        ("modifies", "Log", "Log"),
        ("removes", "Beep", "Beep"),
        ("renames", "Stop when empty", "Stop when empty"),
    ]
    assert problems(document) == []
    assert len(said(document, Kind.REQUIREMENT)) == 2


def test_what_a_delta_changes_must_exist_and_what_it_adds_must_not() -> None:
    clash = CHANGE.replace("Requirement: Dry run", "Requirement: Log")
    workspace = project(openspec__specs__bilge_pump__spec_md=TEXT.replace("bilge-pump", "bilge_pump"))
    for path, text in ((DELTA, clash), (SPEC, TEXT)):
        document = read_document(path, text)
        assert document is not None
        workspace.put(document)
    assert quotes(workspace, "TRC002") == ["Beep"]
    assert quotes(workspace, "UNQ001") == ["Log", "Log"]


def test_two_changes_may_modify_one_requirement() -> None:
    workspace = project(openspec__specs__a__spec_md=TEXT)
    for path, text in ((SPEC, TEXT), (DELTA, CHANGE), (DELTA.replace("dry-run", "other"), CHANGE.replace("Dry run", "Other"))):
        document = read_document(path, text)
        assert document is not None
        workspace.put(document)
    assert "Log" not in quotes(workspace, "UNQ001")


def test_removed_names_may_stand_in_a_list_and_want_a_reason() -> None:
    listed = read(DELTA, "## REMOVED Requirements\n- `### Requirement: Beep`\n")
    assert linked(listed) == [("removes", "Beep", "Beep")]
    bare = read(DELTA, "## REMOVED Requirements\n### Requirement: Beep\n")
    assert problems(bare) == [("DOC001", "Beep", None)]


def test_archived_changes_are_history() -> None:
    assert read_document("openspec/changes/archive/2026-01-01-dry-run/specs/bilge-pump/spec.md", CHANGE) is None


def test_each_task_of_a_change_is_an_artifact_of_that_change() -> None:
    text = "## 1. Build\n- [x] 1.1 Saw\n- [ ] 1.2 Glue\n- 1.3 Paint\n"
    document = read("openspec/changes/dry-run/tasks.md", text)
    assert [(document.identifier(each), each.title, each.kind) for _, _, each in document.artifacts()] == [
        ("openspec:changes/dry-run/1.1", "Saw", Kind.TASK),
        ("openspec:changes/dry-run/1.2", "Glue", Kind.TASK),
    ]
    assert problems(document) == [("DOC002", "- 1.3 Paint", "- [ ] 1.3 Paint")]


@pytest.mark.parametrize(
    ("text", "near", "wanted"),
    [
        ("### ADDED Requirements\n", "### ADDED Requirements", "## ADDED Requirements"),
        ("## Added Requirement\n", "## Added Requirement", "## ADDED Requirements"),
        ("## MODIFIED\n", "## MODIFIED", "## MODIFIED Requirements"),
        ("## ADDED Requirements\n### Dry run\nIt SHALL stop.\n", "### Dry run", "### Requirement: Dry run"),
        (
            "## ADDED Requirements\n### Requirment: Dry run\nIt SHALL stop.\n",
            "### Requirment: Dry run",
            "### Requirement: Dry run",
        ),
    ],
)
def test_near_misses_of_a_delta_are_told_with_what_was_meant(text: str, near: str, wanted: str) -> None:
    assert problems(read(DELTA, text)) == [("DOC002", near, wanted)]
    assert not [each for each in problems(read(DELTA, text.replace(near, wanted))) if each[0] == "DOC002"]


@pytest.mark.parametrize(
    "text", ["## added requirements\n", "## ADDED Requirements\n### Notes\nThe pump is old.\n", "## Why\nIt SHALL.\n"]
)
def test_what_openspec_reads_or_nobody_means_is_no_near_miss(text: str) -> None:
    assert problems(read(DELTA, text)) == []


def test_a_requirement_of_a_delta_outside_of_its_parts_is_told() -> None:
    text = "## Requirements\n### Requirement: Dry run\nThe pump SHALL stop.\n"
    assert problems(read(DELTA, text)) == [("DOC001", "Dry run", None)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The controller, when dry,\nSHALL stop.\n", ["The controller, when dry, SHALL stop."]),
        ("**ID**: REQ-1\n**Priority**: high\n\nThe controller SHALL stop.\n", ["The controller SHALL stop."]),
        ("```\n### Requirement: not this\n```\nThe controller SHALL stop.\n", ["The controller SHALL stop."]),
        ("The controller SHALL stop.\n\n### Notes\n\nIt SHALL be quiet here.\n", ["The controller SHALL stop."]),
        ("系统 SHALL 停止。\n", ["系统 SHALL 停止。"]),
    ],
    ids=["keyword on the second line", "metadata before the body", "fenced heading", "stray heading", "another language"],
)
def test_traps_of_other_readers(body: str, expected: list[str]) -> None:
    document = read(SPEC, f"## Requirements\n### Requirement: Stop\n{body}")
    assert said(document, Kind.REQUIREMENT) == expected
    assert labels(document) == ["Stop"]


def test_an_obligation_in_the_heading_alone_is_the_statement() -> None:
    document = read(SPEC, "## Requirements\n### Requirement: The pump SHALL stop\nSee the manual.\n")
    assert said(document, Kind.REQUIREMENT) == ["The pump SHALL stop"]


@pytest.mark.parametrize(
    "line", ["- **Scenario: Empty**", "**Scenario**: Empty", "* Scenario: Empty", "####Scenario: Empty", "**Scenario:** Empty"]
)
def test_a_scenario_that_is_no_heading_is_told(line: str) -> None:
    text = f"## Requirements\n### Requirement: Stop\nThe pump SHALL stop.\n\n{line}\n  - **WHEN** empty\n"
    assert problems(read(SPEC, text)) == [("DOC002", line, "#### Scenario: Empty")]


def test_prose_about_scenarios_is_not_told() -> None:
    body = "The pump SHALL stop.\n\nScenario: see the manual.\n\n- The scenario: none.\n- `#### Scenario: X` is fine.\n"
    assert problems(read(SPEC, f"## Requirements\n### Requirement: Stop\n{body}")) == []
