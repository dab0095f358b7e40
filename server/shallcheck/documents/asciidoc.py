"""AsciiDoc as blocks with exact places, in the shape in which our reader of Markdown takes them.

What is written otherwise than in Markdown and is no part of what is said (an anchor's brackets, the stars around an identifier,
the colons behind a term) is blanked in a copy of the text that has the same length, so that our own notation is found in it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from shallcheck.documents.blocks import Block
from shallcheck.documents.notation import Notation
from shallcheck.documents.segments import Boundary, CutRules
from shallcheck.documents.suppressions import WORD
from shallcheck.model.document import Problem
from shallcheck.model.lines import LINE_BREAK
from shallcheck.model.place import Span

_HEADING = re.compile(r"(?P<mark>={1,6}|#{1,6})[ \t]+(?P<title>\S[^\r\n]*)")
_UNDERLINE = re.compile(r"(?:\r\n?|\n)(?P<line>=+|-+|~+|\^+|\++)[ \t]*(?=[\r\n]|\Z)")
_DELIMITER = re.compile(r"(?:-{4,}|\.{4,}|={4,}|\*{4,}|_{4,}|\+{4,}|/{4,}|--|[|!,:]={3,})[ \t]*$|`{3,}[^`]*$")
_META = re.compile(r"\[[^\r\n]*\][ \t]*$")
_ANCHOR = re.compile(
    r"\[\[(?P<double>[^\[\],\r\n]{1,120})(?:,[^\]\r\n]*)?\]\]|\[[^\[\]#\r\n]{0,80}#(?P<hash>[^\[\],.%\r\n]{1,120})[^\]\r\n]*\]"
    r"|\[(?:[^\]\r\n]*,)?[ \t]*id=[\"']?(?P<id>[^\[\],\"'\r\n]{1,120})[\"']?[^\]\r\n]*\]"
)
_BLOCK_TITLE = re.compile(r"\.[^\s.][^\r\n]*$")
_ITEM = re.compile(r"(?P<indent>[ \t]*)(?P<mark>\*{1,6}|-|\.{1,6}|\d{1,9}\.|[A-Za-z]\.)[ \t]+(?=\S)")
_TERM = re.compile(r"[ \t]*(?P<term>[^\s:/][^\r\n:]{0,80}?)(?P<mark>:{2,4}|;;)(?=[ \t]|$)")
_SKIPPED = re.compile(r":!?\w[\w-]*!?:(?:[ \t]|$)|[a-z]\w*::[^\s\[]*\[[^\r\n]*\][ \t]*$")
_ASIDE = re.compile(r"(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION):[ \t]")
_STYLE = re.compile(r"\[[ \t]*(?P<style>[A-Za-z]\w*)")
_ASIDES = frozenset({"NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"})
_QUOTING = _ASIDES | frozenset({"quote", "verse", "source", "listing", "literal", "stem", "abstract", "pass", "comment"})
_HOLDING = re.compile(r"={4,}|\*{4,}|--")
"""The delimiters whose blocks hold blocks."""
_BOLD = re.compile(r"(?P<mark>[*`])(?P<inner>[^*`\s]{1,120})(?P=mark)")
_CELL = re.compile(r"(?:(?<=\s)|^)(?:(?P<span>\d{1,3})?(?:\.\d{1,3})?[+*])?[<^>.]{0,4}[aehlmdsv]?\|", re.MULTILINE)
_COLUMNS = re.compile(r"cols=(?:\"(?P<quoted>[^\"\r\n]*)\"|(?P<bare>[^,\]\s]+))")
_MANY = re.compile(r"(\d{1,3})\*")
_ENDING = re.compile(r"[ \t]\+[ \t]*$")


class _Title(NamedTuple):
    """A heading: its depth, the place of its words, where it ends."""

    depth: int
    place: Span
    end: int


@dataclass(slots=True)
class AsciiDoc:
    """What a segment holds."""

    source: str
    """The text with what is none of the words blanked."""
    blocks: list[Block] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    titles: dict[int, int] = field(default_factory=dict)
    """By the start of a heading's block, where its words start: behind an anchor."""


def cut_asciidoc(rules: CutRules, signs: Notation) -> Callable[[str, Boundary], Iterator[Boundary]]:
    """Segments start at headings, and at items and paragraphs with an identifier, with the anchor or the suppression above."""
    return lambda text, at: _Cut(text, rules, signs, at).boundaries()


def read_asciidoc(text: str, signs: Notation) -> AsciiDoc:
    """The blocks of a segment. Never raises on any text."""
    return _Scanner(text, signs).scan()


