"""The quantities of a statement: each number with its unit, its bound and what it counts, and the numbers that only name.

Text decides; the parse is asked only for the noun that a number counts. Places are code points of the statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shallcheck.language.figures import Figure, read, unit_behind
from shallcheck.language.labels import is_named
from shallcheck.language.numbers import NUMBER, value_of
from shallcheck.language.tokens import Parse
from shallcheck.language.units import in_base
from shallcheck.model.place import Span
from shallcheck.model.quantity import Bound, Quantity, QuantityKind

_BEFORE = (
    (
        Bound.AT_LEAST,
        r"at least|(?:no|not) (?:less|fewer|lower|shorter|smaller|slower|earlier|sooner|worse|below)(?: than)?|down to|"
        r"as many as|"
        r"(?:greater|more|higher|longer|larger) than or equal(?: to)?|(?:a )?min(?:imum|\.)?(?: of)?|≥|>=|=>",
    ),
    (
        Bound.AT_MOST,
        r"at most|(?:no|not) (?:more|later|longer|greater|higher|larger|slower|worse|farther|further|above|over)(?: than)?|"
        r"(?:less|lower|fewer|smaller|shorter) than or equal(?: to)?|(?:a )?max(?:imum|\.)?(?: of)?|(?:a )?limit of|≤|<=|=<|"
        r"within|up to(?: a maximum of)?|as much as|only (?:for|up to)",
    ),
    (
        Bound.MORE_THAN,
        r"(?:more|greater|higher|longer|larger|faster|farther|further|better|older|later|heavier|wider|deeper|hotter|warmer|taller|"
        r"thicker|louder|dearer) than|over|above|"
        r"exceed(?:s|ing|ed)?|beyond|>|in excess of|upwards of",
    ),
    (
        Bound.LESS_THAN,
        r"(?:less|fewer|lower|shorter|smaller|slower|younger|earlier|lighter|narrower|closer|nearer|colder|cooler|"
        r"thinner|quieter|cheaper) than|"
        r"under|below|<(?!\w)",
    ),
    (Bound.ABOUT, r"about|approx(?:imately|\.)?|around|roughly|circa|nominal(?:ly)?(?: \w+(?: of)?)?|[~≈]|in the order of"),
)
_PREFIXES = tuple(
    (bound, re.compile(rf"(?:(?<=\W)|(?<!.))(?:in )?(?:a )?(?:{words})\s*(?:about |an |a |the )?$", re.IGNORECASE))
    for bound, words in _BEFORE
)
_SUFFIXES = (
    (
        Bound.AT_LEAST,
        re.compile(
            r",?\s+(?:or|and) (?:more|longer|higher|above|over|later|greater|better|larger|older|up|upwards)\b|"
            r"\s+(?:at (?:the )?(?:least|minimum)|min(?:imum)?)\b",
            re.IGNORECASE,
        ),
    ),
    (
        Bound.AT_MOST,
        re.compile(
            r",?\s+(?:or|and) (?:less|fewer|lower|below|under|shorter|smaller|earlier|faster|better|younger)\b|"
            r"\s+(?:at (?:the )?(?:most|maximum)|max(?:imum)?)\b",
            re.IGNORECASE,
        ),
    ),
)
_COPULA = r"\b(?:be|is|are|of|to|at|=|:)\s*$"
_FAR_BOUNDS = (
    (
        Bound.AT_MOST,
        re.compile(
            r"\b(?:max(?:imum|imal)?|greatest|longest|highest|largest|limit(?:s|ed|ing)?|cap(?:s|ped)?)\b"
            rf"(?:(?!\bwhen\b|\bwhile\b)[^.;,\d])*{_COPULA}",
            re.IGNORECASE,
        ),
    ),
    (Bound.AT_MOST, re.compile(r"\bwithin (?:an? |the |its )?(?:[\w-]+ ){1,3}of\s*$", re.IGNORECASE)),
    (Bound.AT_LEAST, re.compile(rf"\b(?:min(?:imum|imal)?|smallest|shortest|lowest)\b[^.;,\d]*{_COPULA}", re.IGNORECASE)),
)
_NEGATED = re.compile(r"(?:\bnot|n['’]t|\bnever|\bcannot|\bneither|\bno)\s+(?:\w+\s+){0,3}$", re.IGNORECASE)
_FAR_DENIED = re.compile(r"(?:\bnot|n['’]t|\bnever|\bcannot)\s+exceed\s+(?:an? |the |its )?(?:[\w-]+ ){1,3}of\s*$", re.IGNORECASE)
"""“shall not exceed a pressure of”."""
_FLIPPED = {Bound.MORE_THAN: Bound.AT_MOST, Bound.LESS_THAN: Bound.AT_LEAST}
_EVERY = re.compile(
    r"(?:\b(at least|at a minimum of|(?:a )?(?:min|max)imum(?: rate)? of|at (?:the )?(?:latest|most)|no (?:less|later) than)\s+"
    r"(?:once\s+)?)?\bevery\s+$",
    re.IGNORECASE,
)
"""“at least every 2 s” bounds the interval from above."""
_RANGE_LEAD = re.compile(
    r"(?:\bbetween|\bfrom|\bin (?:the|a) range(?: of| from| between)?|\brang(?:es?|ing)(?: is| of| from| between)?)\s+"
    r"(?:a |an |the |about )?$",
    re.IGNORECASE,
)
_JOINT = re.compile(r"\s*(?:\bto\b|\bthrough\b|–|—|-|−|\.\.\.?|…|~)\s*", re.IGNORECASE)
_AND = re.compile(r"\s*(?:\band\b|&|to\b)\s*", re.IGNORECASE)
_NEXT = re.compile(r"\s*(?:,|/|\bor\b|\band\b|\bto\b|,\s*(?:or|and)\b)\s*", re.IGNORECASE)
_TOLERANCE = re.compile(
    rf"\s*\(?(?:±|\+\s?/\s?[-−–]|\+[-−–]|\bplus or minus\b)\s*(?:({NUMBER.pattern}|\.?\d[\d.,]*)|<[^<>]+>)", re.IGNORECASE
)
_BOTH_SIDES = re.compile(r"(?:±|\+\s?/\s?[-−–])\s*$")
_UNEVEN = re.compile(r",?\s*\+\s?(\d[\d.,]*)\s*[\w°%]{0,3}\s*/\s*[-−–]\s?(\d[\d.,]*)")
_AIM = re.compile(r"\b(?:within|to)\s+$", re.IGNORECASE)
_OF_TARGET = re.compile(r"\s*of (?:the |a |an |its )?(?:\w+ ){0,3}$", re.IGNORECASE)
_PER = re.compile(
    r"\s+(?:(?:per|an?|each|every)\s+|/\s?)(second|s|minute|min|hour|h|day|week|month|year|cycle|frame)\b", re.IGNORECASE
)
_COUNTED = re.compile(r"\s+((?:[a-zA-Z][\w'’-]*\s+){0,3}?[a-zA-Z][\w'’-]*)")
_FUNCTION_WORDS = frozenset(
    "a an the of to in on at by for from with within and or nor but if when while where until before after once upon than then "
    "as that which who is are was were be been shall must should will may can per each every during between under over above "
    "below without not no so because since into onto via through again either unless also it its their this these those has have "
    "had do does more less fewer out".split()
)


_BEFORE_NOUN = frozenset({"ADJ", "ADV", "NUM", "PUNCT", "VERB", "X", "PART"})
_NEAR, _FAR = 60, 120
"""How far in front of a number its bound is looked for, in letters: right before it, and over “… shall be”."""


def quantities(parse: Parse, masked: str) -> tuple[Quantity, ...]:
    """Every quantity and every number that only names something, in text order."""
    named, figures = read(masked)
    shared = _with_shared_units(masked, figures)
    found = [Quantity(QuantityKind.LABEL, span, span, span.end, Bound.EXACT, None, None) for span in named]
    found += _assembled(parse, masked, shared)
    return tuple(sorted(found, key=lambda each: each.span))


def _with_shared_units(masked: str, figures: Sequence[Figure]) -> list[Figure]:
    """In “5 or 10 V” and “between 5 and 10 V” the first number has the unit of the last."""
    shared = list(figures)
    for i in range(len(shared) - 2, -1, -1):
        this, following = shared[i], shared[i + 1]
        between = masked[this.span.end : following.span.start]
        if this.kind is None and following.kind is not None and (_NEXT.fullmatch(between) or _JOINT.fullmatch(between)):
            shared[i] = this._replace(kind=following.kind, unit=following.unit)
    return shared


def _assembled(parse: Parse, masked: str, figures: Sequence[Figure]) -> Iterator[Quantity]:
    i = 0
    while i < len(figures):
        first = figures[i]
        second = figures[i + 1] if i + 1 < len(figures) else None
        if second is not None and (lead := _range_lead(masked, first, second)) is not None:
            yield _range(parse, masked, first, second, lead)
            i += 2
            continue
        if second is not None and _aims_at(masked, first, second):
            yield _tolerated(second, first, Span(_bound_start(masked, first), second.span.end))
            i += 2
            continue
        quantity = _single(parse, masked, first)
        yield quantity
        i += 1
        while i < len(figures) and figures[i].span.start < quantity.span.end:
            i += 1


def _range_lead(masked: str, first: Figure, second: Figure) -> int | None:
    """Where a range of two numbers begins, its lead included; None where they are none."""
    between = masked[first.span.end : second.span.start]
    lead = _RANGE_LEAD.search(masked, max(0, first.span.start - _NEAR), first.span.start)
    alike = first.kind == second.kind or None in (first.kind, second.kind) or first.unit in ("°", "º")
    if not alike:
        return None
    if lead and _AND.fullmatch(between):
        return lead.start()
    if not _JOINT.fullmatch(between):
        return None
    return lead.start() if lead else first.span.start


def _range(parse: Parse, masked: str, first: Figure, second: Figure, start: int) -> Quantity:
    kind, counted, unit = _kind(parse, masked, second)
    low = first.value
    if first.unit and second.unit and first.unit != second.unit:
        low = _in_unit(first.value, first.unit, second.unit)
    if start == first.span.start:
        start = _bound_start(masked, first)
    return Quantity(
        kind, Span(start, second.span.end), Span(first.span.start, second.span.end), second.number_end, Bound.RANGE, low,
        second.value, unit or first.unit, counted,
    )  # fmt: skip


def _aims_at(masked: str, first: Figure, second: Figure) -> bool:
    """“within 1.5 K of 24 °C”, “to within 2 % of 5 V”."""
    near = _AIM.search(masked, max(0, first.span.start - _NEAR), first.span.start) is not None
    return near and second.kind is not None and _OF_TARGET.fullmatch(masked[first.span.end : second.span.start]) is not None


def _tolerated(figure: Figure, margin: Figure, span: Span) -> Quantity:
    low, high = _spread(figure, margin.value, margin.value, margin.unit)
    kind = figure.kind or QuantityKind.NUMBER
    return Quantity(kind, span, figure.span, figure.number_end, Bound.TOLERANCE, low, high, figure.unit)


def _single(parse: Parse, masked: str, figure: Figure) -> Quantity:
    if (tolerated := _with_tolerance(masked, figure)) is not None:
        return tolerated
    kind, counted, unit = _kind(parse, masked, figure)
    bound, start, end = _bound(masked, figure)
    if figure.value is not None and (both := _BOTH_SIDES.search(masked, max(0, figure.span.start - 5), figure.span.start)):
        return Quantity(
            kind,
            Span(both.start(), end),
            figure.span,
            figure.number_end,
            Bound.TOLERANCE,
            -figure.value,
            figure.value,
            unit,
            counted,
        )
    low = None if bound in (Bound.AT_MOST, Bound.LESS_THAN) else figure.value
    high = None if bound in (Bound.AT_LEAST, Bound.MORE_THAN) else figure.value
    return Quantity(kind, Span(start, end), figure.span, figure.number_end, bound, low, high, unit, counted)


def _with_tolerance(masked: str, figure: Figure) -> Quantity | None:
    found = _TOLERANCE.match(masked, figure.span.end) or _TOLERANCE.match(masked, figure.number_end)
    uneven = None if found else _UNEVEN.match(masked, figure.span.end)
    if uneven is not None:
        low, high = _spread(figure, value_of(uneven[2]), value_of(uneven[1]), figure.unit)
        end = unit.end if (unit := unit_behind(masked, uneven.end())) else uneven.end()
    elif found is not None:
        unit = unit_behind(masked, found.end())
        figure = figure if figure.unit or unit is None else figure._replace(kind=unit.kind, unit=unit.text)
        margin = value_of(found[1]) if found[1] else None
        low, high = _spread(figure, margin, margin, unit.text if unit else figure.unit)
        end = unit.end if unit else found.end()
    else:
        return None
    start = _bound_start(masked, figure)
    kind = figure.kind or QuantityKind.NUMBER
    value = Span(figure.span.start, end)
    return Quantity(kind, Span(start, end), value, figure.number_end, Bound.TOLERANCE, low, high, figure.unit)


def _spread(figure: Figure, below: float | None, above: float | None, unit: str) -> tuple[float | None, float | None]:
    """The ends of a value with a tolerance, in the value's own unit."""
    if figure.value is None or below is None or above is None:
        return figure.value, figure.value
    if unit == "%" and figure.unit != "%":
        below, above = abs(figure.value) * below / 100, abs(figure.value) * above / 100
    elif unit not in ("", figure.unit, "K"):
        factor = _in_unit(1.0, unit, figure.unit) or 1.0
        below, above = below * factor, above * factor
    return figure.value - below, figure.value + above


