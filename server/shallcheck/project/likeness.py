"""Which artifacts speak of the same things: their words, each worth more the fewer artifacts have it. Incremental."""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log

from shallcheck.model.document import Document, Placed, Segment, unchanged_ends

LOOKED_AT = 10_000
"""Entries of words that one question looks at, the rarest words first."""
WORN = 1000
_WORD = re.compile(r"[^\W\d_]{3,}")
_SMALL = frozenset(
    "the and for with from that this shall must should will may can not when while where then into within than its each every "
    "all any has have are was were been being does per via upon".split()
)
_ENDINGS = ("ings", "ing", "ies", "ed", "es", "s")


def words_of(text: str) -> frozenset[str]:
    """The words of a text that tell what it is about, without their endings."""
    return frozenset(_stem(word) for word in _WORD.findall(text.casefold()) if word not in _SMALL)


def _stem(word: str) -> str:
    ending = next((each for each in _ENDINGS if word.endswith(each) and len(word) - len(each) >= 3), "")
    return word.removesuffix(ending)


class Likeness:
    """The words of the artifacts of a workspace."""

    def __init__(self) -> None:
        self._numbers: dict[str, array[int]] = defaultdict(lambda: array("I"))
        """By word, the numbers of the artifacts that have it."""
        self._names: list[str] = []
        """By number, the identifier; empty when it is gone."""
        self._held: dict[str, tuple[Placed, ...]] = {}
        self._of: dict[tuple[str, int], list[int]] = {}
        self._gone = 0

    def follow(self, documents: Mapping[str, Document]) -> None:
        """Take in what has changed of the documents since the last time; it takes as long as that is much."""
        for path in [path for path in self._held if path not in documents]:
            self._exchange(path, "", self._held.pop(path), ())
        for path, document in documents.items():
            if self._held.get(path) is not document.placed:
                self._exchange(path, document.setting.namespace, self._held.get(path, ()), document.placed)
                self._held[path] = document.placed

    @property
    def worn(self) -> bool:
        """Whether most of it is of texts that are no more: a new one takes less."""
        return self._gone > WORN and self._gone * 2 > len(self._names)

    def behind(self, documents: Mapping[str, Document]) -> int:
        """How many documents have changed since the last time."""
        return sum(1 for path, document in documents.items() if self._held.get(path) is not document.placed)

    def like(self, words: Iterable[str]) -> dict[str, float]:
        """The identifiers of artifacts that have some of the words, with how much these are worth."""
        scores: dict[int, float] = defaultdict(float)
        known = sorted((self._numbers[word] for word in words if word in self._numbers), key=len)
        left, count = LOOKED_AT, len(self._names) + 1
        for numbers in known:
            left -= len(numbers)
            if left < 0:
                break
            worth = log(count / len(numbers))
            for number in numbers:
                scores[number] += worth
        return {self._names[number]: score for number, score in scores.items() if self._names[number]}

    def _exchange(self, path: str, namespace: str, old: Sequence[Placed], new: Sequence[Placed]) -> None:
        left, right = unchanged_ends(old, new)
        before = {id(one.segment): one.segment for one in old[left : len(old) - right]}
        after = {id(one.segment): one.segment for one in new[left : len(new) - right]}
        for key in before.keys() - after.keys():
            for number in self._of.pop((path, key), ()):
                self._names[number] = ""
                self._gone += 1
        for key in after.keys() - before.keys():
            self._of[path, key] = list(self._add(namespace, after[key]))

    def _add(self, namespace: str, segment: Segment) -> Iterable[int]:
        for index, artifact in enumerate(segment.reading.artifacts):
            if artifact.label:
                number = len(self._names)
                self._names.append(namespace + artifact.label)
                for word in words_of(text_of(segment, index)):
                    self._numbers[word].append(number)
                yield number


def text_of(segment: Segment, index: int) -> str:
    """The title and the statements of an artifact."""
    reading = segment.reading
    return " ".join([reading.artifacts[index].title, *(each.text for each in reading.statements if each.artifact == index)])
