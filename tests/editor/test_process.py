"""The server as a process: how it starts and ends, and what becomes of its workers."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.editor.wire import TEXT, Wire
from tests.forking import quick_python

GONE = 3.0
"""Seconds after which nothing of a server that ended may be left."""


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


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Those that still do something after a while: one that has ended may wait for the system to bury it."""
    _, left = psutil.wait_procs(processes, timeout=GONE)
    return [each for each in left if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]


def judging(client: Wire, server: subprocess.Popen[bytes]) -> None:
    """Have a verdict asked for; its process is under way."""
    client.send(id=7, method="workspace/executeCommand", params={"command": "shallcheck.judge", "arguments": [{"tree": True}]})
    end = time.monotonic() + 10
    while not any("shallcheck.agents.answering" in each.cmdline() for each in psutil.Process(server.pid).children()):
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_killed_server_takes_its_workers_along(server: subprocess.Popen[bytes], tmp_path: Path) -> None:
    client = wire(server)
    client.open(tmp_path)
    client.judged()
    judging(client, server)
    left = workers(server)
    server.kill()
    server.wait()
    assert alive(left) == []


def test_a_server_killed_while_its_workers_load_takes_them_along(server: subprocess.Popen[bytes], tmp_path: Path) -> None:
    client = wire(server)
    client.open(tmp_path)
    client.until("textDocument/publishDiagnostics")
    left = workers(server)
    server.kill()
    server.wait()
    assert alive(left) == []


def test_shutdown_and_exit_end_it_with_code_0(server: subprocess.Popen[bytes], tmp_path: Path) -> None:
    client = wire(server)
    client.open(tmp_path)
    client.judged()
    judging(client, server)
    left = workers(server)
    client.send(id=2, method="shutdown")
    while client.receive().get("id") != 2:
        pass
    client.send(method="exit")
    assert server.wait(timeout=10) == 0
    assert alive(left) == []


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
    assert alive(left) == []


def test_a_worker_killed_in_the_middle_still_answers(server: subprocess.Popen[bytes], tmp_path: Path) -> None:
    client = wire(server)
    client.open(tmp_path)
    client.until("textDocument/publishDiagnostics")
    for worker in workers(server):
        worker.send_signal(signal.SIGKILL)
    assert client.judged() >= {"SNG002", "AMB009"}


def test_a_server_and_commands_at_once_on_a_cache_that_is_damaged_say_what_they_say_alone(
    server: subprocess.Popen[bytes], environment: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "System_Requirements.md"
    file.write_text(TEXT, "utf-8")
    client = wire(server)
    uri = client.open(tmp_path)
    alone = client.judged()
    (cache,) = Path(environment["SHALLCHECK_CACHE_DIR"]).glob("*.sqlite")
    command = [quick_python(), "-P", "-m", "shallcheck", "check", str(tmp_path), "--format", "json"]
    checks = [subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) for _ in range(2)]
    client.change(uri, 2, TEXT.replace("the skipper", "each skipper"))
    cache.write_bytes(b"this is no database" * 1000)
    assert client.judged() == alone
    for check in checks:
        assert {each["rule"] for each in json.loads(check.communicate()[0])["findings"]} == alone


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
