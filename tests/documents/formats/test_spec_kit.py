"""spec-kit: FR items are requirements that must, success criteria are needs, stories and scenarios are told apart."""

from __future__ import annotations

from shallcheck.model.kinds import Dialect, Kind
from tests.documents.reading import labels, links, read, said

SPEC = "specs/001-bilge-pump/spec.md"
TEXT = """# Feature Specification: Bilge pump

## User Scenarios & Testing

### User Story 1 - Dry feet (Priority: P1)

A skipper must not get wet feet.

**Acceptance Scenarios**:

1. **Given** a full tank, **When** the pump starts, **Then** the level falls.

### Edge Cases

- What happens when the pump must run dry?

## Requirements

### Functional Requirements

- **FR-001**: System MUST start the pump when the level exceeds 5 cm.
- **FR-002**: System MUST log each start [NEEDS CLARIFICATION: where?]

### Key Entities

- **Pump**: must be named here.

## Success Criteria

### Measurable Outcomes

- **SC-001**: The bilge is dry within 5 minutes in 95 % of all starts.
"""


def test_numbered_items_are_requirements_and_success_criteria_needs() -> None:
    document = read(SPEC, TEXT)
    assert [text.split(" ")[2] for text in said(document, Kind.REQUIREMENT)] == ["start", "log"]
    assert said(document, Kind.NEED) == ["The bilge is dry within 5 minutes in 95 % of all starts."]
    assert document.setting.dialect is Dialect.MUST


def test_edge_cases_and_entities_stay_silent() -> None:
    every = [statement.text for _, statement in read(SPEC, TEXT).statements()]
    assert not [text for text in every if "run dry" in text or "named here" in text]


def test_identifiers_belong_to_their_feature() -> None:
    document = read(SPEC, TEXT)
    assert {"FR-001", "FR-002", "SC-001"} <= set(labels(document))
    assert "speckit:001-bilge-pump/FR-001" in [document.identifier(artifact) for _, _, artifact in document.artifacts()]


def test_scenarios_are_steps() -> None:
    assert said(read(SPEC, TEXT), Kind.SCENARIO_STEP)


def test_tasks_link_to_what_they_mention() -> None:
    tasks = "# Tasks\n\n- [ ] T001 [US1] Build the pump (FR-001)\n- [ ] T002 Test it, see FR-002 and SC-001\n"
    assert links(read("specs/001-bilge-pump/tasks.md", tasks)) == ["US1", "FR-001", "FR-002", "SC-001"]
