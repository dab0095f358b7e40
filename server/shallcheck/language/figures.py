"""The numbers of a text with their units, and beside them those that only name something.

Only the surroundings of digits and number words are looked at: most words of a statement are neither.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from shallcheck.language.labels import is_labelled, labels
from shallcheck.language.numbers import NUMBER, WORDS, value_of
from shallcheck.language.units import Unit, unit_at
from shallcheck.model.place import Span
from shallcheck.model.quantity import QuantityKind

LONGEST = 8_000
"""Letters: what is longer is no statement, and is not looked at."""
_AROUND = 32
"""Letters around a number in which its name, its date or its unit stands."""
_CURRENCY = re.compile(r"(?:(?<!\w)(?:EUR|USD|GBP|CHF|JPY|CNY|INR|AUD|CAD|SEK|NOK|DKK|PLN)\s?|[€$£¥]\s?)$")
_RESTATED = re.compile(r"\s*\((?:\d[\d.,]*|[a-z-]+)\)", re.IGNORECASE)
_BLANK = re.compile(r"[ \t\n\u00a0\u202f]{0,2}")
_ARTICLE = re.compile(
    r"\b(?:within|than|in under|under|every|at least|at most|after|for|over|up to|in)\s+(an?|each|half an?)\s+"
    r"(?=(?:nano|micro|milli)?second\b|minute\b|hour\b|day\b|week\b|month\b|year\b)",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(r"<(?:value|count|number|measure)>")
_LETTERS = frozenset("LBTFHKNCdthm")
"""Units of one letter that need a blank before them: “sector 27L” is no volume."""
_CHUNK = re.compile(r"\S+")
_DIGIT = re.compile(r"[\d<]")
_WORD = re.compile(r"[a-z]+")
_LEADING_WORD = re.compile(r"\W*([A-Za-z]+)")
_STARTS = WORDS | {"half", "quarter", "second", "millisecond", "microsecond", "minute", "hour", "day", "week", "month", "year"}


class Figure(NamedTuple):
    """A number with the unit right behind or before it."""

    span: Span
    number_end: int
    value: float | None
    kind: QuantityKind | None
    unit: str


@lru_cache(maxsize=256)
def read(masked: str) -> tuple[tuple[Span, ...], tuple[Figure, ...]]:
    """The names and the figures of a text. Several rules ask for those of one statement, so the last ones are kept."""
    around = _windows(masked)
    named = labels(masked, around)
    figures = (each for window in around for each in _figures(masked, window))
    return named, tuple(each for each in figures if not _is_covered(each.span, named))


def _is_covered(span: Span, named: Sequence[Span]) -> bool:
    """Whether a stretch overlaps one of the names, which stand in text order and apart."""
    last = bisect_left(named, (span.end, 0)) - 1
    return last >= 0 and named[last].end > span.start


def _windows(masked: str) -> list[Span]:
    """The stretches in which a figure can stand, cut at blanks."""
    found: list[Span] = []
    if masked.isascii() and not _DIGIT.search(masked) and _STARTS.isdisjoint(_WORD.findall(masked.lower())):
        return found
    for chunk in _CHUNK.finditer(masked, 0, LONGEST):
        if not _may_hold(chunk[0]):
            continue
        start, end = masked.rfind(" ", 0, max(0, chunk.start() - _AROUND)) + 1, masked.find(" ", chunk.end() + _AROUND)
        end = len(masked) if end < 0 else end
        if found and start <= found[-1].end:
            found[-1] = Span(found[-1].start, end)
        else:
            found.append(Span(start, end))
    return found


def _may_hold(chunk: str) -> bool:
    if not chunk.isalpha() and (chunk.startswith("<") or any(letter.isdigit() for letter in chunk)):
        return True
    word = _LEADING_WORD.match(chunk)
    return word is not None and word[1].lower() in _STARTS


def _figures(masked: str, window: Span) -> Iterator[Figure]:
    found = [(match.start(), match.end(), value_of(match[0])) for match in NUMBER.finditer(masked, *window)]
    found += [
        (*match.span(1), 0.5 if match[1].lower().startswith("half") else 1.0) for match in _ARTICLE.finditer(masked, *window)
    ]
    marks = [(*match.span(), None) for match in _PLACEHOLDER.finditer(masked, *window)]
    for start, end, value in sorted([*found, *marks], key=lambda each: each[:2]):
        if (restated := _RESTATED.match(masked, end)) and value is not None:
            end = restated.end()
        unit = unit_behind(masked, end)
        if re.match(r"\D?0\d", masked[start:end]):
            continue
        if unit is not None and end == unit.end - len(unit.text) and is_labelled(masked, start):
            continue
        if unit is not None and unit.text in _LETTERS and masked[end : end + 1] == unit.text:
            continue
        if unit is None and re.match(r"[A-Za-z_\d]|[.:]\d", masked[end : end + 2]):
            continue
        if unit is not None:
            yield Figure(Span(start, unit.end), end, value, unit.kind, unit.text)
        elif currency := _CURRENCY.search(masked, max(0, start - 5), start):
            yield Figure(Span(currency.start(), end), end, value, QuantityKind.MONEY, currency[0].strip())
        else:
            yield Figure(Span(start, end), end, value, None, "")


def unit_behind(masked: str, end: int) -> Unit | None:
    """The unit of a number that ends here: behind a blank or a hyphen, or at once."""
    blank = _BLANK.match(masked, end)
    unit = unit_at(masked, blank.end() if blank else end)
    if unit is None and masked[end : end + 1] in ("-", "\u2011"):
        unit = unit_at(masked, end + 1)
    return unit
