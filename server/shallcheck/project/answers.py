"""What is known of each statement, and which statements wait for their findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from shallcheck.model.choices import Choices
from shallcheck.model.document import Segment, Statement
from shallcheck.model.finding import Finding
from shallcheck.project.leaning import Key
from shallcheck.project.statements import StatementJob, job_for


class _Known(NamedTuple):
    findings: tuple[Finding, ...]
    complete: bool


class Statements:
    """The statements of a project's segments, each judged once however often it stands. `holders`: the segments that hold it."""

    def __init__(self, holders: Callable[[bytes], Collection[Key]]) -> None:
        self._holders = holders
        self._known: dict[bytes, _Known] = {}
        self._jobs: dict[int, tuple[StatementJob, ...]] = {}
        self._open: dict[str, dict[bytes, StatementJob]] = defaultdict(dict)
        """By path, the statements whose findings are not complete."""

    def add(self, path: str, segment: Segment, choices: Choices) -> tuple[StatementJob, ...]:
        """Have the statements of a segment wait for what is not known of them; returns all of them."""
        jobs = tuple(job_for(statement, choices) for statement in segment.reading.statements if statement.english)
        self._jobs[id(segment)] = jobs
        for job in jobs:
            known = self._known.get(job.key)
            if known is None or not known.complete:
                self._open[path][job.key] = job
        return jobs

    def remove(self, path: str, segment: Segment) -> None:
        """Forget what only this segment held, which its holders do not name any more."""
        for job in self._jobs.pop(id(segment), ()):
            holders = self._holders(job.key)
            if not any(holder == path for holder, _ in holders):
                self._open[path].pop(job.key, None)
            if not holders:
                self._known.pop(job.key, None)

    def drop(self, path: str) -> None:
        """Forget that a document waits for anything."""
        self._open.pop(path, None)

    def clear(self) -> None:
        """Forget everything."""
        for table in (self._jobs, self._open, self._known):
            table.clear()

    def store(self, key: bytes, findings: Iterable[Finding], complete: bool) -> Collection[Key]:
        """Take over a statement's findings; returns the segments for which they are news."""
        known = self._known.get(key)
        holders = self._holders(key) if known is None or not known.complete else ()
        if not holders:
            return ()
        self._known[key] = _Known(tuple(findings), complete)
        if complete:
            for path, _ in holders:
                self._open[path].pop(key, None)
        return holders

    def findings(self, segment: Segment) -> Iterator[tuple[Statement, tuple[Finding, ...]]]:
        """The statements of a segment that are judged at all, each with what is known of it."""
        jobs = iter(self._jobs.get(id(segment), ()))
        for statement in segment.reading.statements:
            if statement.english:
                known = self._known.get(next(jobs).key)
                yield statement, known.findings if known else ()

    def unjudged(self, path: str, *, partly: bool) -> list[StatementJob]:
        """The statements of a document that wait; without `partly`, only those of which nothing is known yet."""
        jobs = self._open.get(path, {}).values()
        return [job for job in jobs if partly or job.key not in self._known]

    def waiting(self, path: str) -> int:
        """How many statements of a document wait."""
        return len(self._open.get(path, ()))

    def is_judged(self, path: str, segment: Segment) -> bool:
        """Whether no statement of a segment waits."""
        waiting = self._open.get(path, {})
        return all(job.key not in waiting for job in self._jobs.get(id(segment), ()))
