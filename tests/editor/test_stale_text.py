"""A client sees what is true of the text that it has, or nothing: also while a long text is still being read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.editor.conftest import Editor, start

pytestmark = pytest.mark.asyncio(loop_scope="module")

HEAD = "# System requirements\n\n"
SAVED = "- **SYS-001**: The pump shall be able to stop, and/or alarm.\n  - Traces to: SYS-002\n"
UNSAVED = "- **SYS-900**: The heart shall beat, and nothing else matters here.\n  - Traces to: SYS-003\n"
LONG = "".join(f"- **SYS-{number:05}**: When tank {number} is full, the pump shall stop in 5 s.\n" for number in range(8, 3000))


def codes(found: list[types.Diagnostic]) -> set[str]:
    return {str(each.code) for each in found}


def broken(text: str, found: list[types.Diagnostic]) -> set[str]:
    """The words that broken links underline, in lines that every client counts alike."""
    places = [each.range for each in found if each.code == "TRC002"]
    return {text.split("\n")[place.start.line][place.start.character : place.end.character] for place in places}


@pytest_asyncio.fixture(params=["push-utf16", "pull-utf8"], loop_scope="module")
async def editor(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Editor]:
    root = tmp_path / "workspace"
    root.mkdir()
    (root / "System_Requirements.md").write_text(HEAD + SAVED, encoding="utf-8")
    editor = await start(request.param, root)
    await editor.diagnostics(editor.uri("System_Requirements.md"), lambda rows: {"VER005", "AMB006", "TRC002"} <= codes(rows))
    yield editor
    await editor.client.shutdown_session()


async def test_a_long_text_restored_unsaved_shows_nothing_of_the_saved_one(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md", HEAD + UNSAVED + SAVED + LONG)
    line = types.Range(types.Position(2, 0), types.Position(2, 60))
    document = types.TextDocumentIdentifier(uri)
    # Where the reading was quicker than the question, the answer is that of the new text, which obliges no ability.
    assert not [each.title for each in await editor.actions(uri, line) if "ability" in each.title or "Oblige" in each.title]
    assert await editor.client.text_document_hover_async(types.HoverParams(document, types.Position(2, 30))) is None
    link = editor.at(uri, "SYS-003")
    assert not await editor.client.text_document_definition_async(types.DefinitionParams(document, link))
    if editor.pull:
        found = await editor.pulled(uri) or []
        assert {each.range.start.line for each in found if each.code == "VER005"} <= {4}
    await editor.diagnostics(uri, lambda rows: broken(editor.texts[uri], rows) == {"SYS-003", "SYS-002"})


async def test_what_is_typed_while_a_long_text_is_read_is_judged_too(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md", HEAD + UNSAVED + SAVED + LONG)
    editor.type(uri, "The heart", "\U0001f6a2 Its heart")
    editor.type(uri, "SYS-003", "SYS-00004")
    editor.type(uri, "SYS-002", "SYS-00008")
    await editor.diagnostics(uri, lambda rows: broken(editor.texts[uri], rows) == {"SYS-00004"})


async def test_a_long_edit_does_not_make_another_document_wait(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md")
    editor.texts[uri] = ""
    editor.open("Test_Plan.md", "# Test plan\n\n### TST-001 Stop\nExpected: the pump stops within 2 s.\n- Verifies: SYS-001\n")
    editor.client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(version=2, uri=uri),
            [types.TextDocumentContentChangeWholeDocument(HEAD + SAVED + LONG)],
        )
    )
    plan = types.TextDocumentIdentifier(editor.uri("Test_Plan.md"))
    hover = types.HoverParams(plan, editor.at(plan.uri, "SYS-001"))
    assert await editor.client.text_document_hover_async(hover)


@pytest.mark.parametrize("refresh", [True, False])
async def test_a_pull_is_answered_with_everything_or_later(tmp_path: Path, refresh: bool) -> None:
    """Only a client that is told when there is more, and has nothing yet, gets a part."""

    def change(capabilities: types.ClientCapabilities) -> None:
        assert capabilities.workspace is not None
        capabilities.workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(refresh_support=refresh)

    root = tmp_path / "workspace"
    root.mkdir()
    editor = await start("pull-utf8", root, change=change)
    few = "".join(LONG.splitlines(keepends=True)[:1500])
    many = "".join(
        f"- **SYS-{each}**: The pump shall stop the valve and notify the nurse {each}.\n" for each in range(9000, 9100)
    )
    uri = editor.open("System_Requirements.md", HEAD + few + many)
    document = types.TextDocumentIdentifier(uri)
    sizes: list[int] = []
    while not sizes or sizes[-1] < 100:
        try:
            report = await editor.client.text_document_diagnostic_async(types.DocumentDiagnosticParams(document))
        except JsonRpcException as error:
            assert error.code == types.LSPErrorCodes.ServerCancelled, error
            assert error.data == {"retriggerRequest": True}
            continue
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        sizes.append(sum(each.code == "SNG002" for each in report.items))
    assert refresh or sizes == [100]
    editor.type(uri, many, many.replace(" the valve and notify the nurse", " in"))
    whole = types.DocumentDiagnosticParams(document, previous_result_id=report.result_id)
    while True:
        try:
            report = await editor.client.text_document_diagnostic_async(whole)
            break
        except JsonRpcException as error:
            assert error.code == types.LSPErrorCodes.ServerCancelled, error
    assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
    assert "SNG002" not in codes(list(report.items))
    assert not report.result_id or not report.result_id.startswith("partly"), "what it has stays until the whole is judged"
    await editor.client.shutdown_session()
