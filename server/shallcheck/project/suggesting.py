"""What an artifact most likely comes from, is realised by or is allocated to: one ranking, for quick fixes and for completion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from shallcheck.documents.reading import can_name
from shallcheck.model.document import Artifact, Document, Setting
from shallcheck.model.finding import Edit
from shallcheck.model.graph import DOWNWARD, MENTION, TraceGraph, is_retired
from shallcheck.model.index import Defined, Index
from shallcheck.project.likeness import Likeness, text_of, words_of

ALLOCATED = "allocated-to"
_UPWARD = ("traces", "derived-from", "satisfies", "refines")
"""Types of links that lead up the chain, the least said first."""
_PEERS = 5
"""Artifacts most like this one, of its own level and linked, whose links count as a hint for it."""
_PEERS_SOUGHT = 30
"""Artifacts of its level among which such are looked for."""
_HINT = 0.25
"""What the likeness of such a peer is worth to that which the peer is linked to."""


class Wanted(NamedTuple):
    """What a link is to lead to."""

    levels: frozenset[str]
    """What it has to be on; empty: any."""
    type: str
    """Of the link as the model has it; empty: any that leads upward."""


def likeness_of(graph: TraceGraph) -> Likeness:
    """The words of artifacts on the levels where a graph has them; nothing is taken in yet."""

    def level(path: str, setting: Setting, artifact: Artifact) -> str:
        return graph.chain_of(path, setting).level_of(path, setting, artifact) or artifact.level.value

    return Likeness(level)


def above_of(graph: TraceGraph, of: Defined) -> Wanted:
    """What an artifact has to come from."""
    from shallcheck.rules.traceable.orphan import demanded_above  # the first question may wait for a rule, the start may not

    return Wanted(frozenset(level for demand in demanded_above(graph, of) for level in demand), "")


def below_of(graph: TraceGraph, of: Defined) -> Wanted:
    """What has to realise or verify an artifact."""
    from shallcheck.rules.traceable.uncovered import demanded_below

    return Wanted(frozenset(level for demand in demanded_below(graph, of) for level in demand), DOWNWARD)


def allocation_of(graph: TraceGraph, of: Defined) -> Wanted:
    """What an artifact has to be allocated to."""
    policy = graph.policy(of)
    return Wanted(frozenset({policy.allocated} if policy and policy.allocated else ()), ALLOCATED)


def wanted_by(graph: TraceGraph, of: Defined, kind: str) -> Wanted:
    """What a link of some type, written at an artifact, is to lead to."""
    if kind == MENTION:
        return Wanted(frozenset(), kind)
    if kind == ALLOCATED:
        return allocation_of(graph, of)
    return below_of(graph, of) if kind == DOWNWARD else above_of(graph, of)


def ranking(graph: TraceGraph, likeness: Likeness, of: Defined, wanted: Wanted) -> list[str]:
    """The identifiers that a link of an artifact could name, the likeliest first: what is on a wanted level, then what is like
    it."""
    words = words_of(text_of(of.segment, of.number))
    if not wanted.levels:
        return [each for each in likeness.like(words) if each != of.identifier]
    peers = likeness.like(words, [graph.level(of)])
    scores = likeness.like(words, wanted.levels)
    if wanted.type != DOWNWARD:
        for upper, hint in _hints(graph, of, peers, wanted).items():
            scores[upper] = scores.get(upper, 0.0) + _HINT * hint
    found = [*sorted(scores, key=lambda each: (-scores[each], each)), *peers]
    return [each for each in dict.fromkeys(found) if each != of.identifier]


def suggested(graph: TraceGraph, likeness: Likeness, of: Defined, wanted: Wanted, most: int) -> Iterator[Defined]:
    """The likeliest artifacts that are all that is wanted of a link, at most so many. Those that are retired or defined twice are
    none."""
    chain = graph.chain(of)
    found = (
        defined[0]
        for identifier in (ranking(graph, likeness, of, wanted) if wanted.levels else ())
        if len(defined := graph.index.definitions(identifier)) == 1
        if graph.level(defined[0], chain) in wanted.levels and not is_retired(defined[0].artifact)
    )
    return islice(found, most)


def _hints(graph: TraceGraph, of: Defined, peers: Mapping[str, float], wanted: Wanted) -> dict[str, float]:
    """What the artifacts most like this one lead to on the wanted levels: who is alike often serves the same."""
    hints: dict[str, float] = {}
    chain, linked = graph.chain(of), 0
    for identifier, score in islice(peers.items(), _PEERS_SOUGHT):
        uppers = {
            edge.upper.identifier
            for peer in graph.index.definitions(identifier)[:1]
            for edge in graph.above(peer)
            if (edge.type == ALLOCATED) == (wanted.type == ALLOCATED) and graph.level(edge.upper, chain) in wanted.levels
        }
        if uppers and identifier != of.identifier:
            hints |= {upper: max(score, hints.get(upper, 0.0)) for upper in uppers}
            linked += 1
            if linked == _PEERS:
                break
    return hints


def nameable(
    index: Index, document: Document, identifiers: Iterable[str], mention: bool = False
) -> Iterator[tuple[str, Defined]]:
    """Those identifiers that can be named in a document, as they are written there: each is read as a link, and leads to what it
    is offered for."""
    for identifier in identifiers:
        label = label_in(document, identifier)
        if can_name(document, label, mention):
            defined = index.resolve(document.setting, label)
            if defined and defined[0].identifier == identifier:
                yield label, defined[0]


def label_in(document: Document, identifier: str) -> str:
    """An identifier of the workspace as a document names it: without the namespace that it looks in."""
    scopes = (document.setting.namespace, *document.setting.scopes)
    return identifier.removeprefix(next((each for each in scopes if each and identifier.startswith(each)), ""))


def link_types(graph: TraceGraph, document: Document, of: Defined, wanted: Wanted) -> list[str]:
    """The types that a new link of an artifact may have, that of its neighbours first: those on its level in its document."""
    if wanted.type:
        return [wanted.type]
    policy, level = graph.policy(of), graph.level(of)
    if policy and policy.verifies:
        return ["verifies"]
    used = Counter(
        link.type
        for placed, link in document.links()
        if link.type in _UPWARD and link.artifact is not None
        if graph.level(of._replace(segment=placed.segment, number=link.artifact)) == level
    )
    allowed = policy.links if policy and policy.links else _UPWARD
    return [each for each in (*(name for name, _ in used.most_common()), *_UPWARD) if each in allowed]


def link_to(graph: TraceGraph, document: Document, of: Defined, wanted: Wanted, other: Defined) -> list[Edit] | None:
    """The edit of an artifact's document that links it to another, in the document's notation; None where that cannot say it."""
    from shallcheck.documents.writing import render_link

    placed = next((each for each in document.placed if each.segment is of.segment), None)
    statement = next((each for each in of.segment.reading.statements if each.artifact == of.number), None)
    named = next(nameable(graph.index, document, [other.identifier]), None)
    if placed is None or statement is None or named is None:
        return None
    rendered = (
        render_link(document, placed, statement, kind, named[0])
        for kind in dict.fromkeys(link_types(graph, document, of, wanted))
    )
    return next(filter(None, rendered), None)
