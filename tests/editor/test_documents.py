"""Documents as editors hold them: any line ending, any character, any edit, any number of findings."""

from __future__ import annotations

import random

import pytest
from lsprotocol import types

from tests.editor.conftest import Editor

pytestmark = pytest.mark.asyncio(loop_scope="module")

OTHER = "other/System_Requirements.md"
STATEMENT = "The pump controller \U0001f6a2 shall\u2028stop the pump immediately."


def codes(found: list[types.Diagnostic]) -> set[str]:
    return {str(each.code) for each in found}


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
async def test_every_line_ending_and_character_keeps_its_place(editor: Editor, newline: str) -> None:
    text = newline.join(["\ufeff# System requirements", "", "### SYS-009 Stop", STATEMENT, "- Traces to: SN-099"])
    uri = editor.open(OTHER, text)
    found = await editor.diagnostics(uri, lambda rows: {"AMB009", "TRC002"} <= codes(rows))
    underlined = {str(each.code): editor.words(uri, each.range) for each in found}
    assert underlined["AMB009"] == "immediately"
    assert underlined["TRC002"] == "SN-099"


async def test_a_hundred_quick_edits_end_at_the_right_text(editor: Editor) -> None:
    lines = [f"- **SYS-{number:03}**: The pump shall stop within {number} s \U0001f6a2." for number in range(1, 41)]
    uri = editor.open(OTHER, "# System requirements\n\n" + "\n".join(lines) + "\n")
    chance = random.Random(7)
    for number in range(100):
        old = f"within {chance.randrange(1, 41)} s"
        if old in editor.texts[uri]:
            editor.type(uri, old, f"within\u2028{number} s,\r\n  if possible" if number % 7 == 0 else f"within {number + 100} s")
    editor.type(uri, "- **SYS-001**", "- **SYS-099**: The pump shall start immediately.\n- **SYS-001**")
    found = await editor.diagnostics(uri, lambda rows: "AMB009" in codes(rows))
    words = [(str(each.code), editor.words(uri, each.range)) for each in found]
    assert ("AMB009", "immediately") in words
    assert {word for code, word in words if code == "AMB002"} == {"if possible"}


async def test_thousands_of_findings_are_a_thousand_and_a_notice(editor: Editor) -> None:
    lines = [f"- **SYS-{number:05}**: The pump {number} shall be fast, TBD." for number in range(1200)]
    uri = editor.open(OTHER, "# System requirements\n\n" + "\n".join(lines) + "\n")
    found = await editor.diagnostics(uri, lambda rows: [each.code for each in rows[:-1]] == ["FRM008"] * 1000)
    assert "more findings are not shown" in found[-1].message, "the errors come first, as soon as all statements are read"


async def test_a_document_of_more_than_two_megabytes_is_left_to_the_command_line(editor: Editor) -> None:
    uri = editor.open(OTHER, "# System requirements\n\n" + "- **SYS-001**: The pump shall be TBD.\n" * 60_000)
    asked = editor.open("System_Requirements.md")
    await editor.diagnostics(asked, lambda rows: "AMB009" in codes(rows))
    assert await editor.diagnostics(uri, lambda rows: True) == []
    assert any("larger than 2 MB" in each.message for each in editor.client.messages)


async def test_an_unsaved_document_is_judged_by_itself(editor: Editor) -> None:
    uri = "untitled:Untitled-1"
    text = "---\nlevel: requirements\n---\n\n- **SYS-001**: The pump shall stop immediately.\n- **SYS-002**: It shall be TBD.\n"
    editor.texts[uri], editor.versions[uri] = text, 1
    item = types.TextDocumentItem(uri, "markdown", 1, text)
    editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    found = await editor.diagnostics(uri, lambda rows: {"AMB009", "FRM008"} <= codes(rows))
    assert {editor.words(uri, each.range) for each in found} >= {"immediately", "TBD"}


async def test_edits_outside_the_text_are_taken_as_its_end(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md")
    await editor.diagnostics(uri, lambda rows: "AMB009" in codes(rows))
    far = types.Position(9_999, 9_999)
    editor.versions[uri] += 1
    text = "\n### SYS-003 More\nThe pump shall be TBD.\n"
    editor.texts[uri] += text
    editor.client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(version=editor.versions[uri], uri=uri),
            [types.TextDocumentContentChangePartial(types.Range(far, far), text)],
        )
    )
    found = await editor.diagnostics(uri, lambda rows: "FRM008" in codes(rows))
    assert "TBD" in [editor.words(uri, each.range) for each in found]


async def test_a_closed_document_is_the_disk_s_again(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md")
    await editor.diagnostics(uri, lambda rows: "AMB009" in codes(rows))
    editor.type(uri, "immediately", "within 2 s")
    await editor.diagnostics(uri, lambda rows: "AMB009" not in codes(rows) and "SNG002" in codes(rows))
    editor.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))
    await editor.diagnostics(uri, lambda rows: "AMB009" in codes(rows))
