"""A keystroke in a document of 1,000 requirements: from didChange to the diagnostics that the new text earns."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.client import Client
from bench.documents import write_workspace
from bench.raw_pipeline import one_at_a_time
from bench.row import Row, percentile
from shallcheck.editor.session import DEBOUNCE

REQUIREMENTS = 1000
EDITS = 80


def rows() -> Iterator[Row]:
    """The p95 of an edit less the debounce, as a ratio to the median of one raw parse."""
    raw = median(one_at_a_time([_edited(number) for number in range(200)]))
    with tempfile.TemporaryDirectory() as folder:
        taken = [seconds - DEBOUNCE for seconds in _edits(Path(folder) / "workspace", Path(folder) / "cache")]
    slow = percentile(taken, 0.95)
    detail = f"p95 {slow * 1000:.1f} ms, median {median(taken) * 1000:.1f} ms; one raw parse {raw * 1000:.1f} ms (median)"
    yield Row(f"keystroke among {REQUIREMENTS:,} requirements", slow / raw, 3.0, detail)


def _edited(number: int) -> str:
    """A statement that only a parse can find fault with (SNG002)."""
    return f"When the level of tank {number} exceeds 9 cm, the pump controller shall start the pump and inform the skipper."


def _edits(folder: Path, cache: Path) -> Iterator[float]:
    """Seconds from sending each edit to the arrival of the diagnostics with its finding."""
    write_workspace(folder, files=1, each=REQUIREMENTS)
    file = folder / "System_Requirements_0.md"
    lines = file.read_text("utf-8").split("\n")
    with Client(folder, cache) as client:
        client.initialize()
        client.wait_for_scan()
        uri = client.open(file)
        client.until(lambda message: _has(message, uri, 1, "SNG001", None))
        for number in range(EDITS):
            row = 5 + 4 * (number * 37 % REQUIREMENTS) + 1
            yield _edit(client, uri, number, row, len(lines[row]))


def _edit(client: Client, uri: str, number: int, row: int, width: int) -> float:
    version = number + 2
    place = {"start": {"line": row, "character": 0}, "end": {"line": row, "character": width}}
    since = len(client.received)
    sent = time.perf_counter()
    client.tell(
        "textDocument/didChange",
        {
            "textDocument": {"uri": uri, "version": version},
            "contentChanges": [{"range": place, "text": _edited(10_000 + number)}],
        },
    )
    arrived, _ = client.until(lambda message: _has(message, uri, version, "SNG002", row), since)
    return arrived - sent


def _has(message: dict[str, object], uri: str, version: int, code: str, row: int | None) -> bool:
    parameters = message.get("params")
    if message.get("method") != "textDocument/publishDiagnostics" or not isinstance(parameters, dict):
        return False
    if parameters["uri"] != uri or parameters.get("version") != version:
        return False
    return any(each["code"] == code and row in (None, each["range"]["start"]["line"]) for each in parameters["diagnostics"])
