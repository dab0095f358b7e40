"""The trace graph: which artifact comes from which, what realises and verifies it. A view over the incremental `Index`, so that
an edit costs nothing here but the count of what each level holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from shallcheck.model.chain import NO_CHAIN, Chain, LevelPolicy
from shallcheck.model.document import Artifact, Segment, Setting
from shallcheck.model.index import Defined, Index, Named
from shallcheck.model.kinds import Kind

MENTION = "mentions"
DOWNWARD = "parent-of"
"""The type of a link that is written at its upper end; all others are written at the lower one."""
NEUTRAL = "traces"
"""The type of a link that says nothing about which end is the upper one; most write it at the lower."""
PART = "part-of"
"""The type of an edge that nobody wrote: one artifact stands inside another."""
RETIRED = frozenset(
    {"retired", "obsolete", "deleted", "removed", "rejected", "superseded", "deprecated", "withdrawn", "cancelled"}
)


class Edge(NamedTuple):
    """`lower` comes from, realises or verifies `upper`."""

    upper: Defined
    lower: Defined
    type: str
    named: Named | None
    """The link where it is written; None: `lower` stands inside `upper`."""


class Ends(NamedTuple):
    """All that a link means to the artifact at its other end."""

    source: str
    type: str
    level: str
    retired: bool
    other: str


class Trace(NamedTuple):
    """What some segments mean to the artifacts of others: the ends of their links, and the identifiers in cycles through them."""

    ends: frozenset[Ends]
    cycles: frozenset[str]


NO_TRACE = Trace(frozenset(), frozenset())


class TraceGraph:
    """Artifacts and the edges between them, with the chain that each stands in. `chain_of`: of the document at a path."""

    def __init__(self, index: Index, chain_of: Callable[[str, Setting], Chain]) -> None:
        self.index = index
        self.chain_of = chain_of
        self._held: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        """By chain and namespace, how many artifacts stand on each level."""
        self._linking: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        """By chain and namespace, how many links the artifacts of each level have."""
        self.crossed: set[tuple[int, str]] = set()
        """What is now held, or linked from, that was not when this was last cleared, or is no more: a count and a level."""
        self._known: dict[tuple[str, str], frozenset[str]] = {}
        """By chain and namespace, the levels that hold anything; until that changes."""
        self._loose: Counter[str] = Counter()
        """How many artifacts of documents that are in no chain stand on each built-in level: they count for every chain."""

    # -- counting ----------------------------------------------------------------------------------------------------

    def add(self, path: str, setting: Setting, segment: Segment) -> None:
        """Count a segment in."""
        self._count(path, setting, segment, 1)

    def remove(self, path: str, setting: Setting, segment: Segment) -> None:
        """Count a segment out."""
        self._count(path, setting, segment, -1)

    def _count(self, path: str, setting: Setting, segment: Segment, sign: int) -> None:
        chain = self.chain_of(path, setting)
        group = (chain.name, setting.namespace)
        artifacts = segment.reading.artifacts
        for artifact in artifacts:
            if artifact.label and artifact.kind is not Kind.DECISION:  # a decision is no part of a level, wherever it is read
                table = self._held[group] if chain else self._loose
                level = chain.level_of(path, setting, artifact) if chain else artifact.level.value
                self._counted(table, level, sign)
        for link in segment.reading.links if chain else ():
            if link.artifact is not None and link.type != MENTION:
                self._counted(self._linking[group], chain.level_of(path, setting, artifacts[link.artifact]), sign)

    def _counted(self, table: Counter[str], level: str, sign: int) -> None:
        before = table[level]
        table[level] += sign
        if (before > 0) != (table[level] > 0):
            self.crossed ^= {(id(table), level)}
            self._known.clear()

    # -- one artifact ------------------------------------------------------------------------------------------------

    def chain(self, of: Defined) -> Chain:
        """The chain that an artifact stands in."""
        return self.chain_of(of.path, of.setting)

    def level(self, of: Defined, chain: Chain | None = None) -> str:
        """The name of the level on which an artifact stands, in its own chain or in another's; empty: on none."""
        return (chain or self.chain(of) or NO_CHAIN).level_of(of.path, of.setting, of.artifact) or of.artifact.level.value

    def policy(self, of: Defined) -> LevelPolicy | None:
        """What the level of an artifact asks; None where it is in no chain, as the decisions of a document of them are not."""
        if of.setting.kind is Kind.DECISION:
            return None
        chain = self.chain(of)
        return chain.policy(chain.level_of(of.path, of.setting, of.artifact)) if chain else None

    def held(self, of: Defined) -> frozenset[str]:
        """The levels of an artifact's chain that hold anything."""
        chain = self.chain(of)
        key = (chain.name, of.setting.namespace)
        if key not in self._known:
            self._known[key] = self._levels_held(chain, self._held[key])
        return self._known[key]

    def _levels_held(self, chain: Chain, own: Counter[str]) -> frozenset[str]:
        found = {level for level, count in own.items() if count > 0}
        for level in chain.levels:
            if self._loose[level.name] > 0 or self._loose[level.like.value] > 0:
                found.add(level.name)
        return frozenset(found)

    def links_from(self, of: Defined, level: str) -> bool:
        """Whether any artifact of a level, beside this one in its chain, has a trace link."""
        return self._linking[self.chain(of).name, of.setting.namespace][level] > 0

    def above(self, of: Defined) -> list[Edge]:
        """What an artifact comes from, each artifact once for each type, in the order of the links."""
        return list({(edge.upper.identifier, edge.type): edge for edge in self._above(of)}.values())

    def below(self, of: Defined) -> list[Edge]:
        """What comes from an artifact, realises or verifies it."""
        return list({(edge.lower.identifier, edge.type): edge for edge in self._below(of)}.values())

    def _above(self, of: Defined) -> Iterator[Edge]:
        for edge in self._written(of):
            if edge.lower == of:
                yield edge
        for edge in self._named(of):
            if edge.lower == of:
                yield edge
        if parent := _parent(of):
            yield Edge(parent, of, PART, None)

    def _below(self, of: Defined) -> Iterator[Edge]:
        for edge in self._named(of):
            if edge.upper == of:
                yield edge
        for edge in self._written(of):
            if edge.upper == of:
                yield edge
        for part in _parts(of):
            yield Edge(of, part, PART, None)

    def _written(self, of: Defined) -> Iterator[Edge]:
        """The edges of the links that stand at an artifact."""
        for link in of.segment.reading.links:
            if link.artifact == of.number and link.type != MENTION:
                named = Named(of.path, of.segment, link, of.identifier, of.setting)
                for other in self.index.resolve(of.setting, link.target):
                    yield self._edge(of, other, named)

    def _named(self, of: Defined) -> Iterator[Edge]:
        """The edges of the links that lead to an artifact."""
        for named in self.index.references(of.identifier):
            if named.link.type != MENTION and (source := source_of(named)):
                yield self._edge(source, of, named)

    def _edge(self, source: Defined, target: Defined, named: Named) -> Edge:
        """A link leads up, unless its type says otherwise, or it has none to speak of and its target stands on a lower level."""
        down = named.link.type == DOWNWARD
        if named.link.type == NEUTRAL:
            chain = self.chain(source)
            here, there = chain.order(self.level(source, chain)), chain.order(self.level(target, chain))
            down = 0 <= here < there
        return Edge(source, target, named.link.type, named) if down else Edge(target, source, named.link.type, named)

    # -- what an edit changes ----------------------------------------------------------------------------------------

    def trace(self, path: str, setting: Setting, segments: Iterable[Segment]) -> Trace:
        """What segments mean to the artifacts of others now."""
        ends: set[Ends] = set()
        cycles: set[str] = set()
        for segment in segments:
            ends |= self._ends(path, setting, segment)
            cycles |= self._round_about(path, setting, segment)
        return Trace(frozenset(ends), frozenset(cycles))

    def _ends(self, path: str, setting: Setting, segment: Segment) -> set[Ends]:
        """What the links of a segment mean to the artifacts at their other ends."""
        chain = self.chain_of(path, setting)
        found = set()
        for link in segment.reading.links:
            if link.artifact is None or link.type == MENTION:
                continue
            artifact = segment.reading.artifacts[link.artifact]
            level = chain.level_of(path, setting, artifact) or artifact.level.value
            source = setting.namespace + artifact.label if artifact.label else ""
            for other in self.index.resolve(setting, link.target):
                found.add(Ends(source, link.type, level, is_retired(artifact), other.identifier))
        return found

    def cycle(self, of: Defined) -> list[Edge]:
        """The shortest way up from an artifact that leads back to it; empty: there is none. Breadth first, so that it ends."""
        if all(edge.type == PART for edge in self.below(of)):
            return []  # nothing leads back: so the thousand parts of one whole are not looked through for each of them
        came: dict[str, Edge | None] = {of.identifier: None}
        row = [of]
        while row:
            following = []
            for at in row:
                for edge in self.above(at):
                    if edge.type == PART:
                        continue
                    if edge.upper.identifier == of.identifier:
                        return _way(came, at, edge)
                    if edge.upper.identifier not in came:
                        came[edge.upper.identifier] = edge
                        following.append(edge.upper)
            row = following
        return []

    def _round_about(self, path: str, setting: Setting, segment: Segment) -> set[str]:
        """The identifiers in cycles through what a segment defines and links."""
        found: set[str] = set()
        for number in {link.artifact for link in segment.reading.links if link.artifact is not None}:
            label = segment.reading.artifacts[number].label
            if label and setting.namespace + label not in found:
                way = self.cycle(Defined(path, segment, number, setting.namespace + label, setting))
                found |= {edge.upper.identifier for edge in way}
        return found


