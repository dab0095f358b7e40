"""What a person at an editor sees, with each kind of client."""

from __future__ import annotations

import asyncio

import pytest
from lsprotocol import types

from tests.editor.conftest import Editor

pytestmark = pytest.mark.asyncio(loop_scope="module")


def codes(found: list[types.Diagnostic]) -> set[str]:
    return {str(each.code) for each in found}


async def test_findings_underline_the_words_at_fault(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md")
    found = await editor.diagnostics(uri, lambda rows: {"AMB009", "TRC002", "SNG002"} <= codes(rows))
    underlined = {str(each.code): editor.words(uri, each.range) for each in found}
    assert underlined["AMB009"] == "immediately"
    assert underlined["TRC002"] == "SN-01"
    assert "notify" in underlined["SNG002"]
    assert all(each.code_description and str(each.code) in each.code_description.href for each in found)


async def test_typing_brings_and_takes_findings(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md")
    await editor.diagnostics(uri, lambda rows: "AMB009" in codes(rows))
    editor.type(uri, "immediately", "within 2 s")
    await editor.diagnostics(uri, lambda rows: "AMB009" not in codes(rows) and "TRC002" in codes(rows))
    editor.type(uri, "SN-01\n", "SN-001\n")
    await editor.diagnostics(uri, lambda rows: "TRC002" not in codes(rows))
    editor.type(uri, "stop the pump and notify", "TBD the pump and notify")
    found = await editor.diagnostics(uri, lambda rows: "FRM008" in codes(rows))
    assert "TBD" in [editor.words(uri, each.range) for each in found]


async def test_a_fix_takes_its_finding_away(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md")
    found = await editor.diagnostics(uri, lambda rows: "TRC002" in codes(rows))
    broken = next(each for each in found if each.code == "TRC002")
    actions = await editor.actions(uri, broken.range, ["quickfix"])
    editor.apply(uri, next(each for each in actions if each.title == "Link to SN-001"))
    await editor.diagnostics(uri, lambda rows: "TRC002" not in codes(rows))


async def test_a_split_makes_a_sibling_with_the_next_free_identifier(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md")
    found = await editor.diagnostics(uri, lambda rows: "SNG002" in codes(rows))
    compound = next(each for each in found if each.code == "SNG002")
    actions = await editor.actions(uri, compound.range, ["quickfix"])
    editor.apply(uri, next(each for each in actions if each.title.casefold().startswith("split")))
    assert "SYS-003" in editor.texts[uri]
    await editor.diagnostics(uri, lambda rows: "SNG002" not in codes(rows) and "UNQ001" not in codes(rows))


async def test_suppression_carries_a_reason_and_silences(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md")
    found = await editor.diagnostics(uri, lambda rows: "AMB009" in codes(rows))
    vague = next(each for each in found if each.code == "AMB009")
    actions = await editor.actions(uri, vague.range, ["quickfix"])
    editor.apply(uri, next(each for each in actions if each.title.startswith("Suppress AMB009")))
    await editor.diagnostics(uri, lambda rows: "AMB009" not in codes(rows) and "TRC002" in codes(rows))


async def test_an_action_for_an_older_text_names_the_older_version(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md")
    found = await editor.diagnostics(uri, lambda rows: "TRC002" in codes(rows))
    broken = next(each for each in found if each.code == "TRC002")
    actions = await editor.actions(uri, broken.range, ["quickfix"])
    editor.type(uri, "# System", "Preface.\n\n# System")
    with pytest.raises(AssertionError):
        editor.apply(uri, actions[0])


async def test_definition_and_references_cross_files_open_and_closed(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md")
    await editor.diagnostics(uri, lambda rows: "TRC002" in codes(rows))
    identifier = types.TextDocumentIdentifier(uri)
    place = editor.at(uri, "SN-001")
    found = await editor.client.text_document_definition_async(types.DefinitionParams(identifier, place))
    assert isinstance(found, list | tuple)
    assert [each.uri for each in found if isinstance(each, types.Location)] == [editor.uri("Stakeholder_Needs.md")]
    needs = editor.open("Stakeholder_Needs.md")
    places = await editor.client.text_document_references_async(
        types.ReferenceParams(
            types.ReferenceContext(include_declaration=False), types.TextDocumentIdentifier(needs), editor.at(needs, "SN-001")
        )
    )
    assert [editor.words(each.uri, each.range) for each in places or ()] == ["SN-001"]


async def test_hover_explains_a_finding_and_shows_a_linked_artifact(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md")
    await editor.diagnostics(uri, lambda rows: {"AMB009", "TRC002"} <= codes(rows))
    identifier = types.TextDocumentIdentifier(uri)
    on_finding = await editor.client.text_document_hover_async(types.HoverParams(identifier, editor.at(uri, "immediately")))
    assert on_finding is not None
    assert isinstance(on_finding.contents, types.MarkupContent)
    assert "AMB009" in on_finding.contents.value
    on_link = await editor.client.text_document_hover_async(types.HoverParams(identifier, editor.at(uri, "SN-001")))
    assert on_link is not None
    assert isinstance(on_link.contents, types.MarkupContent)
    assert "The skipper needs to learn of water" in on_link.contents.value
    assert "SYS-001" in on_link.contents.value


async def test_symbols_and_completion_know_the_artifacts(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md")
    await editor.diagnostics(uri, lambda rows: "TRC002" in codes(rows))
    identifier = types.TextDocumentIdentifier(uri)
    outline = await editor.client.text_document_document_symbol_async(types.DocumentSymbolParams(identifier))
    assert [each.name for each in outline or ()] == ["SYS-001", "SYS-002"]
    symbols = await editor.client.workspace_symbol_async(types.WorkspaceSymbolParams("sn-001"))
    assert [each.name for each in symbols or ()] == ["SN-001 Warn"]
    place = editor.at(uri, "SN-01\n", 3)
    offered = await editor.client.text_document_completion_async(types.CompletionParams(identifier, place))
    assert isinstance(offered, types.CompletionList)
    assert [each.label for each in offered.items] == ["SN-001"]


async def test_a_changed_file_is_read_again(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md")
    await editor.diagnostics(uri, lambda rows: "TRC002" in codes(rows))
    needs = editor.root / "Stakeholder_Needs.md"
    needs.write_text(needs.read_text(encoding="utf-8").replace("SN-001", "SN-01"), encoding="utf-8")
    event = types.FileEvent(needs.as_uri(), types.FileChangeType.Changed)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    found = await editor.diagnostics(
        uri, lambda rows: [editor.words(uri, each.range) for each in rows if each.code == "TRC002"] == ["SN-001"]
    )
    assert found


async def test_a_typo_in_the_configuration_stands_at_its_line(editor: Editor) -> None:
    config = editor.root / "shallcheck.toml"
    config.write_text('select = ["AMB"]\nignroe = ["AMB001"]\n', encoding="utf-8")
    event = types.FileEvent(config.as_uri(), types.FileChangeType.Created)
    uri = editor.open("System_Requirements.md")
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    await editor.diagnostics(uri, lambda rows: codes(rows) == {"AMB009"})
    if editor.pull:
        report = await editor.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
        full = [each for each in report.items if isinstance(each, types.WorkspaceFullDocumentDiagnosticReport)]
        lines = [item.range.start.line for each in full if each.uri == config.as_uri() for item in each.items]
    else:
        lines = [each.range.start.line for each in await editor.diagnostics(config.as_uri(), bool)]
    assert lines == [1]


async def test_a_file_without_requirements_stays_silent(editor: Editor) -> None:
    uri = editor.open("README.md", "# Readme\n\nThis should be easy and fast, etc.\n")
    await asyncio.sleep(0.5)
    await editor.diagnostics(uri, lambda rows: not rows)


async def test_no_handler_failed(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md")
    await editor.diagnostics(uri, lambda rows: "AMB009" in codes(rows))
    editor.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))
    await editor.client.workspace_symbol_async(types.WorkspaceSymbolParams(""))
    assert not [each.message for each in editor.client.log_messages if "fault" in each.message]
