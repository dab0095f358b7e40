"""Tables of separated values (RFC 4180, and what spreadsheets make of it): the header row names the columns, as in Markdown.

A cell may be quoted and reach over lines. A quote that is never closed takes in all that follows: the lines behind its own are
read again as records of their own, and DOC001 tells where it opens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from shallcheck.documents.building import kind_by_form
from shallcheck.documents.format import Cut, Format
from shallcheck.documents.formats.markdown import KINDS, is_ours
from shallcheck.documents.inline import Prose
from shallcheck.documents.notation import MODAL, column_of, is_standard, notation
from shallcheck.documents.plain_text import paragraphs, read_plain, stated, uses
from shallcheck.documents.segments import FRONT_MATTER_LIMIT, Boundary
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.source import line_end
from shallcheck.model.document import Artifact, Attribute, Link, LinkPlace, Problem, Reading, Setting, Statement
from shallcheck.model.kinds import Dialect, Kind, Level
from shallcheck.model.place import Span

_SEPARATORS = "\t,;|"
_QUOTED = re.compile(r'"(?:[^"]++|"")*+"')
_DOUBLED = re.compile('""')
_TARGET = re.compile(r"[^,;|\r\n]+")
_NO_TARGET = frozenset({"", "-", "–", "—", "n/a", "na", "none", "tbd", "null"})
_FORMULA = re.compile(r"'+[=+\-@\t\r]")
"""What an export marks as text, so that no spreadsheet calculates it."""
_QUIET = frozenset({"heading", "title", "chapter", "section", "information", "info", "note", "comment", "definition", "example"})
"""What the column of kinds says of a record that demands nothing."""


class _Record(NamedTuple):
    """A line of the table: its cells without their quotes, and where a quote opens that is never closed."""

    place: Span
    cells: tuple[Span, ...]
    unclosed: int | None = None


def _record(text: str, start: int, separator: str) -> _Record:
    """The record that starts at `start`; its line break belongs to it."""
    cells: list[Span] = []
    at, unclosed = start, None
    while True:
        quoted = _QUOTED.match(text, at) if text.startswith('"', at) else None
        if quoted:
            cells.append(Span(at + 1, quoted.end() - 1))
            at = quoted.end()
        elif text.startswith('"', at):
            unclosed = at
            return _Record(Span(start, len(text)), tuple(cells), unclosed)
        stop = line_end(text, at)
        mark = text.find(separator, at, stop)
        if not quoted:
            cells.append(_bare(text, Span(at, mark if mark >= 0 else stop)))
        if mark < 0:
            end = stop + (2 if text[stop : stop + 2] == "\r\n" else 1)
            return _Record(Span(start, min(end, len(text))), tuple(cells))
        at = mark + 1


def _bare(text: str, span: Span) -> Span:
    said = span.of(text)
    start = span.start + len(said) - len(said.lstrip(" "))
    return Span(min(start, span.end), max(start, span.start + len(said.rstrip(" "))))


def _separator(header: str) -> str:
    """What separates the cells: what occurs most in the header."""
    line = _QUOTED.sub("", header[: line_end(header, 0)])
    return max(_SEPARATORS, key=line.count)


def _columns(header: str, separator: str) -> list[str]:
    record = _record(header, 1 if header.startswith("\ufeff") else 0, separator)
    return [column_of(" ".join(cell.of(header).split())) for cell in record.cells]


def recognise(path: str, head: str, settings: ReaderSettings) -> Setting | None:
    """A table is ours when its header names a column for identifiers and one for statements."""
    end = line_end(head, 0)
    if end >= FRONT_MATTER_LIMIT:
        return None
    columns = _columns(head[:end], _separator(head))
    if not settings.format and not ("id" in columns and "statement" in columns):
        return None
    level, dialect = settings.level or Level.REQUIREMENTS, settings.dialect or Dialect.SHALL_OR_MUST
    return Setting("csv", level=level, kind=KINDS[level], dialect=dialect, chain=False)


def cut(text: str, at: Boundary) -> Iterator[Boundary]:
    """The header, then a segment for each record; blank lines belong to the record before them."""
    yield at
    start, context = at
    if start == 0:
        end = line_end(text, 0)
        context = text[:end]
        start = _behind(text, end)
    else:
        start = _record(text, start, _separator(context)).place.end
    separator = _separator(context)
    while start < len(text):
        record = _record(text, start, separator)
        if record.place.of(text).strip():
            yield Boundary(start, context)
        start = record.place.end


def _behind(text: str, end: int) -> int:
    return min(len(text), end + (2 if text[end : end + 2] == "\r\n" else 1))


def read_segment(text: str, context: str, setting: Setting, settings: ReaderSettings) -> Reading:
    """What one record says."""
    if not context:
        return Reading()
    separator = _separator(context)
    reader = _Reader(text, _columns(context, separator), setting, settings)
    at = 0
    while at < len(text):
        record = _record(text, at, separator)
        if record.unclosed is not None:
            reader.unclosed(record.unclosed)
            end = _behind(text, line_end(text, at))
            cells = (*record.cells, Span(record.unclosed + 1, line_end(text, record.unclosed)))
            record = _Record(Span(at, max(end, record.unclosed + 1)), cells)
        reader.record(record)
        at = record.place.end
    return reader.reading()


class _Reader:
    def __init__(self, text: str, columns: list[str], setting: Setting, settings: ReaderSettings) -> None:
        self._text = text
        self._columns = columns
        self._setting = setting
        self._signs = notation(settings.identifier_pattern)
        self._statements: list[Statement] = []
        self._artifacts: list[Artifact] = []
        self._links: list[Link] = []
        self._places: list[LinkPlace] = []
        self._problems: list[Problem] = []

    def unclosed(self, at: int) -> None:
        message = "This quote is never closed, so only its own line is read as its record: close it, or double it within a cell."
        self._problems.append(Problem("DOC001", message, Span(at, at + 1)))

    def record(self, record: _Record) -> None:
        """One artifact; a record without an identifier is one only when it obliges."""
        cells = {
            name: cell
            for name, cell in reversed(list(zip(self._columns, record.cells, strict=False)))
            if cell.of(self._text).strip()
        }
        said = [self._prose(each) for each in self._paragraphs(cells)]
        place = cells.get("id")
        if place is None and not any(MODAL.search(prose.text) for prose in said):
            return
        level, kind = self._level(cells), self._kind(cells)
        title = cells["title"].of(self._text).replace('""', '"') if "title" in cells else ""
        number = len(self._artifacts)
        start = record.place.start
        place = place or Span(start, start)
        label = " ".join(place.of(self._text).replace('""', '"').split())
        extent = Span(start, max(place.end, start + len(record.place.of(self._text).rstrip())))
        attributes = tuple(self._attributes(cells, number))
        self._artifacts.append(Artifact(label, kind, level, title, place, extent, attributes))
        self._statements += [
            stated(prose, kind_by_form(prose.text, kind), self._setting.dialect, number) for prose in said if prose.text
        ]

    def _paragraphs(self, cells: dict[str, Span]) -> Iterator[Span]:
        cell = cells.get("statement") or cells.get("title")
        if cell is None:
            return
        if _FORMULA.match(self._text, cell.start):
            cell = Span(cell.start + 1, cell.end)
        for paragraph in paragraphs(self._text, cell):
            yield paragraph.place

    def _prose(self, span: Span) -> Prose:
        return read_plain(self._text, span, _DOUBLED)

    def _word(self, cells: dict[str, Span], *names: str) -> str:
        cell = next((cells[name] for name in names if name in cells), None)
        return cell.of(self._text).strip().lower() if cell else ""

    def _level(self, cells: dict[str, Span]) -> Level:
        word = self._word(cells, "level")
        return Level(word) if word in [each.value for each in Level] else self._setting.level

    def _kind(self, cells: dict[str, Span]) -> Kind:
        word = self._word(cells, "kind", "type")
        if word in [each.value for each in Kind]:
            return Kind(word)
        return Kind.NOTE if word in _QUIET else KINDS[self._level(cells)]

    def _attributes(self, cells: dict[str, Span], artifact: int) -> Iterator[Attribute]:
        for name, cell in cells.items():
            if name in ("id", "statement", "title", "level", "kind", ""):
                continue
            if name.startswith("link:"):
                self._link(cell, name.removeprefix("link:"), artifact)
                continue
            first = next(self._signs.find(self._text, cell.start, cell.end), None) if name == "source" else None
            if first and not is_standard(first.of(self._text)):
                self._links.append(Link(artifact, first.of(self._text), "derived-from", first))
            yield Attribute(name, " ".join(cell.of(self._text).replace('""', '"').split()), cell)

    def _link(self, cell: Span, kind: str, artifact: int) -> None:
        self._places.append(LinkPlace(cell, kind))
        for match in _TARGET.finditer(self._text, cell.start, cell.end):
            place = _bare(self._text, Span(*match.span()))
            if place.of(self._text).lower() not in _NO_TARGET:
                self._links.append(Link(artifact, place.of(self._text), kind, place))

    def reading(self) -> Reading:
        return Reading(
            tuple(self._statements),
            tuple(self._artifacts),
            tuple(self._links),
            link_places=tuple(self._places),
            problems=tuple(self._problems),
            uses=uses(self._statements),
        )


def _cutter(setting: Setting, settings: ReaderSettings) -> Cut:
    return cut


CSV = Format(
    "csv",
    ("csv", "tsv"),
    recognise,
    _cutter,
    read_segment,
    expects="begin it with a header row that names a column “ID” and a column “Requirement”",
    may_hold=lambda text, settings: MODAL.search(text) is not None,
    is_ours=lambda document: "format" in document.notes or is_ours(document),
)
