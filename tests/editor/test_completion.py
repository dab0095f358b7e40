"""Identifiers are offered wherever a link is written or begins, and only those that lead somewhere from there."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from lsprotocol import types

from tests.editor.conftest import Editor, start

pytestmark = pytest.mark.asyncio(loop_scope="module")

OURS = """---
level: requirements
---
# Requirements

- **SYS-001**: When the tank is full, the pump shall stop, as {} says.
  - {}
  - Verification: Test
- **SYS-002**: The pump shall stop in 5 s.
"""
FEATURE = """# Requirements

### Requirement 1: Stop

#### Acceptance Criteria

1. WHEN the tank is full, THE System SHALL stop the pump.
2. WHEN the tank is empty, THE System SHALL start the pump.
"""
TASKS = "# Plan\n\n- [ ] 1. Build it\n  - _Requirements: {}_\n"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def editor(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Editor]:
    root = tmp_path_factory.mktemp("editor") / "workspace"
    feature = root / ".kiro" / "specs" / "pump"
    feature.mkdir(parents=True)
    (feature / "requirements.md").write_text(FEATURE, encoding="utf-8")
    (root / "Ours.md").write_text(OURS.format("SYS-002", "Traces to: SYS-404"), encoding="utf-8")
    editor = await start("push-utf16", root)
    await editor.diagnostics(editor.uri("Ours.md"), lambda rows: any(each.code == "TRC002" for each in rows))
    yield editor
    await editor.client.shutdown_session()


async def offered(editor: Editor, name: str, text: str) -> set[str]:
    """What is offered at the bar; each is written there and must lead somewhere."""
    at = text.index("|")
    uri = editor.open(name, text.replace("|", ""))
    place = editor.position(editor.texts[uri], at)
    document = types.TextDocumentIdentifier(uri)
    answer = await editor.client.text_document_completion_async(types.CompletionParams(document, place))
    items = answer.items if isinstance(answer, types.CompletionList) else ()
    for item in items:
        assert isinstance(item.text_edit, types.TextEdit)
        assert item.text_edit.range.start.line == place.line
        start = at - (place.character - item.text_edit.range.start.character)
        written = text[:start] + item.text_edit.new_text + text[at + 1 :]
        editor.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(version=2, uri=uri), [types.TextDocumentContentChangeWholeDocument(written)]
            )
        )
        inside = types.Position(place.line, item.text_edit.range.start.character + 1)
        assert await editor.client.text_document_definition_async(types.DefinitionParams(document, inside)), item.label
    editor.client.text_document_did_close(types.DidCloseTextDocumentParams(document))
    return {item.label for item in items}


@pytest.mark.parametrize(
    ("link", "some"),
    [
        ("Traces to:|", {"SYS-001", "SYS-002"}),
        ("Traces to: |", {"SYS-001", "SYS-002"}),
        ("**Traces to:** |", {"SYS-001", "SYS-002"}),
        ("Traces to: SYS-002, |", {"SYS-001", "SYS-002"}),
        ("Traces to: SYS-002,|", {"SYS-001", "SYS-002"}),
        ("Traces to: [|", {"SYS-001", "SYS-002"}),
        ("Traces to: sys|", {"SYS-001", "SYS-002"}),
        ("Traces to: SYS-002|", {"SYS-002"}),
        ("Traces to: kiro:|", set()),
        ("Verification: |", set()),
    ],
)
async def test_identifiers_are_offered_where_a_link_begins(editor: Editor, link: str, some: set[str]) -> None:
    assert await offered(editor, "Ours.md", OURS.format("this", link)) == some


@pytest.mark.parametrize(
    ("mention", "some"), [("[[|]]", {"SYS-001", "SYS-002"}), ("[[sys|]]", {"SYS-001", "SYS-002"}), (" |", set())]
)
async def test_identifiers_are_offered_in_double_brackets(editor: Editor, mention: str, some: set[str]) -> None:
    assert await offered(editor, "Ours.md", OURS.format(mention, "Verification: Test")) == some


@pytest.mark.parametrize("value", ["|", " |", "1.1, |", "1|"])
async def test_kiro_s_numbers_are_offered_in_its_tasks(editor: Editor, value: str) -> None:
    assert await offered(editor, ".kiro/specs/pump/tasks.md", TASKS.format(value)) == {"1", "1.1", "1.2"}
