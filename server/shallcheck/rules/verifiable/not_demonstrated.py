"""VER009: a requirement that a test is to show, and no test does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.model.document import Attribute
from shallcheck.model.finding import Finding, Severity
from shallcheck.model.graph import Edge
from shallcheck.model.index import Defined, Scene
from shallcheck.model.kinds import Kind, Level
from shallcheck.rules.registry import Scope, Test, rule
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
        methods = [each for each in of.artifact.attributes if each.name == "verification"]
        words = next((word for each in methods for word, _ in named(each) if _SHOWN.fullmatch(word.split()[-1])), "")
        if not words or not _tested(scene, of) or any(_names_it(scene, each) for each in methods):
            continue
        if not any(_is_test(edge) for edge in below(scene, of)):
            yield Finding(
                "VER009",
                of.artifact.place,
                f"“{of.artifact.label}” is to be shown by {words.lower()}, and no test names it, so nothing shows it: write the "
                f"test with “Verifies: {of.artifact.label}”, or name another method.",
            )


def _tested(scene: Scene, of: Defined) -> bool:
    """Whether the chain of an artifact has any tests."""
    chain, held = scene.graph.chain(of), scene.graph.held(of)
    return any(level.name in held for level in chain.levels if level.verifies)


def _names_it(scene: Scene, attribute: Attribute) -> bool:
    return any(scene.index.resolve(scene.document.setting, name) for name in _IDENTIFIER.findall(attribute.value))


def _is_test(edge: Edge) -> bool:
    lower = edge.lower.artifact
    return edge.type == "verifies" or lower.kind is Kind.TEST or lower.level is Level.TESTS
