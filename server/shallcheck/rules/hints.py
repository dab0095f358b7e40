"""Whether a word of a list may stand in a text, told at one look: in most statements none does.

RE2 looks for all words of a list in one pass, where Python's `re` tries each of them at every place (1 µs against 20 for a list
and a statement). It cannot look around, so it is asked for somewhat more than the list: what it misses is not there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import re2

_PART = re.compile(r"\\.|\[\^(?:\\.|[^\\])(?:\\.|[^\]\\])*\]|\[(?:\\.|[^\\])(?:\\.|[^\]\\])*\]|\(\?<?[=!]|.", re.DOTALL)
"""One element of a pattern: an escape, a class, the opening of a look around, or a character."""
_WIDER = {r"\w": r"\w\x80-\x{10ffff}", r"\d": r"\d\x80-\x{10ffff}", r"\s": r"\s\x0b\x1c-\x1f\x80-\x{10ffff}"}
"""To RE2 these classes are ASCII alone."""
_PLACES = frozenset({r"\b", r"\B", "^", "$"})


class Hint:
    """The words of a list, written as in `rules/wordlist.py`."""

    def __init__(self, words: Sequence[str]) -> None:
        """Raises re2.error where RE2 cannot read a word: a fault of the list."""
        options = re2.Options()
        options.case_sensitive = False
        self._words = re2.Set.SearchSet(options)
        self._words.Add(rf"(?:^|[^\w-])(?:{'|'.join(_without_looking(_spaced(word)) for word in words)})")
        self._words.Compile()

    def sees(self, text: bytes) -> bool:
        """Whether a word may stand in a text (as UTF-8)."""
        return bool(self._words.Match(text))


def _spaced(word: str) -> str:
    return word.replace(" ?", r"\s*").replace(" ", r"\s+")


def _without_looking(word: str) -> str:
    """A pattern that matches at least wherever `word` does, without looks around and places."""
    kept: list[str] = []
    depth = 0
    for part in _PART.findall(word):
        if depth or (part.startswith("(?") and len(part) > 1):
            depth += part.startswith("(") - (part == ")")
        elif part not in _PLACES:
            kept.append(_wider(part))
    return "".join(kept)


def _wider(part: str) -> str:
    if part in _WIDER:
        return f"[{_WIDER[part]}]"
    if not part.startswith("[") or part.startswith("[^"):
        return part
    return re.sub(r"\\[wds]", lambda found: _WIDER[found[0]], part)
