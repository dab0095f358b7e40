"""Identifiers for new artifacts: the next free one, given to one asker only."""

from __future__ import annotations

import time
from collections.abc import Collection
from hashlib import blake2b
from pathlib import Path

from pydantic import Field

from shallcheck.agents.standing import AskError, Standing
from shallcheck.agents.verdict import Part
from shallcheck.documents.additions import next_label
from shallcheck.project.cache import Cache

LASTS = 24 * 60 * 60
"""Seconds for which an identifier is kept for who asked, if it is not written by then."""


class Reserved(Part):
    """An identifier that nobody else is given for a day."""

    id: str
    like: str = Field(description="The artifact whose notation it follows.")
    path: str = Field(description="The document in which that stands.")
    baseline: str


class Reservations:
    """What has been given away: by this server, and by all others of this user, which the cache knows."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def reserve(self, state: Standing, like: str, level: str) -> Reserved:
        """The next free identifier behind that of an artifact, or behind the last of a level. Raises AskError."""
        cache = Cache()
        try:
            while True:
                found = next_identifier(state, like, level, self._given)
                self._given.add(found.id)
                if _claimed(cache, state.top, found.id):
                    return found
        finally:
            cache.close()


def next_identifier(state: Standing, like: str, level: str, given: Collection[str] = ()) -> Reserved:
    """The next free identifier, which is kept for nobody. `given`: further ones that are not free. Raises AskError."""
    nodes = state.called(like) if like else [node for node in state.trace.nodes if node.level == level]
    if not nodes:
        raise AskError(f"Nothing stands on the level “{level}”: there are {', '.join(state.trace.levels)}.")
    node = nodes[-1]
    project, document, found = state.defined(node)
    if found.artifact.positional:
        raise AskError(f"“{node.identifier}” is known by its position, so what follows it needs no identifier.")
    space = document.setting.namespace
    labels = {name.removeprefix(space) for name in (*project.index.identifiers(), *given) if name.startswith(space)}
    label = next_label(document, found.artifact, labels)
    return Reserved(id=space + label, like=node.identifier, path=state.inside(node.path), baseline=state.mark)


def _claimed(cache: Cache, top: Path, identifier: str) -> bool:
    """Whether an identifier of a project is ours now; so it is where nothing can be kept."""
    now = int(time.time())
    key = blake2b(f"{top}\0{identifier}".encode("utf-8", "surrogatepass"), digest_size=16).digest()
    return cache.claim("reservations", key, now.to_bytes(8, "big"), lambda known: int.from_bytes(known, "big") + LASTS < now)
