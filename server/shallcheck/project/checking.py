"""One whole check: find the files, read them, have every statement judged, and wait for the last.

What is known on disk is taken from there in this process, so that a second check starts no worker. What is not is handed to the
workers as soon as its file is read, while the next file is.
"""

from __future__ import annotations

import os
import re
import stat
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from shallcheck.documents.formats import is_code
from shallcheck.documents.settings import ReaderSettings
from shallcheck.language.pipeline import DEFAULT_PIPELINE
from shallcheck.model.document import Document, Problem
from shallcheck.model.place import Span
from shallcheck.project.baseline import find_baseline, read_baseline
from shallcheck.project.batches import Scanned
from shallcheck.project.brief_file import ReadBriefs, find_briefs, read_briefs
from shallcheck.project.cache import Cache
from shallcheck.project.check import Check, named_here
from shallcheck.project.code import Code
from shallcheck.project.companions import Declared
from shallcheck.project.config import NO_FORMAT, Config, ConfigProblem
from shallcheck.project.configs import Configs, Configured
from shallcheck.project.discovery import (
    Listed,
    Source,
    UnreadableError,
    find_files,
    mode_of,
    read_source,
    source_from,
)
from shallcheck.project.problems import config_document, unreadable
from shallcheck.project.readings import read_cached, remember_names, unpack_document
from shallcheck.project.relations import Relations
from shallcheck.project.review_file import find_reviews, read_reviews
from shallcheck.project.scanning import known_scan
from shallcheck.project.state import Project
from shallcheck.project.statements import unpack_judgement
from shallcheck.project.workers.pool import PARSE, Lane, Result, ScanDone, WorkerPool

if TYPE_CHECKING:
    from shallcheck.project.judge import Judge

Progress = Callable[[int, int], None]
"""Called with how many statements are judged, and how many there are."""
Changed = Callable[[Document, Document | None], Document]
"""From a document as it is read, and as it was before, to the one that counts."""

NEIGHBOURS = 500
"""How many files beside a file that was named are read for what they define."""
_CHUNK = {int(Lane.BULK): 64}
"""Nobody waits behind a chunk of a check, and larger ones parse faster."""


def check_paths(
    paths: Sequence[Path],
    change: Callable[[Config], Config] = lambda config: config,
    *,
    every_rule: bool,
    progress: Progress,
    baseline: bool = True,
) -> Check:
    """Check files and folders. `change` makes the configuration that holds of the one that was found; `baseline`: what a baseline
    records is left out."""
    cache = Cache()
    remember_names(cache)
    return Run(cache, paths, change, every_rule, progress, baseline).whole(paths)


