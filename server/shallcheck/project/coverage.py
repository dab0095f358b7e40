"""How far each level of a chain is covered: what comes from somewhere, what is realised, what is shown to be met."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from shallcheck.model.chain import Chain
from shallcheck.model.document import Document
from shallcheck.model.graph import TraceGraph, is_retired
from shallcheck.model.index import Defined
from shallcheck.rules.traceable.orphan import demanded_above, has_source
from shallcheck.rules.traceable.standing import asked_in, below
from shallcheck.rules.traceable.uncovered import demanded_below, is_met
from shallcheck.rules.verifiable.not_demonstrated import is_shown, to_show


@dataclass(slots=True)
class Share:
    """How many of those that have to be are so."""

    needed: int = 0
    met: int = 0

    def count(self, met: bool) -> None:
        """Count one that has to be."""
        self.needed += 1
        self.met += met

    @property
    def percent(self) -> int | None:
        """Rounded down, so that 100 means all; None where none has to be."""
        return self.met * 100 // self.needed if self.needed else None


@dataclass(slots=True)
class LevelCoverage:
    """What is known of a level. `chain`: the name of its chain; `level`, `title`: its own."""

    chain: str
    level: str
    title: str
    artifacts: int = 0
    """Those that hold; what has parts counts by its parts."""
    retired: int = 0
    sources: Share = field(default_factory=Share)
    """Those that come from something, of those that have to."""
    realised: Share = field(default_factory=Share)
    """Those that something below realises, of those that have to be."""
    shown: Share = field(default_factory=Share)
    """Those that a test or demonstration names, of those that are to be shown so."""


def coverage(graph: TraceGraph, documents: Iterable[Document]) -> list[LevelCoverage]:
    """The coverage of each level that holds anything, chain by chain from the top."""
    found: dict[tuple[str, str], LevelCoverage] = {}
    chains: dict[str, Chain] = {}
    retired: dict[tuple[str, str], int] = defaultdict(int)
    for document in documents:
        chain = graph.chain_of(document.path, document.setting)
        if not chain:
            continue
        chains[chain.name] = chain
        for _, _, artifact in document.artifacts():
            if artifact.label and is_retired(artifact):
                retired[chain.name, chain.level_of(document.path, document.setting, artifact)] += 1
        for of in _asked(graph, document):
            level = graph.level(of)
            row = found.setdefault((chain.name, level), LevelCoverage(chain.name, level, chain.title(level)))
            _count(graph, of, row)
    for (name, level), number in retired.items():
        if chains[name].policy(level):
            found.setdefault((name, level), LevelCoverage(name, level, chains[name].title(level))).retired = number
    return sorted(found.values(), key=lambda row: (row.chain, chains[row.chain].order(row.level)))


def _asked(graph: TraceGraph, document: Document) -> Iterator[Defined]:
    for placed in document.placed:
        yield from asked_in(graph, document.path, document.setting, placed.segment)


def standing(graph: TraceGraph, of: Defined) -> tuple[bool | None, bool | None, bool | None]:
    """Whether an artifact comes from something, is realised and is shown to be met; None where it need not."""
    source = has_source(graph, of) if demanded_above(graph, of) else None
    demands = demanded_below(graph, of)
    edges = below(graph, of) if demands else []
    realised = all(is_met(graph, of, demand, edges) for demand in demands) if demands else None
    return source, realised, is_shown(graph, of) if to_show(of) else None


def _count(graph: TraceGraph, of: Defined, row: LevelCoverage) -> None:
    row.artifacts += 1
    for share, met in zip((row.sources, row.realised, row.shown), standing(graph, of), strict=True):
        if met is not None:
            share.count(met)
