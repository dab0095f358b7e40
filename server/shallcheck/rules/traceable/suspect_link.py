"""TRC007: a trace link whose upper end has changed in meaning since somebody reviewed the link."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.model.finding import Finding, Related, Severity
from shallcheck.model.index import Scene
from shallcheck.rules.registry import Needs, Scope, Test, rule
from shallcheck.rules.suspicion import suspicion


@rule(
    "TRC007",
    "suspect-link",
    test=Test.TRACEABLE,
    severity=Severity.WARNING,
    scope=Scope.WORKSPACE,
    sources=("ISO/IEC/IEEE 29148 5.2.5 traceable", "INCOSE NRM 2022, change of linked needs and requirements"),
    in_code=True,
    needs=Needs.LINKS,
)
def suspect_link(scene: Scene) -> Iterator[Finding]:
    """What a link builds on has changed in meaning since somebody reviewed the link. The requirement below, or the test, may
    still do what was wanted then, and nobody would notice before acceptance.

    Fix: read both again, mend what is wrong now, and mark the link as reviewed: with the quick fix, with
        `shallcheck baseline --review ID`, or in the document where its format records reviews (docs/baselines.md).
    Silent: where nothing is recorded of the link, as before the first `shallcheck baseline`; on new links; and where only line
        breaks, punctuation, emphasis or capitals have changed.
    Reviewed:
        - **SYS-001**: The pump shall stop within 2 s.
          - Refines: SYS-002
        - **SYS-002**: The pump shall stop within 5 s of each alarm.
    Poor:
        - **SYS-001**: The pump shall stop within 2 s.
          - Refines: {SYS-002}
        - **SYS-002**: The pump shall stop within 500 ms of each alarm.
    Reviewed:
        - **SYS-001**: The pump shall sound the horn within 2 s of each alarm.
          - Refines: SYS-002
        - **SYS-002**: The pump shall warn the crew within 5 s of each alarm.
    Poor:
        - **SYS-001**: The pump shall sound the horn within 2 s of each alarm.
          - Refines: {SYS-002}
        - **SYS-002**: While the hatch is closed, the pump shall warn the crew within 5 s of each alarm.
    Poor (pump.md):
        `req~stop~1`
        The pump shall stop within 2 s.
        Depends:
        * {req~start~1}

        `req~start~2`
        The pump shall start within 3 s of each alarm.
    Reviewed:
        - **SYS-001**: The pump shall stop within 2 s.
          - Refines: SYS-002
        - **SYS-002**: The pump shall stop within 3 s of each alarm.
    Good:
        - **SYS-001**: The pump shall stop within 1 s.
          - Refines: SYS-002
        - **SYS-002**: The **pump** shall stop
          within 3 s of each alarm.
    Good:
        - **SYS-001**: The pump shall stop within 2 s.
          - Refines: SYS-002
        - **SYS-002**: The pump shall stop within 3 s of each alarm.
    Good (pump.md):
        `req~stop~1`
        The pump shall stop within 2 s.
        Depends:
        * req~start~2

        `req~start~2`
        The pump shall start within 3 s of each alarm.
    """
    for link in scene.segment.reading.links:
        found = suspicion(scene, link)
        if found is None:
            continue
        upper = found.upper
        there = Related(upper.path, upper.segment, upper.artifact.place, upper.identifier, "what has changed")
        yield Finding("TRC007", link.place, found.message, fixes=(found.fix,) if found.fix else (), related=(there,))
