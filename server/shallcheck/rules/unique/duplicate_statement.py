"""UNQ002: one thing said twice."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.model.fact_index import SERIES
from shallcheck.model.finding import Finding, Severity
from shallcheck.model.index import Scene
from shallcheck.rules.consistent.pairs import counted, duplicates, name, related
from shallcheck.rules.registry import Needs, Scope, Test, rule


@rule(
    "UNQ002",
    "duplicate-statement",
    test=Test.UNIQUE,
    severity=Severity.WARNING,
    scope=Scope.WORKSPACE,
    needs=Needs.RELATED,
    sources=("INCOSE GtWR R30", "ISO/IEC/IEEE 29148 5.2.6 no duplicates"),
)
def duplicate_statement(scene: Scene) -> Iterator[Finding]:
    """A statement says what another says, word for word. Soon one of them is changed and the other is not, and then they
    contradict each other.

    Fix: keep one, and link to it from where the other stood.
    Silent: where one statement is linked to the other, and on the versions of one requirement that a change of OpenSpec proposes.
    Poor:
        - **SYS-001**: {When the bin is full, the press shall stop.}
        - **SYS-002**: When the bin is full, the press shall stop.
    Poor:
        ### SYS-001 Stop
        {When the bin is full, the press shall stop the belt.}

        ### SYS-002 Stop of the belt
        When the bin is full, the press
        **shall** stop the belt.
    Poor:
        - **SYS-001**: {The press shall show the number of bales on its display.}
        - **SYS-002**: The press shall show the number of bales on its display
    Good:
        - **SYS-001**: When the bin is full, the press shall stop.
        - **SYS-002**: When the bin is full, the conveyor shall stop.
    Good:
        - **SYS-001**: When the bin is full, the press shall stop.
        - **SYS-002**: When the lid is open, the press shall stop.
    Good:
        - **SYS-001**: The press shall show the number of bales on its display.
        - **SYS-002**: The press shall show the weight of a bale on its display.
    """
    for said, others in duplicates(scene, verbatim=True):
        yield Finding(
            "UNQ002",
            said.extent,
            f"This says word for word what {name(said, others[0])}{counted(others)} says: keep one, and link to it from the "
            "other's place.",
            related=tuple(related(said, other, None) for other in others[:SERIES]),
        )
