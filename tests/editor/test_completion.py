"""Identifiers are offered wherever a link is written or begins, and only those that lead somewhere from there; patterns where a
statement begins, terms inside it, methods where one is named."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types

from tests.editor.conftest import WAIT, Editor, start

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


Items = list[types.CompletionItem]


async def ask(editor: Editor, name: str, text: str, bar: str = "|", context: types.CompletionContext | None = None) -> Items:
    """What is offered at the bar."""
    uri = editor.open(name, text.replace(bar, "", 1))
    place = editor.position(editor.texts[uri], text.index(bar))
    parameters = types.CompletionParams(types.TextDocumentIdentifier(uri), place, context=context)
    answer = await editor.client.text_document_completion_async(parameters)
    return list(answer.items) if isinstance(answer, types.CompletionList) else []


def close(editor: Editor, name: str) -> None:
    document = types.TextDocumentIdentifier(editor.uri(name))
    editor.client.text_document_did_close(types.DidCloseTextDocumentParams(document))


def chosen(editor: Editor, uri: str, item: types.CompletionItem) -> str:
    """The text of a document with an item chosen, its tab stops as they stand."""
    assert isinstance(item.text_edit, types.TextEdit)
    text = editor.texts[uri]
    start = next(i for i in range(len(text) + 1) if editor.position(text, i) == item.text_edit.range.start)
    end = start + len(editor.words(uri, item.text_edit.range))
    new = item.text_edit.new_text
    if item.insert_text_format == types.InsertTextFormat.Snippet:
        new = re.sub(r"\\([\\$}])", r"\1", re.sub(r"\$\{\d+:((?:\\.|[^}])*)\}", r"\1", new))
    return text[:start] + new + text[end:]


async def offered(editor: Editor, name: str, text: str) -> set[str]:
    """The identifiers that are offered at the bar; each is written there and must lead somewhere."""
    at = text.index("|")
    items = [each for each in await ask(editor, name, text) if each.kind == types.CompletionItemKind.Reference]
    uri = editor.uri(name)
    place = editor.position(editor.texts[uri], at)
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
        assert await editor.client.text_document_definition_async(
            types.DefinitionParams(types.TextDocumentIdentifier(uri), inside)
        ), item.label
    close(editor, name)
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


LIKE = """# Requirements

- **SYS-001**: The horn shall sound within 1 s of an alarm.
- **SYS-002**: The log shall hold the alarms of 30 days.
- **SYS-003**: When the bilge water rises, the pump shall start within 2 s.
- **SYS-004**: The panel shall show the time.
"""
BELOW = (
    "# Requirements\n\n- **SWR-001**: When the bilge water sensor closes, the driver shall power the pump.\n  - Traces to: |\n"
)


async def test_the_likest_identifiers_come_first(editor: Editor) -> None:
    editor.open("Like.md", LIKE)
    end = time.monotonic() + WAIT
    order: list[str] = []
    while order[:1] != ["SYS-003"] and time.monotonic() < end:
        items = await ask(editor, "Below.md", BELOW)
        order = [each.label for each in sorted(items, key=lambda each: each.sort_text or "")]
        assert {"SYS-001", "SYS-003", "SYS-004"} <= set(order), "all are offered while the words are still being read"
        close(editor, "Below.md")
        await asyncio.sleep(0.05)
    assert order[0] == "SYS-003"
    editor.type(editor.uri("Like.md"), "bilge water rises, the pump shall start", "tide turns, the flag shall rise")
    editor.type(editor.uri("Like.md"), "show the time", "show the bilge water")
    items = await ask(editor, "Below.md", BELOW)
    assert min(items, key=lambda each: each.sort_text or "").label == "SYS-004"
    close(editor, "Below.md")
    close(editor, "Like.md")


ABOVE = """---
level: needs
---
# Needs

- **SN-001**: The skipper needs a dry bilge.
- **SN-002**: The skipper needs a warning when the stove burns.
- **SN-003**: The owner needs the hours of each engine.
- **SN-004**: The owner needs a warning of smoke and of gas near the stove.
- **SN-005**: The crew needs to know how warm the stove is.
"""
ORPHAN = """---
level: requirements
---
# Requirements

