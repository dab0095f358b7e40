"""The pattern that a project gives for its identifiers: nobody's regular expression may hang an editor.

Python's `re` tries every way to match, so `A?A?A?…AAA` takes for ever. RE2 takes time in proportion to the text and the pattern,
but it cannot look around, which our own expressions do at an identifier. So RE2 finds the identifier, and they are given a text
in which it is masked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from shallcheck.model.place import Span

LONGEST_PATTERN = 200
MOST_STEPS = 2000
"""Instructions of a compiled pattern; each character of a text costs at most so many."""
_WINDOW = re.compile(r"[^\r\n]{1,1000}")
"""What is searched at once: a line, or so much of it that a search that looks ahead in vain stays short."""
MASK = "\ue000"
"""Stands for each character of an identifier, in `OwnPattern.masked`."""
_SURROGATE = re.compile("[\ud800-\udfff\ue000]")
_JOINED = re.compile(r"[\w.-]")
_GOES_ON = re.compile(r"[A-Za-z0-9_]")
_BEFORE = re.compile(r"(?P<lead>(?:\[[ xX]\][ \t]+)?(?:<a [^>]{0,80}>(?:</a>)?)?)(?P<open>(?:\*\*|__)?)(?:\[\[?|`|\()?")
"""What may stand before an identifier at the head of a block."""


class OwnPattern:
    """A compiled pattern."""

    def __init__(self, compiled: Any) -> None:
        self._compiled = compiled

    def find(self, text: str, start: int, end: int) -> Iterator[Span]:
        """The identifiers in `text[start:end]` that are not part of a longer word."""
        for window in _WINDOW.finditer(text, start, end):
            for match in self._compiled.finditer(_readable(window[0])):
                left, right = window.start() + match.start(), window.start() + match.end()
                joined = left and _JOINED.match(text, left - 1)
                if left < right and not joined and not _GOES_ON.match(text, right):
                    yield Span(left, right)

    def length_at(self, text: str, at: int = 0) -> int:
        """How long the identifier is that begins at an offset; 0: none does."""
        window = _WINDOW.match(text, at)
        match = self._compiled.match(_readable(window[0])) if window else None
        return match.end() if match else 0

    def masked(self, text: str) -> str:
        """The text with the identifier at its head masked."""
        before = _BEFORE.match(text)
        assert before is not None
        text = _readable(text)
        for start in dict.fromkeys((before.end(), before.end("open"), before.end("lead"))):
            if length := self.length_at(text, start):
                return text[:start] + MASK * length + text[start + length :]
        return text


@lru_cache(maxsize=16)
def own_pattern(pattern: str) -> OwnPattern:
    """The compiled form of a pattern. Raises ValueError, with what to do, where it is no regular expression or too large."""
    import re2

    if len(pattern) > LONGEST_PATTERN:
        raise ValueError(f"the pattern is longer than {LONGEST_PATTERN} characters: shorten it")
    options = re2.Options()
    options.log_errors = False
    options.longest_match = True  # as far as the word goes, in whatever order alternatives are written
    try:
        compiled = re2.compile(pattern, options)
    except (re2.error, UnicodeEncodeError) as error:
        why = error.args[0].decode("utf-8", "replace") if isinstance(error.args[0], bytes) else "it has half a character"
        raise ValueError(
            f"“{pattern}” is not a regular expression of RE2, which neither looks around nor refers back ({why})"
        ) from error
    if compiled.programsize > MOST_STEPS:
        raise ValueError(f"“{pattern}” is too large (its repeats multiply): write smaller bounds, or + for any number")
    return OwnPattern(compiled)


def _readable(text: str) -> str:
    """Text that RE2 can read, of the same length."""
    return _SURROGATE.sub("\ufffd", text)