def source_of(named: Named) -> Defined | None:
    """The artifact to which a link belongs; None where it belongs to the document, or has no identifier."""
    if named.link.artifact is None or not named.source:
        return None
    return Defined(named.path, named.segment, named.link.artifact, named.source, named.setting)


def is_retired(artifact: Artifact) -> bool:
    """Whether an artifact's status says that it holds no more."""
    return status_of(artifact) in RETIRED


def status_of(artifact: Artifact) -> str:
    """An artifact's status, in small letters; empty: it has none."""
    return next((each.value.strip().lower() for each in artifact.attributes if each.name == "status"), "")


def _parent(of: Defined) -> Defined | None:
    number = of.artifact.parent
    if number is None:
        return None
    label = of.segment.reading.artifacts[number].label
    return Defined(of.path, of.segment, number, of.setting.namespace + label, of.setting) if label else None


def _parts(of: Defined) -> Iterator[Defined]:
    for number, artifact in enumerate(of.segment.reading.artifacts):
        if artifact.parent == of.number and artifact.label:
            yield Defined(of.path, of.segment, number, of.setting.namespace + artifact.label, of.setting)


def _way(came: dict[str, Edge | None], at: Defined, last: Edge) -> list[Edge]:
    way = [last]
    while (edge := came[at.identifier]) is not None:
        way.append(edge)
        at = edge.lower
    return way[::-1]
