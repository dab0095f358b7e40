"""GAT007: which values have a source."""

from __future__ import annotations

import pytest

from shallcheck.documents.reading import read_document
from shallcheck.project.state import Project
from tests.rules.workspace import quotes, recorded

OPEN = "- **SYS-001**: The pump shall stop within TBD s of each alarm.\n"
NOTHING = "- **SN-001**: The nurse needs the pump to stop.\n"


def told(before: str, now: str, above: str = "", *, proposed: bool = False) -> list[str]:
    project = Project()
    reviews = recorded("System_Requirements.md", before)
    if proposed:
        project.earlier = {name: one.words for name, one in reviews.artifacts.items()}
    else:
        project.review(reviews)
    for path, text in (("System_Requirements.md", now), *((("Stakeholder_Needs.md", above),) if above else ())):
        document = read_document(path, text)
        assert document is not None
        project.put(document)
    return quotes(project, "GAT007")


@pytest.mark.parametrize("proposed", [True, False])
def test_a_number_in_the_place_of_a_mark_needs_a_source(proposed: bool) -> None:
    assert told(OPEN, OPEN.replace("TBD", "2"), proposed=proposed) == ["2 s"]


@pytest.mark.parametrize(
    "line", ["Source: trial 12", "Owner: Ann Lee", "Rationale: the nurses of ward 3 wait no longer.", "Origin: ISO 60601"]
)
def test_a_source_an_owner_or_a_rationale_is_enough(line: str) -> None:
    assert told(OPEN, OPEN.replace("TBD", "2") + f"  - {line}\n") == []


def test_a_value_from_above_has_a_source_and_another_has_none() -> None:
    now = OPEN.replace("TBD", "2") + "  - Satisfies: SN-001\n"

    assert told(OPEN, now, "- **SN-001**: The nurse needs the pump to stop within 2 s.\n") == []
    assert told(OPEN, now, "- **SN-001**: The nurse needs the pump to stop within 2.5 s.\n") == ["2 s"]
    assert told(OPEN, now, "- **SN-001**: The nurse needs the pump to stop within 12 s.\n") == ["2 s"]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (OPEN, OPEN),
        (OPEN, OPEN.replace(" within TBD s", "")),
        (OPEN, OPEN.replace("each alarm", "2 alarms")),
        (OPEN.replace("TBD", "3"), OPEN.replace("TBD", "2")),
        (OPEN, OPEN.replace("TBD", "a few")),
        ("- **SYS-001**: The pump shall show TBD within 2 s.\n", "- **SYS-001**: The pump shall show its state within 2 s.\n"),
        (OPEN, OPEN.replace("TBD s", "2 s, as measured in trial 12,")),
    ],
)
def test_what_fills_nothing_with_a_number_is_fine(before: str, now: str) -> None:
    assert told(before, now) == []


def test_a_number_of_words_is_a_number() -> None:
    before = "- **SYS-001**: The service shall keep TBD copies of each record.\n"

    assert told(before, before.replace("TBD", "three")) == ["three"]
