"""Findings as diagnostics: pushed to a client that waits for them, handed to a client that asks; never both.

A result carries the version of the text that it belongs to (pushed) or the hash of its own content (pulled). The most severe
1,000 of a document are shown, with a notice when there are more.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from hashlib import blake2b

from lsprotocol import types

from shallcheck.editor.client import Can
from shallcheck.editor.present import diagnostic
from shallcheck.editor.server import Server
from shallcheck.editor.session import Session

MOST = 1000
QUIET = 0.03
"""Seconds for which changed documents are collected before they are published."""
PATIENCE = 5.0
"""Seconds that a pull waits for the analysis of the text as it is; after that it answers what is known, and asks to be asked."""


def register(server: Server, session: Session, can: Can) -> None:
    """Register pull diagnostics, or publish."""
    shown = Diagnostics(session, can)
    if can.pull:
        _register_pull(server, session, shown, can)
    else:
        session.on_changed = Publisher(server, session, shown).changed


class Diagnostics:
    """The diagnostics of a document, kept until its reports change."""

    def __init__(self, session: Session, can: Can) -> None:
        self._session = session
        self._related = can.related

    def of(self, path: str) -> list[types.Diagnostic]:
        """The diagnostics of a document as it is."""
        project = self._session.project(path)
        found = project.reports(path)
        items = sorted(found, key=lambda each: each.report.severity)[:MOST] if len(found) > MOST else found
        rows = [diagnostic(self._session, project, path, each, self._related) for each in items]
        if len(found) > MOST:
            start = types.Position(0, 0)
            message = f"{len(found) - MOST} more findings are not shown: mend these first, or run `shallcheck check`."
            rows.append(types.Diagnostic(types.Range(start, start), message, types.DiagnosticSeverity.Information))
        return rows


def fingerprint(items: Iterable[types.Diagnostic]) -> str:
    """A hash of what diagnostics say: the same when nothing changed for the reader."""
    digest = blake2b(digest_size=12)
    for item in items:
        place = item.range
        digest.update(
            f"{place.start.line},{place.start.character},{place.end.line},{place.end.character},{item.severity},"
            f"{item.code},{item.message}\0".encode("utf-8", "replace")
        )
    return digest.hexdigest()


class Publisher:
    """Publishes what changed, a document at a time, so that the loop is never held for long."""

    def __init__(self, server: Server, session: Session, shown: Diagnostics) -> None:
        self._server = server
        self._session = session
        self._shown = shown
        self._waiting: dict[str, None] = {}
        self._sent: dict[str, tuple[str, int | None]] = {}
        self._task: asyncio.Task[None] | None = None

    def changed(self, paths: Iterable[str]) -> None:
        """Have documents published soon."""
        self._waiting.update(dict.fromkeys(paths))
        if self._waiting and (self._task is None or self._task.done()):
            self._task = asyncio.get_running_loop().create_task(self._publish())

    async def _publish(self) -> None:
        while self._waiting:
            await asyncio.sleep(QUIET)
            for path in list(self._waiting):
                self._waiting.pop(path, None)
                self._publish_one(path)
                await asyncio.sleep(0)

    def _publish_one(self, path: str) -> None:
        items = self._shown.of(path)
        buffer = self._session.open.get(path)
        version = buffer.version if buffer else None
        mark = (fingerprint(items), version)
        before = self._sent.get(path)
        if before == mark or (not items and before is None):
            return
        self._sent[path] = mark
        self._server.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(self._session.uri(path), items, version=version)
        )


def _register_pull(server: Server, session: Session, shown: Diagnostics, can: Can) -> None:
    refresher = _Refresher(server, can)
    session.on_changed = refresher.changed

    @server.feature(
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        types.DiagnosticOptions(inter_file_dependencies=True, workspace_diagnostics=True, identifier="shallcheck"),
    )
    async def document_diagnostic(
        params: types.DocumentDiagnosticParams,
    ) -> types.RelatedFullDocumentDiagnosticReport | types.RelatedUnchangedDocumentDiagnosticReport:
        path = session.path(params.text_document.uri)
        await session.settled(path, PATIENCE)
        items = shown.of(path)
        mark = fingerprint(items)
        if params.previous_result_id == mark:
            return types.RelatedUnchangedDocumentDiagnosticReport(mark)
        return types.RelatedFullDocumentDiagnosticReport(items, result_id=mark)

    @server.feature(types.WORKSPACE_DIAGNOSTIC)
    async def workspace_diagnostic(params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
        known = {session.path(each.uri): each.value for each in params.previous_result_ids}
        rows: list[types.WorkspaceFullDocumentDiagnosticReport | types.WorkspaceUnchangedDocumentDiagnosticReport] = []
        paths = {path for root in (*session.roots, session.loose) for path in root.project.documents} | set(known)
        for path in sorted(paths):
            items = refresher.items.get(path)
            if items is None:
                items = refresher.items[path] = shown.of(path)
                await asyncio.sleep(0)
            mark = fingerprint(items)
            if known.get(path) == mark:
                rows.append(types.WorkspaceUnchangedDocumentDiagnosticReport(session.uri(path), mark))
            elif items or path in known:
                rows.append(types.WorkspaceFullDocumentDiagnosticReport(session.uri(path), items, result_id=mark))
        return types.WorkspaceDiagnosticReport(rows)


class _Refresher:
    """Forgets what changed, and asks the client to ask again, at most a few times a second."""

    def __init__(self, server: Server, can: Can) -> None:
        self.items: dict[str, list[types.Diagnostic]] = {}
        self._server = server
        self._can = can
        self._timer: asyncio.TimerHandle | None = None

    def changed(self, paths: Iterable[str]) -> None:
        """Forget the diagnostics of documents."""
        for path in paths:
            self.items.pop(path, None)
        if self._can.refresh and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(0.3, self._refresh)

    def _refresh(self) -> None:
        self._timer = None
        self._server.workspace_diagnostic_refresh(None)
