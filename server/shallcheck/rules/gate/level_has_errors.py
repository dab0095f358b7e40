"""GAT002: a level that builds on one with open errors, on drafts, or on what a test has shown to be wrong."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from shallcheck.model.finding import Finding, Severity
from shallcheck.model.gate import GateScene, Raised
from shallcheck.model.graph import status_of
from shallcheck.rules.registry import Scope, Test, rule


@rule(
    "GAT002",
    "level-has-errors",
    test=Test.GATE,
    severity=Severity.ERROR,
    scope=Scope.GATE,
    sources=("ISO/IEC/IEEE 29148 6.6 requirements management", "ISO/IEC/IEEE 15288 6.3.2 project assessment"),
)
def level_has_errors(scene: GateScene) -> Iterator[Raised]:
    """A level builds on one that has open errors, an artifact is still a draft, or a test of it has failed. Whatever is derived
    from it has to be done again when that is mended.

    Fix: mend the errors of the level above first; review what is a draft, or leave it out; make the tests pass.
    Silent: on the findings themselves, which block by their own rules, and on what is retired.
    Poor (System_Intent.md):
        - **{INT-1}**: The pump shall stop within TBD s.
        == Stakeholder_Needs.md ==
        - **SN-001**: The nurse needs the pump to stop within 3 s of her command.
          - Derived from: INT-1
    Poor:
        - **{SYS-001}**: The pump shall stop within 2 s.
          - Status: draft
    Poor (Stakeholder_Needs.md):
        - **SN-001**: The nurse needs the pump to stop within 3 s of her command.
        - **{SN-002}**: The nurse needs to hear an alarm from 5 m away.
          - Status: in work
    Good:
        - **SYS-001**: The pump shall stop within 2 s.
          - Status: approved
    Good:
        - **SYS-001**: The pump shall stop within 2 s.
          - Status: retired
    Good (System_Intent.md):
        - **INT-1**: The pump shall harm nobody.
        == Stakeholder_Needs.md ==
        - **SN-001**: The nurse needs the pump to stop within 3 s of her command.
          - Derived from: INT-1
    """
    for above, below in pairwise(level for level in scene.levels if level.artifacts):
        if above.errors:
            count = "an open error" if above.errors == 1 else f"{above.errors} open errors"
            at = above.artifacts[0]
            message = f"“{above.title}” has {count}, and “{below.title}” builds on it: mend that first."
            yield Raised(Finding("GAT002", at.artifact.place, message), at)
    for level in scene.levels:
        for each in level.unfinished:
            status = status_of(each.artifact)
            told = f"has the status “{status}”" if status else "has no status"
            wanted = f"review it until it is {' or '.join(scene.statuses)}" if scene.statuses else "review it, or leave it out"
            message = f"“{each.artifact.label}” {told}, so nothing may build on it yet: {wanted}."
            yield Raised(Finding("GAT002", each.artifact.place, message), each)
        for each in level.failed:
            told = f"A test of “{each.artifact.label}” has failed, so it is not met"
            message = f"{told}: mend the code, the test or the requirement."
            yield Raised(Finding("GAT002", each.artifact.place, message), each)
