"""One worker process as the pool sees it: started, spoken to, heard, ended.

A worker is started in the folder of the Python environment and with `-P`: neither it nor a library that it imports takes a module
from the folder in which the command or the editor happens to run, which is the workspace of somebody else.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from shallcheck.project.workers import frames


def command(module: str) -> list[str]:
    """How a module of ours is started; `-P` keeps the working directory off the path of its imports."""
    return [sys.executable, "-P", "-m", module]


class Process:
    """A Python module as a child process, with messages over its standard input and output. Raises OSError when it cannot
    start."""

    def __init__(self, module: str, arguments: Sequence[str]) -> None:
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONUNBUFFERED": "1"}
        # In a session of their own workers do not hear Ctrl-C, of which each would complain; they end with their input.
        self._child = subprocess.Popen(
            [*command(module), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            cwd=sys.prefix,
            start_new_session=True,
        )
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._input, self._output = self._child.stdin, self._child.stdout

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def alive(self) -> bool:
        return self._child.poll() is None

    def send(self, message: Any) -> None:
        """Send, or leave it to the thread that hears the end of the output."""
        with contextlib.suppress(OSError, ValueError):
            frames.send(self._input, message)  # type: ignore[arg-type]

    def hear(self) -> Any:
        """The next message; None at the end of the output."""
        try:
            return frames.receive(self._output)  # type: ignore[arg-type]
        except (OSError, ValueError):
            return None

    def kill(self) -> None:
        """End it whatever it is doing."""
        self._child.kill()

    def end(self) -> None:
        """Close its input, which ends it, and wait for that; what does not end is killed."""
        with contextlib.suppress(OSError, ValueError):
            self._input.close()
        try:
            self._child.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
