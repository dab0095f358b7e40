"""What stands at a position: a finding, a link's target, an artifact's identifier."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from lsprotocol import types

from shallcheck.editor.present import location
from shallcheck.editor.session import Session
from shallcheck.model.document import Document, Link, Placed
from shallcheck.model.graph import Edge
from shallcheck.model.index import Defined
from shallcheck.model.place import Span
from shallcheck.project.report import Found
from shallcheck.project.tracing import artifact_around


class Spot(NamedTuple):
    """A position in a document: `offset` in code points of the document."""

    path: str
    document: Document
    offset: int


def spot(session: Session, document: types.TextDocumentIdentifier, position: types.Position) -> Spot | None:
    """The offset that a client's position means, or None where the document holds nothing for us."""
    path = session.path(document.uri)
    known = session.document(path)
    if known is None:
        return None
    return Spot(path, known, session.table(path).offset(position.line, position.character, session.units))


def near(at: Spot) -> tuple[Placed, ...]:
    """The segments in which what stands at a position can be written: its own and the one before, which may end there."""
    behind = bisect_right(at.document.placed, at.offset, key=lambda placed: placed.start)
    return at.document.placed[max(0, behind - 2) : behind]


def findings_at(session: Session, at: Spot) -> list[Found]:
    """The findings whose words hold a position, in their order; what concerns the whole document is in its first segment."""
    project = session.project(at.path)
    around = {id(placed.segment): placed for placed in (*at.document.placed[:1], *near(at))}.values()
    found = [Found(placed, report) for placed in around for report in project.segment_reports(at.path, placed.segment)]
    found.sort(key=lambda each: (each.place, each.report.severity, each.report.rule))
    return [each for each in found if _holds(each.place, at.offset)]


def link_at(at: Spot) -> tuple[Placed, Link] | None:
    """The link whose target is written at a position."""
    for placed in near(at):
        for link in placed.segment.reading.links:
            if _holds(link.place.shifted(placed.start), at.offset):
                return placed, link
    return None


def artifact_at(at: Spot) -> Defined | None:
    """The artifact whose own identifier is written at a position."""
    for placed in near(at):
        for number, artifact in enumerate(placed.segment.reading.artifacts):
            if artifact.label and _holds(artifact.place.shifted(placed.start), at.offset):
                return Defined(at.path, placed.segment, number, at.document.identifier(artifact), at.document.setting)
    return None


def meant_at(session: Session, at: Spot) -> list[Defined]:
    """The artifacts that the words at a position name."""
    linked = link_at(at)
    if linked is not None:
        return session.project(at.path).index.resolve(at.document.setting, linked[1].target)
    own = artifact_at(at)
    return [own] if own else []


def concerned(session: Session, at: Spot) -> list[Defined]:
    """The artifacts that the words at a position name; where they name none, the one that the position is in."""
    around = None if link_at(at) else artifact_around(at.document, at.offset)
    return meant_at(session, at) or ([around] if around else [])


def landing(session: Session, edge: Edge) -> types.Location | None:
    """Where the lower end of an edge is looked at: its identifier, or what in code is called so; of a whole file, the marker."""
    lower = edge.lower
    named = edge.named
    if named is not None and named.segment is lower.segment and lower.artifact.place.end == 0:
        return location(session, lower.path, lower.segment, named.link.place)
    return location(session, lower.path, lower.segment, lower.artifact.place)


def _holds(span: Span, offset: int) -> bool:
    return span.start <= offset <= span.end