def _in_unit(value: float | None, unit: str, other: str) -> float | None:
    """A value in another unit, for units without an offset of zero."""
    given, one = in_base(value, unit), in_base(1.0, other)
    if given is None or one is None or given[0] != one[0]:
        return value
    return given[1] / one[1]


def _bound(masked: str, figure: Figure) -> tuple[Bound, int, int]:
    """How a number is bound, and the place of bound and number together."""
    if found := _EVERY.search(masked, max(0, figure.span.start - _NEAR), figure.span.start):
        return (Bound.EXACT if found[1] is None else Bound.AT_MOST), found.start(), figure.span.end
    for bound, pattern in _PREFIXES:
        if found := pattern.search(masked, max(0, figure.span.start - _NEAR), figure.span.start):
            flipped = _FLIPPED.get(bound) if _NEGATED.search(masked, max(0, found.start() - _NEAR), found.start()) else None
            return flipped or bound, found.start(), figure.span.end
    for bound, pattern in _SUFFIXES:
        if found := pattern.match(masked, figure.span.end):
            return bound, figure.span.start, found.end()
    if _FAR_DENIED.search(masked, max(0, figure.span.start - _FAR), figure.span.start):
        return Bound.AT_MOST, figure.span.start, figure.span.end
    for bound, pattern in _FAR_BOUNDS:
        if pattern.search(masked, max(0, figure.span.start - _FAR), figure.span.start):
            return bound, figure.span.start, figure.span.end
    return Bound.EXACT, figure.span.start, figure.span.end


