"""What the documents of a workspace define and use: terms, acronyms, attributes, and how identifiers are written. Incremental: a
segment is added or removed as one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from shallcheck.model.document import Document, Placed, Segment, Setting
from shallcheck.model.kinds import Kind
from shallcheck.model.place import Span
from shallcheck.model.spelling import Spellings
from shallcheck.model.terms import key_of

_SHAPE = re.compile(r"(?P<stem>[A-Za-z][A-Za-z0-9]*?(?:[-_.][A-Za-z0-9]+)*?)(?P<joint>[-_.]?)(?P<number>\d+)(?P<letter>[a-z]?)$")
T = TypeVar("T")
LEAST = 3
"""How many identifiers of one stem must be written alike for another way to be a slip."""


RATINGS = frozenset(
    ("criticality", "safety", "security", "asil", "sil", "dal", "safety criticality", "safety level", "security level")
)
"""Attributes that rate how critical an artifact is."""


class Shape(NamedTuple):
    """How an identifier is written: its stem, what joins it to its number, and the digits of a number with leading zeros (0: it
    has none)."""

    stem: str
    joint: str
    width: int

    def differs(self, usual: Shape, digits: int) -> bool:
        """Whether an identifier of this shape, whose number has `digits`, is written otherwise than is usual."""
        if (self.stem, self.joint) != (usual.stem, usual.joint):
            return True
        return bool(usual.width) and (self.width not in (0, usual.width) or digits < usual.width)


class Facts(NamedTuple):
    """What judgements of a whole document hang on."""

    verified: bool
    """Some artifact names a verification method."""
    shapes: tuple[tuple[str, Shape], ...]
    """By stem (case and joints aside), how most of its identifiers are written."""
    rated: frozenset[str] = frozenset()
    """The attributes (in small letters) that any of its artifacts has, of those that rate how critical one is."""


class Entry(NamedTuple):
    """Where a name is defined, as written there; the place is in the segment."""

    name: str
    path: str
    segment: Segment
    place: Span
    glossary: bool = True
    """False: the name of an element of the architecture."""
    namespace: str = ""
    """Of its document: names of one feature say nothing of another's."""


