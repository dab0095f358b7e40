"""A line above each artifact: what it comes from, and what realises and verifies it. A click shows the places. Above the
document, what the gate says of it.

A document may hold a thousand artifacts of which some dozen are in view: which lenses there are is told as JSON that is written
here, and what each says when the client asks for it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from lsprotocol import types

from shallcheck.documents.format import CODE
from shallcheck.editor.client import Can
from shallcheck.editor.features.gate import SHOW_GATE, gate_title
from shallcheck.editor.features.places import landing
from shallcheck.editor.gates import Gates
from shallcheck.editor.present import location
from shallcheck.editor.refreshing import Refresh
from shallcheck.editor.server import Server
from shallcheck.editor.session import Session
from shallcheck.editor.wire import Json
from shallcheck.model.document import Artifact, Document, Placed
from shallcheck.model.graph import MENTION, PART, Edge, TraceGraph
from shallcheck.model.index import Defined
from shallcheck.model.kinds import Kind
from shallcheck.project.state import Project
from shallcheck.project.tracing import is_code, is_test

SHOW = "shallcheck.showReferences"
"""The command of a client that shows places: it takes a uri, a position and locations."""
_QUIET = frozenset({CODE, "csv", "fret", "reqif", "statements"})
"""Formats without lenses: a line between the rows of a table, or in what programs wrote, is in the way."""
_TOP = json.dumps({name: {"line": 0, "character": 0} for name in ("start", "end")})
_TEST, _CODE = "test", "place in code"
_NOUNS = {Kind.ARCHITECTURE: "element", Kind.USER_STORY: "user story"}
_VERBS = {"allocated-to": "allocated to", "verifies": "verifies", "validates": "validates"}
_MOST = 3
"""Names that a lens tells."""


def register(server: Server, session: Session, can: Can, gates: Gates) -> None:
    """Register the lenses."""
    if not can.lenses:
        return
    if can.lens_refresh:
        session.roots.news.on_trace.append(Refresh(lambda: server.workspace_code_lens_refresh(None)).soon)

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS, types.CodeLensOptions(resolve_provider=True))
    async def code_lens(params: types.CodeLensParams) -> list[types.CodeLens] | Json:
        path = session.path(params.text_document.uri)
        await session.ready()
        session.on_evidence_asked()
        document = await session.caught_up(path)
        if document is None or document.setting.format in _QUIET or not session.project(path).config.code_lens:
            return []
        rows = [*_rows(session, params.text_document.uri, document)]
        if SHOW_GATE in can.commands and gates.place(document):
            rows.insert(0, f'{{"range": {_TOP}, "data": [{json.dumps(params.text_document.uri)}, ""]}}')
        return Json(f"[{', '.join(rows)}]")

    @server.feature(types.CODE_LENS_RESOLVE)
    async def resolve(lens: types.CodeLens) -> types.CodeLens:
        uri, identifier = (str(each) for each in lens.data or ("", ""))
        path = session.path(uri)
        if not identifier:
            title = await gate_title(session, gates, session.document(path))
            lens.command = types.Command(title, SHOW_GATE, arguments=[{"uri": uri}])
            return lens
        project = session.project(path)
        of = next((each for each in project.index.definitions(identifier) if each.path == path), None)
        around = _around(project.graph, of) if of else _Around([], [])
        lens.command = types.Command(_title(project, of, around) if of else "…", "")
        if any(around) and SHOW in can.commands:
            places = [server.protocol.plain(each) for each in _places(session, around) if each is not None]
            lens.command.command = SHOW
            lens.command.arguments = [uri, server.protocol.plain(lens.range.start), places]
        return lens


def _rows(session: Session, uri: str, document: Document) -> Iterator[str]:
    """The lenses of a document as JSON."""
    project = session.project(document.path)
    lines = session.table(document.path)
    untraced = _Untraced(project)
    named = json.dumps(uri)
    for placed in document.placed:
        for number, artifact in enumerate(placed.segment.reading.artifacts):
            if not artifact.label or _in_table(placed, artifact):
                continue
            of = Defined(document.path, placed.segment, number, document.identifier(artifact), document.setting)
            if _is_linked(project.graph, of) or untraced.holds(of):
                start, end = (lines.position(at, session.units) for at in artifact.place.shifted(placed.start))
                yield (
                    f'{{"range": {{"start": {{"line": {start[0]}, "character": {start[1]}}}, '
                    f'"end": {{"line": {end[0]}, "character": {end[1]}}}}}, "data": [{named}, {json.dumps(of.identifier)}]}}'
                )


def _is_linked(graph: TraceGraph, of: Defined) -> bool:
    """Whether an artifact has links, up or down. In a namespace, a link of another may be written alike, so it is followed."""
    if of.setting.namespace:
        return any(_around(graph, of))
    own = any(link.artifact == of.number and link.type != MENTION for link in of.segment.reading.links)
    return own or any(named.link.type != MENTION for named in graph.index.links_to(of.identifier))


def _in_table(placed: Placed, artifact: Artifact) -> bool:
    text = placed.segment.text
    return text[text.rfind("\n", 0, artifact.place.start) + 1 :].lstrip(" ").startswith("|")


class _Untraced:
    """Which artifacts without any link are asked for one by their chain."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[tuple[Any, ...], bool] = {}

    def holds(self, of: Defined) -> bool:
        """Whether an artifact, which has no links, should have some. Before the workspace is read, nobody knows."""
        from shallcheck.model.graph import is_retired
        from shallcheck.rules.traceable.orphan import demanded_above
        from shallcheck.rules.traceable.standing import is_derived
        from shallcheck.rules.traceable.uncovered import demanded_below

        graph, artifact = self._project.graph, of.artifact
        if not self._project.whole or not graph.chain(of) or is_retired(artifact) or _has_parts(of):
            return False
        key = (graph.level(of), artifact.kind, artifact.level, is_derived(artifact))
        if key not in self._known:
            self._known[key] = bool(demanded_above(graph, of) or demanded_below(graph, of))
        return self._known[key]


