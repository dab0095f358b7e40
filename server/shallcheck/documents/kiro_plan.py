"""design.md and tasks.md of Kiro and cc-sdd: the properties and the tasks that answer the requirements.

A property is `### Property 3: …` (or a paragraph that starts so), its text, and `**Validates: Requirements 1.1, 5.5**`. A task is
`- [ ] 1.2 …`; in its details stand `_Requirements: 1.2, 2.1_`, `_Depends: 1.1_`, `_Boundary: Name_`.
"""

from __future__ import annotations

import re

from shallcheck.documents.blocks import Block
from shallcheck.documents.building import Builder, clipped, line_spans, trimmed
from shallcheck.documents.checklist import BOX, Entry, entry_around, read_entries, told, without_box
from shallcheck.documents.notation import notation
from shallcheck.model.document import Link, LinkPlace, Problem, Reading, Setting
from shallcheck.model.kinds import Kind
from shallcheck.model.place import Span

TASK = re.compile(rf"[ \t]*{BOX}(?P<number>\d+(?:\.\d+)*[a-z]?)\*?\.?(?![^ \t\r\n])(?:[ \t]*\(P\))?[ \t]*")
_PROPERTY = re.compile(r"(?P<mark>\*\*)?(?P<label>Property[ \t]+\d+[a-z]?)[ \t]*[:.–—-][ \t]*+(?P<title>[^*\r\n]*)(?(mark)\*\*)")
_KEYED = re.compile(r"[_*]{1,2}(?P<key>[A-Z][A-Za-z ]{2,24}):[ \t]*+(?P<value>[^\r\n]*?)(?P<end>[_*]{1,2})(?![\w*])")
_PLAIN = re.compile(r"(?P<key>Requirements?):[ \t]*+(?P<value>[^_*\d\r\n]*+\d[^_*\r\n]*)")
_VALIDATES = re.compile(
    r"\**+Validates\b[ \t]*+(?:[:：][ \t]*+)?\**+[ \t]*+(?:Requirements?\b[ \t]*+[:：]?)?[ \t]*+(?P<value>[^*_\r\n]+)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.])(?<![A-Za-z]-)\d+(?:\.\d+)*[a-z]?(?!\w)")
_RANGE = re.compile(
    r"(?<![\w.])(?<![A-Za-z]-)(?P<of>\d{1,4})\.(?P<first>\d{1,4})[ \t]*+[-–—][ \t]*+"
    r"(?:(?P<same>\d{1,4})\.)?(?P<last>\d{1,4})(?![\w.])"
)
"""`2.1-2.6`, or `2.1-6`: all criteria of one requirement from here to there."""
_MOST = 100
"""Criteria in a range."""
_PART = re.compile(r"[^,;、，]+")
_ASIDE = re.compile(r"\([^()]*\)")
_TASK_HEADING = re.compile(r"Task[ \t]++(?P<number>\d+(?:\.\d+)*)[ \t]*[:.–—-][ \t]*+(?P<title>\S.*)")
_ALL = frozenset({"all", "none", "n/a"})
"""Words that say something exact where numbers belong."""
_REQUIREMENTS = "Requirements"
_DEPENDS = ("Depends", "Depends on", "Dependencies")


def read_plan(text: str, setting: Setting) -> Reading:
    """What one segment of design.md or tasks.md says."""
    return _Reader(text, setting).read()


