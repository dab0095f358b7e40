"""Which statements of a workspace say the same or contradict each other. Incremental: a segment is added or removed as one, and
a statement is compared only with those that share its rarer words."""

from __future__ import annotations

import math
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from shallcheck.model.document import Artifact, Segment, Setting, Statement
from shallcheck.model.facts import Facts, Relation
from shallcheck.model.kinds import Kind
from shallcheck.model.place import Span

Compare = Callable[[Facts, Facts], Relation | None]
Place = tuple[str, int]
"""A path and the identity of a segment."""
COMPARED = frozenset({Kind.REQUIREMENT, Kind.CONSTRAINT, Kind.NEED, Kind.INTENT})
"""The kinds of statements that can contradict each other."""
LEAST_COMMON = 0.65
"""How many of their words two statements must share to be compared: twice the common ones by all."""
_MOST = 60
"""How many statements at most one is compared with; those that share most of its words."""
_FREQUENT = 2_000
"""A word that so many statements share tells nothing of any."""
_ALIKE = 0.85
SERIES = 10
"""With more others than this that are alike, a statement is one of a series whose members differ by design: as a table does."""
_TABLE = 100
"""More statements than this that differ in names and numbers only are a table, and not compared at all."""
_FIRST_LETTER = 0x10000
"""Behind the code points that stand for halves of characters."""
_MOST_KEPT = 500_000
"""Pairs that are kept as unrelated, at 60 B each."""
_LETTERS = 0x100000
"""As many as there are; words that share one are told apart when the statements are compared."""
_FEWEST_WORDS = 3
"""With fewer words a statement says too little to be compared."""


class Said(NamedTuple):
    """A statement where it stands."""

    path: str
    setting: Setting
    segment: Segment
    statement: Statement

    @property
    def artifact(self) -> Artifact | None:
        """What it belongs to."""
        number = self.statement.artifact
        return self.segment.reading.artifacts[number] if number is not None else None

    @property
    def identifier(self) -> str:
        """That artifact's identifier in the workspace, or empty."""
        return self.setting.namespace + self.artifact.label if self.artifact is not None and self.artifact.label else ""

    @property
    def extent(self) -> Span:
        """The statement's own words, in its segment."""
        return self.statement.place(Span(self.statement.own, len(self.statement.text)))


class Related(NamedTuple):
    """A statement that another says too, or contradicts."""

    relation: Relation
    said: Said


