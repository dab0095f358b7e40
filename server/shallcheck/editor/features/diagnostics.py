"""Findings as diagnostics: pushed to a client that waits for them, handed to a client that asks; never both.

A result carries the version of the text that it belongs to (pushed) or the hash of its own content (pulled). The most severe
1,000 of a document are shown, with a notice when there are more.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from lsprotocol import types

from shallcheck.editor.client import Can
from shallcheck.editor.present import PAGES, diagnostic, related_information
from shallcheck.editor.server import Server
from shallcheck.editor.session import Session
from shallcheck.editor.wire import LaterError, Wire, Written
from shallcheck.model.document import Placed
from shallcheck.project.report import Found, Report

MOST = 1000
QUIET = 0.03
"""Seconds between two publications at least; what changes meanwhile is collected."""
SHARE = 4
"""How many times as long as a publication took the loop is left to others."""
PATIENCE = 5.0
"""Seconds that a pull waits for the analysis of the text as it is. After that a client that can be told to ask again gets what is
known so far, as long as it has nothing complete to show; any other keeps what it has, and asks again."""
_PARTLY = "partly "
"""How the identifier of a result begins that will be followed by more."""


_WorkspaceRow = types.WorkspaceFullDocumentDiagnosticReport | types.WorkspaceUnchangedDocumentDiagnosticReport


def register(server: Server, session: Session, can: Can) -> None:
    """Register pull diagnostics, or publish."""
    shown = Diagnostics(session, server.protocol, can)
    if can.pull:
        _register_pull(server, session, shown, can)
    else:
        publisher = Publisher(server, session, shown)
        session.on_changed, session.on_typing, session.on_rested = publisher.changed, publisher.prepare, publisher.rested
        session.on_opened = publisher.rested


class _Row(NamedTuple):
    """A finding as JSON, its lines counted from the start of its segment."""

    report: Report
    start: tuple[int, int]
    end: tuple[int, int]
    rest: str
    """Every member but `range` and `relatedInformation`."""

    def at(self, line: int) -> str:
        """The diagnostic where its segment starts at a line."""
        return (
            f'{{"range": {{"start": {{"line": {line + self.start[0]}, "character": {self.start[1]}}}, '
            f'"end": {{"line": {line + self.end[0]}, "character": {self.end[1]}}}}}, {self.rest}'
        )


class _Block:
    """The diagnostics of a segment that starts at a line."""

    def __init__(self, reports: tuple[Report, ...], line: int, rows: list[_Row]) -> None:
        self.reports = reports
        self.rows = rows
        self.line = line
        self.related = any(report.related for report in reports)
        self.texts = [row.at(line) for row in rows]

    def at(self, line: int) -> _Block:
        """The same where the segment starts at another line."""
        return self if line == self.line else _Block(self.reports, line, self.rows)


class Diagnostics:
    """The diagnostics of documents. What a segment's reports say is written once, and placed anew whenever it is asked for."""

    def __init__(self, session: Session, wire: Wire, can: Can) -> None:
        self._session = session
        self._wire = wire
        self._related = can.related
        self._blocks: dict[str, dict[int, _Block]] = {}

    def of(self, path: str) -> Written:
        """The diagnostics of a document as it is."""
        project = self._session.project(path)
        document = project.documents.get(path)
        before, now = self._blocks.pop(path, {}), self._blocks.setdefault(path, {})
        blocks: list[_Block] = []
        for placed in document.placed if document else ():
            reports = project.segment_reports(path, placed.segment)
            if not reports:
                continue
            now[id(placed.segment)] = block = self._block(path, placed, reports, before)
            blocks.append(block)
        if not now:
            del self._blocks[path]
        if not any(block.related for block in blocks) and sum(len(block.texts) for block in blocks) <= MOST:
            return Written(text for block in blocks for text in block.texts)
        rows = [(row, text) for block in blocks for row, text in zip(block.rows, block.texts, strict=True)]
        if len(rows) <= MOST:
            return Written(self._with_related(row, text) for row, text in rows)
        rows.sort(key=lambda each: each[0].report.severity)
        shown = [self._with_related(row, text) for row, text in rows[:MOST]]
        return Written([*shown, self._notice(len(rows) - MOST)])

    async def written(self, path: str) -> Written | None:
        """The same, written a moment at a time; None where the client's text is still being read."""

        def write(placed: Placed, reports: tuple[Report, ...]) -> None:
            if reports:
                blocks = self._blocks.setdefault(path, {})
                blocks[id(placed.segment)] = self._block(path, placed, reports, blocks)

        await self._session.judged(path, write)
        return None if self._session.is_behind(path) else self.of(path)

    def _block(self, path: str, placed: Placed, reports: tuple[Report, ...], known: Mapping[int, _Block]) -> _Block:
        block = known.get(id(placed.segment))
        if block is None or block.reports is not reports:
            return _Block(reports, placed.line, self._rows(path, placed, reports))
        return block.at(placed.line)

    def _with_related(self, row: _Row, text: str) -> str:
        if not (self._related and row.report.related):
            return text
        places = related_information(self._session, row.report)
        return f'{text[:-1]}, "relatedInformation": {json.dumps(self._wire.plain(places))}}}' if places else text

    def _rows(self, path: str, placed: Placed, reports: Sequence[Report]) -> list[_Row]:
        rows = []
        for report in sorted(reports, key=lambda each: (each.span, each.severity, each.rule)):
            shown = diagnostic(self._session, path, Found(placed, report))
            start, end = shown.range.start, shown.range.end
            members = {
                "severity": shown.severity,
                "code": shown.code,
                "codeDescription": {"href": PAGES + report.rule + ".md"},
                "source": shown.source,
                "message": shown.message,
            }
            rows.append(
                _Row(
                    report,
                    (start.line - placed.line, start.character),
                    (end.line - placed.line, end.character),
                    json.dumps(members)[1:],
                )
            )
        return rows

    def _notice(self, left: int) -> str:
        start = types.Position(0, 0)
        message = f"{left} more findings are not shown: mend these first, or run `shallcheck check`."
        notice = types.Diagnostic(types.Range(start, start), message, types.DiagnosticSeverity.Information, source="ShallCheck")
        return json.dumps(self._wire.plain(notice))


