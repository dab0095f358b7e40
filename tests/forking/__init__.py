"""A Python that starts in a blink: each `python -m MODULE` is a fork of one process that has imported and loaded everything.

To import spaCy and load the English takes a processor 1.4 s, and a cold check does so in a process of its own: of 2.8 s for a
check of one statement the fork leaves 0.2 s. So the tests of what the command and the server say run `quick_python()`. What it
starts is a process like any other, with arguments, environment, folder, streams and exit code of its own, and so are its workers.
What a fork cannot show is tested with a Python that is started anew: how processes start, load, are interrupted and die
(test_pool, test_process, test_interruption, test_faults, test_architecture), permissions, locales, terminals, and what real
editors start.
"""

from __future__ import annotations

import atexit
import os
import shlex
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@cache
def quick_python() -> str:
    """The path of the quick Python, for as long as this process lives; it knows `[-P] -m MODULE` alone. Python itself where
    the platform has no way to hand over streams and to wait for the process of another."""
    if sys.platform != "linux":
        return sys.executable
    folder = Path(tempfile.mkdtemp(prefix="shallcheck-forking-"))
    quick, socket = folder / "python", folder / "socket"
    client = shlex.join([sys.executable, "-IS", os.fspath(HERE / "client.py"), os.fspath(socket)])
    quick.write_text(f'#!/bin/sh\nexec {client} "$@"\n', encoding="utf-8")
    quick.chmod(0o755)
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    # It ends with its standard input, which is open until this process ends.
    server = subprocess.Popen(
        [sys.executable, "-P", os.fspath(HERE / "server.py"), os.fspath(socket), os.fspath(quick)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    )
    assert server.stdin is not None
    assert server.stdout is not None
    atexit.register(server.stdin.close)
    assert server.stdout.readline() == b"ready\n"
    return os.fspath(quick)
