"""DOC001: what the format demands and the block lacks."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.model.finding import Finding, Severity
from shallcheck.model.index import Scene
from shallcheck.rules.registry import Scope, Test, rule


@rule(
    "DOC001",
    "unreadable-block",
    test=Test.DOCUMENT,
    severity=Severity.ERROR,
    scope=Scope.DOCUMENT,
    sources=("the document's own format",),
)
def unreadable_block(scene: Scene) -> Iterator[Finding]:
    """A block cannot be read as its format demands, so nothing in it is judged and no link can reach it. The rest of the document
    is read as if the block were absent.

    Fix: write what the message names, at the place that is underlined.
    Silent: files of no known format.
    Poor: a line of statements whose {"text" is a number}
    Good: a line of statements with the keys "id" and "text", both text
    """
    for problem in scene.segment.reading.problems:
        if problem.rule == "DOC001":
            yield Finding("DOC001", problem.place, problem.message)
    for problem in scene.document.problems if scene.first else ():
        yield Finding("DOC001", problem.place, problem.message, severity=Severity.INFORMATION)
