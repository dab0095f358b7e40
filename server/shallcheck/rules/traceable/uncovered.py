"""TRC004: an artifact that nothing below it realises or verifies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shallcheck.model.chain import Demand
from shallcheck.model.finding import Finding, Severity
from shallcheck.model.graph import Edge, TraceGraph
from shallcheck.model.index import Defined, Scene
from shallcheck.model.kinds import Kind, Level
from shallcheck.rules.registry import Needs, Scope, Test, rule
from shallcheck.rules.traceable.standing import asked_of, below, in_words
from shallcheck.rules.verifiable.methods import named


@rule(
    "TRC004",
    "uncovered",
    test=Test.TRACEABLE,
    severity=Severity.WARNING,
    scope=Scope.WORKSPACE,
    sources=("ISO/IEC/IEEE 29148 5.2.5 traceable", "ISO/IEC/IEEE 29148 6.2 traceability"),
    needs=Needs.CHAIN,
)
def uncovered(scene: Scene) -> Iterator[Finding]:
    """Nothing on the levels below realises an artifact. What its stakeholder asked for is forgotten, and the acceptance test is
    where that shows.

    Fix: write what realises it and link that to it, or retire it.
    Silent: where no level below holds anything yet, on constraints of the intent (they bind every level, and are realised by
        none), on what is retired, on requirements whose verification is planned but not linked (VER009), and in a Kiro, spec-kit
        or OpenSpec feature whose tasks name no requirement at all.
    Poor (Stakeholder_Needs.md):
        - **{SN-001}**: The nurse needs the pump to stop within 3 s of her command.
        - **SN-002**: The nurse needs to hear an alarm from 5 m away.
        == System_Requirements.md ==
        - **SYS-001**: The pump shall sound each alarm at 65 dB or more.
          - Traces to: SN-002
    Poor (.kiro/specs/pump/requirements.md):
        ### Requirement 1
        #### Acceptance Criteria
        1. WHEN the nurse presses stop, THE pump SHALL stop within 3 s.
        {2.} WHEN an alarm begins, THE pump SHALL ring within 1 s.
        == .kiro/specs/pump/tasks.md ==
        - [ ] 1. Stop the pump
          - _Requirements: 1.1_
    Poor (Mission.md):
        - **{MIS-1}**: At night, one nurse watches twelve pumps.
        == Stakeholder_Needs.md ==
        - **SN-001**: The nurse needs the pump to stop within 3 s of her command.
    Good (Stakeholder_Needs.md):
        - **SN-001**: The nurse needs the pump to stop within 3 s of her command.
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within 2 s of each command.
          - Satisfies: SN-001
    Good (Stakeholder_Needs.md):
        - **SN-001**: The nurse needs the pump to stop within 3 s of her command.
    Good (Stakeholder_Needs.md):
        - **SN-001**: The nurse needs the pump to stop within 3 s of her command.
          - Status: retired
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within 2 s of each command.
    """
    for of in asked_of(scene):
        demands = demanded_below(scene.graph, of)
        edges = below(scene.graph, of) if demands else []
        chain = scene.graph.chain(of)
        for demand in demands:
            if not is_met(scene.graph, of, demand, edges):
                where = in_words(chain, tuple(filter(chain.policy, demand)))
                told = f"Nothing in {where} names “{of.artifact.label}”, so it may be forgotten"
                advice = "write what realises it with a link to it, or retire it."
                yield Finding("TRC004", of.artifact.place, f"{told}: {advice}")


def demanded_below(graph: TraceGraph, of: Defined) -> list[Demand]:
    """What has to realise an artifact."""
    if of.artifact.kind is Kind.CONSTRAINT and of.artifact.level is Level.INTENT:
        return []
    level, policy = graph.level(of), graph.policy(of)
    demands = graph.chain(of).owed(level, graph.held(of))
    if policy and policy.traced:
        return [demand for demand in demands if any(graph.links_from(of, name) for name in demand)]
    return demands


def is_met(graph: TraceGraph, of: Defined, demand: Demand, edges: Sequence[Edge]) -> bool:
    """Whether an alternative is there: an artifact of a level, one on its own level that goes on from there, or a method.
    `edges`: what comes from it."""
    chain = graph.chain(of)
    own = graph.level(of)
    levels = {graph.level(edge.lower, chain) for edge in edges}
    methods = {word.lower() for each in of.artifact.attributes if each.name == "verification" for word, _ in named(each)}
    return bool(levels & {*demand, own}) or bool(methods & set(demand))
