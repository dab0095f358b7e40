"""VER008: a test that does not say what it expects."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.model.finding import Finding, Fix, Severity
from shallcheck.model.index import Scene
from shallcheck.model.kinds import Kind, Level
from shallcheck.rules.registry import Scope, Test, rule

_NAMED = re.compile(r"expect|pass|criteri|result|outcome|assert|accept", re.IGNORECASE)
"""What an attribute or a column is called that holds the expected result."""
_EXPECTS = re.compile(
    r"\b(?:expect\w*|pass(?:es|ed|ing)?\b(?=[^.]{0,60}\b(?:if|when|criteri|unless))|pass(?:/fail)? criteri\w+|criteri(?:on|a)"
    r"|shall|must|(?:verif(?:y|ies)|checks?|confirms?|ensures?|see|observes?|make sure|asserts?|proves?|shows?) that"
    r"|assert\w*|then|results? (?:in|is|are)|within \S*\d|at (?:least|most) \S*\d|no (?:more|less|fewer|later) than|not exceed"
    r"|equals?|remains?|returns?|is rejected|is accepted|acceptance)\b|[≤≥→⇒<>±]|=>|->",
    re.IGNORECASE,
)


@rule(
    "VER008",
    "no-expected-result",
    test=Test.VERIFIABLE,
    severity=Severity.WARNING,
    scope=Scope.DOCUMENT,
    sources=("ISO/IEC/IEEE 29119-3 (test case: expected results)",),
    applies_to=(Kind.TEST,),
)
def no_expected_result(scene: Scene) -> Iterator[Finding]:
    """A test says what is done and not what is expected. It passes for one tester and fails for another, and a requirement that
    it verifies counts as verified either way.

    Fix: say what is expected, or what the test passes by.
    Silent: where a result, a limit or a criterion is written anywhere in the test.
    Poor (Test_Plan.md):
        ### {TST-001} Old battery
        Run the logger with an old battery.
        - Verifies: SYS-001
        - **SYS-001**: The logger shall run for 2 years or more.
    Poor (Test_Plan.md):
        | Test case | Procedure |
        | --- | --- |
        | {TST-002} | Press the brake pedal twice. |
    Poor (Test_Plan.md):
        - **{TST-003}**: Send ten orders and look at the screen.
    Good (Test_Plan.md):
        ### TST-001 Old battery
        Run the logger with a battery of 2.0 V.
        - Expected: the logger warns within 10 s
    Good (Test_Plan.md):
        | Test case | Procedure | Expected result |
        | --- | --- | --- |
        | TST-002 | Press the brake pedal twice. | the tug stands still |
    Good (Test_Plan.md):
        - **TST-003**: Send ten orders and check that each is shown once.
    """
    if scene.document.setting.level is not Level.TESTS:
        return
    for number, artifact in enumerate(scene.segment.reading.artifacts):
        if artifact.kind is not Kind.TEST or not artifact.label:
            continue
        parts = [one.extent for one in scene.segment.reading.artifacts if one.parent == number]
        body = artifact.extent.of(scene.segment.text)
        if artifact.positional and not any(one.artifact == number for one in scene.segment.reading.statements):
            continue  # it only holds tests, as a feature does
        told = any(_NAMED.search(each.name) and each.value.strip() for each in artifact.attributes)
        if not told and not parts and not _EXPECTS.search(body):
            yield Finding(
                "VER008",
                artifact.place,
                f"“{artifact.label}” does not say what is expected, so nobody can tell whether it passed: write the result.",
                (Fix("Add the expected result", attribute=("Expected result", "<result>")),),
            )
