"""Folders of a workspace: each a project of its own, scanned with progress, watched, configured."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from lsprotocol import types

from tests.editor.conftest import NEEDS, REQUIREMENTS, Editor, start

pytestmark = pytest.mark.asyncio(loop_scope="module")


def codes(found: list[types.Diagnostic]) -> set[str]:
    return {str(each.code) for each in found}


def second_folder(editor: Editor) -> Path:
    """Another project with the same identifiers."""
    folder = editor.root.parent / "second"
    folder.mkdir()
    (folder / "System_Requirements.md").write_text(REQUIREMENTS.replace("SN-01\n", "SN-001\n"), encoding="utf-8", newline="")
    (folder / "Stakeholder_Needs.md").write_text(NEEDS, encoding="utf-8", newline="")
    return folder


def change_folders(editor: Editor, added: list[Path], removed: list[Path]) -> None:
    event = types.WorkspaceFoldersChangeEvent(
        [types.WorkspaceFolder(folder.as_uri(), folder.name) for folder in added],
        [types.WorkspaceFolder(folder.as_uri(), folder.name) for folder in removed],
    )
    editor.client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event))


async def names(editor: Editor, query: str) -> list[str]:
    symbols = await editor.client.workspace_symbol_async(types.WorkspaceSymbolParams(query))
    return [each.name for each in symbols or ()]


async def until_names(editor: Editor, query: str, count: int) -> None:
    for _ in range(400):
        if len(await names(editor, query)) == count:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"never {count} of “{query}”; last were {await names(editor, query)}")


async def test_folders_that_come_and_go_are_projects_of_their_own(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md")
    await editor.diagnostics(uri, lambda rows: "TRC002" in codes(rows))
    folder = second_folder(editor)
    change_folders(editor, [folder], [])
    await until_names(editor, "sn-001", 2)
    other = editor.open("../second/System_Requirements.md")
    found = await editor.diagnostics(other, lambda rows: "AMB009" in codes(rows))
    assert "UNQ001" not in codes(found), "the same identifier in another project is another artifact"
    assert "TRC002" not in codes(found), "its link leads to the need of its own folder"
    change_folders(editor, [], [folder])
    await until_names(editor, "sn-001", 1)


async def test_a_file_outside_every_folder_is_judged_by_itself(editor: Editor) -> None:
    folder = second_folder(editor)
    uri = editor.open("../second/System_Requirements.md", (folder / "System_Requirements.md").read_text("utf-8"))
    await editor.diagnostics(uri, lambda rows: "AMB009" in codes(rows))


async def test_files_that_come_and_go_on_disk_are_noticed(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md")
    await editor.diagnostics(uri, lambda rows: "TRC002" in codes(rows))
    more = editor.root / "docs" / "Stakeholder_Needs.md"
    more.parent.mkdir()
    more.write_text("# Needs\n\n### SN-01 More\nThe skipper needs tea.\n")
    changed = [types.FileEvent(more.as_uri(), types.FileChangeType.Created)]
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(changed))
    await editor.diagnostics(uri, lambda rows: "TRC002" not in codes(rows) and "AMB009" in codes(rows))
    more.unlink()
    changed = [types.FileEvent(more.as_uri(), types.FileChangeType.Deleted)]
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(changed))
    await editor.diagnostics(uri, lambda rows: "TRC002" in codes(rows))


async def test_the_first_scan_shows_its_progress(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md")
    await editor.diagnostics(uri, lambda rows: "TRC002" in codes(rows))
    (reports,) = editor.client.progress_reports.values()
    kinds = [getattr(each, "kind", "") for each in reports]
    assert kinds[0] == "begin"
    assert kinds[-1] == "end"


async def test_a_configuration_that_comes_is_followed(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md")
    await editor.diagnostics(uri, lambda rows: {"AMB009", "TRC002"} <= codes(rows))
    config = editor.root / "shallcheck.toml"
    config.write_text('ignore = ["AMB"]\n')
    changed = [types.FileEvent(config.as_uri(), types.FileChangeType.Created)]
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(changed))
    await editor.diagnostics(uri, lambda rows: "AMB009" not in codes(rows) and "TRC002" in codes(rows))
    config.unlink()
    changed = [types.FileEvent(config.as_uri(), types.FileChangeType.Deleted)]
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(changed))
    await editor.diagnostics(uri, lambda rows: {"AMB009", "TRC002"} <= codes(rows))


async def test_a_configuration_is_checked_as_it_is_typed(editor: Editor) -> None:
    uri = editor.open("shallcheck.toml", 'ignore = ["AMB"]\n')
    editor.type(uri, "ignore", "ignroe")
    (found,) = await editor.diagnostics(uri, lambda rows: len(rows) == 1)
    assert "did you mean “ignore”" in found.message
    editor.type(uri, "ignroe", "ignore")
    await editor.diagnostics(uri, lambda rows: not rows)


async def test_a_configuration_that_is_closed_is_the_disks_again(editor: Editor) -> None:
    (editor.root / "shallcheck.toml").write_text('ignroe = ["AMB"]\n')
    uri = editor.open("shallcheck.toml")
    await editor.diagnostics(uri, lambda rows: len(rows) == 1)
    editor.type(uri, "ignroe", "ignore")
    await editor.diagnostics(uri, lambda rows: not rows)
    editor.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))
    await editor.diagnostics(uri, lambda rows: len(rows) == 1)


async def test_settings_of_the_client_go_over_the_file_and_wrong_ones_are_told(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md")
    await editor.diagnostics(uri, lambda rows: "AMB009" in codes(rows))
    editor.client.set_configuration({"shallcheck": {"ignore": ["AMB009"], "select": ["NOSUCH"], "trace": {"server": "off"}}})
    editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(None))
    await editor.diagnostics(uri, lambda rows: "AMB009" not in codes(rows) and "TRC002" in codes(rows))
    assert any("NOSUCH" in each.message for each in editor.client.messages)


async def test_what_was_judged_before_the_folder_was_known_is_judged_in_the_folder(tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    root.mkdir()
    (root / "System_Requirements.md").write_text(REQUIREMENTS, encoding="utf-8", newline="")
    (root / "Stakeholder_Needs.md").write_text(NEEDS, encoding="utf-8", newline="")
    answering = asyncio.Event()
    editor = await start("pull-utf8", root, answering=answering)
    uri = editor.open("System_Requirements.md")
    await editor.diagnostics(uri, lambda rows: {"AMB009", "SNG002"} <= codes(rows))
    answering.set()
    while not await names(editor, "SN-001"):
        await asyncio.sleep(0.05)
    await editor.diagnostics(uri, lambda rows: {"AMB009", "SNG002"} <= codes(rows))
    await editor.client.shutdown_session()


async def test_what_contradicts_a_file_that_is_not_open_is_told_in_both_until_one_is_changed(editor: Editor) -> None:
    other = editor.root / "docs" / "Crane_Requirements.md"
    other.parent.mkdir(exist_ok=True)
    other.write_text("# Crane\n\n- **CR-002**: When the alarm sounds, the crane shall stop its hook within 5 s.\n")
    created = [types.FileEvent(other.as_uri(), types.FileChangeType.Created)]
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(created))
    uri = editor.open(
        "Hook_Requirements.md", "# Hook\n\n- **HK-001**: When the alarm sounds, the crane shall stop its hook within 2 s.\n"
    )
    found = await editor.diagnostics(uri, lambda rows: "CON001" in codes(rows))
    (conflict,) = (each for each in found if each.code == "CON001")
    assert "CR-002 “When the alarm sounds, the crane shall stop its hook within 5 s.”" in conflict.message
    assert [place.location.uri for place in conflict.related_information or ()] == [other.as_uri()]
    await editor.diagnostics(other.as_uri(), lambda rows: "CON001" in codes(rows))

    editor.type(uri, "within 2 s", "within 5 s")
    await editor.diagnostics(uri, lambda rows: "CON001" not in codes(rows) and "UNQ002" in codes(rows))
    await editor.diagnostics(other.as_uri(), lambda rows: "CON001" not in codes(rows) and "UNQ002" in codes(rows))
    other.unlink()
    deleted = [types.FileEvent(other.as_uri(), types.FileChangeType.Deleted)]
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(deleted))
    await editor.diagnostics(uri, lambda rows: "UNQ002" not in codes(rows))
