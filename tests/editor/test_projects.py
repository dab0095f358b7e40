"""Which files are ours, by which configuration they are judged, and which links know each other: as on the command line."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types

from tests.editor.conftest import Editor, start

pytestmark = pytest.mark.asyncio(loop_scope="module")

VAGUE = "---\nlevel: requirements\n---\n# R\n\n- **{}**: The pump shall stop immediately.\n"
OTHER = "- **SYS-404**: The door shall open immediately.\n"
"""A finding of the rule AMB009, whatever else there is."""


def vague(*identifiers: str) -> str:
    return VAGUE.format(identifiers[0]) + "".join(f"  - Traces to: {each}\n" for each in identifiers[1:])


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def codes(found: list[types.Diagnostic]) -> set[str]:
    return {str(each.code) for each in found}


def watched(editor: Editor, *paths: Path, type: types.FileChangeType = types.FileChangeType.Changed) -> None:
    changes = [types.FileEvent(path.as_uri(), type) for path in paths]
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(changes))


def change_folders(editor: Editor, added: list[Path], removed: list[Path]) -> None:
    event = types.WorkspaceFoldersChangeEvent(
        [types.WorkspaceFolder(folder.as_uri(), folder.name) for folder in added],
        [types.WorkspaceFolder(folder.as_uri(), folder.name) for folder in removed],
    )
    editor.client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event))


def close(editor: Editor, uri: str) -> None:
    editor.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))


async def known(editor: Editor, query: str = "") -> list[str]:
    """The artifacts of the workspace."""
    symbols = await editor.client.workspace_symbol_async(types.WorkspaceSymbolParams(query))
    return sorted(f"{each.name} {Path(each.location.uri).parent.name}" for each in symbols or ())


async def until_known(editor: Editor, *names: str) -> None:
    for _ in range(400):
        if await known(editor) == sorted(names):
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"never {names}; last were {await known(editor)}")


@pytest_asyncio.fixture(loop_scope="module")
async def editor(tmp_path: Path) -> AsyncIterator[Editor]:
    """A workspace with a folder that is excluded, one that is ignored, one of a library, and a project inside the project."""
    root = tmp_path / "workspace"
    write(root / "System_Requirements.md", vague("SYS-001"))
    write(root / "shallcheck.toml", 'exclude = ["old/"]\n')
    write(root / ".gitignore", "built/\n")
    for each in ("old", "built", "node_modules/m"):
        write(root / each / "System_Requirements.md", vague("SYS-001"))
    write(root / "inner" / "shallcheck.toml", 'ignore = ["AMB"]\n')
    write(root / "inner" / "System_Requirements.md", vague("SYS-001", "SYS-404"))
    editor = await start("push-utf16", root)
    await editor.diagnostics(editor.uri("inner/System_Requirements.md"), lambda rows: codes(rows) == {"TRC002"})
    await editor.diagnostics(editor.uri("System_Requirements.md"), lambda rows: codes(rows) == {"AMB009"})
    yield editor
    await editor.client.shutdown_session()


async def test_a_file_that_is_not_ours_stays_silent_opened_closed_and_changed(editor: Editor) -> None:
    for folder in ("old", "built", "node_modules/m"):
        uri = editor.open(f"{folder}/System_Requirements.md")
        editor.type(uri, "SYS-001", "SYS-002")
        close(editor, uri)
        watched(editor, editor.root / folder / "System_Requirements.md")
    uri = editor.open("System_Requirements.md")
    editor.type(uri, "immediately", "promptly")
    editor.type(uri, "SYS-001", "SYS-005")
    await until_known(editor, "SYS-001 inner", "SYS-005 workspace")
    assert codes(await editor.diagnostics(uri, lambda rows: "AMB009" in codes(rows))) == {"AMB009"}
    assert set(map(str, editor.client.diagnostics)) <= {uri, editor.uri("inner/System_Requirements.md")} | {
        each for each, rows in editor.client.diagnostics.items() if not rows
    }


async def test_what_is_excluded_or_ignored_anew_is_followed(editor: Editor) -> None:
    opened = editor.open("System_Requirements.md")
    write(editor.root / "shallcheck.toml", 'exclude = ["inner/"]\n')
    watched(editor, editor.root / "shallcheck.toml")
    await until_known(editor, "SYS-001 workspace", "SYS-001 old")
    await editor.diagnostics(opened, lambda rows: "UNQ001" in codes(rows))
    await editor.diagnostics(editor.uri("inner/System_Requirements.md"), lambda rows: not rows)
    write(editor.root / ".gitignore", "old/\n")
    watched(editor, editor.root / ".gitignore")
    await until_known(editor, "SYS-001 workspace", "SYS-001 built")
    write(editor.root / ".gitignore", "old/\nbuilt/\n/System_Requirements.md\n")
    watched(editor, editor.root / ".gitignore")
    await until_known(editor)
    await editor.diagnostics(opened, lambda rows: not rows)


async def test_a_configuration_inside_comes_and_goes(editor: Editor) -> None:
    inner = editor.uri("inner/System_Requirements.md")
    (editor.root / "inner" / "shallcheck.toml").unlink()
    watched(editor, editor.root / "inner" / "shallcheck.toml", type=types.FileChangeType.Deleted)
    await editor.diagnostics(inner, lambda rows: {"AMB009", "UNQ001"} <= codes(rows))
    opened = editor.open("System_Requirements.md")
    await editor.diagnostics(opened, lambda rows: "UNQ001" in codes(rows))
    write(editor.root / "inner" / "shallcheck.toml", 'ignore = ["TRC"]\n')
    watched(editor, editor.root / "inner" / "shallcheck.toml", type=types.FileChangeType.Created)
    await editor.diagnostics(inner, lambda rows: codes(rows) == {"AMB009"})
    await editor.diagnostics(opened, lambda rows: codes(rows) == {"AMB009"})


async def test_a_configuration_is_judged_as_it_is_typed_and_holds_when_it_is_saved(editor: Editor) -> None:
    file = write(editor.root / "shallcheck.toml", 'exclude = ["old/"]\nidentifier-pattern = 3\nx = 1\n')
    watched(editor, file)
    config = file.as_uri()
    requirements = editor.uri("System_Requirements.md")
    lines = await editor.diagnostics(config, lambda rows: len(rows) == 2)
    editor.open("shallcheck.toml")
    editor.type(config, "x = 1\n", "")
    await editor.diagnostics(config, lambda rows: [each.range.start.line for each in rows] == [1])
    editor.type(config, "exclude", "\n\nexclude")
    await editor.diagnostics(config, lambda rows: [each.range.start.line for each in rows] == [3])
    editor.type(config, "identifier-pattern = 3", 'ignore = ["AMB"]')
    await editor.diagnostics(config, lambda rows: not rows)
    assert codes(await editor.diagnostics(requirements, bool)) == {"AMB009"}, "it is not saved yet"
    close(editor, config)
    await editor.diagnostics(config, lambda rows: rows == lines)
    editor.open("shallcheck.toml", 'exclude = ["old/"]\nignore = ["AMB"]\n')
    await editor.diagnostics(config, lambda rows: not rows)
    file.write_text(editor.texts[config], encoding="utf-8")
    editor.client.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(config)))
    await editor.diagnostics(requirements, lambda rows: not rows)


async def test_a_folder_that_is_gone_takes_its_artifacts_along(editor: Editor) -> None:
    write(editor.root / "v1.2" / "deep" / "More.mkd", vague("SYS-009"))
    watched(editor, editor.root / "v1.2", type=types.FileChangeType.Created)
    await until_known(editor, "SYS-001 inner", "SYS-001 workspace", "SYS-009 deep")
    shutil.rmtree(editor.root / "v1.2")
    watched(editor, editor.root / "v1.2", type=types.FileChangeType.Deleted)
    await until_known(editor, "SYS-001 inner", "SYS-001 workspace")


async def test_open_documents_outlive_their_folder(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md")
    change_folders(editor, [], [editor.root])
    await until_known(editor, "SYS-001 workspace")
    await editor.diagnostics(uri, lambda rows: codes(rows) == {"AMB009"})
    editor.type(uri, "stop", "start")
    change_folders(editor, [editor.root], [])
    await until_known(editor, "SYS-001 inner", "SYS-001 workspace")
    await editor.diagnostics(uri, lambda rows: codes(rows) == {"AMB009"})
    hover = types.HoverParams(types.TextDocumentIdentifier(uri), editor.at(uri, "immediately"))
    assert await editor.client.text_document_hover_async(hover)


async def test_settings_reach_a_document_that_is_not_saved(editor: Editor) -> None:
    uri = "untitled:Untitled-1"
    item = types.TextDocumentItem(uri, "markdown", 1, vague("SYS-001"))
    editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    await editor.diagnostics(uri, lambda rows: codes(rows) == {"AMB009"})
    editor.client.set_configuration({"shallcheck": {"ignore": ["AMB"]}})
    editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(None))
    await editor.diagnostics(uri, lambda rows: not rows)


async def test_a_configuration_above_the_folder_holds_in_it(tmp_path: Path) -> None:
    write(tmp_path / "shallcheck.toml", 'ignore = ["AMB"]\n')
    write(tmp_path / "Beside.md", vague("SYS-001"))
    write(tmp_path / "folder" / "System_Requirements.md", vague("SYS-001", "SYS-404"))
    editor = await start("push-utf16", tmp_path / "folder")
    await editor.diagnostics(editor.uri("System_Requirements.md"), lambda rows: codes(rows) == {"TRC002"})
    assert await known(editor) == ["SYS-001 folder"], "what lies beside the folder is not read"
    await editor.client.shutdown_session()


@pytest_asyncio.fixture(loop_scope="module")
async def two(tmp_path: Path) -> AsyncIterator[Editor]:
    """Two folders side by side; a client that takes no edits with versions."""

    def plain(capabilities: types.ClientCapabilities) -> None:
        assert capabilities.workspace is not None
        capabilities.workspace.workspace_edit = types.WorkspaceEditClientCapabilities()

    write(tmp_path / "a" / "A.md", vague("SYS-001", "SYS-002"))
    write(tmp_path / "b" / "B.md", vague("SYS-009", "SYS-001") + OTHER)
    editor = await start("push-utf16", tmp_path, tmp_path / "a", tmp_path / "b", change=plain)
    await editor.diagnostics(editor.uri("a/A.md"), lambda rows: codes(rows) == {"AMB009", "TRC002"})
    yield editor
    await editor.client.shutdown_session()


async def test_links_lead_from_one_folder_to_another(two: Editor) -> None:
    uri = two.open("b/B.md")
    await two.diagnostics(uri, lambda rows: codes(rows) == {"AMB009"})
    document = types.TextDocumentIdentifier(uri)
    found = await two.client.text_document_definition_async(types.DefinitionParams(document, two.at(uri, "SYS-001")))
    assert isinstance(found, list | tuple)
    assert [each.uri for each in found if isinstance(each, types.Location)] == [two.uri("a/A.md")]
    other = two.open("a/A.md")
    wanted = types.ReferenceParams(types.ReferenceContext(False), types.TextDocumentIdentifier(other), two.at(other, "SYS-001"))
    places = await two.client.text_document_references_async(wanted)
    assert [each.uri for each in places or ()] == [uri]
    two.type(other, "SYS-001", "SYS-007")
    await two.diagnostics(uri, lambda rows: codes(rows) == {"AMB009", "TRC002"})
    two.type(uri, "SYS-404", "SYS-007")
    two.type(uri, "Traces to: SYS-001", "Traces to: SYS-007")
    found_rows = await two.diagnostics(uri, lambda rows: "TRC002" not in codes(rows))
    assert codes(found_rows) == {"AMB009"}, "the same identifier in another folder is another artifact"


async def test_edits_carry_no_version_for_a_client_that_takes_none(two: Editor) -> None:
    uri = two.open("b/B.md")
    found = await two.diagnostics(uri, lambda rows: "AMB009" in codes(rows))
    actions = await two.actions(uri, found[0].range)
    assert actions
    for each in actions:
        assert each.edit is not None
        assert each.edit.document_changes is None
        assert list(each.edit.changes or ()) == [uri]
