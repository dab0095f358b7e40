"""CON006: a state that nobody defines."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.language.wording import SUPPOSED
from shallcheck.model.finding import Finding, Fix, Severity
from shallcheck.model.index import Scene
from shallcheck.model.place import Span
from shallcheck.rules.registry import STATEMENTS, Needs, Scope, Test, rule


@rule(
    "CON006",
    "undefined-state",
    test=Test.CONSISTENT,
    severity=Severity.WARNING,
    scope=Scope.WORKSPACE,
    sources=("INCOSE GtWR R4", "EARS state-driven"),
    applies_to=STATEMENTS,
    needs=Needs.SAYINGS,
)
def undefined_state(scene: Scene) -> Iterator[Finding]:
    """A condition supposes a mode or a state that nothing in the workspace tells of: no statement enters it, no glossary and no
    architecture defines it. Nobody knows when the requirement holds, and no test can bring the system there.

    Fix: define it in the glossary, or state what enters and leaves it.
    Silent: where anything else in the workspace mentions the name, about states in plain words (“while the door is open”), and
        about modes that everybody knows (read-only, debug, dark).
    Poor:
        - **SYS-001**: While in {Limp} mode, the pump shall hold 2 bar or more.
        - **SYS-002**: While the motor runs, the pump shall log its speed every 10 s.
    Poor (.kiro/specs/ward/requirements.md):
        ### Requirement 1
        #### Acceptance Criteria
        1. WHILE in {maintenance} mode, THE pump SHALL refuse each new dose within 1 s.
    Poor:
        - **SYS-001**: While in {Limp-Home}, the pump shall hold 2 bar or more.
        == Stakeholder_Needs.md ==
        - **NEED-001**: The nurse needs to see the pressure of the pump.
    Good:
        - **SYS-001**: While in Limp mode, the pump shall hold 2 bar or more.
        - **SYS-002**: When the motor fails, the pump shall enter Limp mode within 1 s.
    Good:
        - **SYS-001**: While in Limp mode, the pump shall hold 2 bar or more.
        == Logical_Architecture.md ==
        ## Limp
        The motor is off and the reserve drive runs.
    Good:
        - **SYS-001**: While the door is open, the pump shall hold 2 bar or more.
    """
    told: set[Span] = set()
    for said in scene.wording.of(scene.path, scene.segment, "CON006"):
        aspect, name = said.saying.aspect, said.words
        if said.saying.form != SUPPOSED or said.place in told or _is_defined(scene, name) or scene.wording.is_told(aspect):
            continue
        told.add(said.place)
        yield Finding(
            "CON006",
            said.place,
            f"Nothing in the workspace tells what “{name}” is or what brings the system there, so nobody can say when this "
            "holds: define it in the glossary, or state what enters it.",
            (Fix(f"Add {name} to the glossary", term=name),),
        )


def _is_defined(scene: Scene, name: str) -> bool:
    return any(scene.vocabulary.defines(scene.path, each) for each in (name, f"{name} mode", f"{name} state"))
