"""A project as it stands when somebody asks: judged, with its whole trace, and with the mark of that state."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from shallcheck.agents.judging import state_mark
from shallcheck.agents.verdict import Place, Position
from shallcheck.model.document import Document
from shallcheck.model.index import Defined
from shallcheck.model.lines import Units
from shallcheck.model.place import Span
from shallcheck.project.check import Check
from shallcheck.project.checking import check_paths
from shallcheck.project.looking import read_paths
from shallcheck.project.state import Project
from shallcheck.project.whole_trace import Node, WholeTrace, whole_trace


class AskError(Exception):
    """What was asked cannot be answered; the message says why and what to ask instead."""


@dataclass(frozen=True)
class Standing:
    """A project below `top`, read and mostly judged."""

    top: Path
    check: Check

    @cached_property
    def trace(self) -> WholeTrace:
        """Every artifact with its level, and all ways between them."""
        return whole_trace(self.check)

    @cached_property
    def mark(self) -> str:
        """The fingerprint of the state, by which an answer that has grown old is known."""
        return state_mark(self.check, self.top)

    def inside(self, path: str) -> str:
        """A path of the check from the top of the project, with forward slashes."""
        return Path(os.path.relpath(Path(path).absolute(), self.top)).as_posix()

    def place(self, path: str, span: Span) -> Place:
        """Code points of a document as a place for others."""
        lines = self.check.lines(path)
        start, end = (lines.position(offset, Units.UTF16) for offset in span)
        first, last = (Position(line=line, character=character) for line, character in (start, end))
        return Place(path=self.inside(path), start=first, end=last)

    def called(self, identifier: str) -> list[Node]:
        """The artifacts of an identifier. Raises AskError where there is none."""
        found = self.trace.called(identifier)
        if found:
            return found
        from rapidfuzz import process

        likely = process.extract(identifier, [node.identifier for node in self.trace.nodes], limit=3, score_cutoff=60)
        hint = f"did you mean {', '.join(f'“{each[0]}”' for each in likely)}?" if likely else "search for it by its words."
        raise AskError(f"No artifact is called “{identifier}”: {hint}")

    def defined(self, node: Node) -> tuple[Project, Document, Defined]:
        """Where an artifact is defined."""
        project = self.check.projects[node.path]
        document = project.documents[node.path]
        found = next(each for each in project.index.definitions(node.identifier) if each.path == node.path)
        return project, document, found

    def text(self, node: Node) -> str:
        """An artifact as its document writes it, whole and unchanged."""
        _, _, found = self.defined(node)
        return found.artifact.extent.of(found.segment.text).strip("\n")


def standing(top: Path, *, judged: bool = True) -> Standing:
    """The project in a folder as it is now; not `judged`, it is only read. Raises AskError where that cannot be done."""
    top = Path(os.path.realpath(top))
    check = check_paths([top], every_rule=False, progress=lambda done, total: None) if judged else read_paths([top])
    for message in (check.missing, check.broken):
        if message:
            raise AskError(message)
    check.take_results()
    return Standing(top, check)


def named(paths: Sequence[str], state: Standing) -> set[str]:
    """The documents of the check at some paths from the top, or in folders of them. Raises AskError where there are none."""
    known = {state.inside(path): path for path in state.check.judged()}
    chosen = set()
    for each in paths:
        name = Path(os.path.normpath(each)).as_posix()
        below = {path for inside, path in known.items() if name in (".", inside) or inside.startswith(f"{name}/")}
        if not below:
            raise AskError(f"“{each}” holds nothing that is judged: name a document of the project, or a folder of it.")
        chosen |= below
    return chosen
