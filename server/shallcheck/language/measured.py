"""What a text measures: each number with a unit, and the characteristic that it is the value of, by the words around it.

Text alone decides, so that a whole workspace can be looked at; what is not said in so many words is left out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from shallcheck.language.characteristics import is_physical
from shallcheck.language.figures import Figure, read
from shallcheck.model.place import Span
from shallcheck.model.quantity import QuantityKind

_MEASURED = frozenset(
    {QuantityKind.DURATION, QuantityKind.FREQUENCY, QuantityKind.TEMPERATURE, QuantityKind.MEASURE, QuantityKind.DATA}
)
_AROUND = 160
"""Letters in front of a number in which its characteristic is looked for."""
_LINK = (
    r"(?:shall|must|should|will|may|can|not|never|always|be|is|are|been|being|has|have|kept|keeps?|held|holds?|set|fixed|limited|"
    r"maintained|maintains?|controlled|regulated|remains?|remaining|stays?|staying|exceeds?|exceeding|exceeded|falls?|falling|drops?|"
    r"dropping|rises?|rising|reach(?:es|ing)?|equals?|equal|goes|going|climbs?|sinks?|increases?|decreases?|lies|lie|measures?|"
    r"ranges?|ranging|of|to|at|as|by|in|on|for|from|between|within|above|below|over|under|beyond|than|least|most|more|less|greater|"
    r"higher|lower|longer|shorter|larger|smaller|later|faster|slower|no|up|down|and|or|about|around|approximately|exactly|only|"
    r"an?|the|maximum|minimum|nominally|[=<>≤≥:]{1,2}|\d[\d.,]*)"
)
_LINKS = re.compile(rf"(?:[\s,(]+{_LINK}){{1,9}}\s*$|[\s:=]+$", re.IGNORECASE)
_PHRASE = re.compile(r"(?:[A-Za-z][\w’'/-]*[ \t]+){0,5}[A-Za-z][\w’'/-]*$")
_BEHIND = re.compile(r"[ \t]+((?:[A-Za-z][\w’'-]*[ \t]+){0,3}?[A-Za-z][\w’'-]*)")
_STOPS = frozenset(
    "a an the this that these those each every its their his her our any all some no of to in on at by for from with within "
    "and or nor but if when while where whenever until before after then than as is are was be been has have had do does "
    "shall must will should may can could would not both either per via between during under over above below having using "
    "which who into onto provide provides provided keep keeps maintain maintains limit limits hold holds measure measures "
    "support supports give gives report reports show shows use uses set sets withstand withstands deliver delivers display "
    "displays guarantee ensure".split()
)
_GRADES = frozenset(
    "maximum minimum max min maximal minimal nominal average mean typical total overall actual current measured required allowed "
    "permitted rated worst-case expected default highest lowest".split()
)
"""What stands before a characteristic and makes it no other."""
_DIGITS = re.compile(r"[-+−–]?\s?\d[\d.,’' \u00a0\u202f]*")
_LONG = 3
"""Letters beyond which a unit is a word, and its case does not count."""
_ACTOR = re.compile(
    r"(?:^|,\s|\bthen\s|\bTHEN\s|\.\s)(?:the|each|every|an?)\s+([^,.;:]{2,50}?)\s+(?:shall|must|should)\b", re.IGNORECASE
)
_RELATING = frozenset({"between", "from", "in", "inside", "at", "behind", "across"})
_CONDITION = re.compile(r"\b(?:when|whenever|while|if|until|unless|after|before|once|where)\b", re.IGNORECASE)
_WHOLE = frozenset("system application app software product platform device user operator website service".split())
_CONVERTED = re.compile(r"\s*[(\[/]\s*(?:approx\.?|about|~|≈|=)?\s*[\d<]|\s*[)\]]")


def actor(masked: str, at: int) -> str:
    """Who is obliged by the words in front of a place, in small letters; empty where they say nobody, or only “the system”."""
    found = [*_ACTOR.finditer(masked, max(0, at - 2 * _AROUND), at)]
    own = bool(found) and not _CONDITION.search(masked, found[-1].end(), at)
    name = _noun(found[-1][1].casefold().split()) if own else ""
    return "" if name in _WHOLE else name


class UnitOf(NamedTuple):
    """A unit by what it measures, in which system of units, and how it is written short."""

    of: str
    system: str
    symbol: str


class Measured(NamedTuple):
    """A value and what it is a value of."""

    characteristic: str
    """Its words in small letters: “cabin pressure”."""
    bearer: str
    """What has it, as far as the text says so right behind or before it: “heater” of “temperature of the heater”."""
    figure: Figure
    unit: UnitOf


def measured(masked: str) -> Iterator[Measured]:
    """The values in a text whose characteristic it names. A value that is told in a second unit beside it is left out."""
    for figure in read(masked)[1]:
        unit = _unit(figure.unit) if figure.kind in _MEASURED and _DIGITS.fullmatch(masked, *_number(figure)) else None
        if unit is None or _is_converted(masked, figure):
            continue
        found = _before(masked, figure) or _behind(masked, figure)
        if found is not None:
            yield Measured(*found, figure, unit)


def _number(figure: Figure) -> Span:
    return Span(figure.span.start, figure.number_end)


def _unit(text: str) -> UnitOf | None:
    exact, folded = _units()
    plain = "_".join(text.split())
    return next((unit for pattern, unit in exact if pattern.fullmatch(plain)), None) or next(
        (unit for pattern, unit in folded if pattern.fullmatch(plain)), None
    )


@cache
def _units() -> tuple[list[tuple[re.Pattern[str], UnitOf]], list[tuple[re.Pattern[str], UnitOf]]]:
    """How each unit is written: as it stands, and its words in any case."""
    data = tomllib.loads(files("shallcheck.language").joinpath("measured.toml").read_text("utf-8"))
    exact, folded = [], []
    for row in data["unit"]:
        for symbol, words in row["names"].items():
            unit = UnitOf(row["of"], row["system"], symbol)
            exact.append((re.compile("|".join([re.escape(symbol), *words.split()])), unit))
            if long := [word for word in words.split() if len(word) > _LONG]:
                folded.append((re.compile("|".join(long), re.IGNORECASE), unit))
    return exact, folded


def _is_converted(masked: str, figure: Figure) -> bool:
    """Whether the same value stands beside it in another unit: “400 ft (122 m)”."""
    if masked[: figure.span.start].rstrip().endswith(("(", "[", "/", "≈")):
        return True
    beside = _CONVERTED.match(masked, figure.span.end)
    return beside is not None and beside[0].strip()[:1] not in (")", "]")


def _before(masked: str, figure: Figure) -> tuple[str, str] | None:
    lead = masked[max(0, figure.span.start - _AROUND) : figure.span.start]
    link = _LINKS.search(lead)
    if link is None:
        return None
    phrase = _PHRASE.search(lead[: link.start()].rstrip())
    if phrase is None:
        return None
    words = phrase[0].casefold().split()
    of = max((i for i, word in enumerate(words) if word in ("of", "for")), default=-1)
    if of > 0 and (bearer := _noun(words[of + 1 :])) and (name := _noun(words[:of])) and is_physical(name):
        return name, bearer
    between = next((i for i, word in enumerate(words) if i and word in _RELATING), -1)
    if between > 0 and (name := _noun(words[:between])) and is_physical(name):
        return name, " ".join(words[between:])
    owner = max((i for i, word in enumerate(words) if word.endswith(("'s", "’s"))), default=-1)
    name = _noun(words[owner + 1 :])
    return (name, _noun([*words[:owner], words[owner][:-2]]) if owner >= 0 else "") if name and is_physical(name) else None


def _behind(masked: str, figure: Figure) -> tuple[str, str] | None:
    """“a 5 V supply voltage”: the noun right behind the value, up to the first word that is measured."""
    behind = _BEHIND.match(masked, figure.span.end)
    words = masked[figure.span.end : figure.span.end + 60].split()[:4] if behind else []
    for count in range(1, len(words) + 1):
        if words[count - 1].casefold().strip(".,;:") in _STOPS:
            return None
        name = " ".join(words[:count]).casefold().strip(".,;:")
        if is_physical(name):
            return " ".join(word for word in name.split() if word not in _GRADES), ""
    return None


def _noun(words: list[str]) -> str:
    """The noun that some words end in, without what stands before it and does not belong to it."""
    while words and words[0] in ("the", "a", "an", "its", "each", "every"):
        words = words[1:]
    start = max((i + 1 for i, word in enumerate(words) if word in _STOPS), default=0)
    return " ".join(word for word in words[start:] if word not in _GRADES)


def symbol_of(unit: str) -> str:
    """How a unit is written short; as it stands where that is not known."""
    known = _unit(unit)
    return known.symbol if known else unit
