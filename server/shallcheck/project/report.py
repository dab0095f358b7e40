"""A finding where it stands, ready to present."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from shallcheck.model.document import Placed, Statement
from shallcheck.model.finding import Finding, Related, Severity
from shallcheck.model.place import Span


@dataclass(frozen=True, slots=True)
class Report:
    """A finding where it stands, ready to present. `span` is relative to its segment; `quote` is the underlined text."""

    rule: str
    name: str
    severity: Severity
    default: bool
    """Whether the rule is on by default."""
    message: str
    span: Span
    artifact: str
    """The identifier (in the workspace) of the artifact it belongs to, or empty."""
    quote: str
    related: tuple[Related, ...]
    finding: Finding
    statement: Statement | None
    """The statement that was judged, to write its fixes; None for document and workspace rules."""


class Found(NamedTuple):
    """A report and where its segment stands in the document now."""

    placed: Placed
    report: Report

    @property
    def place(self) -> Span:
        """Offsets in the document."""
        return self.report.span.shifted(self.placed.start)


def in_order(found: Found) -> tuple[Span, Severity, str]:
    """The key by which the findings of a document are sorted."""
    return found.place, found.report.severity, found.report.rule
