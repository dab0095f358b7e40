"""GAT005: a hand-off brief that is older than the state."""

from __future__ import annotations

from collections.abc import Iterator
from shlex import quote

from shallcheck.model.briefs import EVERYTHING, Outdated
from shallcheck.model.finding import Finding, Severity
from shallcheck.model.gate import GateScene, Raised
from shallcheck.model.place import Span
from shallcheck.rules.registry import Scope, Test, rule

_MOST = 3
"""Artifacts that are named one by one, of each sort."""


@rule(
    "GAT005",
    "handoff-stale",
    test=Test.GATE,
    severity=Severity.WARNING,
    scope=Scope.GATE,
    sources=("ISO/IEC/IEEE 15288 6.3.6 information management", "ISO 10007 configuration status accounting"),
)
def handoff_stale(scene: GateScene) -> Iterator[Raised]:
    """A hand-off brief is older than the state: what it tells is said otherwise now, is gone, or has something new beside it.
    Whoever works by it builds what nobody wants any more, and cannot see it.

    Fix: write the brief anew (`shallcheck brief`) and hand it over again, or, where the thread has ended, close the hand-off
        (`shallcheck handoff close`).
    Silent: where no brief was written, on those that are closed, on what a brief does not tell of, and where only line breaks,
        punctuation, emphasis or capitals have changed.
    Briefed:
        - **SYS-001**: The pump shall stop within 2 s.
    Poor:
        - **{SYS-001}**: The pump shall stop within 3 s.
    Briefed:
        - **SYS-001**: The pump shall stop within 2 s.
        - **SYS-002**: The pump shall not start while the hatch is open.
    Poor:
        - **SYS-001**: The pump shall stop within 2 s.
        - **{SYS-002}**: The pump shall start while the hatch is open.
    Briefed:
        - **SYS-001**: The pump shall stop within 2 s.
    Poor:
        - **SYS-001**: The pump shall stop within 2 s.
        - **{SYS-002}**: The pump shall not start while the hatch is open.
    Briefed:
        - **SYS-001**: The pump shall stop within 2 s.
    Good:
        - **SYS-001**: The **pump** shall stop
          within 2 s.
    Briefed:
        - **SYS-001**: The pump shall stop within 2 s.
        - **SYS-002**: The pump shall not start while the hatch is open.
    Good:
        - **SYS-002**: The pump shall not start while the hatch is open.
        - **SYS-001**: The pump shall stop within 2 s.
    Good:
        - **SYS-001**: The pump shall stop within 2 s.
    """
    for each in scene.outdated:
        brief = each.brief
        again = "" if brief.asked == EVERYTHING else f" --for {quote(brief.asked)}"
        closing = f"lose it (`shallcheck handoff close{again}`)."
        advice = f"C{closing}" if brief.asked in each.gone else f"Write it anew (`shallcheck brief{again}`), or c{closing}"
        message = f"The brief of {brief.day} for “{brief.asked}” is older than the state: {_told(each)}. {advice}"
        yield Raised(Finding("GAT005", each.at.artifact.place if each.at else Span(0, 0), message), each.at)


def _told(each: Outdated) -> str:
    """How the state differs from what a brief tells."""
    parts = [f"of {name}, {how}" for name, how in each.changed[:_MOST]]
    parts += [f"{name} is gone" for name in each.gone[:_MOST]]
    parts += [f"{name} is new" for name in each.new[:_MOST]]
    shown = sum(min(_MOST, len(row)) for row in (each.changed, each.gone, each.new))
    more = len(each.changed) + len(each.gone) + len(each.new) - shown
    return "; ".join(parts) + (f"; and {more} more" if more else "")
