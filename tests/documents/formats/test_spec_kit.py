"""spec-kit: FR items are requirements that must, success criteria are needs, stories and scenarios are told apart."""

from __future__ import annotations

from shallcheck.documents.reading import read_document
from shallcheck.model.document import Document
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


def rows(document: Document) -> list[tuple[str, Kind, str, list[tuple[str, str]], list[str]]]:
    """Label, kind, title, attributes and links of each artifact."""
    return [
        (
            one.label,
            one.kind,
            one.title,
            [(each.name, each.value) for each in one.attributes],
            [link.target for link in placed.segment.reading.links if link.artifact == number],
        )
        for placed, number, one in document.artifacts()
    ]


def problems(document: Document) -> list[tuple[str, str, str | None]]:
    return [
        (one.rule, one.place.of(placed.segment.text), one.fix)
        for placed in document.placed
        for one in placed.segment.reading.problems
    ]


def test_each_task_is_an_artifact_with_its_marks_files_and_links() -> None:
    text = (
        "# Tasks\n\nFormat: `[ID] [P?] [Story]`\n\n"
        "- [X] T001 [P] [US1] Build the pump in src/pump.py (FR-001, see spec 014 FR-099)\n"
        "- [ ] T002a Test it\n- T003 Sell it\n"
    )
    document = read("specs/001-bilge-pump/tasks.md", text)
    title = "Build the pump in src/pump.py (FR-001, see spec 014 FR-099)"
    marks = [("state", "X"), ("parallel", "P"), ("file", "src/pump.py")]
    assert rows(document) == [
        ("T001", Kind.TASK, title, marks, ["US1", "FR-001"]),
        ("T002a", Kind.TASK, "Test it", [], []),
    ]
    assert problems(document) == [("DOC002", "- T003 Sell it", "- [ ] T003 Sell it")]


def test_a_task_without_its_checkbox_may_name_its_story_first() -> None:
    text = "# Tasks\n\n- [ ] T001 Build it\n- T002 [P] [US1] Test it\n- 2 [links](a.md)\n"
    document = read("specs/001-bilge-pump/tasks.md", text)
    assert problems(document) == [("DOC002", "- T002 [P] [US1] Test it", "- [ ] T002 [P] [US1] Test it")]


def test_checks_are_notes_that_name_what_they_look_at() -> None:
    text = (
        "# Checklist\n\n- [x] CHK001 - Is a limit given? [Clarity, Spec §FR-001, §FR-002a]\n- [ ] CHK002 Is it tried? [Gap]\n"
        "\n## Notes\n\n- FR-008 was removed.\n- [ ] All is well\n"
    )
    document = read("specs/001-bilge-pump/checklists/power.md", text)
    checks = [("state", "x"), ("checks", "Clarity, Spec §FR-001, §FR-002a")]
    assert rows(document) == [
        ("CHK001", Kind.NOTE, "Is a limit given?", checks, ["FR-001", "FR-002a"]),
        ("CHK002", Kind.NOTE, "Is it tried?", [("checks", "Gap")], []),
    ]
    assert links(document) == ["FR-001", "FR-002a"]
    assert list(document.statements()) == []


CONSTITUTION = """<!-- Sync Impact Report: code MUST be reported -->
# Pump Constitution

## Core Principles

### I. Test-First (NON-NEGOTIABLE)

Each change MUST come with a test.

- A failing test MUST exist before the code. It is written by another person.
- Reviews MUST take less than a day.

**Rationale**: what nobody tries MUST be taken for broken.

### Plain words

Nobody MUST need a glossary.

## Governance

All reviews MUST follow this.
"""


def test_principles_of_the_constitution_are_constraints_judged_sentence_by_sentence() -> None:
    document = read(".specify/memory/constitution.md", CONSTITUTION)
    assert [(one.label, one.title) for _, _, one in document.artifacts()] == [
        ("I", "Test-First (NON-NEGOTIABLE)"),
        ("Plain words", "Plain words"),
    ]
    assert said(document, Kind.CONSTRAINT) == [
        "Each change MUST come with a test.",
        "Reviews MUST take less than a day.",
        "Nobody MUST need a glossary.",
    ]
    assert len(said(document, Kind.NOTE)) == 1


def test_templates_say_nothing_of_a_product() -> None:
    document = read(".specify/templates/spec-template.md", TEXT)
    assert (list(document.statements()), list(document.artifacts())) == ([], [])
    assert read_document("specs/001-bilge-pump/plan.md", "# Implementation Plan\n\nSystem MUST be planned.\n") is None


def test_constraints_of_spec_kitty_stand_in_tables() -> None:
    text = "# Spec\n\n| ID | Requirement |\n|---|---|\n| FR-001 | The pump MUST stop. |\n| C-001 | The pump MUST weigh 3 kg. |\n"
    document = read("kitty-specs/001-pump/spec.md", text)
    assert said(document, Kind.REQUIREMENT) == ["The pump MUST stop."]
    assert said(document, Kind.CONSTRAINT) == ["The pump MUST weigh 3 kg."]
