"""How long the event loop is held while a workspace of 6,000 statements is analysed; memory when it is done."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.client import Client
from bench.documents import write_workspace
from bench.row import Row, percentile

FILES, EACH = 20, 300


def rows() -> Iterator[Row]:
    """The p99 of the loop's blocks in milliseconds, and resident memory in MB."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "workspace"
        write_workspace(folder, FILES, EACH)
        with Client(folder, Path(place) / "cache", "bench.watched_server", ()) as client:
            client.initialize()
            client.tell("bench/watch", None)
            start = time.perf_counter()
            client.wait_for_scan()
            client.until(lambda message: len(_judged(client)) == FILES)
            seconds = time.perf_counter() - start
            blocks = client.ask("bench/blocks", None)
            server, workers = client.resident()
    slow = percentile(blocks, 0.99) * 1000
    detail = f"p99 {slow:.1f} ms, longest {max(blocks) * 1000:.0f} ms, {len(blocks):,} rounds in {seconds:.1f} s"
    yield Row(f"event loop during the analysis of {FILES * EACH:,} statements", slow, 50.0, detail, "ms")
    told = ", ".join(f"{each / 1e6:.0f}" for each in workers)
    yield Row(
        "resident memory after it", (server + sum(workers)) / 1e6, None, f"server {server / 1e6:.0f} MB, workers {told} MB", "MB"
    )


def _judged(client: Client) -> set[str]:
    """The documents for which findings that need a parse were published."""
    return {
        message["params"]["uri"]
        for _, message in client.received
        if message.get("method") == "textDocument/publishDiagnostics"
        and any(each["code"] == "SNG001" for each in message["params"]["diagnostics"])
    }
