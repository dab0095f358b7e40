"""Walking the trace from one artifact: up to its parents, down to its children, across to its tests."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from shallcheck.model.document import Document
from shallcheck.model.index import Defined
from shallcheck.model.kinds import Kind, Level
from shallcheck.project.state import Project


class Direction(StrEnum):
    """Where to go."""

    PARENT = "parent"
    CHILD = "child"
    TEST = "test"


def artifact_around(document: Document, offset: int) -> Defined | None:
    """The innermost artifact with an identifier whose block holds an offset of the document."""
    around = []
    for placed, number, artifact in document.artifacts():
        start, end = artifact.extent.shifted(placed.start)
        if artifact.label and start <= offset <= end:
            around.append((end - start, Defined(document.path, placed.segment, number, document.identifier(artifact))))
    return min(around, key=lambda each: each[0])[1] if around else None


def relatives(project: Project, defined: Defined, direction: Direction) -> list[Defined]:
    """The artifacts in a direction, each once, in the order of the links."""
    found = _above(project, defined) if direction is Direction.PARENT else _below(project, defined, direction)
    return list({(each.path, id(each.segment), each.number): each for each in found}.values())


def _above(project: Project, defined: Defined) -> Iterator[Defined]:
    for link in defined.segment.reading.links:
        if link.artifact == defined.number:
            yield from project.definitions(defined.path, link)
    parent = defined.artifact.parent
    if parent is not None and defined.segment.reading.artifacts[parent].label:
        identifier = project.documents[defined.path].identifier(defined.segment.reading.artifacts[parent])
        yield Defined(defined.path, defined.segment, parent, identifier)


def _below(project: Project, defined: Defined, direction: Direction) -> Iterator[Defined]:
    for named in project.references(defined.identifier):
        if named.link.artifact is None:
            continue
        other = Defined(named.path, named.segment, named.link.artifact, named.source)
        tests = named.link.type == "verifies" or other.artifact.kind is Kind.TEST or other.artifact.level is Level.TESTS
        if tests == (direction is Direction.TEST):
            yield other
    if direction is Direction.CHILD:
        for number, artifact in enumerate(defined.segment.reading.artifacts):
            if artifact.parent == defined.number and artifact.label:
                yield Defined(defined.path, defined.segment, number, project.documents[defined.path].identifier(artifact))
