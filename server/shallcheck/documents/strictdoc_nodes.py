"""One node of a StrictDoc document: its tag, its fields, its relations, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from shallcheck.documents.blocks import NOWHERE
from shallcheck.documents.building import trimmed
from shallcheck.model.place import Span

OPENING = re.compile(r"\[(?P<double>\[)?(?P<tag>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)\](?(double)\])[ \t]*$")
CLOSING = re.compile(r"\[(?P<double>\[)?/(?P<tag>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)\](?(double)\])[ \t]*$")
FIELD = re.compile(r"(?P<name>[A-Z][A-Za-z0-9_-]*):(?:[ \t]+(?P<value>\S(?:.*\S)?))?[ \t]*$")
TEXT_OPENS, TEXT_CLOSES = ">>>", "<<<"
COMPOSITE = ("SECTION", "COMPOSITE_REQUIREMENT")
"""Tags of older versions that hold other nodes though their brackets are single."""
FREE_TEXT = "FREETEXT"
"""The tag of older versions whose text stands without a field, up to its closing tag."""
_LINE = re.compile(r"(?P<body>[^\r\n]*)(?:\r\n?|\n|\Z)")
_ENTRY = re.compile(r"- TYPE:[ \t]*(?P<type>\S(?:.*\S)?)?[ \t]*$")
_DETAIL = re.compile(r"  (?P<name>[A-Z][A-Z_]*):[ \t]*(?P<value>\S(?:.*\S)?)?[ \t]*$")
_RELATIONS = ("RELATIONS", "REFS")
PLAIN = ("DOCUMENT", "GRAMMAR", "DOCUMENT_FRAGMENT", "FRAGMENT")
"""Tags whose lines are no fields of a node."""


@dataclass(slots=True)
class Field:
    """`NAME: value`, or `NAME: >>>` with the value on the lines behind."""

    name: str
    place: Span
    """Its name."""
    value: Span
    """Without white space around, and without the marks of a text of several lines."""
    multiline: bool = False
    closed: bool = True
    end: int = 0
    """Where its last line ends, the line break left out."""


@dataclass(slots=True)
class Relation:
    """An entry below `RELATIONS:`."""

    type: str
    place: Span
    """The entry's first line."""
    value: Span = NOWHERE
    role: str = ""
    end: int = 0


@dataclass(slots=True)
class Node:
    """A node as written. Places are those of the text that was parsed."""

    tag: str = ""
    place: Span = NOWHERE
    """The tag with its brackets."""
    holds: bool = False
    """Whether other nodes stand in it, up to its closing tag."""
    fields: list[Field] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    strays: list[Span] = field(default_factory=list)
    """Lines that are nothing of a node."""
    closings: list[tuple[str, Span]] = field(default_factory=list)
    """The tags behind the node that close those around it."""
    linking: Span | None = None
    """The line `RELATIONS:`."""
    end: int = 0
    """Where its last line that is none of the closings ends."""

    def first(self, *names: str) -> Field | None:
        """The first field with one of the names, in the order of the names, that has a value."""
        for name in names:
            for one in self.fields:
                if one.name == name and one.value.start < one.value.end:
                    return one
        return None


def parse_node(text: str) -> Node:
    """The node that a segment holds. A segment without one (the text before the first) is a node without a tag."""
    return _Parser(text).parse()


class _Parser:
    """Takes in one line after the other."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.node = Node()
        self.open: Field | None = None
        """The text of several lines that is open."""
        self.listing = False
        """Within `RELATIONS:`."""

    def parse(self) -> Node:
        for match in _LINE.finditer(self.text):
            start, end = match.span("body")
            if start == end == len(self.text):
                break
            self._line(match["body"], start, end)
        if self.open is not None:
            self.open.closed = False
            self.open.value = trimmed(self.text, Span(self.open.value.start, len(self.text)))
            self.node.end = self.open.end = max(self.open.value.end, self.open.place.end)
        return self.node

    def _line(self, line: str, start: int, end: int) -> None:
        if self.open is not None:
            self._within_text(line, start, end)
        elif not line.strip():
            return
        elif opening := OPENING.match(line.lstrip("\ufeff")) if not self.node.tag else None:
            self.node.tag = opening["tag"]
            self.node.place = trimmed(self.text, Span(start + line.index("["), end))
            self.node.holds = bool(opening["double"]) or opening["tag"] in COMPOSITE
            self.node.end = end
            if self.node.tag == FREE_TEXT:
                self.open = Field(FREE_TEXT, self.node.place, Span(end, end), multiline=True)
                self.node.fields.append(self.open)
        elif closing := CLOSING.match(line):
            self.node.closings.append((closing["tag"], Span(start, start + closing.end())))
        elif self.node.tag in PLAIN or not self.node.tag:
            self._setting(line, start, end)
        else:
            self._field_or_relation(line, start, end)

    def _within_text(self, line: str, start: int, end: int) -> None:
        assert self.open is not None
        closing = CLOSING.match(line) if self.open.name == FREE_TEXT else None
        if line.rstrip() != TEXT_CLOSES and not (closing and closing["tag"] == FREE_TEXT):
            return
        if not closing or self.open.name != FREE_TEXT:
            end = start + len(TEXT_CLOSES)
        self.open.value = trimmed(self.text, Span(self.open.value.start, start))
        self.node.end = self.open.end = end
        self.open = None

    def _setting(self, line: str, start: int, end: int) -> None:
        """A line of the document's own head: only its fields count, not what is indented."""
        if match := FIELD.match(line):
            self._field(match, start, end)
        self.node.end = end

    def _field_or_relation(self, line: str, start: int, end: int) -> None:
        match = FIELD.match(line)
        entry = _ENTRY.match(line) if self.listing else None
        detail = _DETAIL.match(line) if self.listing and self.node.relations else None
        if match and match["name"] in _RELATIONS and not match["value"]:
            self.listing, self.node.linking = True, Span(start, start + match.end("name") + 1)
        elif match:
            self.listing = False
            self._field(match, start, end)
        elif entry:
            self.node.relations.append(Relation(entry["type"] or "", Span(start, start + len(line.rstrip())), end=end))
        elif detail:
            self._detail(detail, start, end)
        else:
            self.node.strays.append(trimmed(self.text, Span(start, end)))
        self.node.end = end

    def _detail(self, detail: re.Match[str], start: int, end: int) -> None:
        relation = self.node.relations[-1]
        relation.end = end
        if detail["name"] == "ROLE":
            relation.role = detail["value"] or ""
        elif detail["name"] in ("VALUE", "PATH") and detail["value"]:
            relation.value = Span(*detail.span("value")).shifted(start)

    def _field(self, match: re.Match[str], start: int, end: int) -> None:
        name = Span(*match.span("name")).shifted(start)
        value = Span(*match.span("value")).shifted(start) if match["value"] else Span(start + match.end(), start + match.end())
        one = Field(match["name"], name, value, end=end)
        self.node.fields.append(one)
        if match["value"] == TEXT_OPENS:
            one.multiline, one.value = True, Span(end, end)
            self.open = one
