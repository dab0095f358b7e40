"""The command as people and pipelines run it, and what it leaves behind."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import pty
import shutil
import stat
import struct
import subprocess
import sys
import termios
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.forking import quick_python

COMMAND = [sys.executable, "-P", "-m", "shallcheck"]
LONGEST = 60.0
"""Seconds in which every check of these tests ends."""


class Ended(NamedTuple):
    """What a run of the command gave."""

    code: int
    out: str
    err: str

    def findings(self, *paths: str) -> list[dict[str, Any]]:
        """The findings of a JSON report, of all files or only of those named."""
        found: list[dict[str, Any]] = json.loads(self.out)["findings"]
        return [each for each in found if not paths or each["path"] in paths]


def shallcheck(*arguments: str | Path, cwd: Path | None = None, prefix: Sequence[str] = (), anew: bool = False) -> Ended:
    """Run the command to its end; its output is a pipe. `anew`: by a Python that is started for it, as with a `prefix`, for what
    depends on how Python starts; else by the quick one of tests/forking."""
    command = [*prefix, *COMMAND] if prefix or anew else [quick_python(), *COMMAND[1:]]
    done = subprocess.run(
        [*command, *(os.fspath(each) for each in arguments)],
        cwd=cwd,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=LONGEST,
        check=False,
    )
    out, err = (stream.decode("utf-8") for stream in (done.stdout, done.stderr))
    assert "Traceback" not in err, err
    return Ended(done.returncode, out, err)


def bound_by_permissions() -> list[str]:
    """What to put before a command so that permissions bind it, even for root."""
    if os.geteuid():
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("needs setpriv to bind root by permissions")
    return [setpriv, "--bounding-set", "-dac_override,-dac_read_search"]


def fingerprint(folder: Path) -> dict[str, tuple[int, str]]:
    """Everything below a folder by its path: its type and permissions, and its content or target."""
    return {os.path.relpath(path, folder): _print_of(path) for path in sorted(folder.rglob("*"))}


def _print_of(path: Path) -> tuple[int, str]:
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        return mode, os.fspath(path.readlink())
    return mode, hashlib.sha256(path.read_bytes()).hexdigest() if stat.S_ISREG(mode) else ""


def on_terminal(*arguments: str | Path, cwd: Path | None = None, columns: int = 120, **environment: str) -> Ended:
    """Run the command on a terminal of its own, which shows both of its outputs."""
    main, side = pty.openpty()
    fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    usual = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "CI")}
    process = subprocess.Popen(
        [*COMMAND, *(os.fspath(each) for each in arguments)],
        cwd=cwd,
        stdin=side,
        stdout=side,
        stderr=side,
        env={**usual, "TERM": "xterm-256color", **environment},
    )
    os.close(side)
    shown = b""
    with contextlib.suppress(OSError):  # Linux tells the end of a terminal by an error
        while chunk := os.read(main, 65536):
            shown += chunk
    os.close(main)
    return Ended(process.wait(timeout=LONGEST), shown.decode("utf-8").replace("\r\n", "\n"), "")