class _Reader:
    def __init__(self, text: str, setting: Setting) -> None:
        self.out = Builder(text, setting, notation())
        self.source = self.out.source
        tasks = setting.kind is Kind.TASK
        self.tasks: dict[int, Entry] = read_entries(self.out, TASK, "task ", Kind.TASK) if tasks else {}
        self.is_tasks = tasks
        self.last: int | None = None
        """The artifact that loose blocks belong to."""
        self.heading_depth = 0
        """The depth of the heading of the property that is open."""

    def read(self) -> Reading:
        for index, block in enumerate(self.out.blocks):
            if block.type == "item" and index in self.tasks:
                self.last = self.tasks[index].artifact
            elif block.type == "heading":
                self._heading(block)
            elif block.type == "paragraph" and block.inline:
                self._paragraph(block, index)
        if self.tasks:
            without_box(self.out, self.tasks, "Kiro")
            self._shorten_titles()
        return self.out.reading()

    def _heading(self, block: Block) -> None:
        self.out.heading(block)
        if not block.inline:
            return
        start, end = block.inline[0].start, block.inline[-1].end
        if self.is_tasks:
            self._task_heading(block, start, end)
            return
        match = _PROPERTY.match(self.source, start, end)
        if match:
            self._property(match, Span(block.start, block.end))
            self.heading_depth = block.depth
        elif block.depth <= self.heading_depth:
            self.last, self.heading_depth = None, 0
        for line in line_spans(self.source, block.inline):
            self._validates(line, self.last)

    def _task_heading(self, block: Block, start: int, end: int) -> None:
        """Kiro starts tasks by their checkboxes; a heading has none."""
        self.last = None
        match = _TASK_HEADING.match(self.source, start, end)
        marks = self.source.find("#", block.start, start)
        if not match or marks < 0:
            return
        number = match["number"]
        wanted = f"- [ ] {number}{'' if '.' in number else '.'} {match['title'].strip()}"
        self.out.problems.append(told("Kiro", "is a heading", match[0].strip(), Span(marks, end), wanted))

    def _shorten_titles(self) -> None:
        """A task's links may stand behind its words on one line."""
        for artifact, words in self.tasks.values():
            tail = _KEYED.search(self.source, *words) or _VALIDATES.search(self.source, *words)
            if tail:
                self.out.retitle(artifact, self.out.prose((trimmed(self.source, Span(words.start, tail.start())),)).text)

    def _property(self, match: re.Match[str], extent: Span) -> None:
        label = " ".join(match["label"].split())
        title = match["title"].strip()
        self.last = self.out.artifact(label, Kind.ARCHITECTURE, Span(*match.span("label")), extent, title=title)

    def _paragraph(self, block: Block, index: int) -> None:
        lines = line_spans(self.source, block.inline)
        if self.is_tasks:
            self._details(lines, index)
            return
        start, end = block.inline[0].start, block.inline[-1].end
        match = _PROPERTY.match(self.source, start, lines[0].end) if block.parent < 0 else None
        if match and len(lines) > 1 and any(_VALIDATES.match(self.source, line.start, line.end) for line in lines):
            self._property(match, trimmed(self.source, Span(start, end)))
            self.heading_depth = 0
            lines = lines[1:]
        if self.last is None:
            for line in lines:
                self._validates(line, None)
            return
        self.out.grow(self.last, trimmed(self.source, Span(start, end)).end)
        text = [line for line in lines if not self._validates(line, self.last)]
        if text and block.parent < 0 and not any(one.artifact == self.last for one in self.out.statements):
            prose = self.out.prose(clipped(block.inline, text[0].start, text[-1].end))
            if prose.text:
                self.out.statement(prose, Kind.ARCHITECTURE, self.last)
        if match:
            self.last = None

    def _details(self, lines: list[Span], index: int) -> None:
        owner = entry_around(self.out, index, self.tasks)
        owner = self.last if owner is None else owner
        for line in lines:
            named = _PROPERTY.search(self.source, line.start, line.end)
            if named and named["mark"]:
                place = Span(*named.span("label"))
                self.out.links.append(Link(owner, " ".join(named["label"].split()), "verifies", place))
            elif not self._validates(line, owner):
                plain = _PLAIN.match(self.source, *line)
                if plain:
                    self._keyed(plain, owner)
                for keyed in _KEYED.finditer(self.source, line.start, line.end):
                    self._keyed(keyed, owner)

    def _keyed(self, match: re.Match[str], owner: int | None) -> None:
        key, value = match["key"].strip(), trimmed(self.source, Span(*match.span("value")))
        if key in (_REQUIREMENTS, "Requirement"):
            self._targets(value, owner, "satisfies")
            self._unnumbered(value)
        elif key in _DEPENDS:
            self._targets(value, owner, "depends", "task ")
        elif owner is not None and value.end > value.start:
            self.out.attribute(owner, key.lower(), value)

    def _validates(self, line: Span, owner: int | None) -> bool:
        """The links of `**Validates: Requirements 1.1**`; whether the line is such."""
        match = _VALIDATES.search(self.source, line.start, line.end)
        if not match:
            return False
        value = trimmed(self.source, Span(*match.span("value")))
        self._targets(value, owner, "validates")
        return match.start() == line.start

    def _targets(self, value: Span, owner: int | None, kind: str, prefix: str = "") -> None:
        if not prefix:
            self.out.link_places.append(LinkPlace(value, kind))
        for number in _NUMBER.finditer(self.source, value.start, value.end):
            self.out.links.append(Link(owner, prefix + number[0], kind, Span(*number.span())))
        for several in _RANGE.finditer(self.source, value.start, value.end):
            first, last = int(several["first"]), int(several["last"])
            between = range(first + 1, min(last, first + _MOST)) if several["same"] in (None, several["of"]) else ()
            place = Span(*several.span())
            self.out.links += [Link(owner, f"{prefix}{several['of']}.{number}", kind, place) for number in between]

    def _unnumbered(self, value: Span) -> None:
        """What stands where numbers belong, and is none."""
        bare = _ASIDE.sub(lambda aside: " " * len(aside[0]), value.of(self.source))
        for part in _PART.finditer(bare):
            rest = part[0].strip()
            if not rest or rest.lower() in _ALL or _NUMBER.search(rest) or notation().is_identifier(rest):
                continue
            place = trimmed(self.source, Span(*part.span()).shifted(value.start))
            words = place.of(self.source)
            message = f"“{words}” is no requirement's number, so this task traces to none by it: write numbers such as 1.2."
            self.out.problems.append(Problem("DOC002", message, place, mild=True))
            return
