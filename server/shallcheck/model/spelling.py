"""How a name is written, and what its spellings share: “set point”, “set-point” and “Setpoint” are one name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from shallcheck.model.document import Statement
from shallcheck.model.place import Span
from shallcheck.model.terms import key_of

SHORTEST = 5
"""Letters from which a name is long enough that another spelling of it is no other word."""
_REMEMBERED = 50_000
"""Words of texts."""
_JOINTS = re.compile(r"[\s_\-]+")
_WORD = re.compile(r"[A-Za-z0-9]+(?:[_\-][A-Za-z0-9]+)*")
_REGION = re.compile("(or|iz|ter|og)")
_EITHER = {"or": "ou?r", "iz": "i[sz]", "ter": "t(?:er|re)", "og": "og(?:ue)?"}
_JOINT = r"[\s_-]*"
_HUMP = re.compile(r"[a-z][A-Z]")
_REGIONAL = (
    (re.compile(r"(?<=[a-z]{2})our(?=$|[sei])"), "or"),
    (re.compile(r"(?<=[a-z]{3})is(?=e$|er|at|ing|ed)"), "iz"),
    (re.compile(r"(?<=[a-z])tre$"), "ter"),
    (re.compile(r"ogue$"), "og"),
)
"""How words are spelt in Britain and in America."""


@lru_cache(maxsize=4096)
def shared(name: str) -> str:
    """What all spellings of a name share: its letters, without case, joints, plural and regional spelling."""
    return "".join(map(_in_one_region, key_of(name).split(" ")))


@lru_cache(maxsize=16384)
def _in_one_region(word: str) -> str:
    for pattern, text in _REGIONAL:
        word = pattern.sub(text, word)
    return word


@lru_cache(maxsize=4096)
def spelling(name: str) -> str:
    """How a name is spelt: its words and what joins them, without case and plural."""
    bare = " ".join(name.split()).casefold()
    return bare[:-1] if len(bare) > 3 and bare.endswith("s") and not bare.endswith("ss") else bare


def any_spelling(name: str) -> str:
    """A pattern, for RE2 and without regard to case, of whatever is a spelling of a name; empty where it is too short to have
    others."""
    key = shared(name)
    if len(key) < SHORTEST:
        return ""
    parts = _REGION.split(key)
    return _JOINT.join(_EITHER.get(part) or _JOINT.join(map(re.escape, part)) for part in parts if part)


def is_coded(name: str) -> bool:
    """Whether a name is written as names in code are: Photo_Store, PhotoStore."""
    return "_" in name or _HUMP.search(name) is not None


def as_written(words: str, name: str, *, first: bool = False) -> str:
    """A name in the place of other words: small where they are small, and in the plural where they are. `first`: they begin a
    statement."""
    plain = words if not first else words[:1].lower() + words[1:]
    if plain.islower() and not is_coded(name) and not any(word[1:] != word[1:].lower() for word in _JOINTS.split(name)):
        name = name.lower()
        name = name[:1].upper() + name[1:] if plain != words else name
    plural = words.casefold() != spelling(words) and name.casefold() == spelling(name)
    return f"{name}s" if plural else name


class Spellings:
    """Names by what their spellings share, to be found in a text however they are joined."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names: dict[str, list[str]] = {}
        self._starts: dict[str, int] = {}
        """By the first word of any spelling, how many words one has at most."""
        self._reach: dict[str, int] = {}
        """The same by words as they stand in texts, whatever their spelling; 0: no name begins so."""
        for name in names:
            key = shared(name)
            if len(key) < SHORTEST or not name.isascii():
                continue
            self._names.setdefault(key, []).append(name)
            words = list(map(_in_one_region, _JOINTS.split(name.casefold())))
            for start in {words[0], *(_cut(words[0]) if len(words) == 1 else ())}:
                self._starts[start] = max(len(words), 2, self._starts.get(start, 0))
            self._starts[key] = max(1, self._starts.get(key, 0))

    def of(self, name: str) -> list[str]:
        """The names, as they are defined, that one is a spelling of."""
        return self._names.get(shared(name), [])

    def places(self, statement: Statement) -> Iterator[Span]:
        """Where any spelling of a name stands in a statement, outside code and quotes; the longest at each place."""
        words = list(_WORD.finditer(statement.text)) if self._names else []
        opaque = [Span(part.start, part.end) for part in statement.opaque]
        at = 0
        while at < len(words):
            most = self._most(words[at][0])
            span = self._at(statement.text, words, at, most) if most else None
            if span is None:
                at += 1
                continue
            if not any(span.overlaps(part) for part in opaque):
                yield span
            at = next((i for i in range(at, len(words)) if words[i].start() >= span.end), len(words))

    def _most(self, word: str) -> int:
        """How many words a spelling has at most that begins with a word."""
        most = self._reach.get(word)
        if most is None:
            if len(self._reach) > _REMEMBERED:
                self._reach.clear()
            most = self._reach[word] = self._looked_up(word.casefold())
        return most

    def _looked_up(self, first: str) -> int:
        most = self._starts.get(_in_one_region(first), 0)
        if first.endswith("s"):
            most = max(most, self._starts.get(_in_one_region(first[:-1]), 0))
        if "-" in first or "_" in first:
            most = max(most, self._starts.get(_in_one_region(_JOINTS.split(first)[0]), 0))
        return most

    def _at(self, text: str, words: list[re.Match[str]], at: int, most: int) -> Span | None:
        for count in range(min(most, len(words) - at), 0, -1):
            span = Span(words[at].start(), words[at + count - 1].end())
            if shared(span.of(text)) in self._names and "  " not in _JOINTS.sub(" ", span.of(text)):
                return span
        return None


def _cut(word: str) -> Iterator[str]:
    """The first halves that a word written in one can have where it is written in two."""
    return (word[:at] for at in range(2, len(word) - 1))
