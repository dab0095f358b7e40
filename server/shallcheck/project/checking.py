"""One whole check: find the files, read them, have every statement judged, and wait for the last."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from shallcheck.documents.reading import read_document
from shallcheck.model.document import Document, Placed, Problem, Reading, Segment, Setting
from shallcheck.model.place import Span
from shallcheck.project.config import FILE, PYPROJECT, Config, ConfigProblem, parse_config
from shallcheck.project.discovery import Source, UnreadableError, find_files, read_source
from shallcheck.project.state import Project
from shallcheck.project.statements import unpack_findings
from shallcheck.project.workers.pool import Lane, Result, WorkerPool

Progress = Callable[[int, int], None]
"""Called with how many statements are judged, and how many there are."""


@dataclass
class Check:
    """What a check found out. `files` counts those that held something for us."""

    project: Project
    sources: dict[str, Source] = field(default_factory=dict)
    config_path: Path | None = None
    config_problems: list[ConfigProblem] = field(default_factory=list)
    missing: str = ""
    """Why no language pipeline judged, when none did."""


def find_config(start: Path) -> Path | None:
    """The nearest configuration file at or above a path."""
    folder = start.resolve() if start.is_dir() else start.resolve().parent
    for place in (folder, *folder.parents):
        if (place / FILE).is_file():
            return place / FILE
        if (place / PYPROJECT).is_file() and "[tool.shallcheck" in _text(place / PYPROJECT):
            return place / PYPROJECT
    return None


def load_config(path: Path | None) -> tuple[Config, list[ConfigProblem]]:
    """The configuration in a file; defaults where there is none."""
    return parse_config(path.name, _text(path)) if path else (Config(), [])


def check_paths(
    paths: Sequence[Path], change: Callable[[Config], Config] = lambda config: config, *, every_rule: bool, progress: Progress
) -> Check:
    """Check files and folders. `change` makes the configuration that holds of the one that was found."""
    config_path = find_config(paths[0]) if paths else None
    config, problems = load_config(config_path)
    project = Project(change(config), every_rule=every_rule)
    check = Check(project, config_path=config_path, config_problems=problems)
    waiting = _Waiting(project, progress)
    pool = WorkerPool(waiting.results, pipeline=project.config.pipeline, on_missing=waiting.without_pipeline)
    try:
        for file in find_files(paths, project.config.exclude):
            document = _read(file, check)
            if document is not None:
                project.put(document)
                waiting.submit(pool, document.path)
        waiting.wait()
    finally:
        pool.close()
    waiting.store()
    check.missing = waiting.missing
    return check


def unreadable(path: str, text: str, message: str) -> Document:
    """A document that holds nothing but what was wrong with the file."""
    end = min(text.find("\n") if "\n" in text else len(text), 80)
    segment = Segment(text, "", Reading(problems=(Problem("DOC001", message, Span(0, end)),)), text.count("\n"))
    return Document(path, Setting("unreadable"), text, (Placed(segment, 0, 0),))


def _read(file: Path, check: Check) -> Document | None:
    path = os.fspath(file)
    try:
        source = read_source(file)
    except UnreadableError as error:
        return unreadable(path, "", str(error))
    document = read_document(path, source.text, check.project.config.reader_settings())
    if document is None:
        return None
    check.sources[path] = source
    if not source.problem:
        return document
    note = Problem("DOC001", source.problem, Span(0, min(len(source.text), 1)))
    return Document(document.path, document.setting, document.text, document.placed, (*document.problems, note), document.notes)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


class _Waiting:
    """Collects results from the workers' threads; the project is only touched by the thread that waits."""

    def __init__(self, project: Project, progress: Progress) -> None:
        self._project = project
        self._progress = progress
        self._asked: set[bytes] = set()
        self._results: list[Result] = []
        self._changed = threading.Condition()
        self.missing = ""

    def submit(self, pool: WorkerPool, path: str) -> None:
        jobs = [job for job in self._project.unjudged(path) if job.key not in self._asked]
        self._asked.update(job.key for job in jobs)
        pool.submit(Lane.BULK, "full", jobs)

    def results(self, results: Sequence[Result]) -> None:
        with self._changed:
            self._results.extend(results)
            self._changed.notify()

    def without_pipeline(self, message: str) -> None:
        self.missing = message

    def wait(self) -> None:
        with self._changed:
            while len(self._results) < len(self._asked):
                self._progress(len(self._results), len(self._asked))
                self._changed.wait(timeout=0.1)

    def store(self) -> None:
        for result in self._results:
            self._project.store(result.key, unpack_findings(result.findings), result.complete)
