"""TRC003: an artifact that comes from nothing above it."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.model.chain import Demand, LevelPolicy
from shallcheck.model.finding import Finding, Severity
from shallcheck.model.graph import MENTION, NEUTRAL, TraceGraph
from shallcheck.model.index import Defined, Scene
from shallcheck.model.kinds import Kind
from shallcheck.rules.registry import Needs, Scope, Test, rule
from shallcheck.rules.traceable.standing import above, asked_of, in_words, is_derived


@rule(
    "TRC003",
    "orphan",
    test=Test.TRACEABLE,
    severity=Severity.WARNING,
    scope=Scope.WORKSPACE,
    sources=("ISO/IEC/IEEE 29148 5.2.5 traceable, necessary", "INCOSE GtWR C1 necessary"),
    needs=Needs.CHAIN,
)
def orphan(scene: Scene) -> Iterator[Finding]:
    """An artifact comes from nothing, though its level of the chain comes from the one above. Nobody can say who wants it: it is
    gold plating, or the need that it serves was never written.

    Fix: link it to what it serves, or write that down.
    Silent: on the topmost level, where no level above holds anything, in documents outside a chain, on what is retired or says
        that it is derived, and where a link is there but leads nowhere (that is told as such).
    Poor:
        - **{SYS-001}**: The pump shall stop within 2 s.
          - Verification: test
        == Stakeholder_Needs.md ==
        - **SN-001**: The nurse needs the pump to stop within 3 s of her command.
    Poor (Test_Plan.md):
        ### {TST-001} Stop
        Press the button.
        - Expected: the pump stops within 2 s.
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within 2 s.
    Poor (Stakeholder_Needs.md):
        - **{SN-001}**: The nurse needs the pump to stop within 3 s of her command.
        == Mission.md ==
        - **MIS-1**: At night, one nurse watches twelve pumps.
    Good:
        - **SYS-001**: The pump shall stop within 2 s of each alarm.
        - **SYS-002**: The pump shall ring within 2 s of each alarm.
    Good:
        - **SYS-001**: The pump shall stop within 2 s of each alarm.
          - Traces to: SN-001
        == Stakeholder_Needs.md ==
        - **SN-001**: The nurse needs the pump to stop within 3 s of her command.
    Good (Test_Plan.md):
        ### TST-001 Stop
        Press the button.
        - Expected: the pump stops within 2 s.
        - Verifies: SYS-001
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within 2 s.
    """
    for of in asked_of(scene):
        demands = demanded_above(scene.graph, of)
        if not demands or has_source(scene.graph, of) or _leads_nowhere(scene, of):
            continue
        policy = scene.graph.policy(of)
        what = in_words(scene.graph.chain(of), demands[0])
        verb = "verifies" if policy and policy.verifies else "comes from"
        told = f"“{of.artifact.label}” {verb} nothing in {what}, so nobody can say what it is for"
        yield Finding("TRC003", of.artifact.place, f"{told}: add “{_key(policy)}:” with what it serves.")


def _key(policy: LevelPolicy | None) -> str:
    """The key of a link that a level allows."""
    if policy is not None and policy.links and NEUTRAL not in policy.links:
        return policy.links[0].replace("-", " ").capitalize()
    return "Verifies" if policy is not None and policy.verifies else "Traces to"


def demanded_above(graph: TraceGraph, of: Defined) -> list[Demand]:
    """What an artifact has to come from; nothing where it says that it is derived."""
    return [] if is_derived(of.artifact) else graph.chain(of).asked(graph.level(of), graph.held(of))


def has_source(graph: TraceGraph, of: Defined) -> bool:
    """Whether an artifact comes from anything on its own level or above, however far: whether that is near enough is another
    rule's business (TRC006)."""
    chain, level = graph.chain(of), graph.level(of)
    policy = chain.policy(level)
    sideways = policy.allocated if policy else ""
    edges = [edge for edge in above(graph, of) if edge.type != "allocated-to" and edge.upper.setting.kind is not Kind.DECISION]
    levels = {graph.level(edge.upper, chain) for edge in edges}
    return any(name != sideways and chain.order(name) <= chain.order(level) for name in levels)


def _leads_nowhere(scene: Scene, of: Defined) -> bool:
    return any(
        link.artifact == of.number and link.type != MENTION and not scene.index.resolve(of.setting, link.target)
        for link in of.segment.reading.links
    )
