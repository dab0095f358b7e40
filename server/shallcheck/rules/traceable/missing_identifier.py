"""TRC001: an obligation that nothing can refer to."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.model.finding import Finding, Fix, Severity
from shallcheck.model.index import Scene
from shallcheck.rules.registry import Scope, Test, rule


@rule(
    "TRC001",
    "missing-identifier",
    test=Test.TRACEABLE,
    severity=Severity.WARNING,
    scope=Scope.DOCUMENT,
    sources=("ISO/IEC/IEEE 29148 5.2.8 identification", "INCOSE GtWR R29"),
)
def missing_identifier(scene: Scene) -> Iterator[Finding]:
    """An obligation stands in a requirements document with no identifier. No test, design or code can name it, so whether it is
    met is never known.

    Fix: put an identifier in front of it.
    Silent: prose, and documents in which requirements are not identified one by one.
    Poor:
        - **SYS-021**: The base station shall show each alarm within 2 s.

        {The base station shall show a warning for each logger whose battery is below 2.4 V.}
    Poor:
        ## Doors

        {The lift shall open its doors within 3 s of its arrival.}
    Poor:
        - **SYS-021**: The crane shall sound its horn within 1 s of each start.
        - {The crane shall hold its load while the power is off.}
    Good:
        - **SYS-022**: The base station shall show a warning for each logger whose battery is below 2.4 V.
    Good:
        ## Doors

        This section says what the doors do.

        - **SYS-001**: The lift shall open its doors within 3 s of its arrival.
    Good (.kiro/specs/lift/requirements.md):
        ### Requirement 1
        #### Acceptance Criteria
        1. WHEN the lift arrives, THE lift SHALL open its doors within 3 s.
    """
    for number, artifact in enumerate(scene.segment.reading.artifacts):
        if artifact.label:
            continue
        statement = next((each for each in scene.segment.reading.statements if each.artifact == number), None)
        words = statement.text.split() if statement else []
        quote = " ".join(words[:6]) + (" …" if len(words) > 6 else "")
        yield Finding(
            "TRC001",
            artifact.place,
            f"“{quote}” obliges but has no identifier, so no test or code can name it: put the next free one in front.",
            (Fix("Give it the next free identifier", identifier=True),),
        )
