"""What a project chooses about how its rules judge: words to add and to allow, thresholds, further verification methods.

Travels with each statement to the worker that judges it, so it is small, immutable and hashable.
"""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """Words and phrases for the word list of one rule; plain text, never a pattern."""

    add: tuple[str, ...] = ()
    """The rule finds these too."""
    allow: tuple[str, ...] = ()
    """The rule is silent about a word of its own that overlaps one of these."""


class Choices(NamedTuple):
    """The choices of a project."""

    words: tuple[tuple[str, Words], ...] = ()
    """By the name of the rule, such as vague-term."""
    numbers: tuple[tuple[str, str, int], ...] = ()
    """Thresholds: a rule's code, the threshold's name, its value."""
    methods: tuple[str, ...] = ()
    """Verification methods beside the six."""

    def words_of(self, rule: str) -> Words:
        """What the word list of a rule (by its name) is changed by."""
        return next((words for each, words in self.words if each == rule), NO_WORDS)

    def number(self, code: str, name: str, default: int) -> int:
        """A rule's threshold, or the rule's own `default`."""
        return next((value for each, key, value in self.numbers if (each, key) == (code, name)), default)


NO_WORDS = Words()
NO_CHOICES = Choices()
