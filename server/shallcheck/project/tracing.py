"""Walking the trace from one artifact: up to its parents, down to its children, across to its tests."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from enum import StrEnum

from shallcheck.documents.format import CODE
from shallcheck.model.document import Document
from shallcheck.model.graph import PART, Edge, TraceGraph
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
    behind = bisect_right(document.placed, offset, key=lambda placed: placed.start)
    for placed in document.placed[max(0, behind - 2) : behind]:
        for number, artifact in enumerate(placed.segment.reading.artifacts):
            start, end = artifact.extent.shifted(placed.start)
            if artifact.label and start <= offset <= end:
                identifier = document.identifier(artifact)
                around.append((end - start, Defined(document.path, placed.segment, number, identifier, document.setting)))
    return min(around, key=lambda each: each[0])[1] if around else None


def relatives(project: Project, defined: Defined, direction: Direction) -> list[Defined]:
    """The artifacts in a direction, each once, in the order of the links."""
    graph = project.graph
    if direction is Direction.PARENT:
        above = graph.above(defined)  # what an artifact is allocated to has to meet it, and is no reason for it
        found = [edge.upper for edge in above if edge.type != "allocated-to"] or [edge.upper for edge in above]
    else:
        found = [edge.lower for edge in graph.below(defined) if is_test(edge) == (direction is Direction.TEST)]
    return list({(each.path, id(each.segment), each.number): each for each in found}.values())


def is_test(edge: Edge) -> bool:
    """Whether the lower end of an edge verifies the upper one."""
    lower = edge.lower.artifact
    return edge.type == "verifies" or lower.kind is Kind.TEST or lower.level is Level.TESTS


def is_code(edge: Edge) -> bool:
    """Whether the lower end of an edge stands in source code."""
    return edge.lower.setting.format == CODE


def realising(graph: TraceGraph, of: Defined) -> Iterator[Edge]:
    """The code and the tests that realise and verify an artifact or a part of it."""
    for edge in graph.below(of):
        if edge.type == PART:
            yield from realising(graph, edge.lower)
        elif is_code(edge) or is_test(edge):
            yield edge
