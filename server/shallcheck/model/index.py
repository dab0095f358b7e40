"""Who is called what, and who names whom, over a whole workspace. Incremental: a segment is added or removed as one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from shallcheck.model.choices import NO_CHOICES, Choices
from shallcheck.model.document import Artifact, Document, Link, Segment, Setting, Suppression
from shallcheck.model.fact_index import FactIndex, Said
from shallcheck.model.families import families_of, family_of, spelling_of
from shallcheck.model.vocabulary import Vocabulary
from shallcheck.model.wording import Wording

if TYPE_CHECKING:
    from shallcheck.model.facts import Facts
    from shallcheck.model.graph import TraceGraph
    from shallcheck.model.reviews import Reviews

OF_CODE = "code:"
"""How the identifier of a function or a file begins."""


class Defined(NamedTuple):
    """An artifact where it is written. `identifier` is the one of the workspace, namespace included."""

    path: str
    segment: Segment
    number: int
    """The artifact's index in the segment's reading."""
    identifier: str
    setting: Setting
    """Of the document."""

    @property
    def artifact(self) -> Artifact:
        return self.segment.reading.artifacts[self.number]


class Named(NamedTuple):
    """A trace link where it is written."""

    path: str
    segment: Segment
    link: Link
    source: str
    """The identifier of the artifact that the link belongs to; empty: the document itself."""
    setting: Setting
    """Of the document."""


Row = TypeVar("Row", Defined, Named)


class Index:
    """Identifiers and trace links of a workspace."""

    def __init__(self) -> None:
        self._defined: dict[str, list[Defined]] = defaultdict(list)
        self._named: dict[str, list[Named]] = defaultdict(list)
        self._labels: dict[str, str] = {}
        """By identifier that a namespace makes, what its document calls it; kept when it goes, for the links that name it so."""
        self._called: dict[str, set[str]] = defaultdict(set)
        """By what documents call them, the identifiers of namespaces that were ever called so."""
        self._families: Counter[str] = Counter()
        self._spelt: dict[str, str] = {}
        """By what its spellings share, an identifier of a document; kept when it goes."""
        self.elsewhere: Callable[[], Iterable[Index]] = lambda: ()
        """The indexes of other workspaces, in which a link is looked up that this one does not know."""

    def add(self, path: str, setting: Setting, segment: Segment) -> set[str]:
        """Add what a segment defines and names; returns the identifiers that are now defined differently."""
        changed = set()
        for defined in _definitions(path, setting, segment):
            self._defined[defined.identifier].append(defined)
            changed.add(defined.identifier)
            self._count(defined, setting, 1)
            if setting.namespace:
                self._labels[defined.identifier] = defined.artifact.label
                self._called[defined.artifact.label].add(defined.identifier)
        for key, named in _mentions(path, setting, segment):
            self._named[key].append(named)
        return changed

    def remove(self, path: str, setting: Setting, segment: Segment) -> set[str]:
        """Take a segment out again; returns the identifiers that are now defined differently."""
        changed = set()
        for defined in _definitions(path, setting, segment):
            _take_out(self._defined, defined.identifier, path, segment)
            changed.add(defined.identifier)
            self._count(defined, setting, -1)
        for key, _ in _mentions(path, setting, segment):
            _take_out(self._named, key, path, segment)
        return changed

    def copy(self, without: Collection[int] = ()) -> Index:
        """The same but for some segments (by identity), to be changed apart; it looks nowhere else. May be called while another
        thread changes this one, and is then of no one moment."""
        made = Index()
        made._defined.update(_but(self._defined, without))
        made._named.update(_but(self._named, without))
        made._labels = self._labels.copy()
        made._called.update((key, set(rows)) for key, rows in self._called.copy().items())
        return made

    def identifiers(self) -> Collection[str]:
        """Every identifier of the workspace."""
        return self._defined.keys()

    def definitions(self, identifier: str) -> list[Defined]:
        """Where an identifier is defined: once, when all is well."""
        return list(self._defined.get(identifier, ()))

    def is_familiar(self, target: str) -> bool:
        """Whether identifiers of documents begin like `target`, so that it belongs to this workspace."""
        return self._families[family_of(target)] > 0

    def families(self) -> Collection[str]:
        """How the identifiers of documents begin."""
        return self._families.keys()

    def spelt(self, target: str) -> str:
        """The identifier that differs from `target` in case, joints and leading zeros only; empty where there is none."""
        other = self._spelt.get(spelling_of(target), "")
        return other if other != target and other in self._defined else ""

    def resolve(self, setting: Setting, target: str) -> list[Defined]:
        """What `target`, written in a document with `setting`, means: the nearest scope that defines it wins; then, for a
        document of no namespace, the only artifact whose own document calls it so (`FR-001`, of one feature); then another
        workspace."""
        names = candidates(setting, target)
        found = self._first(names) or ([] if setting.namespace else self._only_one_called(target))
        return found or next((found for other in self.elsewhere() if (found := other._first(names))), [])

    def called(self, label: str) -> list[str]:
        """The identifiers of what documents with a namespace call so; a bare number is no name."""
        if label.replace(".", "").isdigit():
            return []
        return sorted(each for each in self._called.get(label, ()) if each in self._defined)

    def _count(self, defined: Defined, setting: Setting, by: int) -> None:
        """Take down how an identifier begins; what is made of the name of a file is no identifier that people write."""
        if defined.identifier.startswith(OF_CODE):
            return
        for family in families_of(defined.identifier):
            self._families[family] += by
            if not self._families[family]:
                del self._families[family]
        if by > 0 and not setting.namespace:
            self._spelt[spelling_of(defined.identifier)] = defined.identifier

    def _only_one_called(self, label: str) -> list[Defined]:
        known = self.called(label)
        return self.definitions(known[0]) if len(known) == 1 else []

    def _first(self, names: Sequence[str]) -> list[Defined]:
        return next((list(found) for identifier in names if (found := self._defined.get(identifier))), [])

    def links_to(self, identifier: str) -> list[Named]:
        """The links whose target is, or could mean, `identifier`, each once."""
        named = self._named.get(identifier, [])
        others = self._named.get(self._labels.get(identifier, ""), [])
        return list({id(each.link): each for each in (*named, *others)}.values()) if others else list(named)

    def references(self, identifier: str) -> list[Named]:
        """The links that lead to an identifier of this workspace, also from elsewhere (not those whose scope defines another
        artifact of that name)."""
        return [
            named
            for index in (self, *self.elsewhere())
            for named in index.links_to(identifier)
            if any(each in self._defined.get(identifier, ()) for each in index.resolve(named.setting, named.link.target))
        ]


class Idle(NamedTuple):
    """A suppression, or one rule of it, that silences nothing. `rule` as written; empty: none of all rules."""

    suppression: Suppression
    rule: str = ""
    locked: bool = False
    """A policy locks the rule, so that nothing can silence it."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a document or workspace rule looks at: one segment of a document, and the index of the workspace."""

    path: str
    document: Document
    segment: Segment
    index: Index
    vocabulary: Vocabulary
    graph: TraceGraph
    wording: Wording
    facts: FactIndex
    choices: Choices = NO_CHOICES
    today: str = ""
    """As 2027-01-31."""
    idle: tuple[Idle, ...] = ()
    """What the segment's suppressions do not silence, for the rules that look at that."""
    reviews: Reviews | None = None
    """What is recorded of artifacts and links; None: nothing."""
    standing: Callable[[Defined], str] = lambda of: ""
    """Why an artifact does not pass the gate, as what it has or is; empty: it does, by itself."""
    earlier: Mapping[str, str] = field(default_factory=dict)
    """What artifacts said before a change that is proposed, by identifier."""
    said: Callable[[Defined], Sequence[tuple[Said, Facts]]] = lambda of: ()
    """What an artifact states, as far as it has been understood; the segment is judged anew when that changes."""

    @property
    def first(self) -> bool:
        """Whether the segment is the document's first: where a rule speaks of the document as a whole."""
        return bool(self.document.placed) and self.document.placed[0].segment is self.segment


