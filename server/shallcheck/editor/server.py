"""The language server. Nothing slow is imported before the answer to `initialize`: no spaCy, no pint, no pydantic, no typer."""

from __future__ import annotations

import gc
import logging
import sys
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

import shallcheck
from shallcheck.editor.buffers import Buffers, units_of
from shallcheck.editor.client import Can
from shallcheck.editor.session import Session
from shallcheck.editor.wire import Wire

log = logging.getLogger(__name__)


class Server(LanguageServer):
    """pygls's server, quiet about what an editor's user cannot act on."""

    protocol: Wire

    def __init__(self) -> None:
        super().__init__(
            "shallcheck",
            shallcheck.__version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Incremental,
            protocol_cls=Wire,
            max_workers=4,
        )
        self.session = Session(self)
        self._told: set[str] = set()

    def tell(self, message: str) -> None:
        """Show a message to the person, once."""
        if message not in self._told:
            self._told.add(message)
            self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, message))

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log a fault of ours; a popup for each keystroke would help nobody."""
        log.error("a fault in ShallCheck (%s)", source, exc_info=error)
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, f"A fault in ShallCheck: {error!r}"))


def make_server() -> Server:
    """A server that offers what the client, once it has introduced itself, can use."""
    server = Server()

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        from shallcheck.editor.features import (
            call_hierarchy,
            chain,
            code_action,
            code_lens,
            commands,
            completion,
            diagnostics,
            document_link,
            documents,
            folding,
            gate,
            highlight,
            hover,
            inlay_hint,
            judging,
            moved_files,
            navigation,
            rename,
            reviewing,
            selection,
            semantic_tokens,
            symbols,
            workspace,
        )
        from shallcheck.editor.gates import Gates

        before = server.workspace
        server.protocol._workspace = Buffers(
            before.root_uri,
            types.TextDocumentSyncKind.Incremental,
            list(before.folders.values()),
            before.position_encoding,
        )
        server.session.units = units_of(before.position_encoding)
        can = Can.of(params.capabilities)
        for feature in (
            documents,
            diagnostics,
            hover,
            navigation,
            call_hierarchy,
            inlay_hint,
            symbols,
            completion,
            code_action,
            rename,
            highlight,
            document_link,
            moved_files,
            semantic_tokens,
            folding,
            selection,
            judging,
        ):
            feature.register(server, server.session, can)
        gates = Gates(server.session)
        for standing in (code_lens, gate, chain):
            standing.register(server, server.session, can, gates)
        shared = workspace.Workspace(server, server.session, can)
        for other in (workspace, reviewing, commands):
            other.register(server, server.session, can, shared)
        gc.freeze()
        gc.enable()

    @server.feature(types.SHUTDOWN)
    def shutdown(params: None) -> None:
        server.session.close()

    return server


def run(tcp: bool = False, host: str = "127.0.0.1", port: int = 7411) -> None:
    """Serve one client on standard input and output, or on a TCP port. The exit code is 1 when it left without `shutdown`."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    sys.setswitchinterval(0.0005)  # a thread that holds the interpreter makes a hover wait: 74 ms become 13 ms (p95)
    server = make_server()
    if tcp:
        server.start_tcp(host, port)
    else:
        output, sys.stdout = sys.stdout.buffer, sys.stderr
        server.start_io(sys.stdin.buffer, output)
    sys.exit(0 if server.session.ended else 1)
