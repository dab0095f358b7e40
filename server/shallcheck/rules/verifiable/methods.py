"""The six methods of verification, and how people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from shallcheck.model.document import Attribute
from shallcheck.model.place import Span

LONGEST = 3
"""Words in the name of a method."""
METHODS = ("inspection", "demonstration", "analysis", "test", "similarity", "sampling")
_STEMS = re.compile(
    r"\b(?:inspect\w*|demonstrat\w*|demo|analy[sz]\w*|tests?|testing|tested|similar\w*|sampl\w*|[IDATS])\b", re.IGNORECASE
)
_IDENTIFIER = re.compile(r"\b[A-Za-z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)*[-_.]\d+|\[\[|\]\(|`|https?:")
_BETWEEN = re.compile(r"\s*(?:,|;|/|\+|&|\band\b|\bor\b|\|)\s*", re.IGNORECASE)
_NOT_YET = re.compile(
    r"\W*(?:tb[dcrs]|to be (?:defined|decided|determined)|none|n/?a|open|[-–—?]|<[^>]*>|\\<[^>]*>)*\W*$", re.IGNORECASE
)


def named(attribute: Attribute) -> Iterator[tuple[str, Span]]:
    """The methods that a verification attribute names, each with its place in the segment; what is in brackets describes one."""
    value = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", lambda match: " " * len(match[0]), attribute.value)
    if _NOT_YET.fullmatch(value) or _IDENTIFIER.search(attribute.value):
        return
    if any(len(part.split()) > LONGEST for part in _BETWEEN.split(value)):
        return  # a sentence, not a list of methods
    at = 0
    for gap in [*_BETWEEN.finditer(value), None]:
        end = gap.start() if gap else len(value)
        words = value[at:end].strip(" *_.`:-–—")
        if words:
            start = value.index(words, at)
            yield words, Span(start, start + len(words)).shifted(attribute.place.start)
        at = gap.end() if gap else end


@lru_cache(maxsize=4096)
def methods_of(value: str) -> tuple[str, ...]:
    """Which of METHODS the value of a verification attribute names; a letter stands for the first that begins with it."""
    stems = (_STEMS.search(words) for words, _ in named(Attribute("verification", value, Span(0, len(value)))))
    found = (next(each for each in METHODS if each.startswith(stem[0][:4].lower())) for stem in stems if stem)
    return tuple(dict.fromkeys(found))


def is_known(words: str, more: tuple[str, ...]) -> bool:
    """Whether words name one of the six methods, or one of the project's own: “unit test” is a test."""
    return _STEMS.search(words) is not None or words.casefold() in {each.casefold() for each in more}


def says_nothing(attribute: Attribute) -> bool:
    """Whether a verification attribute is there but names neither a method nor what verifies."""
    return _NOT_YET.fullmatch(attribute.value) is not None
