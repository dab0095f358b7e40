"""Whether two quantities that stand in one place exclude each other; units are converted."""

from __future__ import annotations

import math

from shallcheck.language.units import canonical
from shallcheck.model.facts import Amount, Ends, Mechanism
from shallcheck.model.quantity import Bound, Quantity, QuantityKind

_ROUNDING = 0.01
"""How much of a value may differ where units are converted by hand: “50 miles (80 km)”."""
_DEGREES = 0.05
"""Kelvin that a temperature may differ by where it is converted."""


def contrast_of(one: Amount, other: Amount) -> Mechanism:
    """`VALUE` where they exclude each other, or bind the same end differently; `SAME` where they do not differ; `OTHER` where
    both can hold, or they measure different things."""
    x, y = _plain(one, other), _plain(other, one)
    if x is None or y is None or x.dimension != y.dimension:
        return Mechanism.VALUE if QuantityKind.NUMBER in (one.quantity.kind, other.quantity.kind) else Mechanism.OTHER
    if _one_sided(x) and _one_sided(y) and (x[1] is None) != (y[1] is None) and _overlap(x, y):
        return Mechanism.OTHER
    if one.quantity.kind is QuantityKind.TEMPERATURE:
        ends = zip(x[1:], y[1:], strict=True)
        same = all(a == b if a is None or b is None else abs(a - b) <= _DEGREES for a, b in ends)
        return Mechanism.SAME if same else Mechanism.VALUE
    if _excludes(one.quantity, other.quantity) or _excludes(other.quantity, one.quantity):
        return Mechanism.VALUE
    shared = [(a, b) for a, b in zip(x[1:], y[1:], strict=True) if a is not None and b is not None]
    rounding = 0.0 if one.quantity.unit == other.quantity.unit else _ROUNDING
    return Mechanism.SAME if shared and all(_close(a, b, rounding) for a, b in shared) else Mechanism.VALUE


def _plain(amount: Amount, other: Amount) -> Ends | None:
    """The ends of an amount, a share as a bare number where the other is one: “50 %” and “0.5”."""
    kinds = amount.quantity.kind, other.quantity.kind
    if amount.ends is None or kinds != (QuantityKind.PERCENTAGE, QuantityKind.NUMBER):
        return amount.ends
    low, high = (None if each is None else each / 100 for each in (amount.quantity.low, amount.quantity.high))
    return Ends("", low, high)


def _excludes(strict: Quantity, exact: Quantity) -> bool:
    """Whether one is just the value that the other's border leaves out: “exactly one” for “more than one”."""
    border = {Bound.MORE_THAN: strict.low, Bound.LESS_THAN: strict.high}.get(strict.bound)
    return exact.bound is Bound.EXACT and border is not None and border == exact.low and strict.unit == exact.unit


def values(one: Amount, other: Amount) -> Mechanism:
    """The contrast of two values of one thing; what keeps within a bound that is forbidden to pass goes with it."""
    found = contrast_of(one, other)
    forbidden, used = (one, other) if one.is_denied else (other, one)
    within = found is Mechanism.VALUE and one.is_denied != other.is_denied and allows(forbidden, used)
    return Mechanism.OTHER if within else found


def allows(wide: Amount, narrow: Amount) -> bool:
    """Whether every value within the second is within the first too."""
    x, y = wide.ends, narrow.ends
    if x is None or y is None or x.dimension != y.dimension:
        return False
    (_, low, high), (_, least, most) = x, y
    return (low is None or (least is not None and least >= low)) and (high is None or (most is not None and most <= high))


def ends_of(quantity: Quantity) -> Ends | None:
    """The ends of a quantity in base units, or in its own where nobody knows it; None where a number is too large to be told from
    others."""
    if any(each is not None and not math.isfinite(each) for each in (quantity.low, quantity.high)):
        return None
    if quantity.kind in (QuantityKind.NUMBER, QuantityKind.COUNT):
        return Ends("", quantity.low, quantity.high)
    base = canonical(quantity)
    return Ends(quantity.unit.lower(), quantity.low, quantity.high) if base is None else Ends(*base)


def _one_sided(ends: Ends) -> bool:
    return ends[1] is None or ends[2] is None


def _overlap(x: Ends, y: Ends) -> bool:
    """Whether more than one value lies within both."""
    low = max((each for each in (x[1], y[1]) if each is not None), default=None)
    high = min((each for each in (x[2], y[2]) if each is not None), default=None)
    return low is None or high is None or (low < high and not _close(low, high))


def _close(one: float, other: float, rounding: float = _ROUNDING) -> bool:
    return abs(one - other) <= rounding * max(abs(one), abs(other))
