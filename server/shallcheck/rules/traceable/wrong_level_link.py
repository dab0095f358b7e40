"""TRC006: a trace link that skips or reverses levels."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.model.document import Link
from shallcheck.model.finding import Finding, Severity
from shallcheck.model.graph import DOWNWARD, MENTION
from shallcheck.model.index import Defined, Scene
from shallcheck.rules.registry import Needs, Scope, Test, rule
from shallcheck.rules.traceable.standing import above, asked_of, in_words


@rule(
    "TRC006",
    "wrong-level-link",
    test=Test.TRACEABLE,
    severity=Severity.WARNING,
    scope=Scope.WORKSPACE,
    sources=("ISO/IEC/IEEE 29148 6.2 traceability",),
    needs=Needs.LINKS,
)
def wrong_level_link(scene: Scene) -> Iterator[Finding]:
    """A trace link leads past the level that comes next, or down instead of up, or has a type that its level does not allow.
    Coverage of the levels between is counted wrong, and a change above is not seen where it matters.

    Fix: link to the level that comes next; write the link at its lower end.
    Silent: where the level between holds nothing, on a further link beside one that is right, and on a link down whose other end
        links up as well.
    Poor:
        - **SYS-001**: The pump shall stop within 2 s.
          - Traces to: {INT-1}
        == Stakeholder_Needs.md ==
        - **SN-001**: The nurse needs the pump to stop within 3 s of her command.
          - Derived from: INT-1
        == System_Intent.md ==
        - **INT-1**: The pump shall harm nobody.
    Poor (Stakeholder_Needs.md):
        - **SN-001**: The nurse needs the pump to stop within 3 s of her command.
          - Derived from: {SYS-001}
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within 2 s.
    Poor (Mission.md):
        - **MIS-1**: At night, one nurse watches twelve pumps.
          - Derived from: {SN-001}
        == Stakeholder_Needs.md ==
        - **SN-001**: The nurse needs the pump to stop within 3 s of her command.
    Good:
        - **SYS-001**: The pump shall stop within 2 s of each alarm.
          - Traces to: SN-001, INT-1
        == Stakeholder_Needs.md ==
        - **SN-001**: The nurse needs the pump to stop within 3 s of her command.
          - Derived from: INT-1
        == System_Intent.md ==
        - **INT-1**: The pump shall harm nobody.
    Good:
        - **SYS-001**: The pump shall stop within 2 s of each alarm.
          - Traces to: INT-1
        == System_Intent.md ==
        - **INT-1**: The pump shall harm nobody.
    Good (Stakeholder_Needs.md):
        - **SN-001**: The nurse needs the pump to stop within 3 s of her command.
          - Traces to: SYS-001
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within 2 s.
          - Traces to: SN-001
    """
    for of in asked_of(scene):
        for link in of.segment.reading.links:
            if link.artifact == of.number and link.type not in (MENTION, DOWNWARD):
                wrong = _wrong(scene, of, link)
                if wrong:
                    yield Finding("TRC006", link.place, wrong)


def _wrong(scene: Scene, of: Defined, link: Link) -> str:
    """What is wrong with a link of an artifact; empty: nothing."""
    chain, level = scene.graph.chain(of), scene.graph.level(of)
    policy = chain.policy(level)
    if policy and policy.links and link.type not in policy.links:
        return (
            f"“{link.type}” is no type of link that “{policy.title}” has, so this one counts for nothing: use "
            f"{' or '.join(policy.links)}."
        )
    held = scene.graph.held(of)
    targets = scene.index.resolve(of.setting, link.target)
    levels = {scene.graph.level(each, chain) for each in targets}
    if not targets or any(chain.order(each) < 0 for each in levels) or levels & chain.reachable(level, held):
        return ""
    there = next(iter(levels))
    if chain.order(there) > chain.order(level):
        if _is_mutual(scene, of, targets):
            return ""
        return (
            f"“{of.artifact.label}” stands above “{link.target}” ({chain.title(there)}), so this link points down: write it at "
            f"“{link.target}”, which comes from this one."
        )
    demands = chain.asked(level, held)
    if any(scene.graph.level(edge.upper, chain) in demand for edge in above(scene.graph, of) for demand in demands):
        return ""
    between = in_words(chain, demands[0]) if demands else "the level between"
    return (
        f"“{of.artifact.label}” links to “{link.target}” ({chain.title(there)}) past {between}, so its coverage is not counted: "
        "link it to the level that comes next."
    )


def _is_mutual(scene: Scene, of: Defined, targets: list[Defined]) -> bool:
    """Whether the other end links back up."""
    return any(
        link.type != MENTION and link.artifact == each.number and of in scene.index.resolve(each.setting, link.target)
        for each in targets
        for link in each.segment.reading.links
    )
