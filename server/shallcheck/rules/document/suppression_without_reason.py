"""DOC003: a suppression that does not say why."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.model.finding import Finding, Severity
from shallcheck.model.index import Scene
from shallcheck.rules.registry import Scope, Test, rule

UNSAID = "say here why this is fine"
"""What editors put in the place of the reason, for the author to write over."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_OPEN = re.compile(r"\W*(?:todo|tbd|tbc|fixme|xxx|none|n/?a|later|reason|because)\W*$", re.IGNORECASE)


@rule(
    "DOC003",
    "suppression-without-reason",
    test=Test.DOCUMENT,
    severity=Severity.WARNING,
    scope=Scope.SUPPRESSION,
    sources=("ISO/IEC/IEEE 29148 6.6.2 change rationale",),
)
def suppression_without_reason(scene: Scene) -> Iterator[Finding]:
    """A suppression that does not say why the finding is fine. Whoever reads the requirement next cannot tell a decision from
    a shortcut, and nobody dares to remove it.

    Fix: write the reason behind the colon.
    Silent: where there is a reason, whatever it is worth.
    Poor:
        {<!-- shallcheck-disable AMB001 -->}
        - **SYS-001**: The valve shall close smoothly.
    Poor:
        {<!-- shallcheck-disable-file AMB001: TODO -->}

        - **SYS-002**: The lift shall stop smoothly.
    Poor: - **SYS-003**: The tug shall brake smoothly. {<!-- shallcheck-disable AMB001: say here why this is fine -->}
    Good:
        <!-- shallcheck-disable AMB001: the maker's data sheet 7 defines smooth closing -->
        - **SYS-001**: The valve shall close smoothly.
    Good:
        <!-- shallcheck-disable-file AMB001: the rides are judged by a panel, see the comfort plan -->

        - **SYS-002**: The lift shall stop smoothly.
    Good: - **SYS-003**: The tug shall brake smoothly. <!-- shallcheck-disable AMB001 until 2027-01-31: waits for the trial -->
    """
    for suppression in scene.segment.reading.suppressions:
        reason = suppression.reason
        if not _WORD.search(reason) or _OPEN.match(reason) or reason == UNSAID:
            yield Finding(
                "DOC003",
                suppression.place,
                "This suppression gives no reason, so nobody can tell whether it is still right: write one behind the colon.",
            )
