"""Identifiers for new artifacts: the next free one, given to one asker only."""

from __future__ import annotations

from pydantic import Field

from shallcheck.agents.standing import AskError, Standing
from shallcheck.agents.verdict import Part
from shallcheck.documents.additions import next_label


class Reserved(Part):
    """An identifier that nobody else is given while this server runs."""

    id: str
    like: str = Field(description="The artifact whose notation it follows.")
    path: str = Field(description="The document in which that stands.")
    baseline: str


class Reservations:
    """What has been given away."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def reserve(self, state: Standing, like: str, level: str) -> Reserved:
        """The next free identifier behind that of an artifact, or behind the last of a level. Raises AskError."""
        nodes = state.called(like) if like else [node for node in state.trace.nodes if node.level == level]
        if not nodes:
            raise AskError(f"Nothing stands on the level “{level}”: there are {', '.join(state.trace.levels)}.")
        node = nodes[-1]
        project, document, found = state.defined(node)
        if found.artifact.positional:
            raise AskError(f"“{node.identifier}” is known by its position, so what follows it needs no identifier.")
        space = document.setting.namespace
        labels = {name.removeprefix(space) for name in (*project.index.identifiers(), *self._given) if name.startswith(space)}
        label = next_label(document, found.artifact, labels)
        self._given.add(space + label)
        return Reserved(id=space + label, like=node.identifier, path=state.inside(node.path), baseline=state.mark)
