"""VER002: a number that measures something, with no unit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.language.analysis import Analysis
from shallcheck.language.characteristics import characteristics, is_physical, is_plain
from shallcheck.language.units import names_unit
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.quantity import Bound, Quantity, QuantityKind
from shallcheck.rules.registry import Test, rule

_FAR = 120
"""How far in front of a number the words are looked for that tell what it measures, in letters."""
_SPAN_OF_TIME = re.compile(
    r"(?:\b(?:for|after|lasts?|waits?|pauses?|sleeps?)\s+|\bin (?:less|more|under|no more|at most)\b[^.;,]*)$", re.IGNORECASE
)
_MEASURING_VERB = re.compile(
    r"\b(?:weigh|draw|consume|dissipate|(?:pre|re)?heat|cool|chill|freeze|warm)(?:s|ing|ed)?\b(?:\s+(?:the|a|its)\s+[\w-]+)?"
    r"(?:\s+(?:to|at|by))?\s+$",
    re.IGNORECASE,
)
"""Verbs of one physical quantity: “draw no more than 12”."""
_PHYSICALLY = re.compile(
    r"(?:fast|farth|furth|heavi|wid|deep|clos|near|light|narrow|hott|cold|warm|cool|tall|thick|thinn)er than\b", re.IGNORECASE
)
"""“nearer than 30” compares a distance."""
_IN_TIME = re.compile(r"(?:within|(?:[^.;]*\s)?every|in (?:less|under|at most|no more|fewer))\b", re.IGNORECASE)


@rule(
    "VER002",
    "number-without-unit",
    test=Test.VERIFIABLE,
    severity=Severity.WARNING,
    sources=("INCOSE GtWR R6", "ISO/IEC/IEEE 29148 5.2.5 verifiable"),
    needs_parse=True,
)
def number_without_unit(statement: Analysis) -> Iterator[Finding]:
    """A number that measures something, with no unit. One builder takes seconds where the other took milliseconds, each test
    agrees with its own builder, and the two meet in the field.

    Fix: write the unit behind the number.
    Silent: on counts with a counted noun, ratios and other bare numbers by nature, names such as versions, ports and codes,
        zero, and where the statement names the unit apart ("in milliseconds").
    Poor: When the bath is empty, the dialysis machine shall stop the heater {within 5}.
    Poor: The wagon shall brake when its speed {exceeds 120}.
    Poor (ears): WHILE the kiln is firing, the controller SHALL hold a temperature of {1040}.
    Good: When the bath is empty, the dialysis machine shall stop the heater within 5 s.
    Good: The wagon shall brake when its speed exceeds 120 km/h.
    Good: The mail client shall list the 20 newest messages on port 8443 of the proxy.
    """
    masked = statement.masked
    if names_unit(masked):
        return
    silent = statement.notes
    for quantity in statement.quantities:
        if not _is_bare(masked, quantity) or any(quantity.span.overlaps(note) for note in silent):
            continue
        if not _measures(statement, quantity):
            continue
        quote = quantity.span.of(masked)
        yield Finding(
            "VER002",
            quantity.span,
            f"“{quote}” has no unit, so two readers can measure different things: write the unit behind the number.",
            (Fix("Add the unit", (Edit(quantity.number_end, quantity.number_end, " <unit>"),)),),
        )


def _is_bare(masked: str, quantity: Quantity) -> bool:
    if quantity.kind is not QuantityKind.NUMBER or quantity.low == quantity.high == 0:
        return False
    counted_out = masked.startswith(" out of", quantity.number_end)
    return masked[quantity.number_end - 1].isdigit() and not counted_out


def _measures(statement: Analysis, quantity: Quantity) -> bool:
    """Whether the number is the value of something that has a unit."""
    before = statement.masked[max(0, quantity.span.start - _FAR) : quantity.span.start]
    if quantity.bound is Bound.TOLERANCE or _MEASURING_VERB.search(before):
        return True
    if _PHYSICALLY.match(quantity.span.of(statement.masked)):
        return True
    for name in characteristics(statement.parse, quantity.value, quantity.span.start):
        if is_plain(name):
            return False
        if is_physical(name):
            return True
    return _IN_TIME.match(quantity.span.of(statement.masked)) is not None or _SPAN_OF_TIME.search(before) is not None
