"""TRC013: a requirement that no element of the architecture has to meet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain as joined

from shallcheck.model.finding import Finding, Severity
from shallcheck.model.index import Scene
from shallcheck.rules.registry import Needs, Scope, Test, rule
from shallcheck.rules.traceable.standing import above, asked_of, below, is_derived


@rule(
    "TRC013",
    "unallocated",
    test=Test.TRACEABLE,
    severity=Severity.INFORMATION,
    scope=Scope.WORKSPACE,
    sources=("ISO/IEC/IEEE 29148 6.4 allocation", "ISO/IEC/IEEE 15288 6.4.4 architecture definition"),
    needs=Needs.CHAIN,
)
def unallocated(scene: Scene) -> Iterator[Finding]:
    """A requirement is allocated to no element of the architecture. No team and no component has to meet it, and at integration
    each believed that another did.

    Fix: add “Allocated to:” with the element that meets it.
    Silent: where the chain has no architecture, or its level holds nothing.
    Poor:
        - **{SYS-001}**: The pump shall stop within 2 s.
        == Logical_Architecture.md ==
        | ID | Element |
        | --- | --- |
        | LA-1 | Motor |
    Poor:
        - **{SYS-001}**: The pump shall stop within 2 s.
        - **SYS-002**: The pump shall ring within 2 s of each alarm.
          - Allocated to: LA-2
        == Logical_Architecture.md ==
        | ID | Element |
        | --- | --- |
        | LA-2 | Horn |
    Poor:
        ### {SYS-001} Stop
        The pump shall stop within 2 s.
        - Traces to: SN-001
        == Stakeholder_Needs.md ==
        - **SN-001**: The nurse needs the pump to stop within 3 s of her command.
        == Logical_Architecture.md ==
        ### LA-1 Motor
        The motor turns the pump.
        - Satisfies: SN-001
    Good:
        - **SYS-001**: The pump shall stop within 2 s of each alarm.
          - Allocated to: LA-1
        == Logical_Architecture.md ==
        | ID | Element |
        | --- | --- |
        | LA-1 | Motor |
    Good:
        - **SYS-001**: The pump shall stop within 2 s of each alarm.
        == Logical_Architecture.md ==
        | ID | Element | Satisfies |
        | --- | --- | --- |
        | LA-1 | Motor | SYS-001 |
    Good:
        - **SYS-001**: The pump shall stop within 2 s of each alarm.
        == docs/adr/0001-use-one-pump.md ==
        # Use one pump
        ## Status
        Accepted
        ## Decision
        We use one pump, for two are loud.
    Good:
        - **SYS-001**: The pump shall stop within 2 s of each alarm.
    """
    for of in asked_of(scene):
        policy = scene.graph.policy(of)
        if policy is None or policy.allocated not in scene.graph.held(of) or is_derived(of.artifact):
            continue
        chain = scene.graph.chain(of)
        others = joined((edge.upper for edge in above(scene.graph, of)), (edge.lower for edge in below(scene.graph, of)))
        if all(scene.graph.level(each, chain) != policy.allocated for each in others):
            level = chain.title(policy.allocated)
            told = f"“{of.artifact.label}” is allocated to nothing in “{level}”, so no component has to meet it"
            yield Finding("TRC013", of.artifact.place, f"{told}: add “Allocated to:” with the element that does.")
