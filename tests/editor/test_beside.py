"""What an editor shows beside the text: what a term means, lenses above the artifacts, hints behind linked identifiers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from lsprotocol import types

from tests.editor.conftest import KINDS, Editor, start
from tests.editor.test_projects import watched, write
from tests.editor.test_walk import until, workspace

pytestmark = pytest.mark.asyncio(loop_scope="module")

GLOSSARY = """---
level: intent
---
# Intent \U0001f6a2

## Glossary

- **Pump controllers**: what starts and stops the pump.
- **Pump**: what moves the water.
"""
ARCHITECTURE = """---
level: architecture
---
# Architecture

| ID   | Element |
| ---- | ------- |
| LA-1 | Display |
"""


def modern(capabilities: types.ClientCapabilities) -> None:
    """A client that knows hints, and has the command of our lenses."""
    assert capabilities.text_document is not None
    assert capabilities.workspace is not None
    resolving = types.ClientInlayHintResolveOptions(["tooltip"])
    capabilities.text_document.inlay_hint = types.InlayHintClientCapabilities(resolve_support=resolving)
    capabilities.workspace.inlay_hint = types.InlayHintWorkspaceClientCapabilities(refresh_support=True)
    capabilities.workspace.code_lens = types.CodeLensWorkspaceClientCapabilities(refresh_support=True)
    capabilities.experimental = {"commands": {"commands": ["shallcheck.showReferences"]}}


def counted(editor: Editor) -> dict[str, int]:
    """How often the server has had the client ask again."""
    counts = {"lens": 0, "hint": 0}

    @editor.client.feature(types.WORKSPACE_CODE_LENS_REFRESH)  # type: ignore[untyped-decorator]  # pytest-lsp has no types for it
    def lens(params: None) -> None:
        counts["lens"] += 1

    @editor.client.feature(types.WORKSPACE_INLAY_HINT_REFRESH)  # type: ignore[untyped-decorator]
    def hint(params: None) -> None:
        counts["hint"] += 1

    return counts


@pytest_asyncio.fixture(params=sorted(KINDS), loop_scope="module")
async def editor(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Editor]:
    root = workspace(tmp_path / "workspace")
    write(root / "Intent.md", GLOSSARY)
    write(root / "Architecture.md", ARCHITECTURE)
    editor = await start(request.param, root, change=modern)
    for path in root.rglob("*.*"):
        editor.texts[path.as_uri()] = path.read_text(encoding="utf-8")
    yield editor
    await editor.client.shutdown_session()


async def meaning(editor: Editor, uri: str, words: str, inside: int = 1) -> list[str]:
    at = types.TypeDefinitionParams(types.TextDocumentIdentifier(uri), editor.at(uri, words, inside))
    found: Any = await editor.client.text_document_type_definition_async(at)
    return [f"{Path(each.uri).name}: {editor.words(each.uri, each.range)}" for each in found or ()]


async def lenses(editor: Editor, uri: str) -> dict[str, list[str]]:
    """What the lenses say, by the words that they stand above."""
    told: dict[str, list[str]] = {}
    for each in await lensed(editor, uri):
        lens = await editor.client.code_lens_resolve_async(each)
        assert lens.command is not None
        told.setdefault(editor.words(uri, each.range), []).append(lens.command.title)
    return told


async def lensed(editor: Editor, uri: str) -> list[types.CodeLens]:
    found = await editor.client.text_document_code_lens_async(types.CodeLensParams(types.TextDocumentIdentifier(uri)))
    return list(found or ())


async def hints(editor: Editor, uri: str, first: int = 0, last: int = 999) -> list[types.InlayHint]:
    place = types.Range(types.Position(first, 0), types.Position(last, 0))
    parameters = types.InlayHintParams(types.TextDocumentIdentifier(uri), place)
    return list(await editor.client.text_document_inlay_hint_async(parameters) or ())


def shown(editor: Editor, uri: str, found: list[types.InlayHint]) -> list[str]:
    """The last words in front of each hint, and the hint."""
    starts = [types.Range(types.Position(each.position.line, 0), each.position) for each in found]
    return [f"{editor.words(uri, start).split()[-1]} {each.label}" for start, each in zip(starts, found, strict=True)]


LENSES = {
    "SYS-001": ["from SN-001 · 1 test, 2 places in code"],
    "SYS-002": ["from SN-001, SYS-003 · 1 requirement"],
    "SYS-003": ["from SYS-002 · 1 requirement"],
}


async def test_a_term_leads_to_what_defines_it(editor: Editor) -> None:
    uri = editor.open("Requirements.md")
    glossary = ["Intent.md: Pump controllers"]
    await until(lambda: meaning(editor, uri, "pump controller shall start"), lambda found: bool(found == glossary))
    assert await meaning(editor, uri, "controller shall stop") == glossary
    assert await meaning(editor, uri, "pump within") == ["Intent.md: Pump"]
    assert await meaning(editor, uri, "display shall") == ["Architecture.md: LA-1"]
    assert await meaning(editor, uri, "level exceeds") == []
    written = (
        "# Requirements\n\n- **SYS-8**: The flow state machine (FSM) shall stop.\n- **SYS-9**: The \U0001f6a2 FSM shall start.\n"
    )
    other = editor.open("System_Requirements.md", written)
    assert await meaning(editor, other, "FSM shall start") == ["System_Requirements.md: FSM"]
    intent = editor.open("Intent.md")
    editor.type(intent, "**Pump**", "**Engine**")
    assert await meaning(editor, uri, "pump within") == []


async def test_lenses_tell_what_an_artifact_comes_from_and_what_comes_from_it(editor: Editor) -> None:
    uri = editor.open("Requirements.md")
    await until(lambda: lenses(editor, uri), lambda found: bool(found == LENSES))
    lens = await editor.client.code_lens_resolve_async((await lensed(editor, uri))[0])
    assert lens.command is not None
    assert lens.command.command == "shallcheck.showReferences"
    own, at, places = json.loads(json.dumps(lens.command.arguments, default=lambda each: each._asdict()))
    assert (own, at) == (uri, {"line": lens.range.start.line, "character": lens.range.start.character})
    ranges = [types.Range(*(types.Position(**each["range"][end]) for end in ("start", "end"))) for each in places]
    found = [f"{Path(each['uri']).name}: {editor.words(each['uri'], place)}" for each, place in zip(places, ranges, strict=True)]
    assert sorted(found) == ["Needs.md: SN-001", "Tests.md: TST-001", "all.py: SYS-001", "pump.py: start"]
    assert await lensed(editor, editor.open("Architecture.md")) == []
    assert await lensed(editor, editor.open("src/pump.py")) == []


async def test_what_the_chain_wants_traced_says_so(editor: Editor) -> None:
    uri = editor.open(
        "Requirements.md", "---\nlevel: requirements\n---\n# R\n\n### SYS-009 Lonely\nThe pump shall stop within 2 s.\n"
    )
    await until(lambda: lenses(editor, uri), lambda found: bool(found == {"SYS-009": ["not traced"]}))


async def test_lenses_and_hints_are_asked_for_anew_when_what_they_show_changes_and_only_then(editor: Editor) -> None:
    counts = counted(editor)
    uri = editor.open("Requirements.md")
    needs = editor.open("Needs.md")
    await until(lambda: lenses(editor, uri), lambda found: bool(found == LENSES))
    await asyncio.sleep(1)

    async def after(act: Callable[[], object]) -> dict[str, int]:
        before = dict(counts)
        act()
        await asyncio.sleep(1)
        return {name: counts[name] - before[name] for name in counts}

    assert await after(lambda: editor.type(uri, "within 2 s", "within 3 s")) == {"lens": 0, "hint": 0}
    assert await after(lambda: editor.type(needs, "Warn", "Warning")) == {"lens": 0, "hint": 1}
    assert await after(lambda: editor.type(uri, "SN-001, SYS-003", "SYS-003")) == {"lens": 1, "hint": 0}
    changed = write(editor.root / "src" / "all.py", "# Nothing.\n")
    assert (await after(lambda: watched(editor, changed)))["lens"] == 1
    settings = write(editor.root / "shallcheck.toml", "code-lens = false\ninlay-hints = false\n")
    watched(editor, settings, type=types.FileChangeType.Created)
    await until(lambda: lensed(editor, uri), lambda found: not found)
    assert await hints(editor, uri) == []


async def test_hints_tell_what_is_linked_in_view(editor: Editor) -> None:
    uri = editor.open("Requirements.md")
    wanted = ["SN-001 Warn \U0001f6a2", "SN-001 Warn \U0001f6a2", "SYS-003 Round", "SYS-002 Stop"]

    async def asked() -> list[str]:
        return shown(editor, uri, await hints(editor, uri))

    await until(asked, lambda found: bool(found == wanted))
    line = editor.at(uri, "SN-001, SYS-003").line
    assert shown(editor, uri, await hints(editor, uri, line, line + 1)) == wanted[1:3]
    resolved = await editor.client.inlay_hint_resolve_async((await hints(editor, uri))[0])
    assert isinstance(resolved.tooltip, types.MarkupContent)
    assert "The skipper needs to learn of water in the bilge within 30 s." in resolved.tooltip.value

    editor.type(uri, "SYS-002\n", "SYS-002 (stop)\n")
    assert shown(editor, uri, await hints(editor, uri)) == wanted[:3]
    needs = editor.open("Needs.md")
    editor.type(needs, "SN-001 Warn \U0001f6a2", "SN-001")
    assert (await asked())[0] == "SN-001 The skipper needs to learn of water in…"


async def test_a_client_without_the_command_gets_words(tmp_path: Path) -> None:
    editor = await start("push-utf16", workspace(tmp_path / "workspace"))
    assert editor.capabilities.inlay_hint_provider is None
    uri = editor.open("Requirements.md")
    await until(lambda: lenses(editor, uri), lambda found: bool(found == LENSES))
    resolved = await editor.client.code_lens_resolve_async((await lensed(editor, uri))[0])
    assert resolved.command == types.Command(LENSES["SYS-001"][0], "")
    await editor.client.shutdown_session()


async def test_a_lens_tells_how_the_tests_ended_and_is_asked_for_anew_after_the_next_run(tmp_path: Path) -> None:
    root = workspace(tmp_path / "workspace")
    write(root / "shallcheck.toml", 'results = ["*.xml"]\n')
    results = '<testsuite><testcase classname="a" name="TST-001 starts">{}</testcase></testsuite>'
    path = write(root / "junit.xml", results.format(""))
    editor = await start("pull-utf8", root, change=modern)
    editor.texts[editor.uri("Requirements.md")] = (root / "Requirements.md").read_text(encoding="utf-8")
    counts = counted(editor)
    uri = editor.open("Requirements.md")

    async def told() -> str:
        return (await lenses(editor, uri)).get("SYS-001", [""])[0]

    await until(told, lambda found: bool(found == "from SN-001 · 1 test (passed), 2 places in code"))
    await asyncio.sleep(1)
    before = counts["lens"]
    watched(editor, write(path, results.format("<failure/>")))
    await until(told, lambda found: "1 test (failed)" in found)
    await asyncio.sleep(1)
    assert counts["lens"] == before + 1
    await editor.client.shutdown_session()