def candidates(setting: Setting, target: str) -> tuple[str, ...]:
    """The identifiers that a link's target can mean, nearest first."""
    return tuple(dict.fromkeys([*(scope + target for scope in (setting.namespace, *setting.scopes)), target]))


def _definitions(path: str, setting: Setting, segment: Segment) -> Iterator[Defined]:
    for number, artifact in enumerate(segment.reading.artifacts):
        if artifact.label:
            yield Defined(path, segment, number, setting.namespace + artifact.label, setting)


def _mentions(path: str, setting: Setting, segment: Segment) -> Iterator[tuple[str, Named]]:
    artifacts = segment.reading.artifacts
    for link in segment.reading.links:
        label = artifacts[link.artifact].label if link.artifact is not None else ""
        named = Named(path, segment, link, setting.namespace + label if label else "", setting)
        for key in candidates(setting, link.target):
            yield key, named


def _but(table: dict[str, list[Row]], without: Collection[int]) -> Iterator[tuple[str, list[Row]]]:
    """The rows of a table that are of no segment `without`."""
    for key, rows in table.copy().items():
        if kept := [row for row in rows if id(row.segment) not in without] if without else list(rows):
            yield key, kept


def _take_out(table: dict[str, list[Row]], key: str, path: str, segment: Segment) -> None:
    kept = [row for row in table.get(key, ()) if row.path != path or row.segment is not segment]
    if kept:
        table[key] = kept
    else:
        table.pop(key, None)
