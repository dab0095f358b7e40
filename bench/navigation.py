"""Hover and definition on links, with 10,000 requirements indexed."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.client import Client
from bench.documents import write_workspace
from bench.row import Row, percentile

FILES, EACH = 10, 1000
ASKED = 200


def rows() -> Iterator[Row]:
    """The p95 in milliseconds of each request once the workspace is read."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "workspace"
        write_workspace(folder, FILES, EACH, parents=5000)
        with Client(folder, Path(place) / "cache") as client:
            client.initialize()
            uri = client.open(folder / "System_Requirements_7.md")
            client.wait_for_scan()
            for request in ("hover", "definition"):
                yield _row(client, uri, request)


def _row(client: Client, uri: str, request: str) -> Row:
    taken = []
    for number in range(ASKED):
        place = {"line": 5 + 5 * (number * 37 % EACH) + 3, "character": 16}
        start = time.perf_counter()
        found = client.ask(f"textDocument/{request}", {"textDocument": {"uri": uri}, "position": place})
        taken.append(time.perf_counter() - start)
        assert found, f"no {request} at line {place['line']}"
    slow = percentile(taken, 0.95) * 1000
    return Row(f"{request} among {FILES * EACH:,} requirements", slow, 20.0, f"p95 {slow:.1f} ms", "ms")
