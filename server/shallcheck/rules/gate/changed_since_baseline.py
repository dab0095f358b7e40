"""GAT003: an artifact that says something else than the baseline that was agreed on."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.language.meaning import compare, same_meaning
from shallcheck.model.finding import Finding, Severity
from shallcheck.model.gate import GateScene, Raised
from shallcheck.model.index import Defined
from shallcheck.model.reviews import Recorded
from shallcheck.rules.registry import Scope, Test, rule
from shallcheck.rules.suspicion import said


@rule(
    "GAT003",
    "changed-since-baseline",
    test=Test.GATE,
    severity=Severity.ERROR,
    scope=Scope.GATE,
    sources=("ISO/IEC/IEEE 29148 6.6 requirements management, baselines", "ISO 10007 configuration management"),
)
def changed_since_baseline(scene: GateScene) -> Iterator[Raised]:
    """An artifact means something else than when the baseline was recorded. What was agreed on is no more what is built, and
    nobody has said yes to the change.

    Fix: have the change agreed on and record the baseline anew (`shallcheck baseline`), or take it back.
    Silent: where there is no baseline, on artifacts that it does not hold yet, and where only line breaks, punctuation, emphasis
        or capitals have changed.
    Reviewed:
        - **SYS-001**: The pump shall stop within 2 s.
    Poor:
        - **{SYS-001}**: The pump shall stop within 3 s.
    Reviewed:
        - **SYS-001**: The pump shall stop within 2 s.
        - **SYS-002**: The pump shall not start while the hatch is open.
    Poor:
        - **SYS-001**: The pump shall stop within 2 s.
        - **{SYS-002}**: The pump shall start while the hatch is open.
    Reviewed:
        ### SYS-001 Stop
        When the nurse presses stop, the pump shall stop within 2 s.
    Poor:
        ### {SYS-001} Stop
        The pump shall stop within 2 s.
    Reviewed:
        - **SYS-001**: The pump shall stop within 2 s.
    Good:
        - **SYS-001**: The **pump** shall stop
          within 2 s.
    Reviewed:
        - **SYS-001**: The pump shall stop within 2 s.
    Good:
        - **SYS-001**: The pump shall stop within 2 s.
        - **SYS-002**: The pump shall not start while the hatch is open.
    Good:
        - **SYS-001**: The pump shall stop within 2 s.
    """
    recorded = scene.reviews.artifacts if scene.reviews else {}
    for level in scene.levels:
        for each in level.reworded:
            record = recorded.get(each.identifier)
            message = _told(each, record) if record else ""
            if message:
                yield Raised(Finding("GAT003", each.artifact.place, message), each)


def _told(of: Defined, record: Recorded) -> str:
    """How an artifact differs from its record; empty: it does not."""
    now = said(of)
    if same_meaning(record.words, now):
        return ""
    change = compare(record.words, now).told()
    return (
        f"“{of.artifact.label}” has changed in meaning since the baseline of {record.day}: {change}. Have that agreed on and "
        "record it anew (`shallcheck baseline`), or take it back."
    )
