"""MyST Markdown as blocks and directives: fenced directives are taken out of the text, and what is left is read as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from shallcheck.documents.blocks import Block, read_blocks
from shallcheck.documents.building import trimmed
from shallcheck.documents.directives import OPAQUE, Directive, Option, Scan
from shallcheck.documents.rst import DEEPEST, OPTION
from shallcheck.documents.segments import START, Boundary, front_matter, heading_of
from shallcheck.documents.suppressions import HTML, WORD
from shallcheck.model.document import Problem
from shallcheck.model.lines import LINE_BREAK
from shallcheck.model.place import Span

FENCE = re.compile(r"(?P<fence>`{3,}|:{3,}|~{3,})[ \t]*(?:\{(?P<name>[\w.+:-]{1,80})\}(?P<argument>[^\r\n`]*))?")
_CLOSING = re.compile(r"(`{3,}|:{3,}|~{3,})[ \t]*$")
_YAML_OPTION = re.compile(r"(?P<name>[A-Za-z][\w.-]{0,80}):(?=[ \t]|$)")
_BARE = re.compile(r"(?:`{3,}|:{3,}|~{3,})[ \t]*(?P<name>[a-z][\w-]{1,60})[ \t]*$")
_SILENCES = f"{HTML.opening} {WORD}"


@dataclass(slots=True)
class _Open:
    """A fence that is open: how it was written, its directive's number (-1: none), whether it holds text with directives."""

    fence: str
    directive: int
    holds: bool

    def closed_by(self, body: str) -> bool:
        match = _CLOSING.match(body)
        return match is not None and match[1][0] == self.fence[0] and len(match[1]) >= len(self.fence)


def cut_myst(text: str, at: Boundary = START) -> Iterator[Boundary]:
    """Segments start at headings, and at directives and suppression comments that are not indented, where no fence is open."""
    yield at
    start = at.start
    if start == 0 and (end := len(front_matter(text))):
        start = end
    opened: list[_Open] = []
    waiting = False
    size = len(text)
    while start < size:
        line_break = LINE_BREAK.search(text, start)
        end, following = line_break.span() if line_break else (size, size)
        body = text[start:end]
        bare = body.lstrip(" \t")
        if not opened and body[:1] in "#`:~<":
            silences = bare.startswith(_SILENCES)
            if silences or heading_of(body) or ((fence := FENCE.match(body)) and fence["name"]):
                if start > at.start and not waiting:
                    yield Boundary(start, "")
                waiting = silences
        _follow(opened, bare)
        start = following


def _follow(opened: list[_Open], bare: str) -> None:
    """Open or close a fence by a line without its indentation."""
    if opened and opened[-1].closed_by(bare):
        opened.pop()
    elif (not opened or opened[-1].holds) and bare[:3] in ("```", ":::", "~~~") and (fence := FENCE.match(bare)):
        opened.append(_Open(fence["fence"], -1, _holds(fence["name"], len(opened))))


def _holds(name: str | None, depth: int) -> bool:
    """Whether a fence that so many others stand around holds text with directives."""
    return name is not None and name not in OPAQUE and depth < DEEPEST


def read_myst(text: str, context: str) -> Scan:
    """The blocks and directives of a segment. Never raises on any text."""
    return _Scanner(text).scan()


