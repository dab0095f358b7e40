"""The workspace: its folders, their configurations and files, the first scan with its progress, and what changes on disk."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from lsprotocol import types

from shallcheck.documents.formats import endings, is_code, is_companion
from shallcheck.documents.formats import names as format_names
from shallcheck.editor.client import Can
from shallcheck.editor.following import follow
from shallcheck.editor.progress import Progress
from shallcheck.editor.results import ResultsFollower
from shallcheck.editor.roots import Layout, is_config, lay_out
from shallcheck.editor.server import Server
from shallcheck.editor.session import MOMENT, Session
from shallcheck.model.briefs import BRIEFS
from shallcheck.model.document import Document
from shallcheck.project import baseline, review_file
from shallcheck.project.baseline import FILE as RECORDED
from shallcheck.project.baseline import ReadBaseline
from shallcheck.project.config import PYPROJECT
from shallcheck.project.review_file import FILE as REVIEWED
from shallcheck.project.review_file import ReadReviews
from shallcheck.project.workers.pool import FileRead, ScanDone

SECTION = "shallcheck"
MANY = 200
"""Files of source code that change at once, from which on all are scanned."""


def _watched() -> list[types.FileSystemWatcher]:
    """What the client is asked to watch. Of a folder that comes or goes with all its files it tells no more than that."""
    names = ",".join(sorted(each.removeprefix(".") for each in {*endings(), ".toml"}))
    code = ",".join(sorted(each.removeprefix(".") for each in format_names().code_endings))
    return [
        types.FileSystemWatcher(f"**/*.{{{names}}}"),
        types.FileSystemWatcher(f"**/*.{{{code}}}", types.WatchKind.Change),
        types.FileSystemWatcher("**/*.xml", types.WatchKind.Change),
        types.FileSystemWatcher("**/.gitignore"),
        *(types.FileSystemWatcher(f"**/{name}") for name in format_names().companions),
        types.FileSystemWatcher(f"**/{RECORDED}"),
        types.FileSystemWatcher(f"**/{REVIEWED}"),
        types.FileSystemWatcher(f"**/{BRIEFS}"),
        types.FileSystemWatcher("**/*", types.WatchKind.Create | types.WatchKind.Delete),
    ]


def register(server: Server, session: Session, can: Can, workspace: Workspace) -> None:
    """Register what concerns folders, files and settings."""

    @server.feature(types.INITIALIZED)
    async def initialized(params: types.InitializedParams) -> None:
        with contextlib.suppress(asyncio.CancelledError):  # the server ends amid its start
            await workspace.start()

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    async def folders_changed(params: types.DidChangeWorkspaceFoldersParams) -> None:
        await workspace.change_folders(params.event.added, params.event.removed)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def files_changed(params: types.DidChangeWatchedFilesParams) -> None:
        await workspace.files(params.changes)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def saved(params: types.DidSaveTextDocumentParams) -> None:
        path = session.path(params.text_document.uri)
        if is_config(path) or is_companion(Path(path).name):
            await workspace.follow()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def settings_changed(params: types.DidChangeConfigurationParams) -> None:
        await workspace.settings(params.settings)


class Workspace:
    """Keeps the projects of the session in step with the folders, files and settings."""

    def __init__(self, server: Server, session: Session, can: Can) -> None:
        self._server = server
        self._session = session
        self._can = can
        self._settings: dict[str, Any] = {}
        self._folders: list[Path] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._following = asyncio.Lock()
        self._waiting = False
        self._scans = 0
        self._ended: asyncio.Queue[ScanDone | None] | None = None
        """The answers of the scan of source code that is under way; None among them ends it."""
        self.results = ResultsFollower(session, can.watching)
        session.on_config = self._typed
        session.on_evidence_asked = self.results.asked
        self.results.on_changed = session.roots.news.trace

    async def start(self) -> None:
        """Take over the folders that the client opened, and scan them."""
        self._add(folder.uri for folder in self._server.workspace.folders.values())
        if not self._folders and self._server.workspace.root_path:
            self._add([Path(self._server.workspace.root_path).as_uri()])
        if wanted := list(self._registrations()):
            await self._server.client_register_capability_async(types.RegistrationParams(wanted))
        self._settings = await self._asked()
        await self.follow()

    def _registrations(self) -> Iterator[types.Registration]:
        if self._can.watching:
            options = types.DidChangeWatchedFilesRegistrationOptions(_watched())
            yield types.Registration("files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        if self._can.settings:
            section = types.DidChangeConfigurationRegistrationOptions(SECTION)
            yield types.Registration("settings", types.WORKSPACE_DID_CHANGE_CONFIGURATION, section)

    async def follow(self) -> None:
        """Look anew at what the folders hold and what is in force there, and read what has to be read for it."""
        if self._waiting:
            return  # whoever waits already will see what has changed
        self._waiting = True
        async with self._following:
            self._waiting = False
            layout = await asyncio.to_thread(lay_out, list(self._folders), self._settings)
            for problem in layout.problems:
                self._server.tell(problem)
            self._session.roots.whole = False
            self._scans += 1
            unread = follow(self._session, layout)
        everything = await self._read(unread)
        await self._scan_code(layout)
        self._scans -= 1
        self.results.look()
        if everything and not self._scans:
            self._session.on_changed(self._session.roots.complete())
            gc.freeze()  # as `Session` does when all is judged

    async def again(self) -> None:
        """Read every file of every folder again."""
        await self.follow()
        layout = self._session.roots.layout
        await self._read(sorted(layout.files - self._session.open.keys()) if layout else [])

    async def change_folders(self, added: Sequence[types.WorkspaceFolder], removed: Sequence[types.WorkspaceFolder]) -> None:
        """Folders came or went."""
        gone = {self._session.path(folder.uri) for folder in removed}
        self._folders = [folder for folder in self._folders if os.fspath(folder) not in gone]
        self._add(folder.uri for folder in added)
        await self.follow()

    async def files(self, changes: Sequence[types.FileEvent]) -> None:
        """Files and folders changed on disk; files that are open are the client's."""
        code = [change for change in changes if is_code(change.uri)]
        if len(code) > MANY:  # another branch was checked out: a scan looks only at what has changed
            await self.follow()
            changes = [change for change in changes if not is_code(change.uri)]
        by_type: dict[types.FileChangeType, set[str]] = defaultdict(set)
        for change in changes:
            by_type[change.type].add(self._session.path(change.uri))
        paths = {path for some in by_type.values() for path in some}
        self.results.changed(paths)
        come, gone = by_type[types.FileChangeType.Created], by_type[types.FileChangeType.Deleted]
        if any(map(_governs, paths)) or any(Path(path).is_dir() for path in come):
            await self.follow()
        roots = self._session.roots
        known = {path for root in roots for path in root.project.documents}
        concerned = {path for path in paths if path in known or (roots.folder(path) is not None and roots.holds(path))}
        if gone - known:
            concerned |= {path for path in known if any(os.fspath(folder) in gone for folder in Path(path).parents)}
        for path in concerned:
            if path not in self._session.open and not is_config(path):
                self._session.read_file(path)

    async def settings(self, pushed: Any) -> None:
        """The client's settings changed."""
        self._settings = await self._asked() if self._can.configuration else _section(pushed)
        await self.follow()

    def _typed(self, path: str) -> None:
        """A configuration was opened, edited or closed."""
        task = asyncio.get_running_loop().create_task(self._check(path) if path in self._session.open else self.follow())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _check(self, path: str) -> None:
        """Tell what is wrong with a configuration that is being written. Nothing is judged by it before it is saved."""
        buffer = self._session.open[path]
        text = buffer.table.text
        document = await asyncio.to_thread(_problems, path, text)
        if self._session.open.get(path) is not buffer or buffer.table.text is not text:
            return
        project = self._session.project(path)
        self._session.on_changed(project.put(document) if document is not None else project.drop(path))

    def _add(self, uris: Iterable[str]) -> None:
        paths = (Path(self._session.path(uri)) for uri in uris)
        self._folders += [path for path in paths if path.is_absolute() and path not in self._folders]

    async def _asked(self) -> dict[str, Any]:
        if not self._can.configuration:
            return self._settings
        item = types.ConfigurationItem(section=SECTION)
        answer = await self._server.workspace_configuration_async(types.ConfigurationParams([item]))
        return _section({SECTION: answer[0]} if answer else {})

    async def _read(self, files: Sequence[str]) -> bool:
        """Have the workers read files, with progress that can be cancelled; says whether all were read."""
        if not files:
            return True
        progress = await Progress.begin(self._server, self._can, len(files))
        left = len(files)
        ended = asyncio.Event()

        def done(read: FileRead) -> None:
            nonlocal left
            left -= 1
            progress.report(len(files) - left, len(files))
            if left == 0:
                ended.set()

        for path in files:
            if progress.cancelled:
                break
            self._session.read_file(path, done)
            await asyncio.sleep(0)
        everything = not progress.cancelled
        if everything:
            await ended.wait()
        progress.end()
        return everything

    async def _scan_code(self, layout: Layout) -> None:
        """Have the workers scan the source code of a layout, with progress that can be cancelled. Another scan ends this one."""
        total = sum(len(batch.names) for _, heap in layout.code for batch in heap)
        if self._ended is not None:
            self._ended.put_nowait(None)
        if not total:
            return
        answers = self._ended = asyncio.Queue[ScanDone | None]()
        progress = await Progress.begin(self._server, self._can, total, "code")
        self._session.scan(layout.code, answers.put_nowait)
        seen: set[str] = set()
        done = 0
        while done < total and not progress.cancelled:
            answer = await answers.get()
            if answer is None or answers is not self._ended:
                break
            done += answer.files
            await self._take_code(answer, seen)
            progress.report(done, total)
        if progress.cancelled:
            self._session.scan((), lambda done: None)
        progress.end()
        if done >= total:
            self._session.forget_code(seen)

    async def _take_code(self, answer: ScanDone, seen: set[str]) -> None:
        """Take over what was found, a moment at a time."""
        changed: set[str] = set()
        begun = time.monotonic()
        for path, packed in answer.found:
            seen.add(path)
            changed |= self._session.take_code(path, packed)
            if time.monotonic() - begun > MOMENT:
                await asyncio.sleep(0)
                begun = time.monotonic()
        self._session.on_changed(changed)


def _governs(path: str) -> bool:
    """Whether the file at a path says how documents are read or judged."""
    return path.endswith((".toml", ".gitignore", RECORDED, REVIEWED, BRIEFS)) or is_companion(Path(path).name)


_RECORDS: Mapping[str, Callable[[str], ReadBaseline | ReadReviews]] = {RECORDED: baseline.parse, REVIEWED: review_file.parse}


def _problems(path: str, text: str) -> Document | None:
    from shallcheck.project.configs import configured
    from shallcheck.project.problems import config_document

    if Path(path).name in _RECORDS:
        wrong = _RECORDS[Path(path).name](text).problems
        return config_document(path, text, wrong) if wrong else None
    if Path(path).name == PYPROJECT and "[tool.shallcheck" not in text:
        return None
    problems = configured(Path(path), text).problems
    return config_document(path, text, problems) if problems else None


def _section(settings: Any) -> dict[str, Any]:
    table = settings.get(SECTION) if isinstance(settings, dict) else None
    return table if isinstance(table, dict) else {}
