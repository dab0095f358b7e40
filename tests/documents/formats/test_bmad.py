"""BMAD: capabilities are needs, their consequences are looked for by tests, and stories, criteria and tasks hang together."""

from __future__ import annotations

from shallcheck.documents.reading import read_document
from shallcheck.model.document import Document
from shallcheck.model.kinds import Kind
from tests.documents.mutation import SAMPLES
from tests.documents.reading import labels, read, said


def sample(name: str) -> Document:
    path = SAMPLES / "bmad" / name
    return read(path.as_posix(), path.read_text("utf-8"))


def linked(document: Document) -> list[tuple[str, str, str]]:
    """Artifact, type and target of each link; each place gives the words that name the target."""
    out = []
    for placed, link in document.links():
        owner = placed.segment.reading.artifacts[link.artifact].label if link.artifact is not None else ""
        assert link.target.endswith(link.place.of(placed.segment.text))
        out.append((owner, link.type, link.target))
    return out


def test_a_capability_is_a_need_and_its_consequences_are_not_judged() -> None:
    document = sample("prd.md")
    assert labels(document) == ["UJ-1", "FR-1", "FR-2", "SM-1", "SM-C1"]
    assert said(document, Kind.NEED) == [
        "A skipper can leave the boat for 14 days with the Bilge below 2 cm.",
        "A skipper can read the level from ashore.",
        "Dry days — 99 % of the days of a season.",
        "Starts of the pump — fewer starts would hide a leak.",
    ]
    assert len(said(document, Kind.TEST)) == 3
    assert said(document, Kind.REQUIREMENT) == []


def test_journeys_metrics_and_assumptions_are_told() -> None:
    document = sample("prd.md")
    assert linked(document) == [
        ("FR-1", "satisfies", "UJ-1"),
        ("SM-1", "validates", "FR-1"),
        ("SM-1", "validates", "FR-2"),
        ("SM-C1", "mentions", "SM-1"),
    ]
    requirement = next(one for _, _, one in document.artifacts() if one.label == "FR-1")
    assert [(each.name, each.value) for each in requirement.attributes] == [("assumption", "the battery is full")]
    assert "Bilge" in [term.name for placed in document.placed for term in placed.segment.reading.terms]


def test_an_obligation_in_a_prd_is_a_requirement() -> None:
    text = "# PRD: X\n\n#### FR-1: Stop\n\nThe pump shall stop within 2 s.\n\n**Consequences (testable):**\n- It stops.\n"
    assert said(read("docs/prd.md", text), Kind.REQUIREMENT) == ["The pump shall stop within 2 s."]


def test_stories_of_epics_have_their_criteria_as_steps() -> None:
    document = sample("epics.md")
    assert [(one.label, one.title, one.kind) for _, _, one in document.artifacts()] == [
        ("Story 1.1", "Start by itself", Kind.USER_STORY)
    ]
    assert said(document, Kind.USER_STORY) == ["As a skipper, I want the pump to start by itself, So that I can leave the boat."]
    assert len(said(document, Kind.SCENARIO_STEP)) == 1


def test_tasks_of_a_story_link_to_its_criteria() -> None:
    document = sample("1-1-start-by-itself.md")
    assert labels(document) == ["Story 1.1", "AC 1", "AC 2", "Task 1", "Task 2"]
    assert linked(document) == [
        ("Task 1", "satisfies", "AC 1"),
        ("Task 2", "satisfies", "AC 1"),
        ("Task 2", "satisfies", "AC 2"),
    ]


def test_other_product_documents_are_none_of_these() -> None:
    for text in ("# PRD: X\n\n## Features\n\nIt is fast.\n", "# Story 1.1: X\n\nIt is long.\n", "## Epic 1: X\n\nMany.\n"):
        assert read_document("docs/prd.md", text) is None
    template = "# Template\n\n```markdown\n#### FR-1: Name\n\n**Consequences (testable):**\n```\n"
    assert read_document("prd-template.md", template) is None