class _Scanner:
    """Goes over the lines of a segment, blanks those that make directives, and has the rest read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.out = Scan()
        self.opened: list[_Open] = []
        self.left: list[str] = []
        """The lines of the text, those of directives blanked."""
        self.heads: Directive | None = None
        """The directive whose options are being read."""
        self.in_yaml = False
        """They are written as YAML."""

    def scan(self) -> Scan:
        text, size = self.text, len(self.text)
        start = len(front_matter(text))
        self.left.append(_blank(text[:start]))
        while start < size:
            line_break = LINE_BREAK.search(text, start)
            end, following = line_break.span() if line_break else (size, size)
            self._line(start, end, text[start:following])
            start = following
        for each in self.opened:
            if each.directive >= 0:
                self._unclosed(each.directive)
        left = "".join(self.left)
        self._place(read_blocks(left) if left.strip() else [])
        return self.out

    def _line(self, start: int, end: int, whole: str) -> None:
        body = self.text[start:end]
        bare = body.lstrip(" \t")
        at = start + len(body) - len(bare)
        if self.heads is not None and self._option(self.heads, at, end, bare):
            self.left.append(_blank(whole))
            return
        self.heads = None
        if self.opened and self.opened[-1].closed_by(bare):
            closed = self.opened.pop()
            if closed.directive >= 0:
                self.out.directives[closed.directive].end = end
            self.left.append(whole if closed.directive < 0 else _blank(whole))
            return
        if (not self.opened or self.opened[-1].holds) and (fence := FENCE.match(bare)):
            self._fence(fence, at, end, bare)
            self.left.append(_blank(whole) if self.opened[-1].directive >= 0 else whole)
            return
        quoted = self.opened and self.opened[-1].directive >= 0 and not self.opened[-1].holds
        self.left.append(_blank(whole) if quoted else whole)

    def _fence(self, fence: re.Match[str], at: int, end: int, bare: str) -> None:
        name = fence["name"]
        if name is None:
            self.opened.append(_Open(fence["fence"], -1, False))
            self._almost(bare, at, end)
            return
        holder = next((each.directive for each in reversed(self.opened) if each.directive >= 0), -1)
        place = Span(at + fence.start("name"), at + fence.end("name"))
        argument = trimmed(self.text, Span(at + fence.start("argument"), at + fence.end("argument")))
        lead = self.text[self.text.rfind("\n", 0, at) + 1 : at]
        made = Directive(name, place, at, len(self.text), (argument,) if argument.end > argument.start else (), parent=holder)
        made.lead, made.head = lead, end
        self.out.directives.append(made)
        self.opened.append(_Open(fence["fence"], len(self.out.directives) - 1, _holds(name, len(self.opened))))
        self.heads, self.in_yaml = made, False

    def _almost(self, bare: str, at: int, end: int) -> None:
        """A fence whose name lost its braces, with options under it."""
        following = self.text[end : end + 200].lstrip("\r\n").lstrip(" \t")
        if (almost := _BARE.match(bare)) and following.startswith((":id:", ":links:")):
            name = Span(at + almost.start("name"), at + almost.end("name"))
            message = (
                f"“{almost['name']}” has no braces, so this is code and nothing in it is read: write “{{{almost['name']}}}”."
            )
            self.out.problems.append(Problem("DOC002", message, name, f"{{{almost['name']}}}"))

    def _option(self, made: Directive, at: int, end: int, bare: str) -> bool:
        """Take in a line of the options, if it is one."""
        if bare.startswith("---") and not bare.strip("- \t") and (self.in_yaml or not made.options):
            self.in_yaml = not self.in_yaml
            made.head = end
            if not self.in_yaml:
                self.heads = None
            return True
        option = (_YAML_OPTION if self.in_yaml else OPTION).match(bare)
        if option is None:
            return self.in_yaml and not _CLOSING.match(bare)
        place = Span(at, at + option.end())
        made.options.append(Option(option["name"].lower(), place, trimmed(self.text, Span(place.end, end))))
        made.head = made.head if self.in_yaml else end
        return True

    def _unclosed(self, directive: int) -> None:
        made = self.out.directives[directive]
        message = (
            f"“{made.name}” is never closed, so all that follows belongs to it: close it with a fence like the one it opens with."
        )
        self.out.problems.append(Problem("DOC001", message, made.place))

    def _place(self, blocks: list[Block]) -> None:
        """Give the blocks to the directives that they stand in."""
        for block in blocks:
            if block.type == "code":
                self.out.code.append(Span(block.start, block.end))
            if block.parent < 0:
                block = replace(block, parent=self._around(block.start))
            self.out.blocks.append(block)
        self.out.code += [Span(each.start, each.end) for each in self.out.directives if each.name in OPAQUE]

    def _around(self, at: int) -> int:
        """The parent of what stands at an offset: the last directive that starts before it, or one that holds that."""
        number = self._last_before(at)
        while number >= 0 and self.out.directives[number].end <= at:
            number = self.out.directives[number].parent
        return -2 - number if number >= 0 else -1

    def _last_before(self, at: int) -> int:
        low, high = 0, len(self.out.directives)
        while low < high:
            middle = (low + high) // 2
            if self.out.directives[middle].start <= at:
                low = middle + 1
            else:
                high = middle
        return low - 1


def _blank(line: str) -> str:
    """As many spaces, with the same line breaks."""
    return re.sub(r"[^\r\n]", " ", line)
