"""Files that documents name: links to them, and paths that follow when files and folders are renamed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types

from tests.editor.applying import path_of, texts_after
from tests.editor.conftest import Editor, start

pytestmark = pytest.mark.asyncio(loop_scope="module")

SYSTEM = "docs/System_Requirements.md"
FILES = {
    SYSTEM: (
        '# System requirements\n\n\U0001f6a2 See [the plan](plans/Test%20plan.md#stop "T"), ![pump](/img/pump.png), '
        "[gone](gone.md), [out](../../x.md),\n"
        "`[code](plans/Test%20plan.md)` and [the web](https://example.org/a#b).\n\n"
        "- **SYS-001**: The pump shall stop.\n  - Traces to: [SN-001](../needs/Stakeholder_Needs.md#SN-001)\n\n[ref]: ./plans/\n"
    ),
    "docs/plans/Test plan.md": (
        "# Test plan\n\n- **TST-001**: The tester shall stop the pump, "
        "as [told](<../System_Requirements.md#SYS-001>).\n  - Verifies: SYS-001\n"
    ),
    "needs/Stakeholder_Needs.md": "# Needs\n\n### SN-001 Warn\nThe skipper needs to know.\n",
    "img/pump.png": "",
    "specs/001-one/spec.md": "# Feature Specification: one\n\n- **FR-001**: The pump MUST stop in 2 s.\n",
    "specs/001-one/tasks.md": "# Tasks\n\n- [ ] T001 Write FR-001 in src/pump.py\n",
    "src/pump.py": "# Implements: speckit:001-one/FR-001, SYS-001\ndef pump() -> None: ...\n",
    "rst/index.rst": (
        ".. image:: ../img/pump.png\n.. include:: part.rst\n\n.. req:: Stop\n"
        "   :id: R_1\n\n   The pump shall stop, `as told <../img/pump.png>`_.\n"
    ),
    "rst/conf.py": "needs_types = [dict(directive='req', title='Requirement', prefix='R_')]\n",
    "rst/part.rst": "",
    "req/REQ001.yml": (
        "active: true\nderived: false\nlevel: 1.0\nlinks: []\nnormative: true\nreviewed: null\n"
        "references:\n- path: src/pump.py\n  type: file\n"
        "text: |\n  The pump shall stop.\n"
    ),
    "req/TST001.yml": (
        "active: true\nderived: false\nlevel: 1.0\nlinks:\n- REQ001: null\nnormative: true\nreviewed: null\ntext: |\n  Stop.\n"
    ),
}


def opening(capabilities: types.ClientCapabilities) -> None:
    """Let the client speak of files."""
    assert capabilities.workspace is not None
    capabilities.workspace.file_operations = types.FileOperationClientCapabilities(will_rename=True)


@pytest_asyncio.fixture(params=["push-utf16", "pull-utf8", "pull-utf32"], loop_scope="module")
async def editor(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Editor]:
    root = tmp_path / "workspace"
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.replace("\n", "\r\n").encode())
    editor = await start(request.param, root, change=opening)
    yield editor
    await editor.client.shutdown_session()


async def after(editor: Editor, *moves: tuple[str, str]) -> dict[str, str]:
    files = [types.FileRename(editor.uri(old), editor.uri(new)) for old, new in moves]
    edit = await editor.client.workspace_will_rename_files_async(types.RenameFilesParams(files))
    return texts_after(editor, edit) if edit else {}


def crlf(name: str, *pairs: tuple[str, str]) -> str:
    text = FILES[name].replace("\n", "\r\n")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


async def test_paths_lead_to_files_and_trace_links_do_not(editor: Editor) -> None:
    uri = editor.open(SYSTEM, crlf(SYSTEM))
    found = await editor.client.text_document_document_link_async(types.DocumentLinkParams(types.TextDocumentIdentifier(uri)))
    rows = {editor.words(uri, each.range): each.target or "" for each in found or ()}
    assert set(rows) == {"plans/Test%20plan.md", "/img/pump.png", "https://example.org/a#b", "./plans/"}
    assert path_of(rows["plans/Test%20plan.md"]) == editor.root / "docs/plans/Test plan.md"
    assert path_of(rows["/img/pump.png"]) == editor.root / "img/pump.png"
    assert rows["https://example.org/a#b"] == "https://example.org/a#b"


async def test_files_named_in_requirements_of_other_tools_are_linked(editor: Editor) -> None:
    for name, words in (
        ("specs/001-one/tasks.md", "src/pump.py"),
        ("rst/index.rst", "part.rst"),
        ("req/REQ001.yml", "src/pump.py"),
    ):
        uri = editor.open(name, crlf(name))
        found = await editor.client.text_document_document_link_async(types.DocumentLinkParams(types.TextDocumentIdentifier(uri)))
        assert words in [editor.words(uri, each.range) for each in found or ()]


async def test_paths_to_a_file_and_in_it_follow(editor: Editor) -> None:
    editor.open(SYSTEM, crlf(SYSTEM))
    moved = await after(editor, ("docs/plans/Test plan.md", "plan/The (new) plan.md"))
    assert moved == {
        SYSTEM: crlf(SYSTEM, ("(plans/Test%20plan.md#stop", "(../plan/The%20%28new%29%20plan.md#stop")),
        "docs/plans/Test plan.md": crlf("docs/plans/Test plan.md", ("<../System", "<../docs/System")),
    }
    assert await after(editor, ("needs/Stakeholder_Needs.md", "needs/Needs.md")) == {
        SYSTEM: crlf(SYSTEM, ("Stakeholder_Needs.md#SN", "Needs.md#SN"))
    }


async def test_paths_follow_a_folder(editor: Editor) -> None:
    assert await after(editor, ("docs/plans", "docs/tests")) == {
        SYSTEM: crlf(SYSTEM, ("(plans/Test%20plan.md#", "(tests/Test%20plan.md#"), ("./plans/", "./tests/"))
    }
    moved = await after(editor, ("img", "pictures"))
    assert moved == {
        SYSTEM: crlf(SYSTEM, ("/img/", "/pictures/")),
        "rst/index.rst": crlf("rst/index.rst", ("../img/", "../pictures/")),
    }
    moved = await after(editor, ("src", "source"))
    assert set(moved) == {"specs/001-one/tasks.md", "req/REQ001.yml"}
    assert "source/pump.py" in moved["req/REQ001.yml"]


async def test_what_is_called_after_a_folder_or_a_file_is_named_so(editor: Editor) -> None:
    assert await after(editor, ("specs/001-one", "specs/002-uno")) == {
        "src/pump.py": crlf("src/pump.py", ("speckit:001-one/", "speckit:002-uno/"))
    }
    assert await after(editor, ("req/REQ001.yml", "req/REQ002.yml")) == {
        "req/TST001.yml": crlf("req/TST001.yml", ("REQ001", "REQ002"))
    }


async def test_an_identifier_is_highlighted_where_it_is_defined_and_named(editor: Editor) -> None:
    name = "docs/plans/Test plan.md"
    text = crlf(name) + "\U0001f6a2 - **TST-002**: The tester shall start it after [[TST-001]].\r\n  - Refines: TST-001\r\n"
    uri = editor.open(name, text.replace("\U0001f6a2 - **TST-002**: ", "- **TST-002**: \U0001f6a2 "))
    at = editor.position(editor.texts[uri], editor.texts[uri].rindex("TST-001") + 2)
    document = types.TextDocumentIdentifier(uri)
    found = await editor.client.text_document_document_highlight_async(types.DocumentHighlightParams(document, at))
    assert found is not None
    assert {editor.words(uri, each.range) for each in found} == {"TST-001"}
    assert [each.kind for each in found] == [
        types.DocumentHighlightKind.Write,
        types.DocumentHighlightKind.Read,
        types.DocumentHighlightKind.Read,
    ]
    nowhere = types.DocumentHighlightParams(document, types.Position(0, 3))
    assert not await editor.client.text_document_document_highlight_async(nowhere)
