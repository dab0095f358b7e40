"""Tables of separated values (RFC 4180, and what spreadsheets make of it): the header row names the columns, as in Markdown.

A cell may be quoted and reach over lines. A quote that does not close at the end of its cell is told (DOC001), and only its own
line is read as its record; the lines that it might have reached over are in its segment, as records of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from shallcheck.documents.building import kind_by_form
from shallcheck.documents.format import Cut, Format
from shallcheck.documents.formats.markdown import KINDS, is_ours
from shallcheck.documents.inline import Prose
from shallcheck.documents.notation import MODAL, columns_of, is_standard, notation
from shallcheck.documents.plain_text import paragraphs, read_plain, stated, uses
from shallcheck.documents.segments import FRONT_MATTER_LIMIT, Boundary
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.source import line_end
from shallcheck.model.document import Artifact, Attribute, Link, LinkPlace, Problem, Reading, Setting, Statement
from shallcheck.model.kinds import Dialect, Kind, Level
from shallcheck.model.place import Span

_SEPARATORS = "\t,;|"
_OPENING = re.compile(' *"')
_QUOTED = re.compile(r' *"((?:[^"]++|"")*+)" *')
_QUOTED_CELL = re.compile(rf"(?:(?<=[\t,;|\ufeff])|\A){_QUOTED.pattern}")
_CLOSING = {separator: re.compile(rf'" *(?={re.escape(separator)}|\Z)') for separator in _SEPARATORS}
_BLANK = re.compile(r"(?:[ \t]*(?:\r\n?|\n))*+")
_DOUBLED = re.compile('""')
_TARGET = re.compile(r"[^,;|\r\n]+")
_NO_TARGET = frozenset({"", "-", "–", "—", "n/a", "na", "none", "tbd", "null"})
_FORMULA = re.compile(r"'+[=+\-@\t\r]")
"""What an export marks as text, so that no spreadsheet calculates it."""
_QUIET = frozenset({"heading", "title", "chapter", "section", "information", "info", "note", "comment", "definition", "example"})
"""What the column of kinds says of a record that demands nothing."""

_BROKEN = (
    "This quote is not closed at the end of its cell, so only its own line is read as its record: close it there, and double "
    "each quote within the cell."
)


class _Cell(NamedTuple):
    """A cell without its quotes, and where what ends it stands: a separator or a line break. `known`: how far the text was looked
    at to tell; `broken`: its quote does not close at its end."""

    place: Span
    stop: int
    known: int
    broken: bool = False


class _Record(NamedTuple):
    """A line of the table, its line break included; `broken` as the places of the quotes that do not close."""

    place: Span
    cells: tuple[Span, ...]
    known: int
    broken: tuple[int, ...]


def _cell(text: str, at: int, separator: str) -> _Cell:
    """The cell that starts at `at`. Spaces in front of a quote that closes as it must are none of it."""
    quoted = _QUOTED.match(text, at)
    if quoted:
        stop = quoted.end()
        if stop == len(text) or text[stop] in f"{separator}\r\n":
            return _Cell(Span(*quoted.span(1)), stop, stop + 1)
    known = quoted.end() + 1 if quoted else len(text) if _OPENING.match(text, at) else at
    end = line_end(text, at)
    if text.startswith('"', at):
        closing = _CLOSING[separator].search(text, at + 1, end)
        place, stop = (Span(at + 1, closing.start()), closing.end()) if closing else (Span(at + 1, end), end)
        return _Cell(place, stop, known, broken=True)
    mark = text.find(separator, at, end)
    stop = mark if mark >= 0 else end
    return _Cell(_bare(text, Span(at, stop)), stop, known)


def _record(text: str, start: int, separator: str) -> _Record:
    """The record that starts at `start`."""
    cells = [_cell(text, start, separator)]
    while text.startswith(separator, cells[-1].stop):
        cells.append(_cell(text, cells[-1].stop + 1, separator))
    broken = tuple(cell.place.start - 1 for cell in cells if cell.broken)
    end = _behind(text, cells[-1].stop)
    return _Record(Span(start, end), tuple(cell.place for cell in cells), max(cell.known for cell in cells), broken)


def _records(text: str, start: int, separator: str) -> Iterator[_Record]:
    while start < len(text):
        record = _record(text, start, separator)
        yield record
        start = _behind_blanks(text, record.place.end)


def _bare(text: str, span: Span) -> Span:
    said = span.of(text)
    start = span.start + len(said) - len(said.lstrip(" "))
    return Span(min(start, span.end), max(start, span.start + len(said.rstrip(" "))))


def _behind(text: str, end: int) -> int:
    return min(len(text), end + (2 if text[end : end + 2] == "\r\n" else 1))


def _behind_blanks(text: str, start: int) -> int:
    blank = _BLANK.match(text, start)
    return blank.end() if blank else start


def _header(text: str) -> tuple[str, str]:
    """What separates the cells, which is what occurs most in the first record, and that record."""
    head = text[:FRONT_MATTER_LIMIT]
    line = _QUOTED_CELL.sub("", head)
    separator = max(_SEPARATORS, key=line[: line_end(line, 0)].count)
    return separator, head[: _record(head, _first(head), separator).place.end]


def _first(header: str) -> int:
    return 1 if header.startswith("\ufeff") else 0


def _columns(separator: str, header: str) -> list[str]:
    record = _record(header, _first(header), separator)
    return columns_of([" ".join(cell.of(header).split()) for cell in record.cells])


def recognise(path: str, head: str, settings: ReaderSettings) -> Setting | None:
    """A table is ours when its header names a column for identifiers and one for statements."""
    separator, header = _header(head)
    if len(header) >= FRONT_MATTER_LIMIT:
        return None
    columns = _columns(separator, header)
    if not settings.format and not ("id" in columns and "statement" in columns):
        return None
    level, dialect = settings.level or Level.REQUIREMENTS, settings.dialect or Dialect.SHALL_OR_MUST
    return Setting("csv", level=level, kind=KINDS[level], dialect=dialect, chain=False)


def cut(text: str, at: Boundary) -> Iterator[Boundary]:
    """The header, then a segment for each record, its context the separator and the header; blank lines belong to the record
    before them, and to a record with a broken quote all that its end was looked for in."""
    yield at
    start, context = at
    if start == 0:
        separator, header = _header(text)
        start, context = _behind_blanks(text, len(header)), separator + header
    else:
        start = _segment_end(text, start, context[0])
    while start < len(text):
        end = _segment_end(text, start, context[0])
        if text[start:end].strip():
            yield Boundary(start, context)
        start = end


def _segment_end(text: str, start: int, separator: str) -> int:
    known = end = start
    for record in _records(text, start, separator):
        known, end = max(known, record.known), _behind_blanks(text, record.place.end)
        if record.place.end >= known:
            break
    return end


def read_segment(text: str, context: str, setting: Setting, settings: ReaderSettings) -> Reading:
    """What one record says."""
    if not context:
        return Reading()
    separator, header = context[0], context[1:]
    reader = _Reader(text, _columns(separator, header), setting, settings)
    for record in _records(text, 0, separator):
        reader.record(record)
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

    def record(self, record: _Record) -> None:
        """One artifact; a record without an identifier is one only when it obliges."""
        self._problems += [Problem("DOC001", _BROKEN, Span(at, at + 1)) for at in record.broken]
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
    may_hold=lambda text, settings: bool(settings.format) or MODAL.search(text) is not None,
    is_ours=lambda document: "format" in document.notes or is_ours(document),
    exported=True,
)
