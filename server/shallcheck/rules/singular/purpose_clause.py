"""SNG004: a reason inside the requirement."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.language.analysis import Analysis
from shallcheck.language.purposes import Purpose
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.rules.registry import OBLIGATIONS, Test, rule


@rule(
    "SNG004",
    "purpose-clause",
    test=Test.SINGULAR,
    severity=Severity.INFORMATION,
    sources=("INCOSE GtWR R20",),
    applies_to=OBLIGATIONS,
    needs_parse=True,
)
def purpose_clause(statement: Analysis) -> Iterator[Finding]:
    """A clause that gives the reason for an obligation. Readers take it for a second demand and test it, or argue that the demand
    is void when the reason is gone.

    Fix: move the reason to the rationale.
    Silent: where the clause is the required effect itself and can be checked ("so that the total ends in .00").
    Poor: The camera shall write each image to both cards {in order to survive the loss of one card}.
    Poor: The till shall print a second receipt {so that the waiter can keep a copy}.
    Poor (ears): WHEN rain is detected, the skylight SHALL close {to ensure that the floor stays dry}.
    Good: The camera shall write each image to both cards.
    Good: The till shall print two receipts for each sale.
    Good: The invoice service shall round each total so that it ends in .00 or .05.
    """
    for purpose in statement.purposes:
        words = purpose.marker.of(statement.text)
        yield Finding(
            "SNG004",
            purpose.span,
            f"“{words}” gives a reason that readers may take for a second demand: move it to the rationale.",
            fixes=_fixes(statement, purpose),
        )


def _fixes(statement: Analysis, purpose: Purpose) -> tuple[Fix, ...]:
    """Take the clause out and keep it as the rationale."""
    text, start, end = statement.text, purpose.span.start, purpose.span.end
    reason = purpose.span.of(text).strip(" ,;.")
    opening = not text[:start].strip()
    if opening:
        while end < len(text) and text[end] in ", ":
            end += 1
        rest = text[end : end + 1]
        edits: tuple[Edit, ...] = (Edit(start, end + 1, rest.upper()),)
    else:
        while start > 0 and text[start - 1] in ", ":
            start -= 1
        edits = (Edit(start, end, ""),)
    rationale = reason[:1].upper() + reason[1:] + "."
    return (Fix("Move the reason to the rationale", edits, attribute=("Rationale", rationale)),)
