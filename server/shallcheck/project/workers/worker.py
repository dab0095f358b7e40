"""A worker process: `python -m shallcheck.project.workers.worker PIPELINE CACHE-FOLDER`.

Reads chunks of statements on standard input, answers each with findings. It ends when standard input ends, at once, whatever
it is doing: a server that is killed leaves no worker behind. Whatever a library prints goes to standard error.
"""

from __future__ import annotations

import contextlib
import os
import queue
import sys
import threading
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO

from shallcheck.language.analysis import Analysis, Token
from shallcheck.project.cache import Cache, rules_digest
from shallcheck.project.statements import LONGEST, StatementJob, pack_findings, unpack_jobs
from shallcheck.project.workers import frames
from shallcheck.rules.judging import judge_statement

TEXT = "text"
FULL = "full"


class Judge:
    """Judges chunks of statements; loads the pipeline at the first statement whose parse is not cached."""

    def __init__(self, pipeline: str, folder: Path | None) -> None:
        self._name = pipeline
        self._cache = Cache(folder)
        self._rules = rules_digest()
        self._pipeline: Any = None
        self.missing = ""
        """Why there is no pipeline, when there is none."""

    def judge(self, mode: str, jobs: Sequence[StatementJob]) -> list[tuple[bytes, bytes, bool]]:
        """For each job its key, its packed findings, and whether every rule has judged."""
        if mode == TEXT:
            return [(job.key, pack_findings(judge_statement(_analysis(job, ()))), False) for job in jobs]
        digest = self._rules + self._name.encode()
        keys = {job.key: blake2b(digest + job.key, digest_size=16).digest() for job in jobs}
        known = self._cache.get("findings", list(keys.values()))
        todo = [job for job in jobs if keys[job.key] not in known]
        parses = self._parses(todo)
        fresh = {keys[job.key]: pack_findings(judge_statement(_analysis(job, parses.get(job.key, ())))) for job in todo}
        if not self.missing:
            self._cache.put("findings", fresh)
        known.update(fresh)
        return [(job.key, known[keys[job.key]], True) for job in jobs]

    def close(self) -> None:
        """Close the cache."""
        self._cache.close()

    def _parses(self, jobs: Sequence[StatementJob]) -> dict[bytes, tuple[Token, ...]]:
        if not jobs:
            return {}
        short = [job for job in jobs if job.text.count(" ") < LONGEST]
        pipeline = self._loaded()
        if pipeline is None:
            return {}
        from shallcheck.language.pipeline import pack, unpack

        keys = {job.key: _parse_key(pipeline.version, job) for job in short}
        known = self._cache.get("parses", list(keys.values()))
        todo = [job for job in short if keys[job.key] not in known]
        parsed = dict(zip((job.key for job in todo), pipeline.parse([(job.text, job.opaque) for job in todo]), strict=True))
        self._cache.put("parses", {keys[key]: pack(tokens) for key, tokens in parsed.items()})
        for job in short:
            if job.key not in parsed:
                parsed[job.key] = unpack(known[keys[job.key]])
        return parsed

    def _loaded(self) -> Any:
        if self._pipeline is None and not self.missing:
            from shallcheck.language.pipeline import MissingPipelineError, load

            try:
                self._pipeline = load(self._name)
            except MissingPipelineError as error:
                self.missing = str(error)
        return self._pipeline


def _parse_key(version: str, job: StatementJob) -> bytes:
    opaque = ",".join(f"{part.start}-{part.end}" for part in job.opaque)
    text = f"{version}\0{opaque}\0{job.text}".encode("utf-8", "surrogatepass")
    return blake2b(text, digest_size=16).digest()


def _analysis(job: StatementJob, tokens: tuple[Token, ...]) -> Analysis:
    return Analysis(job.text, job.kind, job.dialect, job.opaque, job.lead_in, tokens)


def _private_output() -> BinaryIO:
    """The pipe to the pool; file descriptor 1 now points to standard error, so no print can break a message."""
    private = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return private


def _read(stream: BinaryIO, chunks: queue.SimpleQueue[Any]) -> None:
    while (message := frames.receive(stream)) is not None:
        chunks.put(message)
    os._exit(0)


def main() -> None:
    """Serve until standard input ends."""
    output = _private_output()
    with contextlib.suppress(AttributeError, OSError):
        os.nice(10)
    chunks: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(sys.stdin.buffer, chunks), daemon=True).start()
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 and sys.argv[2] else None
    judge = Judge(sys.argv[1], folder)
    while True:
        number, mode, rows = chunks.get()
        answer = judge.judge(mode, unpack_jobs(rows))
        try:
            frames.send(output, (number, answer, judge.missing))
        except OSError:
            os._exit(0)


if __name__ == "__main__":
    main()
