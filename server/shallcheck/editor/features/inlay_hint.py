"""Behind each identifier that is linked, in view: what the artifact is about."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from lsprotocol import types

from shallcheck.editor.client import Can
from shallcheck.editor.features.hover import card
from shallcheck.editor.present import position
from shallcheck.editor.refreshing import Refresh
from shallcheck.editor.server import Server
from shallcheck.editor.session import Session
from shallcheck.model.brief import brief
from shallcheck.model.document import Document
from shallcheck.model.index import Defined
from shallcheck.model.lines import Lines
from shallcheck.model.place import Span

_CLOSING = re.compile(r"[\]`*]*")
"""What ends around an identifier, so that the hint stands behind it."""


def register(server: Server, session: Session, can: Can) -> None:
    """Register the hints."""
    if not can.hints:
        return
    if can.hint_refresh:
        session.roots.news.on_names.append(Refresh(lambda: server.workspace_inlay_hint_refresh(None)).soon)

    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT, types.InlayHintOptions(resolve_provider=can.hint_tooltips))
    async def inlay_hint(params: types.InlayHintParams) -> list[types.InlayHint]:
        path = session.path(params.text_document.uri)
        document = await session.caught_up(path)
        if document is None or not session.project(path).config.inlay_hints:
            return []
        lines = session.table(path)
        start = lines.offset(params.range.start.line, params.range.start.character, session.units)
        end = lines.offset(params.range.end.line, params.range.end.character, session.units)
        return [
            types.InlayHint(
                position(lines, at, session.units),
                brief(defined.segment, defined.number),
                padding_left=True,
                data=[defined.path, defined.identifier],
            )
            for at, defined in _hinted(session, document, lines, Span(start, end))
        ]

    if can.hint_tooltips:

        @server.feature(types.INLAY_HINT_RESOLVE)
        def resolve(hint: types.InlayHint) -> types.InlayHint:
            path, identifier = (str(each) for each in hint.data or ("", ""))
            project = session.project(path)
            of = next((each for each in project.index.definitions(identifier) if each.path == path), None)
            hint.tooltip = types.MarkupContent(types.MarkupKind.Markdown, card(project, of)) if of else None
            return hint


def _hinted(session: Session, document: Document, lines: Lines, view: Span) -> Iterator[tuple[int, Defined]]:
    """The artifacts that links in view name, each with where its hint stands; none that the line tells of already."""
    index = session.project(document.path).index
    first = max(0, bisect_right(document.placed, view.start, key=lambda placed: placed.start) - 1)
    for placed in document.placed[first:]:
        if placed.start > view.end:
            return
        for link in placed.segment.reading.links:
            place = link.place.shifted(placed.start)
            if not view.start <= place.end <= view.end:
                continue
            defined = next(iter(index.resolve(document.setting, link.target)), None)
            words = brief(defined.segment, defined.number).rstrip("…") if defined else ""
            line = lines.line(lines.place(place.end)[0])
            if defined and words and words.casefold() not in line.casefold():
                closing = _CLOSING.match(document.text, place.end)
                yield closing.end() if closing else place.end, defined
