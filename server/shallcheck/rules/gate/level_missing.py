"""GAT001: a level of the chain that nobody has written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shallcheck.model.finding import Finding, Severity
from shallcheck.model.gate import GateScene, LevelState, Raised
from shallcheck.model.index import Defined
from shallcheck.rules.registry import Scope, Test, rule

_FILES = {
    "intent": "System_Intent.md",
    "mission": "Mission.md",
    "needs": "Stakeholder_Needs.md",
    "architecture": "Logical_Architecture.md",
    "requirements": "System_Requirements.md",
    "tests": "Test_Plan.md",
}


@rule(
    "GAT001",
    "level-missing",
    test=Test.GATE,
    severity=Severity.ERROR,
    scope=Scope.GATE,
    sources=("ISO/IEC/IEEE 15288 6.4.2 to 6.4.4", "ISO/IEC/IEEE 29148 6.2"),
)
def level_missing(scene: GateScene) -> Iterator[Raised]:
    """The chain lacks a level that its profile demands. What stands below rests on nothing: requirements without needs say what
    is built, and nobody has said what for.

    Fix: write the level that is missing, or leave it out of the chain in shallcheck.toml.
    Silent: on levels that are optional (mission analysis, architecture and code are), below the level that is asked about, and
        where no document stands in a chain at all.
    Poor:
        - **{SYS-001}**: The pump shall stop within 2 s.
    Poor (Stakeholder_Needs.md):
        - **{SN-001}**: The nurse needs the pump to stop within 3 s of her command.
        == System_Intent.md ==
        - **INT-1**: The pump shall harm nobody.
    Poor (Test_Plan.md):
        ### {TST-001} Stop
        Press the button.
        - Expected: the pump stops within 2 s.
        == System_Intent.md ==
        - **INT-1**: The pump shall harm nobody.
    Good (System_Intent.md):
        - **INT-1**: The pump shall harm nobody.
        == Stakeholder_Needs.md ==
        - **SN-001**: The nurse needs the pump to stop within 3 s of her command.
          - Derived from: INT-1
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within 2 s.
          - Traces to: SN-001
        == Test_Plan.md ==
        ### TST-001 Stop
        Press the button.
        - Expected: the pump stops within 2 s.
        - Verifies: SYS-001
    Good (.kiro/specs/pump/requirements.md):
        ### Requirement 1
        #### Acceptance Criteria
        1. WHEN the nurse presses stop, THE pump SHALL stop within 2 s.
    Good (specs/001-pump/spec.md):
        # Feature Specification: pump
        ## Requirements
        - **FR-001**: The pump MUST stop within 2 s.
    """
    for number, level in enumerate(scene.levels):
        there = _nearest(scene.levels, number)
        if level.held or level.optional or there is None:
            continue
        file = _FILES.get(level.level, "")
        where = f" ({file}, or `level: {level.level}` in its front matter)" if file else f" (`level: {level.level}`)"
        told = f"“{level.title}” holds nothing, so what stands below rests on nothing"
        yield Raised(Finding("GAT001", there.artifact.place, f"{told}: write it{where}, or leave the level out."), there)


def _nearest(levels: Sequence[LevelState], number: int) -> Defined | None:
    """The first artifact below a level, else on the nearest level above."""
    near = (*levels[number:], *reversed(levels[:number]))
    return next((level.artifacts[0] for level in near if level.artifacts), None)
