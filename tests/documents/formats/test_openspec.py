"""OpenSpec: a requirement is its heading and body, scenarios are steps, and SHALL and MUST both oblige."""

from __future__ import annotations

from shallcheck.model.kinds import Dialect, Kind
from tests.documents.reading import labels, read, said

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
