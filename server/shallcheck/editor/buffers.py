"""The text of open documents, as the client has it.

pygls splits lines at every Unicode line break, LSP only at line feed and carriage return; pasted text with a U+2028 would put
each later edit in the wrong place. These buffers keep their own lines, and remember what changed, so that a document is read
again only around the edit.
"""

from __future__ import annotations

from typing import NamedTuple

from lsprotocol import types
from pygls.workspace import TextDocument, Workspace

from shallcheck.model.lines import Lines, Units


def units_of(encoding: types.PositionEncodingKind | str | None) -> Units:
    """In what a client counts characters; UTF-16 where it did not say."""
    return Units(types.PositionEncodingKind(encoding).value) if encoding else Units.UTF16


class Change(NamedTuple):
    """One edit: `start:old_end` of the text before (code points) became `start:new_end` of `text`."""

    text: str
    start: int
    old_end: int
    new_end: int

    @property
    def size(self) -> int:
        """How many code points it takes out or puts in, whichever are more."""
        return max(self.old_end, self.new_end) - self.start


class Buffer(TextDocument):
    """An open document."""

    units = Units.UTF16

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        self.table = Lines(self._source or "")
        self.changes: list[Change] = []

    def apply_change(self, change: types.TextDocumentContentChangeEvent) -> None:
        """Apply one change of a didChange notification."""
        start, end = 0, len(self.table.text)
        if isinstance(change, types.TextDocumentContentChangePartial):
            start = self.table.offset(change.range.start.line, change.range.start.character, self.units)
            end = max(start, self.table.offset(change.range.end.line, change.range.end.character, self.units))
        self.table = self.table.edited(start, end, change.text)
        self._source = self.table.text
        self.changes.append(Change(self._source, start, end, start + len(change.text)))

    def taken(self) -> list[Change]:
        """The changes since they were last taken."""
        changes, self.changes = self.changes, []
        return changes


class Buffers(Workspace):
    """pygls's workspace, with buffers for documents."""

    def _create_text_document(
        self, doc_uri: str, source: str | None = None, version: int | None = None, language_id: str | None = None
    ) -> TextDocument:
        buffer = Buffer(doc_uri, source=source or "", version=version, language_id=language_id, sync_kind=self._sync_kind)
        buffer.units = units_of(self.position_encoding)
        return buffer
