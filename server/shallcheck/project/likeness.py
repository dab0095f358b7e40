"""Which artifacts speak of the same things: their words by their stems, weighed as BM25 does. Incremental."""

from __future__ import annotations

import heapq
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache, lru_cache
from math import log
from typing import NamedTuple

from shallcheck.model.document import Artifact, Document, Segment, Setting, unchanged_ends

LOOKED_AT = 10_000
"""Entries of words that one question looks at, the rarest words first."""
MOST = 300
"""Artifacts that it is answered with."""
WORN = 1000
_SATURATION, _LENGTHS = 1.2, 0.75
"""Of BM25: how soon one word more of a kind adds little, and how far a long text is held to say more words by its length."""
_JOINT = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])(?!.s(?![a-z]))")
"""Where a name of code goes on with its next word: `FlightPlan`, `UAVState`; not in `UAVs`."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_SMALL = frozenset(
    "an in of to is it as at by on or be if no the and for with from that this shall must should will may can not when while "
    "where then into within than its each every all any has have are was were been being does do per via upon but so such other "
    "only also which who whose what how these those their they them there some more most between after before during about over "
    "under up out".split()
)


def words_of(text: str) -> Counter[str]:
    """The stems of the words that tell what a text is about, with how often they stand there."""
    words = Counter(word for word in _WORD.findall(_JOINT.sub(" ", text).casefold()) if word not in _SMALL)
    stems: Counter[str] = Counter()
    for word, count in words.items():
        stems[_stem(word)] += count
    return stems


@cache
def _stemmer() -> Callable[[str], str]:
    from snowballstemmer import stemmer

    stem: Callable[[str], str] = stemmer("english").stemWord
    return stem


@lru_cache(50_000)
def _stem(word: str) -> str:
    return _stemmer()(word)


class _Entries(NamedTuple):
    """Where a stem stands: the numbers of the artifacts, and how often each has it."""

    numbers: array[int]
    counts: array[int]


class Likeness:
    """The words of the artifacts of a workspace, by the levels on which they stand. `level_of`: of an artifact, from the path and
    the setting of its document."""

    def __init__(self, level_of: Callable[[str, Setting, Artifact], str]) -> None:
        self._level_of = level_of
        self._levels: dict[str, dict[str, _Entries]] = defaultdict(lambda: defaultdict(lambda: _Entries(array("I"), array("H"))))
        """By level and stem."""
        self._names: list[str] = []
        """By number, the identifier; empty when it is gone."""
        self._lengths = array("I")
        """By number, how many words the artifact has."""
        self._words = 0
        self._held: dict[str, Document] = {}
        self._of: dict[tuple[str, int], list[int]] = {}
        self._gone = 0

    def follow(self, documents: Mapping[str, Document]) -> None:
        """Take in what has changed of the documents since the last time; it takes as long as that is much."""
        for path in [path for path in self._held if path not in documents]:
            self._exchange(path, self._held.pop(path), None)
        for path, document in documents.items():
            held = self._held.get(path)
            if held is None or held.placed is not document.placed:
                if held is not None and held.setting != document.setting:
                    self._exchange(path, held, None)
                    held = None
                self._exchange(path, held, document)
                self._held[path] = document

    @property
    def worn(self) -> bool:
        """Whether most of it is of texts that are no more: a new one takes less."""
        return self._gone > WORN and self._gone * 2 > len(self._names)

    def behind(self, documents: Mapping[str, Document]) -> int:
        """How many documents have changed since the last time."""
        held = self._held
        return sum(1 for path, document in documents.items() if path not in held or held[path].placed is not document.placed)

    def like(self, words: Mapping[str, int], levels: Collection[str] | None = None) -> dict[str, float]:
        """The identifiers of artifacts, on some levels or on any, that have some of the words, with how much these are worth; the
        likest first."""
        scores: dict[int, float] = defaultdict(float)
        total = len(self._names)
        mean = self._words / total if total else 1.0
        plain, by_length = _SATURATION * (1 - _LENGTHS), _SATURATION * _LENGTHS / mean
        asked = self._levels.keys() if levels is None else self._levels.keys() & set(levels)
        left = LOOKED_AT
        for held, word in sorted((self._held_by(word), word) for word in words):
            rarity = (1 + log(words[word])) * log(1 + (total - held + 0.5) / (held + 0.5))
            for entries in [table[word] for level in asked if word in (table := self._levels[level])]:
                left -= len(entries.numbers)
                if left < 0:
                    break
                for number, count in zip(*entries, strict=True):
                    scores[number] += rarity * count / (count + plain + by_length * self._lengths[number])
        likest = heapq.nlargest(MOST, ((score, number) for number, score in scores.items() if self._names[number]))
        return {self._names[number]: score for score, number in likest}

    def _held_by(self, word: str) -> int:
        return sum(len(table[word].numbers) for table in self._levels.values() if word in table)

    def _exchange(self, path: str, before: Document | None, after: Document | None) -> None:
        """Take a version of a document out, and the next one in."""
        old, new = (each.placed if each else () for each in (before, after))
        left, right = unchanged_ends(old, new)
        gone = {id(one.segment) for one in old[left : len(old) - right]}
        come = {id(one.segment): one.segment for one in new[left : len(new) - right]}
        for key in gone - come.keys():
            for number in self._of.pop((path, key), ()):
                self._names[number] = ""
                self._gone += 1
        for key in come.keys() - gone:
            assert after is not None
            self._of[path, key] = list(self._add(after, come[key]))

    def _add(self, document: Document, segment: Segment) -> Iterator[int]:
        for index, artifact in enumerate(segment.reading.artifacts):
            if artifact.label:
                level = self._level_of(document.path, document.setting, artifact)
                yield self.add(level, document.identifier(artifact), words_of(text_of(segment, index)))

    def add(self, level: str, identifier: str, words: Mapping[str, int]) -> int:
        """Take in one artifact; returns its number."""
        number = len(self._names)
        self._names.append(identifier)
        self._lengths.append(sum(words.values()))
        self._words += self._lengths[number]
        table = self._levels[level]
        for word, count in words.items():
            entries = table[word]
            entries.numbers.append(number)
            entries.counts.append(min(count, 0xFFFF))
        return number


def text_of(segment: Segment, index: int) -> str:
    """What an artifact says: its title, which counts twice where the statement takes it up, and its statements; of one without
    statements all that belongs to it."""
    reading = segment.reading
    artifact = reading.artifacts[index]
    said = [each.text for each in reading.statements if each.artifact == index]
    return " ".join([artifact.title, *(said or [artifact.extent.of(segment.text)])])
