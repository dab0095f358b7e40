"""VER006: a requirement that does not say how it is verified."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.model.finding import Finding, Fix, Severity
from shallcheck.model.index import Scene
from shallcheck.model.kinds import Level
from shallcheck.rules.registry import OBLIGATIONS, Scope, Test, rule
from shallcheck.rules.verifiable.methods import says_nothing


@rule(
    "VER006",
    "no-verification-method",
    test=Test.VERIFIABLE,
    severity=Severity.WARNING,
    scope=Scope.DOCUMENT,
    sources=("ISO/IEC/IEEE 29148 5.2.5 verifiable", "INCOSE GtWR A6 (verification attributes)"),
    applies_to=OBLIGATIONS,
)
def no_verification_method(scene: Scene) -> Iterator[Finding]:
    """A requirement names no method of verification, in a document whose other requirements do. Nobody plans for it, and on the
    day of acceptance it is either forgotten or argued about.

    Fix: name inspection, demonstration, analysis, test, similarity or sampling.
    Silent: in documents that name no methods at all, and in formats that have no place for them (Kiro, spec-kit, OpenSpec).
    Poor:
        - **SYS-001**: The pump shall stop within 2 s.
          - Verification: test
        - **{SYS-002}**: The pump shall weigh 12 kg or less.
    Poor:
        | ID | Requirement | Verification |
        | --- | --- | --- |
        | SYS-001 | The lift shall stop within 2 s. | test |
        | {SYS-002} | The lift shall carry 630 kg or less. | |
    Poor:
        ### SYS-001 Start
        The tug shall start within 9 s.
        - Verification: demonstration

        ### {SYS-002} Horn
        The tug shall sound its horn at 90 dB or more.
        - Verification: TBD
    Good:
        - **SYS-001**: The pump shall stop within 2 s.
        - **SYS-002**: The pump shall weigh 12 kg or less.
    Good:
        - **SYS-001**: The pump shall stop within 2 s.
          - Verification: test
        - **SYS-002**: The pump shall weigh 12 kg or less.
          - Verified by: TST-002
    Good (specs/001-ride/spec.md):
        # Feature Specification: ride
        ## Requirements
        - **FR-001**: The brake MUST hold 4 kN.
        - **FR-002**: The horn MUST sound at 90 dB or more.
    """
    if scene.document.setting.format != "markdown" or not scene.vocabulary.facts(scene.path).verified:
        return
    stated = {statement.artifact for statement in scene.segment.reading.statements if statement.kind in OBLIGATIONS}
    for number, artifact in enumerate(scene.segment.reading.artifacts):
        if number not in stated or not artifact.label or artifact.level is not Level.REQUIREMENTS:
            continue
        methods = [each for each in artifact.attributes if each.name == "verification"]
        if not methods or all(says_nothing(each) for each in methods):
            yield Finding(
                "VER006",
                artifact.place,
                f"“{artifact.label}” names no method of verification, so nobody plans how it is shown to be met: name "
                "inspection, demonstration, analysis, test, similarity or sampling.",
                () if methods else (Fix("Add the method of verification", attribute=("Verification", "<method>")),),
            )
