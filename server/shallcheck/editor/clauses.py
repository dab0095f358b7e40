"""The parts of the statements of open documents, as the workers tell them: a few at a time, so that nobody waits long."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from shallcheck.model.parts import Part
from shallcheck.project.statements import StatementJob, unpack_parts

CHUNK = 16
"""Statements that the workers are asked for at once; the findings of an edit wait behind these at most."""
MOST = 50_000
"""Statements whose parts are kept."""


class Clauses:
    """What is known of the parts of statements, by the key of their job. `ask` hands jobs to the workers."""

    def __init__(self, ask: Callable[[Sequence[StatementJob]], None]) -> None:
        self.on_heard: Callable[[], None] = lambda: None
        """Called on the loop when something new is known."""
        self._ask = ask
        self._known: dict[bytes, bytes] = {}
        self._wanted: dict[str, dict[bytes, StatementJob]] = {}
        self._asked: dict[bytes, StatementJob] = {}

    def __contains__(self, key: bytes) -> bool:
        return key in self._known

    def of(self, key: bytes) -> tuple[Part, ...] | None:
        """The parts of a statement; None while they are not known, and where no worker can tell them."""
        packed = self._known.get(key)
        return unpack_parts(packed) if packed else None

    def want(self, path: str, jobs: Iterable[StatementJob]) -> None:
        """Have the parts of these statements told, and of no others of the document any more."""
        self._wanted[path] = self._unknown(jobs)
        self._next()

    def want_first(self, path: str, jobs: Iterable[StatementJob]) -> None:
        """Have the parts of these statements told before the others of the document."""
        self._wanted[path] = {**self._unknown(jobs), **self._wanted.get(path, {})}
        self._next()

    def forget(self, path: str) -> None:
        """A document was closed."""
        self._wanted.pop(path, None)

    def hear(self, rows: Collection[tuple[bytes, bytes]]) -> None:
        """Take in what a worker told."""
        for key, packed in rows:
            self._known[key] = packed
            self._asked.pop(key, None)
        for key in list(self._known)[: max(0, len(self._known) - MOST)]:
            del self._known[key]
        self._next()
        self.on_heard()

    def _unknown(self, jobs: Iterable[StatementJob]) -> dict[bytes, StatementJob]:
        return {job.key: job for job in jobs if job.key not in self._known and job.key not in self._asked}

    def _next(self) -> None:
        """Ask for some more, when the last have been told."""
        if self._asked:
            return
        for jobs in self._wanted.values():
            while jobs and len(self._asked) < CHUNK:
                key = next(iter(jobs))
                self._asked[key] = jobs.pop(key)
        if self._asked:
            self._ask(list(self._asked.values()))
