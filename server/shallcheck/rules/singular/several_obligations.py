"""SNG001: more than one obligation in a statement."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.language.analysis import Analysis
from shallcheck.language.modality import Modal
from shallcheck.model.finding import Finding, Severity
from shallcheck.rules.registry import OBLIGATIONS, Test, rule
from shallcheck.rules.singular.splitting import split_obligations


@rule(
    "SNG001",
    "several-obligations",
    test=Test.SINGULAR,
    severity=Severity.WARNING,
    sources=("INCOSE GtWR R18", "ISO/IEC/IEEE 29148 5.2.5"),
    applies_to=OBLIGATIONS,
    needs_parse=True,
)
def several_obligations(statement: Analysis) -> Iterator[Finding]:
    """More than one obligation in a statement. When one of them fails its test, the whole requirement is neither met nor unmet,
    and a link to it does not say which part it means.

    Fix: split it, one new requirement for each obligation, each with its condition.
    Silent: on a modal in a condition, a relative clause, a note or quoted text.
    Poor: The payroll system shall post each salary run to the ledger. The payroll system {shall} email a payslip to each
        employee.
    Poor: The crane shall sound the horn, and the crane {shall} stop the hoist.
    Poor (must): The forum MUST hide a reported post, and it {MAY} notify its author.
    Good: The payroll system shall post each salary run to the ledger.
    Good: When the load exceeds 5 t, the crane shall stop the hoist.
    Good: The forum shall hide each post that a moderator must review.
    """
    others = _others(statement)
    fix = split_obligations(statement) if others else None
    for modal in others:
        span = statement.parse.span(modal.first, modal.last)
        words = statement.parse.span(modal.first, max(modal.verb, modal.last)).of(statement.text)
        yield Finding(
            "SNG001",
            span,
            f"“{words}” is a second obligation in this statement, so one verdict cannot say which of them is met: split it.",
            fixes=(fix,) if fix else (),
        )


def _others(statement: Analysis) -> list[Modal]:
    """Every main modal but the first, unless it shares its verb with one before it (“will, or may, collaborate”)."""
    found: list[Modal] = []
    verbs: set[int] = set()
    for modal in statement.main_modals:
        if modal.verb not in verbs:
            found.append(modal)
        verbs.add(modal.verb)
    return found[1:]
