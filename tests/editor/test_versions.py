"""Editing while statements are analysed: what is shown belongs to the text that it names, and the last text is judged."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.editor.wire import Wire

EDITS = 40


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Wire]:
    environment = {**os.environ, "SHALLCHECK_CACHE_DIR": str(tmp_path / "cache")}
    command = [sys.executable, "-m", "shallcheck", "serve"]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    assert server.stdin is not None
    assert server.stdout is not None
    yield Wire(server.stdout, server.stdin)
    server.kill()
    server.wait()


def text(version: int) -> str:
    """A document whose finding stands on another line, on another word, in each version."""
    word = ("immediately", "promptly", "quickly", "periodically")[version % 4]
    return (
        "# Requirements\n"
        + "\n" * version
        + f"- **SYS-001**: The pump {version} shall stop {word}.\n- **SYS-002**: It shall go.\n"
    )


def word(shown: dict[str, Any]) -> list[str]:
    """The words that a publication underlines, in the text of the version that it names."""
    lines = text(shown["version"]).split("\n")
    places = [each["range"] for each in shown["diagnostics"] if each["code"] == "AMB009"]
    return [lines[place["start"]["line"]][place["start"]["character"] : place["end"]["character"]] for place in places]


def test_each_publication_fits_the_text_that_it_names(client: Wire, tmp_path: Path) -> None:
    uri = client.open(tmp_path, text(1))
    for version in range(2, EDITS + 1):
        client.change(uri, version, text(version))
    shown: list[dict[str, Any]] = []
    while not (shown and shown[-1]["version"] == EDITS and word(shown[-1])):
        shown.append(client.until("textDocument/publishDiagnostics"))
    for each in shown:
        assert set(word(each)) <= {"immediately", "promptly", "quickly", "periodically"}
    versions = [each["version"] for each in shown]
    assert versions == sorted(versions)
