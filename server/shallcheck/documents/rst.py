"""reStructuredText as blocks and directives with exact places.

A scanner of lines by their indentation, as docutils reads them: what is deeper belongs to what stands above it. Only what can
hold a requirement is told apart; tables, literal blocks, footnotes and the content of directives that quote are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from shallcheck.documents.blocks import Block
from shallcheck.documents.building import trimmed
from shallcheck.documents.directives import OPAQUE, Directive, Option, Scan
from shallcheck.documents.segments import START, Boundary
from shallcheck.documents.suppressions import WORD, CommentSyntax
from shallcheck.model.document import Problem
from shallcheck.model.lines import LINE_BREAK
from shallcheck.model.place import Span

COMMENT = CommentSyntax("..")
DIRECTIVE = re.compile(r"\.\.[ \t]+(?P<name>[A-Za-z0-9](?:[\w.+:-]{0,80}?[A-Za-z0-9])?)[ \t]?::(?=[ \t]|$)")
OPTION = re.compile(r":(?P<name>[+-]?\w(?:[\w .+-]{0,80}?\w)?):(?=[ \t]|$)")
_ALMOST = re.compile(r"\.\.(?P<gap>[ \t]*)(?P<name>[a-z][\w-]{1,60})[ \t]?(?P<colons>::?)(?=[ \t]|$)")
_NAMED = re.compile(r"(?:[ \t,;]+(?=[^ \t,;]*[A-Z0-9_])\w[\w.:-]*+(?:\[[^\]]*\])?)+[ \t]*")
"""What identifiers of needs look like where they stand in a row, and words do not."""
_ITEM = re.compile(r"(?:[-*+•]|(?:\d{1,9}|#|[A-Za-z])[.)]|\((?:\d{1,9}|#|[A-Za-z])\))(?:[ \t]+(?=\S)|$)")
_RULE = re.compile(r"(?P<mark>[!-/:-@\[-`{-~])(?P=mark){2,}[ \t]*$")
_TITLE = re.compile(
    r"(?:(?P<over>[!-/:-@\[-`{-~])(?P=over){2,}[ \t]*(?:\r\n?|\n)[ \t]*)?"
    r"(?P<title>\S[^\r\n]*)(?:\r\n?|\n)(?P<under>[!-/:-@\[-`{-~])(?P=under){2,}[ \t]*(?=[\r\n]|\Z)"
)
_TABLE = re.compile(r"\+[-=+]+\+|=+(?:[ \t]+=+)+[ \t]*$|\|[ \t]|>>>[ \t]")
DEEPEST = 40
"""How deep blocks are read; deeper ones are passed over."""


class Title(NamedTuple):
    """A section's title: how it is adorned (the level follows from the order in which the styles come), its place, its end."""

    style: str
    place: Span
    end: int


def title_at(text: str, at: int) -> Title | None:
    """The title that starts at a line's start."""
    match = _TITLE.match(text, at)
    if match is None or (match["over"] and match["over"] != match["under"]) or _RULE.match(match["title"]):
        return None
    place = trimmed(text, Span(*match.span("title")))
    if (not match["over"] and text[place.start : place.start + 2] == "..") or match.end() - match.start("under") < min(
        4, place.end - place.start
    ):
        return None
    return Title(f"{match['over'] or ''}{match['under']}", place, match.end())


def cut_rst(text: str, at: Boundary = START) -> Iterator[Boundary]:
    """Segments start at titles, and at directives and suppression comments that are not indented. The context is the styles of
    the titles so far, apart by spaces."""
    styles = at.context.split()
    yield at
    start, end_of_title = at.start, -1
    is_text = waiting = False
    size = len(text)
    while start < size:
        line_break = LINE_BREAK.search(text, start)
        end, following = line_break.span() if line_break else (size, size)
        char = text[start : start + 1]
        if start < end_of_title or char in " \t\r\n":
            is_text = False
        else:
            title = None if is_text else title_at(text, start)
            explicit = text.startswith("..", start)
            silences = text.startswith(f".. {WORD}", start)
            begins = title is not None or (explicit and not is_text and (silences or DIRECTIVE.match(text, start, end)))
            if begins:
                if start > at.start and not waiting:
                    yield Boundary(start, " ".join(styles))
                waiting = silences
            if title is not None:
                end_of_title = title.end
                if title.style not in styles:
                    styles.append(title.style)
            is_text = title is None and not explicit
        start = following


def read_rst(text: str, context: str) -> Scan:
    """The blocks and directives of a segment. Never raises on any text."""
    return _Scanner(text, context.split()).scan()


@dataclass(slots=True)
class _Line:
    """A line: where it starts, its first character that is no space, its end, the start of the next, the column of its text."""

    start: int
    at: int
    end: int
    following: int
    column: int

    @property
    def blank(self) -> bool:
        return self.at == self.end


