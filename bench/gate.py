"""What an editor shows of the gate and of the chain of 11,000 artifacts, and how long the loop is held while it is worked out."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.chain import EACH, NEEDS, write_markdown
from bench.client import Client
from bench.row import Row, percentile

ASKED = 200
EDITED = 30
"""Edits after each of which the gate is asked for."""
TYPED = "Requirements_3.md"
ENDS = {
    "Intent.md": "---\nlevel: intent\n---\n# Intent\n\n- **INT-1**: The station shall harm nobody.\n",
    "Tests.md": "---\nlevel: tests\n---\n# Tests\n\n### TST-1 Report\nStart.\n- Expected: it reports.\n- Verifies: SYS-00001\n",
}
"""The levels without which the gate would not open."""


def rows() -> Iterator[Row]:
    """The p95 in milliseconds of each request when all is judged; the gate after an edit, and the p99 of the loop's blocks."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "workspace"
        write_markdown(folder)
        for name, text in ENDS.items():
            (folder / name).write_text(text, "utf-8")
        with Client(folder, Path(place) / "cache", "bench.watched_server", ()) as client:
            client.initialize()
            uri = client.open(folder / TYPED)
            client.wait_for_scan()
            while not (_run(client, "gate", {}) or {}).get("open"):
                time.sleep(1)  # it is when all is judged
            for name, asked in _requests(client, uri).items():
                yield _row(client, name, asked)
            yield from _edited(client, uri)


def _run(client: Client, command: str, asked: dict[str, Any]) -> Any:
    return client.ask("workspace/executeCommand", {"command": f"shallcheck.{command}", "arguments": [asked]})


def _requests(client: Client, uri: str) -> dict[str, Any]:
    gate = client.ask("textDocument/codeLens", {"textDocument": {"uri": uri}})[0]
    levels = {each["label"]: each["id"] for each in _run(client, "chain", {})["nodes"]}

    def at(number: int) -> dict[str, Any]:
        return {"uri": uri, "position": {"line": 5 + 3 * (number * 37 % NEEDS), "character": 30}}

    def page(number: int) -> dict[str, Any]:
        return {"node": levels["System requirements"], "offset": number * 37}

    return {
        "gate lens": lambda number: client.ask("codeLens/resolve", gate),
        "gate": lambda number: _run(client, "gate", {"uri": uri}),
        "chain, the levels": lambda number: _run(client, "chain", {})["nodes"],
        "chain, 200 nodes of a level": lambda number: _run(client, "chain", page(number))["nodes"],
        "chain, the way to the cursor": lambda number: _run(client, "chain", at(number))["way"],
        "slice": lambda number: _run(client, "slice", at(number))["artifacts"],
    }


def _row(client: Client, name: str, ask: Any) -> Row:
    taken = []
    for number in range(ASKED):
        start = time.perf_counter()
        found = ask(number)
        taken.append(time.perf_counter() - start)
        assert found, f"no {name}"
    slow = percentile(taken, 0.95) * 1000
    return Row(f"{name} among {NEEDS * (EACH + 1):,} artifacts", slow, 50.0, f"p95 {slow:.1f} ms", "ms")


def _edited(client: Client, uri: str) -> Iterator[Row]:
    """The gate after an edit of a link, and what the loop is held by it."""
    client.tell("bench/watch", None)
    taken = []
    for version in range(EDITED):
        line, number = 7 + 3 * version, version * 17
        place = {"start": {"line": line, "character": 16}, "end": {"line": line, "character": 21}}
        change = {"range": place, "text": f"{number:05}"}
        client.tell("textDocument/didChange", {"textDocument": {"uri": uri, "version": version + 2}, "contentChanges": [change]})
        start = time.perf_counter()
        assert _run(client, "gate", {})
        taken.append(time.perf_counter() - start)
    blocks = client.ask("bench/blocks", None)
    slow, held = (percentile(each, share) * 1000 for each, share in ((taken, 0.95), (blocks, 0.99)))
    yield Row("gate after an edit", slow, 1000.0, f"p95 of {EDITED}: {slow:.0f} ms", "ms")
    yield Row(
        "event loop while the gate is asked for", held, 20.0, f"p99 {held:.1f} ms, longest {max(blocks) * 1000:.0f} ms", "ms"
    )