- **SWR-002**: When smoke or gas is near the stove, the horn shall sound a warning.
"""


async def test_the_three_likeliest_parents_are_offered_to_an_orphan(editor: Editor) -> None:
    above, uri = editor.open("Above.md", ABOVE), editor.open("Orphan.md", ORPHAN)
    (orphan,) = await editor.diagnostics(uri, lambda rows: any(each.code == "TRC003" for each in rows))
    actions = [each for each in await editor.actions(uri, orphan.range) if each.title.startswith("Trace to")]
    assert [each.title for each in actions] == [
        "Trace to SN-004 “The owner needs a warning of smoke and…”",
        "Trace to SN-002 “The skipper needs a warning when the…”",
        "Trace to SN-005 “The crew needs to know how warm the…”",
    ]
    uncovered = editor.at(above, "SN-003")
    below = await editor.actions(above, types.Range(uncovered, uncovered))
    assert [each.title for each in below if "realised" in each.title] == []  # what shares no word is not likely
    uncovered = editor.at(above, "SN-004")
    below = await editor.actions(above, types.Range(uncovered, uncovered))
    (action,) = [each for each in below if each.title.startswith("Have it realised by SWR-002")]
    assert action.edit == actions[0].edit
    editor.apply(uri, actions[0])
    assert editor.texts[uri] == ORPHAN + "  - Traces to: SN-004\n"
    await editor.diagnostics(uri, lambda rows: all(each.code != "TRC003" for each in rows))
    for each in (above, uri):
        close(editor, each.rpartition("/")[2])


METHODS = ["Inspection", "Demonstration", "Analysis", "Test", "Similarity", "Sampling"]
LIST = "# R\n\n- **SYS-011**: The pump shall stop in 5 s.\n  - Verification:{}\n"
SDOC = "[DOCUMENT]\nTITLE: x\n\n[REQUIREMENT]\nUID: SYS-012\nVERIFICATION: |\nSTATEMENT: The pump shall stop.\n"
RST = "x\n=\n\n.. req:: Stop\n   :id: SYS-013\n   :verification: |\n\n   The pump shall stop.\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Methods.md", LIST.format(" ^")),
        ("Methods.md", LIST.format("^")),
        ("Methods.md", LIST.format(" Te^")),
        ("Methods.md", LIST.format(" Test, ^")),
        (
            "Methods.md",
            "# R\n\n| ID | Requirement | Verification |\n| --- | --- | --- |\n| SYS-014 | The pump shall stop. | ^ |\n",
        ),
        ("Methods.csv", "ID,Requirement,Verification\nSYS-015,The pump shall stop.,^\n"),
        ("Methods.sdoc", SDOC.replace("|", "^")),
        ("Methods.rst", RST.replace("|", "^")),
        ("Methods.adoc", "= R\n\n*SYS-016*:: The pump shall stop.\nVerification: ^\n"),
    ],
)
async def test_methods_are_offered_where_one_is_named(editor: Editor, name: str, text: str) -> None:
    items = await ask(editor, name, text, "^")
    assert [each.label for each in items] == METHODS
    assert "Test" in chosen(editor, editor.uri(name), items[3]).replace("Traces", "")
    close(editor, name)


TERMS = """# Requirements

- **SYS-021**: When water rises, the {} shall sound.

Some words about {}.

## Glossary

- **bilge horn**: makes noise
- **float switch**: closes
"""


@pytest.mark.parametrize(
    ("typed", "prose", "labels", "replaced"),
    [
        ("bi|", "it", ["bilge horn"], "bi"),
        ("BILGE h|", "it", ["bilge horn"], "BILGE h"),
        ("f|", "it", [], ""),
        ("fl|", "it", ["float switch"], "fl"),
        ("`fl|`", "it", [], ""),
        ("horn", "fl|", [], ""),
    ],
)
async def test_terms_are_offered_in_statements(editor: Editor, typed: str, prose: str, labels: list[str], replaced: str) -> None:
    items = await ask(editor, "Terms.md", TERMS.format(typed, prose))
    assert [each.label for each in items] == labels
    for each in items:
        assert isinstance(each.text_edit, types.TextEdit)
        assert editor.words(editor.uri("Terms.md"), each.text_edit.range) == replaced
    close(editor, "Terms.md")


NEW = "# R \U0001f6a2\n\n- **SYS-031**: The \U0001f6a2 pump shall stop in 5 s.\n  - Verification: Test\n"


@pytest.mark.parametrize("line", ["- |", "- Wh|", "|"])
async def test_a_pattern_with_the_next_identifier_is_offered_where_a_statement_begins(editor: Editor, line: str) -> None:
    items = await ask(editor, "New.md", NEW + line + "\n")
    uri = editor.uri("New.md")
    assert [each.detail for each in items] == [
        "ubiquitous", "event-driven", "state-driven", "unwanted behaviour", "optional feature",
    ]  # fmt: skip
    assert items[1].label == "When <event>, the <actor> shall <verb> <object>."
    written = chosen(editor, uri, items[1])
    assert written.startswith(NEW + "- **SYS-032**: When \\<event>, the \\<actor> shall \\<verb> \\<object>.")
    editor.open("New.md", written)
    found = await editor.diagnostics(uri, lambda rows: any(each.code == "FRM008" for each in rows))
    assert {each.range.start.line for each in found if each.code == "FRM008"} >= {4}
    close(editor, "New.md")


@pytest.mark.parametrize("text", [NEW + "\n```\n|\n```\n", NEW + "\nSome words |\n", NEW + "  - Rationale: |\n"])
async def test_no_pattern_is_offered_elsewhere(editor: Editor, text: str) -> None:
    assert await ask(editor, "New.md", text) == []
    close(editor, "New.md")


async def test_no_pattern_comes_up_behind_a_space(editor: Editor) -> None:
    context = types.CompletionContext(types.CompletionTriggerKind.TriggerCharacter, " ")
    assert await ask(editor, "New.md", NEW + "- |\n", context=context) == []
    close(editor, "New.md")


async def test_no_pattern_is_offered_to_a_client_without_snippets(tmp_path: Path) -> None:
    def change(capabilities: types.ClientCapabilities) -> None:
        assert capabilities.text_document is not None
        capabilities.text_document.completion = types.CompletionClientCapabilities()

    other = await start("pull-utf8", tmp_path, change=change)
    assert await ask(other, "New.md", NEW + "- |\n") == []
    assert [each.label for each in await ask(other, "Methods.md", LIST.format(" |"))] == METHODS
    await other.client.shutdown_session()


@pytest.mark.parametrize("kind", ["pull-utf8", "pull-utf32"])
async def test_places_are_right_in_every_encoding(tmp_path: Path, kind: str) -> None:
    other = await start(kind, tmp_path)
    text = TERMS.format("\U0001f6a2 fl|", "it")
    (item,) = await ask(other, "Terms.md", text)
    assert chosen(other, other.uri("Terms.md"), item) == TERMS.format("\U0001f6a2 float switch", "it")
    await other.client.shutdown_session()
