"""Decision records: MADR (“Considered Options”, “Decision Outcome”) and Nygard's (Status, Context, Decision, Consequences).

A file is one record. It is known by the number in its name or, where that has none, in its first heading: ADR-0001. What it says
is a decision and never judged as a requirement; “Superseded by” and its like are links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.documents.blocks import Block
from shallcheck.documents.building import Builder, line_spans, trimmed
from shallcheck.documents.format import Format
from shallcheck.documents.notation import notation
from shallcheck.documents.segments import START, Boundary, front_matter
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.suppressions import HTML
from shallcheck.model.document import Link, Reading, Setting
from shallcheck.model.kinds import Dialect, Kind, Level
from shallcheck.model.place import Span

_FOLDER = re.compile(r"(?:^|/)(?:adrs?|decisions?|decision[-_]records?|architecture[-_]decisions?)/[^/]+$", re.IGNORECASE)
_NAME = re.compile(r"(?:^|/)(?:adr[-_ ]?)?(?P<number>\d{2,})[-_ .][^/]*$|(?:^|/)adr[-_ ]?(?P<short>\d+)\b[^/]*$", re.IGNORECASE)
_TITLE = re.compile(
    r"(?:ADR[-_ #]*)?(?P<number>\d+)[ \t]*[.:)–—-][ \t]++(?P<title>\S.*)|(?P<plain>.*)", re.IGNORECASE | re.DOTALL
)
_HEADED = re.compile(r"^#[ \t]+(?:ADR[-_ #]*)?(?P<number>\d+)[ \t]*[.:)–—-][ \t]", re.MULTILINE | re.IGNORECASE)
_PARTS = re.compile(
    r"^#{2,3}[ \t]+(Status|Context(?: and Problem Statement)?|Decision(?: Outcome| Drivers)?|Considered Options|Consequences)"
    r"[ \t]*\r?$",
    re.MULTILINE | re.IGNORECASE,
)
_STATUS = re.compile(r"[*_]{0,2}Status[*_]{0,2}[ \t]*:[*_]{0,2}[ \t]*+(?P<value>\S[^\r\n]*)", re.IGNORECASE)
_FRONT_STATUS = re.compile(r"^status:[ \t]*[\"']?(?P<value>[^\r\n\"']+)", re.MULTILINE | re.IGNORECASE)
_RELATED = re.compile(
    r"\b(?P<verb>supersedes|superseded by|superceded by|replaces|replaced by|amends|amended by|clarifies|clarified by)\b"
    r"[ \t]*:?[ \t]*+(?P<value>(?:(?!(?<!\d)\.[ \t]+[A-Z])[^\r\n;])*)",
    re.IGNORECASE,
)
_TYPES = {
    "supersedes": "supersedes",
    "replaces": "supersedes",
    "superseded by": "superseded-by",
    "superceded by": "superseded-by",
    "replaced by": "superseded-by",
    "amends": "amends",
    "clarifies": "amends",
    "amended by": "amended-by",
    "clarified by": "amended-by",
}
_RECORD = re.compile(
    r"\[[^\[\]]{0,120}\]\((?:[^()\s]*/)?(?:adr[-_]?)?(?P<linked>\d{2,})[-_][^()\s]*\)|\bADR[-_ #]*(?P<named>\d+)\b", re.IGNORECASE
)
_LEAST = 2
"""How many of the usual parts make a text a decision record."""


def recognise(path: str, head: str, settings: ReaderSettings) -> Setting | None:
    """A numbered file, in a folder for decisions or named as one, with the parts of a record; None: it is none."""
    name, headed = _NAME.search(path), _HEADED.search(head)
    number = (name["number"] or name["short"]) if name else headed["number"] if headed else ""
    if not number:
        return None
    parts = {match[1].lower() for match in _PARTS.finditer(head)}
    told = bool(_STATUS.search(head) or _FRONT_STATUS.search(front_matter(head)))
    among = _FOLDER.search(path) or (name and path.rsplit("/", 1)[-1].lower().startswith("adr"))
    if settings.format != "adr" and (not among or len(parts) + told < _LEAST):
        return None
    dialect = settings.dialect or Dialect.SHALL
    return Setting("adr", "", (), Level.ARCHITECTURE, Kind.DECISION, dialect, chain=False, name=f"ADR-{number}")


def cut_whole(text: str, at: Boundary = START) -> Iterator[Boundary]:
    """A record is short: one segment."""
    yield at


def read_segment(text: str, context: str, setting: Setting, _: ReaderSettings) -> Reading:
    """What a record says."""
    return _Reader(text, setting).read()


class _Reader:
    def __init__(self, text: str, setting: Setting) -> None:
        self.out = Builder(text, setting, notation())
        self.source = self.out.source
        self.label = setting.name
        self.width = len(self.label.removeprefix("ADR-"))
        self.record: int | None = None
        self.part = ""
        """The part that the next blocks stand in, in lower case."""
        self.decided = self.status = False
        """Whether the decision and the status have been read."""

    def read(self) -> Reading:
        for block in self.out.blocks:
            if block.type == "heading":
                self._heading(block)
            elif block.type == "paragraph" and block.inline and self.record is not None:
                self._paragraph(block, self.record)
            if self.record is not None:
                self.out.grow(self.record, trimmed(self.source, Span(block.start, block.end)).end)
        return self.out.reading()

    def _heading(self, block: Block) -> None:
        title = self.out.heading(block)
        if self.record is not None or not block.inline:
            self.part = title.lower()
            return
        span = Span(block.inline[0].start, block.inline[-1].end)
        match = _TITLE.match(self.source, *span)
        group = "number" if match and match["number"] else "plain"
        place = trimmed(self.source, Span(*match.span(group))) if match else span
        words = match["title"] or match["plain"] if match else title
        self.record = self.out.artifact(
            self.label, Kind.DECISION, place, Span(block.start, block.end), title=" ".join(words.split())
        )
        front = _FRONT_STATUS.search(front_matter(self.source))
        if front:
            self._status(Span(*front.span("value")), self.record)

    def _paragraph(self, block: Block, record: int) -> None:
        lines = line_spans(self.source, block.inline)
        for line in lines:
            said = _STATUS.match(self.source, *line)
            if said and not self.part:
                self._status(Span(*said.span("value")), record)
            elif self.part == "status":
                self._status(line, record)
            elif not self.part or self.part in ("links", "related decisions", "more information", "related"):
                self._related(line, record)
        if self.part in ("decision", "decision outcome") and not self.decided:
            prose = self.out.prose(block.inline)
            if prose.text:
                self.decided = True
                self.out.statement(prose, Kind.DECISION, record)

    def _status(self, value: Span, record: int) -> None:
        value = trimmed(self.source, value)
        if value.end > value.start and not self.status:
            self.out.attribute(record, "status", value)
            self.status = True
        self._related(value, record)

    def _related(self, line: Span, record: int) -> None:
        for match in _RELATED.finditer(self.source, *line):
            kind = _TYPES[" ".join(match["verb"].lower().split())]
            for other in _RECORD.finditer(self.source, *match.span("value")):
                group = "linked" if other["linked"] else "named"
                target = f"ADR-{other[group].zfill(self.width)}"
                self.out.links.append(Link(record, target, kind, Span(*other.span(group))))


ADR = Format(
    "adr",
    ("md",),
    recognise,
    lambda setting, settings: cut_whole,
    read_segment,
    expects="number the file's name, such as 0001-use-one-pump.md, and give it the headings Status, Context and Decision",
    rank=40,
    comment=HTML,
)
