"""What a rule says about a place, and what could be done about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from shallcheck.model.document import Segment
from shallcheck.model.place import Span


class Severity(IntEnum):
    """Harm, most severe first. OFF: the rule runs only when it is selected."""

    ERROR = 1
    WARNING = 2
    INFORMATION = 3
    OFF = 4

    @property
    def word(self) -> str:
        return self.name.lower()


class Edit(NamedTuple):
    """Replace `start:end` by `text`; offsets as those of the finding that carries the fix.

    What only a person can decide stands in `text` as a placeholder in angle brackets: `<value> <unit>`. Editors make it
    a tab stop, writers escape it where the format would swallow it, and FRM008 reports it until it is filled.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A rewrite. Safe: keeps the meaning and may be applied to a whole file unasked. Else offered: a person chooses."""

    title: str
    edits: tuple[Edit, ...] = ()
    safe: bool = False
    siblings: tuple[str, ...] = ()
    """Further statements, each to become an artifact of its own right behind this one (a split)."""
    attribute: tuple[str, str] | None = None
    """An attribute to add to the artifact, such as ("Rationale", "…")."""
    cuts: tuple[Span, ...] = ()
    """What goes beside the statement, such as the list that a split takes apart; in the segment."""
    term: str = ""
    """A name to add to the document's glossary, its meaning a placeholder."""
    everywhere: tuple[str, str] | None = None
    """A name as it is written, and the one to write instead in every document."""
    identifier: bool = False
    """The artifact gets the next free identifier."""


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that the finding speaks of: `span` in `segment` of the document at `path`."""

    path: str
    segment: Segment
    span: Span
    artifact: str
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. A statement rule gives `span` in the statement's text, every other rule in the segment."""

    rule: str
    span: Span
    message: str
    fixes: tuple[Fix, ...] = ()
    related: tuple[Related, ...] = ()
    severity: Severity | None = None
    """Only where this finding is milder than its rule (information at most)."""


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """`text` with edits that do not overlap made."""
    parts, at = [], 0
    for edit in sorted(edits):
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join((*parts, text[at:]))
