"""Walking the trace from one artifact: up to its parents, down to its children, across to its tests."""

from __future__ import annotations

from enum import StrEnum

from shallcheck.model.document import Document
from shallcheck.model.graph import Edge
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
            around.append(
                (end - start, Defined(document.path, placed.segment, number, document.identifier(artifact), document.setting))
            )
    return min(around, key=lambda each: each[0])[1] if around else None


def relatives(project: Project, defined: Defined, direction: Direction) -> list[Defined]:
    """The artifacts in a direction, each once, in the order of the links."""
    graph = project.graph
    if direction is Direction.PARENT:
        found = [edge.upper for edge in graph.above(defined)]
    else:
        found = [edge.lower for edge in graph.below(defined) if is_test(edge) == (direction is Direction.TEST)]
    return list({(each.path, id(each.segment), each.number): each for each in found}.values())


def is_test(edge: Edge) -> bool:
    """Whether the lower end of an edge verifies the upper one."""
    lower = edge.lower.artifact
    return edge.type == "verifies" or lower.kind is Kind.TEST or lower.level is Level.TESTS
