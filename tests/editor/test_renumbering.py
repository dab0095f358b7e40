"""Kiro's criteria have no numbers of their own: when one is inserted, what names those behind it can follow."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types

from tests.editor.applying import texts_after
from tests.editor.conftest import Editor, start

pytestmark = pytest.mark.asyncio(loop_scope="module")

SPEC = ".kiro/specs/pump"
FILES = {
    f"{SPEC}/requirements.md": (
        "# Requirements Document\n\n### Requirement 1: Level \U0001f6a2\n\n#### Acceptance Criteria\n\n"
        "1. WHEN the level is high, THE Pump SHALL start within 2 s.\n"
        "2. WHEN the bilge is dry, THE Pump SHALL stop within 2 s.\n\n"
        "### Requirement 2: Noise\n\n#### Acceptance Criteria\n\n1. THE Pump SHALL emit less than 40 dB.\n"
    ),
    f"{SPEC}/tasks.md": (
        "# Implementation Plan\n\n- [ ] 1. Start \U0001f6a2\n  - \U0001f6a2 _Requirements: 1.1_\n"
        "- [ ] 2. Stop\n  - _Requirements: 1.2, 2.1_\n"
    ),
    f"{SPEC}/design.md": (
        "# Design\n\n### Property 1: Dry\n*For any* bilge, a dry one is left alone.\n**Validates: Requirements 1.2**\n"
    ),
    "src/pump.test.ts": "// Feature: pump, Property 1: Dry\n// Validates: Requirements 1.2\ntest('dry', () => {})\n",
}


@pytest_asyncio.fixture(params=["push-utf16", "pull-utf8", "pull-utf32"], loop_scope="module")
async def editor(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Editor]:
    root = tmp_path / "workspace"
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.replace("\n", "\r\n").encode())
    editor = await start(request.param, root)
    yield editor
    await editor.client.shutdown_session()


async def offered(editor: Editor, uri: str, words: str) -> list[types.CodeAction]:
    at = editor.at(uri, words)
    actions = await editor.actions(uri, types.Range(at, at), [types.CodeActionKind.QuickFix])
    return [each for each in actions if "renumbered" in each.title]


async def loaded(editor: Editor) -> str:
    """The requirements, open, once every file has been read."""
    name = f"{SPEC}/requirements.md"
    uri = editor.open(name, FILES[name].replace("\n", "\r\n"))
    document = types.TextDocumentIdentifier(uri)
    parameters = types.RenameParams(document, editor.at(uri, "1: Level", 0), "7")
    await editor.client.text_document_rename_async(parameters)
    return uri


async def test_links_in_every_file_follow_an_inserted_criterion(editor: Editor) -> None:
    uri = await loaded(editor)
    assert await offered(editor, uri, "WHEN the bilge") == []
    editor.type(uri, "2. WHEN the bilge", "2. THE Pump SHALL have a lamp.\r\n3. WHEN the bilge")
    for words in ("WHEN the bilge", "Requirement 1", "have a lamp"):
        (action,) = await offered(editor, uri, words)
        assert action.title == "Let 3 links follow what was renumbered (1.2 → 1.3)"
    assert await offered(editor, uri, "Noise") == []
    assert action.edit is not None
    after = texts_after(editor, action.edit)
    assert after == {name: FILES[name].replace("1.2", "1.3").replace("\n", "\r\n") for name in list(FILES)[1:]}


async def test_it_is_offered_at_the_link_and_not_twice(editor: Editor) -> None:
    uri = await loaded(editor)
    name = f"{SPEC}/tasks.md"
    tasks = editor.open(name, FILES[name].replace("\n", "\r\n"))
    editor.type(uri, "1. WHEN the level is high, THE Pump SHALL start within 2 s.\r\n2. WHEN", "1. WHEN")
    assert await offered(editor, tasks, "Stop") == []
    (action,) = await offered(editor, tasks, "1.2, 2.1")
    assert action.title == "Let 3 links follow what was renumbered (1.1 is gone, 1.2 → 1.1; 1 that name nothing else are left)"
    assert action.edit is not None
    after = texts_after(editor, action.edit)
    assert after[name] == editor.texts[tasks].replace("1.2,", "1.1,")
    editor.type(tasks, "1.2,", "1.1,")
    for path in ("design.md", "../../../src/pump.test.ts"):
        file = (editor.root / SPEC / path).resolve()
        file.write_bytes(file.read_bytes().replace(b"1.2", b"1.1"))
        change = types.FileEvent(file.as_uri(), types.FileChangeType.Changed)
        editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([change]))
    for _ in range(100):
        if not await offered(editor, tasks, "1.1, 2.1"):
            break
        await asyncio.sleep(0.05)
    assert await offered(editor, uri, "Requirement 1") == []


async def test_what_a_coding_agent_writes_to_disk_is_followed_too(editor: Editor) -> None:
    await loaded(editor)
    name = f"{SPEC}/tasks.md"
    tasks = editor.open(name, FILES[name].replace("\n", "\r\n"))
    requirements = editor.root / SPEC / "requirements.md"
    editor.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(requirements.as_uri())))
    text = requirements.read_bytes().decode().replace("1. WHEN", "1. THE Pump SHALL have a lamp.\r\n2. WHEN")
    requirements.write_bytes(text.encode())
    change = types.FileEvent(requirements.as_uri(), types.FileChangeType.Changed)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([change]))
    for _ in range(100):
        found = await offered(editor, tasks, "1.2, 2.1")
        if found:
            break
        await asyncio.sleep(0.05)
    assert found[0].edit is not None
    assert "1.3, 2.1" in texts_after(editor, found[0].edit)[name]
