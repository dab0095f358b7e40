"""A workspace edit applied as an editor does it, and independently of the code under test."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from lsprotocol import types

from tests.editor.conftest import Editor


def path_of(uri: str) -> Path:
    return Path(unquote(urlsplit(uri).path))


def texts_after(editor: Editor, edit: types.WorkspaceEdit, *, confirmed: bool = True) -> dict[str, str]:
    """By the name of each edited file in the workspace, its text afterwards; versions must be those of the open texts. Edits that
    a person is asked about are made when they are `confirmed`."""
    out: dict[str, str] = {}
    for change in edit.document_changes or ():
        if isinstance(change, types.RenameFile):
            old, new = (path_of(uri).relative_to(editor.root).as_posix() for uri in (change.old_uri, change.new_uri))
            out[new] = out.pop(old) if old in out else path_of(change.old_uri).read_text(encoding="utf-8")
            continue
        assert isinstance(change, types.TextDocumentEdit)
        uri = change.text_document.uri
        assert change.text_document.version == editor.versions.get(uri)
        made = [each for each in change.edits if confirmed or not isinstance(each, types.AnnotatedTextEdit)]
        out[path_of(uri).relative_to(editor.root).as_posix()] = _edited(editor, uri, made)
    for uri, edits in (edit.changes or {}).items():
        out[path_of(uri).relative_to(editor.root).as_posix()] = _edited(editor, uri, edits)
    return out


def _edited(editor: Editor, uri: str, edits: object) -> str:
    text = editor.texts.get(uri)
    if text is None:
        text = path_of(uri).read_bytes().decode().removeprefix("\ufeff")
    offsets = {}
    for offset in range(len(text), -1, -1):
        position = editor.position(text, offset)
        offsets[position.line, position.character] = offset
    assert isinstance(edits, list | tuple)
    rows = []
    for each in edits:
        assert isinstance(each, types.TextEdit | types.AnnotatedTextEdit)
        start, end = each.range.start, each.range.end
        rows.append((offsets[start.line, start.character], offsets[end.line, end.character], each.new_text))
    for begin, stop, new in sorted(rows, reverse=True):
        text = text[:begin] + new + text[stop:]
    return text


async def renamed(editor: Editor, uri: str, position: types.Position, name: str) -> dict[str, str]:
    """The texts after a rename."""
    parameters = types.RenameParams(types.TextDocumentIdentifier(uri), position, name)
    edit = await editor.client.text_document_rename_async(parameters)
    assert edit is not None
    return texts_after(editor, edit)
