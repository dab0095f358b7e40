"""UNQ003: one thing said twice in slightly different words."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from shallcheck.model.fact_index import SERIES, Said
from shallcheck.model.finding import Finding, Severity
from shallcheck.model.index import Scene
from shallcheck.rules.consistent.pairs import counted, duplicates, name, quoted, related
from shallcheck.rules.registry import Needs, Scope, Test, rule


@rule(
    "UNQ003",
    "near-duplicate",
    test=Test.UNIQUE,
    severity=Severity.INFORMATION,
    scope=Scope.WORKSPACE,
    needs=Needs.RELATED,
    sources=("INCOSE GtWR R30", "ISO/IEC/IEEE 29148 5.2.6 no duplicates"),
)
def near_duplicate(scene: Scene) -> Iterator[Finding]:
    """A statement says what another says, with small words changed: a singular, a synonym, *must* for *shall*. A reader looks for
    a difference that nobody meant, and soon one of the two is changed and the other is not.

    Fix: keep one, and link to it from where the other stood; where a difference is meant, say it.
    Silent: where the difference carries meaning (that is CON001 or CON002), and where one statement is linked to the other.
    Poor:
        - **SYS-001**: {The press shall store the weight of each bale.}
        - **SYS-002**: The press must save the weight of each bale.
    Poor:
        ### SYS-001 Stop
        {If the bin is full, the press shall stop the belt.}

        ### SYS-002 Stop of the belt
        When the bin is full, the press shall stop the belt.
    Poor:
        - **SYS-001**: {The press shall be able to show the weight of a bale.}
        - **SYS-002**: The press shall show the weight of a bale.
    Good:
        - **SYS-001**: The press shall store the weight of each bale.
        - **SYS-002**: The press shall store the number of each bale.
    Good:
        - **SYS-001**: If the bin is full, the press shall stop the belt.
        - **SYS-002**: If the lid is open, the press shall stop the belt.
    Good:
        - **SYS-001**: The press shall show the weight of a bale.
        - **SYS-002**: The press shall send the weight of a bale to the office.
    """
    for said, others in duplicates(scene, verbatim=False):
        other = others[0]
        yield Finding(
            "UNQ003",
            said.extent,
            f"This says what {name(said, other)}{counted(others)} says (“{quoted(other)}”), with {_difference(said, other)}: "
            "keep one, or say what is meant to differ.",
            related=tuple(related(said, each, None) for each in others[:SERIES]),
        )


def _difference(said: Said, other: Said) -> str:
    """What differs, in words: “must” for “shall”."""
    one, two = said.statement.text.split(), other.statement.text.split()
    told = []
    for tag, i, j, k, m in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        here, there = " ".join(one[i:j]), " ".join(two[k:m])
        if tag == "replace":
            told.append(f"“{here}” for “{there}”")
        elif tag != "equal":
            told.append(f"“{here or there}” {'more' if here else 'less'}")
    return ", ".join(told[:3]) or "other spaces"
