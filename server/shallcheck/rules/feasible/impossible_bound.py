"""FEA002: a bound that arithmetic or physics forbids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from shallcheck.language.analysis import Analysis
from shallcheck.language.characteristics import characteristics, is_bounded
from shallcheck.language.units import canonical
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.place import Span
from shallcheck.model.quantity import Bound, Quantity, QuantityKind
from shallcheck.rules.phrases import phrases
from shallcheck.rules.registry import Test, rule

_RANGE = re.compile(r"(?:between|in (?:the|a) range|rang)", re.IGNORECASE)
_RANGE_BEFORE = re.compile(r"\brange\s+(?:shall |must |should |will )?(?:be |is |of )?$", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:[\w-]+\s+){0,3}?,?\s*(?:and|but)\s+(?:\w+\s+)?", re.IGNORECASE)
_OUT_OF = re.compile(r"\s+out of\s+(?:the\s+)?", re.IGNORECASE)
_ENDS = re.compile(r"(\s+(?:and|to)\s+|\s*[–—…]\s*)")
_SPEED_UNIT = re.compile(r"/|\bper\b|kmh|kph|mph|kn", re.IGNORECASE)
_RATE = re.compile(r"\s*(?:/|per)\s*(?:flight )?(?:s(?:econd)?|min(?:ute)?|h(?:our)?|day|week|month|year)\b", re.IGNORECASE)
"""How a number goes on that is no probability: 2 per year."""
_EVERYDAY_SPEED = re.compile(
    r"(?:[cmk]?m|ft|feet|mi|miles?|(?:kilo)?met(?:re|er)s?) ?(?:/|per) ?(?:s|min|h|sec|hr|seconds?|minutes?|hours?)|"
    r"k[mp]h|mph|kn|knots?",
    re.IGNORECASE,
)
"""At most 1 km/s each."""
_DEGREES = re.compile(r"[°ºCF]|deg", re.IGNORECASE)
"""Celsius and Fahrenheit, in which absolute zero lies at -273 or below."""
_SPEED_OF_LIGHT = 299_792_458.0
_ROUNDING = 1e-6
_SPEED, _LENGTH, _TEMPERATURE = "[length] / [time]", "[length]", "[temperature]"
_LOWER, _UPPER = (Bound.AT_LEAST, Bound.MORE_THAN), (Bound.AT_MOST, Bound.LESS_THAN)


@rule(
    "FEA002",
    "impossible-bound",
    test=Test.FEASIBLE,
    severity=Severity.ERROR,
    sources=("INCOSE GtWR C6", "ISO/IEC/IEEE 29148 5.2.5 feasible"),
    needs_parse=True,
)
def impossible_bound(statement: Analysis) -> Iterator[Finding]:
    """A bound that arithmetic or physics forbids: an empty range, more than the whole of a share, a negative duration, less than
    absolute zero, faster than light. Nobody can build it, and it is found when the test fails for everybody.

    Fix: exchange the ends of the range, or give the value that is meant.
    Silent: where the numbers are ends of a movement or a swing, on growth, zoom and overload above 100 %, on differences below
        zero, and in conditions.
    Poor: The aquarium controller shall keep the water {between 27 °C and 24 °C}.
    Poor: The ticket shop shall have an availability of {at least 102 %} per month.
    Poor: When the door opens, the microwave shall switch the magnetron off {within -1 s}.
    Poor (ears): WHILE the detector is in use, the cryostat SHALL hold a temperature {below -300 °C}.
    Good: The aquarium controller shall keep the water between 24 °C and 27 °C inclusive.
    Good: The ticket shop shall have an availability of at least 99.5 % per month.
    Good: The photo viewer shall offer each zoom level from 25 % to 800 %.
    """
    passing = [*(condition.span for condition in statement.conditions), *statement.asides]
    demanded = [each for each in statement.quantities if not any(each.span.overlaps(span) for span in passing)]
    for quantity in demanded:
        if why := _why(statement, quantity):
            yield _finding(statement, quantity.span, why, _fixes(statement.masked, quantity))
    yield from _pairs(statement, demanded)
    yield from _too_fast(statement, demanded)


def _finding(statement: Analysis, span: Span, why: str, fixes: tuple[Fix, ...] = ()) -> Finding:
    quote = span.of(statement.masked)
    return Finding("FEA002", span, f"“{quote}” is impossible, because {why}: give the value that is meant.", fixes)


def _listens(name: str) -> re.Pattern[str]:
    return phrases("shallcheck.rules.feasible", "impossible_bound.toml")[name]


def _fixes(masked: str, quantity: Quantity) -> tuple[Fix, ...]:
    if quantity.bound is not Bound.RANGE:
        return (Fix("Give the value", (Edit(quantity.value.start, quantity.number_end, "<value>"),)),)
    ends = _ENDS.split(quantity.value.of(masked), maxsplit=1)
    if len(ends) != 3:
        return ()
    return (Fix("Exchange the ends", (Edit(*quantity.value, _exchanged(ends, quantity.unit)),)),)


def _exchanged(ends: list[str], unit: str) -> str:
    """“9 and 16 V” for “16 and 9 V”: a unit that stands once stays at the end."""
    first, joint, last = ends
    if unit and last.endswith(unit) and not re.search(r"[^\d.,\s+−-]", first):
        return f"{last.removesuffix(unit).rstrip()}{joint}{first} {unit}"
    return f"{last}{joint}{first}"


def _why(statement: Analysis, quantity: Quantity) -> str:
    """The law that a quantity breaks, if any."""
    if quantity.bound is Bound.RANGE:
        return _empty(statement.masked, quantity)
    numbers = [each for each in (quantity.low, quantity.high) if each is not None]
    if not numbers:
        return ""
    if quantity.kind is QuantityKind.PERCENTAGE and quantity.unit[0] in "%p" and _exceeds_whole(quantity):
        return "a part cannot be more than the whole" if _is_share(statement, quantity) else ""
    if quantity.kind is QuantityKind.NUMBER and min(numbers) > 1 and not _RATE.match(statement.masked, quantity.span.end):
        name = next(characteristics(statement.parse, quantity.value), "")
        return "a probability is at most 1" if _listens("probability").search(name) else ""
    if quantity.kind is QuantityKind.DURATION and max(numbers) < 0 and not _listens("difference").search(statement.masked):
        return "no time is shorter than none"
    return _against_physics(statement, quantity)


def _exceeds_whole(quantity: Quantity) -> bool:
    value = quantity.low if quantity.low is not None else quantity.high or 0.0
    return value > 100 or (value == 100 and quantity.bound is Bound.MORE_THAN)


def _empty(masked: str, quantity: Quantity) -> str:
    low, high = quantity.low, quantity.high
    if low is None or high is None or low <= high or quantity.kind is QuantityKind.LABEL:
        return ""
    before = masked[: quantity.span.start]
    led = _RANGE.match(quantity.span.of(masked)) or _RANGE_BEFORE.search(before) or _listens("held").search(before)
    return "its lower end is above its upper end" if led and not _listens("two_points").search(before) else ""


def _is_share(statement: Analysis, quantity: Quantity) -> bool:
    masked, behind = statement.masked, quantity.span.end + 1
    if any(is_bounded(name) for name in characteristics(statement.parse, quantity.value)):
        return True
    if _listens("whole").match(masked, behind):
        return True
    taken = _listens("takes_part").search(masked, 0, quantity.value.start)
    return taken is not None and _listens("of_set").match(masked, behind) is not None


def _against_physics(statement: Analysis, quantity: Quantity) -> str:
    """Below absolute zero, or faster than light. pint is asked only where the number or the unit can make it so."""
    numbers = [each for each in (quantity.low, quantity.high) if each is not None]
    coldest = -273 if _DEGREES.match(quantity.unit) else 0
    cold = quantity.kind is QuantityKind.TEMPERATURE and (min(numbers) < coldest or _is_below(quantity, coldest))
    slow = _EVERYDAY_SPEED.fullmatch(quantity.unit) is not None and max(numbers) < _SPEED_OF_LIGHT / 1000
    fast = quantity.kind is QuantityKind.MEASURE and not slow and _SPEED_UNIT.search(quantity.unit)
    if not (cold or fast) or _listens("difference").search(statement.masked):
        return ""
    base = canonical(quantity)
    value = base and (base.low if base.low is not None else base.high)
    if base is None or value is None:
        return ""
    if base.dimension == _TEMPERATURE and (value < -_ROUNDING or _is_below(quantity._replace(high=value), _ROUNDING)):
        return "nothing is colder than absolute zero (-273.15 °C)"
    if base.dimension == _SPEED and base.low is not None and base.low > _SPEED_OF_LIGHT:
        return "nothing is faster than light (299 792 km/s)"
    return ""


def _is_below(quantity: Quantity, value: float) -> bool:
    """Whether a quantity is to be less than what is a value at most itself."""
    return quantity.bound is Bound.LESS_THAN and quantity.high is not None and quantity.high <= value


def _pairs(statement: Analysis, demanded: list[Quantity]) -> Iterator[Finding]:
    """“at least 20 and at most 8”, “3 out of 2”."""
    masked = statement.masked
    for first, second in pairwise(demanded):
        between = masked[first.span.end : second.span.start]
        span = Span(first.span.start, second.span.end)
        if _OUT_OF.fullmatch(between) and (first.low or 0) > (second.low or 0):
            yield _finding(statement, span, "a part cannot be more than the whole")
        elif _JOINED.fullmatch(between) and _excludes(first, second):
            yield _finding(statement, span, "no value meets both bounds")


def _excludes(first: Quantity, second: Quantity) -> bool:
    """Whether a lower and an upper bound of one thing leave nothing between them."""
    lower = next((each for each in (first, second) if each.bound in _LOWER), None)
    upper = next((each for each in (first, second) if each.bound in _UPPER), None)
    if lower is None or upper is None or lower.low is None or upper.high is None:
        return False
    if lower.unit == upper.unit or QuantityKind.NUMBER in (lower.kind, upper.kind):
        same = lower.counted == upper.counted or not (lower.counted and upper.counted)
        return same and lower.low > upper.high
    low, high = canonical(lower), canonical(upper)
    if low is None or high is None or low.dimension != high.dimension or low.low is None or high.high is None:
        return False
    return low.low > high.high


def _too_fast(statement: Analysis, demanded: list[Quantity]) -> Iterator[Finding]:
    """“faster than light”, and a propagation time over a distance that light takes longer for."""
    lowered = statement.masked.lower()
    for match in statement.matches(_listens("light")) if "light" in lowered else ():
        yield _finding(statement, Span(*match.span()), "nothing is faster than light")
    if not demanded or not _listens("propagation").search(lowered):
        return
    known = [base for each in demanded if each.kind is QuantityKind.MEASURE and (base := canonical(each))]
    distances = [base.low for base in known if base.dimension == _LENGTH and base.low is not None]
    for bound in demanded if distances else ():
        time = canonical(bound) if bound.kind is QuantityKind.DURATION else None
        if time is not None and time.high is not None and 0 < time.high < max(distances) / _SPEED_OF_LIGHT:
            yield _finding(statement, bound.span, "light itself takes longer over this distance", _fixes(statement.masked, bound))
