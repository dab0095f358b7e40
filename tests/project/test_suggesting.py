"""What is wanted of an artifact is proposed, the likeliest first, and linked as the document writes links."""

from __future__ import annotations

import re

import pytest

from shallcheck.model.finding import apply_edits
from shallcheck.model.index import Defined
from shallcheck.project.likeness import Likeness
from shallcheck.project.state import Project
from shallcheck.project.suggesting import (
    Wanted,
    above_of,
    allocation_of,
    below_of,
    likeness_of,
    link_to,
    ranking,
    suggested,
    wanted_by,
)
from tests.rules.workspace import project

NEEDS = """# Needs

- **SN-001**: The skipper needs the bilge to be dry.
- **SN-002**: The skipper needs a warning of each fault of the float switch.
- **SN-003**: The owner needs a log of the engine hours.
- **SN-004**: The owner needs a warning before the battery is empty.
- **SN-005**: The crew needs a warning of a broken float switch.
  - Status: retired
"""
SYSTEM = """# Requirements

- **SYS-001**: When the float switch fails, the horn shall sound within 2 s.
- **SYS-002**: When the float switch fails, the panel shall flash within 2 s.
  - Satisfies: SN-001
- **SYS-003**: The recorder shall store the hours of each engine.
- **SYS-004**: The hull shall be white.
"""
PLAN = """# Tests

### TST-001 Failed switch
Cut the wire of the float switch.
- Expected: the horn sounds within 2 s.
"""
ELEMENTS = """| ID | Element |
| --- | --- |
| LA-1 | Horn driver |
| LA-2 | Engine recorder |
"""


def workspace(system: str = SYSTEM) -> Project:
    return project(Stakeholder_Needs_md=NEEDS, System_Requirements_md=system, Test_Plan_md=PLAN, Logical_Architecture_md=ELEMENTS)


def asked(of: Project) -> Likeness:
    likeness = likeness_of(of.graph)
    likeness.follow(of.documents)
    return likeness


def artifact(of: Project, identifier: str) -> Defined:
    (defined,) = of.index.definitions(identifier)
    return defined


def names(of: Project, identifier: str, wanted: Wanted, most: int = 3) -> list[str]:
    return [each.identifier for each in suggested(of.graph, asked(of), artifact(of, identifier), wanted, most)]


def test_the_likeliest_parents_come_first_and_none_that_is_retired_or_shares_no_word() -> None:
    known = workspace()
    of = artifact(known, "SYS-003")
    assert names(known, "SYS-003", above_of(known.graph, of)) == ["SN-003"]
    assert names(known, "SYS-004", above_of(known.graph, artifact(known, "SYS-004"))) == []


def test_what_a_like_artifact_serves_is_likely_too() -> None:
    known = workspace()
    assert names(known, "SYS-001", above_of(known.graph, artifact(known, "SYS-001"))) == ["SN-002", "SN-001"]
    unlinked = workspace(SYSTEM.replace("  - Satisfies: SN-001\n", ""))
    assert names(unlinked, "SYS-001", above_of(unlinked.graph, artifact(unlinked, "SYS-001"))) == ["SN-002"]


def test_an_artifact_defined_twice_is_not_proposed() -> None:
    known = workspace(SYSTEM + "- **SN-002**: The float switch shall be red.\n")
    assert "SN-002" not in names(known, "SYS-001", above_of(known.graph, artifact(known, "SYS-001")))


def test_tests_verify_and_elements_are_allocated_to() -> None:
    known = workspace()
    assert names(known, "TST-001", above_of(known.graph, artifact(known, "TST-001")), 1) == ["SYS-001"]
    assert names(known, "SYS-003", allocation_of(known.graph, artifact(known, "SYS-003"))) == ["LA-2"]
    assert names(known, "SN-003", below_of(known.graph, artifact(known, "SN-003"))) == ["SYS-003"]


def test_completion_ranks_what_is_wanted_before_what_is_alike() -> None:
    known = workspace()
    of = artifact(known, "SYS-001")
    graph, likeness = known.graph, asked(known)
    assert ranking(graph, likeness, of, wanted_by(graph, of, "traces"))[:3] == ["SN-002", "SN-005", "SN-001"]
    assert ranking(graph, likeness, of, wanted_by(graph, of, "allocated-to"))[0] == "LA-1"
    assert ranking(graph, likeness, of, wanted_by(graph, of, "mentions"))[:2] == ["TST-001", "SYS-002"]


def linked(known: Project, identifier: str, wanted: Wanted, other: str) -> str:
    of = artifact(known, identifier)
    document = known.documents[of.path]
    edits = link_to(known.graph, document, of, wanted, artifact(known, other))
    assert edits is not None
    return apply_edits(document.text, edits)


def test_a_link_is_written_as_its_neighbours_are() -> None:
    known = workspace()
    wanted = above_of(known.graph, artifact(known, "SYS-001"))
    assert "within 2 s.\n  - Satisfies: SN-002\n- **SYS-002**" in linked(known, "SYS-001", wanted, "SN-002")
    known = workspace(SYSTEM.replace("  - Satisfies: SN-001\n", ""))
    assert "within 2 s.\n  - Traces to: SN-002\n- **SYS-002**" in linked(known, "SYS-001", wanted, "SN-002")
    wanted = above_of(known.graph, artifact(known, "TST-001"))
    assert linked(known, "TST-001", wanted, "SYS-001").endswith("within 2 s.\n- Verifies: SYS-001\n")
    wanted = allocation_of(known.graph, artifact(known, "SYS-003"))
    assert "engine.\n  - Allocated to: LA-2\n" in linked(known, "SYS-003", wanted, "LA-2")


@pytest.mark.parametrize("blank", ["|  |", "| |", "|     |"])
def test_a_link_is_written_into_the_blank_cell_of_its_column(blank: str) -> None:
    head = "| ID | Requirement | Traces to | Note |\n| --- | --- | --- | --- |\n"
    known = workspace(f"{head}| SYS-001 | The horn shall sound within 2 s. {blank} loud |\n")
    written = linked(known, "SYS-001", above_of(known.graph, artifact(known, "SYS-001")), "SN-001")
    assert re.search(r"within 2 s. \| SN-001\s+\| loud \|\n", written)


def test_a_link_that_the_notation_cannot_say_is_none() -> None:
    table = "| ID | Requirement |\n| --- | --- |\n| SYS-001 | The horn shall sound within 2 s. |\n"
    known = workspace(table)
    of = artifact(known, "SYS-001")
    wanted = above_of(known.graph, of)
    assert link_to(known.graph, known.documents[of.path], of, wanted, artifact(known, "SN-001")) is None
