"""How a meaning differs from an earlier one: which words went, which came, and what kind of change that is."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

_LONGEST = 160
"""Code points of words that a message quotes whole."""


class ChangeKind(StrEnum):
    """What was changed, the most telling first."""

    NUMBER = "number"
    UNIT = "unit"
    MODAL = "modal"
    NEGATION = "negation"
    CONDITION = "condition"
    WORD = "word"
    ORDER = "order"
    """The same words in another order."""


class Change(NamedTuple):
    """Words that went and words that came in their place; one of the two may be empty."""

    went: str
    came: str
    kinds: tuple[ChangeKind, ...]

    @property
    def told(self) -> str:
        """The change as the part of a sentence, such as “2 s” is now “500 ms” (number, unit)."""
        if ChangeKind.ORDER in self.kinds:
            return "the words stand in another order"
        if not self.went:
            said = f"“{_short(self.came)}” was added"
        elif not self.came:
            said = f"“{_short(self.went)}” was removed"
        else:
            said = f"“{_short(self.went)}” is now “{_short(self.came)}”"
        return f"{said} ({', '.join(self.kinds)})"


class Piece(NamedTuple):
    """A stretch of two texts laid over each other. `mark`: “-” stands in the earlier only, “+” in the later only, “ ” in both."""

    mark: str
    text: str


class Comparison(NamedTuple):
    """Two texts compared. No changes: they mean the same."""

    changes: tuple[Change, ...] = ()
    pieces: tuple[Piece, ...] = ()

    @property
    def kinds(self) -> tuple[ChangeKind, ...]:
        """Every kind of change, each once."""
        found = {kind for change in self.changes for kind in change.kinds}
        return tuple(kind for kind in ChangeKind if kind in found)

    def told(self, most: int = 3) -> str:
        """The changes as one part of a sentence, at most so many one by one."""
        said = [change.told for change in self.changes[:most]]
        left = len(self.changes) - most
        return ", ".join(said) + (f", and {left} more {'change' if left == 1 else 'changes'}" if left > 0 else "")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
