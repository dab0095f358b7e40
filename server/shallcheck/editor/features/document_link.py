"""Document links: paths lead to files of the workspace, addresses to pages. A trace link is none: definition follows it."""

from __future__ import annotations

import asyncio
from bisect import bisect_left

from lsprotocol import types

from shallcheck.documents.file_links import file_links
from shallcheck.editor.client import Can
from shallcheck.editor.linked_files import Tops, leads
from shallcheck.editor.present import to_range
from shallcheck.editor.server import Server
from shallcheck.editor.session import Session
from shallcheck.model.document import Document
from shallcheck.model.lines import Lines


def register(server: Server, session: Session, can: Can) -> None:
    """Register document links."""
    if not can.document_links:
        return

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK, types.DocumentLinkOptions(resolve_provider=False))
    async def document_link(params: types.DocumentLinkParams) -> list[types.DocumentLink]:
        await session.laid_out()
        path = session.path(params.text_document.uri)
        document = session.document(path)
        if document is None:
            return []
        found = await asyncio.to_thread(_found, session, document, session.table(path), Tops.of(session, path))
        return found if session.document(path) is document else []


def _found(session: Session, document: Document, lines: Lines, tops: Tops) -> list[types.DocumentLink]:
    traced = sorted(link.place.start + placed.start for placed, link in document.links())
    rows = []
    for link in file_links(document):
        within = bisect_left(traced, link.whole.start)
        if within < len(traced) and traced[within] < link.whole.end:
            continue
        target = leads(link, document.path, tops)
        if link.is_web or target:
            uri = link.path if target is None else session.uri(target.file)
            rows.append(types.DocumentLink(to_range(lines, link.place, session.units), uri))
    return rows
