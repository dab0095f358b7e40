"""Intervals that are told without a number: “every hour”, “daily”, “twice a day”; as the time from one to the next."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.model.place import Span
from shallcheck.model.quantity import Bound, Quantity, QuantityKind

_UNIT = r"(second|minute|hour|day|week|month|year)"
_ENDS = r"(?=[.,;:)]|$|\s+(?:to|from|at|when|while|if|and|or|with|by|in|on|for|after|before|until|as|unless|during|without)\b)"
"""What follows where the words are no adjective: “the daily report”, “every hour bell”."""
_BOUND = r"(?:(at least|no less than|not less than)\s+|(at most|no more than|not more than)\s+)?"
_TIMES = re.compile(rf"\b{_BOUND}(once|twice)\s+(?:per|an?|each|every)\s+{_UNIT}\b{_ENDS}", re.IGNORECASE)
_EVERY = re.compile(rf"\b(?:every|each)\s+{_UNIT}\b{_ENDS}", re.IGNORECASE)
_ADVERB = re.compile(rf"\b(hourly|daily|weekly|monthly|yearly|annually)\b{_ENDS}", re.IGNORECASE)
_UNITS = {"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "yearly": "year", "annually": "year"}


def intervals(masked: str) -> Iterator[Quantity]:
    """The intervals of a text. Often is short: “at least once per minute” bounds the interval from above."""
    for found in _TIMES.finditer(masked):
        bound = Bound.AT_MOST if found[1] else Bound.AT_LEAST if found[2] else Bound.EXACT
        yield _interval(found, 0.5 if found[3].lower() == "twice" else 1.0, found[4].lower(), bound)
    for found in _EVERY.finditer(masked):
        yield _interval(found, 1.0, found[1].lower())
    for found in _ADVERB.finditer(masked):
        yield _interval(found, 1.0, _UNITS[found[1].lower()])


def _interval(found: re.Match[str], value: float, unit: str, bound: Bound = Bound.EXACT) -> Quantity:
    span = Span(*found.span())
    low = None if bound is Bound.AT_MOST else value
    high = None if bound is Bound.AT_LEAST else value
    return Quantity(QuantityKind.DURATION, span, span, span.end, bound, low, high, unit)
