"""A segment's blocks: what tree-sitter's Markdown block grammar finds, as a flat row with places in code points."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache

import tree_sitter_markdown
from tree_sitter import Language, Node, Parser

from shallcheck.model.place import Span

NOWHERE = Span(0, 0)


@dataclass(slots=True)
class Block:
    """One block. `inline` are the stretches of its text, without the marks at line starts; empty for a container."""

    type: str
    """heading, paragraph, item, header, row, code or html."""
    start: int
    end: int
    inline: tuple[Span, ...] = ()
    depth: int = 0
    """Of a heading, its level; of any other block, how many list items it stands in."""
    parent: int = -1
    """Index of the list item that holds the block, or -1."""
    ordered: bool = False
    marker: Span = NOWHERE
    """Of an item, its list marker without the space behind."""
    cells: list[Span] = field(default_factory=list)
    list_id: int = 0
    """Of an item, which list it belongs to."""


_HEADINGS = {f"atx_h{n}_marker": n for n in range(1, 7)} | {"setext_h1_underline": 1, "setext_h2_underline": 2}
_SKIPPED = frozenset({"block_quote", "link_reference_definition", "minus_metadata", "plus_metadata", "thematic_break"})
_CONTAINERS = frozenset({"document", "section", "list"})


@cache
def block_parser() -> Parser:
    """The parser of blocks, made once."""
    return Parser(Language(tree_sitter_markdown.language()))


@cache
def inline_parser() -> Parser:
    """The parser of the text within a block, made once."""
    return Parser(Language(tree_sitter_markdown.inline_language()))


_SHORT = 4096
"""Up to this many bytes, decoding the text before an offset is quicker than a table of all offsets."""


class Offsets:
    """Byte offsets of the text that tree-sitter read, as code points."""

    __slots__ = ("_ascii", "_bytes", "data")

    def __init__(self, text: str) -> None:
        # A NUL would end tree-sitter's input and a byte order mark at its head would be skipped: both are read as spaces, which
        # keeps every place.
        data = text.replace("\0", " ").encode("utf-8", "surrogatepass")
        self.data = data
        self._ascii = len(data) == len(text)
        self._bytes = _byte_offsets(text) if not self._ascii and len(data) > _SHORT else []

    def point(self, byte: int) -> int:
        """A byte offset at a code point's start, as a code point offset; behind the text, its end."""
        if self._ascii:
            return min(byte, len(self.data))
        if self._bytes:
            return min(bisect_left(self._bytes, byte), len(self._bytes) - 1)
        return len(self.data[:byte].decode("utf-8", "surrogatepass"))


def _byte_offsets(text: str) -> list[int]:
    """The byte offset of each code point, and of the end."""
    offsets = [0]
    at = 0
    for char in text:
        code = ord(char)
        at += 1 if code < 0x80 else 2 if code < 0x800 else 3 if code < 0x10000 else 4
        offsets.append(at)
    return offsets


def read_blocks(text: str) -> list[Block]:
    """The blocks of `text` in document order, block quotes left out. Never raises on any text; nesting deeper than the grammar
    reads (about 250) is flattened."""
    # Thousands of blank lines at the end would cost the parser a microsecond each.
    offsets = Offsets(text[: len(text.rstrip(" \t\r\n")) + 2])
    # The grammar takes a line of dashes for one, and for that of a heading, only with a line break behind it.
    root = block_parser().parse(offsets.data + b"\n").root_node
    out: list[Block] = []
    stack: list[tuple[Node, int, int, int]] = [(root, -1, 0, 0)]
    while stack:
        node, parent, depth, list_id = stack.pop()
        kind = node.type
        if kind in _CONTAINERS or kind == "ERROR":
            inner = node.start_byte * 1000 + depth if kind == "list" else list_id
            stack.extend((child, parent, depth, inner) for child in reversed(node.children))
        elif kind == "list_item":
            out.append(_item(node, parent, depth, list_id, offsets))
            index = len(out) - 1
            stack.extend((child, index, depth + 1, 0) for child in reversed(node.children))
        elif kind == "pipe_table":
            out.extend(_rows(node, parent, depth, offsets))
        elif kind not in _SKIPPED:
            block = _leaf(node, kind, parent, depth, offsets)
            if block:
                out.append(block)
    return out


def _item(node: Node, parent: int, depth: int, list_id: int, offsets: Offsets) -> Block:
    block = Block("item", offsets.point(node.start_byte), offsets.point(node.end_byte), (), depth, parent, list_id=list_id)
    first = node.children[0] if node.children else None
    if first is not None and first.type.startswith("list_marker"):
        start, end = first.start_byte, first.end_byte
        raw = offsets.data[start:end]
        lead = len(raw) - len(raw.lstrip())
        block.marker = Span(offsets.point(start + lead), offsets.point(start + len(raw.rstrip())))
        block.ordered = first.type in ("list_marker_dot", "list_marker_parenthesis")
    return block


def _leaf(node: Node, kind: str, parent: int, depth: int, offsets: Offsets) -> Block | None:
    start, end = offsets.point(node.start_byte), offsets.point(node.end_byte)
    if kind == "paragraph":
        return Block("paragraph", start, end, _inline(node, offsets), depth, parent)
    if kind in ("atx_heading", "setext_heading"):
        level = next((_HEADINGS[child.type] for child in node.children if child.type in _HEADINGS), 1)
        holder = next((child for child in node.children if child.type == "paragraph"), node)
        return Block("heading", start, end, _inline(holder, offsets), level, parent)
    if kind in ("fenced_code_block", "indented_code_block"):
        return Block("code", start, end, (), depth, parent)
    if kind == "html_block":
        return Block("html", start, end, (), depth, parent)
    return None


def _inline(node: Node, offsets: Offsets) -> tuple[Span, ...]:
    """The stretches of a block's text; `block_continuation` (indentation and quote marks at line starts) left out."""
    for child in node.children:
        if child.type == "inline":
            spans, at = [], child.start_byte
            for mark in child.children:
                if mark.type == "block_continuation":
                    spans.append(Span(offsets.point(at), offsets.point(mark.start_byte)))
                    at = mark.end_byte
            spans.append(Span(offsets.point(at), offsets.point(child.end_byte)))
            return tuple(spans)
    return ()


def _rows(table: Node, parent: int, depth: int, offsets: Offsets) -> list[Block]:
    out = []
    for row in table.children:
        if row.type not in ("pipe_table_header", "pipe_table_row"):
            continue
        cells = _cells(row, offsets)
        kind = "header" if row.type == "pipe_table_header" else "row"
        start, end = offsets.point(row.start_byte), offsets.point(row.end_byte)
        out.append(Block(kind, start, end, (), depth, parent, cells=cells))
    return out


def _cells(row: Node, offsets: Offsets) -> list[Span]:
    """A row's cells; the grammar has no node for an empty one."""
    cells = []
    empty = False
    for index, child in enumerate(row.children):
        at = offsets.point(child.start_byte)
        if child.type == "pipe_table_cell":
            cells.append(Span(at, offsets.point(child.end_byte)))
            empty = False
        elif child.type == "|":
            if empty:
                cells.append(Span(at, at))
            empty = index == 0 or child.end_byte < row.end_byte
    return cells