def denial(masked: str, quantity: Quantity) -> int | None:
    """Where the word stands that forbids what lies beyond a quantity: “not” of “shall not fly above 120 m”."""
    if quantity.bound not in _FLIPPED.values():
        return None
    start, value = quantity.span.start, quantity.value.start
    for bound, pattern in _PREFIXES:
        if _FLIPPED.get(bound) is quantity.bound and (found := pattern.search(masked, start, value)) and found.start() == start:
            denied = _NEGATED.search(masked, max(0, start - _NEAR), start)
            return denied.start() if denied else None
    far = _FAR_DENIED.search(masked, max(0, value - _FAR), value)
    return far.start() if far else None


def _bound_start(masked: str, figure: Figure) -> int:
    return _bound(masked, figure)[1]


def _kind(parse: Parse, masked: str, figure: Figure) -> tuple[QuantityKind, str, str]:
    """Kind, counted noun and unit. What a rate counts stands with “/s” and its like as unit."""
    if figure.kind is not None:
        return figure.kind, "", figure.unit
    if is_named(parse, masked, figure.span):
        return QuantityKind.LABEL, "", ""
    counted = _counted(parse, masked, figure.number_end)
    if counted is None:
        return QuantityKind.NUMBER, "", ""
    noun, end = counted
    per = _PER.match(masked, end)
    return QuantityKind.COUNT, noun, f"/{per[1]}" if per else ""


def _counted(parse: Parse, masked: str, end: int) -> tuple[str, int] | None:
    """The noun that a number counts, and where it ends: the number's governor, or the words right behind it."""
    follows = _COUNTED.match(masked, end)
    compound = re.compile(r"[-\u2011]([a-zA-Z]+)").match(masked, end)
    if compound is not None:
        return compound[1].lower(), compound.end()
    if follows is None or follows[1].split()[0].lower() in _FUNCTION_WORDS:
        return None
    number = parse.at(end - 1)
    if number is None:
        word = follows[1].split()[0]
        return word.lower(), follows.start(1) + len(word)
    rest = parse.tokens[number + 1 : number + 7]
    noun = None
    for token in rest:
        if token.pos in {"NOUN", "PROPN"}:
            noun = token
        elif noun is not None or token.pos not in _BEFORE_NOUN or token.text in {",", ";", ".", "("}:
            break
    return (noun.lemma.lower(), noun.end) if noun is not None else None
