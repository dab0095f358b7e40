"""An amount of one statement, where the other says in words how much, or nothing: “0” and “no”, “at least one” and “all”."""

from __future__ import annotations

from collections.abc import Sequence

from shallcheck.language.opposites import words
from shallcheck.model.facts import Mechanism, Sort, Word
from shallcheck.model.quantity import Bound, Quantity, QuantityKind

_SMALL = {Sort.AMOUNT, Sort.QUANTIFIER, Sort.NEGATION}


def against_words(quantity: Quantity, differing: Sequence[Word]) -> Mechanism | None:
    """Why an amount and the words that stand against it cannot both hold; `differing`: both, and nothing else differs there."""
    beside = {word.key for word in differing if word.sort is not Sort.AMOUNT}
    if beside and (found := _by_words(quantity, beside)) is not None:
        return found
    if len(differing) == 1:
        return Mechanism.OTHER if quantity.bound in (Bound.EXACT, Bound.ABOUT) else Mechanism.LIMIT
    rest = {word.key for word in differing if word.sort not in _SMALL}
    return Mechanism.LIMIT if rest <= words("bounds.strict") else None


def _by_words(quantity: Quantity, beside: set[str]) -> Mechanism | None:
    none = words("quantities.none") | {"not"}
    if beside <= none and quantity.low == quantity.high == 0:
        return Mechanism.SAME
    if beside <= none | words("quantities.all") and _is_a_few(quantity):
        return Mechanism.QUANTIFIER
    at_once = words("bounds.immediately")
    if beside <= at_once | {"with", "a", "delay"} and beside & at_once and quantity.kind is QuantityKind.DURATION:
        return Mechanism.VALUE
    if beside <= words("bounds.unlimited"):
        return Mechanism.LIMIT
    single = beside - {"a"} <= words("quantities.one") and beside != {"a"}
    if single and quantity.high == 1:
        return Mechanism.SAME
    several = quantity.low not in (None, 1) and "time" in beside and not beside.isdisjoint(words("frequencies.once"))
    return Mechanism.FREQUENCY if several or (single and quantity.bound is Bound.MORE_THAN and quantity.low == 1) else None


def _is_a_few(quantity: Quantity) -> bool:
    """“at least one”, which is neither all nor none."""
    return quantity.kind is QuantityKind.COUNT and quantity.low == 1 and quantity.high is None
