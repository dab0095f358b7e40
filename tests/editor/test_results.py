"""Test results in an editor: shown on hover, followed when they change, and told where they cannot be read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types

from tests.editor.conftest import Editor, start
from tests.editor.test_projects import watched, write

pytestmark = pytest.mark.asyncio(loop_scope="module")

REQUIREMENTS = "---\nlevel: requirements\n---\n# R\n\n- **SYS-001**: The pump shall stop within 2 s.\n"
CODE = "def test_stop():\n    # Verifies: SYS-001\n    pass\n"
RESULTS = (
    '<testsuite timestamp="2026-05-01T12:00:00"><testcase classname="tests.test_pump" name="test_stop">{}</testcase></testsuite>'
)


async def hover(editor: Editor, uri: str) -> str:
    found = await editor.client.text_document_hover_async(
        types.HoverParams(types.TextDocumentIdentifier(uri), editor.at(uri, "SYS-001"))
    )
    return str(found.contents) if found else ""


async def until(editor: Editor, uri: str, *expected: str) -> None:
    text = ""
    for _ in range(400):
        text = await hover(editor, uri)
        if all(each in text for each in expected):
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"never {expected}; last was {text}")


@pytest_asyncio.fixture(loop_scope="module")
async def editor(tmp_path: Path) -> AsyncIterator[Editor]:
    root = tmp_path / "workspace"
    write(root / "shallcheck.toml", 'results = ["build/*.xml"]\n')
    write(root / ".gitignore", "build/\n")
    write(root / "System_Requirements.md", REQUIREMENTS)
    write(root / "tests" / "test_pump.py", CODE)
    write(root / "build" / "junit.xml", RESULTS.format(""))
    editor = await start("push-utf16", root)
    yield editor
    await editor.client.shutdown_session()


async def test_hover_tells_what_the_tests_of_a_requirement_have_shown_and_follows_the_next_run(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md")
    await until(editor, uri, "Tests: 1 passed", "junit.xml, 2026", "12:00:00")
    await until(editor, editor.open("tests/test_pump.py"), "Tests: 1 passed")

    path = write(editor.root / "build" / "junit.xml", RESULTS.format("<failure/>"))
    watched(editor, path)
    await until(editor, uri, "Tests: 1 failed")

    path.unlink()
    watched(editor, path, type=types.FileChangeType.Deleted)
    for _ in range(400):
        if "Tests:" not in await hover(editor, uri):
            break
        await asyncio.sleep(0.05)
    assert "Tests:" not in await hover(editor, uri)


async def test_results_that_cannot_be_read_are_told_in_their_place_until_they_can(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md")
    await until(editor, uri, "Tests: 1 passed")
    path = write(editor.root / "build" / "junit.xml", RESULTS.format("")[:-12] + "\n<broken")
    watched(editor, path)
    await shown(editor, path.as_uri(), "DOC001")
    assert editor.client.diagnostics[path.as_uri()][0].range.start.line == 1
    watched(editor, write(path, RESULTS.format("")))
    await shown(editor, path.as_uri())


async def shown(editor: Editor, uri: str, *rules: str) -> None:
    for _ in range(400):
        if [each.code for each in editor.client.diagnostics.get(uri, ())] == list(rules):
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"never {rules}; last were {editor.client.diagnostics.get(uri)}")
