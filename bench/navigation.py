"""What an editor asks about a place in a document or shows beside it, with 10,000 requirements indexed, 1,000 in the document."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.client import Client
from bench.documents import write_workspace
from bench.row import Row, percentile

FILES, EACH = 10, 1000
OPEN = 2
"""The document: requirements of another name its own, and so does code."""
ASKED = 200
VIEW = 60
"""Lines in view."""
GLOSSARY = "---\nlevel: intent\n---\n# Intent\n\n## Glossary\n\n- **Pump controller**: what starts the pump.\n"

Asked = Callable[[int], Any]


def rows() -> Iterator[Row]:
    """The p95 in milliseconds of each request once the workspace is read."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "workspace"
        write_workspace(folder, FILES, EACH, parents=5000)
        (folder / "Intent.md").write_text(GLOSSARY, "utf-8")
        functions = (f"def meets_{number}():\n    # Implements: SYS-{OPEN * EACH + number:05}\n" for number in range(EACH))
        (folder / "pump.py").write_text("\n".join(functions), "utf-8")
        with Client(folder, Path(place) / "cache") as client:
            client.initialize()
            uri = client.open(folder / f"System_Requirements_{OPEN}.md")
            client.wait_for_scan()
            while len(_implementation(client, uri)) < 1:
                time.sleep(0.1)  # the code is scanned after the documents, and nothing tells when it is known
            for name, asked in _requests(client, uri).items():
                yield _row(client, name, asked)


def _implementation(client: Client, uri: str) -> list[Any]:
    found: list[Any] = client.ask("textDocument/implementation", _at(uri, 0, 0))
    return found


def _at(uri: str, number: int, line: int, character: int = 16) -> dict[str, Any]:
    """A place in the requirement of a number, its heading being line 0."""
    return {"textDocument": {"uri": uri}, "position": {"line": 5 + 5 * (number % EACH) + line, "character": character}}


def _requests(client: Client, uri: str) -> dict[str, Asked]:
    def item(number: int) -> Any:
        return {"item": client.ask("textDocument/prepareCallHierarchy", _at(uri, number * 37, 0))[0]}

    def view(number: int) -> dict[str, Any]:
        first = min(5 * (number * 37 % EACH), 5 * EACH - VIEW)
        place = {"start": {"line": first, "character": 0}, "end": {"line": first + VIEW, "character": 0}}
        return {"textDocument": {"uri": uri}, "range": place}

    items = [item(number) for number in range(ASKED)]
    lenses = client.ask("textDocument/codeLens", {"textDocument": {"uri": uri}})
    return {
        "textDocument/hover": lambda number: _at(uri, number * 37, 3),
        "textDocument/definition": lambda number: _at(uri, number * 37, 3),
        "textDocument/implementation": lambda number: _at(uri, number * 37, 1),
        # Every eighth statement begins with “The pump controller”.
        "textDocument/typeDefinition": lambda number: _at(uri, number * 8 + 1, 1, 6),
        "textDocument/prepareCallHierarchy": lambda number: _at(uri, number * 37, 1),
        "callHierarchy/incomingCalls": lambda number: items[number],
        "callHierarchy/outgoingCalls": lambda number: items[number],
        "textDocument/codeLens": lambda number: {"textDocument": {"uri": uri}},
        "codeLens/resolve": lambda number: lenses[number * 37 % len(lenses)],
        "textDocument/inlayHint": view,
        "textDocument/completion": lambda number: _at(uri, number * 37, 3, 13),
    }


def _row(client: Client, request: str, asked: Asked) -> Row:
    taken = []
    for number in range(ASKED):
        parameters = asked(number)
        start = time.perf_counter()
        found = client.ask(request, parameters)
        taken.append(time.perf_counter() - start)
        assert found, f"no {request} for {parameters}"
    slow = percentile(taken, 0.95) * 1000
    return Row(f"{request.partition('/')[2]} among {FILES * EACH:,} requirements", slow, 20.0, f"p95 {slow:.1f} ms", "ms")
