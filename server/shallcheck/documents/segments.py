"""Cutting Markdown into segments that can be read alone.

One pass over the lines, aware of front matter, fences, HTML comments and lists, finds the lines at which a segment may start.
At such a line nothing is open, so all that a later line's decision needs from before is the context string:

    section stack, a line feed, the table's header and delimiter rows (for a segment that starts with a row)

The section stack holds the headings of sections whose items are not statements (a glossary, a history), as depth and class.
That makes the cut restartable at any boundary, which is what an edit does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from shallcheck.documents.suppressions import HTML, WORD
from shallcheck.model.lines import LINE_BREAK

_FENCE = re.compile(r"(`{3,})[^`]*$|(~{3,})")
_MARKER = re.compile(r"(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)")
_DELIMITER = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_CELL_END = re.compile(r"(?<!\\)\|")
_RAW_HTML = re.compile(r"<(pre|script|style|textarea)(?=[\s>]|$)", re.IGNORECASE)
_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*(?>\r\n?|\n)(?:[^\r\n]*(?>\r\n?|\n)){0,100}?(?:---|\.\.\.)[ \t]*(?>\r\n?|\n|\Z)")
FRONT_MATTER_LIMIT = 4096
"""Front matter ends within this many code points, so only an edit before it can make or break front matter."""

_DISABLE = f"{HTML.opening} {WORD}"
"""How a suppression comment starts; one on a line of its own starts the segment of the block that it covers."""


class Boundary(NamedTuple):
    """Where a segment starts (code points of the document), and what reading it needs from before."""

    start: int
    context: str


START = Boundary(0, "")


@dataclass(frozen=True)
class CutRules:
    """Where a format's segments start.

    `heading(depth, title, owner)`: whether a heading starts a segment; `owner` is the depth of the heading of the artifact that
    the segment holds, or 0. `owns(title)`: whether a heading is that of an artifact. `head(line)`: whether a line without its
    list marker starts with an artifact's identifier. `section(title)`: the class of a section whose items are not statements, or
    an empty string.
    """

    heading: Callable[[int, str, int], bool]
    owns: Callable[[str], bool]
    head: Callable[[str], bool] | None = None
    row: Callable[[str], bool] | None = None
    section: Callable[[str], str] = lambda title: ""


def front_matter(text: str) -> str:
    """The front matter at the head of `text`, fences included, or an empty string."""
    match = _FRONT_MATTER.match(text, 0, FRONT_MATTER_LIMIT)
    return match[0] if match else ""


def section_of(context: str) -> str:
    """The class of the innermost section that a context speaks of."""
    stack = context.split("\n", 1)[0]
    return stack.rsplit("/", 1)[-1].lstrip("0123456789")


def table_of(context: str) -> str:
    """The table's header and delimiter rows that a context carries, or an empty string."""
    return context.partition("\n")[2]


def cut(text: str, rules: CutRules, at: Boundary = START) -> Iterator[Boundary]:
    """The boundaries from `at` (itself a boundary) on. `at` comes first, its context made complete by its own heading."""
    return _Cut(text, rules, at).boundaries()


def cutter(rules: CutRules) -> Callable[[str, Boundary], Iterator[Boundary]]:
    """`cut` by rules that are known before the text."""
    return lambda text, at: cut(text, rules, at)


