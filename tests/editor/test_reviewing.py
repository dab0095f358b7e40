"""Suspect links in an editor: told when the meaning changes, shown with what changed, and marked as reviewed where they stand."""

from __future__ import annotations

import ast
import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from lsprotocol import types

from shallcheck.project.review_file import FILE
from tests.commands.running import shallcheck
from tests.editor.conftest import KINDS, Editor, start

pytestmark = pytest.mark.asyncio(loop_scope="module")

NEEDS = "# Needs\n\n### SN-001 Warn 🚰\nThe skipper needs to learn of water within 2 min.\n"
NEEDS += "\n### SN-002 Rest\nThe skipper needs rest.\n"
REQUIREMENTS = """# Requirements

### SYS-001 Alarm 🚰
When the bilge fills, the controller shall sound the alarm within 2 s.
- Traces to: SN-001, SN-002

### SYS-002 Lamp
The controller shall switch the lamp on within 2 s of each alarm.
- Traces to: SN-001
"""
ANN, BO = "Ann Lee <ann@example.org>", "Bo <bo@example.org>"


def write(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest_asyncio.fixture(params=sorted(KINDS), loop_scope="module")
async def each(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Editor]:
    """A workspace that was recorded by Ann, where Bo works, in each kind of editor."""
    editor = await recorded(tmp_path / "workspace", request.param)
    yield editor
    await editor.client.shutdown_session()


@pytest_asyncio.fixture(loop_scope="module")
async def editor(tmp_path: Path) -> AsyncIterator[Editor]:
    """The same in one."""
    editor = await recorded(tmp_path / "workspace", "push-utf16")
    yield editor
    await editor.client.shutdown_session()


async def recorded(root: Path, kind: str) -> Editor:
    write(root, "Stakeholder_Needs.md", NEEDS)
    write(root, "System_Requirements.md", REQUIREMENTS)
    write(root, ".git/config", "[user]\n\tname = Bo\n\temail = bo@example.org\n")
    assert shallcheck("baseline", "--by", ANN, cwd=root).code == 0
    return await start(kind, root)


def suspect(rows: list[types.Diagnostic]) -> list[types.Diagnostic]:
    return [row for row in rows if row.code == "TRC007"]


async def changed(editor: Editor, *also: str, count: int = 2) -> tuple[str, list[types.Diagnostic]]:
    """The requirements, and their suspect links once a need has been changed in the editor."""
    needs, requirements = editor.open("Stakeholder_Needs.md"), editor.open("System_Requirements.md")
    for old, new in (("2 min", "5 min"), *zip(also[::2], also[1::2], strict=True)):
        editor.type(needs, old, new)
    rows = await editor.diagnostics(requirements, lambda rows: len(suspect(rows)) == count)
    return requirements, suspect(rows)


async def actions(editor: Editor, uri: str, row: types.Diagnostic) -> dict[str, Any]:
    """The actions that mark links as reviewed. lsprotocol's client takes each for a bare command, and its command for text."""
    asked = types.CodeActionParams(types.TextDocumentIdentifier(uri), row.range, types.CodeActionContext([]))
    found = await editor.client.text_document_code_action_async(asked)
    return {each.title: each for each in found or () if "reviewed" in each.title}


async def run(editor: Editor, action: Any) -> None:
    told = ast.literal_eval(action.command)
    await editor.client.workspace_execute_command_async(types.ExecuteCommandParams(told["command"], told["arguments"]))


def links(editor: Editor) -> dict[str, str]:
    """By source and target, who reviewed."""
    rows = [line.split("\t") for line in (editor.root / FILE).read_text("utf-8").splitlines() if line.startswith("link")]
    return {f"{row[1]} {row[3]}": row[6] for row in rows}


async def test_a_change_is_told_word_by_word_where_the_link_stands(each: Editor) -> None:
    uri, rows = await changed(each)

    assert [each.words(uri, row.range) for row in rows] == ["SN-001", "SN-001"]
    assert "“2 min” is now “5 min” (number)" in rows[0].message
    assert "on " in rows[0].message and "by Ann Lee" in rows[0].message


async def test_the_hover_shows_what_went_and_came_and_who_reviewed(each: Editor) -> None:
    uri, rows = await changed(each)
    hover = await each.client.text_document_hover_async(types.HoverParams(types.TextDocumentIdentifier(uri), rows[0].range.start))
    assert hover is not None and isinstance(hover.contents, types.MarkupContent)
    text = hover.contents.value
    assert "The skipper needs to learn of water within ~~2~~ **5** min." in text
    assert "“2 min” is now “5 min” (number)" in text
    assert "by Ann Lee" in text


async def test_one_link_is_marked_as_reviewed(editor: Editor) -> None:
    uri, rows = await changed(editor)
    offered = await actions(editor, uri, rows[0])
    assert sorted(offered) == ["Mark all 2 suspect links to SN-001 as reviewed", "Mark this link to SN-001 as reviewed"]
    await run(editor, offered["Mark this link to SN-001 as reviewed"])

    left = suspect(await editor.diagnostics(uri, lambda rows: len(suspect(rows)) == 1))
    assert left[0].range.start.line > rows[0].range.start.line
    assert links(editor) == {"SYS-001 SN-001": BO, "SYS-001 SN-002": ANN, "SYS-002 SN-001": ANN}


async def test_all_links_of_an_artifact_or_to_one_are_marked(editor: Editor) -> None:
    uri, rows = await changed(editor, "needs rest", "needs no rest", count=3)
    offered = await actions(editor, uri, rows[0])
    await run(editor, offered["Mark all 2 suspect links of SYS-001 as reviewed"])
    left = suspect(await editor.diagnostics(uri, lambda rows: len(suspect(rows)) == 1))
    await run(editor, (await actions(editor, uri, left[0]))["Mark this link to SN-001 as reviewed"])
    await editor.diagnostics(uri, lambda rows: not suspect(rows))

    assert set(links(editor).values()) == {BO}


async def test_an_action_that_was_decided_on_older_words_is_refused(editor: Editor) -> None:
    uri, rows = await changed(editor)
    offered = await actions(editor, uri, rows[0])
    editor.type(editor.uri("Stakeholder_Needs.md"), "5 min", "9 min")
    before = (editor.root / FILE).read_text("utf-8")
    await run(editor, offered["Mark this link to SN-001 as reviewed"])

    assert (editor.root / FILE).read_text("utf-8") == before
    await editor.diagnostics(uri, lambda rows: any("“2 min” is now “9 min”" in row.message for row in suspect(rows)))


async def test_a_file_that_is_recorded_anew_is_followed(editor: Editor) -> None:
    uri, _ = await changed(editor)
    (editor.root / FILE).unlink()
    event = types.FileEvent((editor.root / FILE).as_uri(), types.FileChangeType.Deleted)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))

    await editor.diagnostics(uri, lambda rows: not suspect(rows))


