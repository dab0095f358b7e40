"""CON001: one thing bound to two values."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.model.fact_index import Related, Said
from shallcheck.model.facts import Mechanism
from shallcheck.model.finding import Finding, Severity
from shallcheck.model.index import Scene
from shallcheck.rules.consistent.pairs import binds, contradictions
from shallcheck.rules.registry import Needs, Scope, Test, rule

VALUES = frozenset({Mechanism.VALUE, Mechanism.LIMIT})


@rule(
    "CON001",
    "conflicting-value",
    test=Test.CONSISTENT,
    severity=Severity.WARNING,
    scope=Scope.WORKSPACE,
    needs=Needs.RELATED,
    sources=("INCOSE GtWR C11", "ISO/IEC/IEEE 29148 5.2.6 consistent"),
)
def conflicting_value(scene: Scene) -> Iterator[Finding]:
    """Two statements bind one thing, under the same conditions, to values that cannot both hold, or to different limits. Whoever
    builds it meets one of them, and the test of the other fails; units are converted.

    Fix: keep one value, or say in each statement for which case it holds.
    Silent: where anything else differs that could be the case of each value, where a statement that is linked to the other only
        binds it more tightly, and where a value is the same in another unit.
    Poor:
        ### SYS-001 Stop
        When the door opens, the centrifuge shall stop the rotor {within 8 s}.

        ### SYS-002 Stop of the rotor
        When the door opens, the centrifuge shall stop the rotor within 12 s.
    Poor:
        - **SYS-001**: The recorder shall keep {at least 30} recordings.
        - **SYS-002**: The recorder shall keep at most 20 recordings.
    Poor:
        - **SYS-001**: The mixer shall heat the water to {at most 60 °C}.
        - **SYS-002**: The mixer shall heat the water to at most 150 °F.
    Good:
        ### SYS-001 Stop
        When the door opens, the centrifuge shall stop the rotor within 8 s.

        ### SYS-002 Stop of a light rotor
        While a light rotor is mounted, when the door opens, the centrifuge shall stop the rotor within 5 s.
    Good:
        - **SYS-001**: The recorder shall keep at least 30 recordings.
        - **SYS-002**: The recorder shall keep at least 30 pictures.
    Good:
        - **SYS-001**: The centrifuge shall stop the rotor within 8 s.
        - **SYS-002**: The centrifuge shall stop the rotor within 8000 ms.
    """
    yield from contradictions("CON001", scene, _concerns, "keep one, or say for which case each holds")


def _concerns(said: Said, other: Related) -> bool:
    return other.relation.mechanism in VALUES and binds(said) == binds(other.said)
