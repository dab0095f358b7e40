"""Limits that a test can measure, found in the text alone: quantities, rates, intervals in words, and placeholders.

Text alone, so that rules which need no parse can ask. A bare number is no limit; “at least 3” is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from shallcheck.language.quantities import quantities
from shallcheck.language.tokens import Parse
from shallcheck.model.place import Span
from shallcheck.model.quantity import Bound, Quantity, QuantityKind

_EACH = (
    r"(?:second|minute|hour|day|night|morning|evening|week|month|quarter|year|cycle|frame|tick|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
)
_INTERVAL = re.compile(
    rf"\b(?:every|each) (?:\w+ )?{_EACH}\b|\bwithin (?:an?|one|each) (?:\w+ )?{_EACH}\b|"
    rf"\b(?:once|twice|times|<[\w ]+>)\s+(?:\w+\s+)?(?:per|an?|each|every)\s+{_EACH}\b|"
    r"\b(?:hourly|daily|nightly|weekly|monthly|quarterly|yearly|annually)\b|"
    r"\b(?:configur\w+|specified|defined|set|selected|chosen|stated|given)\s+(?:\w+\s+)?"
    r"(?:interval|period|rate|frequency|time|schedule|limit|deadline)\b|"
    r"<(?:value|measure|bound|interval|time)>|\b(?:before|by|until) (?:the )?(?:next|end of)\b",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(r"<(?:value|measure|bound)>", re.IGNORECASE)
_NO_PARSE = Parse(())


@lru_cache(maxsize=16)
def time_bounds(text: str) -> tuple[Span, ...]:
    """The durations, rates and intervals in `text`. Remembered: rules ask for every word."""
    told = [each.span for each in quantities(_NO_PARSE, text) if _tells_time(each)]
    return (*(Span(*match.span()) for match in _INTERVAL.finditer(text)), *told)


def has_time_bound(text: str) -> bool:
    """Whether a duration, rate or interval stands in `text`."""
    return bool(time_bounds(text))


def has_bound(text: str) -> bool:
    """Whether a number with a unit, a compared number, or a placeholder for one stands in `text`."""
    return _PLACEHOLDER.search(text) is not None or any(_limits(each) for each in quantities(_NO_PARSE, text))


def _tells_time(quantity: Quantity) -> bool:
    if quantity.kind is QuantityKind.COUNT:
        return bool(quantity.unit)
    return quantity.kind in (QuantityKind.DURATION, QuantityKind.FREQUENCY)


def _limits(quantity: Quantity) -> bool:
    if quantity.kind in (QuantityKind.NUMBER, QuantityKind.COUNT):
        return quantity.bound is not Bound.EXACT or bool(quantity.unit)
    return quantity.kind is not QuantityKind.LABEL
