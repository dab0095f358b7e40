"""Open, change, close: synchronous, and no more work than the edit asks for."""

from __future__ import annotations

from lsprotocol import types

from shallcheck.editor.buffers import Buffer
from shallcheck.editor.client import Can
from shallcheck.editor.server import Server
from shallcheck.editor.session import Session


def register(server: Server, session: Session, can: Can) -> None:
    """Register the notifications about open documents."""

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        buffer = server.workspace.get_text_document(params.text_document.uri)
        assert isinstance(buffer, Buffer)
        session.opened(session.path(params.text_document.uri), buffer)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        session.changed(session.path(params.text_document.uri))

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        session.closed(session.path(params.text_document.uri))
