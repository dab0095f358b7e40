"""How like the artifacts of each project are to one another, kept up with its documents without keeping anybody waiting."""

from __future__ import annotations

import asyncio

from shallcheck.model.graph import TraceGraph
from shallcheck.project.likeness import Likeness
from shallcheck.project.state import Project
from shallcheck.project.suggesting import likeness_of

_AT_ONCE = 3
"""Changed documents that are taken in on the loop before an answer; more in a thread, and the answer does not wait for it."""


class Likenesses:
    """The words of each project."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[TraceGraph, Likeness]] = {}
        """By project (identity), with the graph that tells the levels: another configuration makes another."""
        self._busy: dict[int, asyncio.Task[None]] = {}

    def of(self, project: Project) -> Likeness | None:
        """The words of a project as they are now; None while they are still being taken in."""
        key = id(project)
        if key in self._busy:
            return None
        graph, likeness = self._known.get(key, (None, None))
        if graph is not project.graph or likeness is None or likeness.worn:
            likeness = likeness_of(project.graph)
            self._known[key] = project.graph, likeness
        if likeness.behind(project.documents) > _AT_ONCE:
            self._busy[key] = asyncio.get_running_loop().create_task(self._follow(project, likeness))
            return None
        likeness.follow(project.documents)
        return likeness

    async def followed(self, project: Project, seconds: float) -> Likeness | None:
        """The same, after waiting for at most `seconds`."""
        likeness = self.of(project)
        if likeness is None and (busy := self._busy.get(id(project))) is not None:
            await asyncio.wait([busy], timeout=seconds)
            likeness = self.of(project)
        return likeness

    async def _follow(self, project: Project, likeness: Likeness) -> None:
        try:
            await asyncio.to_thread(likeness.follow, dict(project.documents))
        finally:
            self._busy.pop(id(project), None)