class Run:
    """A check under way. Only the thread that runs the check touches a project; workers' threads hand results over."""

    def __init__(
        self,
        cache: Cache,
        paths: Sequence[Path],
        change: Callable[[Config], Config],
        every_rule: bool,
        progress: Progress,
        baseline: bool,
    ) -> None:
        self.check = Check()
        self._baseline = baseline
        self._paths = paths
        self.configs = Configs(change)
        self._declared = Declared(paths, self.configs)
        self.code = Code(self.configs, paths)
        self._cache = cache
        self._every_rule = every_rule
        self._progress = progress
        self._projects: dict[Path | None, Project] = {}
        self._briefs: dict[Project, tuple[Path, ReadBriefs]] = {}
        self._relations = Relations(cache)
        self._pools: dict[str, WorkerPool] = {}
        self._judges: dict[str, Judge] = {}
        self._holders: dict[tuple[str, bytes], list[Project]] = {}
        self._results: list[tuple[str, Result]] = []
        self._scans: list[ScanDone] = []
        self._scanned: list[tuple[Project, bool]] = []
        """By the token of a scan that the workers do, the project that it belongs to, and whether its findings are told."""
        self._unscanned = 0
        self._missing: dict[str, str] = {}
        """By pipeline, why it does not judge."""
        self._done = 0
        self._changed = threading.Condition()

    def whole(self, paths: Sequence[Path]) -> Check:
        """Carry it out over files and folders, to its end."""
        try:
            for file in find_files(paths, self.configs.skips, self.unreadable, self.code.add):
                self.add(file)
            self.add_neighbours(paths)
            self.scan_code()
            self.wait()
            self.tell()
        finally:
            self.close()
            self._cache.close()
        self.check.configs = self.configs.found()
        return self.check

    def tell(self) -> None:
        """Report what concerns no document by itself."""
        self.tell_missing()
        self.tell_briefs()

    def add(self, file: Path, *, asked: bool = True) -> None:
        """Read a file, and have its statements judged when it was asked for."""
        path = os.fspath(file)
        if is_code(path):
            return
        configured = self.configs.of(os.fspath(file.parent))
        project = self._project(configured, file)
        document = self._read(file, path, configured.config, asked)
        if document is None:
            self.check.passed_over += asked and configured.config.reader_settings(path).format != NO_FORMAT and _obliges(file)
            return
        if asked:
            self._show(project, document)
            self._judge(project, path)
        else:
            project.put(document)
            self.check.projects[path] = project

    def lay(self, file: Path, data: bytes | None, changed: Changed) -> str:
        """Put other bytes in the place of those of a file, or take it away (None), and have its statements judged: `wait` again.
        `changed` makes the document that counts, of the one that is read and the one before. Returns what the check calls it;
        empty: it is nothing that a check reads."""
        configured = self.configs.of(os.fspath(file.parent))
        code = is_code(os.fspath(file))
        path = named_here(file) if code else os.fspath(file)
        known = self.check.projects.pop(path, None)
        before = known.documents.get(path) if known is not None else None
        documents = self.check.code if code else self.check.documents
        documents.pop(path, None)
        self.check.told.discard(path)
        self.check.sources.pop(path, None)
        self.check.forget_lines(path)
        document = None if data is None else self._read_bytes(file, path, data, configured)
        project = self._project(configured, file) if document is not None else None
        if known is not None and known is not project:
            known.drop(path)
        if document is None or project is None:
            return path if known is not None else ""
        document = documents[path] = changed(document, before)
        self.check.projects[path] = project
        project.put(document)
        if code:
            self.check.told.add(path)
        self._judge(project, path)
        return path

    def _read_bytes(self, file: Path, path: str, data: bytes, configured: Configured) -> Document | None:
        if is_code(path):
            from shallcheck.project.scanning import read_code

            packed = read_code(os.path.realpath(file), data, configured.config.code_settings(self.code.root_of(file.parent)))
            return unpack_document(path, packed) if packed else None
        try:
            return self._understood(file, path, source_from(file.name, data), configured.config)
        except UnreadableError as error:
            return unreadable(path, str(error))

    def project_of(self, file: Path) -> Project | None:
        """The project that a file belongs to, where anything of it was read."""
        return self._projects.get(self.configs.of(os.fspath(file.parent)).path)

    def _project(self, configured: Configured, file: Path) -> Project:
        """The project that a file belongs to."""
        project = self._projects.get(configured.path)
        if project is None:
            project = self._projects[configured.path] = Project(configured.config, every_rule=self._every_rule)
            folder = configured.path.parent if configured.path else Path(os.path.realpath(file.parent))
            self._remember(project, folder)
            self._remember_briefs(project, folder, above=configured.path is None)
            if configured.path is not None and configured.problems:
                name = named_here(configured.path)
                self._show(Project(), config_document(name, configured.text, configured.problems))
        return project

    def _remember(self, project: Project, folder: Path) -> None:
        """Give a project what is recorded for a folder."""
        file = find_baseline(folder) if self._baseline else None
        if file is not None:
            recorded = read_baseline(file)
            project.baseline = recorded.baseline
            self.check.baselines[file] = project
            if recorded.problems:
                self._show(Project(), config_document(named_here(file), recorded.text, recorded.problems))
        reviews = find_reviews(folder)
        if reviews is not None:
            found = read_reviews(reviews)
            project.reviews = found.reviews
            if found.problems:
                self._show(Project(), config_document(named_here(reviews), found.text, found.problems))

    def _remember_briefs(self, project: Project, folder: Path, *, above: bool) -> None:
        """Give a project the hand-off briefs that are recorded for its folder, or above it. Where only a part of it is read,
        nobody can tell what is gone."""
        file = find_briefs(folder, above=above)
        if file is not None and any(file.is_relative_to(os.path.realpath(path)) for path in self._paths):
            self._briefs[project] = (file, read_briefs(file))
            project.brief(self._briefs[project][1].briefs)

    def tell_briefs(self) -> None:
        """Report what is wrong with the records of hand-off briefs, and the briefs that are old, each at its line."""
        if self._briefs:
            from shallcheck.project.handing_off import old_briefs  # it knows the language

        for project, (file, found) in self._briefs.items():
            record = config_document(named_here(file), found.text, found.problems)
            old = old_briefs(project, record, found.lines)
            if found.problems or old:
                self._show(Project(), record)
                self.check.only[record.path] = [*self.check.reports(record.path), *old]

    def add_neighbours(self, paths: Sequence[Path]) -> None:
        """Read what else belongs to the projects of the paths: links and duplicates end neither at a file nor at a folder."""
        known = {os.path.realpath(path) for path in self.check.projects}
        left = NEIGHBOURS
        walked: set[Path] = set()
        for path in paths:
            folder = path if stat.S_ISDIR(mode_of(path)) else path.parent
            configured = self.configs.of(os.fspath(folder))
            top = configured.path.parent if configured.path else folder
            whole = folder is path and (configured.path is None or os.path.realpath(folder) == os.fspath(top))
            if whole or top in walked or path.suffix.lower() == ".jsonl":
                continue
            walked.add(top)
            for file in _beside(folder, configured, self.configs, self.code.add):
                if os.path.realpath(file) in known:
                    continue
                if not left:
                    self.code.whole = False
                    break
                known.add(os.path.realpath(file))
                self.add(file, asked=False)
                left -= 1

    def scan_code(self) -> None:
        """Read what the source code of the projects says: here where all of it is known on disk, else in the workers."""
        for config, settings, heap, told in self.code.jobs():
            project = self._projects.get(config)
            if project is None:
                continue  # no document of the project was read, so nothing can be named
            self.check.listed.append((project, heap))
            known = known_scan(self._cache, heap, settings)
            if known is not None:
                self._take_code(project, known, told)
                continue
            self._scanned.append((project, told))
            self._unscanned += 1
            self._pool(project.config.pipeline).scan(Lane.BULK, heap, settings.notes(), len(self._scanned) - 1)

    def _take_code(self, project: Project, found: Sequence[Scanned], told: bool) -> None:
        for path, packed in found:
            name = named_here(path)
            if told:
                self.check.told.add(name)
            document = self.check.code[name] = unpack_document(name, packed)
            project.put(document)
            self.check.projects[name] = project

    def unreadable(self, path: str, message: str) -> None:
        """Report a file or folder that cannot be read, at its own place."""
        self._show(Project(every_rule=self._every_rule), unreadable(path, message))

    def wait(self) -> None:
        """Take results over until the last statement is judged and set against the others."""
        self._relations.recall(self._projects.values(), whole=not self._holders)
        self._relate()
        waiting = deque(self.check.documents)
        while (self._done < len(self._holders) or self._unscanned) and not self.check.broken:
            with self._changed:
                if not self._results and not self._scans:
                    self._changed.wait(timeout=0.1)
                results, self._results = self._results, []
                scans, self._scans = self._scans, []
            for done in scans:
                project, told = self._scanned[done.token]
                self._take_code(project, done.found, told)
            self._unscanned -= len(scans)
            for pipeline, result in results:
                for project in self._holders[pipeline, result.key]:
                    judged = unpack_judgement(result.findings)
                    project.store(result.key, judged.findings, result.complete, judged.facts)
            self._done += len(results)
            self._progress(self._done, len(self._holders))
            self._relate()
            # What is wrong with a finished document is worked out while the workers parse others.
            while waiting and not self.check.projects[waiting[0]].unjudged(waiting[0]):
                self.check.reports(waiting.popleft())
            self.check.broken = next((pool.broken for pool in self._pools.values() if pool.broken), "")
        self._relations.remember(self._projects.values())
        self._holders.clear()
        self._done = 0

    def _relate(self) -> None:
        for project in self._projects.values():
            project.relate()

    def tell_missing(self) -> None:
        """Report, where a configuration names it, a pipeline that is not there."""
        if not any(self._missing.values()):
            return
        from shallcheck.project.config_file import prefix_of
        from shallcheck.project.toml_places import line_of

        for path, project in self._projects.items():
            message = self._missing.get(project.config.pipeline)
            if path is not None and message and project.config.pipeline != DEFAULT_PIPELINE:
                found = self.configs.of(os.fspath(path.parent))
                line = line_of(found.text, (*prefix_of(path.name), "pipeline"))
                problems = (*found.problems, ConfigProblem(line, message))
                self._show(Project(), config_document(named_here(path), found.text, problems))

    def close(self) -> None:
        """End the workers."""
        for pool in self._pools.values():
            pool.close()

    def _show(self, project: Project, document: Document) -> None:
        project.put(document)
        self.check.projects[document.path] = project
        self.check.documents[document.path] = document

    def _read(self, file: Path, path: str, config: Config, asked: bool) -> Document | None:
        try:
            source = read_source(file)
        except UnreadableError as error:
            return unreadable(path, str(error)) if asked else None
        return self._understood(file, path, source, config)

    def _understood(self, file: Path, path: str, source: Source, config: Config) -> Document | None:
        settings = replace(config.reader_settings(path), declarations=self._declared.to(path))
        packed = self._packed(os.fspath(file.absolute()), source, settings)
        if not packed:
            return None
        document = unpack_document(path, packed)
        self.check.sources[path] = source
        if source.problem:
            note = Problem("DOC001", source.problem, Span(source.at, min(len(source.text), source.at + 1)))
            document = replace(document, problems=(*document.problems, note))
        return document

    def _packed(self, path: str, source: Source, settings: ReaderSettings) -> bytes:
        return read_cached(self._cache, path, source, settings)

    def _judge(self, project: Project, path: str) -> None:
        from shallcheck.project.judge import Judge  # it knows the language, which a look at the trace has no need of

        pipeline = project.config.pipeline
        if pipeline not in self._judges:
            self._judges[pipeline] = Judge(pipeline, self._cache)
        jobs = project.unjudged(path)
        known = self._judges[pipeline].from_cache(jobs)
        for key, findings in known.items():
            judged = unpack_judgement(findings)
            project.store(key, judged.findings, True, judged.facts)
        todo = []
        for job in jobs:
            if job.key in known:
                continue
            holders = self._holders.setdefault((pipeline, job.key), [])
            if not holders:
                todo.append(job)
            if project not in holders:
                holders.append(project)
        if todo:
            self._pool(pipeline).submit(Lane.BULK, PARSE, todo)

    def _pool(self, pipeline: str) -> WorkerPool:
        if pipeline not in self._pools:

            def take(results: Sequence[Result]) -> None:
                with self._changed:
                    self._results.extend((pipeline, result) for result in results)
                    self._changed.notify()

            def missing(message: str) -> None:
                self.check.missing = self._missing[pipeline] = message

            def scanned(done: ScanDone) -> None:
                with self._changed:
                    self._scans.append(done)
                    self._changed.notify()

            self._pools[pipeline] = WorkerPool(
                take, pipeline=pipeline, on_missing=missing, on_scanned=scanned, chunk=_CHUNK, together=True
            )
        return self._pools[pipeline]


def _beside(folder: Path, configured: Configured, configs: Configs, listed: Callable[[Listed], None]) -> Iterator[Path]:
    """The files of a project where there is one, else those of the folder itself."""

    def alone(path: str, is_folder: bool) -> bool:
        return is_folder or configs.skips(path, False)

    top, skips = (folder, alone) if configured.path is None else (configured.path.parent, configs.skips)
    yield from find_files([top], skips, lambda path, message: None, listed)


def _obliges(path: Path) -> bool:
    """Whether the first 100,000 bytes of a file that was passed over oblige somebody."""
    try:
        with path.open("rb") as file:
            return re.search(rb"\b(?:shall|must|SHALL|MUST)\b", file.read(100_000)) is not None
    except OSError:
        return False
