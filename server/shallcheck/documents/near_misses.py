"""What is almost our own Markdown notation (DOC002): a key of a trace link misspelt, an identifier without its hyphen."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection

from shallcheck.documents.notation import LINK_KEYS, Notation
from shallcheck.model.document import Problem
from shallcheck.model.place import Span

_KEYED = re.compile(r"(?P<open>[*_]{0,3})(?P<key>[A-Za-z]{4,12}(?:[ \t-][A-Za-z]{2,4})?)[*_]{0,3}[ \t]*[:：][*_]{0,3}[ \t]*")
_BETWEEN = re.compile(r"(?:[\s,;&`\[\]().]|\band\b)*")
_LIKE = 0.85
"""From which likeness on (difflib's ratio) a key is one of ours, misspelt."""
_LOOSE = re.compile(
    r"(?:\*\*|__|`|\[)?(?P<stem>[A-Z]{2,8})(?P<joint>[ \t]?)(?P<number>\d{1,5}[a-z]?)(?![\w.-])(?:\*\*|__|`|\])?"
    r"[ \t]*+(?:[:.–—-][ \t]*)?(?:\*\*|__)?[ \t]*(?=[A-Z“\"'`*(<])"
)


def misspelt_link_key(text: str, start: int, end: int, signs: Notation) -> Problem | None:
    """The problem of a line `Traces-to: SN-004`: its key is nearly that of a link, and all behind it are identifiers."""
    match = _KEYED.match(text, start, min(end, start + 60))
    if not match or not _only_identifiers(text, match.end(), end, signs):
        return None
    words = match["key"]
    meant = _meant(" ".join(words.lower().replace("-", " ").split()))
    if not meant:
        return None
    wanted = meant.capitalize() if words[0].isupper() else meant
    message = f"“{words}” is no key of a trace link, so this link is not followed: write “{wanted}”."
    return Problem("DOC002", message, Span(*match.span("key")), wanted)


def _only_identifiers(text: str, start: int, end: int, signs: Notation) -> bool:
    at, found = start, False
    for place in signs.find(text, start, end):
        if not _BETWEEN.fullmatch(text, at, place.start):
            return False
        at, found = place.end, True
    return found and _BETWEEN.fullmatch(text, at, end) is not None


def _meant(words: str) -> str:
    """The key that was meant; “verified” is not “verifies”, for it tells the other way or a state."""
    likely = difflib.get_close_matches(words, LINK_KEYS, n=1, cutoff=_LIKE)
    if not likely or (words.split()[0].endswith("ed") and not likely[0].split()[0].endswith("ed")):
        return ""
    return likely[0] if likely[0][0] == words[0] else ""


def unhyphenated(text: str, start: int, end: int, labels: Collection[str]) -> Problem | None:
    """The problem of an item `FR 1: …` or `FR1: …` among siblings such as FR-2."""
    match = _LOOSE.match(text, start, min(end, start + 60))
    if not match:
        return None
    sibling = re.compile(rf"{match['stem']}-\d+[a-z]?")
    if not any(sibling.fullmatch(label) for label in labels):
        return None
    place = Span(match.start("stem"), match.end("number"))
    wanted = f"{match['stem']}-{match['number']}"
    message = f"“{place.of(text)}” is read as words and as no identifier, so nothing can refer to it: write “{wanted}”."
    return Problem("DOC002", message, place, wanted)
