"""A selection grows from a word to the quantity, the clause, the statement, the artifact, the section and the document."""

from __future__ import annotations

import pytest
from lsprotocol import types

from tests.editor.conftest import Editor
from tests.editor.test_semantic_tokens import parsed

pytestmark = pytest.mark.asyncio(loop_scope="module")

SECTION = """## Pumps \U0001f6a2

- **SYS-001**: When the bilge \U0001f6a2 level
  exceeds 5 cm, the **pump** controller shall start the pump within 500 ms.
  - Verification: Test"""
TEXT = f"# Requirements\n\n{SECTION}\n\n## Horns\n\n- **SYS-002**: The horn shall sound.\n"
ARTIFACT = SECTION.partition("\n\n")[2]
STATEMENT = ARTIFACT.partition(": ")[2].partition("\n  - ")[0]
RESPONSE = "the **pump** controller shall start the pump within 500 ms"
TRIGGER = "When the bilge \U0001f6a2 level\n  exceeds 5 cm"


async def grown(editor: Editor, uri: str, words: str) -> list[str]:
    answer = await editor.client.text_document_selection_range_async(
        types.SelectionRangeParams(types.TextDocumentIdentifier(uri), [editor.at(uri, words)])
    )
    assert answer
    out, each = [], answer[0]
    while each is not None:
        out.append(editor.words(uri, each.range))
        each = each.parent  # type: ignore[assignment]
    return out


@pytest.mark.parametrize(
    ("words", "inner"),
    [
        ("500 ms", ["500", "500 ms", RESPONSE]),
        ("bilge", ["bilge", TRIGGER]),
        ("exceeds", ["exceeds", TRIGGER]),
        ("shall start", ["shall", RESPONSE]),
    ],
)
async def test_a_selection_grows_by_meaning(editor: Editor, words: str, inner: list[str]) -> None:
    uri = editor.open("System_Requirements.md", TEXT)
    expected = [*inner, STATEMENT, ARTIFACT, SECTION, TEXT.rstrip(), TEXT]
    assert await grown(editor, uri, words) == expected, "before the parse, by the words that open a clause"
    await parsed(editor, uri, ("the bilge \U0001f6a2 level", "trigger"))
    assert await grown(editor, uri, words) == expected


async def test_a_condition_behind_the_response_is_known_from_the_parse(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md", TEXT.replace("shall sound", "shall sound when water rises"))
    await parsed(editor, uri, ("water rises", "trigger"))
    assert (await grown(editor, uri, "water"))[:2] == ["water", "when water rises"]


async def test_an_identifier_is_one_word(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md", TEXT)
    assert (await grown(editor, uri, "SYS-001"))[0] == "SYS-001"


async def test_several_places_are_answered_in_order(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md", TEXT)
    places = [editor.at(uri, "horn"), editor.at(uri, "bilge")]
    answer = await editor.client.text_document_selection_range_async(
        types.SelectionRangeParams(types.TextDocumentIdentifier(uri), places)
    )
    assert [editor.words(uri, each.range) for each in answer or ()] == ["horn", "bilge"]
