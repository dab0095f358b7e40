"""A file that declares something for documents: what it says is followed, open or not, and nothing outside the folder counts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types

from tests.editor.conftest import Editor, start
from tests.editor.test_projects import codes, until_known, watched, write

pytestmark = pytest.mark.asyncio(loop_scope="module")

GOALS = ".. goal:: Stop\n\n   The pump shall stop immediately.\n"
CONF = "needs_types = [{'directive': '%s', 'title': 'Requirement', 'prefix': 'G_'}]\n"


@pytest_asyncio.fixture(loop_scope="module")
async def editor(tmp_path: Path) -> AsyncIterator[Editor]:
    """A Sphinx project whose types are in no need of its documents yet, below a folder that declares them in vain."""
    write(tmp_path / "conf.py", CONF % "goal")
    root = tmp_path / "workspace"
    write(root / "docs" / "conf.py", CONF % "aim")
    write(root / "docs" / "deep" / "goals.rst", GOALS)
    write(root / "docs" / "aims.rst", GOALS.replace("goal", "aim"))
    editor = await start("push-utf16", root)
    await editor.diagnostics(editor.uri("docs/aims.rst"), lambda rows: "AMB009" in codes(rows))
    yield editor
    await editor.client.shutdown_session()


async def test_a_changed_companion_reads_the_documents_below_it_again(editor: Editor) -> None:
    conf = editor.root / "docs" / "conf.py"
    opened = editor.open("docs/deep/goals.rst")
    assert len(await editor.client.workspace_symbol_async(types.WorkspaceSymbolParams("")) or ()) == 1
    write(conf, CONF % "goal")
    watched(editor, conf)
    await editor.diagnostics(opened, lambda rows: "AMB009" in codes(rows))
    await editor.diagnostics(editor.uri("docs/aims.rst"), lambda rows: not rows)
    editor.type(opened, "immediately", "within 2 s")
    await editor.diagnostics(opened, lambda rows: "AMB009" not in codes(rows))
    conf.unlink()
    watched(editor, conf, type=types.FileChangeType.Deleted)
    await until_known(editor)