async def test_a_damaged_line_is_told_in_the_file_and_not_written_over(editor: Editor) -> None:
    uri, rows = await changed(editor)
    offered = await actions(editor, uri, rows[0])
    damaged = (editor.root / FILE).read_text("utf-8") + ">>>>>>> theirs\n"
    write(editor.root, FILE, damaged)
    event = types.FileEvent((editor.root / FILE).as_uri(), types.FileChangeType.Changed)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    record = editor.uri(FILE)
    told = await editor.diagnostics(record, lambda rows: len(rows) == 1)
    assert "merge conflict" in told[0].message
    await run(editor, offered["Mark this link to SN-001 as reviewed"])

    assert (editor.root / FILE).read_text("utf-8") == damaged


async def test_nobody_reviews_their_own_words_where_the_project_says_so(tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    write(root, "Stakeholder_Needs.md", NEEDS)
    write(root, "System_Requirements.md", REQUIREMENTS)
    write(root, "shallcheck.toml", "independent-review = true\n")
    write(root, ".git/config", "[user]\n\tname = Bo\n\temail = bo@example.org\n")
    shallcheck("baseline", "--by", ANN, cwd=root)
    write(root, "Stakeholder_Needs.md", NEEDS.replace("2 min", "5 min"))
    shallcheck("baseline", "--by", BO, cwd=root)
    editor = await start("push-utf16", root)
    uri = editor.open("System_Requirements.md")
    rows = suspect(await editor.diagnostics(uri, lambda rows: len(suspect(rows)) == 2))
    before = (root / FILE).read_text("utf-8")
    await run(editor, (await actions(editor, uri, rows[0]))["Mark this link to SN-001 as reviewed"])

    assert (root / FILE).read_text("utf-8") == before
    await asyncio.sleep(0.1)
    assert any("wants another to review" in each.message for each in editor.client.messages)
    await editor.client.shutdown_session()


async def test_what_makes_no_sense_marks_nothing(editor: Editor) -> None:
    uri, rows = await changed(editor)
    before = (editor.root / FILE).read_text("utf-8")
    action = (await actions(editor, uri, rows[0]))["Mark this link to SN-001 as reviewed"]
    (link,) = ast.literal_eval(action.command)["arguments"][0]["links"]
    nonsense: list[Any] = [
        None,
        5,
        "x",
        [None],
        [{}],
        [link | {"source": ["SYS-001"]}],
        [link | {"now": None}],
        [link | {"target": "SN-9"}],
    ]
    for links in nonsense:
        for asked in ((), (None,), ({"uri": 5, "links": links},), ({"uri": uri, "links": links, "why": 5},)):
            params = types.ExecuteCommandParams("shallcheck.review", list(asked))
            told: Any = await editor.client.workspace_execute_command_async(params)
            assert told["reviewed"] == 0

    assert (editor.root / FILE).read_text("utf-8") == before