class FactIndex:
    """The statements with their facts, and the relations between them. Statements are known by a key: those of equal words and
    kind share one.

    What comes and goes is taken down at once and compared by `settle`, a moment at a time: who answers an editor cannot wait for
    a document of 1,000 statements to be set against 10,000 others."""

    def __init__(self, compare: Compare) -> None:
        self._compare = compare
        self._said: dict[bytes, list[Said]] = defaultdict(list)
        self._in: dict[int, tuple[tuple[bytes, Said], ...]] = {}
        self._facts: dict[bytes, Facts] = {}
        self._unsettled: dict[bytes, None] = {}
        """What came or went and is not yet compared, in order."""
        self._unspelt: list[Facts] = []
        """What came and may have words that have no letter yet."""
        self._alphabet: dict[str, str] = {}
        """A letter for each word, in the order in which they came, of those that came at once the most frequent first: the later
        the rarer. So statements are compared a hundred times faster than word by word."""
        self._letters: dict[bytes, str] = {}
        """The words of the statements that are compared."""
        self._postings: dict[str, set[bytes]] = defaultdict(set)
        """By letter, the statements among whose rarer words it is."""
        self._related: dict[bytes, dict[bytes, Relation]] = defaultdict(dict)
        self._same: dict[bytes, Relation | None] = {}
        """What a statement is to one of the same words."""
        self._alike: dict[bytes, int] = {}
        """How many others each is nearly the same as."""
        self._rows: dict[bytes, set[bytes]] = defaultdict(set)
        """The statements that differ in names and numbers only, by what they have in common."""
        self.adopted = False
        """Whether what is related was not found out here."""
        self.unrelated: set[int] | None = None
        """The pairs that were compared in vain, by their marks; None: nobody wants them kept."""

    def add(self, path: str, setting: Setting, segment: Segment, keys: Sequence[bytes]) -> set[Place]:
        """Take in the statements of a segment that are judged, `keys` in their order. Returns the segments that are now related
        differently."""
        statements = (statement for statement in segment.reading.statements if statement.english)
        rows = tuple((key, Said(path, setting, segment, each)) for key, each in zip(keys, statements, strict=True))
        self._in[id(segment)] = rows
        changed: set[Place] = set()
        for key, said in rows:
            changed |= self._places(key)
            self._said[key].append(said)
        return changed

    def remove(self, segment: Segment) -> set[Place]:
        """Take a segment out again. Returns the segments that are now related differently."""
        changed: set[Place] = set()
        for key, said in self._in.pop(id(segment), ()):
            kept = [each for each in self._said[key] if each is not said]
            changed |= self._places(key)
            if kept:
                self._said[key] = kept
            else:
                del self._said[key]
                self._unsettled[key] = None
        return {place for place in changed if place[1] != id(segment)}

    def holders(self, key: bytes) -> set[Place]:
        """The segments that hold a statement."""
        return {(each.path, id(each.segment)) for each in self._said.get(key, ())}

    def tell(self, key: bytes, facts: Facts) -> None:
        """Take in what a statement says."""
        if key in self._said and len(facts.keys) >= _FEWEST_WORDS:
            self._facts[key] = facts
            self._same.pop(key, None)
            self._unsettled[key] = None
            self._unspelt.append(facts)

    def known(self) -> list[bytes]:
        """The statements of which it is known what they say, in an order that does not tell how they came."""
        return sorted(self._facts)

    def relations(self) -> tuple[list[tuple[bytes, bytes, Relation]], list[bytes]]:
        """What has been found out: the relations, each once, and the statements that are one of a series."""
        pairs = [(key, other, each) for key, row in self._related.items() for other, each in row.items() if key < other]
        return pairs, [key for key, count in self._alike.items() if count > SERIES]

    def adopt(self, pairs: Iterable[tuple[bytes, bytes, Relation]], series: Iterable[bytes]) -> set[Place]:
        """Take over what was found out of the same statements before, the inverse of `relations`. As soon as one comes or goes
        all are compared anew. Returns the segments that are now related differently."""
        changed = self._forget()
        for key, other, relation in pairs:
            self._related[key][other] = relation
            self._related[other][key] = relation.turned
        self._alike.update(dict.fromkeys(series, SERIES + 1))
        self._unsettled.clear()
        self.adopted = True
        return changed | self._all_related()

    def _forget(self) -> set[Place]:
        """Forget what has been found out; returns the segments that were related."""
        changed = self._all_related()
        for table in (self._letters, self._postings, self._related, self._alike, self._rows):
            table.clear()
        return changed

    def _all_related(self) -> set[Place]:
        return set().union(*(self._places(key) for key in self._related))

    @property
    def settled(self) -> bool:
        """Whether everything that came and went has been compared."""
        return not self._unsettled

    def settle(self, seconds: float = math.inf) -> set[Place]:
        """Compare what came and went, for some time. Returns the segments that are now related differently."""
        changed: set[Place] = set()
        if self.adopted and self._unsettled:
            changed |= self._forget()
            self._unsettled.update(dict.fromkeys(self._facts))
            self.adopted = False
        self._spell()
        end = time.monotonic() + seconds
        while self._unsettled:
            key = next(iter(self._unsettled))
            del self._unsettled[key]
            changed |= self._settle(key)
            if time.monotonic() >= end:
                break
        return changed

    def clear(self) -> None:
        """Forget everything."""
        for table in (
            self._said, self._in, self._facts, self._unsettled, self._alphabet, self._letters, self._postings, self._related,
            self._same, self._alike, self._rows,
        ):  # fmt: skip
            table.clear()
        self._unspelt.clear()
        self.adopted = False

    def has_related(self, segment: Segment) -> bool:
        """Whether a statement of a segment may be related to another: quickly told, for most are to none."""
        return any(self._related.get(key) or len(self._said[key]) > 1 for key, _ in self._in.get(id(segment), ()))

    def has_amounts(self, segment: Segment) -> bool:
        """Whether a statement of a segment says how much."""
        return any(key in self._facts and self._facts[key].amounts for key, _ in self._in.get(id(segment), ()))

    def statements(self, segment: Segment) -> Iterator[tuple[Said, list[Related]]]:
        """The statements of a segment, each with what is related to it."""
        for key, said in self._in.get(id(segment), ()):
            if others := self._twins(key, said) + self._others(key):
                yield said, others

    def facts(self, segment: Segment) -> Iterator[tuple[Said, Facts]]:
        """The statements of a segment that were understood, each with its facts."""
        for key, said in self._in.get(id(segment), ()):
            if key in self._facts:
                yield said, self._facts[key]

    # -- what is related ---------------------------------------------------------------------------------------------

    def _twins(self, key: bytes, said: Said) -> list[Related]:
        """The same words in other places; of very many no more than tell that they are."""
        if len(self._said[key]) == 1 or key not in self._facts or not self._is_compared(key):
            return []
        if key not in self._same:
            self._same[key] = self._compare(self._facts[key], self._facts[key])
        same = self._same[key]
        others = [each for each in self._said[key][: SERIES + 2] if each is not said]
        return [Related(same, each) for each in others[: SERIES + 1] if same is not None]

    def _others(self, key: bytes) -> list[Related]:
        if self._is_one_of_many(key):
            return []
        near = ((other, found) for other, found in self._related.get(key, {}).items() if not self._is_one_of_many(other))
        return [Related(found, each) for other, found in near for each in self._said.get(other, ())]

    def _is_one_of_many(self, key: bytes) -> bool:
        return self._alike.get(key, 0) > SERIES or len(self._said.get(key, ())) > SERIES + 1

    def _places(self, key: bytes) -> set[Place]:
        """The segments to which it may make a difference what becomes of a statement: of very many with the same words only so
        many as were told of each other when they were fewer."""
        keys = (key, *self._related.get(key, ()))
        return {(each.path, id(each.segment)) for one in keys for each in self._said.get(one, ())[: SERIES + 3]}

    def _is_compared(self, key: bytes) -> bool:
        return self._said[key][0].statement.kind in COMPARED

    # -- comparing ---------------------------------------------------------------------------------------------------

    def _spell(self) -> None:
        """Give the words that are new their letters."""
        counts: Counter[str] = Counter()
        for facts in self._unspelt:
            counts.update(word for word in facts.shape if word not in self._alphabet)
        self._unspelt.clear()
        for word, _ in counts.most_common():
            self._alphabet[word] = chr(_FIRST_LETTER + len(self._alphabet) % _LETTERS)

    def _settle(self, key: bytes) -> set[Place]:
        """Compare a statement that came; forget one that went."""
        if key in self._said:
            return self._enter(key) if key in self._facts and key not in self._letters else set()
        changed = self._leave(key)
        self._facts.pop(key, None)
        self._same.pop(key, None)
        return changed

    def _enter(self, key: bytes) -> set[Place]:
        if not self._is_compared(key):
            return self._places(key)
        facts = self._facts[key]
        self._letters[key] = "".join([self._alphabet[word] for word in facts.shape])
        row = self._rows[self._row(facts)]
        row.add(key)
        if len(row) <= _TABLE:
            return self._take_in(key)
        return set().union(*map(self._take_out, row)) if len(row) == _TABLE + 1 else set()

    def _leave(self, key: bytes) -> set[Place]:
        if key not in self._letters:
            return set()
        name = self._row(self._facts[key])
        row = self._rows[name]
        row.discard(key)
        changed = self._take_out(key)
        del self._letters[key]
        if len(row) == _TABLE:
            changed |= set().union(*map(self._take_in, row))
        elif not row:
            del self._rows[name]
        return changed

    @staticmethod
    def _row(facts: Facts) -> bytes:
        return "\0".join(facts.common).encode("utf-8", "surrogatepass")

    def _take_in(self, key: bytes) -> set[Place]:
        """Set a statement against all others. Returns the segments that are now related differently."""
        like = self._like(key)
        alike = [other for other, likeness in like if likeness >= _ALIKE]
        self._alike[key] = len(alike)
        changed: set[Place] = set()
        for other in alike:
            self._alike[other] += 1
            if self._alike[other] == SERIES + 1:
                changed |= self._places(other)
        self._relate(key, like)
        for letter in self._rarer(key):
            self._postings[letter].add(key)
        return changed | self._places(key)

    def _take_out(self, key: bytes) -> set[Place]:
        """The inverse of `_take_in`. Returns the segments of those that are no longer one of a series by that, too."""
        if key not in self._alike:
            return set()
        changed = self._places(key)
        for other in self._related.pop(key, ()):
            del self._related[other][key]
        for letter in self._rarer(key):
            self._postings[letter].discard(key)
        del self._alike[key]
        for other in [other for other, likeness in self._like(key) if likeness >= _ALIKE]:
            self._alike[other] -= 1
            if self._alike[other] == SERIES:
                self._relate(other, self._like(other))
                changed |= self._places(other)
        return changed

    def _relate(self, key: bytes, like: Sequence[tuple[bytes, float]]) -> None:
        """Compare a statement with those that are like it, unless it is one of a series."""
        if self._alike[key] > SERIES:
            return
        for other, _ in like[:_MOST]:
            if self._alike[other] > SERIES or other in self._related[key]:
                continue
            if (found := self._relation(key, other)) is not None:
                self._related[key][other] = found
                self._related[other][key] = found.turned

    def _relation(self, key: bytes, other: bytes) -> Relation | None:
        """How two statements are related; of those that are kept as unrelated it is known."""
        mark = _mark(key, other)
        if self.unrelated is not None and mark in self.unrelated:
            return None
        found = self._compare(self._facts[key], self._facts[other])
        if found is None and self.unrelated is not None and len(self.unrelated) < _MOST_KEPT:
            self.unrelated.add(mark)
        return found

    def _like(self, key: bytes) -> list[tuple[bytes, float]]:
        """The statements that are like one, most like it first."""
        from rapidfuzz import process
        from rapidfuzz.distance import Indel

        sharing: set[bytes] = set()
        for letter in self._rarer(key):
            postings = self._postings.get(letter, ())
            if len(postings) <= _FREQUENT:
                sharing.update(postings)
        sharing.discard(key)
        if not sharing:
            return []
        texts = {other: self._letters[other] for other in sharing}
        found = process.extract(
            self._letters[key], texts, scorer=Indel.normalized_similarity, score_cutoff=LEAST_COMMON, limit=None
        )
        return sorted(((other, likeness) for _, likeness, other in found), key=lambda one: (-one[1], one[0]))

    def _rarer(self, key: bytes) -> set[str]:
        """The letters of a statement's rarer words: so many that two statements which are like each other share one of them."""
        letters = sorted(self._letters[key], reverse=True)
        common = math.ceil(LEAST_COMMON / (2 - LEAST_COMMON) * len(letters))
        return set(letters[: len(letters) - common + 1])


def _mark(key: bytes, other: bytes) -> int:
    """A mark of two statements, whichever comes first."""
    return int.from_bytes(key[:8]) ^ int.from_bytes(other[:8])
