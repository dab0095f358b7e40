"""The server as a process: how it starts and ends, and what becomes of its workers."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import psutil
import pytest

TEXT = """# Requirements

- **SYS-001**: The pump shall stop and notify the skipper.
- **SYS-002**: The pump shall start immediately.
"""
GONE = 3.0
"""Seconds after which nothing of a server that ended may be left."""


class Wire:
    """The protocol by hand: what is tested is the process, not a client library."""

    def __init__(self, reader: IO[bytes], writer: IO[bytes]) -> None:
        self.reader, self.writer = reader, writer

    def send(self, **message: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.writer.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.writer.flush()

    def receive(self) -> Any:
        length = 0
        while line := self.reader.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        return json.loads(self.reader.read(length))

    def until(self, method: str) -> Any:
        while (message := self.receive()).get("method") != method:
            pass
        return message["params"]

    def open(self, folder: Path) -> None:
        """Initialize, and open a document."""
        parameters: dict[str, Any] = {"processId": None, "rootUri": folder.as_uri(), "capabilities": {}}
        self.send(id=1, method="initialize", params=parameters)
        assert self.receive()["result"]["serverInfo"]["name"] == "shallcheck"
        self.send(method="initialized", params={})
        document = {"uri": (folder / "System_Requirements.md").as_uri(), "languageId": "markdown", "version": 1, "text": TEXT}
        self.send(method="textDocument/didOpen", params={"textDocument": document})

    def judged(self) -> set[str]:
        """The codes of the first diagnostics that need a parse."""
        while "SNG002" not in (codes := {each["code"] for each in self.until("textDocument/publishDiagnostics")["diagnostics"]}):
            pass
        return codes


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "SHALLCHECK_CACHE_DIR": str(tmp_path / "cache")}


@pytest.fixture
def server(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "shallcheck", "serve"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    yield process
    process.kill()
    process.wait()


def wire(server: subprocess.Popen[bytes]) -> Wire:
    assert server.stdin is not None
    assert server.stdout is not None
    return Wire(server.stdout, server.stdin)


def workers(server: subprocess.Popen[bytes]) -> list[psutil.Process]:
    found: list[psutil.Process] = psutil.Process(server.pid).children(recursive=True)
    assert found, "a document was opened, so there are workers"
    return found


def test_a_killed_server_takes_its_workers_along(server: subprocess.Popen[bytes], tmp_path: Path) -> None:
    client = wire(server)
    client.open(tmp_path)
    client.judged()
    left = workers(server)
    server.kill()
    server.wait()
    _, alive = psutil.wait_procs(left, timeout=GONE)
    assert alive == []


def test_a_server_killed_while_its_workers_load_takes_them_along(server: subprocess.Popen[bytes], tmp_path: Path) -> None:
    client = wire(server)
    client.open(tmp_path)
    client.until("textDocument/publishDiagnostics")
    left = workers(server)
    server.kill()
    server.wait()
    _, alive = psutil.wait_procs(left, timeout=GONE)
    assert alive == []


def test_shutdown_and_exit_end_it_with_code_0(server: subprocess.Popen[bytes], tmp_path: Path) -> None:
    client = wire(server)
    client.open(tmp_path)
    client.judged()
    left = workers(server)
    client.send(id=2, method="shutdown")
    while client.receive().get("id") != 2:
        pass
    client.send(method="exit")
    assert server.wait(timeout=10) == 0
    _, alive = psutil.wait_procs(left, timeout=GONE)
    assert alive == []


def test_exit_without_shutdown_is_told_by_code_1(server: subprocess.Popen[bytes], tmp_path: Path) -> None:
    client = wire(server)
    client.open(tmp_path)
    client.send(method="exit")
    assert server.wait(timeout=10) == 1


def test_an_editor_that_vanishes_ends_it(server: subprocess.Popen[bytes], tmp_path: Path) -> None:
    client = wire(server)
    client.open(tmp_path)
    client.judged()
    left = workers(server)
    client.writer.close()
    server.wait(timeout=10)
    _, alive = psutil.wait_procs(left, timeout=GONE)
    assert alive == []


def test_a_worker_killed_in_the_middle_still_answers(server: subprocess.Popen[bytes], tmp_path: Path) -> None:
    client = wire(server)
    client.open(tmp_path)
    client.until("textDocument/publishDiagnostics")
    for worker in workers(server):
        worker.send_signal(signal.SIGKILL)
    assert client.judged() >= {"SNG002", "AMB009"}


def test_it_serves_a_port_of_this_machine_only(environment: dict[str, str], tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "shallcheck", "serve", "--tcp", "--port", str(port)]
    server = subprocess.Popen(command, env=environment)
    try:
        connection = _connected(port)
        addresses = {each.laddr.ip for each in psutil.Process(server.pid).net_connections() if each.status == psutil.CONN_LISTEN}
        assert addresses <= {"127.0.0.1"}
        client = Wire(connection.makefile("rb"), connection.makefile("wb"))
        client.open(tmp_path)
        assert client.judged() >= {"SNG002", "AMB009"}
        connection.shutdown(socket.SHUT_RDWR)
        server.wait(timeout=10)
    finally:
        server.kill()
        server.wait()


def _connected(port: int) -> socket.socket:
    for _ in range(200):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=60)
        except ConnectionRefusedError:
            signal.sigtimedwait([], 0.1)  # until the server listens
    raise AssertionError("the server never listened")
