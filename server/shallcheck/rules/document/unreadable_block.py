"""DOC001: what the format demands and the block lacks."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.model.finding import Finding, Severity
from shallcheck.model.index import Scene
from shallcheck.rules.registry import Scope, Test, rule


@rule(
    "DOC001",
    "unreadable-block",
    test=Test.DOCUMENT,
    severity=Severity.ERROR,
    scope=Scope.DOCUMENT,
    sources=("the document's own format",),
)
def unreadable_block(scene: Scene) -> Iterator[Finding]:
    """A block cannot be read as its format demands, so nothing in it is judged and no link can reach it. The rest of the document
    is read as if the block were absent.

    Fix: write what the message names, at the place that is underlined.
    Silent: files of no known format.
    Poor (openspec/specs/login/spec.md):
        ### {Requirement: Lockout}

        ### Requirement: Logout
        The service SHALL end the session within 1 s.
    Poor (openspec/specs/login/spec.md):
        ### Requirement: Lockout
        The service SHALL reject a login while the account is locked.
        #### {Scenario: Locked}
    Poor:
        - **SYS-001**: The pump shall stop within 2 s. {<!-- shallcheck-disable AMB001 until spring: a drill -->}
    Good (openspec/specs/login/spec.md):
        ### Requirement: Lockout
        The service SHALL reject a login while the account is locked.
        #### Scenario: Locked
        - **WHEN** the account is locked
        - **THEN** the service rejects the login
    Good:
        - **SYS-001**: The pump shall stop within 2 s.
    Good (.kiro/specs/pump/requirements.md):
        ### Requirement 1
        #### Acceptance Criteria
        1. WHEN the float switch closes, THE pump SHALL stop within 2 s.
    """
    for problem in scene.segment.reading.problems:
        if problem.rule == "DOC001":
            severity = Severity.INFORMATION if problem.mild else None
            yield Finding("DOC001", problem.place, problem.message, severity=severity)
    for problem in scene.document.problems if scene.first else ():
        yield Finding("DOC001", problem.place, problem.message, severity=Severity.INFORMATION)
