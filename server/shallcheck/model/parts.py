"""The parts of a statement that an editor tells apart: its clauses, what obliges, what is measured. Plain data for the wire."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class PartKind(IntEnum):
    """What a stretch of a statement is. Of two that overlap the later kind is what a reader sees."""

    RESPONSE = 0
    TRIGGER = 1
    STATE = 2
    FEATURE = 3
    UNWANTED = 4
    TRIGGER_WORD = 5
    """The word that opens the clause: “when”; of unwanted behaviour also its “then”."""
    STATE_WORD = 6
    FEATURE_WORD = 7
    UNWANTED_WORD = 8
    MODAL = 9
    QUANTITY = 10
    """The numbers and their unit."""
    TERM = 11
    """A name that is defined: of the whole workspace, so it is no part of what a worker says."""


CLAUSES = frozenset({PartKind.RESPONSE, PartKind.TRIGGER, PartKind.STATE, PartKind.FEATURE, PartKind.UNWANTED})
_WORDS = {
    "trigger": PartKind.TRIGGER_WORD,
    "state": PartKind.STATE_WORD,
    "feature": PartKind.FEATURE_WORD,
    "unwanted": PartKind.UNWANTED_WORD,
}


def clause_of(ears: str) -> PartKind:
    """The clause of what EARS calls trigger, state, feature or unwanted."""
    return PartKind[ears.upper()]


def word_of(ears: str) -> PartKind:
    """The word that opens such a clause."""
    return _WORDS[ears]


class Part(NamedTuple):
    """One part; `start` to `end` in the statement's text."""

    start: int
    end: int
    kind: PartKind
