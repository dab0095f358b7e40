"""What the server knows between messages: the projects of its folders, the open documents, the workers.

Handlers of notifications are synchronous and do work that grows with the edit; everything slow happens in the workers or in a
thread. A result is taken over only while the text that it was computed from is still the text.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from pygls.uris import from_fs_path, to_fs_path

from shallcheck.documents.format import CODE
from shallcheck.documents.formats import is_code
from shallcheck.documents.reading import ReaderSettings, edit_document, may_be_read, read_document
from shallcheck.editor.buffers import Buffer, Change
from shallcheck.editor.clauses import Clauses
from shallcheck.editor.likenesses import Likenesses
from shallcheck.editor.roots import Roots, is_config
from shallcheck.editor.wire import RefusedError
from shallcheck.model.document import Document, Placed, Statement
from shallcheck.model.lines import Lines, Units
from shallcheck.model.understanding import Understanding
from shallcheck.project.batches import Batch
from shallcheck.project.report import Report
from shallcheck.project.state import Project
from shallcheck.project.statements import job_for, unpack_judgement, unpack_understanding
from shallcheck.project.workers.pool import FULL, FileRead, Lane, Result, ScanDone, WorkerPool
from shallcheck.rules.registry import all_rules

if TYPE_CHECKING:
    from shallcheck.editor.server import Server

log = logging.getLogger(__name__)

LARGEST = 2 * 1024 * 1024
"""Code points: a longer document is checked by the command line only."""
AT_ONCE = 30_000
"""Code points up to which a text or an edit is read on the loop (some milliseconds); a longer one is read in a thread."""
MOMENT = 0.01
"""Seconds that the loop judges segments before it looks whether somebody waits."""
COMPLETE = 10.0
"""Seconds that somebody waits for the workspace, where what is asked for needs to know it."""
DEBOUNCE = 0.15
"""Seconds of silence after an edit before its findings are shown; the workers have begun by then."""


class Session:
    """The state of one connection."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.units = Units.UTF16
        self.roots = Roots()
        self.open: dict[str, Buffer] = {}
        self.debounce = DEBOUNCE
        self.ended = False
        self._ready = False
        self.on_changed: Callable[[Iterable[str]], None] = lambda paths: None
        """Called on the loop with the paths whose reports may have changed."""
        self.on_config: Callable[[str], None] = lambda path: None
        """Called on the loop when the configuration at a path was opened, edited or closed."""
        self.on_evidence_asked: Callable[[], None] = lambda: None
        """Called on the loop before it is told what tests have shown."""
        self.on_typing: Callable[[str], None] = lambda path: None
        """The same of a document that is being typed in: what is made ready now is shown when it rests."""
        self.on_read: Callable[[str, Document | None, Document | None], None] = lambda path, before, after: None
        """Called on the loop when a document was read again, with what it was and is."""
        self.on_rested: Callable[[str], None] = lambda path: self.on_changed([path])
        """Called on the loop with a document that nobody has typed in for a moment."""
        self.on_opened: Callable[[str], None] = lambda path: None
        """Called on the loop with a document that was opened as it is known: nothing of it has changed, but what it is called."""
        self._pool: WorkerPool | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._tables: dict[str, Lines] = {}
        self._settled: dict[str, asyncio.Event] = {}
        self._reading: dict[str, asyncio.Task[None]] = {}
        """The open documents whose text is being read in a thread."""
        self._relating: asyncio.Task[None] | None = None
        """Under way while statements are set against each other."""
        self._asked: dict[bytes, Lane] = {}
        """The statements that the workers have, by key, and the lane that they wait in."""
        self._readers: dict[str, dict[int, Callable[[FileRead], None]]] = {}
        """Who waits for a file to be read, by path and by the number of the asking."""
        self._askings = count(1)
        self._rests = False
        """Whether all that there was at the start has been judged."""
        self._scan: tuple[int, Callable[[ScanDone], None]] = (0, lambda done: None)
        """The number of the scan that is under way, and who takes what it finds."""
        self._understood: dict[bytes, asyncio.Future[Understanding | None]] = {}
        self.likenesses = Likenesses()
        self.clauses = Clauses(lambda jobs: self.pool.parts(jobs))

    async def ready(self) -> None:
        """Wait until the rules are imported, in a thread: it takes 0.2 s, for which the loop would stand still."""
        if not self._ready:
            await asyncio.to_thread(all_rules)
            self._ready = True

    # -- workers -----------------------------------------------------------------------------------------------------

    @property
    def pool(self) -> WorkerPool:
        """The workers, started when they are first needed."""
        if self._pool is None:
            self._loop = asyncio.get_running_loop()
            self._pool = WorkerPool(
                self._from_thread(self._take),
                pipeline=next(iter(self.roots)).project.config.pipeline,
                on_missing=self._from_thread(self.server.tell),
                on_read=self._from_thread(self._read),
                on_understood=self._from_thread(self._hear),
                on_scanned=self._from_thread(self._scanned),
                on_parts=self._from_thread(self.clauses.hear),
            )
        return self._pool

    def close(self) -> None:
        """End the workers."""
        self.ended = True
        for timer in self._timers.values():
            timer.cancel()
        if self._pool is not None:
            self._pool.close()

    def _from_thread(self, function: Callable[..., None]) -> Callable[..., None]:
        def call(*arguments: object) -> None:
            assert self._loop is not None
            try:
                self._loop.call_soon_threadsafe(function, *arguments)
            except RuntimeError:
                return  # the loop has ended: nobody waits for this any more

        return call

    def _take(self, results: Sequence[Result]) -> None:
        changed: set[str] = set()
        for result in results:
            if result.complete:
                self._asked.pop(result.key, None)
            judged = unpack_judgement(result.findings)
            for root in self.roots:
                changed |= root.project.store(result.key, judged.findings, result.complete, judged.facts)
        for root in self.roots:
            changed |= root.project.relate(MOMENT)
        self._relate()
        self._settle(changed)
        self._show(changed)
        if self.roots.whole and not self._asked and not self._rests:
            self._rests = True
            gc.freeze()  # to look for garbage among all that is known of a large workspace takes 0.1 s, and there is none

    def _show(self, paths: Iterable[str]) -> None:
        """Say that reports changed. In documents that are being typed in the old ones stay for a moment."""
        settled = []
        for path in paths:
            if path in self._timers:
                self.on_typing(path)
            else:
                settled.append(path)
        self.on_changed(settled)

    # -- paths -------------------------------------------------------------------------------------------------------

    def path(self, uri: str) -> str:
        """What a document is called in a project: its path, or its uri where it has none."""
        path = to_fs_path(uri)
        return os.path.normpath(path) if path else uri

    def uri(self, path: str) -> str:
        """The uri of a document; that which the client uses where it has it open."""
        if path in self.open:
            return self.open[path].uri
        return (from_fs_path(path) if Path(path).is_absolute() else None) or path

    def project(self, path: str) -> Project:
        """The project that a path belongs to."""
        return self.roots.of(path).project

    def document(self, path: str) -> Document | None:
        """The document as read; None where it holds nothing for us, or where the client's text of it is still being read."""
        return None if path in self._reading else self.project(path).documents.get(path)

    def is_behind(self, path: str) -> bool:
        """Whether the client's text of a document is still being read: what is known of it belongs to an older text."""
        return path in self._reading

    async def caught_up(self, path: str) -> Document | None:
        """The document, once the client's text of it has been read."""
        while (reading := self._reading.get(path)) is not None:
            await asyncio.wait([reading])
        return self.document(path)

    def table(self, path: str) -> Lines:
        """The lines of a document's text."""
        document = self.document(path)
        text = document.text if document else ""
        buffer = self.open.get(path)
        if buffer is not None and buffer.table.text == text:
            return buffer.table
        known = self._tables.get(path)
        if known is None or known.text is not text:
            known = self._tables[path] = Lines(text)
        return known

    # -- open documents ----------------------------------------------------------------------------------------------

    def opened(self, path: str, buffer: Buffer) -> None:
        """A document was opened: from now on its text is the client's."""
        self.open[path] = buffer
        if is_config(path):
            self.on_config(path)
            return
        self._stop_reading(path)
        known = self.project(path).documents.get(path)
        if known is None or known.text != buffer.table.text:
            self._read_whole(path, buffer)
        else:
            buffer.taken()
            self.schedule(path, at_once=True)
            self.on_opened(path)

    def changed(self, path: str) -> None:
        """A document was edited: read it again around each edit."""
        buffer = self.open.get(path)
        if buffer is None or path in self._reading:
            return
        if is_config(path):
            buffer.taken()
            self.on_config(path)
            return
        arrived = asyncio.get_running_loop().time()
        known = self.document(path)
        text = buffer.table.text
        if known is None or len(text) > LARGEST:
            self._read_whole(path, buffer)
        elif is_code(path) or sum(each.size for each in buffer.changes) > AT_ONCE:
            self._read_apart(path, buffer, known)
        else:
            document = followed(known, buffer.taken())
            if document is None or document.text != text:
                self._read_whole(path, buffer)
            else:
                self._put(path, document, arrived)

    def closed(self, path: str) -> None:
        """A document was closed: its text is the disk's again."""
        self.open.pop(path, None)
        self._tables.pop(path, None)
        self.clauses.forget(path)
        self._stop_reading(path)
        if is_config(path):
            self.on_config(path)
        elif self.roots.folder(path) is not None and self.roots.holds(path):
            self.read_file(path)
        else:
            self.on_changed(self.project(path).drop(path))
            self._relate()

    def settings(self, path: str) -> ReaderSettings:
        """What the readers need to know: an unsaved document has no extension, but a language."""
        if is_code(path):
            folder, layout = self.roots.folder(path), self.roots.layout
            place = os.path.dirname(path)  # noqa: PTH120 - as `Roots.of` has it
            return layout.code_settings(place, folder) if layout and folder else self.project(path).config.code_settings("")
        settings = replace(self.project(path).config.reader_settings(path), declarations=self.roots.declared(path))
        buffer = self.open.get(path)
        unsaved = buffer is not None and not Path(path).suffix and buffer.language_id == "markdown"
        return replace(settings, format="markdown") if unsaved else settings

    def read_again(self, path: str) -> None:
        """Read an open document as a whole."""
        self._stop_reading(path)
        self._read_whole(path, self.open[path])

    def _read_whole(self, path: str, buffer: Buffer) -> None:
        text = buffer.table.text
        buffer.taken()
        if not self.roots.holds(path):
            self._put(path, None)
        elif is_code(path):
            self._read_apart(path, buffer)  # a lexer takes its time
        elif len(text) > LARGEST:
            if may_be_read(path, text, self.settings(path)):
                self.server.tell(f"{Path(path).name} is larger than 2 MB, so only `shallcheck check` reads it: split it.")
            self._put(path, None)
        elif len(text) <= AT_ONCE:
            self._put(path, read_document(path, text, self.settings(path)))
        else:
            self._read_apart(path, buffer)

    def _read_apart(self, path: str, buffer: Buffer, known: Document | None = None) -> None:
        """Read the client's text in a thread; what it types meanwhile is taken in before the text counts as read."""
        self._settled.setdefault(path, asyncio.Event()).clear()
        self._reading[path] = asyncio.get_running_loop().create_task(self._catch_up(path, buffer, known))

    async def _catch_up(self, path: str, buffer: Buffer, document: Document | None) -> None:
        settings = self.settings(path)
        try:
            while True:
                changes, text = buffer.taken(), buffer.table.text
                document = await asyncio.to_thread(_read_again, document, changes, path, text, settings)
                if not buffer.changes or len(buffer.table.text) > LARGEST:
                    break
        finally:
            if self._reading.get(path) is asyncio.current_task():
                del self._reading[path]
        if buffer.changes:
            self._read_whole(path, buffer)
        else:
            self._put(path, document, at_once=True)

    def _stop_reading(self, path: str) -> None:
        reading = self._reading.pop(path, None)
        if reading is not None:
            reading.cancel()

    def _put(self, path: str, document: Document | None, since: float | None = None, *, at_once: bool = False) -> None:
        project = self.project(path)
        at_once = at_once or path not in project.documents
        before = project.documents.get(path)
        changed = project.put(document) if document is not None else project.drop(path)
        self.on_read(path, before, document)
        self.schedule(path, at_once=at_once, since=since)
        self._show(changed)
        self._relate()

    # -- judging -----------------------------------------------------------------------------------------------------

    def schedule(self, path: str, *, at_once: bool = False, since: float | None = None) -> None:
        """Hand what is not yet judged to the workers. What they find is shown after a moment of silence, unless `at_once`; the
        silence counts from `since` (seconds of the loop's clock), by default from now."""
        self._settled.setdefault(path, asyncio.Event()).clear()
        if path in self._timers:
            self._timers.pop(path).cancel()
        if not at_once:
            loop = asyncio.get_running_loop()
            begin = loop.time() if since is None else since
            self._timers[path] = loop.call_at(begin + self.debounce, self._rested, path)
        self._submit(path)

    def _rested(self, path: str) -> None:
        self._timers.pop(path, None)
        self.on_rested(path)

    def _submit(self, path: str) -> None:
        lane = Lane.EDITOR if path in self.open else Lane.BULK
        jobs = [job for job in self.project(path).unjudged(path) if self._asked.get(job.key, Lane.BULK + 1) > lane]
        if jobs:
            self._asked.update((job.key, lane) for job in jobs)
            self.pool.submit(lane, FULL, jobs)
        self._settle([path])

    def _relate(self) -> None:
        """Have statements set against each other, a moment at a time, until all are."""
        if self._relating is None and not all(root.project.facts.settled for root in self.roots):
            self._relating = asyncio.get_running_loop().create_task(self._relate_all())

    async def _relate_all(self) -> None:
        while not self.ended and (waiting := [root.project for root in self.roots if not root.project.facts.settled]):
            self._show(waiting[0].relate(MOMENT))
            await asyncio.sleep(0)
        self._relating = None

    def _settle(self, paths: Iterable[str]) -> None:
        for path in paths:
            event = self._settled.get(path)
            if event is not None and path not in self._reading and not self.project(path).unjudged(path):
                event.set()

    async def settled(self, path: str, seconds: float) -> bool:
        """Wait until every statement of the document as it is now has been judged, for at most `seconds`; say whether it has."""
        event = self._settled.get(path)
        if event is None or self.is_alone:
            return not self.is_behind(path)
        try:
            await asyncio.wait_for(event.wait(), seconds)
        except TimeoutError:
            return False
        return True

    @property
    def is_typed_in(self) -> bool:
        """Whether somebody was typing a moment ago."""
        return bool(self._timers)

    @property
    def is_alone(self) -> bool:
        """Whether no worker can be had: what waits for one will never be judged."""
        return self._pool is not None and bool(self._pool.broken)

    async def complete(self) -> None:
        """Wait, for some seconds, until every file of the workspace has been read and no text is behind. Raises RefusedError."""
        if not await _holds(lambda: self.roots.whole and not self._reading):
            raise RefusedError("The workspace is still being read, and a place could be missed: try again in a moment.")

    async def laid_out(self) -> None:
        """Wait, for some seconds, until it is known what the folders of the workspace hold."""
        await _holds(lambda: self.roots.layout is not None)

    async def judged(self, path: str, take: Callable[[Placed, tuple[Report, ...]], None] = lambda placed, reports: None) -> None:
        """Have every segment of a document judged and taken, a moment at a time: nobody waits for a long one."""
        document = None
        while not self.is_behind(path) and document is not self.project(path).documents.get(path):
            document = self.document(path)
            begun = time.monotonic()
            for placed in document.placed if document else ():
                take(placed, self.project(path).segment_reports(path, placed.segment))
                if time.monotonic() - begun > MOMENT:
                    await asyncio.sleep(0)
                    if self.document(path) is not document:
                        break
                    begun = time.monotonic()

    async def understood(self, statement: Statement, seconds: float) -> Understanding | None:
        """What a worker understands of a statement; None where none can tell within `seconds`."""
        job = job_for(statement)
        if not statement.english:
            return None
        answer = self._understood.get(job.key)
        if answer is None:
            answer = self._understood[job.key] = asyncio.get_running_loop().create_future()
            self.pool.understand(job)
        try:
            return await asyncio.wait_for(asyncio.shield(answer), seconds)
        except TimeoutError:
            return None

    def _hear(self, key: bytes, packed: bytes) -> None:
        answer = self._understood.pop(key, None)
        if answer is not None and not answer.done():
            answer.set_result(unpack_understanding(packed) if packed else None)

    # -- files -------------------------------------------------------------------------------------------------------

    def read_file(self, path: str, done: Callable[[FileRead], None] = lambda read: None) -> None:
        """Have a worker read a file that is not open; `done` is called on the loop when it has been taken over."""
        token = next(self._askings)
        self._readers.setdefault(path, {})[token] = done
        self.pool.read(Lane.BULK, path, self.settings(path).notes(), token)

    def _read(self, read: FileRead) -> None:
        from shallcheck.project.problems import unreadable
        from shallcheck.project.readings import unpack_document

        waiting = self._readers.get(read.path, {})
        if read.token not in waiting:
            return  # what was asked for later has come before it
        project = self.project(read.path)
        if read.path not in self.open:
            before = project.documents.get(read.path)
            if read.document:
                changed = project.put(unpack_document(read.path, read.document))
            elif read.problem and not is_code(read.path) and Path(read.path).exists():
                changed = project.put(unreadable(read.path, read.problem))
            else:
                changed = project.drop(read.path)
            self.on_read(read.path, before, project.documents.get(read.path))
            self._submit(read.path)
            self.on_changed(changed)
            self._relate()
        for token in [each for each in waiting if each <= read.token]:
            waiting.pop(token)(read)
        if not waiting:
            self._readers.pop(read.path, None)

    # -- source code -------------------------------------------------------------------------------------------------

    def scan(self, jobs: Sequence[tuple[Mapping[str, str], tuple[Batch, ...]]], take: Callable[[ScanDone], None]) -> None:
        """Have the workers scan source code. `take` is called on the loop with what they find, until another scan begins: what
        comes later from this one is dropped."""
        token = self._scan[0] + 1
        self._scan = (token, take)
        if self._pool is not None:
            self._pool.forget_scans()
        for notes, heap in jobs:
            self.pool.scan(Lane.BULK, heap, notes, token)

    def _scanned(self, done: ScanDone) -> None:
        if done.token == self._scan[0]:
            self._scan[1](done)

    def forget_code(self, seen: Collection[str]) -> None:
        """Forget the source code that a whole scan did not find any more, but for what is open."""
        changed: set[str] = set()
        for root in self.roots:
            gone = [
                path
                for path, document in root.project.documents.items()
                if document.setting.format == CODE and path not in seen and path not in self.open
            ]
            for path in gone:
                changed |= root.project.drop(path)
        self.on_changed(changed)

    def take_code(self, path: str, packed: bytes) -> frozenset[str]:
        """Take over what a file of source code says, unless the client has it open. Returns the paths whose reports may have
        changed."""
        from shallcheck.project.readings import unpack_document

        project = self.project(path)
        document = unpack_document(path, packed)
        known = project.documents.get(path)
        if path in self.open or (known is not None and (known.text, known.notes) == (document.text, document.notes)):
            return frozenset()
        return project.put(document)


async def _holds(condition: Callable[[], bool]) -> bool:
    """Wait until something holds, for some seconds; says whether it does."""
    end = time.monotonic() + COMPLETE
    while not condition() and time.monotonic() < end:
        await asyncio.sleep(0.05)
    return condition()


def followed(document: Document | None, changes: Sequence[Change]) -> Document | None:
    """A document after the changes of its text; None where they do not fit it, or it holds nothing for us any more."""
    for change in changes:
        if document is None or len(document.text) + change.new_end - change.old_end != len(change.text):
            return None
        document = edit_document(document, change.text, change.start, change.old_end, change.new_end)
    return document


def _read_again(
    known: Document | None, changes: Sequence[Change], path: str, text: str, settings: ReaderSettings
) -> Document | None:
    document = followed(known, changes)
    return document if document is not None and document.text == text else read_document(path, text, settings)