class Publisher:
    """Publishes what changed, a document at a time, so that the loop is never held for long."""

    def __init__(self, server: Server, session: Session, shown: Diagnostics) -> None:
        self._server = server
        self._session = session
        self._shown = shown
        self._waiting: dict[str, None] = {}
        self._prepared: dict[str, Written] = {}
        self._sent: dict[str, tuple[list[str], int | None]] = {}
        self._task: asyncio.Task[None] | None = None

    def changed(self, paths: Iterable[str]) -> None:
        """Have documents published soon."""
        for path in paths:
            self._prepared.pop(path, None)
            self._waiting[path] = None
        self._begin()

    def prepare(self, path: str) -> None:
        """Make ready what will be published of a document when it rests."""
        if path in self._waiting or self._session.is_behind(path):
            self._prepared.pop(path, None)
        else:
            self._prepared[path] = self._shown.of(path)

    def rested(self, path: str) -> None:
        """Have a document published as it was prepared."""
        self._waiting[path] = None
        self._begin()

    def _begin(self) -> None:
        if self._waiting and (self._task is None or self._task.done()):
            self._task = asyncio.get_running_loop().create_task(self._publish())

    async def _publish(self) -> None:
        while self._waiting:
            await self._session.ready()
            await asyncio.sleep(0)
            start = time.monotonic()
            for path in list(self._waiting):
                self._waiting.pop(path, None)  # first: what changes while it is written is published again
                items = self._prepared.pop(path, None)
                if items is None:
                    items = await self._shown.written(path)
                if items is not None and not self._session.is_behind(path):
                    self._publish_one(path, items)
                await asyncio.sleep(0)
            await asyncio.sleep(max(QUIET, SHARE * (time.monotonic() - start)))

    def _publish_one(self, path: str, items: Written) -> None:
        buffer = self._session.open.get(path)
        version = buffer.version if buffer else None
        mark = (items.rows, version)
        before = self._sent.get(path)
        if before == mark or (not items.rows and before is None):
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
        await session.ready()
        settled = await session.settled(path, PATIENCE)
        before = params.previous_result_id or _PARTLY
        items = await shown.written(path)
        if items is None or not (settled or (can.refresh and before.startswith(_PARTLY))):
            raise LaterError
        if items.rows:
            refresher.told.add(path)
        mark = ("" if settled else _PARTLY) + items.fingerprint()
        if params.previous_result_id == mark:
            return types.RelatedUnchangedDocumentDiagnosticReport(mark)
        return types.RelatedFullDocumentDiagnosticReport(items, result_id=mark)

    @server.feature(types.WORKSPACE_DIAGNOSTIC)
    async def workspace_diagnostic(params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
        await session.ready()
        known = {session.path(each.uri): each.value for each in params.previous_result_ids}
        rows: list[_WorkspaceRow] = []
        paths = {path for root in session.roots for path in root.project.documents} | set(known) | refresher.told
        for path in sorted(paths):
            items = refresher.items.get(path)
            if items is None:
                items = await shown.written(path)
            if items is None or session.is_behind(path):
                continue  # the client asks again when it has been read
            refresher.items[path] = items
            await asyncio.sleep(0)
            row = refresher.answer(session, path, items, known.get(path))
            if row is not None:
                rows.append(row)
        return types.WorkspaceDiagnosticReport(rows)


class _Refresher:
    """Forgets what changed, and asks the client to ask again, at most a few times a second."""

    def __init__(self, server: Server, can: Can) -> None:
        self.items: dict[str, Written] = {}
        self.told: set[str] = set()
        """Documents of which the client holds findings. It forgets that it does when it closes one, and keeps them on show."""
        self._server = server
        self._can = can
        self._timer: asyncio.TimerHandle | None = None

    def changed(self, paths: Iterable[str]) -> None:
        """Forget the diagnostics of documents."""
        for path in paths:
            self.items.pop(path, None)
        if self._can.refresh and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(0.3, self._refresh)

    def answer(self, session: Session, path: str, items: Written, before: str | None) -> _WorkspaceRow | None:
        """What to tell of a document of which the client says that it has `before`; None: nothing."""
        mark = items.fingerprint()
        wanted = items.rows or before is not None or path in self.told
        if items.rows:
            self.told.add(path)
        elif path not in session.open:
            self.told.discard(path)
        if before == mark:
            return types.WorkspaceUnchangedDocumentDiagnosticReport(session.uri(path), mark)
        return types.WorkspaceFullDocumentDiagnosticReport(session.uri(path), items, result_id=mark) if wanted else None

    def _refresh(self) -> None:
        self._timer = None
        self._server.workspace_diagnostic_refresh(None)
