"""Directives, as Sphinx has them in reStructuredText and in MyST Markdown: name, argument, options and content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from shallcheck.documents.blocks import Block
from shallcheck.model.document import Problem
from shallcheck.model.place import Span

OPAQUE = frozenset(
    "acmtrace blockdiag code code-block comment contents csv-table doctest figure graphviz highlight image include inheritance-"
    "diagram ipython jupyter-execute list-table literalinclude math mermaid needarch needbar needextend needextract needflow "
    "needgantt needimport needlist needpie needreport needsequence needservice needtable needuml parsed-literal plantuml plotly "
    "productionlist prompt raw rubric seqdiag sourcecode src-trace table tabularcolumns testcleanup testcode testoutput "
    "testsetup toctree uml unicode versionadded versionchanged deprecated".split()
)
"""Directives whose content is no text with directives in it."""


class Option(NamedTuple):
    """`:name: value` of a directive: the name in lower case, its place with both colons, and that of the value (empty: none)."""

    name: str
    place: Span
    value: Span


@dataclass(slots=True)
class Directive:
    """A directive; all places are those of the text that was read."""

    name: str
    place: Span
    """Of the name alone."""
    start: int
    end: int
    argument: tuple[Span, ...] = ()
    """The stretches of its argument, which may be several lines."""
    options: list[Option] = field(default_factory=list)
    parent: int = -1
    """The directive that it stands in, by its number; -1: none."""
    lead: str = ""
    """What stands in front of its options, or would."""
    head: int = 0
    """Where its first line and its options end: what is added there is one option more."""

    def option(self, name: str) -> Option | None:
        """The option of a name."""
        return next((each for each in self.options if each.name == name), None)


@dataclass(slots=True)
class Scan:
    """What a text holds. The blocks directly in the directive with the number n have the parent -2 - n."""

    blocks: list[Block] = field(default_factory=list)
    directives: list[Directive] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    code: list[Span] = field(default_factory=list)
    """Where text is quoted and not said: no suppression in it counts."""

    def holder(self, block: Block) -> int:
        """The number of the innermost directive that holds a block; -1: none does."""
        parent = block.parent
        while parent >= 0:
            parent = self.blocks[parent].parent
        return -2 - parent if parent < -1 else -1

    def around(self, directive: int) -> Iterator[int]:
        """The numbers of the directives that hold one, from the innermost on."""
        while (directive := self.directives[directive].parent) >= 0:
            yield directive


def joined(text: str, spans: Sequence[Span]) -> str:
    """Stretches of a text as one line."""
    return " ".join(" ".join(span.of(text) for span in spans).split())