class Vocabulary:
    """Terms, attributes and identifiers' forms of a workspace."""

    def __init__(self) -> None:
        self.configured: frozenset[str] = frozenset()
        """Keys of the terms that the configuration defines."""
        self.revision = 0
        """Another whenever a name of the whole workspace comes or goes."""
        self.users: dict[str, set[tuple[str, int]]] = defaultdict(set)
        """By a name's key, the segments (path, identity) that use it."""
        self._entries: dict[str, dict[tuple[str, int], Entry]] = defaultdict(dict)
        """By key and segment (path, identity), what is defined for the whole workspace."""
        self._spellings: tuple[tuple[int, frozenset[str]], Spellings] | None = None
        self._first_users: tuple[tuple[Placed, ...], dict[str, Segment]] | None = None
        """Of the document that was asked about last."""
        self._local: Counter[tuple[str, str]] = Counter()
        self._glossaries: Counter[str] = Counter()
        """By namespace, how many terms its glossaries define."""
        self._verified: Counter[str] = Counter()
        self.rated = 0
        """How many attributes in the workspace rate how critical an artifact is."""
        self._attributes: dict[str, Counter[str]] = defaultdict(Counter)
        """By path, how many artifacts have each attribute that rates how critical they are."""
        self._facts: dict[str, Facts] = {}
        self._shapes: dict[str, dict[str, Counter[Shape]]] = defaultdict(lambda: defaultdict(Counter))

    def add(self, path: str, setting: Setting, segment: Segment) -> None:
        """Take in what a segment defines and uses."""
        self._count(path, setting, segment, 1)
        for key in segment.reading.uses:
            self.users[key].add((path, id(segment)))

    def remove(self, path: str, setting: Setting, segment: Segment) -> None:
        """Take a segment out again."""
        self._count(path, setting, segment, -1)
        for key in segment.reading.uses:
            self.users[key].discard((path, id(segment)))

    def defines(self, path: str, name: str) -> bool:
        """Whether a name is defined for a document."""
        key = key_of(name)
        return key in self.configured or bool(self._entries.get(key)) or self._local[path, key] > 0

    def has_glossary(self, setting: Setting) -> bool:
        """Whether a document with `setting` has a glossary beside it or above it, or the configuration has one."""
        return bool(self.configured) or any(self._glossaries[each] > 0 for each in (setting.namespace, *setting.scopes, ""))

    def has_begun(self, before: tuple[Setting, Sequence[Segment]], after: tuple[Setting, Sequence[Segment]]) -> bool:
        """Whether the first term of a glossary came, or the last one went, when segments were exchanged."""
        changed: Counter[str] = Counter()
        for (setting, segments), sign in ((before, -1), (after, 1)):
            changed[setting.namespace] += sign * sum(not term.local for one in segments for term in one.reading.terms)
        return any((self._glossaries[space] > 0) is not (self._glossaries[space] - count > 0) for space, count in changed.items())

    def first_user(self, document: Document, key: str) -> Segment | None:
        """The first segment of a document that uses a name."""
        if self._first_users is None or self._first_users[0] is not document.placed:
            found: dict[str, Segment] = {}
            for placed in document.placed:
                for each in placed.segment.reading.uses:
                    found.setdefault(each, placed.segment)
            self._first_users = (document.placed, found)
        return self._first_users[1].get(key)

    def names(self) -> list[str]:
        """Every name that is defined, as written."""
        return [next(iter(entries.values())).name for entries in self._entries.values() if entries]

    @property
    def spellings(self) -> Spellings:
        """The names that are defined for the whole workspace, to be found however they are spelt."""
        if self._spellings is None or self._spellings[0] != (self.revision, self.configured):
            self._spellings = ((self.revision, self.configured), Spellings([*self.names(), *self.configured]))
        return self._spellings[1]

    def spelt(self, setting: Setting, name: str) -> list[Entry]:
        """Where the names are defined that one is a spelling of, as far as a document with `setting` goes by them."""
        near = {setting.namespace, *setting.scopes, ""}
        known = self.spellings.of(name)
        return [each for one in known for each in self.entries(one) if each.namespace in near]

    def glossary(self, setting: Setting) -> list[Entry]:
        """The terms of the glossaries that a document with `setting` goes by."""
        near = {setting.namespace, *setting.scopes, ""}
        known = (each for entries in self._entries.values() for each in entries.values())
        return [each for each in known if each.glossary and each.namespace in near]

    def entries(self, name: str) -> list[Entry]:
        """Where a name is defined for the whole workspace: in glossaries, and as an element of the architecture."""
        return list(self._entries.get(key_of(name), {}).values())

    @property
    def has_names(self) -> bool:
        """Whether any name is defined for the whole workspace."""
        return bool(self.configured) or any(self._entries.values())

    def keys(self) -> frozenset[str]:
        """The keys of every name that is defined for the whole workspace."""
        return self.configured | {key for key, entries in self._entries.items() if entries}

    def facts(self, path: str) -> Facts:
        """What is true of a document as a whole."""
        if path not in self._facts:
            self._facts[path] = self._counted(path)
        return self._facts[path]

    def _counted(self, path: str) -> Facts:
        usual = []
        for stem, shapes in self._shapes.get(path, {}).items():
            forms: Counter[tuple[str, str]] = Counter()
            widths: Counter[int] = Counter()
            for shape, count in shapes.items():
                forms[shape.stem, shape.joint] += count
                widths[shape.width] += count if shape.width else 0
            if form := _most(forms):
                usual.append((stem, Shape(*form, _most(widths) or 0)))
        rated = frozenset(name for name, count in self._attributes.get(path, {}).items() if count > 0)
        return Facts(self._verified[path] > 0, tuple(sorted(usual)), rated)

    def _count(self, path: str, setting: Setting, segment: Segment, sign: int) -> None:
        reading = segment.reading
        self._facts.pop(path, None)
        for term in reading.terms:
            if term.local:
                self._local[path, key_of(term.name)] += sign
            else:
                self._glossaries[setting.namespace] += sign
        terms = {term.place for term in reading.terms if not term.local}
        for name, place in defined_names(segment, setting):
            entries = self._entries[key_of(name)]
            known = bool(entries)
            if sign > 0:
                entries.setdefault((path, id(segment)), Entry(name, path, segment, place, place in terms, setting.namespace))
            else:
                entries.pop((path, id(segment)), None)
            self.revision += known is not bool(entries)
        for artifact in reading.artifacts:
            for attribute in artifact.attributes:
                if attribute.name.lower() in RATINGS:
                    self._attributes[path][attribute.name.lower()] += sign
                    self.rated += sign
            self._verified[path] += sign * any(each.name == "verification" for each in artifact.attributes)
            if artifact.label and not artifact.positional and (parts := shape_of(artifact.label)):
                shapes = self._shapes[path][parts[0]]
                shapes[parts[1]] += sign
                if not shapes[parts[1]]:
                    del shapes[parts[1]]


def _most(counts: Counter[T]) -> T | None:
    """What nearly all have in common, where there are enough of them."""
    best, count = max(counts.items(), key=lambda pair: pair[1], default=(None, 0))
    return best if count >= LEAST and count * 4 >= counts.total() * 3 else None


def shape_of(label: str) -> tuple[str, Shape] | None:
    """An identifier's stem (case and joints aside) and how it is written, where it ends in a number."""
    match = _SHAPE.fullmatch(label)
    if match is None:
        return None
    number = match["number"]
    width = len(number) if number.startswith("0") and len(number) > 1 else 0
    return re.sub(r"[-_.]", "", match["stem"]).casefold(), Shape(match["stem"], match["joint"], width)


def defined_names(segment: Segment, setting: Setting) -> Iterator[tuple[str, Span]]:
    """The names that a segment defines for the whole workspace: of its glossary, and the elements of an architecture."""
    yield from ((term.name, term.place) for term in segment.reading.terms if not term.local)
    yield from ((one.title, one.place) for one in segment.reading.artifacts if one.kind is Kind.ARCHITECTURE and one.title)
    if setting.kind is Kind.ARCHITECTURE:
        yield from ((one.title, one.place) for one in segment.reading.outline)


def defined_keys(segments: Iterable[Segment], setting: Setting) -> Counter[str]:
    """The keys of what segments define, with how often."""
    keys: Counter[str] = Counter()
    for segment in segments:
        keys.update(key_of(term.name) for term in segment.reading.terms if term.local)
        keys.update(key_of(name) for name, _ in defined_names(segment, setting))
    return keys
