"""Rename of an identifier: everywhere it is named, as one edit, or a reason why not."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.editor.applying import renamed, texts_after
from tests.editor.conftest import Editor, start

pytestmark = pytest.mark.asyncio(loop_scope="module")

REQUIREMENTS = "System_Requirements.md"
NEEDS = "Stakeholder_Needs.md"


async def refusal(editor: Editor, uri: str, position: types.Position, name: str) -> str:
    with pytest.raises(JsonRpcException) as refused:
        await renamed(editor, uri, position, name)
    assert refused.value.code == types.LSPErrorCodes.RequestFailed
    return refused.value.message


async def test_a_need_is_renamed_in_open_and_closed_files(editor: Editor) -> None:
    uri = editor.open(REQUIREMENTS)
    editor.type(uri, "When the", "\U0001f6a2 When the")
    editor.type(uri, "- Traces to: SN-001", "- Traces to: \U0001f6a2\u2028 SN-001")
    after = await renamed(editor, uri, editor.at(uri, "SN-001"), "SN-020")
    assert after == {
        REQUIREMENTS: editor.texts[uri].replace("SN-001", "SN-020"),
        NEEDS: (editor.root / NEEDS).read_text("utf-8").replace("SN-001", "SN-020"),
    }


async def test_a_place_is_asked_for_first(editor: Editor) -> None:
    uri = editor.open(REQUIREMENTS)
    document = types.TextDocumentIdentifier(uri)
    found = await editor.client.text_document_prepare_rename_async(types.PrepareRenameParams(document, editor.at(uri, "SYS-001")))
    assert isinstance(found, types.PrepareRenamePlaceholder)
    assert (editor.words(uri, found.range), found.placeholder) == ("SYS-001", "SYS-001")
    nothing = await editor.client.text_document_prepare_rename_async(
        types.PrepareRenameParams(document, editor.at(uri, "the pump controller"))
    )
    assert nothing is None
    with pytest.raises(JsonRpcException, match="“SN-01” is defined nowhere"):
        await editor.client.text_document_prepare_rename_async(types.PrepareRenameParams(document, editor.at(uri, "SN-01\n")))


async def test_a_clash_and_what_is_no_identifier_are_refused(editor: Editor) -> None:
    uri = editor.open(REQUIREMENTS)
    place = editor.at(uri, "SYS-001")
    assert "“SYS-002” is already “Stop” (System_Requirements.md, line 7)" in await refusal(editor, uri, place, "SYS-002")
    assert "written like “SYS-001”" in await refusal(editor, uri, place, "the pump")
    assert "written like “SN-001”" in await refusal(editor, uri, editor.at(uri, "SN-001"), "needs")
    assert "needs a name" in await refusal(editor, uri, place, " ")


async def test_a_text_that_is_being_changed_is_not_edited(editor: Editor) -> None:
    uri = editor.open(REQUIREMENTS)
    place = editor.at(uri, "SN-001")
    assert len(await renamed(editor, uri, place, "SN-020")) == 2
    (editor.root / NEEDS).write_text("# Needs\n\n### SN-001 Warn\nThe skipper needs to know.\n", encoding="utf-8")
    assert "has changed on disk" in await refusal(editor, uri, place, "SN-020")
    while True:
        try:
            after = await renamed(editor, uri, place, "SN-020")
            break
        except JsonRpcException:
            await asyncio.sleep(0.05)
    assert after[NEEDS] == "# Needs\n\n### SN-020 Warn\nThe skipper needs to know.\n"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
async def test_every_line_ending_and_a_byte_order_mark_keep_their_place(tmp_path: Path, ending: str) -> None:
    root = tmp_path / "workspace"
    root.mkdir()
    rows = ["\ufeff\U0001f6a2 # Needs", "", "### SN-001 Warn \U0001f6a2", "The skipper needs to learn of water in 30 s.", ""]
    (root / NEEDS).write_text(ending.join(rows), encoding="utf-8", newline="")
    lines = [
        "# System requirements",
        "",
        "- **SYS-001**: \U0001f6a2 The pump shall stop.",
        "  - Traces to: \U0001f6a2 SN-001",
        "",
    ]
    (root / REQUIREMENTS).write_text(ending.join(lines), encoding="utf-8", newline="")
    for kind in ("push-utf16", "pull-utf8", "pull-utf32"):
        editor = await start(kind, root)
        uri = editor.open(REQUIREMENTS, ending.join(lines))
        after = await renamed(editor, uri, editor.at(uri, "SN-001"), "SN-020")
        assert after == {
            REQUIREMENTS: ending.join(lines).replace("SN-001", "SN-020"),
            NEEDS: ending.join(rows).replace("SN-001", "SN-020").removeprefix("\ufeff"),
        }
        await editor.client.shutdown_session()


async def test_a_client_without_versions_and_questions_is_served_too(tmp_path: Path) -> None:
    def change(capabilities: types.ClientCapabilities) -> None:
        assert capabilities.workspace is not None
        assert capabilities.text_document is not None
        capabilities.workspace.workspace_edit = None
        capabilities.text_document.rename = types.RenameClientCapabilities()

    root = tmp_path / "workspace"
    root.mkdir()
    (root / NEEDS).write_text("# Needs\n\n### SN-001 Warn\nThe skipper needs to know.\n", encoding="utf-8")
    editor = await start("push-utf16", root, change=change)
    uri = editor.open(NEEDS)
    parameters = types.RenameParams(types.TextDocumentIdentifier(uri), editor.at(uri, "SN-001"), "SN-020")
    edit = await editor.client.text_document_rename_async(parameters)
    assert edit is not None
    assert edit.document_changes is None
    assert texts_after(editor, edit) == {NEEDS: editor.texts[uri].replace("SN-001", "SN-020")}
    await editor.client.shutdown_session()


async def test_code_and_coding_agents_documents_follow(tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    editor = await start("pull-utf8", root)
    one = editor.open("specs/001-one/spec.md")
    after = await renamed(editor, one, editor.at(one, "FR-001"), "FR-009")
    assert set(after) == {"specs/001-one/spec.md", "specs/001-one/tasks.md", "src/pump.py"}
    assert "specs FR-009" in after["specs/001-one/tasks.md"]
    assert "speckit:001-one/FR-009" in after["src/pump.py"]
    assert "SYS-001" in after["src/pump.py"]
    system = editor.open("docs/System_Requirements.md")
    after = await renamed(editor, system, editor.at(system, "SYS-001"), "SYS-1")
    assert after["src/pump.py"] == FILES["src/pump.py"].replace("SYS-001", "SYS-1")
    assert after["docs/System_Requirements.md"] == FILES["docs/System_Requirements.md"].replace("SYS-001", "SYS-1")
    plan = editor.open("hazards.csv")
    assert "only the tool that wrote it" in await refusal(editor, plan, editor.at(plan, "HAZ-1"), "HAZ-9")
    await editor.client.shutdown_session()


FILES = {
    "specs/001-one/spec.md": "# Feature Specification: one\n\n- **FR-001**: The pump MUST stop in 2 s.\n",
    "specs/001-one/tasks.md": "# Tasks\n\n- [ ] T001 Write what specs FR-001 asks for in src/pump.py\n",
    "specs/002-two/spec.md": "# Feature Specification: two\n\n- **FR-001**: The lamp MUST light in 2 s.\n",
    "specs/002-two/tasks.md": "# Tasks\n\n- [ ] T001 Write what FR-001 asks for\n",
    "src/pump.py": "# Implements: speckit:001-one/FR-001, SYS-001\ndef pump() -> None: ...\n",
    "docs/System_Requirements.md": (
        "# Requirements\n\n- **SYS-001**: The pump shall stop.\n- **SYS_001**: The pump shall start. See [[SYS-001]].\n"
    ),
    "hazards.csv": "ID,Requirement\nHAZ-1,The pump shall not run dry.\n",
}


async def test_an_item_of_doorstop_takes_its_file_along_where_the_client_can_move_it(tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    root.mkdir()
    item = "active: true\nderived: false\nlevel: 1.0\nnormative: true\nreviewed: null\n"
    (root / "REQ001.yml").write_text(f"{item}links: []\ntext: |\n  The pump shall stop.\n", encoding="utf-8")
    (root / "TST001.yml").write_text(f"{item}links:\n- REQ001: null\ntext: |\n  Stop the pump.\n", encoding="utf-8")
    editor = await start("push-utf16", root, change=lambda capabilities: None)
    uri = editor.open("TST001.yml")
    parameters = types.RenameParams(types.TextDocumentIdentifier(uri), editor.at(uri, "REQ001"), "REQ009")
    edit = await editor.client.text_document_rename_async(parameters)
    assert edit is not None
    assert set(texts_after(editor, edit)) == {"TST001.yml", "REQ009.yml"}
    assert "- REQ009: null" in texts_after(editor, edit)["TST001.yml"]
    assert "a file “TST001.yml” already" in await refusal(editor, uri, editor.at(uri, "REQ001"), "TST001")
    await editor.client.shutdown_session()

    def change(capabilities: types.ClientCapabilities) -> None:
        assert capabilities.workspace is not None
        assert capabilities.workspace.workspace_edit is not None
        capabilities.workspace.workspace_edit.resource_operations = None

    editor = await start("push-utf16", root, change=change)
    uri = editor.open("TST001.yml")
    assert "it is the name of the file, so rename that" in await refusal(editor, uri, editor.at(uri, "REQ001"), "REQ009")
    await editor.client.shutdown_session()


async def test_what_is_kept_beside_the_documents_follows(editor: Editor) -> None:
    config = editor.root / "shallcheck.toml"
    config.write_text('[[exceptions]]\nrules = ["AMB001"]\nreason = "so"\nartifact = "SN-001"\n', encoding="utf-8")
    recorded = "# Findings\nAMB001\tSN-001\tfast\nAMB001\tSN-002\tfast\n"
    (editor.root / "shallcheck-baseline.txt").write_text(recorded, encoding="utf-8")
    nested = editor.root / "nested"
    nested.mkdir()
    (nested / "shallcheck.toml").write_text('[[exceptions]]\nreason = "so"\nartifact = "SN-001"\n', encoding="utf-8")
    changes = [types.FileEvent(path.as_uri(), types.FileChangeType.Created) for path in (config, nested / config.name)]
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(changes))
    uri = editor.open(REQUIREMENTS)
    for _ in range(100):
        after = await renamed(editor, uri, editor.at(uri, "SN-001"), "SN-020")
        if config.name in after:
            break
        await asyncio.sleep(0.1)
    assert set(after) == {REQUIREMENTS, NEEDS, config.name, "shallcheck-baseline.txt"}
    assert 'artifact = "SN-020"' in after[config.name]
    assert after["shallcheck-baseline.txt"] == "# Findings\nAMB001\tSN-002\tfast\nAMB001\tSN-020\tfast\n"


async def test_anchors_follow_and_mentions_in_the_text_are_asked_about(tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    root.mkdir()
    other = (
        "# Plan\r\n\r\n\U0001f6a2 As SYS-001 and SYS-0011 say, see [SYS-001](System_Requirements.md#SYS-001), "
        "[it](./System_Requirements.md#sys-001-stop),\r\n"
        "[another](Other.md#sys-001-stop) and `SYS-001`.\r\n\r\n- **TST-001**: The tester shall stop it.\r\n"
        "  - Verifies: SYS-001\r\n"
    )
    (root / "Test_Plan.md").write_bytes(other.encode())
    own = '# System requirements\n\n### SYS-001 Stop\nThe pump shall stop (see [above](#sys-001-stop)).\n\n<a id="SYS-001"></a>\n'
    (root / REQUIREMENTS).write_text(own, encoding="utf-8")
    for kind in ("push-utf16", "pull-utf8", "pull-utf32"):
        editor = await start(kind, root)
        uri = editor.open(REQUIREMENTS)
        parameters = types.RenameParams(types.TextDocumentIdentifier(uri), editor.at(uri, "SYS-001"), "SYS-900")
        edit = await editor.client.text_document_rename_async(parameters)
        assert edit is not None
        assert edit.change_annotations is not None
        assert [each.needs_confirmation for each in edit.change_annotations.values()] == [True]
        sure = texts_after(editor, edit, confirmed=False)
        assert sure[REQUIREMENTS] == own.replace("SYS-001", "SYS-900").replace("#sys-001-stop", "#sys-900-stop")
        followed = other.replace("#SYS-001", "#SYS-900").replace(
            "./System_Requirements.md#sys-001", "./System_Requirements.md#sys-900"
        )
        followed = followed.replace("Verifies: SYS-001", "Verifies: SYS-900")
        assert sure["Test_Plan.md"] == followed
        every = texts_after(editor, edit)["Test_Plan.md"]
        assert every == followed.replace("SYS-001 and", "SYS-900 and").replace("`SYS-001`", "`SYS-900`").replace(
            "[SYS-001]", "[SYS-900]"
        )
        await editor.client.shutdown_session()