def _has_parts(of: Defined) -> bool:
    return any(each.parent == of.number for each in of.segment.reading.artifacts)


class _Around(NamedTuple):
    """What an artifact comes from; what realises and verifies it."""

    above: list[Edge]
    below: list[Edge]


def _around(graph: TraceGraph, of: Defined) -> _Around:
    above, below = ([edge for edge in edges if edge.type != PART] for edges in (graph.above(of), graph.below(of)))
    return _Around(above, below)


def _title(project: Project, of: Defined, around: _Around) -> str:
    """“from SN-001 · 2 requirements, 1 test (passed), 3 places in code”."""
    if not any(around):
        return "not traced" if _Untraced(project).holds(of) else "its links lead nowhere"
    told = (", ".join(_above(around.above)), ", ".join(_below(project, of, around.below)))
    return " · ".join(filter(None, told))


def _above(edges: list[Edge]) -> Iterator[str]:
    verbs: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        verbs[_VERBS.get(edge.type, "from")].append(edge.upper.artifact.label)
    for verb, names in verbs.items():
        more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
        yield f"{verb} {', '.join(names[:_MOST])}{more}"


def _below(project: Project, of: Defined, edges: list[Edge]) -> Iterator[str]:
    """What there is of each kind, then of tests, then of code."""
    found: dict[str, set[str]] = defaultdict(set)
    for edge in sorted(edges, key=lambda each: 1 if is_test(each) else 2 if is_code(each) else 0):
        kind = edge.lower.artifact.kind
        noun = _TEST if is_test(edge) else _CODE if is_code(edge) else _NOUNS.get(kind, kind.value)
        found[noun].add(edge.lower.identifier)
    for noun, some in found.items():
        told = f"{len(some)} {noun if len(some) == 1 else _plural(noun)}"
        yield f"{told} ({_outcome(project, of.identifier)})" if noun == _TEST and project.evidence else told


def _plural(noun: str) -> str:
    first, _, rest = noun.partition(" in ")
    many = f"{first[:-1]}ies" if first.endswith("y") else f"{first}s"
    return f"{many} in {rest}" if rest else many


def _outcome(project: Project, identifier: str) -> str:
    """How the tests of an artifact ended."""
    proof = project.evidence.of(identifier)
    if proof is None:
        return "not run"
    return f"{proof.outcome.value}, outdated" if proof.stale else proof.outcome.value


def _places(session: Session, around: _Around) -> Iterator[types.Location | None]:
    """The other ends of an artifact's edges."""
    for edge in around.above:
        yield location(session, edge.upper.path, edge.upper.segment, edge.upper.artifact.place)
    for edge in around.below:
        yield landing(session, edge)
