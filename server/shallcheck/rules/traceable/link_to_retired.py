"""TRC008: a trace link to what holds no more."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.model.finding import Finding, Related, Severity
from shallcheck.model.graph import MENTION, is_retired, status_of
from shallcheck.model.index import Scene
from shallcheck.rules.registry import Needs, Scope, Test, rule


@rule(
    "TRC008",
    "link-to-retired",
    test=Test.TRACEABLE,
    severity=Severity.WARNING,
    scope=Scope.WORKSPACE,
    sources=("ISO/IEC/IEEE 29148 5.2.8 status attribute", "ISO/IEC/IEEE 29148 6.6 requirements management"),
    needs=Needs.LINKS,
)
def link_to_retired(scene: Scene) -> Iterator[Finding]:
    """An artifact comes from one that is retired. It is built and tested for something that nobody asks for any more, and seems
    to be wanted.

    Fix: link it to what took the other's place, or retire it too.
    Silent: where the artifact that links is retired itself, and on links that only mention an artifact.
    Poor:
        - **SYS-001**: The pump shall stop within 2 s.
          - Traces to: {SN-001}
        == Stakeholder_Needs.md ==
        - **SN-001**: The nurse needs the pump to stop within 3 s of her command.
          - Status: retired
    Poor (Test_Plan.md):
        ### TST-001 Stop
        Press the button.
        - Expected: the pump stops within 2 s.
        - Verifies: {SYS-001}
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within 2 s.
          - Status: obsolete
    Poor:
        - **SYS-001**: The pump shall stop within 2 s.
          - Status: approved
          - Refines: {SYS-002}
        - **SYS-002**: The pump shall stop within 3 s of each alarm.
          - Status: superseded
    Good:
        - **SYS-001**: The pump shall stop within 2 s of each alarm.
          - Traces to: SN-001
        == Stakeholder_Needs.md ==
        - **SN-001**: The nurse needs the pump to stop within 3 s of her command.
          - Status: approved
    Good:
        - **SYS-001**: The pump shall stop within 2 s of each alarm.
          - Traces to: SN-001
          - Status: retired
        == Stakeholder_Needs.md ==
        - **SN-001**: The nurse needs the pump to stop within 3 s of her command.
          - Status: retired
    Good:
        - **SYS-001**: The pump shall stop within 2 s of each alarm, as [[SYS-002]] did before.
        - **SYS-002**: The pump shall stop within 3 s of each alarm.
          - Status: superseded
    """
    for link in scene.segment.reading.links:
        if link.artifact is None or link.type == MENTION:
            continue
        source = scene.segment.reading.artifacts[link.artifact]
        found = scene.index.resolve(scene.document.setting, link.target)
        if not found or is_retired(source) or not all(is_retired(each.artifact) for each in found):
            continue
        other = found[0]
        yield Finding(
            "TRC008",
            link.place,
            f"“{link.target}” is {status_of(other.artifact)}, so “{source.label or link.target}” rests on something that holds "
            "no more: link it to what took its place, or retire it too.",
            related=(Related(other.path, other.segment, other.artifact.place, other.identifier, f"“{link.target}” is here"),),
        )
