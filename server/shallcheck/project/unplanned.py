"""Which of some source files belong to nothing that has passed the gate: they name nothing, and no task names them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from shallcheck.model.document import Document
from shallcheck.model.gate import Unplanned
from shallcheck.model.graph import is_retired
from shallcheck.model.index import Defined
from shallcheck.model.kinds import Kind, Level
from shallcheck.project.state import Project

_PATH = re.compile(r"[\w./\\-]*\w\.\w{1,8}\b")


def unplanned(project: Project, paths: Iterable[str]) -> Iterator[Unplanned]:
    """Of source files, those that belong to no requirement and no task that has passed the gate."""
    asked = _named_by_tasks(project)
    for path in paths:
        parts = tuple(path.replace("\\", "/").split("/"))
        named = [*_named_by(project, path), *(of for words, of in asked.get(parts[-1], ()) if parts[-len(words) :] == words)]
        standings = {of.identifier: project.judgements.standing(of) for of in named}
        if all(standings.values()):
            yield Unplanned(path, *next(iter(standings.items()), ("", "")))


def _named_by(project: Project, path: str) -> Iterator[Defined]:
    """What the markers of a file name that asks for code."""
    document = project.documents.get(path)
    for _, link in document.links() if document else ():
        for of in project.definitions(path, link):
            if (
                of.artifact.kind is not Kind.TEST
                and of.artifact.level not in (Level.TESTS, Level.CODE)
                and not is_retired(of.artifact)
            ):
                yield of


def _named_by_tasks(project: Project) -> dict[str, list[tuple[tuple[str, ...], Defined]]]:
    """By the name of a file, the paths that tasks name, and the tasks."""
    found: dict[str, list[tuple[tuple[str, ...], Defined]]] = {}
    for document in project.documents.values():
        for of in _tasks(document):
            for word in _PATH.findall(of.artifact.extent.of(of.segment.text)):
                words = tuple(each for each in word.replace("\\", "/").split("/") if each not in ("", "."))
                if words:
                    found.setdefault(words[-1], []).append((words, of))
    return found


def _tasks(document: Document) -> Iterator[Defined]:
    for placed, number, artifact in document.artifacts():
        if artifact.kind is Kind.TASK and artifact.label and not is_retired(artifact):
            yield Defined(document.path, placed.segment, number, document.identifier(artifact), document.setting)
