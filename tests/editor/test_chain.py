"""The chain and its gate in an editor: what blocks, the tree of the chain, the slice around an artifact."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from lsprotocol import types

from tests.editor.conftest import Editor, start
from tests.editor.test_beside import modern
from tests.editor.test_projects import write
from tests.editor.test_walk import CODE, TESTS, until

pytestmark = pytest.mark.asyncio(loop_scope="module")

NEEDS = """---
level: needs
---
# Needs

### SN-001 Warn
The skipper needs to learn of water in the bilge within 30 s.

### SN-002 Rest
The skipper needs to sleep for 6 h without an alarm that is false.
"""
REQUIREMENTS = """---
level: requirements
---
# Requirements

### SYS-001 Start \U0001f6a2
When the \U0001f6a2 level exceeds 5 cm, the pump controller shall start the pump within 2 s.
- Verification: test
- Traces to: SN-001

### SYS-002 Stop
When the level is 0 cm, the pump controller shall stop the pump within 2 s.
- Verification: test
- Traces to: SN-009
"""
INTENT = """---
level: intent
---
# Intent

- **INT-1**: The pump shall harm nobody.
"""
RESULTS = '<testsuite><testcase classname="a" name="TST-001 starts"/></testsuite>'


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def editor(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Editor]:
    root = tmp_path_factory.mktemp("chain") / "workspace"
    for name, text in {
        "shallcheck.toml": 'results = ["*.xml"]\n',
        "junit.xml": RESULTS,
        "Intent.md": INTENT,
        "Needs.md": NEEDS,
        "Requirements.md": REQUIREMENTS,
        "Tests.md": TESTS,
        "src/pump.py": CODE,
    }.items():
        write(root / name, text)
    editor = await start("push-utf16", root, change=modern)
    yield editor
    await editor.client.shutdown_session()


async def asked(editor: Editor, command: str, *arguments: Any) -> Any:
    return await editor.client.workspace_execute_command_async(types.ExecuteCommandParams(command, list(arguments)))


def place(editor: Editor, uri: str, words: str) -> dict[str, Any]:
    at = editor.at(uri, words)
    return {"uri": uri, "position": {"line": at.line, "character": at.character}}


async def nodes(editor: Editor, node: str) -> dict[str, Any]:
    found = await asked(editor, "shallcheck.chain", {"node": node})
    return {each["label"]: each for each in found["nodes"]}


async def test_the_gate_tells_what_blocks_and_where(editor: Editor) -> None:
    whole = await asked(editor, "shallcheck.gate", {})
    assert (whole["open"], whole["level"], whole["blockers"], whole["more"]) == (False, None, 2, 0)
    assert whole["text"] == "Gate: closed, 2 findings block."
    assert [each["rule"] for each in whole["findings"]] == ["GAT002", "TRC002"]
    uri = editor.open("Requirements.md")
    here = await asked(editor, "shallcheck.gate", {"uri": uri})
    assert (here["open"], here["level"], here["blockers"]) == (False, "requirements", 1)
    assert here["text"] == "Gate: closed, 1 finding blocks system requirements."
    (finding,) = here["findings"]
    assert (finding["rule"], finding["artifact"], finding["fix"]) == ("TRC002", "SYS-002", "Link to SN-002")
    assert words(editor, finding["location"]) == "SN-009"
    needs = {"uri": editor.uri("Needs.md")}
    above = await until(lambda: asked(editor, "shallcheck.gate", needs), lambda found: bool(found["open"]))
    assert (above["level"], above["text"]) == ("needs", "Gate: open, work may go on from stakeholder needs.")
    code = await asked(editor, "shallcheck.gate", {"uri": editor.uri("src/pump.py")})
    assert (code["open"], code["level"]) == (False, None)


def words(editor: Editor, location: dict[str, Any]) -> str:
    ends = (types.Position(**location["range"][name]) for name in ("start", "end"))
    return editor.words(location["uri"], types.Range(*ends))


async def test_the_chain_is_a_tree_that_is_opened_a_node_at_a_time(editor: Editor) -> None:
    found = await asked(editor, "shallcheck.chain", {})
    levels = {each["label"]: each for each in found["nodes"]}
    assert {label: (each["description"], each["state"]) for label, each in levels.items()} == {
        "System intent": ("1 artifact", "covered"),
        "Stakeholder needs": ("2 artifacts", "uncovered"),
        "System requirements": ("2 artifacts", "uncovered"),
        "Test plan": ("1 artifact", "covered"),
    }
    needs = await nodes(editor, levels["Stakeholder needs"]["id"])
    assert [(each["state"], each["children"]) for each in needs.values()] == [("uncovered", True), ("uncovered", False)]
    below = await nodes(editor, needs["SN-001"]["id"])
    (first,) = below.values()
    assert (first["label"], first["description"], first["kind"], first["state"]) == (
        "SYS-001", "Start \U0001f6a2", "artifact", "covered",
    )  # fmt: skip
    assert first["tooltip"].startswith("When the \U0001f6a2 level exceeds 5 cm")
    assert words(editor, first["location"]) == "SYS-001"
    last = await nodes(editor, first["id"])
    assert {each["label"]: (each["kind"], each["state"], each["children"]) for each in last.values()} == {
        "TST-001": ("test", "covered", False),
        "code:src/pump.py::Pump.start": ("code", "none", False),
    }


async def test_a_way_leads_from_the_top_to_the_cursor(editor: Editor) -> None:
    uri = editor.open("Requirements.md")
    found = await asked(editor, "shallcheck.chain", place(editor, uri, "the pump controller shall stop"))
    assert [(each["label"], each["at"]) for each in found["way"]] == [("System requirements", 2), ("SYS-002", 1)]
    code = editor.open("src/pump.py")
    found = await asked(editor, "shallcheck.chain", place(editor, code, "Implements"))
    assert [(each["label"], each["at"]) for each in found["way"]] == [
        ("System requirements", 2), ("SYS-001", 0), ("code:src/pump.py::Pump.start", 1),
    ]  # fmt: skip
    assert await asked(editor, "shallcheck.chain", place(editor, uri, "# Requirements")) == {"way": []}


async def test_a_slice_holds_what_stands_above_and_below(editor: Editor) -> None:
    uri = editor.open("Requirements.md")
    found = await asked(editor, "shallcheck.slice", place(editor, uri, "SYS-001"))
    rows = found["artifacts"]
    assert rows[found["centre"]]["id"] == "SYS-001"
    assert {each["id"] for each in rows} == {"SN-001", "SYS-001", "TST-001", "code:src/pump.py::Pump.start"}
    assert {(rows[upper]["id"], rows[lower]["id"], kind) for upper, lower, kind in found["links"]} == {
        ("SN-001", "SYS-001", "traces"),
        ("SYS-001", "TST-001", "verifies"),
        ("SYS-001", "code:src/pump.py::Pump.start", "satisfies"),
    }
    assert {each["level"] for each in rows} <= {each["name"] for each in found["levels"]}
    assert found["left_out"] == 0
    assert rows[0]["uri"] == uri
    by_name = await asked(editor, "shallcheck.slice", {"artifact": "SN-002"})
    assert [(each["id"], each["lacks"]) for each in by_name["artifacts"]] == [("SN-002", ["hangs nowhere", "nothing below"])]
