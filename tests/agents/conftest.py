"""Proposals judged in this process: a test of a verdict waits for no worker."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from shallcheck.agents.judging import Base, judge
from shallcheck.agents.verdict import Verdict
from shallcheck.documents.settings import ReaderSettings
from shallcheck.language.pipeline import Pipeline
from shallcheck.project import checking
from shallcheck.project.batches import Batch
from shallcheck.project.cache import Cache
from shallcheck.project.judge import Judge
from shallcheck.project.proposals import Files, Proposal
from shallcheck.project.scanning import scan
from shallcheck.project.statements import StatementJob
from shallcheck.project.workers.pool import Result, ScanDone


class Workspace:
    """A project on disk, and the verdicts on what is proposed to it."""

    def __init__(self, top: Path) -> None:
        self.top = top

    def write(self, **files: str) -> None:
        """Write files; in a name two underlines stand for a slash, one before the ending for a dot."""
        for name, text in files.items():
            path = self.top / name.replace("__", "/").replace("_md", ".md").replace("_toml", ".toml").replace("_py", ".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")

    def judge(self, proposal: Proposal | Mapping[str, str | None], **options: Any) -> Verdict:
        """The verdict on a proposal, or on files as they would be."""
        if isinstance(proposal, Mapping):
            files = {name: None if text is None else text.encode() for name, text in proposal.items()}
            proposal = Files(files)
        return judge(proposal, Base(self.top), **options)


class _Here:
    """What `WorkerPool` does, done here and now."""

    broken = ""

    def __init__(self, pipeline: Pipeline, take: Callable[[Sequence[Result]], None], scanned: Callable[[ScanDone], None]) -> None:
        self._judge = Judge("en", Cache())
        self._judge._pipeline = pipeline
        self._take = take
        self._scanned = scanned

    def submit(self, lane: object, mode: str, jobs: Sequence[StatementJob]) -> None:
        self._take([Result(*row) for row in self._judge.fully(jobs)])

    def scan(self, lane: object, batches: Sequence[Batch], settings: Mapping[str, str], token: int) -> None:
        found = scan(Cache(), batches, ReaderSettings.from_notes(dict(settings)))
        self._scanned(ScanDone(token, 0, found))

    def close(self) -> None:
        pass


@pytest.fixture(autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own for each test."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("SHALLCHECK_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def workspace(tmp_path: Path, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    def pool(take: Callable[[Sequence[Result]], None], *, on_scanned: Callable[[ScanDone], None], **_: Any) -> _Here:
        return _Here(pipeline, take, on_scanned)

    monkeypatch.setattr(checking, "WorkerPool", pool)
    monkeypatch.chdir(tmp_path)
    return Workspace(tmp_path)
