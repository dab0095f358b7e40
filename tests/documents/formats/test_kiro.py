"""Kiro and cc-sdd: acceptance criteria are requirements by their position, judged as EARS."""

from __future__ import annotations

from shallcheck.documents.reading import read_document
from shallcheck.model.kinds import Dialect, Kind
from tests.documents.reading import labels, links, read, said

SPEC = ".kiro/specs/bilge-pump/requirements.md"
REQUIREMENTS = """# Requirements Document

## Introduction

The pump shall be mentioned here, and nobody judges it.

## Requirements

### Requirement 1: Stop when empty

**User Story:** As a skipper, I want the pump to stop, so that it lives.

#### Acceptance Criteria

1. WHEN the tank is empty, THE pump controller SHALL stop the pump within 2 s.
2. WHILE the cover is open,
   THE pump controller SHALL keep the pump off.

### Requirement 2

#### Acceptance Criteria

1. IF the motor is too hot, THEN THE pump controller SHALL stop the pump.
"""


def test_each_criterion_is_a_requirement_and_each_story_a_story() -> None:
    document = read(SPEC, REQUIREMENTS)
    assert said(document, Kind.REQUIREMENT) == [
        "WHEN the tank is empty, THE pump controller SHALL stop the pump within 2 s.",
        "WHILE the cover is open, THE pump controller SHALL keep the pump off.",
        "IF the motor is too hot, THEN THE pump controller SHALL stop the pump.",
    ]
    assert len(said(document, Kind.USER_STORY)) == 1
    assert document.setting.dialect is Dialect.EARS


def test_criteria_are_numbered_within_their_requirement_and_feature() -> None:
    document = read(SPEC, REQUIREMENTS)
    assert labels(document) == ["1", "1.1", "1.2", "2", "2.1"]
    identifiers = [document.identifier(artifact) for _, _, artifact in document.artifacts()]
    assert identifiers[1] == "kiro:bilge-pump/1.1"
    assert [artifact.positional for _, _, artifact in document.artifacts()] == [False, True, True, False, True]


def test_tasks_link_to_criteria() -> None:
    tasks = (
        "# Implementation Plan\n\n- [ ] 1. Build it\n  - _Requirements: 1.1, 2.1_\n- [x] 2. Test it\n  - _Requirements: 1.2_\n"
    )
    document = read(".kiro/specs/bilge-pump/tasks.md", tasks)
    assert links(document) == ["1.1", "2.1", "1.2"]
    assert said(document, Kind.REQUIREMENT) == []


def test_what_lies_beside_a_spec_is_none_of_ours() -> None:
    assert read_document(".kiro/steering/product.md", "# Product\n\nThe product shall be good.\n") is None
