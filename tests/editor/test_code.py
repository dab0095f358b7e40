"""Source code in an editor: its markers are links like any other, and its files are scanned aside."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types

from tests.editor.conftest import Editor, start
from tests.editor.test_projects import change_folders, watched, write

pytestmark = pytest.mark.asyncio(loop_scope="module")

REQUIREMENTS = "---\nlevel: requirements\n---\n# R\n\n- **SYS-001**: The pump shall stop within 2 s.\n"
CODE = "class Pump:\n    def stop(self):\n        # Implements: SYS-001\n        pass\n"


async def references(editor: Editor, uri: str) -> list[str]:
    """The places that name SYS-001, as file and line."""
    context = types.ReferenceContext(include_declaration=False)
    place = editor.at(uri, "SYS-001")
    found = await editor.client.text_document_references_async(
        types.ReferenceParams(context, types.TextDocumentIdentifier(uri), place)
    )
    return sorted(f"{Path(each.uri).name}:{each.range.start.line}" for each in found or ())


async def until(editor: Editor, uri: str, *expected: str) -> None:
    found: list[str] = []
    for _ in range(400):
        found = await references(editor, uri)
        if found == sorted(expected):
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"never {expected}; last were {found}")


@pytest_asyncio.fixture(loop_scope="module")
async def editor(tmp_path: Path) -> AsyncIterator[Editor]:
    root = tmp_path / "workspace"
    write(root / "System_Requirements.md", REQUIREMENTS)
    write(root / "src" / "pump.py", CODE)
    write(root / "src" / "pump.test.ts", 'it("stops", () => {\n  // Verifies: SYS-001\n});\n')
    write(root / "node_modules" / "m" / "x.js", "// Implements: SYS-001\n")
    write(root / "built" / "x.js", "// Implements: SYS-001\n")
    write(root / ".gitignore", "built/\n")
    editor = await start("push-utf16", root)
    yield editor
    await editor.client.shutdown_session()


async def test_code_is_linked_followed_and_forgotten(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md")
    await until(editor, uri, "pump.py:2", "pump.test.ts:1")

    hover = await editor.client.text_document_hover_async(
        types.HoverParams(types.TextDocumentIdentifier(uri), editor.at(uri, "SYS-001"))
    )
    assert hover is not None
    assert "`code:src/pump.py::Pump.stop`" in str(hover.contents)
    assert "`code:src/pump.test.ts::stops`" in str(hover.contents)

    path = write(editor.root / "src" / "pump.py", "# A line more.\n" + CODE)
    watched(editor, path)
    await until(editor, uri, "pump.py:3", "pump.test.ts:1")

    more = write(editor.root / "src" / "more.go", "package a\n// Implements: SYS-001\nfunc more() {\n}\n")
    watched(editor, more, type=types.FileChangeType.Created)
    await until(editor, uri, "more.go:1", "pump.py:3", "pump.test.ts:1")

    more.unlink()
    watched(editor, more, type=types.FileChangeType.Deleted)
    await until(editor, uri, "pump.py:3", "pump.test.ts:1")

    ignored = write(editor.root / ".gitignore", "built/\n*.ts\n")
    watched(editor, ignored)
    await until(editor, uri, "pump.py:3")


async def test_from_code_the_definition_is_the_requirement_also_while_it_is_typed(editor: Editor) -> None:
    await until(editor, editor.open("System_Requirements.md"), "pump.py:2", "pump.test.ts:1")
    uri = editor.open("src/pump.py")
    editor.type(uri, "class", "# a line before\nclass")
    for _ in range(200):
        found = await editor.client.text_document_definition_async(
            types.DefinitionParams(types.TextDocumentIdentifier(uri), editor.at(uri, "SYS-001"))
        )
        if found:
            break
        await asyncio.sleep(0.05)
    assert isinstance(found, list)
    assert [(Path(each.uri).name, each.range.start.line) for each in found if isinstance(each, types.Location)] == [
        ("System_Requirements.md", 5)
    ]


async def test_a_folder_that_goes_takes_its_code_with_it(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md")
    other = editor.root.parent / "other"
    write(other / "lib.rs", "// Implements: SYS-001\nfn f() {}\n")
    change_folders(editor, [other], [])
    await until(editor, uri, "lib.rs:0", "pump.py:2", "pump.test.ts:1")
    change_folders(editor, [], [other])
    await until(editor, uri, "pump.py:2", "pump.test.ts:1")


async def test_a_marker_that_names_nothing_is_told_where_it_stands_and_goes_when_it_is_mended(editor: Editor) -> None:
    await until(editor, editor.open("System_Requirements.md"), "pump.py:2", "pump.test.ts:1")
    path = write(editor.root / "src" / "pump.py", CODE.replace("SYS-001", "SYS-1"))
    watched(editor, path)
    await shown(editor, path.as_uri(), "TRC010")

    uri = editor.open("src/pump.py")
    await shown(editor, uri, "TRC010")
    found = editor.client.diagnostics[uri][0]
    assert (found.range.start.line, found.severity) == (2, types.DiagnosticSeverity.Warning)
    actions = await editor.client.text_document_code_action_async(
        types.CodeActionParams(types.TextDocumentIdentifier(uri), found.range, types.CodeActionContext([found]))
    )
    titles = [each.title for each in actions or ()]
    assert titles == ["Name SYS-001", "Suppress TRC010 (unknown-marker) here, with a reason"]

    editor.type(uri, "SYS-1", "SYS-001")
    await shown(editor, uri)


async def test_a_marker_is_told_when_what_it_names_goes(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md")
    await until(editor, uri, "pump.py:2", "pump.test.ts:1")
    code = (editor.root / "src" / "pump.py").as_uri()
    assert not editor.client.diagnostics.get(code)
    editor.type(uri, "SYS-001", "SYS-002")
    await shown(editor, code, "TRC010")
    editor.type(uri, "SYS-002", "SYS-001")
    await shown(editor, code)


async def shown(editor: Editor, uri: str, *rules: str) -> None:
    """Wait until a file shows nothing but findings of these rules."""
    for _ in range(400):
        if [each.code for each in editor.client.diagnostics.get(uri, ())] == list(rules):
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"never {rules}; last were {editor.client.diagnostics.get(uri)}")


async def test_a_client_that_asks_gets_the_findings_of_code_that_is_not_open(tmp_path: Path) -> None:
    root = tmp_path / "pulled"
    write(root / "System_Requirements.md", REQUIREMENTS)
    code = write(root / "src" / "pump.py", CODE.replace("SYS-001", "SYS-404"))
    editor = await start("pull-utf8", root)
    for _ in range(400):
        report = await editor.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
        full = {each.uri: each for each in report.items if isinstance(each, types.WorkspaceFullDocumentDiagnosticReport)}
        if code.as_uri() in full:
            break
        await asyncio.sleep(0.05)
    assert [each.code for each in full[code.as_uri()].items] == ["TRC010"]
    await editor.client.shutdown_session()
