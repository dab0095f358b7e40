"""TRC005: a trace that comes back to where it began."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.model.finding import Finding, Severity
from shallcheck.model.index import Defined, Scene
from shallcheck.rules.registry import Needs, Scope, Test, rule

MOST = 6
"""Identifiers of a cycle that are told."""


@rule(
    "TRC005",
    "link-cycle",
    test=Test.TRACEABLE,
    severity=Severity.ERROR,
    scope=Scope.WORKSPACE,
    sources=("ISO/IEC/IEEE 29148 5.2.5 traceable",),
    needs=Needs.LINKS,
)
def link_cycle(scene: Scene) -> Iterator[Finding]:
    """An artifact comes, by way of others or at once, from itself. None of them has a source outside: each seems traced, and none
    is.

    Fix: take out the link that points the wrong way.
    Silent: on links that only mention an artifact.
    Poor:
        - **SYS-001**: The pump shall stop within 2 s.
          - Refines: {SYS-002}
        - **SYS-002**: The pump shall stop within 3 s of each alarm.
          - Refines: SYS-001
    Poor:
        - **SYS-001**: The pump shall stop within 2 s.
          - Derived from: {SYS-003}
        - **SYS-002**: The pump shall stop within 3 s of each alarm.
          - Derived from: SYS-001
        - **SYS-003**: The pump shall stop within 4 s of each command.
          - Derived from: SYS-002
    Poor (Stakeholder_Needs.md):
        - **SN-001**: The nurse needs the pump to stop within 3 s of her command.
          - Derived from: {SN-002}
        - **SN-002**: The nurse needs to stop each pump from her desk.
          - Derived from: SN-001
    Good:
        - **SYS-001**: The pump shall stop within 2 s.
          - Refines: SYS-002
        - **SYS-002**: The pump shall stop within 3 s of each alarm, as [[SYS-001]] says.
    Good:
        - **SYS-001**: The pump shall stop within 2 s of each command.
          - Refines: SYS-002
        - **SYS-002**: The pump shall stop within 3 s of each alarm.
          - Refines: SYS-003
        - **SYS-003**: The pump shall stop within 4 s of each leak.
    Good (Stakeholder_Needs.md):
        - **SN-001**: The nurse needs the pump to stop within 3 s of her command.
          - Traces to: SYS-001
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within 2 s.
          - Traces to: SN-001
    """
    setting = scene.document.setting
    for number in sorted({link.artifact for link in scene.segment.reading.links if link.artifact is not None}):
        artifact = scene.segment.reading.artifacts[number]
        if not artifact.label:
            continue
        way = scene.graph.cycle(Defined(scene.path, scene.segment, number, setting.namespace + artifact.label, setting))
        if not way:
            continue
        first = way[0].named
        here = first is not None and first.segment is scene.segment and first.path == scene.path
        names = [artifact.label, *(edge.upper.artifact.label for edge in way)]
        told = " → ".join(names if len(names) <= MOST else [*names[: MOST - 1], "…", names[-1]])
        yield Finding(
            "TRC005",
            first.link.place if first is not None and here else artifact.place,
            f"“{artifact.label}” comes from itself ({told}), so none of these has a source: take out the link that points the "
            "wrong way.",
        )
