"""What the words of a statement are is shown at once as far as no parse is needed, then by its clauses; in every encoding, and
changes are told as no more than what changed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from lsprotocol import types

from shallcheck.editor.painting import MODIFIERS, TYPES
from shallcheck.editor.server import make_server
from tests.editor.conftest import WAIT, Editor, start

pytestmark = pytest.mark.asyncio(loop_scope="module")

REQUIREMENTS = """---
level: requirements
---
# Requirements \U0001f6a2

- **SYS-001**: When the bilge \U0001f6a2 level exceeds
  5 cm, the **pump controller** shall start the pump within 500 ms.
  - Traces to: SN-001
  - Verification: Test
- **SYS-002**: If the \U0001f6a2 float switch fails, then the pump controller shall not stop.

| ID | Requirement |
| --- | --- |
| SYS-003 | \U0001f6a2 While the alarm is active, the horn shall sound at 90 dB. |

## Glossary

- **float switch**: closes when it floats
"""
Seen = list[tuple[str, str]]


def decoded(editor: Editor, uri: str, data: Sequence[int]) -> Seen:
    """The tokens as pairs of their words and what they are."""
    seen, line, character = [], 0, 0
    for at in range(0, len(data), 5):
        down, right, length, kind, modifiers = data[at : at + 5]
        line, character = line + down, right + (0 if down else character)
        place = types.Range(types.Position(line, character), types.Position(line, character + length))
        names = [name for bit, name in enumerate(MODIFIERS) if modifiers & 1 << bit]
        seen.append((editor.words(uri, place), ".".join([TYPES[kind], *names])))
    return seen


async def full(editor: Editor, uri: str) -> types.SemanticTokens:
    answer = await editor.client.text_document_semantic_tokens_full_async(
        types.SemanticTokensParams(types.TextDocumentIdentifier(uri))
    )
    assert answer is not None
    return answer


async def parsed(editor: Editor, uri: str, some: tuple[str, str]) -> types.SemanticTokens:
    """The tokens once the workers have told of a clause."""
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        answer = await full(editor, uri)
        if some in decoded(editor, uri, answer.data):
            return answer
        await asyncio.sleep(0.1)
    raise AssertionError(f"never came; last were {decoded(editor, uri, answer.data)}")


async def test_what_needs_no_parse_is_told_at_once(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md", REQUIREMENTS)
    seen = decoded(editor, uri, (await full(editor, uri)).data)
    for each in [
        ("SYS-001", "class.declaration"),
        ("When", "keyword.trigger"),
        ("5 cm", "number"),
        ("shall", "keyword.modal"),
        ("500 ms", "number"),
        ("SN-001", "class"),
        ("Test", "enumMember"),
        ("SYS-002", "class.declaration"),
        ("If", "keyword.unwanted"),
        ("then", "keyword.unwanted"),
        ("shall not", "keyword.modal"),
        ("SYS-003", "class.declaration"),
        ("While", "keyword.state"),
        ("float switch", "type"),
        ("float switch", "type.declaration"),
    ]:
        assert each in seen


async def test_clauses_are_told_when_they_are_understood(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md", REQUIREMENTS)
    seen = decoded(editor, uri, (await parsed(editor, uri, ("the alarm is active", "state"))).data)
    assert seen == [
        ("SYS-001", "class.declaration"),
        ("When", "keyword.trigger"),
        ("the bilge \U0001f6a2 level exceeds", "trigger"),
        ("5 cm", "number"),
        ("the **pump controller", "response"),
        ("shall", "keyword.modal"),
        ("start the pump within", "response"),
        ("500 ms", "number"),
        ("SN-001", "class"),
        ("Test", "enumMember"),
        ("SYS-002", "class.declaration"),
        ("If", "keyword.unwanted"),
        ("the \U0001f6a2", "unwanted"),
        ("float switch", "type"),
        ("fails", "unwanted"),
        ("then", "keyword.unwanted"),
        ("the pump controller", "response"),
        ("shall not", "keyword.modal"),
        ("stop", "response"),
        ("SYS-003", "class.declaration"),
        ("While", "keyword.state"),
        ("the alarm is active", "state"),
        ("the horn", "response"),
        ("shall", "keyword.modal"),
        ("sound at", "response"),
        ("90 dB", "number"),
        ("float switch", "type.declaration"),
    ]


def applied(data: Sequence[int], edits: Sequence[types.SemanticTokensEdit]) -> list[int]:
    """The numbers after edits, which all count from the numbers before."""
    out = list(data)
    for edit in sorted(edits, key=lambda each: each.start, reverse=True):
        out[edit.start : edit.start + edit.delete_count] = edit.data or ()
    return out


async def delta(editor: Editor, uri: str, before: str) -> types.SemanticTokensDelta | types.SemanticTokens:
    parameters = types.SemanticTokensDeltaParams(types.TextDocumentIdentifier(uri), before)
    answer = await editor.client.text_document_semantic_tokens_full_delta_async(parameters)
    assert answer is not None
    return answer


@pytest.mark.parametrize(
    ("old", "new", "numbers"),
    [
        ("500 ms", "5000 ms", 10),  # the number
        ("# Requirements", "\n# Requirements", 5),  # the first token, which is a line further down
        ("SN-001", "SN-001, SN-002", 10),  # a token more, and what stands behind it on no line of its own
        ("90 dB", "90 dB", 0),
    ],
)
async def test_a_change_is_told_as_no_more_than_itself(editor: Editor, old: str, new: str, numbers: int) -> None:
    uri = editor.open("System_Requirements.md", REQUIREMENTS)
    before = await parsed(editor, uri, ("the alarm is active", "state"))
    assert before.result_id is not None
    for _ in range(5):
        editor.type(uri, old, new)
        changed = await delta(editor, uri, before.result_id or "")
        assert isinstance(changed, types.SemanticTokensDelta)
        after = await full(editor, uri)
        told, size = applied(before.data, changed.edits), sum(each.delete_count + len(each.data or ()) for each in changed.edits)
        if told == list(after.data):
            break
        editor.type(uri, new, old)  # the clauses of the new statement came between the two questions
        before = await full(editor, uri)
    assert told == list(after.data)
    if "ms" not in old:  # a statement that changed loses its clauses until it is parsed again
        assert size <= 2 * numbers


async def test_changes_far_apart_are_told_apart(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md", REQUIREMENTS)
    before = await parsed(editor, uri, ("the alarm is active", "state"))
    editor.type(uri, "SN-001", "SN-0001")
    editor.type(uri, "SYS-003", "SYS-0003")
    changed = await delta(editor, uri, before.result_id or "")
    assert isinstance(changed, types.SemanticTokensDelta)
    assert len(changed.edits) == 2
    assert applied(before.data, changed.edits) == list((await full(editor, uri)).data)


async def test_an_answer_that_is_not_known_is_answered_with_everything(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md", REQUIREMENTS)
    assert isinstance(await delta(editor, uri, "no such"), types.SemanticTokens)


async def test_a_range_is_told_alone(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md", REQUIREMENTS)
    place = types.Range(editor.at(uri, "SYS-003"), editor.at(uri, "90 dB"))
    answer = await editor.client.text_document_semantic_tokens_range_async(
        types.SemanticTokensRangeParams(types.TextDocumentIdentifier(uri), place)
    )
    assert answer is not None
    seen = decoded(editor, uri, answer.data)
    assert ("SYS-003", "class.declaration") in seen
    assert ("SYS-001", "class.declaration") not in seen


async def test_a_term_is_seen_where_it_is_used_as_soon_as_it_is_defined(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md", REQUIREMENTS)
    assert ("horn", "type") not in decoded(editor, uri, (await full(editor, uri)).data)
    editor.type(uri, "## Glossary\n", "## Glossary\n\n- **horn**: makes noise\n")
    assert ("horn", "type") in decoded(editor, uri, (await full(editor, uri)).data)


async def test_code_and_prose_have_no_tokens(editor: Editor) -> None:
    (editor.root / "pump.py").write_text("# Verifies: SYS-001\n", encoding="utf-8")
    for name in ("pump.py", "pump.txt"):
        uri = editor.open(name, "# Verifies: SYS-001: When it rains, the pump shall stop.\n")
        parameters = types.SemanticTokensParams(types.TextDocumentIdentifier(uri))
        answer = await editor.client.text_document_semantic_tokens_full_async(parameters)
        assert answer is None or not answer.data


async def test_the_client_is_told_to_ask_again(tmp_path: Path) -> None:
    editor = await start("pull-utf8", tmp_path)
    asked = asyncio.Event()

    @editor.client.feature(types.WORKSPACE_SEMANTIC_TOKENS_REFRESH)  # type: ignore[untyped-decorator]  # pytest-lsp has no types for it
    def refresh(params: None) -> None:
        asked.set()

    uri = editor.open("System_Requirements.md", REQUIREMENTS)
    await full(editor, uri)
    await asyncio.wait_for(asked.wait(), WAIT)
    assert ("the alarm is active", "state") in decoded(editor, uri, (await full(editor, uri)).data)
    await editor.client.shutdown_session()


def offered(capabilities: types.TextDocumentClientCapabilities) -> types.ServerCapabilities:
    """What the server offers a client."""
    protocol = make_server().protocol
    parameters = types.InitializeParams(types.ClientCapabilities(text_document=capabilities))
    steps = protocol.lsp_initialize(parameters)
    handler, arguments, _ = next(steps)
    handler(*arguments)
    with pytest.raises(StopIteration) as ended:
        next(steps)
    result = ended.value.value
    assert isinstance(result, types.InitializeResult)
    return result.capabilities


async def test_only_what_the_client_asks_for_is_offered() -> None:
    nothing = offered(types.TextDocumentClientCapabilities())
    assert not nothing.semantic_tokens_provider
    assert not nothing.folding_range_provider
    assert not nothing.selection_range_provider
    requests = types.ClientSemanticTokensRequestOptions(full=types.ClientSemanticTokensRequestFullDelta(delta=True))
    tokens = types.SemanticTokensClientCapabilities(requests, [], [], [])
    some = offered(
        types.TextDocumentClientCapabilities(
            semantic_tokens=tokens,
            folding_range=types.FoldingRangeClientCapabilities(),
            selection_range=types.SelectionRangeClientCapabilities(),
        )
    )
    assert isinstance(some.semantic_tokens_provider, types.SemanticTokensOptions)
    assert some.semantic_tokens_provider.full == types.SemanticTokensFullDelta(delta=True)
    assert not some.semantic_tokens_provider.range
    assert some.folding_range_provider
    assert some.selection_range_provider
