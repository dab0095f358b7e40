"""Sections, artifacts, front matter, comments and fenced blocks fold, by whole lines; an edit moves them."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from tests.editor.conftest import Editor, start

pytestmark = pytest.mark.asyncio(loop_scope="module")

TEXT = """---
level: requirements
---
# Pumps

Some words.

```text
# No heading
```

<!-- shallcheck-disable AMB001: because
     it is so -->
- **SYS-001**: The pump shall stop within 5 s.
  - Rationale: it is wet
  - Verification: Test
- **SYS-002**: The pump shall start within 5 s.

## Horns

- **SYS-003**: The horn shall sound within 5 s.
"""
FOLDS = [(0, 2, None), (3, 20, None), (7, 9, None), (11, 12, "comment"), (13, 15, None), (18, 20, None)]


async def folds(editor: Editor, uri: str) -> list[tuple[int, int, str | None]]:
    answer = await editor.client.text_document_folding_range_async(types.FoldingRangeParams(types.TextDocumentIdentifier(uri)))
    return [(each.start_line, each.end_line, each.kind) for each in answer or ()]


@pytest.mark.parametrize("line", ["\n", "\r\n"])
async def test_what_belongs_together_folds(editor: Editor, line: str) -> None:
    uri = editor.open("System_Requirements.md", TEXT.replace("\n", line))
    assert await folds(editor, uri) == FOLDS


async def test_an_edit_moves_what_folds(editor: Editor) -> None:
    uri = editor.open("System_Requirements.md", TEXT)
    await folds(editor, uri)
    editor.type(uri, "Some words.", "Some\nwords.")
    moved = [(first + (first > 5), last + (last > 5), kind) for first, last, kind in FOLDS]
    assert await folds(editor, uri) == moved


async def test_no_more_than_the_client_wants_the_largest_first(tmp_path: Path) -> None:
    def change(capabilities: types.ClientCapabilities) -> None:
        assert capabilities.text_document is not None
        assert capabilities.text_document.folding_range is not None
        capabilities.text_document.folding_range.range_limit = 2

    editor = await start("push-utf16", tmp_path, change=change)
    assert [each[0] for each in await folds(editor, editor.open("System_Requirements.md", TEXT))] == [0, 3]
    await editor.client.shutdown_session()


@pytest.mark.parametrize(
    ("name", "text", "some"),
    [
        ("Pumps.adoc", "= Pumps\n\n== Stop\n\n----\ncode\n----\n\n[[SYS-001]]\n*SYS-001*: The pump shall\nstop.\n", [(4, 6)]),
        ("Pumps.rst", "Pumps\n=====\n\n.. req:: Stop\n   :id: SYS-001\n\n   The pump shall stop.\n", [(3, 6)]),
        ("pump.py", "# Verifies: SYS-001\n# and more\n", []),
    ],
)
async def test_other_formats_fold_too(editor: Editor, name: str, text: str, some: list[tuple[int, int]]) -> None:
    found = {(first, last) for first, last, _ in await folds(editor, editor.open(name, text))}
    assert set(some) <= found
    assert found or not some
