"""What the gate says of each project: worked out a moment at a time when somebody asks, and kept until the project changes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from shallcheck.editor.session import Session
from shallcheck.editor.wire import RefusedError
from shallcheck.model.document import Document
from shallcheck.model.index import Defined
from shallcheck.project.state import Project
from shallcheck.project.steps import Answer, Steps

if TYPE_CHECKING:
    from shallcheck.project.chain_tree import State
    from shallcheck.project.gate import Block, Gate, Group, LevelResult, Part

MOMENT = 0.003
"""Seconds of work after which the loop looks whether somebody waits."""
PATIENCE = 3.0
"""Seconds in which an answer that is newer than the question is waited for, while results come in."""


class Standing(NamedTuple):
    """What the gate says, and how many statements wait to be judged that it speaks of."""

    levels: tuple[LevelResult, ...]
    blocks: tuple[Block, ...]
    waiting: int
    states: tuple[State, ...] = ()
    """How each level stands in the tree of the chain."""
    notes: tuple[Block, ...] = ()
    """What is told beside, and does not block."""

    @property
    def is_open(self) -> bool:
        """Whether work may go on. Not before all is judged, nor where there is nothing to go on from."""
        return not self.blocks and not self.waiting and any(level.artifacts for level in self.levels)


class InChain(NamedTuple):
    """Where a document stands: in a chain, on a level of a name and a title."""

    group: Group
    level: str
    title: str


@dataclass
class Looked:
    """What a project's chains held when they were looked through. `revision`, `results`: what it was looked through at."""

    edition: int
    revision: int
    results: object
    parts: tuple[Part, ...]
    gates: dict[tuple[Group | None, str], Gate] = field(default_factory=dict)
    rows: dict[tuple[Group, str], dict[str, Defined]] = field(default_factory=dict)

    def part(self, group: Group) -> Part | None:
        """The documents of a chain."""
        return next((part for part in self.parts if part.group == group), None)

    def row(self, group: Group, level: str) -> Mapping[str, Defined]:
        """The artifacts of a level by identifier, in the order of the documents."""
        key = (group, level)
        if key not in self.rows:
            part = self.part(group)
            found = part.artifacts.get(level, ()) if part else ()
            self.rows[key] = {each.identifier: each for each in reversed(found)}
            self.rows[key] = dict(reversed(self.rows[key].items()))
        return self.rows[key]


class Gates:
    """The gates of a session's projects."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._looked: dict[Project, Looked] = {}
        self._looking: dict[Project, asyncio.Task[None]] = {}

    async def looked(self, project: Project) -> Looked:
        """The chains of a project as its documents have them now. Raises RefusedError while these change all the time."""
        end = time.monotonic() + PATIENCE
        while True:
            known = self._looked.get(project)
            late = time.monotonic() > end
            if known and known.edition == project.edition and (late or _is_current(known, project)):
                return known
            if late:
                raise RefusedError("The documents are being changed: try again in a moment.")
            task = self._looking.get(project)
            if task is None:
                task = self._looking[project] = asyncio.get_running_loop().create_task(self._look(project))
                task.add_done_callback(lambda done: self._looking.pop(project, None))
            await asyncio.wait([task], timeout=max(0.0, end - time.monotonic()))
            if task.done():
                task.result()  # a fault is told at once, and not looked for again and again

    async def of(self, project: Project, group: Group | None = None, level: str = "") -> Standing:
        """What the gate of a project says: of all its chains or of one, down to a level or all the way. Raises RefusedError."""
        from shallcheck.project.gate import judge

        while True:
            known = await self.looked(project)
            parts = [part for part in known.parts if group in (None, part.group)]
            if (group, level) not in known.gates:
                gate = await walked(judge(project, parts, level), partial(_is_of, project, known.edition))
                if gate is None:
                    continue
                known.gates[group, level] = gate
            gate = known.gates[group, level]
            waiting = 0 if self._session.is_alone else sum(map(project.waiting, _paths(parts, level)))
            states = tuple(part.state(name) for part in parts for name in part.chain.names())
            return Standing(gate.levels, gate.blocks, waiting, states, gate.notes)

    async def whole(self) -> Standing:
        """What the gates of all projects say. Raises RefusedError."""
        all_of = [await self.of(root.project) for root in list(self._session.roots)]
        return Standing(
            tuple(level for each in all_of for level in each.levels),
            tuple(block for each in all_of for block in each.blocks),
            sum(each.waiting for each in all_of),
            tuple(state for each in all_of for state in each.states),
            tuple(note for each in all_of for note in each.notes),
        )

    def place(self, document: Document) -> InChain | None:
        """Where a document stands; None where it stands in no chain."""
        chain = self._session.project(document.path).graph.chain_of(document.path, document.setting)
        level = chain.level_at(document.path, document.setting) if chain else ""
        return InChain((chain.name, document.setting.namespace), level, chain.title(level)) if chain.policy(level) else None

    async def _look(self, project: Project) -> None:
        from shallcheck.project.gate import survey

        while not self._session.ended:
            edition, revision, results = project.edition, project.revision, project.evidence.results
            parts = await walked(survey(project), partial(_is_of, project, edition))
            if parts is not None:
                self._looked = {
                    root.project: self._looked[root.project] for root in self._session.roots if root.project in self._looked
                }
                self._looked[project] = Looked(edition, revision, results, parts)
                return


def _is_of(project: Project, edition: int) -> bool:
    return project.edition == edition


def _is_current(known: Looked, project: Project) -> bool:
    return known.revision == project.revision and known.results is project.evidence.results


def _paths(parts: Iterable[Part], level: str) -> Iterable[str]:
    """The documents that may hold anything down to a level."""
    for part in parts:
        last = part.last(level)
        for document in part.documents:
            if part.chain.order(part.chain.level_at(document.path, document.setting)) <= last:
                yield document.path


async def walked(steps: Steps[Answer], holds: Callable[[], bool]) -> Answer | None:
    """What steps lead to, a moment at a time; None where something holds no more in between."""
    begun = time.monotonic()
    while True:
        try:
            next(steps)
        except StopIteration as end:
            answer: Answer = end.value
            return answer
        if time.monotonic() - begun > MOMENT:
            await asyncio.sleep(0)
            if not holds():
                steps.close()
                return None
            begun = time.monotonic()
