"""Kiro and cc-sdd: acceptance criteria are requirements by their position, judged as EARS."""

from __future__ import annotations

import pytest

from shallcheck.documents.reading import read_document
from shallcheck.model.document import Artifact, Document
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


def test_a_range_names_all_between_its_ends() -> None:
    tasks = "# Implementation Plan\n\n- [ ] 1. Build it\n  - _Requirements: 1.2-1.5, 2.1–3, 3.1-4.2_\n"
    document = read(".kiro/specs/bilge-pump/tasks.md", tasks)
    assert sorted(links(document)) == ["1.2", "1.3", "1.4", "1.5", "2.1", "2.2", "3", "3.1", "4.2"]


def test_what_lies_beside_a_spec_is_none_of_ours() -> None:
    assert read_document(".kiro/steering/product.md", "# Product\n\nThe product shall be good.\n") is None


TASKS = """# Implementation Plan

- [x] 1. Build the pump
- [ ] 1.1 (P) Stop it in time
  - Poll the float switch
  - _Requirements: 1.1, 2.1_
  - _Boundary: Pump_Controller, Float_
  - _Depends: 1_
- [ ]* 1.2 Try it
  - **Property 1: Stops**
  - **Validates: Requirements 1.2**
- [-] 2. Write it up
  - [ ] 2.1 Draw it _Requirements: Foundation for all requirements_
"""
DESIGN = """# Design

## Correctness Properties

### Property 1: Stops

*For any* fill level the pump SHALL stop
within 2 s.

**Validates: Requirements 1.1, 2.1**

### Notes

The pump SHALL be painted.

**Property 2: Stays off**
*For any* open cover the pump SHALL stay off.
**Validates: Requirements 1.2**

**Property 3: mentioned only**
"""


def artifacts(document: Document) -> list[Artifact]:
    return [artifact for _, _, artifact in document.artifacts()]


def test_each_task_is_an_artifact_that_no_criterion_is_taken_for() -> None:
    document = read(".kiro/specs/bilge-pump/tasks.md", TASKS)
    assert [(each.label, each.title, each.kind) for each in artifacts(document)] == [
        ("task 1", "Build the pump", Kind.TASK),
        ("task 1.1", "Stop it in time", Kind.TASK),
        ("task 1.2", "Try it", Kind.TASK),
        ("task 2", "Write it up", Kind.TASK),
        ("task 2.1", "Draw it", Kind.TASK),
    ]
    attributes = [[(one.name, one.value) for one in each.attributes] for each in artifacts(document)]
    assert attributes == [[("state", "x")], [("boundary", "Pump_Controller, Float")], [("optional", "*")], [("state", "-")], []]
    assert artifacts(document)[-1].parent == 0
    assert list(document.statements()) == []


def test_a_task_links_to_criteria_properties_and_tasks() -> None:
    document = read(".kiro/specs/bilge-pump/tasks.md", TASKS)
    found = [
        (placed.segment.reading.artifacts[link.artifact].label, link.type, link.target, link.place.of(placed.segment.text))
        for placed, link in document.links()
        if link.artifact is not None
    ]
    assert found == [
        ("task 1.1", "satisfies", "1.1", "1.1"),
        ("task 1.1", "satisfies", "2.1", "2.1"),
        ("task 1.1", "depends", "task 1", "1"),
        ("task 1.2", "verifies", "Property 1", "Property 1"),
        ("task 1.2", "validates", "1.2", "1.2"),
    ]


def test_what_is_no_number_is_told_and_never_an_alarm() -> None:
    (placed,) = [each for each in read(".kiro/specs/bilge-pump/tasks.md", TASKS).placed if each.segment.reading.problems]
    (problem,) = placed.segment.reading.problems
    assert (problem.rule, problem.mild) == ("DOC002", True)
    assert problem.place.of(placed.segment.text) == "Foundation for all requirements"


def test_properties_of_the_design_validate_criteria() -> None:
    document = read(".kiro/specs/bilge-pump/design.md", DESIGN)
    assert [(each.label, each.title) for each in artifacts(document)] == [("Property 1", "Stops"), ("Property 2", "Stays off")]
    assert said(document, Kind.ARCHITECTURE) == [
        "For any fill level the pump SHALL stop within 2 s.",
        "For any open cover the pump SHALL stay off.",
    ]
    assert links(document) == ["1.1", "2.1", "1.2"]
    assert len(list(document.statements())) == 2


@pytest.mark.parametrize(
    ("file", "text", "near", "wanted"),
    [
        ("tasks", "## Task 2: Build it\n- [ ] 2.1 Saw\n", "## Task 2: Build it", "- [ ] 2. Build it"),
        ("tasks", "- [ ] 1.1 Saw\n- 1.2 Glue\n", "- 1.2 Glue", "- [ ] 1.2 Glue"),
        ("tasks", "1. Build it\n   - [ ] 1.1 Saw\n", "1. Build it", "- [ ] 1. Build it"),
        ("requirements", "### Requirment 2: Stop\n", "Requirment 2: Stop", "Requirement 2: Stop"),
        ("requirements", "### Requirements 2\n", "Requirements 2", "Requirement 2"),
        ("requirements", "### Requirement 2\n#### Acceptence Criteria\n", "Acceptence Criteria", "Acceptance Criteria"),
    ],
)
def test_near_misses_are_told_with_what_was_meant(file: str, text: str, near: str, wanted: str) -> None:
    document = read(f".kiro/specs/pump/{file}.md", text)
    found = [(problem, placed) for placed in document.placed for problem in placed.segment.reading.problems]
    assert [(one.rule, one.place.of(placed.segment.text), one.fix) for one, placed in found] == [("DOC002", near, wanted)]
    mended = read(f".kiro/specs/pump/{file}.md", text.replace(near, wanted))
    assert not any(placed.segment.reading.problems for placed in mended.placed)


def test_bulleted_criteria_are_told_once_and_read() -> None:
    text = "### Requirement 2\n#### Acceptance Criteria\n- WHEN full, THE pump SHALL stop.\n- WHEN dry, THE pump SHALL rest.\n"
    document = read(".kiro/specs/pump/requirements.md", text)
    problems = [problem for placed in document.placed for problem in placed.segment.reading.problems]
    assert [(each.rule, each.mild) for each in problems] == [("DOC002", True)]
    assert labels(document) == ["2", "2.1", "2.2"]


@pytest.mark.parametrize(
    "text",
    [
        "## 1. Foundation\n- [ ] 1.1 Saw\n  - 1.2 is told of here\n",
        "## Notes\n1. Build it\n2. Sell it\n",
        "- [ ] 1.1 Saw\n  - _Requirements: 1.1-1.3, 2 (the rest)_\n  - _Leverage: what is there_\n",
    ],
)
def test_what_only_resembles_a_task_is_no_near_miss(text: str) -> None:
    document = read(".kiro/specs/pump/tasks.md", text)
    assert not any(placed.segment.reading.problems for placed in document.placed)
