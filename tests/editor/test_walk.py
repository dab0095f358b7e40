"""Walking the trace in an editor: to code and tests, and up and down as a hierarchy of calls."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from lsprotocol import types

from tests.editor.conftest import KINDS, Editor, start
from tests.editor.test_projects import write

pytestmark = pytest.mark.asyncio(loop_scope="module")

NEEDS = """---
level: needs
---
# Needs

### SN-001 Warn \U0001f6a2
The skipper needs to learn of water in the bilge within 30 s.
"""
REQUIREMENTS = """---
level: requirements
---
# Requirements

### SYS-001 Start \U0001f6a2
When the \U0001f6a2\u2028 level exceeds 5 cm, the pump controller shall start the pump within 2 s.
- Verification: test
- Traces to: SN-001

### SYS-002 Stop
When the level is 0 cm, the pump controller shall stop the pump within 2 s.
- Traces to: SN-001, SYS-003

### SYS-003 Round
When the level is 0 cm, the display shall show “dry” within 2 s.
- Traces to: SYS-002
"""
TESTS = """---
level: tests
---
# Tests

### TST-001 Starts
Raise the water to 6 cm.
- Expected: the pump runs after 2 s.
- Verifies: SYS-001
"""
CODE = """class Pump:
    def start(self):
        \"\"\"\U0001f6a2 Implements: SYS-001\"\"\"
"""


def workspace(root: Path) -> Path:
    write(root / "Needs.md", NEEDS)
    write(root / "Requirements.md", REQUIREMENTS)
    write(root / "Tests.md", TESTS)
    write(root / "src" / "pump.py", CODE)
    write(root / "src" / "all.py", "# Implements: SYS-001\n\nX = 1\n")
    return root


@pytest_asyncio.fixture(params=sorted(KINDS), loop_scope="module")
async def editor(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Editor]:
    editor = await start(request.param, workspace(tmp_path / "workspace"))
    for name in ("Needs.md", "Tests.md", "src/pump.py", "src/all.py"):
        editor.texts[editor.uri(name)] = (editor.root / name).read_text(encoding="utf-8")
    yield editor
    await editor.client.shutdown_session()


async def until(ask: Callable[[], Any], holds: Callable[[Any], bool]) -> Any:
    """The answer that comes once the workspace has been read so far."""
    answer = None
    for _ in range(400):
        answer = await ask()
        if holds(answer):
            return answer
        await asyncio.sleep(0.05)
    raise AssertionError(f"never came; last was {answer}")


def places(editor: Editor, found: Any) -> list[str]:
    return sorted(f"{Path(each.uri).name}: {editor.words(each.uri, each.range)}" for each in found or ())


async def implementation(editor: Editor, uri: str, words: str) -> list[str]:
    at = types.ImplementationParams(types.TextDocumentIdentifier(uri), editor.at(uri, words))
    return places(editor, await editor.client.text_document_implementation_async(at))


async def prepared(editor: Editor, uri: str, words: str) -> list[types.CallHierarchyItem]:
    at = types.CallHierarchyPrepareParams(types.TextDocumentIdentifier(uri), editor.at(uri, words))
    return list(await editor.client.text_document_prepare_call_hierarchy_async(at) or ())


async def incoming(editor: Editor, item: types.CallHierarchyItem) -> list[types.CallHierarchyIncomingCall]:
    return list(await editor.client.call_hierarchy_incoming_calls_async(types.CallHierarchyIncomingCallsParams(item)) or ())


async def outgoing(editor: Editor, item: types.CallHierarchyItem) -> list[types.CallHierarchyOutgoingCall]:
    return list(await editor.client.call_hierarchy_outgoing_calls_async(types.CallHierarchyOutgoingCallsParams(item)) or ())


REALISED = ["Tests.md: TST-001", "all.py: SYS-001", "pump.py: start"]


async def test_the_implementation_is_the_code_and_the_tests(editor: Editor) -> None:
    uri = editor.open("Requirements.md")
    await until(lambda: implementation(editor, uri, "SYS-001"), lambda found: found == REALISED)
    assert await implementation(editor, uri, "pump controller") == REALISED
    assert await implementation(editor, uri, "SYS-002") == []
    tests = editor.open("Tests.md")
    assert await implementation(editor, tests, "SYS-001") == REALISED


async def test_calls_come_from_below_and_go_above(editor: Editor) -> None:
    uri = editor.open("Requirements.md")
    await until(lambda: implementation(editor, uri, "SYS-001"), lambda found: found == REALISED)
    (item,) = await prepared(editor, uri, "within 2 s")
    assert (item.name, item.detail, item.kind) == ("SYS-001", "Start \U0001f6a2", types.SymbolKind.Class)
    assert editor.words(uri, item.selection_range) == "SYS-001"
    assert editor.words(uri, item.range).startswith("### SYS-001")

    calls = {each.from_.name: each for each in await incoming(editor, item)}
    assert sorted(calls) == ["TST-001", "code:src/all.py", "code:src/pump.py::Pump.start"]
    for call in calls.values():
        assert [editor.words(call.from_.uri, place) for place in call.from_ranges] == ["SYS-001"]
    assert calls["code:src/pump.py::Pump.start"].from_.kind is types.SymbolKind.Function

    (above,) = await outgoing(editor, item)
    assert (above.to.name, above.to.uri) == ("SN-001", editor.uri("Needs.md"))
    assert [editor.words(uri, place) for place in above.from_ranges] == ["SN-001"]
    assert await outgoing(editor, above.to) == []
    assert sorted(each.from_.name for each in await incoming(editor, above.to)) == ["SYS-001", "SYS-002"]


async def test_a_cycle_is_walked_a_step_at_a_time(editor: Editor) -> None:
    uri = editor.open("Requirements.md")
    (item,) = await until(lambda: prepared(editor, uri, "SYS-003"), lambda found: len(found) == 1)
    for name in ("SYS-002", "SYS-003", "SYS-002"):
        (call,) = [each for each in await outgoing(editor, item) if each.to.name.startswith("SYS")]
        item = call.to
        assert item.name == name


async def test_an_item_is_found_where_it_stands_now_and_not_where_it_was(editor: Editor) -> None:
    uri = editor.open("Requirements.md")
    await until(lambda: implementation(editor, uri, "SYS-001"), lambda found: found == REALISED)
    (item,) = await prepared(editor, uri, "SYS-001")
    editor.type(uri, "# Requirements", "# Requirements\n\nOf the pump.")
    (above,) = await outgoing(editor, item)
    assert [editor.words(uri, place) for place in above.from_ranges] == ["SN-001"]
    editor.type(uri, "### SYS-001", "### SYS-009")
    assert await incoming(editor, item) == []


async def test_what_the_client_cannot_use_is_not_offered(tmp_path: Path) -> None:
    def without(capabilities: types.ClientCapabilities) -> None:
        assert capabilities.text_document is not None
        capabilities.text_document.implementation = None
        capabilities.text_document.call_hierarchy = None

    editor = await start("push-utf16", workspace(tmp_path / "workspace"), change=without)
    assert editor.capabilities.implementation_provider is None
    assert editor.capabilities.call_hierarchy_provider is None
    await editor.client.shutdown_session()
