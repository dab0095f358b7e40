"""Selection ranges: from a word to the quantity or term, the clause, the statement, the artifact, the section, the document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lsprotocol import types

from shallcheck.documents.format import CODE
from shallcheck.documents.source import extent_of, line_end, line_start
from shallcheck.editor.client import Can
from shallcheck.editor.features.places import Spot, near
from shallcheck.editor.present import to_range
from shallcheck.editor.server import Server
from shallcheck.editor.session import Session
from shallcheck.model.document import Document, Placed, Statement
from shallcheck.model.lines import Lines
from shallcheck.model.parts import CLAUSES, Part, PartKind
from shallcheck.model.place import Span
from shallcheck.model.terms import Names
from shallcheck.project.statements import job_for

_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")


def register(server: Server, session: Session, can: Can) -> None:
    """Register selection ranges, if the client asks for them."""
    if not can.selection:
        return

    @server.feature(types.TEXT_DOCUMENT_SELECTION_RANGE)
    async def selection_range(params: types.SelectionRangeParams) -> list[types.SelectionRange] | None:
        await session.ready()
        path = session.path(params.text_document.uri)
        document = await session.caught_up(path)
        if document is None or document.setting.format == CODE:
            return None
        lines = session.table(path)
        offsets = [lines.offset(each.line, each.character, session.units) for each in params.positions]
        return [_nested(session, lines, _around(session, Spot(path, document, offset))) for offset in offsets]


def _nested(session: Session, lines: Lines, spans: list[Span]) -> types.SelectionRange:
    """Spans, the innermost first, as one range in the other."""
    parent: types.SelectionRange | None = None
    for span in reversed(spans):
        parent = types.SelectionRange(to_range(lines, span, session.units), parent)
    assert parent is not None
    return parent


def _around(session: Session, at: Spot) -> list[Span]:
    """The spans around a place, each within the next and smaller."""
    found = [span for span in _spans(session, at) if span.start <= at.offset <= span.end]
    found.sort(key=lambda each: (each.end - each.start, -each.start))
    out: list[Span] = []
    for span in found:
        if not out or (span.start <= out[-1].start and out[-1].end <= span.end and span != out[-1]):
            out.append(span)
    return out


def _spans(session: Session, at: Spot) -> Iterator[Span]:
    text = at.document.text
    yield Span(0, len(text))
    yield from _sections(at.document, at.offset)
    for word in _WORD.finditer(text, line_start(text, at.offset), line_end(text, at.offset)):
        yield Span(*word.span())
    for placed in near(at):
        reading = placed.segment.reading
        for artifact in reading.artifacts:
            yield _trimmed(text, artifact.extent.shifted(placed.start))
            if artifact.label:
                yield artifact.place.shifted(placed.start)
        yield from (link.place.shifted(placed.start) for link in reading.links)
        for statement in reading.statements:
            if extent_of(statement).shifted(placed.start).start <= at.offset <= extent_of(statement).shifted(placed.start).end:
                yield from _inside(session, at, placed, statement)


def _inside(session: Session, at: Spot, placed: Placed, statement: Statement) -> Iterator[Span]:
    """A statement and its parts; the clauses by the words that open them, until a worker has told of them."""
    from shallcheck.project.glance import clauses, glance

    own = Span(statement.own, len(statement.text))
    yield statement.place(own).shifted(placed.start)
    job = job_for(statement)
    parts = session.clauses.of(job.key)
    if parts is None:
        session.clauses.want_first(at.path, [job] if statement.english else [])
        parts = (*clauses(statement.text), *glance(statement))
    names = Names(session.project(at.path).vocabulary.keys())
    terms = (Part(*place, PartKind.TERM) for place in names.places(statement))
    for part in (*parts, *terms):
        span = _bare(statement.text, part) if part.kind in CLAUSES else Span(part.start, part.end)
        yield statement.place(Span(max(span.start, statement.own), span.end)).shifted(placed.start)


def _bare(text: str, part: Part) -> Span:
    """A clause without the punctuation behind it."""
    return Span(part.start, part.start + len(text[part.start : part.end].rstrip(" .,;:")))


def _trimmed(text: str, span: Span) -> Span:
    return Span(span.start, span.start + len(span.of(text).rstrip()))


def _sections(document: Document, offset: int) -> Iterator[Span]:
    """The sections around a place, each from its heading to the next that is not below it."""
    above: list[tuple[int, int]] = []
    for placed in document.placed:
        for heading in placed.segment.reading.outline:
            start = line_start(document.text, placed.start + heading.place.start)
            while above and above[-1][1] >= heading.depth:
                begun = above.pop()[0]
                if start > offset:
                    yield _trimmed(document.text, Span(begun, start))
            if start <= offset:
                above.append((start, heading.depth))
            elif not above:
                return
    for begun, _ in above:
        yield _trimmed(document.text, Span(begun, len(document.text)))
