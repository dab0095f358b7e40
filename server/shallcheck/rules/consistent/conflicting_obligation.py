"""CON002: one statement demands what another forbids."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.model.fact_index import Related, Said
from shallcheck.model.finding import Finding, Severity
from shallcheck.model.index import Scene
from shallcheck.rules.consistent.conflicting_value import VALUES
from shallcheck.rules.consistent.pairs import binds, contradictions
from shallcheck.rules.registry import Needs, Scope, Test, rule


@rule(
    "CON002",
    "conflicting-obligation",
    test=Test.CONSISTENT,
    severity=Severity.WARNING,
    scope=Scope.WORKSPACE,
    needs=Needs.RELATED,
    sources=("INCOSE GtWR C11", "ISO/IEC/IEEE 29148 5.2.6 consistent"),
)
def conflicting_obligation(scene: Scene) -> Iterator[Finding]:
    """Two statements that are alike but for words that cannot both hold, or not both be meant: one demands what the other
    forbids, all or some, only or also, each time or once, automatically or on request; or one response for two conditions that
    exclude each other. Two builders build two things, and both are right. Where both could be built at once, it is information.

    Fix: keep one statement, or say in each for which case it holds.
    Silent: where another word differs too, so that each speaks of its own matter or case; where opposite events are only told of,
        by a log entry or a message; and where a statement that is linked to the other only restricts it.
    Poor:
        - **SYS-001**: The archive shall {delete} a letter after 10 years.
        - **SYS-002**: The archive shall keep a letter after 10 years.
    Poor:
        ### SYS-001 Report
        When a run ends, the printer shall send all measured values to the laboratory.

        ### SYS-002 Report of a run
        When a run ends, the printer shall send {some} measured values to the laboratory.
    Poor:
        - **SYS-001**: The lift shall log every call.
        - **SYS-002**: The lift shall {not} log every call.
    Poor:
        - **SYS-001**: The scanner shall calibrate its lamp {automatically}.
        - **SYS-002**: The scanner shall calibrate its lamp on request.
    Poor:
        - **SYS-001**: When the lid {opens}, the mixer shall stop its blade.
        - **SYS-002**: When the lid closes, the mixer shall stop its blade.
    Good:
        - **SYS-001**: When the lid opens, the mixer shall record the time.
        - **SYS-002**: When the lid closes, the mixer shall record the time.
    Good:
        - **SYS-001**: When the user confirms, the archive shall delete the letter.
        - **SYS-002**: When the user does not confirm, the archive shall keep the letter.
    Good:
        - **SYS-001**: The lift shall log every call of a passenger.
        - **SYS-002**: The lift shall not log any conversation of a passenger.
    Good:
        ### SYS-001 Report
        When a run ends, the printer shall send all measured values to the laboratory.

        ### SYS-002 Print
        When a run ends, the printer shall print the measured values.
    """
    yield from contradictions("CON002", scene, _concerns, "keep one, or say for which case each holds")


def _concerns(said: Said, other: Related) -> bool:
    return other.relation.mechanism not in VALUES and binds(said) == binds(other.said)
