"""A worker process: `python -P -m shallcheck.project.workers.worker PIPELINE CACHE-FOLDER [INPUT,OUTPUT …]`.

Reads requests on standard input, answers each on the pipe that was its standard output. It ends when standard input ends, at
once, whatever it is doing: a server that is killed leaves no worker behind, on Linux also where C code holds the interpreter and
no thread can see that end. Whatever a library prints goes to standard error.
The pipeline loads in a thread of its own, so that rules that need no parse judge meanwhile; but where pipes of twins are handed
over, it loads first, while there is one thread and no open cache, and a fork for each pair of pipes goes on as a worker too.
"""

from __future__ import annotations

import contextlib
import gc
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from shallcheck.project.cache import Cache
from shallcheck.project.judge import Judge, prepare
from shallcheck.project.statements import unpack_jobs
from shallcheck.project.workers import frames
from shallcheck.project.workers.pool import FULL, PARTS, READ, SCAN, TEXT, UNDERSTAND, Lane


class Worker:
    """Answers the requests of a pool, one at a time. `answer` sends; it may be called from any thread."""

    def __init__(self, cache: Cache, judge: Judge, answer: Callable[[Any], None]) -> None:
        self._answer = answer
        self._cache = cache
        self._judge = judge
        self._loader: threading.Thread | None = None

    def take(self, request: Sequence[Any]) -> None:
        """Answer one request."""
        kind, *rest = request
        if kind == "load":
            self._load()
        elif kind == READ:
            self._read(*rest)
        elif kind == SCAN:
            self._scan(*rest)
        elif kind == UNDERSTAND:
            self._understand(rest[1])
        elif kind == PARTS:
            self._parts(rest[1])
        else:
            self._statements(kind, Lane(rest[0]), rest[1])

    def _statements(self, mode: str, lane: Lane, rows: Sequence[Any]) -> None:
        jobs = unpack_jobs(rows)
        if mode == TEXT:
            self._answer(("done", self._judge.by_text(jobs)))
        elif mode == FULL and not self._judge.ready:
            self._load()
            known = self._judge.from_cache(jobs)
            rest = [job for job in jobs if job.key not in known]
            incomplete = self._judge.by_text(rest) if lane is Lane.EDITOR else [(job.key, b"", False) for job in rest]
            self._answer(("done", [(key, found, True) for key, found in known.items()] + incomplete))
        else:
            self._wait()
            judged = self._judge.fully(jobs, looked_up=mode != FULL)
            if lane is Lane.BULK:  # whoever asked may end the worker as soon as it has answered
                self._judge.keep()
            self._answer(("done", judged))
            self._judge.keep()

    def _understand(self, rows: Sequence[Any]) -> None:
        self._wait()
        self._answer(("understood", [(job.key, self._judge.understood(job)) for job in unpack_jobs(rows)]))

    def _parts(self, rows: Sequence[Any]) -> None:
        self._wait()
        self._answer(("parts", self._judge.parts(unpack_jobs(rows))))
        self._judge.keep()

    def _read(self, path: str, notes: dict[str, str]) -> None:
        from shallcheck.project.readings import read_file

        self._answer(("read", *read_file(self._cache, path, notes)))

    def _scan(self, rows: Sequence[Any], notes: dict[str, str]) -> None:
        from shallcheck.documents.settings import ReaderSettings
        from shallcheck.project.batches import Batch
        from shallcheck.project.scanning import scan

        batches = [Batch(folder, part, tuple(names)) for folder, part, names in rows]
        self._answer(("scanned", scan(self._cache, batches, ReaderSettings.from_notes(notes))))

    def _wait(self) -> None:
        self._load()
        if self._loader is not None:
            self._loader.join()

    def _load(self) -> None:
        if self._loader is None:
            self._loader = threading.Thread(target=self._loaded, daemon=True)
            self._loader.start()

    def _loaded(self) -> None:
        self._judge.load()
        self._answer(("ready", self._judge.missing))


def _end_with_parent() -> None:
    """Have Linux kill this process when the thread that started it ends (that of the pool, which outlives its worker)."""
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG; what was missed before is heard by `_read`


def _fork(twins: Sequence[tuple[int, int]], output: BinaryIO) -> None:
    """Go on as several processes, each with pipes of its own and none of another: it would never hear their end."""
    for number, (requests, answers) in enumerate(twins):
        forked = os.fork() == 0
        if forked:
            _end_with_parent()
            os.setsid()
            os.dup2(requests, 0)
            os.dup2(answers, output.fileno())
        for end in (end for pair in twins[number:] for end in pair) if forked else (requests, answers):
            os.close(end)
        if forked:
            return
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for twins


def _read(stream: BinaryIO, requests: queue.SimpleQueue[Any]) -> None:
    while (message := frames.receive(stream)) is not None:
        requests.put(message)
    os._exit(0)


def main(kind: type[Judge] = Judge) -> None:
    """Serve until standard input ends. `kind` of judge: tests have one that misbehaves."""
    _end_with_parent()
    output = frames.private_output()
    lock = threading.Lock()

    def answer(message: Any) -> None:
        try:
            with lock:
                frames.send(output, message)
        except OSError:
            os._exit(0)

    twins = [(int(requests), int(answers)) for requests, answers in (pair.split(",") for pair in sys.argv[3:])]
    if twins:
        prepare(sys.argv[1])
        _fork(twins, output)
    else:  # somebody waits for what twins do, all of it
        with contextlib.suppress(AttributeError, OSError):
            os.nice(10)
    gc.set_threshold(100_000)  # a parse makes many objects and hardly a cycle: looking for garbage takes a fifth of the facts
    requests: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(sys.stdin.buffer, requests), daemon=True).start()
    cache = Cache(Path(sys.argv[2]))
    worker = Worker(cache, kind(sys.argv[1], cache), answer)
    answer(("hello", os.getpid()))
    while True:
        worker.take(requests.get())


if __name__ == "__main__":
    main()
