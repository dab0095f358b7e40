"""AMB015: a range that does not say whether its ends belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from shallcheck.language.analysis import Analysis
from shallcheck.language.labels import DATE
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.place import Span
from shallcheck.model.quantity import Bound, Quantity, QuantityKind
from shallcheck.rules.registry import Test, rule

_SETTLED = re.compile(r"\b(?:(?:in|ex)clusive(?:ly)?|(?:in|ex)clud(?:ing|ed)|both ends|limits? belong)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+(?:the )?$", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,? ?\d{4})?\s*\band\s+(?:the )?", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:un)?till?\s+(?:the )?$", re.IGNORECASE)
_NEAR = 40
"""How far in front of a value its “between” or “until” is looked for, in letters."""
_TWO_POINTS = re.compile(
    r"\b(?:difference|distance|ratio|gap|switch\w*|toggl\w+|alternat\w+|transition\w*|chang\w+|cable|link|connection|choose|choice|rise|"
    r"fall|(?:rise|fall)[- ]times?|hysteresis|interpolat\w*|messages?|packets|traffic|path)\b[^.;,]*$",
    re.IGNORECASE,
)


@rule(
    "AMB015",
    "open-boundary",
    test=Test.UNAMBIGUOUS,
    severity=Severity.OFF,
    sources=("ISO/IEC/IEEE 29148 5.2.5 unambiguous",),
)
def open_boundary(statement: Analysis) -> Iterator[Finding]:
    """A range that does not say whether its ends belong to it. The value at the end is the one that testers try first, and half
    of the readers expect it to pass.

    Fix: write inclusive or exclusive behind the range, or "at least" and "below".
    Silent: where the ends are told, on two points rather than a range ("the difference between 20 °C and the reading"), and on
        "from … to".
    Poor: The ferry shop shall sell the youth fare to passengers aged {between 14 and 26}.
    Poor: The payroll shall pay the bonus for sales {between EUR 10,000 and EUR 20,000}.
    Poor (ears): WHILE the clock shows a time {between 23:00 and 05:00}, the street lamp SHALL halve its power.
    Good: The ferry shop shall sell the youth fare to passengers aged between 14 and 26 inclusive.
    Good: The payroll shall pay the bonus for sales of at least EUR 10,000 and below EUR 20,000.
    Good: The kiln shall show the difference between 900 °C and the measured temperature.
    """
    masked = statement.masked
    for span in _open_ranges(statement):
        yield Finding(
            "AMB015",
            span,
            f"“{span.of(masked)}” leaves open whether its ends belong to it: say inclusive or exclusive.",
            (
                Fix("Include the ends", (Edit(span.end, span.end, " inclusive"),)),
                Fix("Exclude the ends", (Edit(span.end, span.end, " exclusive"),)),
            ),
        )


def _open_ranges(statement: Analysis) -> Iterator[Span]:
    for sentence in statement.sentences:
        found = [each for each in statement.quantities if sentence.overlaps(each.span)]
        if not found or _SETTLED.search(statement.masked, sentence.start, sentence.end):
            continue
        yield from (each.span for each in found if _is_between(statement.masked, each))
        yield from _between_names(statement.masked, found)
        yield from _until(statement.masked, found)


def _is_between(masked: str, quantity: Quantity) -> bool:
    if quantity.bound is not Bound.RANGE or not quantity.span.of(masked).lower().startswith("between"):
        return False
    return not _TWO_POINTS.search(masked[: quantity.span.start])


def _between_names(masked: str, found: list[Quantity]) -> Iterator[Span]:
    """“between 22:00 and 06:00”, “between 1 June and 30 September”."""
    for first, second in pairwise(each for each in found if each.kind is QuantityKind.LABEL):
        lead = _BETWEEN.search(masked, max(0, first.span.start - _NEAR), first.span.start)
        if lead and _AND.fullmatch(masked[first.span.end : second.span.start]):
            yield Span(lead.start(), second.span.end)


def _until(masked: str, found: list[Quantity]) -> Iterator[Span]:
    """A last day: a day has a beginning and an end."""
    for each in found:
        if each.kind is not QuantityKind.LABEL or not DATE.fullmatch(each.span.of(masked)):
            continue
        if lead := _UNTIL.search(masked, max(0, each.span.start - _NEAR), each.span.start):
            yield Span(lead.start(), each.span.end)
