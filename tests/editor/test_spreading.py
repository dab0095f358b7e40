"""Quick fixes that reach into other documents: one edit that the person can undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from tests.editor.applying import texts_after
from tests.editor.conftest import start

pytestmark = pytest.mark.asyncio(loop_scope="module")

FILES = {
    "System_Requirements.md": "- **SYS-001**: When the TCU asks, the pump shall hold the set point for 5 s.\n",
    "Pump_Requirements.md": "- **PMP-001**: The pump shall keep each set point.\n",
    "Glossary.md": "# Glossary\n\n- **Setpoint**: the pressure that is wanted\n",
}


async def test_a_name_is_written_everywhere_and_a_term_goes_into_the_glossary(tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    root.mkdir()
    for name, text in FILES.items():
        (root / name).write_text(text, encoding="utf-8")
    editor = await start("pull-utf8", root)
    uri = editor.open("System_Requirements.md")
    await editor.diagnostics(uri, lambda found: {"CON004", "AMB010"} <= {each.code for each in found})
    everything = types.Range(types.Position(0, 0), types.Position(1, 0))
    edits = {action.title: action.edit for action in await editor.actions(uri, everything) if action.edit}
    spread = edits["Write Setpoint for set point everywhere (2 places in 2 documents)"]
    assert texts_after(editor, spread) == {
        name: FILES[name].replace("set point", "setpoint") for name in ("System_Requirements.md", "Pump_Requirements.md")
    }
    term = edits["Add TCU to the glossary (Glossary.md)"]
    assert texts_after(editor, term) == {"Glossary.md": FILES["Glossary.md"] + "- **TCU**: \\<meaning>\n"}
    await editor.client.shutdown_session()
