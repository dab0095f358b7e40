"""VER009: a requirement that a test is to show, and no test does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.model.document import Attribute
from shallcheck.model.finding import Finding, Severity
from shallcheck.model.graph import Edge, TraceGraph
from shallcheck.model.index import Defined, Scene
from shallcheck.model.kinds import Kind, Level
from shallcheck.rules.registry import Needs, Scope, Test, rule
from shallcheck.rules.traceable.standing import asked_of, below
from shallcheck.rules.verifiable.methods import named

_SHOWN = re.compile(r"\b(?:tests?|testing|tested|demonstrat\w*|demo|[TD])\b", re.IGNORECASE)
_IDENTIFIER = re.compile(r"[A-Za-z][\w-]*(?:[-_.~]\w+)+")


@rule(
    "VER009",
    "not-demonstrated",
    test=Test.VERIFIABLE,
    severity=Severity.WARNING,
    scope=Scope.WORKSPACE,
    sources=("ISO/IEC/IEEE 29148 5.2.5 verifiable", "ISO/IEC/IEEE 29148 6.2 traceability"),
    needs=Needs.CHAIN,
)
def not_demonstrated(scene: Scene) -> Iterator[Finding]:
    """A requirement says that a test or a demonstration shows it to be met, and no test names it. On paper it is verified; nobody
    has ever looked.

    Fix: write the test with “Verifies:”, mark the test's code, or name another method.
    Silent: where the workspace has no tests yet, where the attribute names the test itself, and on other methods.
    Poor:
        - **{SYS-001}**: The pump shall stop within 2 s.
          - Verification: test
        == Test_Plan.md ==
        ### TST-001 Ring
        Ring it.
        - Expected: it rings.
    Poor:
        - **{SYS-001}**: The pump shall stop within 2 s.
          - Verification: demonstration
        - **SYS-002**: The pump shall ring within 2 s of each alarm.
          - Verification: test
        == Test_Plan.md ==
        ### TST-002 Ring
        Start an alarm.
        - Expected: the pump rings within 2 s.
        - Verifies: SYS-002
    Poor:
        | ID | Requirement | Verification |
        | --- | --- | --- |
        | {SYS-001} | The lift shall stop within 2 s. | unit test |
        == Test_Plan.md ==
        ### TST-002 Ring
        Start an alarm.
        - Expected: the lift rings within 2 s.
    Good:
        - **SYS-001**: The pump shall stop within 2 s of each alarm.
          - Verification: test
        == Test_Plan.md ==
        ### TST-001 Stop
        Press the button.
        - Expected: the pump stops within 2 s.
        - Verifies: SYS-001
    Good:
        - **SYS-001**: The pump shall weigh 12 kg or less.
          - Verification: inspection
        == Test_Plan.md ==
        ### TST-001 Stop
        Press the button.
        - Expected: the pump stops within 2 s.
    Good:
        - **SYS-001**: The pump shall stop within 2 s of each alarm.
          - Verified by: TST-001
        == Test_Plan.md ==
        ### TST-001 Stop
        Press the button.
        - Expected: the pump stops within 2 s.
    """
    for of in asked_of(scene):
        words = to_show(of)
        if words and _tested(scene.graph, of) and not is_shown(scene.graph, of):
            yield Finding(
                "VER009",
                of.artifact.place,
                f"“{of.artifact.label}” is to be shown by {words.lower()}, and no test names it, so nothing shows it: write the "
                f"test with “Verifies: {of.artifact.label}”, or name another method.",
            )


def to_show(of: Defined) -> str:
    """The test or demonstration that is to show an artifact to be met, in its own words; empty: none."""
    words = (word for each in methods_of(of) for word, _ in named(each))
    return next((word for word in words if _SHOWN.fullmatch(word.split()[-1])), "")


def is_shown(graph: TraceGraph, of: Defined) -> bool:
    """Whether a test names an artifact, or the artifact its test."""
    if any(graph.index.resolve(of.setting, name) for each in methods_of(of) for name in _IDENTIFIER.findall(each.value)):
        return True
    return any(_is_test(edge) for edge in below(graph, of))


def methods_of(of: Defined) -> list[Attribute]:
    """The attributes that say how an artifact is verified."""
    return [each for each in of.artifact.attributes if each.name == "verification"]


def _tested(graph: TraceGraph, of: Defined) -> bool:
    """Whether the chain of an artifact has any tests."""
    chain, held = graph.chain(of), graph.held(of)
    return any(level.name in held for level in chain.levels if level.verifies)


def _is_test(edge: Edge) -> bool:
    lower = edge.lower.artifact
    return edge.type == "verifies" or lower.kind is Kind.TEST or lower.level is Level.TESTS
