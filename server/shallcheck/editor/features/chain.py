"""The chain in an editor: as a tree that is opened a node at a time, and as a picture of what stands around one artifact."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from shallcheck.editor.client import Can
from shallcheck.editor.features.asked import Asked
from shallcheck.editor.features.places import Spot, artifact_at
from shallcheck.editor.gates import MOMENT, Gates, Looked, walked
from shallcheck.editor.present import place_of
from shallcheck.editor.roots import Root
from shallcheck.editor.server import Server
from shallcheck.editor.session import Session
from shallcheck.editor.wire import Json, RefusedError
from shallcheck.model.index import Defined
from shallcheck.project.tracing import artifact_around

if TYPE_CHECKING:
    from shallcheck.project.gate import Group, Part
    from shallcheck.project.steps import Steps
    from shallcheck.reports.slice import Around

CHAIN, SLICE = "shallcheck.chain", "shallcheck.slice"
PAGE = 200
"""Nodes that are told at once."""
AROUND = 300
"""Artifacts that a slice shows."""
_NOTHING: dict[str, Any] = {"levels": [], "artifacts": [], "links": [], "centre": None, "left_out": 0}
_TRIES = 5
"""Times that a slice is begun anew since somebody types."""
_DEEPEST = 50
"""Steps from the top within which a way is looked for."""
_SHOWN = 1000
"""Characters of a statement that a tooltip shows."""


class _Way(NamedTuple):
    """Where a node stands: on a level of a chain, below some artifacts (identifiers, from the top)."""

    root: str
    chain: str
    namespace: str
    level: str
    passed: tuple[str, ...] = ()

    @property
    def group(self) -> Group:
        return self.chain, self.namespace

    def id(self) -> str:
        return json.dumps([*self[:4], *self.passed])

    def to(self, identifier: str) -> _Way:
        return self._replace(passed=(*self.passed, identifier))

    @classmethod
    def of(cls, node: str) -> _Way | None:
        """The way that an id tells; None where it tells none."""
        try:
            row = json.loads(node)
        except (ValueError, RecursionError):
            return None
        if not isinstance(row, list) or not 4 <= len(row) <= 4 + _DEEPEST or not all(isinstance(each, str) for each in row):
            return None
        root, chain, namespace, level, *passed = row
        return cls(root, chain, namespace, level, tuple(passed))


def register(server: Server, session: Session, can: Can, gates: Gates) -> None:
    """Register the commands `{"node"?, "offset"?}` or `{"uri", "position"}`, and `{"uri", "position"}` or `{"artifact"}`."""
    tree = _Tree(session, gates)

    @server.command(CHAIN)
    async def chain(*arguments: Any) -> Json:
        await session.ready()
        asked = Asked(arguments)
        at = await asked.spot(session)
        await session.complete()
        session.on_evidence_asked()
        if asked.has("uri"):
            return Json(json.dumps({"way": await tree.way_to(at) if at else []}))
        node = asked.text("node")
        if asked.has("node"):
            return Json(json.dumps(await tree.children(node, asked.number("offset"))))
        return Json(json.dumps({"nodes": await tree.roots(), "more": 0, "offset": 0}))

    @server.command(SLICE)
    async def slice_around(*arguments: Any) -> Json:
        await session.ready()
        asked = Asked(arguments)
        await session.complete()
        for _ in range(_TRIES):
            at = await asked.spot(session)
            of = (
                _called(session, asked.text("artifact"))
                if at is None
                else artifact_around(at.document, at.offset) or artifact_at(at)
            )
            facts = await _slice(session, of) if of else _NOTHING
            if facts is not None:
                return Json(json.dumps(facts))
        raise RefusedError("The documents are being changed: try again in a moment.")


def _called(session: Session, identifier: str) -> Defined | None:
    """The artifact of an identifier, in whichever project it is."""
    for root in session.roots if identifier else ():
        if found := root.project.index.definitions(identifier):
            return found[0]
    return None


def _slicing() -> tuple[Callable[..., Steps[Around]], Callable[..., Steps[dict[str, Any]]]]:
    """What makes a slice; to import it takes 30 ms, so that it is for a thread."""
    from shallcheck.reports.slice import around, slice_facts

    return around, slice_facts


async def _slice(session: Session, of: Defined) -> dict[str, Any] | None:
    """The facts of a slice; None where a document has changed meanwhile."""
    around, slice_facts = await asyncio.to_thread(_slicing)
    editions = {id(root.project): root.project.edition for root in session.roots}

    def unchanged() -> bool:
        return all(editions.get(id(root.project)) == root.project.edition for root in session.roots)

    def place_of(each: Defined) -> tuple[int, int]:
        placed = session.project(each.path).placed(each.path, each.segment)
        return session.table(each.path).place((placed.start if placed else 0) + each.artifact.place.start)

    def shown(path: str) -> str:
        folder = session.roots.of(path).folder
        return os.path.relpath(path, folder) if folder else path

    some = await walked(around(of, AROUND, session.project), unchanged)
    if some is None:
        return None
    facts = await walked(slice_facts(some, session.project, place_of, shown), unchanged)
    for each, told in zip(some.found, facts["artifacts"] if facts else (), strict=False):
        told["uri"] = session.uri(each.path)
    return facts


class _Tree:
    """Makes nodes when they are asked for."""

    def __init__(self, session: Session, gates: Gates) -> None:
        self._session = session
        self._gates = gates

    async def roots(self) -> list[dict[str, Any]]:
        """The levels that hold anything, chain by chain."""
        found = [(root, await self._gates.looked(root.project)) for root in list(self._session.roots)]
        several = sum(bool(looked.parts) for _, looked in found) > 1
        return [node for root, looked in found for node in self._levels(root, looked, _name(root) if several else "")]

    async def children(self, node: str, offset: int) -> dict[str, Any]:
        """A page of what stands below a node."""
        way = _Way.of(node)
        root = self._root(way.root) if way else None
        if way is None or root is None:
            return {"nodes": [], "more": 0, "offset": 0}
        looked = await self._gates.looked(root.project)
        below = self._below(looked, way)
        nodes = []
        begun = time.monotonic()
        for of in below[offset : offset + PAGE]:
            if time.monotonic() - begun > MOMENT:
                await asyncio.sleep(0)
                begun = time.monotonic()
            if node_ := self._node(way, of):
                nodes.append(node_)
        return {"nodes": nodes, "more": max(0, len(below) - offset - PAGE), "offset": offset}

    async def way_to(self, at: Spot) -> list[dict[str, Any]]:
        """The nodes from the top to the artifact at a place."""
        of = artifact_around(at.document, at.offset) or artifact_at(at)
        root = self._session.roots.of(at.path)
        looked = await self._gates.looked(root.project)
        steps = self._climb(looked, of) if of else []
        if not steps:
            return []
        part, level = self._home(looked, steps[0]) or (looked.parts[0], "")
        way = _Way(_key(root), part.chain.name, part.group[1], level)
        found = [node | {"at": at} for at, node in enumerate(await self.roots()) if node["id"] == way.id()]
        siblings = list(looked.row(part.group, level).values())
        for step in steps:
            place = next((place for place, each in enumerate(siblings) if each.identifier == step.identifier), None)
            node = self._node(way, step) if place is not None else None
            if node is None:
                return []
            found.append(node | {"at": place})
            way = way.to(step.identifier)
            siblings = self._children(step, way.passed)
        return found

    def _climb(self, looked: Looked, of: Defined) -> list[Defined]:
        """The shortest way down to an artifact from one that stands on a level; of most it is the artifact alone."""
        row: list[list[Defined]] = [[of]]
        seen = {of.identifier}
        while row:
            steps = row.pop(0)
            if self._home(looked, steps[0]):
                return steps
            for edge in self._session.project(steps[0].path).graph.above(steps[0]) if len(steps) < _DEEPEST else ():
                if edge.upper.identifier not in seen:
                    seen.add(edge.upper.identifier)
                    row.append([edge.upper, *steps])
        return []

    def _home(self, looked: Looked, of: Defined) -> tuple[Part, str] | None:
        """The chain and the level on which an artifact stands."""
        for part in looked.parts:
            for level in part.chain.names():
                if of.identifier in looked.row(part.group, level):
                    return part, level
        return None

    def _root(self, key: str) -> Root | None:
        return next((root for root in self._session.roots if _key(root) == key), None)

    def _levels(self, root: Root, looked: Looked, name: str) -> Iterator[dict[str, Any]]:
        from shallcheck.project.chain_tree import Role

        for part in looked.parts:
            for level in part.chain.levels:
                count = len(looked.row(part.group, level.name))
                if not count:
                    continue
                told = (name, part.group[1], f"{count:,} artifact{'' if count == 1 else 's'}")
                yield {
                    "id": _Way(_key(root), part.chain.name, part.group[1], level.name).id(),
                    "label": level.title,
                    "description": " · ".join(filter(None, told)),
                    "tooltip": "",
                    "kind": Role.LEVEL.value,
                    "state": part.state(level.name).value,
                    "location": None,
                    "children": True,
                }

    def _below(self, looked: Looked, way: _Way) -> list[Defined]:
        """What stands below the end of a way; nothing where the way is there no more."""
        row = looked.row(way.group, way.level)
        if not way.passed:
            return list(row.values())
        at = row.get(way.passed[0])
        for number, identifier in enumerate(way.passed[1:], 1):
            below = self._children(at, way.passed[:number]) if at else []
            at = next((each for each in below if each.identifier == identifier), None)
        return self._children(at, way.passed) if at else []

    def _children(self, of: Defined, passed: Sequence[str]) -> list[Defined]:
        from shallcheck.project.chain_tree import below

        return below(self._session.project(of.path), of, passed)

    def _node(self, way: _Way, of: Defined) -> dict[str, Any] | None:
        """An artifact below the end of a way; None where its document has changed meanwhile."""
        from shallcheck.model.sayings import sayings
        from shallcheck.project.chain_tree import role_of, state_of
        from shallcheck.project.skeletons import title_of

        project = self._session.project(of.path)
        placed = project.placed(of.path, of.segment)
        if placed is None or self._session.is_behind(of.path):
            return None
        artifact = of.artifact
        title = title_of(of.segment.reading, of.number)
        here = way.to(of.identifier)
        return {
            "id": here.id(),
            "label": artifact.label,
            "description": "" if artifact.label.endswith(title) else title,
            "tooltip": sayings(of.segment)[of.number][:_SHOWN],
            "kind": role_of(of).value,
            "state": state_of(project, of).value,
            "location": place_of(self._session, of.path, artifact.place.shifted(placed.start)),
            "children": len(here.passed) < _DEEPEST and bool(self._children(of, here.passed)),
        }


def _name(root: Root) -> str:
    """What people call a project of the workspace."""
    folder = root.config.parent if root.config else root.folder
    return folder.name if folder else "in no folder"


def _key(root: Root) -> str:
    """What tells a project of the workspace from the others."""
    return os.fspath(root.config or root.folder or "")
