"""Highlights of an identifier in a document: where it is defined, and where links name it."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from shallcheck.editor.client import Can
from shallcheck.editor.features.places import meant_at, spot
from shallcheck.editor.present import to_range
from shallcheck.editor.server import Server
from shallcheck.editor.session import Session
from shallcheck.model.document import Document
from shallcheck.model.index import Index
from shallcheck.model.place import Span


def register(server: Server, session: Session, can: Can) -> None:
    """Register document highlights."""
    if not can.highlights:
        return

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    def highlight(params: types.DocumentHighlightParams) -> list[types.DocumentHighlight] | None:
        at = spot(session, params.text_document, params.position)
        meant = meant_at(session, at) if at else []
        if at is None or not meant:
            return None
        lines = session.table(at.path)
        found = _named(at.document, session.project(at.path).index, meant[0].identifier)
        return [types.DocumentHighlight(to_range(lines, place, session.units), kind) for place, kind in found]


def _named(document: Document, index: Index, identifier: str) -> Iterator[tuple[Span, types.DocumentHighlightKind]]:
    for placed in document.placed:
        for artifact in placed.segment.reading.artifacts:
            if document.identifier(artifact) == identifier:
                yield artifact.place.shifted(placed.start), types.DocumentHighlightKind.Write
        for link in placed.segment.reading.links:
            if identifier.endswith(link.target) and any(
                each.identifier == identifier for each in index.resolve(document.setting, link.target)
            ):
                yield link.place.shifted(placed.start), types.DocumentHighlightKind.Read
