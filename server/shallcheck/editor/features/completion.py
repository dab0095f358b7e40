"""Completion of identifiers where a link names them, and of the configuration's keys in `shallcheck.toml`."""

from __future__ import annotations

import re

from lsprotocol import types

from shallcheck.editor.client import Can
from shallcheck.editor.features.config_completion import completes, offers
from shallcheck.editor.features.places import spot
from shallcheck.editor.present import to_range
from shallcheck.editor.server import Server
from shallcheck.editor.session import Session
from shallcheck.model.place import Span

_MOST = 300
_WORD = re.compile(r"[^\s,;()\[\]`#]*\Z")


def register(server: Server, session: Session, can: Can) -> None:
    """Register completion."""

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=[":", ",", "[", " "]))
    def completion(params: types.CompletionParams) -> types.CompletionList | None:
        path = session.path(params.text_document.uri)
        if completes(path) and path in session.open:
            return offers(session.open[path], params.position)
        at = spot(session, params.text_document, params.position)
        if at is None:
            return None
        inside = any(
            span.start <= at.offset <= span.end
            for placed in at.document.placed
            if placed.start <= at.offset <= placed.start + len(placed.segment.text)
            for span in (each.place.shifted(placed.start) for each in placed.segment.reading.link_places)
        )
        if not inside:
            return None
        lines = session.table(at.path)
        line, column = lines.place(at.offset)
        word = _WORD.search(lines.line(line)[:column])
        typed = word[0] if word else ""
        place = to_range(lines, Span(at.offset - len(typed), at.offset), session.units)
        project = session.project(at.path)
        space = at.document.setting.namespace
        items = []
        for identifier in sorted(project.index.identifiers()):
            label = identifier.removeprefix(space)
            if not label.casefold().startswith(typed.casefold()):
                continue
            title = project.index.definitions(identifier)[0].artifact.title
            items.append(
                types.CompletionItem(
                    label, kind=types.CompletionItemKind.Reference, detail=title or None, text_edit=types.TextEdit(place, label)
                )
            )
            if len(items) >= _MOST:
                break
        return types.CompletionList(is_incomplete=len(items) >= _MOST, items=items)