def _title_at(text: str, start: int, end: int) -> _Title | None:
    """The heading that a line is, or that it is with the line under it."""
    line = text[start:end]
    if match := _HEADING.match(line):
        words = match["title"].rstrip()
        bare = words.removesuffix(match["mark"])
        size = len(bare.rstrip() if bare[-1:].isspace() else words)
        return _Title(len(match["mark"]), Span(start + match.start("title"), start + match.start("title") + size), end)
    under = _UNDERLINE.match(text, end) if line[:1].isalnum() else None
    size = len(line.rstrip())
    if under is None or len(under["line"]) < 3 or abs(len(under["line"]) - size) > 1:
        return None
    return _Title("=-~^+".index(under["line"][0]) + 1, Span(start, start + size), under.end())


def _anchor(line: str, signs: Notation) -> Span | None:
    """The identifier that the anchor at a line's start gives; None: it gives none, or one in small letters, as sections have."""
    match = _ANCHOR.match(line)
    if match is None:
        return None
    group = "double" if match["double"] else "hash" if match["hash"] else "id"
    is_ours = signs.is_identifier(match[group]) and (signs.own is not None or match[group][0].isupper())
    return Span(*match.span(group)) if is_ours else None


def _lines(text: str, start: int) -> Iterator[tuple[int, int, int]]:
    """Where each line starts and ends, and where the next one starts."""
    size = len(text)
    while start < size:
        match = LINE_BREAK.search(text, start)
        end, following = match.span() if match else (size, size)
        yield start, end, following
        start = following


class _Cut:
    """The pass over the lines that finds where segments start."""

    def __init__(self, text: str, rules: CutRules, signs: Notation, at: Boundary) -> None:
        self.text, self.rules, self.signs, self.at = text, rules, signs, at
        self.sections = at.context
        self.owner = 0
        self.closing = ""
        """The line that ends the block whose content is passed over."""
        self.inside = self.attached = False
        """Whether the line before is text of a paragraph or an item; whether it is a `+` that attaches this one."""
        self.lead, self.style, self.anchored = -1, "", False
        """Of the lines above that belong to this one: where they start, the style they name, whether they give an identifier."""
        self.under = -1
        """Where a heading's underline ends."""

    def boundaries(self) -> Iterator[Boundary]:
        yield self.at
        for start, end, _ in _lines(self.text, self.at.start):
            before = self.sections
            begins = start >= self.under and self._step(start, end)
            place = self.lead if self.lead >= 0 else start
            if begins and place > self.at.start:
                yield Boundary(place, before)
            if begins or self.inside:
                self.lead, self.style, self.anchored, self.attached = -1, "", False, False

    def _step(self, start: int, end: int) -> bool:
        """Take in one line; whether it starts a segment."""
        line = self.text[start:end]
        bare = line.strip()
        if self.closing:
            self.closing = "" if bare == self.closing else self.closing
            return False
        if not bare:
            self._reset()
            return False
        if line.startswith("//") and not line.startswith("////"):
            if not self.inside and self.lead < 0 and WORD in line:
                self.lead = start
            return False
        if not self.inside and (title := _title_at(self.text, start, end)):
            return self._heading(title)
        if _DELIMITER.match(line):
            self.closing = "" if _HOLDING.fullmatch(bare) and self.style not in _QUOTING else _closing(bare)
            self._reset()
            return False
        if _META.match(line):
            self._meta(start, line)
            return False
        return self._text(start, line, bare)

    def _reset(self) -> None:
        self.inside = self.attached = self.anchored = False
        self.lead, self.style = -1, ""

    def _meta(self, start: int, line: str) -> None:
        self.lead = start if self.lead < 0 else self.lead
        self.anchored = self.anchored or _anchor(line, self.signs) is not None
        style = _STYLE.match(line)
        self.style = style["style"] if style else self.style
        self.inside = False

    def _heading(self, title: _Title) -> bool:
        words = title.place.of(self.text)
        kept = [entry for entry in self.sections.split("/") if entry and int(entry[0]) < title.depth]
        name = self.rules.section(words)
        self.sections = "/".join([*kept, f"{title.depth}{name}"] if name else kept)
        owns = self.anchored or self.rules.owns(words.lstrip("["))
        starts = owns or self.rules.heading(title.depth, words, self.owner)
        if starts:
            self.owner = title.depth if owns else 0
        self.under = title.end
        self.inside = False
        if not starts:
            self._reset()
        return starts

    def _text(self, start: int, line: str, bare: str) -> bool:
        item = _ITEM.match(line)
        if self.inside and not (item and item["mark"][0] in "*-"):
            return False
        if bare == "+":
            self.attached = True
            return False
        if not self.inside and not item and (_BLOCK_TITLE.match(line) or _SKIPPED.match(line)):
            self.lead = start if self.lead < 0 and line[0] == "." else self.lead
            return False
        first = item is None or (not item["indent"] and len(item["mark"].rstrip(".")) <= 1 and item["mark"] != "..")
        self.inside = True
        quiet = self.attached or self.style in _QUOTING or line[0] in " \t" or _ASIDE.match(line) is not None
        head = self.rules.head
        body = _opened(line[item.end() :] if item else line)
        starts = first and not quiet and (self.anchored or bool(head and head(body[:400])))
        if starts:
            self.owner = 0
        return starts


