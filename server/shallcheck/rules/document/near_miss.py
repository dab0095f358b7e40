"""DOC002: almost the format's own notation."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.model.document import Problem
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.index import Scene
from shallcheck.rules.registry import Scope, Test, rule


@rule(
    "DOC002",
    "near-miss",
    test=Test.DOCUMENT,
    severity=Severity.WARNING,
    scope=Scope.DOCUMENT,
    sources=("the document's own format",),
)
def near_miss(scene: Scene) -> Iterator[Finding]:
    """A heading, an identifier or a key that is almost the format's own. The format's tools pass over it in silence, so that a
    scenario is never tried, a requirement never built or a link never followed, and nobody is told.

    Fix: write it exactly as the format does.
    Silent: on prose and on headings of one's own that merely resemble the format's.
    Poor (openspec/specs/login/spec.md):
        ### Requirement: Lockout
        The service SHALL reject a login while the account is locked.
        {### Scenario: Locked}
        - **WHEN** the account is locked
        - **THEN** the service rejects the login
    Poor:
        - **SYS-001**: The pump shall stop within 2 s.
          - {Traces-to}: SYS-002
        - **SYS-002**: The pump shall stop within 3 s of each alarm.
    Poor (specs/001-pump/spec.md):
        # Feature Specification: pump
        ## Requirements
        - **FR-001**: The pump MUST stop within 2 s.
        - **{FR 002}**: The pump MUST stop within 3 s of each alarm.
    Poor (.kiro/specs/pump/tasks.md):
        {## Task 1: Stop the pump}
        - [ ] 1.1 Poll the float switch
    Poor (openspec/changes/quick/specs/login/spec.md):
        {## Added Requirement}
        ### Requirement: Lockout
        The service SHALL reject a login while the account is locked.
    Poor (openspec/specs/login/spec.md):
        ### Requirement: Lockout
        The service SHALL reject a login while the account is locked.
        {##### Scenario: Locked}
        - **WHEN** the account is locked
        - **THEN** the service rejects the login
    Good (openspec/specs/login/spec.md):
        ### Requirement: Lockout
        The service SHALL reject a login while the account is locked.
        #### Scenario: Locked
        - **WHEN** the account is locked
        - **THEN** the service rejects the login
    Good:
        - **SYS-001**: The pump shall stop within 2 s.
          - Related to: SYS-002
        - **SYS-002**: The pump shall stop within 3 s of each alarm.
    Good (.kiro/specs/pump/requirements.md):
        ### Requirement 1
        #### Acceptance Criteria
        1. WHEN the float switch closes, THE pump SHALL stop within 2 s.
    """
    for problem in scene.segment.reading.problems:
        if problem.rule == "DOC002":
            severity = Severity.INFORMATION if problem.mild else None
            yield Finding("DOC002", problem.place, problem.message, _fixes(problem), severity=severity)


def _fixes(problem: Problem) -> tuple[Fix, ...]:
    """What the reader would have it be; offered only, since other documents may name what is renamed."""
    if problem.fix is None:
        return ()
    title = f"Write “{problem.fix.strip()}”" if problem.fix.strip() else "Remove it"
    return (Fix(title, (Edit(problem.place.start, problem.place.end, problem.fix),)),)
