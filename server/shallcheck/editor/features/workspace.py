"""The workspace: its folders, their configuration and files, the first scan with its progress, and what changes on disk."""

from __future__ import annotations

import asyncio
import contextlib
import os
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from shallcheck.editor.client import Can
from shallcheck.editor.server import Server
from shallcheck.editor.session import Root, Session
from shallcheck.model.document import Document
from shallcheck.project.workers.pool import FileRead

if TYPE_CHECKING:
    from shallcheck.project.baseline import Baseline

_WATCHED = "**/*.{md,markdown,jsonl,toml}"
_BASELINE = "shallcheck-baseline.txt"
_CONFIGS = frozenset({"shallcheck.toml", "pyproject.toml", _BASELINE})
SECTION = "shallcheck"


def register(server: Server, session: Session, can: Can, workspace: Workspace) -> None:
    """Register what concerns folders, files and settings."""

    @server.feature(types.INITIALIZED)
    async def initialized(params: types.InitializedParams) -> None:
        with contextlib.suppress(asyncio.CancelledError):  # the server ends amid its start
            await workspace.start()

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    async def folders_changed(params: types.DidChangeWorkspaceFoldersParams) -> None:
        await workspace.folders(params.event.added, params.event.removed)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def files_changed(params: types.DidChangeWatchedFilesParams) -> None:
        await workspace.files(params.changes)

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
        self._checks: set[asyncio.Task[None]] = set()
        session.on_config = self._configuration

    async def start(self) -> None:
        """Take over the folders that the client opened, and scan them."""
        if wanted := list(self._registrations()):
            await self._server.client_register_capability_async(types.RegistrationParams(wanted))
        self._settings = await self._asked()
        for folder in list(self._server.workspace.folders.values()):
            self._add(folder.uri)
        if not self._session.roots and self._server.workspace.root_path:
            self._add(Path(self._server.workspace.root_path).as_uri())
        for root in list(self._session.roots):
            await self._load(root)
        await self._scan(self._session.roots)

    def _registrations(self) -> Iterator[types.Registration]:
        if self._can.watching:
            watched = [types.FileSystemWatcher(pattern) for pattern in (_WATCHED, f"**/{_BASELINE}")]
            options = types.DidChangeWatchedFilesRegistrationOptions(watched)
            yield types.Registration("files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        if self._can.settings:
            section = types.DidChangeConfigurationRegistrationOptions(SECTION)
            yield types.Registration("settings", types.WORKSPACE_DID_CHANGE_CONFIGURATION, section)

    async def again(self) -> None:
        """Read every file of every folder again."""
        for root in list(self._session.roots):
            await self._load(root)
        await self._scan(self._session.roots)

    async def folders(self, added: Sequence[types.WorkspaceFolder], removed: Sequence[types.WorkspaceFolder]) -> None:
        """Folders came or went."""
        gone = {self._session.path(folder.uri) for folder in removed}
        for left in [root for root in self._session.roots if os.fspath(root.folder or "") in gone]:
            self._session.roots.remove(left)
            self._session.on_changed(list(left.project.documents))
        come = [root for folder in added if (root := self._add(folder.uri))]
        for each in come:
            await self._load(each)
        await self._scan(come)

    async def files(self, changes: Sequence[types.FileEvent]) -> None:
        """Files changed on disk; those that are open are the client's."""
        paths = {self._session.path(change.uri) for change in changes}
        if any(Path(path).name in _CONFIGS for path in paths):
            for root in self._session.roots:
                await self._load(root)
        for path in paths:
            if (
                path not in self._session.open
                and Path(path).suffix.lower() not in (".toml", ".txt")
                and self._session.root(path).folder
            ):
                self._session.read_file(path)

    async def settings(self, pushed: Any) -> None:
        """The client's settings changed."""
        self._settings = await self._asked() if self._can.configuration else _section(pushed)
        for root in self._session.roots:
            await self._load(root)

    def _configuration(self, path: str) -> None:
        """A configuration is in the client's hands, or is the disk's again."""
        session = self._session
        work = self._check(path) if path in session.open else self._load(session.root(path))
        task = asyncio.get_running_loop().create_task(work)
        self._checks.add(task)
        task.add_done_callback(self._checks.discard)

    async def _check(self, path: str) -> None:
        """Tell what is wrong with a configuration that is being written. Nothing is judged by it before it is saved."""
        buffer = self._session.open[path]
        text = buffer.table.text
        document = await asyncio.to_thread(_problems, path, text)
        if self._session.open.get(path) is not buffer or buffer.table.text is not text:
            return
        project = self._session.project(path)
        self._session.on_changed(project.put(document) if document is not None else project.drop(path))

    def _add(self, uri: str) -> Root | None:
        path = self._session.path(uri)
        if not Path(path).is_absolute():
            return None
        root = Root(Path(path))
        root.project.completed(False)
        self._session.roots.append(root)
        for open_path in list(self._session.loose.project.documents):
            document = self._session.loose.project.documents[open_path]
            if Path(open_path).is_relative_to(root.folder or path):
                self._session.loose.project.drop(open_path)
                root.project.put(document)
                # What the workers had answered before the folder was known went with the loose project.
                self._session.schedule(open_path, at_once=True)
        return root

    async def _asked(self) -> dict[str, Any]:
        if not self._can.configuration:
            return self._settings
        item = types.ConfigurationItem(section=SECTION)
        answer = await self._server.workspace_configuration_async(types.ConfigurationParams([item]))
        return _section({SECTION: answer[0]} if answer else {})

    async def _load(self, root: Root) -> None:
        """Read a folder's configuration, in a thread: what it needs is not imported before the first answer."""
        assert root.folder is not None
        before = root.project.config
        config, document, problems = await asyncio.to_thread(_configured, root.folder, self._settings)
        for problem in problems:
            self._server.tell(problem)
        shown = {path for path in root.project.documents if Path(path).name in _CONFIGS and path not in self._session.open}
        for path in shown:
            self._session.on_changed(root.project.drop(path))
        if config != before:
            root.project.configure(config)
            for path in list(root.project.documents):
                if path in self._session.open:
                    self._session.opened(path, self._session.open[path])
                elif config.reader_settings(path) != before.reader_settings(path):
                    self._session.read_file(path)
                elif config.choices != before.choices:
                    self._session.schedule(path, at_once=True)
            self._session.on_changed(list(root.project.documents))
        if document is not None and document.path not in self._session.open:
            self._session.on_changed(root.project.put(document))
        baseline = await asyncio.to_thread(_recorded, root)
        if baseline or root.project.baseline:
            root.project.rebase(baseline)
            self._session.on_changed(list(root.project.documents))

    async def _scan(self, roots: Sequence[Root]) -> None:
        """Read every file of the folders in the workers, with progress that can be cancelled."""
        files: list[str] = []
        for root in roots:
            files += await asyncio.to_thread(_files, root)
        files = [path for path in files if path not in self._session.open]
        if files:
            await self._read(files)
        for root in (*roots, self._session.loose):
            self._session.on_changed(root.project.completed(True))

    async def _read(self, files: Sequence[str]) -> None:
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
        if not progress.cancelled:
            await ended.wait()
        progress.end()


class Progress:
    """Work-done progress, where the client shows it."""

    def __init__(self, server: Server, token: str) -> None:
        self._server = server
        self._token = token
        self._percent = -1

    @classmethod
    async def begin(cls, server: Server, can: Can, total: int) -> Progress:
        """Begin to show progress."""
        if not can.progress:
            return cls(server, "")
        token = str(uuid.uuid4())
        await server.work_done_progress.create_async(token)
        server.work_done_progress.begin(
            token,
            types.WorkDoneProgressBegin(
                "ShallCheck: reading documents", cancellable=True, percentage=0, message=f"{total} files"
            ),
        )
        return cls(server, token)

    @property
    def cancelled(self) -> bool:
        """Whether the person has cancelled."""
        future = self._server.work_done_progress.tokens.get(self._token)
        return future is not None and future.cancelled()

    def report(self, done: int, total: int) -> None:
        """Show how far it is; at most a hundred times."""
        percent = 100 * done // total
        if self._token and percent > self._percent:
            self._percent = percent
            self._server.work_done_progress.report(
                self._token, types.WorkDoneProgressReport(percentage=percent, message=f"{done} of {total} files")
            )

    def end(self) -> None:
        """Stop showing it. pygls never forgets a token by itself."""
        if self._token:
            self._server.work_done_progress.end(self._token, types.WorkDoneProgressEnd())
            self._server.work_done_progress.tokens.pop(self._token, None)


def _configured(folder: Path, settings: dict[str, Any]) -> tuple[Any, Any, list[str]]:
    from shallcheck.project.checking import config_document, find_config, load_config
    from shallcheck.project.config_file import with_settings

    found = load_config(find_config(folder))
    config, problems = with_settings(found.config, settings)
    document = config_document(os.fspath(found.path), found.text, found.problems) if found.path and found.problems else None
    return config, document, problems


def _problems(path: str, text: str) -> Document | None:
    from shallcheck.project.checking import config_document, configured

    problems = configured(Path(path), text).problems
    return config_document(path, text, problems) if problems else None


def _recorded(root: Root) -> Baseline:
    from shallcheck.project.baseline import read_baseline

    assert root.folder is not None
    return read_baseline(root.folder / _BASELINE)


def _files(root: Root) -> list[str]:
    from shallcheck.project.discovery import find_files, path_patterns

    assert root.folder is not None
    top = root.folder
    excluded = path_patterns(root.project.config.exclude)

    def skips(path: str, is_folder: bool) -> bool:
        return excluded.matches(os.path.relpath(path, top) + "/" * is_folder)

    return [os.fspath(path) for path in find_files([top], skips, lambda path, message: None)]


def _section(settings: Any) -> dict[str, Any]:
    table = settings.get(SECTION) if isinstance(settings, dict) else None
    return table if isinstance(table, dict) else {}
