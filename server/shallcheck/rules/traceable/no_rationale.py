"""TRC011: a requirement that does not say why it is there."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.model.finding import Finding, Fix, Severity
from shallcheck.model.index import Scene
from shallcheck.model.kinds import Level
from shallcheck.rules.registry import OBLIGATIONS, Scope, Test, rule


@rule(
    "TRC011",
    "no-rationale",
    test=Test.TRACEABLE,
    severity=Severity.OFF,
    scope=Scope.DOCUMENT,
    sources=("ISO/IEC/IEEE 29148 5.2.8 rationale attribute", "INCOSE GtWR A1 rationale"),
    applies_to=OBLIGATIONS,
)
def no_rationale(scene: Scene) -> Iterator[Finding]:
    """A requirement gives no reason. Whoever has to change it later cannot tell what would be lost, and whoever reads it cannot
    tell whether it is needed. Off by default: many projects let the needs above say it.

    Fix: add a rationale in one sentence.
    Silent: on needs, constraints of the intent, architecture and tests, and in formats that have no place for a rationale.
    Poor:
        - **{SYS-001}**: The pump shall stop within 2 s of each alarm.
    Poor:
        ### {SYS-001} Stop
        The pump shall stop within 2 s of each alarm.
        - Verification: test
    Poor:
        | ID | Requirement | Rationale |
        | --- | --- | --- |
        | SYS-001 | The lift shall stop within 2 s. | After 3 s a door is damaged. |
        | {SYS-002} | The lift shall carry 630 kg or less. | |
    Good:
        - **SYS-001**: The pump shall stop within 2 s of each alarm.
          - Rationale: after 3 s a patient is harmed.
    Good:
        ### SYS-001 Stop
        The pump shall stop within 2 s of each alarm.
        - Reason: after 3 s a patient is harmed.
    Good (Stakeholder_Needs.md):
        - **SN-001**: The nurse needs the pump to stop within 3 s of her command.
    """
    if scene.document.setting.format in ("kiro", "spec-kit", "openspec"):
        return
    stated = {each.artifact for each in scene.segment.reading.statements if each.kind in OBLIGATIONS}
    for number, artifact in enumerate(scene.segment.reading.artifacts):
        if number not in stated or not artifact.label or artifact.level is not Level.REQUIREMENTS:
            continue
        if not any(each.name == "rationale" for each in artifact.attributes):
            yield Finding(
                "TRC011",
                artifact.place,
                f"“{artifact.label}” gives no reason, so nobody can tell what would be lost without it: add a rationale.",
                (Fix("Add the rationale", attribute=("Rationale", "<reason>")),),
            )
