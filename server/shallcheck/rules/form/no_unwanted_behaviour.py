"""FRM012: an action that can fail, and nothing said of that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from shallcheck.language.failures import Risk, met, risk
from shallcheck.language.wording import RISKED, masked_text
from shallcheck.model.document import Statement
from shallcheck.model.finding import Finding, Fix, Severity
from shallcheck.model.index import Scene
from shallcheck.model.kinds import Dialect
from shallcheck.model.wording import Aspect
from shallcheck.rules.registry import OBLIGATIONS, Needs, Scope, Test, rule


@rule(
    "FRM012",
    "no-unwanted-behaviour",
    test=Test.FORM,
    severity=Severity.OFF,
    scope=Scope.WORKSPACE,
    sources=("EARS unwanted behaviour", "ISO/IEC/IEEE 29148 5.2.6 complete"),
    applies_to=OBLIGATIONS,
    needs=Needs.SAYINGS,
)
def no_unwanted_behaviour(scene: Scene) -> Iterator[Finding]:
    """A trigger starts an action that can fail, such as sending or storing, and no statement says what happens then. Each builder
    decides alone whether to retry, to wait or to lose the data in silence.

    Fix: add the IF … THEN twin that says what is done when it fails.
    Silent: where any statement of the workspace (of the feature, in formats with features) tells of a failure and names the
        action or what it acts on, and where the same requirement of Kiro has a criterion for a failure.
    Poor:
        - **SYS-001**: When a measurement ends, the logger shall {send} the reading to the base station within 5 s.
    Poor (.kiro/specs/ward/requirements.md):
        ### Requirement 1
        #### Acceptance Criteria
        1. WHEN a nurse confirms a dose, THE pump SHALL {store} the dose within 1 s.
    Poor:
        - **SYS-001**: When the day ends, the base station shall {upload} the history of the day.
        - **SYS-002**: If the door stays open for 3 min, the base station shall sound the buzzer.
    Good:
        - **SYS-001**: When a measurement ends, the logger shall send the reading to the base station within 5 s.
        - **SYS-002**: If the logger receives no acknowledgement of a reading within 5 s, the logger shall send the reading again.
    Good (.kiro/specs/ward/requirements.md):
        ### Requirement 1
        #### Acceptance Criteria
        1. WHEN a nurse confirms a dose, THE pump SHALL store the dose within 1 s.
        2. IF the memory fails, THEN THE pump SHALL show the message “Dose not stored” within 1 s.
    Good:
        - **SYS-001**: When the door opens, the base station shall light the lamp within 1 s.
    """
    asked: dict[int, list[Aspect]] = defaultdict(list)
    for said in scene.wording.of(scene.path, scene.segment, "FRM012"):
        if said.saying.form == RISKED:
            asked[said.saying.statement].append(said.saying.aspect)
    for number, aspects in asked.items():
        statement = scene.segment.reading.statements[number]
        found = risk(masked_text(statement))
        if found is None or any(len(scene.wording.forms(each)) > 1 for each in aspects) or _is_met_beside(scene, statement):
            continue
        act, actor = found.act.of(statement.text), found.actor.of(statement.text)
        yield Finding(
            "FRM012",
            statement.place(found.verb),
            f"“{act}” can fail, and nothing says what {actor} does then, so each builder decides alone: add the case with "
            "IF … THEN.",
            (Fix("Add what happens when it fails", siblings=(_twin(found, statement),)),),
        )


def _is_met_beside(scene: Scene, statement: Statement) -> bool:
    """Whether another part of the same requirement tells of a failure."""
    artifacts = scene.segment.reading.artifacts
    parent = artifacts[statement.artifact].parent if statement.artifact is not None else None
    if parent is None:
        return False
    beside = (
        each
        for each in scene.segment.reading.statements
        if each.artifact is not None and artifacts[each.artifact].parent == parent
    )
    return any(next(met(masked_text(each)), "") for each in beside)


def _twin(found: Risk, statement: Statement) -> str:
    actor, act = (" ".join(each.of(statement.text).split()) for each in (found.actor, found.act))
    if statement.dialect is Dialect.EARS:
        return f"IF {actor} cannot {act}, THEN {actor} SHALL <response>."
    return f"If {actor} cannot {act}, {actor} {'MUST' if statement.dialect is Dialect.MUST else 'shall'} <response>."
