"""What one statement says, word by word, so that it can be compared with another; and how two statements relate."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any, NamedTuple

from shallcheck.model.place import Span
from shallcheck.model.quantity import Bound, Quantity, QuantityKind


class Part(IntEnum):
    """Which part of a statement a word belongs to."""

    CONDITION = 0
    SUBJECT = 1
    MODAL = 2
    ACTION = 3
    """A verb that is obliged."""
    REST = 4
    """What it is done to, and how."""
    LISTED = 5
    """Behind a colon."""
    ASIDE = 6
    """In a parenthesis, a note or a purpose clause."""


class Sort(IntEnum):
    """What sort of word it is."""

    NOUN = 0
    NAME = 1
    """A proper noun, an identifier, code, or what stands in quotation marks."""
    VERB = 2
    ADJECTIVE = 3
    ADVERB = 4
    AMOUNT = 5
    """A number with its bound and unit, as one word."""
    PREPOSITION = 6
    CONJUNCTION = 7
    QUANTIFIER = 8
    NEGATION = 9
    OPERATOR = 10
    """“<”, “≥” and their like."""
    OTHER = 11


class Word(NamedTuple):
    """One word that carries meaning. `key` is what it is compared by; the place is in the statement's text."""

    key: str
    start: int
    end: int
    part: Part
    sort: Sort


class Ends(NamedTuple):
    """In what a quantity is, from where, and up to where, in base units; None: open to that side."""

    dimension: str
    low: float | None
    high: float | None


class Amount(NamedTuple):
    """A quantity, and the index of the word that stands for it. `ends`: None where nobody knows its unit."""

    word: int
    quantity: Quantity
    ends: Ends | None = None
    denial: int | None = None
    """Where the word stands that forbids what lies beyond it: “not” of “shall not fly above 120 m”."""

    @property
    def is_denied(self) -> bool:
        """Whether what lies beyond it is forbidden in so many words."""
        return self.denial is not None


@dataclass(frozen=True, slots=True)
class Facts:
    """Who shall do what to what, when and how much: the words in text order, each with its part. Kept in columns: as tuples
    10,000 statements would take 30 MB."""

    keys: tuple[str, ...]
    amounts: tuple[Amount, ...]
    marks: bytes
    """Part and sort of each word."""
    places: bytes
    """Start and end of each word, as unsigned numbers of 16 bits."""

    @classmethod
    def of(cls, words: Sequence[Word], amounts: Iterable[Amount] = ()) -> Facts:
        """Facts of some words."""
        places = array("H", [place for word in words for place in (word.start, word.end)])
        marks = bytes(word.part << 4 | word.sort for word in words)
        return cls(tuple(sys.intern(word.key) for word in words), tuple(amounts), marks, places.tobytes())

    @property
    def common(self) -> tuple[str, ...]:
        """The words, those that are names or amounts as if they were one."""
        return tuple("#" if self.marks[i] & 15 in _NAMING else key for i, key in enumerate(self.keys))

    @property
    def shape(self) -> tuple[str, ...]:
        """The words, amounts of one dimension as if they were one: how like two statements are that may differ in a value."""
        found = list(self.keys)
        for each in self.amounts:
            found[each.word] = f"#{each.ends.dimension if each.ends else each.quantity.unit}"
        return tuple(found)

    @property
    def words(self) -> tuple[Word, ...]:
        """Every word."""
        return self.slice(0, len(self.keys))

    def slice(self, start: int, end: int) -> tuple[Word, ...]:
        """Some of the words: to make them all takes longer than to tell most pairs of statements apart."""
        places = array("H", self.places[4 * start : 4 * end])
        return tuple(
            Word(self.keys[i], places[2 * (i - start)], places[2 * (i - start) + 1], *_meaning(self.marks[i]))
            for i in range(start, min(end, len(self.keys)))
        )


_PARTS, _SORTS = tuple(Part), tuple(Sort)
_NAMING = (Sort.NAME, Sort.AMOUNT)


def _meaning(mark: int) -> tuple[Part, Sort]:
    return _PARTS[mark >> 4], _SORTS[mark & 15]


class Mechanism(StrEnum):
    """Why the words in which two statements differ cannot both hold."""

    VALUE = "value"
    LIMIT = "limit"
    """Only one of the statements bounds the number."""
    MODALITY = "modality"
    NEGATION = "negation"
    OPPOSITE = "opposite"
    QUANTIFIER = "quantifier"
    FREQUENCY = "frequency"
    COMPARISON = "comparison"
    ONLY = "only"
    MANNER = "manner"
    IDENTITY = "identity"
    """Something is one thing here and another there."""
    NARROWED = "narrowed"
    """One names fewer members of a row."""
    QUALIFIED = "qualified"
    """One restricts what it speaks of by an adjective."""
    HALF = "half"
    """They name the two halves of a whole."""
    DEED = "deed"
    """The same actor does something else to the same thing."""
    QUALITY = "quality"
    """The same thing with another adjective."""
    OTHER = "other"
    """They can both hold: each speaks of something else."""
    SAME = "same"
    """They say the same."""

    @property
    def may_both_be_meant(self) -> bool:
        """Whether the words go together well, and only that nothing else differs makes one of them suspect."""
        return self in {Mechanism.HALF, Mechanism.DEED, Mechanism.QUALITY}

    @property
    def is_mild(self) -> bool:
        """Whether both statements can be met at once, though not both be meant."""
        return self.may_both_be_meant or self in {Mechanism.LIMIT, Mechanism.NARROWED, Mechanism.QUALIFIED}


class Relation(NamedTuple):
    """What two statements are to each other: duplicates (`SAME`) or a conflict by a mechanism. The places are the words that
    tell them apart, in the text of each; None where one has nothing in that place."""

    mechanism: Mechanism
    first: Span | None = None
    second: Span | None = None
    in_condition: bool = False
    within: int = 0
    """1: every value that the first statement allows the second allows too; 2: the other way round."""

    @property
    def turned(self) -> Relation:
        """The same, seen from the second statement."""
        return self._replace(first=self.second, second=self.first, within=(0, 2, 1)[self.within])


def pack(facts: Facts) -> list[Any]:
    """Facts as plain lists, for msgpack."""
    amounts = [(word, (*each[:1], *each.span, *each.value, *each[3:]), *more) for word, each, *more in facts.amounts]
    return [facts.keys, amounts, facts.marks, facts.places]


def unpack(rows: Sequence[Any]) -> Facts:
    """The inverse of `pack`. Raises ValueError or TypeError on foreign data."""
    keys, amounts, marks, places = rows
    return Facts(tuple(sys.intern(key) for key in keys), tuple(_amount(*row) for row in amounts), marks, places)


def _amount(word: int, row: Sequence[Any], ends: Sequence[Any] | None, denial: int | None) -> Amount:
    kind, start, end, first, last, number_end, bound, low, high, unit, counted = row
    return Amount(
        word,
        Quantity(QuantityKind(kind), Span(start, end), Span(first, last), number_end, Bound(bound), low, high, unit, counted),
        Ends(*ends) if ends is not None else None,
        denial,
    )