def _closing(opening: str) -> str:
    return "```" if opening.startswith("```") else opening


def _opened(line: str) -> str:
    """The head of a line as Markdown has it: an anchor in front, a bold identifier, a term's colons."""
    if term := _TERM.match(line):
        line = (
            line[: term.start("mark") + 1] + " " * (term.end("mark") - term.start("mark") - 1) + line[term.end("mark") :] + " x"
        )
    if anchor := _ANCHOR.match(line):
        group = anchor["double"] or anchor["hash"] or anchor["id"]
        line = f"[{group}] " + line[anchor.end() :]
    lead = len(line) - len(line.lstrip(" \t"))
    if bold := _BOLD.match(line, lead):
        line = f"{bold['inner']} " + line[bold.end() :].lstrip("*")
    return line.lstrip(" \t")


class _Line(NamedTuple):
    """A line, and what is written in it without the spaces around it."""

    start: int
    end: int
    bare: str


class _Scanner:
    """Goes over the lines of a segment."""

    def __init__(self, text: str, signs: Notation) -> None:
        self.text, self.signs = text, signs
        self.lines = [_Line(start, end, text[start:end].strip()) for start, end, _ in _lines(text, 0)]
        self.starts = [line.start for line in self.lines]
        self.copy = list(text)
        self.out = AsciiDoc("")
        self.items: list[tuple[str, int]] = []
        """The open list items, from the outermost: how their marks are written, and their blocks."""
        self.anchor: Span | None = None
        """The identifier that the lines above give to this one."""
        self.style = ""
        self.columns = 0
        self.attached = False

    def scan(self) -> AsciiDoc:
        at = 0
        while at < len(self.lines):
            at = self._element(at)
        self.out.source = "".join(self.copy)
        return self.out

    def _blank(self, start: int, end: int) -> None:
        self.copy[start:end] = " " * (end - start)

    def _element(self, at: int) -> int:
        """One element; where the next one starts."""
        line = self.lines[at]
        whole = self.text[line.start : line.end]
        if not line.bare:
            self._forget()
            return at + 1
        if whole.startswith("//") and not whole.startswith("////"):
            return at + 1
        if title := _title_at(self.text, line.start, line.end):
            return self._heading(title, at)
        if _DELIMITER.match(whole):
            return self._delimited(at)
        if _META.match(whole):
            self._meta(line, whole)
            return at + 1
        if line.bare == "+":
            self.attached = True
            return at + 1
        item, term = _ITEM.match(whole), _TERM.match(whole)
        if not item and (_BLOCK_TITLE.match(whole) or _SKIPPED.match(whole)):
            return at + 1
        if item or term:
            return self._item(at, item, term)
        return self._paragraph(at, whole)

    def _forget(self) -> None:
        self.anchor, self.style, self.columns, self.attached = None, "", 0, False

    def _meta(self, line: _Line, whole: str) -> None:
        self.anchor = self._shifted(_anchor(whole, self.signs), line.start) or self.anchor
        if style := _STYLE.match(whole):
            self.style = style["style"]
        if columns := _COLUMNS.search(whole):
            self.columns = _count(columns["quoted"] or columns["bare"])
        self._blank(line.start, line.end)

    def _shifted(self, span: Span | None, by: int) -> Span | None:
        return span.shifted(by) if span else None

    def _heading(self, title: _Title, at: int) -> int:
        self.items.clear()
        start = self.lines[at].start
        self._blank(start, title.place.start)
        self._blank(title.place.end, title.end)
        spans = self._headed((title.place,))
        inner = _ANCHOR.match(title.place.of(self.text))
        self.out.titles[spans[0].start] = title.place.start + (inner.end() if inner else 0)
        self.out.blocks.append(Block("heading", spans[0].start, title.end, spans, title.depth))
        self._forget()
        while at < len(self.lines) and self.lines[at].start < title.end:
            at += 1
        return at

    def _headed(self, spans: tuple[Span, ...]) -> tuple[Span, ...]:
        """The stretches of a block with the identifier in front that an anchor gives it, unless its text has one."""
        start = self._inline_head(spans[0].start, spans[-1].end)
        words = "".join(self.copy[start : min(spans[-1].end, start + 400)])
        spans = (Span(start, spans[0].end), *spans[1:]) if start < spans[0].end else spans
        anchor = self.anchor
        if anchor is None or self.signs.head(words) or self.signs.heading(words):
            return spans
        opening = anchor.start - 1
        self.copy[opening : anchor.end + 1] = f"[{anchor.of(self.text)}]"
        self._blank(anchor.end + 1, start)
        return (Span(opening, start), *spans)

    def _inline_head(self, start: int, end: int) -> int:
        """Write an identifier at the head of a text as Markdown has it; where the text starts then."""
        head = self.text[start : min(end, start + 400)]
        anchor = _ANCHOR.match(head)
        if anchor and (inner := _anchor(head, self.signs)):
            self._blank(start, start + anchor.end())
            self.copy[start + inner.start - 1 : start + inner.end + 1] = f"[{inner.of(head)}]"
        elif anchor:
            self._blank(start, start + anchor.end())
        lead = len(head) - len(head.lstrip(" \t"))
        if (bold := _BOLD.match(head, lead)) and self.signs.is_identifier(bold["inner"].rstrip(":.")):
            self._blank(start + lead, start + lead + 1)
            self._blank(start + bold.end() - 1, start + bold.end())
        while start < end and self.copy[start] in " \t":
            start += 1
        return start

    def _item(self, at: int, item: re.Match[str] | None, term: re.Match[str] | None) -> int:
        line = self.lines[at]
        if item:
            mark = item["mark"] if item["mark"][0] in "*-." else "1."
            marker = Span(line.start + item.start("mark"), line.start + item.end("mark"))
            body, ordered = line.start + item.end(), mark[0] in ".1"
        else:
            assert term is not None
            mark, ordered, body = term["mark"], False, line.start + term.start("term")
            marker = Span(body, body)
            self._blank(line.start + term.start("mark") + 1, line.start + term.end("mark"))
        known = [each for each, _ in self.items]
        if mark in known:
            del self.items[known.index(mark) :]
        parent = self.items[-1][1] if self.items else -1
        depth = len(self.items)
        made = Block("item", marker.start, line.end, (), depth, parent, ordered, marker)
        self.out.blocks.append(made)
        self.items.append((mark, len(self.out.blocks) - 1))
        if term and not item and not self.text[line.start + term.end() : line.end].strip():
            at = self._brought_up(at)
        spans, following = self._spans(at, body, stops=True)
        spans = self._headed(spans)
        made.start = min(made.start, spans[0].start)
        self._add(spans)
        self._forget()
        return following

    def _brought_up(self, at: int) -> int:
        """The line that holds the text of a term, which stands alone; what is between them is blanked."""
        following = at + 1
        while following < len(self.lines) and not self.lines[following].bare:
            following += 1
        if following >= len(self.lines) or following > at + 2:
            return at
        line = self.lines[following]
        whole = self.text[line.start : line.end]
        if any(each.match(whole) for each in (_HEADING, _DELIMITER, _META, _ITEM, _TERM)):
            return at
        self._blank(self.lines[at].end, line.start + len(whole) - len(whole.lstrip()))
        return following

    def _spans(self, at: int, body: int, *, stops: bool) -> tuple[tuple[Span, ...], int]:
        """The stretches of a text that starts at `body`, up to the line `at` and as far as it goes; and where the next element
        starts. `stops`: any item ends it."""
        spans = [Span(body, self.lines[at].end)]
        self._broken(self.lines[at])
        at += 1
        while at < len(self.lines):
            line = self.lines[at]
            whole = self.text[line.start : line.end]
            if not line.bare or line.bare == "+" or _DELIMITER.match(whole) or _META.match(whole):
                break
            item = _ITEM.match(whole)
            if (item and (stops or item["mark"][0] in "*-")) or (stops and _TERM.match(whole)):
                break
            if not whole.startswith("//"):
                spans.append(Span(self.lines[at - 1].end, line.end))
                self._broken(line)
            at += 1
        spans[-1] = Span(spans[-1].start, len(self.text[: spans[-1].end].rstrip()))
        return tuple(span for span in spans if span.end > span.start), at

    def _broken(self, line: _Line) -> None:
        """Blank the plus that breaks a line."""
        if ending := _ENDING.search(self.text, line.start, line.end):
            self._blank(ending.start(), line.end)

    def _add(self, spans: tuple[Span, ...]) -> None:
        """A paragraph, in the innermost item that is open."""
        parent = self.items[-1][1] if self.items else -1
        self.out.blocks.append(Block("paragraph", spans[0].start, spans[-1].end, spans, len(self.items), parent))
        self._grow(spans[-1].end)

    def _grow(self, end: int) -> None:
        for _, index in self.items:
            self.out.blocks[index].end = max(self.out.blocks[index].end, end)

    def _paragraph(self, at: int, whole: str) -> int:
        if not self.attached:
            self.items.clear()
        quiet = whole[0] in " \t" or self.style in _QUOTING or _ASIDE.match(whole) is not None
        spans, following = self._spans(at, self.lines[at].start + len(whole) - len(whole.lstrip()), stops=False)
        if quiet or not spans:
            self.out.blocks.append(Block("code", self.lines[at].start, self.lines[following - 1].end, (), len(self.items)))
        else:
            self._add(self._headed(spans))
        self._forget()
        return following

    def _delimited(self, at: int) -> int:
        line = self.lines[at]
        if _HOLDING.fullmatch(line.bare) and self.style not in _QUOTING:
            if not self.attached:
                self.items.clear()
            self._forget()
            return at + 1
        closing = _closing(line.bare)
        end = next((number for number in range(at + 1, len(self.lines)) if self.lines[number].bare == closing), -1)
        if end < 0:
            message = f"“{closing[:20]}” opens a block that is never closed, so nothing behind it is read: write it once more."
            self.out.problems.append(Problem("DOC001", message, Span(line.start, line.end)))
            end = len(self.lines) - 1
        elif line.bare.startswith("|==="):
            self._table(at, end)
        parent = self.items[-1][1] if self.attached and self.items else -1
        stop = self.lines[end].end
        self.out.blocks.append(Block("code", line.start, stop, (), 0, parent))
        if not self.attached:
            self.items.clear()
        self._forget()
        return end + 1

    def _table(self, at: int, end: int) -> None:
        """The rows of a table, the first one for its header."""
        first = self.lines[at + 1].start if at + 1 < end else self.lines[end].start
        stop = self.lines[end].start
        cells: list[Span] = []
        lines: list[int] = []
        marks = list(_CELL.finditer(self.text, first, stop))
        for number, mark in enumerate(marks):
            after = marks[number + 1].start() if number + 1 < len(marks) else stop
            place = _trimmed(self.text, mark.end(), self._before_list(mark.end(), after))
            for _ in range(int(mark["span"] or 1)):
                cells.append(place)
                lines.append(bisect_right(self.starts, mark.start()))
        columns = self.columns or next((number for number in range(len(lines)) if lines[number] != lines[0]), len(lines))
        for row in range(0, len(cells), max(1, columns)):
            own = cells[row : row + columns]
            if len(set(own)) < len(own):
                continue  # a cell over several columns is a remark
            for cell in own:
                self._inline_head(cell.start, cell.end)
            kind = "row" if row else "header"
            self.out.blocks.append(Block(kind, self._row_start(own[0].start), own[-1].end, cells=own))

    def _before_list(self, start: int, end: int) -> int:
        """Where the text of a cell ends: before a list in it."""
        for number in range(bisect_right(self.starts, start), len(self.lines)):
            line = self.lines[number]
            if line.start >= end:
                break
            if (item := _ITEM.match(self.text, line.start, end)) and item["mark"][0] in "*-.":
                return line.start
        return end

    def _row_start(self, at: int) -> int:
        """Where the bar in front of a cell stands."""
        return self.text.rfind("|", 0, at)


def _trimmed(text: str, start: int, end: int) -> Span:
    body = text[start:end]
    lead = len(body) - len(body.lstrip())
    return Span(start + lead, start + max(lead, len(body.rstrip())))


def _count(columns: str) -> int:
    """How many columns `cols` names: `1,2,2` or `3*`."""
    return sum(int(many[1]) if (many := _MANY.match(part.strip())) else 1 for part in re.split(r"[,;]", columns) if part.strip())
