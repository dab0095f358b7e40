"""The chain and its gate in an editor: what blocks, the tree of the chain, the slice around an artifact."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from lsprotocol import types

from shallcheck.model.briefs import BRIEFS, Brief, Told
from shallcheck.project.brief_file import written
from tests.editor.conftest import Editor, start
from tests.editor.test_beside import counted, lensed, modern
from tests.editor.test_projects import watched, write
from tests.editor.test_walk import CODE, TESTS, until
from tests.editor.test_workspaces import change_folders, second_folder

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


CHANGES: list[Any] = []
"""What the server has told of the gate, in order."""


def follows(capabilities: types.ClientCapabilities) -> None:
    """A client that shows the gate and the chain."""
    modern(capabilities)
    capabilities.experimental = {"commands": {"commands": ["shallcheck.showGate"]}, "chainChanged": True}


def watch(editor: Editor) -> None:
    counted(editor)

    @editor.client.feature("shallcheck/chainChanged")  # type: ignore[untyped-decorator]  # pytest-lsp has no types for it
    def changed(params: Any) -> None:
        CHANGES.append((params.open, params.blockers))


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
    editor = await start("push-utf16", root, change=follows)
    watch(editor)
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


async def test_a_hand_off_brief_that_is_old_is_told_beside_what_blocks(editor: Editor) -> None:
    told = {"SN-001": Told("The skipper needs to learn of water in the bilge within 60 s.", True)}
    record = editor.root / BRIEFS
    watched(editor, write(record, written({"SN-001": Brief("SN-001", "0" * 16, "2026-05-01", told=told)})))
    needs = {"uri": editor.uri("Needs.md")}
    old = await until(lambda: asked(editor, "shallcheck.gate", needs), lambda found: bool(found["findings"]))
    assert (old["open"], old["blockers"]) == (True, 0)
    assert old["text"] == "Gate: open, work may go on from stakeholder needs; 1 hand-off brief is old."
    (finding,) = old["findings"]
    assert (finding["rule"], finding["severity"], finding["artifact"]) == ("GAT005", "warning", "SN-001")
    assert finding["location"]["uri"] == needs["uri"]
    record.unlink()
    watched(editor, record, type=types.FileChangeType.Deleted)
    await until(lambda: asked(editor, "shallcheck.gate", needs), lambda found: not found["findings"])


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
    assert (rows[0]["uri"], rows[0]["path"]) == (uri, "Requirements.md")
    by_name = await asked(editor, "shallcheck.slice", {"artifact": "SN-002"})
    assert [(each["id"], each["lacks"]) for each in by_name["artifacts"]] == [("SN-002", ["hangs nowhere", "nothing below"])]


async def gate_lens(editor: Editor, uri: str) -> tuple[str, str, list[Any]]:
    first = (await lensed(editor, uri))[0]
    assert first.range == types.Range(types.Position(0, 0), types.Position(0, 0))
    command = (await editor.client.code_lens_resolve_async(first)).command
    assert command is not None
    return command.title, command.command, list(command.arguments or ())


async def test_a_lens_at_the_top_tells_the_gate_and_a_change_is_told_once(editor: Editor) -> None:
    uri = editor.open("Requirements.md")
    lens = await until(lambda: gate_lens(editor, uri), lambda found: "closed" in found[0])
    assert lens == ("Gate: closed, 1 finding blocks system requirements", "shallcheck.showGate", [{"uri": uri}])
    await until(told, lambda found: found[-1:] == [(False, 2)])
    before = len(CHANGES)
    editor.type(uri, "SN-009", "SN-002")
    await until(told, lambda found: found[-1:] == [(True, 0)])
    assert (await gate_lens(editor, uri))[0] == "Gate: open, work may go on from system requirements"
    editor.type(uri, "SN-002", "SN-009")
    await until(told, lambda found: found[-1:] == [(False, 2)])
    assert len(CHANGES) <= before + 4, "each change is told once it is judged, and once before at most"


async def told() -> list[Any]:
    return CHANGES


NONSENSE: list[Any] = [
    None, 7, "x", [], {}, {"uri": None}, {"uri": 7}, {"uri": "x"}, {"uri": ""}, {"uri": "file:///nowhere/else.md"},
    {"uri": "http://[::1"}, {"uri": "untitled:Untitled-1", "position": {"line": 0, "character": 0}}, {"uri": "file:///a%00b.md"},
    {"node": 7}, {"node": ""}, {"node": "x"}, {"node": "[]"}, {"node": "[" * 100_000}, {"node": '["a", "b", "c", "d", "e"]'},
    {"node": "[1, 2, 3, 4]"}, {"artifact": 7}, {"artifact": "SYS-999"}, {"artifact": ["SYS-001"]},
    {"offset": -1}, {"offset": "x"},
]  # fmt: skip
PLACES: list[Any] = [
    None, 3, [], {}, {"line": 0}, {"line": -1, "character": 0}, {"line": "x", "character": 0}, {"line": True, "character": 0},
    {"line": 10**12, "character": 0}, {"line": 0.5, "character": 0},
]  # fmt: skip


async def test_what_makes_no_sense_is_answered_with_nothing(editor: Editor) -> None:
    uri = editor.open("Requirements.md")
    for command in ("shallcheck.gate", "shallcheck.chain", "shallcheck.slice"):
        await asked(editor, command)
        for argument in (*NONSENSE, *({"uri": uri, "position": each} for each in PLACES)):
            found = await asked(editor, command, argument, 5)
            assert isinstance(found, dict), argument
            if command == "shallcheck.slice":
                assert (found["artifacts"], found["centre"]) == ([], None), argument
            elif command == "shallcheck.gate":
                assert not found["open"], argument
            elif isinstance(argument, dict) and "uri" in argument and argument["uri"] is not None:
                assert found == {"way": []}, argument


async def test_a_node_that_is_gone_has_nothing_below_it(editor: Editor) -> None:
    found = await asked(editor, "shallcheck.chain", {})
    level = next(each["id"] for each in found["nodes"] if each["label"] == "System requirements")
    first = next(iter((await nodes(editor, level)).values()))["id"]
    for stale in (first.replace("SYS-001", "SYS-009"), level.replace("requirements", "nothing"), level.replace("default", "x")):
        assert (await asked(editor, "shallcheck.chain", {"node": stale}))["nodes"] == []
    assert await asked(editor, "shallcheck.chain", {"node": level, "offset": 5}) == {"nodes": [], "more": 0, "offset": 5}
    assert await asked(editor, "shallcheck.chain", {"node": level, "offset": 1}) | {"nodes": []} == {
        "nodes": [], "more": 0, "offset": 1,
    }  # fmt: skip


async def test_each_folder_has_a_chain_of_its_own(editor: Editor) -> None:
    folder = second_folder(editor)
    change_folders(editor, [folder], [])
    found = await until(lambda: asked(editor, "shallcheck.chain", {}), lambda found: len(found["nodes"]) == 6)
    assert [(each["label"], each["description"]) for each in found["nodes"][3:]] == [
        ("Test plan", "workspace · 1 artifact"),
        ("Stakeholder needs", "second · 1 artifact"),
        ("System requirements", "second · 2 artifacts"),
    ]
    uri = editor.open("../second/System_Requirements.md")
    way = (await asked(editor, "shallcheck.chain", place(editor, uri, "SYS-002")))["way"]
    assert [(each["label"], each["at"]) for each in way] == [("System requirements", 5), ("SYS-002", 1)]
    (need,) = (await nodes(editor, found["nodes"][4]["id"])).values()
    assert [*await nodes(editor, need["id"])] == ["SYS-001", "SYS-002"]
    around = await asked(editor, "shallcheck.slice", place(editor, uri, "SYS-002"))
    assert [each["path"] for each in around["artifacts"]] == ["System_Requirements.md", "Stakeholder_Needs.md"]
    whole = await asked(editor, "shallcheck.gate", {})
    assert {"GAT001"} <= {each["rule"] for each in whole["findings"]}, "the other folder lacks levels"
    change_folders(editor, [], [folder])
    found = await until(lambda: asked(editor, "shallcheck.chain", {}), lambda found: len(found["nodes"]) == 5)
    assert found["nodes"][4]["description"] == "in no folder · 2 artifacts", "the document that is still open"
    assert (await asked(editor, "shallcheck.chain", {"node": need["id"]}))["nodes"] == []
