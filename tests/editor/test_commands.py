"""What a client can have run by name: explain, follow the trace, draft, read the workspace again."""

from __future__ import annotations

import json
from typing import Any

from lsprotocol import types

from shallcheck.reports.rule_page import rule_markdown
from shallcheck.rules.registry import all_rules
from tests.editor.conftest import Editor


def codes(found: list[types.Diagnostic]) -> set[str]:
    return {str(each.code) for each in found}


async def run(editor: Editor, command: str, uri: str, words: str, **said: str) -> Any:
    """Run a command at some words, with arguments as they come over the wire."""
    place = editor.at(uri, words)
    argument = {"uri": uri, "position": {"line": place.line, "character": place.character}, **said}
    return await editor.client.workspace_execute_command_async(types.ExecuteCommandParams(command, [argument]))


def field(value: Any, name: str) -> Any:
    return value[name] if isinstance(value, dict) else getattr(value, name)


async def whole(editor: Editor) -> str:
    uri = editor.open("System_Requirements.md")
    await editor.diagnostics(uri, lambda rows: {"AMB009", "TRC002", "SNG002"} <= codes(rows))
    return uri


async def test_a_requirement_is_explained_by_the_seven_tests(editor: Editor) -> None:
    uri = await whole(editor)
    told = await run(editor, "shallcheck.explain", uri, "immediately")
    page = field(told, "markdown")
    assert field(told, "title").startswith("SYS-001")
    for part in ("## Do this first", "## What was understood", "## The seven tests", "**Unambiguous** | ✗ **AMB009**"):
        assert part in page
    assert "| obliges by | “shall” |" in page
    assert "| links to | SN-001 |" in page


async def test_where_there_is_no_requirement_nothing_is_explained(editor: Editor) -> None:
    uri = editor.open("notes.md", "# Notes\n\nNothing here obliges anybody.\n")
    assert await run(editor, "shallcheck.explain", uri, "Nothing") is None
    assert await run(editor, "shallcheck.trace", uri, "Nothing", direction="parent") is None
    assert await run(editor, "shallcheck.draft", uri, "Nothing", who="pump", what="stop") is None


async def test_a_rules_page_is_shown_without_a_network(editor: Editor) -> None:
    async def asked(code: str) -> Any:
        parameters = types.ExecuteCommandParams("shallcheck.rule", [{"rule": code}])
        return await editor.client.workspace_execute_command_async(parameters)

    page = await asked("AMB002")
    assert (field(page, "title"), field(page, "markdown")) == ("AMB002 escape-clause", rule_markdown(all_rules()["AMB002"]))
    assert await asked("AMB999") is None


async def test_the_trace_is_walked_up_and_down(editor: Editor) -> None:
    uri = await whole(editor)
    up = await run(editor, "shallcheck.trace", uri, "immediately", direction="parent")
    (target,) = field(up, "targets")
    assert (field(up, "identifier"), field(target, "identifier")) == ("SYS-001", "SN-001")
    needs = editor.open("Stakeholder_Needs.md")
    assert field(target, "uri") == needs
    down = await run(editor, "shallcheck.trace", needs, "skipper", direction="child")
    assert [field(each, "identifier") for each in field(down, "targets")] == ["SYS-001"]
    tests = await run(editor, "shallcheck.trace", needs, "skipper", direction="test")
    assert list(field(tests, "targets")) == []


async def test_a_draft_is_written_with_the_next_identifier_and_a_place_for_the_cursor(editor: Editor) -> None:
    uri = await whole(editor)
    said = {"who": "pump", "condition": "when", "when": "🚰 runs", "what": "stop", "howWell": "", "verification": "test"}
    made = await run(editor, "shallcheck.draft", uri, "immediately", **said)
    assert field(made, "identifier") == "SYS-003"
    edit = editor.client.protocol._converter.structure(plain(field(made, "edit")), types.WorkspaceEdit)
    editor.apply(uri, types.CodeAction("draft", edit=edit))
    assert "When 🚰 runs, the pump shall stop \\<measure>.\n" in editor.texts[uri]
    measure = editor.at(uri, "<measure>", 0)
    assert (field(field(made, "at"), "line"), field(field(made, "at"), "character")) == (measure.line, measure.character)
    await editor.diagnostics(uri, lambda rows: "FRM008" in codes(rows))


async def test_check_reads_what_nobody_said_had_changed(editor: Editor) -> None:
    uri = await whole(editor)
    (editor.root / "docs").mkdir()
    (editor.root / "docs" / "Stakeholder_Needs.md").write_text(
        "# Needs\n\n### SN-01 More\nThe skipper needs tea.\n\n### SN-02 More\nThe skipper needs cups.\n"
    )
    await editor.client.workspace_execute_command_async(types.ExecuteCommandParams("shallcheck.check", []))
    symbols = await editor.client.workspace_symbol_async(types.WorkspaceSymbolParams("sn-02"))
    assert [each.name for each in symbols or ()] == ["SN-02 More"]
    assert uri


def plain(value: Any) -> Any:
    """What pygls made named tuples of, as plain objects again."""
    return json.loads(json.dumps(value, default=lambda each: each._asdict() if hasattr(each, "_asdict") else str(each)))
