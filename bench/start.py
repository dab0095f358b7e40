"""From spawning the server to its answer to `initialize`, against a process that only imports pygls and lsprotocol."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.client import Client
from bench.environment import installed
from bench.row import Row

RUNS = 15
IMPORTS = "import pygls.lsp.server, lsprotocol.types"


def rows() -> Iterator[Row]:
    """The ratio of the medians, each run beside a run of the other side."""
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        environment = installed(Path(folder) / "cache")
        for _ in range(RUNS):
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", IMPORTS], check=True, env=environment)
            theirs.append(time.perf_counter() - start)
            with Client(Path(folder), Path(folder) / "cache") as client:
                ours.append(client.initialize())
    detail = f"{median(ours) * 1000:.0f} ms, only imports {median(theirs) * 1000:.0f} ms (medians of {RUNS})"
    yield Row("spawn to initialize", median(ours) / median(theirs), 1.3, detail)
