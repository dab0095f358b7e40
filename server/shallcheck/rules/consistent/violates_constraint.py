"""CON005: a statement contradicts a constraint above it."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.model.fact_index import Related, Said
from shallcheck.model.finding import Finding, Severity
from shallcheck.model.index import Scene
from shallcheck.rules.consistent.pairs import binds, contradictions
from shallcheck.rules.registry import Needs, Scope, Test, rule


@rule(
    "CON005",
    "violates-constraint",
    test=Test.CONSISTENT,
    severity=Severity.WARNING,
    scope=Scope.WORKSPACE,
    needs=Needs.RELATED,
    sources=("INCOSE GtWR C11", "ISO/IEC/IEEE 29148 5.2.6 consistent"),
)
def violates_constraint(scene: Scene) -> Iterator[Finding]:
    """A statement contradicts a constraint or an invariant that the intent states. Whoever builds the statement breaks what
    nobody below the intent may decide.

    Fix: change the statement so that it keeps within the constraint, or have the constraint changed by whoever owns it.
    Silent: where the statement binds the same thing more tightly than the constraint, and where anything else differs.
    Poor (system_requirements.md):
        ### Codes
        `constr~codes~1`

        The locker shall not store the code of a customer.

        ### Memory
        `req~memory~1`

        {The locker shall store the code of a customer.}
    Poor (system_requirements.md):
        ### Noise
        `constr~noise~1`

        The locker shall limit its noise to at most 40 dB.

        ### Noise by day
        `req~noise-by-day~1`

        The locker shall limit its noise to {at most 55 dB}.
    Poor (system_requirements.md):
        ### Doors
        `constr~doors~1`

        The locker shall not open a door for a guest.

        ### Service
        `req~service~1`

        {When the mains fails, the locker shall open a door for a guest.}
    Good (system_requirements.md):
        ### Noise
        `constr~noise~1`

        The locker shall limit its noise to at most 55 dB.

        ### Noise by day
        `req~noise-by-day~1`

        The locker shall limit its noise to at most 40 dB.
    Good (system_requirements.md):
        ### Codes
        `constr~codes~1`

        The locker shall not store the code of a customer.

        ### Memory
        `req~memory~1`

        The locker shall store the number of each door.
    Good (system_requirements.md):
        ### Doors
        `constr~doors~1`

        The locker shall not open a door for a guest.

        ### Service
        `req~service~1`

        When the mains fails, the locker shall light a lamp.
    """
    yield from contradictions("CON005", scene, _concerns, "change this, as it violates {}")


def _concerns(said: Said, other: Related) -> bool:
    return other.relation.within != 1 and binds(other.said) and not binds(said)
