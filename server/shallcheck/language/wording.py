"""What the statements of a segment say that others must say alike. Text alone decides: a whole workspace is listened to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.language.characteristics import is_physical
from shallcheck.language.failures import met, risk
from shallcheck.language.figures import LONGEST, read
from shallcheck.language.measured import actor, measured
from shallcheck.language.states import supposed
from shallcheck.model.document import Segment, Setting, Statement
from shallcheck.model.graph import is_retired
from shallcheck.model.kinds import Kind
from shallcheck.model.place import Span
from shallcheck.model.quantity import QuantityKind
from shallcheck.model.spelling import SHORTEST, shared, spelling
from shallcheck.model.terms import key_of, names_used
from shallcheck.model.wording import Aspect, Saying

POINT, COMMA = "a point", "the comma"
"""In the order of the alphabet, so that the point is meant where both are as usual."""
SUPPOSED, RISKED = "supposed", "risked"
_KINDS = frozenset({Kind.REQUIREMENT, Kind.CONSTRAINT, Kind.NEED, Kind.INTENT})
_MASK = "\ufffc"
_VALUE = re.compile(r"\d[)\]]?[-\s]?[^\W\d_]|\d\s?[°º%‰℃℉]")
"""A number with something behind it that may be its unit."""
_STATE_WORD = re.compile(r"mode|state|\bin\b", re.IGNORECASE)
_COMMA = re.compile(r"[-+−–]?(?:\d+,\d{1,2}|0,\d{3}|\d+,\d{4,})")
_POINT = re.compile(r"[-+−–]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+")
_DISPLAYED = re.compile(
    r"\b(?:screens?|displays?|monitors?|diagonal|pipes?|tubes?|hoses?|racks?|wheels?|rims?|tyres?|tires?|threads?|bolts?|connectors?|"
    r"valves?|disks?|drives?|paper|margins?)\b",
    re.IGNORECASE,
)
"""What is sold by the inch everywhere."""
_MANY = frozenset({"duration", "frequency", "data size"})
"""One thing has many characteristics that are measured so."""
_GENERIC = frozenset(
    "response delay processing update transfer cycle total data request loading load execution startup start-up boot wait "
    "waiting retention polling sampling time elapsed idle session system service maintenance break dead hold recovery "
    "refresh frame sample supply input output operating ambient storage rated internal external peak battery power signal "
    "line".split()
)
"""Words that make no one characteristic: many things have a response time, an update rate and a supply voltage."""


def sayings(path: str, setting: Setting, segment: Segment) -> Iterator[Saying]:
    """What a segment says of units, numbers and states; what is retired says nothing any more."""
    if setting.format == "statements":
        return  # a list of statements from anywhere is no one project
    artifacts = segment.reading.artifacts
    for number, statement in enumerate(segment.reading.statements):
        if statement.kind not in _KINDS or not statement.english or len(statement.text) > LONGEST:
            continue
        if statement.artifact is not None and is_retired(artifacts[statement.artifact]):
            continue
        masked = masked_text(statement)
        if _VALUE.search(masked, statement.own):
            yield from _units(path, masked, number, statement.own)
            yield from _fractions(path, masked, number, statement.own)
        if segment.reading.uses:
            yield from _names(statement, number)
        yield from _failures(setting, masked, number, statement.own)
        if _STATE_WORD.search(masked):
            yield from _states(segment, masked, number, statement)


def _failures(setting: Setting, masked: str, number: int, own: int) -> Iterator[Saying]:
    """What can fail, and what is said of failures; those of one feature say nothing of another's."""
    if (found := risk(masked)) is not None and found.verb.start >= own:
        for stem in sorted(found.stems):
            yield Saying(Aspect("FRM012", stem, setting.namespace), RISKED, number, found.verb)
    for stem in sorted(set(met(masked))):
        yield Saying(Aspect("FRM012", stem, setting.namespace), "met", number, Span(own, own))


def _names(statement: Statement, number: int) -> Iterator[Saying]:
    """How the elements of the system are spelt."""
    for used in names_used(statement):
        if not used.acronym and used.place.start >= statement.own and len(shared(used.name)) >= SHORTEST:
            yield Saying(Aspect("CON004", shared(used.name)), spelling(used.name), number, used.place)


def masked_text(statement: Statement) -> str:
    """A statement's text with what is no prose blotted out."""
    text = list(statement.text)
    for part in statement.opaque:
        text[part.start : part.end] = _MASK * (part.end - part.start)
    return "".join(text)


def _units(path: str, masked: str, number: int, own: int) -> Iterator[Saying]:
    """The units of characteristics: in which system, and among the units of one system which; and how a value is written."""
    for each in measured(masked):
        span = each.figure.span
        if span.start < own or (each.unit.of == "length" and _DISPLAYED.search(masked)):
            continue
        words = each.characteristic.split()
        yield Saying(Aspect("CON003", f"{each.unit.of}: {words[-1]}"), each.unit.system, number, span)
        bearer = each.bearer or ("" if _tells(words) or each.unit.of in _MANY else actor(masked, span.start))
        name = f"{bearer} {each.characteristic}".strip()
        if bearer or (_tells(words) and len(words) > 1):
            yield Saying(Aspect("CON003", f"{each.unit.of}, {each.unit.system}: {name}"), each.unit.symbol, number, span)
        if each.bearer or len(words) > 1:
            value = f"{each.figure.value:g} {each.unit.symbol}: {each.bearer} {each.characteristic}"
            yield Saying(Aspect("CON007", value, path), masked[span.start : each.figure.number_end].strip(), number, span)


def _states(segment: Segment, masked: str, number: int, statement: Statement) -> Iterator[Saying]:
    """The states that a statement supposes; the title of its own artifact defines none."""
    title = segment.reading.artifacts[statement.artifact].title if statement.artifact is not None else ""
    for state in supposed(masked):
        if state.span.start >= statement.own:
            aspect = Aspect("CON006", key_of(state.name))
            yield Saying(aspect, SUPPOSED, number, state.span)
            if aspect.about in key_of(title):
                yield Saying(aspect, "titled", number, state.span)


def _tells(words: list[str]) -> bool:
    """Whether the words of a characteristic say of what it is one, in any document."""
    return any(word not in _GENERIC and not is_physical(word) for word in words)


def _fractions(path: str, masked: str, number: int, own: int) -> Iterator[Saying]:
    """Whether fractions are written with a comma or a point."""
    for figure in read(masked)[1]:
        if figure.span.start < own or figure.value is None or figure.kind in (None, QuantityKind.MONEY):
            continue
        written = masked[figure.span.start : figure.number_end].strip()
        span = Span(figure.span.start, figure.number_end)
        if _COMMA.fullmatch(written):
            yield Saying(Aspect("CON007", "fraction", path), COMMA, number, span)
        elif _POINT.fullmatch(written):
            yield Saying(Aspect("CON007", "fraction", path), POINT, number, span)
