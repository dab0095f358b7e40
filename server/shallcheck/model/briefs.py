"""Hand-off briefs as they were written: what a thread was told, so that a brief that has grown old is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from shallcheck.model.index import Defined

BRIEFS = "shallcheck-briefs.txt"
"""The file that they are recorded in."""
EVERYTHING = "everything"
"""What a brief is for that nobody asked about anything."""


class Told(NamedTuple):
    """An artifact as a brief told of it. `asked`: it was asked about, and is no constraint, test or source of what was."""

    words: str
    asked: bool


@dataclass(frozen=True)
class Brief:
    """A brief. `asked`: what it is for, in one line; `mark`: the fingerprint of the state that it was written from, `day` as
    2027-01-31, `commit`: what was checked out; empty: nothing."""

    asked: str
    mark: str
    day: str
    commit: str = ""
    closed: bool = False
    """Whether the thread has ended: nobody works by it any more."""
    earlier: str = ""
    """The day of the brief before it, for the same; empty: there was none."""
    told: Mapping[str, Told] = field(default_factory=dict)
    """By identifier."""
    was: Mapping[str, str | None] = field(default_factory=dict)
    """Of what the brief before it told otherwise, the words then; None: it did not tell of it."""

    def before(self) -> dict[str, str]:
        """What the brief before it told, by identifier."""
        words: dict[str, str | None] = {**self.words(), **self.was}
        return {name: each for name, each in words.items() if each is not None}

    def words(self) -> dict[str, str]:
        """What it told, by identifier."""
        return {name: each.words for name, each in self.told.items()}


class Outdated(NamedTuple):
    """A brief that somebody may still work by, and how the state differs from what it tells. `at`: an artifact that differs;
    None: none of them is there."""

    brief: Brief
    changed: tuple[tuple[str, str], ...]
    """Identifiers, and how their words differ."""
    gone: tuple[str, ...]
    new: tuple[str, ...]
    """Identifiers of what it would have told as well."""
    at: Defined | None
