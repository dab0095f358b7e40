"""A tree of 100,000 small source files in an editor: the first scan, a second that looks for changes, the loop meanwhile."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.client import Client
from bench.documents import write_workspace
from bench.row import Row, percentile

FOLDERS, EACH, MARKED = 1000, 100, 300
"""Folders, source files of each, and how many files of the tree name a requirement."""
_BODY = "\n".join(f"def work_{number}(value: int) -> int:\n    return value * {number}\n" for number in range(12))


def rows() -> Iterator[Row]:
    """The second scan against the first, and the p99 of the loop's blocks during the first in milliseconds."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "workspace"
        write_workspace(folder, 1, 10)
        write_tree(folder / "src")
        first, blocks, memory = _scan(folder, Path(place) / "cache")
        second, _, _ = _scan(folder, Path(place) / "cache")
    files = FOLDERS * EACH
    slow = percentile(blocks, 0.99) * 1000
    detail = f"{files:,} files, {MARKED} with markers: first {first:.1f} s, second {second:.1f} s, both from the client's start"
    yield Row("second scan of source code against the first", second / first, 0.5, detail)
    told = f"p99 {slow:.1f} ms, longest {max(blocks) * 1000:.0f} ms"
    yield Row(f"event loop during the scan of {files:,} source files", slow, 50.0, told, "ms")
    yield Row("resident memory of the server after it", memory / 1e6, None, "the workers apart", "MB")


def write_tree(folder: Path) -> None:
    """The source files, written below `folder`."""
    step = FOLDERS * EACH // MARKED
    for number in range(FOLDERS):
        inner = folder / f"package_{number // 50:02}" / f"module_{number:04}"
        inner.mkdir(parents=True)
        for file in range(EACH):
            at = number * EACH + file
            mark = f"# Implements: SYS-{at // step % 10:05}\n" if at % step == 0 else ""
            (inner / f"file_{file:03}.py").write_text(f"{mark}{_BODY}", "utf-8")


def _scan(folder: Path, cache: Path) -> tuple[float, list[float], int]:
    """Seconds until all code is known, the loop's blocks until then, and the server's memory in bytes."""
    with Client(folder, cache, "bench.watched_server", ()) as client:
        client.initialize()
        client.tell("bench/watch", None)
        start = time.perf_counter()
        client.until(lambda message: message.get("method") == "$/progress" and _ended(client))
        seconds = time.perf_counter() - start
        return seconds, client.ask("bench/blocks", None), client.resident()[0]


def _ended(client: Client) -> bool:
    """Whether the progress of reading code has ended."""
    values = [message["params"] for _, message in client.received if message.get("method") == "$/progress"]
    code = [each["token"] for each in values if each["value"].get("title") == "ShallCheck: reading code"]
    return any(each["value"]["kind"] == "end" and each["token"] in code for each in values)
