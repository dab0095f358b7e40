"""Units: how they are written after a number, and what pint makes of them.

Recognising is text alone and quick. What pint knows of the frequent units stands in base_units.toml; for all others it is
imported at the first conversion: its registry takes up to half a second.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from shallcheck.model.quantity import PHYSICAL, Quantity, QuantityKind

_SQUARED = re.compile(r"\b(square|cubic) (\w+)", re.IGNORECASE)
_POWER = re.compile(r"(?<=[a-zA-Z°])(?:\^?([23])|([²³]))$")
_BYTES = re.compile(r"^([kKMGTP]i?)?(?:([Bb])|([Bb])ytes?|[Bb]its?)$")
_SYMBOL = 2
"""Letters up to which the case of a unit tells what it is: kN, kn."""
_OVER = re.compile(r"\s*(?:/|\bper\b)\s*", re.IGNORECASE)
_RATES = frozenset({QuantityKind.DATA, QuantityKind.MONEY})
"""Kinds that stay what they are when divided by another unit."""
_MOST_DIGITS = 9
"""Digits behind the point from which on a converted value is no help."""


class Unit(NamedTuple):
    """A unit where it stands."""

    kind: QuantityKind
    text: str
    end: int


class Canonical(NamedTuple):
    """A quantity in base units, comparable with every other of the same `dimension`."""

    dimension: str
    low: float | None
    high: float | None


@dataclass(frozen=True)
class _Table:
    unit: re.Pattern[str]
    kinds: tuple[tuple[QuantityKind, re.Pattern[str]], ...]
    pint: dict[str, str]
    symbols: dict[str, str]
    """By what is written, the symbol that says the same."""


def unit_at(text: str, start: int) -> Unit | None:
    """The unit that begins at a place."""
    found = _table().unit.match(text, start)
    if found is None:
        return None
    if (kind := _kind(found[0])) is not None:
        return Unit(kind, found[0], found.end())
    first = _OVER.split(found[0])[0]
    if _kind(first) is QuantityKind.PERCENTAGE:
        return Unit(QuantityKind.PERCENTAGE, first, start + len(first))
    over = [_kind(_POWER.sub("", part)) for part in _OVER.split(found[0])]
    if set(over) == {QuantityKind.DURATION}:
        return Unit(QuantityKind.DURATION, found[0], found.end())
    kind = over[0]
    return Unit(kind if kind is not None and kind in _RATES else QuantityKind.MEASURE, found[0], found.end())


def _kind(text: str) -> QuantityKind | None:
    return next((kind for kind, pattern in _table().kinds if pattern.fullmatch(text)), None)


def names_unit(text: str) -> bool:
    """Whether a unit is named apart from a number: “in milliseconds”, “(kPa)”."""
    places = re.finditer(r"\b(?:in|as)\s+(?=[^\W\d])|[(\[](?=[^\W\d]|[%°])", text)
    return any(
        (found := unit_at(text, each.end())) and (len(found.text) > 1 or text[found.end : found.end + 1] in tuple(")]"))
        for each in places
    )


def spelled(unit: str) -> str:
    """A unit as its symbol, however it is written: `2 seconds` is `2 s`, and `metres per second` are `m/s`."""
    return "/".join(_symbol(" ".join(part.split())) for part in _OVER.split(unit)) if unit != "<unit>" else unit


@cache
def _symbol(text: str) -> str:
    if squared := _SQUARED.fullmatch(text):
        return f"{_symbol(squared[2])}^{2 if squared[1].lower() == 'square' else 3}"
    if power := _POWER.search(text):
        return f"{_symbol(text[: power.start()])}^{power[1] or {'²': 2, '³': 3}[power[2]]}"
    known = _table().symbols
    lower = text.lower()
    names = (text, lower, lower.removesuffix("s")) if len(text) > 2 else (text,)
    return next((known[name] for name in names if name in known), text)


def canonical(quantity: Quantity) -> Canonical | None:
    """A quantity in base units; None where pint knows no such unit. A count's dimension is its noun, an amount of money's its
    currency."""
    if quantity.kind in (QuantityKind.NUMBER, QuantityKind.LABEL):
        return None
    if quantity.kind in (QuantityKind.COUNT, QuantityKind.MONEY):
        return Canonical(quantity.counted or quantity.unit, quantity.low, quantity.high)
    low, high = in_base(quantity.low, quantity.unit), in_base(quantity.high, quantity.unit)
    known = low or high
    if known is None:
        return None
    dimension = known[0] if quantity.kind in PHYSICAL else f"{quantity.kind.value}: {known[0]}"
    return Canonical(dimension, low[1] if low else None, high[1] if high else None)


def in_base(value: float | None, unit: str) -> tuple[str, float] | None:
    """Dimension and value in base units; None where there is no value or pint knows no such unit."""
    if value is None:
        return None
    if (known := frequent().get(unit)) is not None:
        return known[0], value * known[1] + known[2]
    return by_pint(value, unit)


def by_pint(value: float, unit: str) -> tuple[str, float] | None:
    """The same, always asked of pint."""
    import pint

    registry = _registry()
    try:
        base = registry.Quantity(value, registry.parse_units(_as_pint(unit))).to_base_units()
    except (pint.PintError, ValueError, TypeError, AttributeError, AssertionError, SyntaxError):
        return None
    return str(base.dimensionality), float(base.magnitude)


def exactly_in(number: str, unit: str, other: str) -> str | None:
    """A number as it is written, in another unit and to the last digit; None where it has no end, or pint knows no way."""
    import pint

    registry = _exact_registry()
    plain = re.sub(r"[\s,\u00a0\u202f’']", "", number.replace("−", "-").replace("–", "-"))
    if not re.fullmatch(r"[-+]?\d+(?:\.\d+)?", plain) or re.search(r",(?!\d{3}(?!\d))", number):
        return None
    try:
        given = registry.Quantity(Fraction(plain), registry.parse_units(_as_pint(unit)))
        value = given.to(registry.parse_units(_as_pint(other))).magnitude
    except (pint.PintError, ValueError, TypeError, AttributeError, AssertionError, SyntaxError):
        return None
    return _as_decimal(Fraction(value)) if isinstance(value, Fraction | int) else None


def _as_decimal(value: Fraction) -> str | None:
    """A fraction as a decimal number that ends, and not too late to be read."""
    scaled = next((value * 10**digits for digits in range(_MOST_DIGITS) if (value * 10**digits).denominator == 1), None)
    if scaled is None:
        return None
    text = format(Decimal(value.numerator) / Decimal(value.denominator), "f")
    return text if len(text) <= 2 * _MOST_DIGITS else None


@cache
def _exact_registry() -> Any:
    import pint

    return pint.UnitRegistry(non_int_type=Fraction)


@cache
def _registry() -> Any:
    import pint

    return pint.UnitRegistry()


def _as_pint(unit: str) -> str:
    return "/".join(_atom(" ".join(part.split())) for part in _OVER.split(unit))


def _atom(text: str) -> str:
    known = _table().pint
    if (named := known.get(text) or (known.get(text.lower()) if len(text) > _SYMBOL else None)) is not None:
        return f"({named})"
    if (found := _BYTES.match(text)) is not None:
        return _data_size(found)
    text = _SQUARED.sub(lambda found: f"{found[2]}**{2 if found[1].lower() == 'square' else 3}", text)
    text = _POWER.sub(lambda found: f"**{found[1] or {'²': 2, '³': 3}[found[2]]}", text)
    text = text.lower() if text[0].isupper() and text[1:].islower() and len(text) > 4 else text
    return re.sub(r"[ -]", "_", text.replace("µ", "u").replace("μ", "u").replace("Ω", "ohm").replace("·", "*"))


def _data_size(found: re.Match[str]) -> str:
    """KB, kB, kByte, Kbit: kilo is written either way, and a byte is no bit."""
    prefix = (found[1] or "").replace("K", "k" if found[1] == "K" else "K")
    return prefix + ("byte" if found[2] == "B" or found[3] else "bit")


@cache
def frequent() -> dict[str, tuple[str, float, float]]:
    """By unit, its dimension, and factor and offset to base units: as pint has them, for those that most statements use."""
    data = tomllib.loads(files("shallcheck.language").joinpath("base_units.toml").read_text("utf-8"))
    return {unit: (dimension, *row) for dimension, rows in data.items() for unit, row in rows.items()}


@cache
def _table() -> _Table:
    data = tomllib.loads(files("shallcheck.language").joinpath("units.toml").read_text("utf-8"))
    kinds = {QuantityKind(name): _either(table) for name, table in data.items() if name not in ("pint", "spelled")}
    every = "|".join(kinds.values())
    atom = rf"(?:{every})(?:\^?[23](?![\d.])|[²³])?(?![\w²³])"
    unit = re.compile(rf"{atom}(?:\s?(?:/|·|\bper\b)\s?{atom}){{0,2}}|<unit>")
    patterns = [(kind, re.compile(body)) for kind, body in kinds.items()]
    return _Table(unit, (*patterns, (QuantityKind.MEASURE, re.compile("<unit>"))), data["pint"], _symbols(data["spelled"]))


def _symbols(spelled: dict[str, dict[str, Any]]) -> dict[str, str]:
    prefixes = {"": "", **spelled["prefixes"]}
    based = {
        prefix + word: short + symbol
        for symbol, words in spelled["based"].items()
        for word in words
        for prefix, short in prefixes.items()
    }
    return based | {word: symbol for symbol, words in spelled["whole"].items() for word in words}


def _either(table: dict[str, list[str]]) -> str:
    words = "|".join(word.replace(" ", r"\s+") for word in table["words"])
    symbols = "|".join(f"(?:{each})(?![A-Za-z])" for each in table["symbols"])
    return rf"(?i:(?:{words})(?![A-Za-z]))|{symbols}"
