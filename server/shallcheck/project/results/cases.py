"""A file of test results as cases, whatever wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from shallcheck.model.document import Problem
from shallcheck.model.place import Span


class Outcome(StrEnum):
    """How a test ended, from the worst."""

    FAILED = "failed"
    NOT_RUN = "not run"
    SKIPPED = "skipped"
    PASSED = "passed"


class Case(NamedTuple):
    """One test that was run."""

    group: str
    """What it belongs to, as written: a class, a module, a suite."""
    name: str
    outcome: Outcome
    file: str = ""
    """The file that it stands in, where the results tell that."""
    named: tuple[str, ...] = ()
    """What its properties and tags hold, word by word."""


class Run(NamedTuple):
    """A run of tests, as its file of results tells it."""

    path: str
    at: str = ""
    """When the tests ran, as the file says it; empty: it does not."""
    written: float = 0.0
    """When the file was written, in seconds since 1970."""


class Results(NamedTuple):
    """A file of results. `problems` have places in its text."""

    run: Run
    cases: tuple[Case, ...] = ()
    problems: tuple[Problem, ...] = ()
    text: str = ""
    """The file's text, where there are problems."""


MOST_CASES = 200_000
"""Cases of a file that are read."""
TOO_MANY = f"This file holds more than {MOST_CASES:,} tests, and the others are not read: split it."
_LONGEST = 200
"""Code points of a value that can be identifiers."""
_BETWEEN = str.maketrans(dict.fromkeys(",;=[]()\"'|", " "))


def words_of(value: str) -> tuple[str, ...]:
    """What a property or tag may name: its words, with what follows a colon as well (`req:SYS-001`)."""
    if len(value) > _LONGEST:
        return ()
    words = value.translate(_BETWEEN).split()
    return tuple(dict.fromkeys([*words, *(word.partition(":")[2] for word in words if ":" in word)]))


def worst(outcomes: Sequence[Outcome]) -> Outcome:
    """The worst of some outcomes; without any, none has run."""
    order = list(Outcome)
    return min(outcomes, key=order.index, default=Outcome.NOT_RUN)


def fault(message: str, start: int, end: int) -> Problem:
    """What is wrong with a file of results, at its place."""
    return Problem("DOC001", message, Span(start, end))
