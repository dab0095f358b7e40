"""One worker process as the pool sees it: started, spoken to, heard, ended.

A worker is started in the folder of the Python environment and with `-P`: neither it nor a library that it imports takes a module
from the folder in which the command or the editor happens to run, which is the workspace of somebody else.

Where the platform can (`FORKS`) a worker may be started with twins: it loads its pipeline, then forks them, so that the load
(1 s of a processor) is paid once. The pipes of a twin are made before and handed to the worker as further arguments.
"""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import sys
from collections.abc import Sequence
from typing import Any, BinaryIO

from shallcheck.project.workers import frames

FORKS = sys.platform == "linux"
"""Whether workers have twins: elsewhere libraries do not survive a fork, or nothing ends a twin that holds its interpreter."""
PATIENCE = 0.5
"""Seconds within which a worker ends with its input; what does not is killed."""
_DRAGS = 0.2
"""Seconds that a process may live on whose twin has died with it."""


def command(module: str) -> list[str]:
    """How a module of ours is started; `-P` keeps the working directory off the path of its imports."""
    return [sys.executable, "-P", "-m", module]


class Connection:
    """The messages of a process."""

    def __init__(self, requests: BinaryIO, answers: BinaryIO) -> None:
        self._requests, self._answers = requests, answers

    def send(self, message: Any) -> None:
        """Send, or leave it to the thread that hears the end of the answers."""
        with contextlib.suppress(OSError, ValueError):
            frames.send(self._requests, message)

    def hear(self) -> Any:
        """The next message; None at the end of the answers."""
        try:
            return frames.receive(self._answers)
        except (OSError, ValueError):
            return None

    def _hang_up(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._requests.close()


class Process(Connection):
    """A Python module as a child process, with messages over its standard input and output, and the twins that it will fork.
    Raises OSError when it cannot start."""

    def __init__(self, module: str, arguments: Sequence[str], twins: int = 0) -> None:
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONUNBUFFERED": "1"}
        pipes = [(os.pipe(), os.pipe()) for _ in range(twins)]
        theirs = [(requests[0], answers[1]) for requests, answers in pipes]
        # In a session of their own workers do not hear Ctrl-C, of which each would complain; they end with their input.
        self._child = subprocess.Popen(
            [*command(module), *arguments, *(f"{requests},{answers}" for requests, answers in theirs)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            cwd=sys.prefix,
            start_new_session=True,
            pass_fds=[end for pair in theirs for end in pair],
        )
        for end in (end for pair in theirs for end in pair):
            os.close(end)
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        super().__init__(self._child.stdin, self._child.stdout)  # type: ignore[arg-type]
        self.pid = self._child.pid
        self.dragged = False
        self.twins = [Twin(self, os.fdopen(requests[1], "wb"), os.fdopen(answers[0], "rb")) for requests, answers in pipes]

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._child.poll() is None

    def kill(self) -> None:
        """End it whatever it is doing."""
        self._child.kill()

    def end(self, patience: float = PATIENCE) -> None:
        """Close its input, which ends it, and wait for that some seconds; what does not end is killed."""
        self._hang_up()
        if not self.ended_within(patience):
            self._child.kill()
            self._child.wait()

    def ended_within(self, seconds: float) -> bool:
        """Wait for its end, but no longer."""
        try:
            self._child.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            return False
        return True


class Twin(Connection):
    """A process that a `Process` forks. It is no child of this one, which can neither wait for it nor be sure whom its identifier
    means, so it is killed with its first; both are then started anew."""

    def __init__(self, first: Process, requests: BinaryIO, answers: BinaryIO) -> None:
        super().__init__(requests, answers)
        self._first = first
        self.pid = 0
        """Told by its hello."""

    @property
    def alive(self) -> bool:
        """Whether it runs, or will."""
        return not self.ended_within(0)

    @property
    def dragged(self) -> bool:
        """Whether it died with its first, so that it was not what it did itself."""
        return self._first.ended_within(_DRAGS)

    def kill(self) -> None:
        """End it whatever it is doing, and its first with it."""
        self._first.kill()

    def end(self) -> None:
        """Close its input, which ends it, and wait for that; what does not end is killed."""
        self._hang_up()
        if not self.ended_within(PATIENCE):
            self.kill()

    def ended_within(self, seconds: float) -> bool:
        """Wait until nobody holds the other end of its answers any more, but no longer."""
        poll = select.poll()
        poll.register(self._answers, 0)
        return bool(poll.poll(seconds * 1000))