class _Cut:
    """The state of the pass at a line's start."""

    def __init__(self, text: str, rules: CutRules, at: Boundary) -> None:
        self.text = text
        self.rules = rules
        self.at = at
        self.sections = at.context.split("\n", 1)[0]
        self.table = table_of(at.context)
        self.owner = 0
        self.item = 0
        """The content offset of the outermost open list item; 0: none."""
        self.blank = True
        """Whether a paragraph could start here: the line before is blank, a heading, or the segment's start."""
        self.waiting = False
        """The segment so far holds only suppression comments: the next block belongs to it."""
        self.header = ""
        """The line before, when it could be a table's header."""
        self.closes: Callable[[str], bool] | None = None
        """Inside a fence, a comment or raw HTML: whether a line closes it."""
        self.floor = 0
        """The content offset of the list item that the open fence stands in."""

    def boundaries(self) -> Iterator[Boundary]:
        text, find, step = self.text, LINE_BREAK.search, self._step
        start, size = self.at.start, len(text)
        if start == 0:
            start = len(front_matter(text))
            if start:
                yield Boundary(0, "")
        first = start == self.at.start
        while start < size or first:
            match = find(text, start)
            end, following = match.span() if match else (size, size)
            if end == start and not first and self.closes is None:
                self.blank, self.header, self.table = True, "", ""
                start = following
                continue
            row = self.table
            if step(text[start:end], text[start:following], first) or first:
                yield Boundary(start, f"{self.sections}\n{row}" if row and self.table else self.sections)
            first = False
            start = following

    def _step(self, line: str, whole: str, first: bool) -> bool:
        """Take in one line (`whole`: with its line break); whether it starts a segment."""
        stripped = line.lstrip(" \t")
        if self.closes and not self._leaves_fence(line, stripped):
            if self.closes(stripped):
                self.closes, self.blank = None, True
            return False
        if not stripped:
            self.blank, self.header, self.table = True, "", ""
            return False
        indent = len(line) - len(stripped)
        if indent and "\t" in line[:indent]:
            indent = len(line[:indent].expandtabs(4))
        if self.item and indent >= self.item:
            self._open(stripped, self.item)
            self.blank = False
            return False
        if indent > 3:
            self.blank = False
            return False
        return self._top(stripped, whole, indent, first)

    def _leaves_fence(self, line: str, stripped: str) -> bool:
        """Whether a fence in a list item ends because the item does."""
        if not self.floor or not stripped or len(line) - len(stripped) >= self.floor:
            return False
        self.closes, self.floor = None, 0
        return True

    def _top(self, line: str, whole: str, indent: int, first: bool) -> bool:
        """A line outside of every list item, its indentation removed."""
        mark = line[0]
        if mark == "#" and (heading := heading_of(line)):
            return self._heading(*heading)
        if mark in "`~<" and self._open(line, 0):
            self.item, self.table, self.header = 0, "", ""
            return self._comment(line)
        if (mark in "-+*" or mark.isdigit()) and (marker := _MARKER.match(line)) and not self._is_delimiter(line):
            return self._list_item(line, marker.end(), indent)
        return self._text(line, whole, indent, first)

    def _heading(self, depth: int, title: str) -> bool:
        self.item, self.table, self.header, self.blank = 0, "", "", True
        kept = [entry for entry in self.sections.split("/") if entry and int(entry[0]) < depth]
        name = self.rules.section(title)
        self.sections = "/".join([*kept, f"{depth}{name}"] if name else kept)
        starts = self.waiting or self.rules.heading(depth, title, self.owner)
        if starts:
            self.owner = depth if self.rules.owns(title) else 0
        return self._starts(starts)

    def _list_item(self, line: str, marker: int, indent: int) -> bool:
        rest = line[marker:]
        body = rest.lstrip(" \t")
        gap = len(rest) - len(body)
        started = self.blank or self.item > 0 or not line[0].isdigit()
        self.item = indent + marker + (gap if 1 <= gap <= 4 else 1)
        self.table, self.header, self.blank = "", "", False
        self._open(body, self.item)
        head = self.rules.head
        starts = bool(started and indent == 0 and head and head(body[:400]))
        if starts:
            self.owner = 0
        return self._starts(starts)

    def _text(self, line: str, whole: str, indent: int, first: bool) -> bool:
        if self.item and not self.blank:
            return False  # a lazy continuation line
        self.item = 0
        if self.table:
            row = self.rules.row
            return self._starts(first or (line[0] == "|" and row is not None and row(line[:400])))
        if self._is_delimiter(line):
            self.table, self.header, self.blank = self.header + whole, "", False
            return False
        starts = False
        if self.blank:
            self.header = whole if "|" in line else ""
            head = self.rules.head
            starts = bool(indent == 0 and not self.header and head and head(line[:400]))
            if starts:
                self.owner = 0
        else:
            self.header = ""
        self.blank = False
        return self._starts(starts)

    def _is_delimiter(self, line: str) -> bool:
        return bool(self.header and "|" in line and _DELIMITER.match(line) and _columns(line) == _columns(self.header))

    def _comment(self, line: str) -> bool:
        """A line that opened a fence, comment or raw HTML: only a suppression comment starts a segment."""
        if not (line.startswith(_DISABLE) and self.closes is None):
            return self._starts(False)
        starts = not self.waiting
        self.waiting, self.owner = True, 0
        return starts

    def _starts(self, starts: bool) -> bool:
        """A block starts here; after suppression comments it belongs to their segment."""
        if self.waiting:
            self.waiting = False
            return False
        return starts

    def _open(self, line: str, floor: int) -> bool:
        """Whether `line` opens (and perhaps closes) a fence, a comment or raw HTML; `floor` as the attribute."""
        mark = line[:1]
        if mark == "<":
            return self._open_html(line, floor)
        if mark not in ("`", "~") or not (fence := _FENCE.match(line)):
            return False
        ticks = fence[1] or fence[2]
        self.closes = lambda other: other.startswith(ticks) and not other.strip(ticks[0] + " \t")
        self.floor = floor
        return True

    def _open_html(self, line: str, floor: int) -> bool:
        if line.startswith("<!--"):
            closing = "-->"
        elif raw := _RAW_HTML.match(line):
            closing = f"</{raw[1].lower()}>"
        else:
            return False
        self.blank = True
        if closing not in line.lower():
            self.closes = lambda other: closing in other.lower()
            self.floor = floor
        return True


def _columns(row: str) -> int:
    """The cells of a table row. A header with more or fewer than its delimiter row makes no table (GitHub Flavored Markdown)."""
    cells = _CELL_END.split(row.strip())
    return len(cells) - (not cells[0]) - (len(cells) > 1 and not cells[-1])


def heading_of(line: str) -> tuple[int, str] | None:
    """Depth and title of an ATX heading line (indentation removed), or None."""
    bare = line.lstrip("#")
    depth = len(line) - len(bare)
    if not 1 <= depth <= 6 or (bare and bare[0] not in " \t"):
        return None
    title = bare.strip(" \t")
    cropped = title.rstrip("#")
    if not cropped or cropped[-1] in " \t":
        title = cropped.rstrip(" \t")
    return depth, title
