"""A quantity as a statement gives it: numbers, how they bind, and in what. Plain data, so that statements can be compared."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from shallcheck.model.place import Span


class QuantityKind(StrEnum):
    """What a number measures, counts or names."""

    DURATION = "duration"
    FREQUENCY = "frequency"
    TEMPERATURE = "temperature"
    DATA = "data size"
    MEASURE = "measure"
    """Any other physical unit."""
    PERCENTAGE = "percentage"
    MONEY = "money"
    COUNT = "count"
    NUMBER = "number"
    """Neither a unit nor a counted noun stands with it."""
    LABEL = "label"
    """It only names something: a version, port, code, date, clock time, section, standard."""


PHYSICAL = frozenset({QuantityKind.DURATION, QuantityKind.FREQUENCY, QuantityKind.TEMPERATURE, QuantityKind.MEASURE})


class Bound(StrEnum):
    """How a quantity binds."""

    EXACT = "exactly"
    ABOUT = "about"
    AT_LEAST = "at least"
    MORE_THAN = "more than"
    AT_MOST = "at most"
    LESS_THAN = "less than"
    RANGE = "from … to"
    TOLERANCE = "with a tolerance"


class Quantity(NamedTuple):
    """One quantity. `low` and `high` are in `unit`; None where it is open to that side, and both the value where it is exact."""

    kind: QuantityKind
    span: Span
    """From the word that bounds it to its unit or tolerance."""
    value: Span
    """The numbers and their unit."""
    number_end: int
    """Where the last number ends, before its unit."""
    bound: Bound
    low: float | None
    high: float | None
    unit: str = ""
    """As written."""
    counted: str = ""
    """The counted noun, in its dictionary form."""

    @property
    def meaning(self) -> str:
        """What was understood, for a person: “duration, at most 0.5 s”."""
        numbers = [f"{each:g}" for each in dict.fromkeys((self.low, self.high)) if each is not None]
        if self.kind is QuantityKind.LABEL:
            return "only a name"
        if not numbers:
            return self.kind.value
        shown = f"from {' to '.join(numbers)}" if len(numbers) > 1 else f"{self.bound.value} {numbers[0]}"
        return f"{self.kind.value}, {shown} {self.unit or self.counted}".rstrip()
