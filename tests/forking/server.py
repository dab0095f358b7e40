"""The fork server: `python server.py SOCKET QUICK-PYTHON`. Loads everything once, then forks for each client that asks."""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import gc
import json
import os
import pkgutil
import runpy
import selectors
import signal
import socket
import struct
import sys
import threading
from importlib import import_module
from typing import Any

import shallcheck
from shallcheck.language.analysis import Analysis
from shallcheck.language.pipeline import DEFAULT_PIPELINE, load
from shallcheck.model.kinds import Dialect, Kind
from shallcheck.project.judge import findings_digest
from shallcheck.rules.judging import judge_statement

RUN = {"shallcheck.__main__", "shallcheck.project.workers.worker"}
"""Modules of ours that are run, and therefore not imported before."""
LATE = ("rich.markdown", "typer.rich_utils")
"""Modules of others that ours import where they are first needed."""
POOR = "When the tank is quickly filled, the pump shall stop within 5 s and be reset, if possible."
_LENGTH = struct.Struct("!I")
MOST_STREAMS = 200


class Forks:
    """The forks that run, each with the client that waits for it."""

    def __init__(self, address: str) -> None:
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(address)
        self._listener.listen(64)
        self._clients: dict[int, tuple[int, socket.socket]] = {}
        """By the descriptor of a fork: its process and its client."""
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(0, selectors.EVENT_READ)

    def run(self) -> dict[str, Any]:
        """Serve until standard input ends. Returns in the forks alone: what each is asked to run."""
        while True:
            for key, _ in self._selector.select():
                if self._selector.get_map().get(key.fd) != key:
                    continue  # a client was killed in the moment in which its fork ended
                if key.fileobj == 0:
                    self._end()
                elif key.fileobj is self._listener:
                    request = self._fork()
                    if request is not None:
                        return request
                elif key.fd in self._clients:
                    self._ended(key.fd)
                else:  # a client was killed
                    os.kill(key.data, signal.SIGKILL)
                    self._selector.unregister(key.fileobj)

    def _fork(self) -> dict[str, Any] | None:
        client, _ = self._listener.accept()
        head, received, _, _ = socket.recv_fds(client, _LENGTH.size, MOST_STREAMS)
        with client.makefile("rb") as stream:
            body = stream.read(*_LENGTH.unpack(head)) if len(head) == _LENGTH.size else b""
        try:
            request: dict[str, Any] = json.loads(body)
        except ValueError:  # the client was killed while it asked
            client.close()
            _close(received)
            return None
        pid = os.fork()
        if pid == 0:
            client.close()
            self._forget()
            _take_streams(received, request["streams"])
            return request
        _close(received)
        fork = os.pidfd_open(pid)
        self._clients[fork] = (pid, client)
        self._selector.register(fork, selectors.EVENT_READ)
        self._selector.register(client, selectors.EVENT_READ, pid)
        _tell(client, pid)
        return None

    def _ended(self, fork: int) -> None:
        pid, client = self._clients.pop(fork)
        self._selector.unregister(fork)
        os.close(fork)
        _, status = os.waitpid(pid, 0)
        if client.fileno() in self._selector.get_map():
            self._selector.unregister(client)
            _tell(client, os.waitstatus_to_exitcode(status))
        client.close()

    def _forget(self) -> None:
        self._selector.close()
        self._listener.close()
        for fork, (_, client) in self._clients.items():
            os.close(fork)
            client.close()

    def _end(self) -> None:
        for pid, _ in self._clients.values():
            os.kill(pid, signal.SIGKILL)
        os._exit(0)


def _tell(client: socket.socket, number: int) -> None:
    with contextlib.suppress(OSError):  # a client that was killed hears no more
        client.sendall(struct.pack("!i", number))


def _close(streams: list[int]) -> None:
    for stream in streams:
        os.close(stream)


def _take_streams(received: list[int], numbers: list[int]) -> None:
    """Have the streams of the client under the numbers that they have there, and no other."""
    beyond = max(*received, *numbers) + 1
    moved = [fcntl.fcntl(stream, fcntl.F_DUPFD, beyond) for stream in received]
    os.closerange(3, beyond)
    for stream, number in zip(moved, numbers, strict=True):
        os.dup2(stream, number)
        os.close(stream)


def _become(request: dict[str, Any], quick: str) -> str:
    """Be a Python that was started with the arguments of `request`; gives the module to run."""
    os.setsid()
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.executable = quick
    sys.stdout.reconfigure(line_buffering=sys.stdout.isatty(), write_through="PYTHONUNBUFFERED" in os.environ)  # type: ignore[union-attr]
    arguments = [each for each in request["arguments"] if each != "-P"]
    assert arguments[0] == "-m", arguments
    sys.argv = arguments[1:]
    return sys.argv[0]


def _end(code: object) -> None:
    """End as Python does, but for taking down every module, which takes longer than most of what the forks are asked for."""
    if not isinstance(code, int | None):
        print(code, file=sys.stderr)
    threading._shutdown()  # type: ignore[attr-defined]  # it waits for the threads that are no daemons
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


def _load() -> None:
    """Import every module, and judge a statement, so that each rule has read its word list and compiled its patterns."""
    for module in [*(each.name for each in pkgutil.walk_packages(shallcheck.__path__, "shallcheck.")), *LATE]:
        if module not in RUN:
            import_module(module)
    tokens = load(DEFAULT_PIPELINE).parse([(POOR, ())])[0]
    judge_statement(Analysis(POOR, Kind.REQUIREMENT, Dialect.SHALL, (), tokens=tokens))
    findings_digest(DEFAULT_PIPELINE)
    gc.collect()
    gc.freeze()  # what all forks share is not written to when they look for garbage


def main() -> None:
    """Load, say so, serve."""
    address, quick = sys.argv[1:]
    _load()
    forks = Forks(address)
    print("ready", flush=True)
    module = _become(forks.run(), quick)
    code: Any = 0
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as end:
        code = end.code
    _end(code)


main()
