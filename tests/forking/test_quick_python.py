"""What the quick Python starts is a process like any other, and whoever kills it harms no other."""

from __future__ import annotations

import subprocess
from pathlib import Path

import psutil
import pytest

from tests.forking import quick_python

LONGEST = 60.0


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [quick_python(), "-P", "-m", "shallcheck", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=LONGEST, check=False)


def test_folder_streams_environment_and_exit_code_are_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHALLCHECK_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "System_Requirements.md").write_text("- **SYS-1**: The pump shall be TBD.\n")

    done = run("check", ".", folder=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert "FRM008" in done.stdout
    assert (tmp_path / "cache").exists()
    assert run("check", "nowhere", folder=tmp_path).returncode == 2


def test_those_that_are_killed_while_others_end_harm_nobody(tmp_path: Path) -> None:
    command = [quick_python(), "-P", "-m", "shallcheck", "--version"]
    for number in range(20):
        started = [subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL) for _ in range(4)]
        for each in started[1:]:
            try:
                each.wait(timeout=number / 200)
            except subprocess.TimeoutExpired:
                each.kill()
        assert started[0].wait(timeout=LONGEST) == 0
        for each in started:
            each.wait(timeout=LONGEST)


def test_a_process_that_is_killed_takes_its_fork_along(tmp_path: Path) -> None:
    quick_python()
    (server,) = (each for each in psutil.Process().children(recursive=True) if "server.py" in " ".join(each.cmdline()))
    before = set(server.children())
    command = [quick_python(), "-m", "shallcheck", "serve"]
    with subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stdout is not None
        body = b'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}'
        process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        process.stdin.flush()
        assert process.stdout.readline().startswith(b"Content-Length")
        forks = [each for each in server.children() if each not in before]
        process.kill()

    assert forks
    assert psutil.wait_procs(forks, timeout=LONGEST)[1] == []
