"""Names that a glossary may define: how they are compared, and which of them a statement uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from shallcheck.model.document import Statement
from shallcheck.model.place import Span

_MASK = "\ufffc"
_ACRONYM = re.compile(r"(?<![\w./\-&@#$%+\\\[|=<>])([A-Z][A-Z0-9]{0,4}[A-Z])s?(?![\w/&%+\\|]|\.\w|-[A-Z0-9]|[ \t]?[\d=<>])")
"""Two to six capitals; digits may stand between (C2C). What ends in a digit or stands before a number is a designation (MP3, EN
301), what stands alone in square brackets a citation."""
_SNAKE = re.compile(r"(?<![\w.\-/])[A-Z][A-Za-z0-9]{0,40}(?:_[A-Z0-9][A-Za-z0-9]{0,40}){1,6}(?!\w|\.\w|\()")
_NAME = r"[A-Z][A-Za-z0-9]{1,40}(?:[ \-][A-Z][A-Za-z0-9]{0,40}){0,3}"
_OBLIGED = re.compile(rf"\b(?:[Tt]he|THE|[Ee]ach|EACH|[Ee]very|EVERY)\s+({_NAME})\s+(?:shall|SHALL|must|MUST|should|SHOULD)\b")
_STATE = re.compile(rf"\b(?:in|enters?|leaves?|into)\s+(?:the\s+|an?\s+)?({_NAME})\s+(?:mode|state)\b")
_SEPARATORS = re.compile(r"[\s_\-]+")
_WORDS = re.compile(r"[^\W_]+(?:[/.&+'’][^\W_]+)*")


NEAR = 82.0
"""Percent of likeness (rapidfuzz's ratio of keys) from which another name was probably meant."""


class Used(NamedTuple):
    """A name where a statement uses it; the place is in the statement's text."""

    name: str
    place: Span
    acronym: bool


def key_of(name: str) -> str:
    """What names are compared by: case, plural, and how their words are joined do not count."""
    joined = _SEPARATORS.sub(" ", name).strip().casefold()
    return joined[:-1] if len(joined) > 3 and joined.endswith("s") and not joined.endswith("ss") else joined


def is_akin(one: str, other: str) -> bool:
    """Whether of two keys one may have been meant by the other: nearly the same letters, or the same words up to the last."""
    from rapidfuzz import fuzz

    lead, _, last = one.rpartition(" ")
    return bool(lead and last and other.startswith(f"{lead} ")) or fuzz.ratio(one, other) >= NEAR


def names_used(statement: Statement) -> Iterator[Used]:
    """The acronyms and the names of elements and states in a statement, outside code and quotes."""
    text = list(statement.text)
    for part in statement.opaque:
        text[part.start : part.end] = _MASK * (part.end - part.start)
    masked = "".join(text)
    for match in _ACRONYM.finditer(masked):
        yield Used(match[1], Span(*match.span(1)), True)
    places: list[Span] = []
    for pattern, group in ((_SNAKE, 0), (_OBLIGED, 1), (_STATE, 1)):
        for match in pattern.finditer(masked):
            place = Span(*match.span(group))
            if not match[group].isupper() and not any(place.overlaps(other) for other in places):
                places.append(place)
                yield Used(match[group], place, False)


class Names:
    """Names that are defined, to be found in a text."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.keys = frozenset(key for key in keys if len(key) > 1)
        self._longest: dict[str, int] = {}
        """By first word, how many words its names have at most."""
        for key in self.keys:
            words = key.split(" ")
            self._longest[words[0]] = max(len(words), self._longest.get(words[0], 0))

    def places(self, statement: Statement) -> Iterator[Span]:
        """Where they stand in a statement, outside code and quotes; the longest name at each place."""
        words = [Span(*match.span()) for match in _WORDS.finditer(statement.text)] if self.keys else []
        opaque = [Span(part.start, part.end) for part in statement.opaque]
        at = 0
        while at < len(words):
            found = self._at(statement.text, words, at)
            place = Span(words[at].start, words[at + found - 1].end) if found else None
            if place and not any(place.overlaps(part) for part in opaque):
                yield place
            at += found or 1

    def _at(self, text: str, words: Sequence[Span], at: int) -> int:
        """How many words the longest name has that begins with a word; 0: none does."""
        first = text[words[at].start : words[at].end].casefold()
        most = self._longest.get(first, 0)
        if first.endswith("s"):
            most = max(most, self._longest.get(first[:-1], 0))
        for count in range(min(most, len(words) - at), 0, -1):
            if key_of(text[words[at].start : words[at + count - 1].end]) in self.keys:
                return count
        return 0