def _lines(text: str) -> list[_Line]:
    out = []
    start = 0
    for match in [*LINE_BREAK.finditer(text), None]:
        end, following = match.span() if match else (len(text), len(text))
        body = text[start:end]
        bare = body.lstrip(" \t\ufeff\x0b\x0c")
        lead = body[: len(body) - len(bare)]
        column = len(lead.expandtabs(8)) if "\t" in lead else len(lead)
        out.append(_Line(start, end if body.isspace() else start + len(lead), end, following, column))
        start = following
    return out


class _Scanner:
    """Goes over the lines of a segment."""

    def __init__(self, text: str, styles: list[str]) -> None:
        self.text = text
        self.styles = styles
        self.lines = _lines(text)
        self.out = Scan()

    def scan(self) -> Scan:
        self._region(0, len(self.lines), -1, 0)
        return self.out

    def _region(self, low: int, high: int, parent: int, depth: int) -> None:
        """Lines that belong together; what is deeper among them is a region of its own."""
        lines = self.lines
        column = min((line.column for line in lines[low:high] if not line.blank), default=0)
        at = low
        while at < high:
            line = lines[at]
            if line.blank:
                at += 1
            elif line.column > column:
                end = self._deeper(at, high, column)
                if depth < DEEPEST:
                    self._region(at, end, parent, depth + 1)
                at = end
            else:
                at = self._element(at, high, column, parent, depth)

    def _deeper(self, at: int, high: int, column: int) -> int:
        """Where the lines end that are blank or deeper than a column."""
        while at < high and (self.lines[at].blank or self.lines[at].column > column):
            at += 1
        return at

    def _unbroken(self, at: int, high: int) -> int:
        """Where the next blank line is."""
        while at < high and not self.lines[at].blank:
            at += 1
        return at

    def _element(self, at: int, high: int, column: int, parent: int, depth: int) -> int:
        """One element at its own column; where the next one starts."""
        line = self.lines[at]
        body = self.text[line.at : line.end]
        if body.startswith("..") and body[2:3] in ("", " ", "\t"):
            return self._explicit(at, high, column, parent, depth)
        if column == 0 and parent == -1 and (title := title_at(self.text, line.start)):
            return self._heading(title, at, high)
        if item := _ITEM.match(body):
            return self._item(at, high, column, parent, depth, item)
        if _RULE.match(body):
            return at + 1
        if _TABLE.match(body):
            end = self._unbroken(at, high)
            self.out.code.append(Span(line.start, self.lines[end - 1].end))
            return end
        if option := OPTION.match(body):
            return self._field(at, high, column, parent, option)
        return self._paragraph(at, high, column, parent, depth)

    def _heading(self, title: Title, at: int, high: int) -> int:
        if title.style not in self.styles:
            self.styles.append(title.style)
        level = self.styles.index(title.style) + 1
        self.out.blocks.append(Block("heading", title.place.start, title.end, (title.place,), level))
        while at < high and self.lines[at].start < title.end:
            at += 1
        return at

    def _item(self, at: int, high: int, column: int, parent: int, depth: int, item: re.Match[str]) -> int:
        end = self._deeper(at + 1, high, column)
        line = self.lines[at]
        marker = Span(line.at, line.at + len(item[0].rstrip()))
        self.out.blocks.append(
            Block(
                "item", line.at, self._content_end(at, end), (), depth, parent, item[0][0] not in "-*+•", marker, list_id=column
            )
        )
        number = len(self.out.blocks) - 1
        line.at += item.end()
        line.column += item.end()
        line.start = line.at
        if depth < DEEPEST:
            self._region(at, end, number, depth + 1)
        return end

    def _content_end(self, low: int, high: int) -> int:
        """Where the last line that is not blank ends."""
        while high > low + 1 and self.lines[high - 1].blank:
            high -= 1
        return self.lines[high - 1].end

    def _paragraph(self, at: int, high: int, column: int, parent: int, depth: int) -> int:
        end = at + 1
        while end < high and not self.lines[end].blank and self.lines[end].column == column:
            end += 1
        lines = self.lines[at:end]
        stop = len(self.text[: lines[-1].end].rstrip())
        literal = self.text.startswith("::", stop - 2)
        if literal:  # “Example::” is shown as “Example:”; “::” alone is not shown
            stop = len(self.text[: stop - 1].rstrip()) if stop - 2 > lines[-1].at else lines[-1].at
        spans = [Span(each.at, each.following) for each in lines[:-1]] + [Span(lines[-1].at, max(lines[-1].at, stop))]
        spans = [span for span in spans if span.end > span.start]
        if spans:
            self.out.blocks.append(Block("paragraph", spans[0].start, spans[-1].end, tuple(spans), depth, parent))
        if literal:
            quoted = self._deeper(end, high, column)
            if quoted > end:
                self.out.code.append(Span(self.lines[end].start, self.lines[quoted - 1].end))
            return quoted
        return end

    def _field(self, at: int, high: int, column: int, parent: int, option: re.Match[str]) -> int:
        """`:name: value` that belongs to no directive."""
        line = self.lines[at]
        value = self.text[line.at + option.end() : line.end]
        if option["name"].lower() in ("id", "links") and _NAMED.fullmatch(value):
            self.out.problems.append(self._stray(at, parent, Span(line.at, line.at + option.end())))
        return self._deeper(at + 1, high, column)

    def _stray(self, at: int, parent: int, place: Span) -> Problem:
        """An option of a need that no need has."""
        word = place.of(self.text)
        gap = at
        while gap > 0 and self.lines[gap - 1].blank:
            gap -= 1
        holder = self.out.directives[-2 - parent] if parent < -1 else None
        if holder is not None and gap < at and holder.head == self.lines[gap - 1].end and holder.name not in OPAQUE:
            blank = Span(self.lines[gap].start, self.lines[at].start)
            message = f"A blank line stands before “{word}”, so it is no option of “{holder.name}”: remove that line."
            return Problem("DOC002", message, blank, "")
        message = f"“{word}” stands in no directive, so it links and names nothing: indent it under the title of its need."
        return Problem("DOC002", message, place)

    def _explicit(self, at: int, high: int, column: int, parent: int, depth: int) -> int:
        """What starts with two dots."""
        line = self.lines[at]
        body = self.text[line.at : line.end]
        if len(body.rstrip()) == 2 and (at + 1 >= high or self.lines[at + 1].blank):
            return at + 1  # an empty comment, to which what follows does not belong
        end = self._deeper(at + 1, high, column)
        directive = DIRECTIVE.match(body)
        if directive:
            self._directive(at, end, parent, depth, directive)
        elif (almost := _ALMOST.match(body)) and self._has_options(at + 1, end):
            colons = Span(line.at + almost.start("colons"), line.at + almost.end("colons"))
            message = f"“{almost[0]}” has one colon and is a comment, so nothing under it is read: write two."
            self.out.problems.append(Problem("DOC002", message, colons, "::"))
        return end

    def _has_options(self, low: int, high: int) -> bool:
        line = self.lines[low] if low < high else None
        return line is not None and OPTION.match(self.text, line.at, line.end) is not None

    def _directive(self, at: int, end: int, parent: int, depth: int, match: re.Match[str]) -> None:
        text, line = self.text, self.lines[at]
        holder = -2 - parent if parent < -1 else self._holder(parent)
        place = Span(line.at + match.start("name"), line.at + match.end("name"))
        made = Directive(match["name"], place, line.at, self._content_end(at, end), parent=holder, head=line.end)
        argument = trimmed(text, Span(line.at + match.end(), line.end))
        spans = [argument] if argument.end > argument.start else []
        inner = next((each for each in self.lines[at + 1 : end] if not each.blank), None)
        made.lead = text[inner.start : inner.at] if inner else text[line.start : line.at] + "   "
        self.out.directives.append(made)
        number = len(self.out.directives) - 1
        at += 1
        while at < end and not self.lines[at].blank and not OPTION.match(text, self.lines[at].at, self.lines[at].end):
            spans.append(Span(self.lines[at].at, self.lines[at].end))
            made.head = self.lines[at].end
            at += 1
        made.argument = tuple(spans)
        at = self._options(made, at, end)
        if made.name in OPAQUE:
            self.out.code.append(Span(line.start, made.end))
        elif depth < DEEPEST:
            self._region(at, end, -2 - number, depth + 1)

    def _holder(self, parent: int) -> int:
        """The directive that holds a list item."""
        return self.out.holder(self.out.blocks[parent]) if parent >= 0 else -1

    def _options(self, made: Directive, at: int, end: int) -> int:
        """The options, up to a blank line."""
        text = self.text
        while at < end and not self.lines[at].blank:
            line = self.lines[at]
            option = OPTION.match(text, line.at, line.end)
            last = line
            at += 1
            while at < end and not self.lines[at].blank and self.lines[at].column > line.column:
                last = self.lines[at]
                at += 1
            made.head = last.end
            if option is None:
                message = (
                    f"This line is no option of “{made.name}”, so Sphinx leaves the whole directive out: write “:name: value”, "
                    "or put a blank line before the text."
                )
                self.out.problems.append(Problem("DOC001", message, Span(line.at, line.end)))
                continue
            place = Span(line.at, option.end())
            made.options.append(Option(option["name"].lower(), place, trimmed(text, Span(place.end, last.end))))
        return at
