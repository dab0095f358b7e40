"""Folding ranges: sections, artifacts, front matter, comments and fenced blocks, by whole lines."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from lsprotocol import types

from shallcheck.documents.format import CODE
from shallcheck.documents.segments import front_matter
from shallcheck.documents.source import line_end
from shallcheck.editor.client import Can
from shallcheck.editor.server import Server
from shallcheck.editor.session import Session
from shallcheck.editor.wire import Json
from shallcheck.model.document import Document, Segment
from shallcheck.model.lines import Lines
from shallcheck.model.place import Span

AT_ONCE = 100
"""Segments up to which folds are found on the loop (some milliseconds)."""
_LINE = r"(?:\A|(?<=[\r\n]))"
_FENCE = re.compile(_LINE + r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?P<ticks>`{3,}(?=[^`\r\n]*(?:[\r\n]|\Z))|~{3,})")
_DELIMITED = re.compile(_LINE + r"(?P<ticks>-{4,}|\.{4,}|={4,}|\*{4,}|_{4,}|\+{4,}|/{4,})[ \t]*(?=[\r\n]|\Z)")
"""The blocks of AsciiDoc."""
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TILDES_OR_TICKS = ("```", "~~~")


def register(server: Server, session: Session, can: Can) -> None:
    """Register folding ranges, if the client asks for them."""
    if can.folding is None:
        return
    folding = _Folding(session, can.folding.range_limit)

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    async def folding_range(params: types.FoldingRangeParams) -> list[types.FoldingRange] | None:
        path = session.path(params.text_document.uri)
        document = await session.caught_up(path)
        if document is None or document.setting.format == CODE:
            return None
        inside = await folding.inside(path, document)
        return folding.json(path, document, inside)  # type: ignore[return-value]  # as JSON


class _Fold(NamedTuple):
    """Lines that fold into their first."""

    first: int
    last: int
    comment: bool = False

    def shifted(self, by: int) -> _Fold:
        return _Fold(self.first + by, self.last + by, self.comment)


class _Inside(NamedTuple):
    """What folds inside a segment, and its headings (line, depth); lines from its start."""

    segment: Segment
    folds: tuple[_Fold, ...]
    headings: tuple[tuple[int, int], ...]


class _Folding:
    """The folds of documents. What folds inside a segment is found once."""

    def __init__(self, session: Session, most: int | None) -> None:
        self._session = session
        self._most = most
        self._inside: dict[str, dict[int, _Inside]] = {}

    async def inside(self, path: str, document: Document) -> list[_Inside]:
        """What folds inside the segments of a document; of many that are new it is found in a thread."""
        for each in [each for each in self._inside if each not in self._session.open]:
            del self._inside[each]
        known = self._inside.get(path, {})
        fresh = sum(1 for placed in document.placed if id(placed.segment) not in known)
        found = await asyncio.to_thread(_each, document, known) if fresh > AT_ONCE else _each(document, known)
        self._inside[path] = {id(each.segment): each for each in found}
        return found

    def json(self, path: str, document: Document, inside: Sequence[_Inside]) -> Json:
        """The folds of a document, no two that begin on one line."""
        longest: dict[int, _Fold] = {}
        for fold in self._folds(path, document, inside):
            if fold.last > fold.first and (fold.first not in longest or longest[fold.first].last < fold.last):
                longest[fold.first] = fold
        folds = sorted(longest.values())
        if self._most is not None and len(folds) > self._most:
            folds = sorted(sorted(folds, key=lambda each: each.first - each.last)[: self._most])
        rows = (f'{{"startLine": {first}, "endLine": {last}{_KINDS[comment]}}}' for first, last, comment in folds)
        return Json(f"[{', '.join(rows)}]")

    def _folds(self, path: str, document: Document, inside: Sequence[_Inside]) -> Iterator[_Fold]:
        headings: list[tuple[int, int]] = []
        for placed, one in zip(document.placed, inside, strict=True):
            headings += [(placed.line + line, depth) for line, depth in one.headings]
            yield from (fold.shifted(placed.line) for fold in one.folds)
        lines = self._session.table(path) if self._session.document(path) is document else Lines(document.text)
        if head := front_matter(document.text):
            yield _Fold(0, len(head.splitlines()) - 1)
        yield from _sections(lines, headings)


_KINDS = {False: "", True: ', "kind": "comment"'}


def _each(document: Document, known: Mapping[int, _Inside]) -> list[_Inside]:
    form = document.setting.format
    return [known.get(id(placed.segment)) or _inside(placed.segment, form) for placed in document.placed]


def _inside(segment: Segment, form: str) -> _Inside:
    text, lines, reading = segment.text, Lines(segment.text), segment.reading
    fences = list(_fences(text, _DELIMITED if form == "asciidoc" else _FENCE))
    comments = [Span(*each.span()) for each in _COMMENT.finditer(text)] if "<!--" in text else []
    comments += [each.place for each in reading.suppressions]
    folds = [_fold(lines, span) for span in [*(each.extent for each in reading.artifacts), *fences]]
    folds += [_fold(lines, span)._replace(comment=True) for span in comments if not any(span.overlaps(one) for one in fences)]
    headings = tuple((lines.place(each.place.start)[0], each.depth) for each in reading.outline)
    return _Inside(segment, tuple(each for each in folds if each.last > each.first), headings)


def _fold(lines: Lines, span: Span) -> _Fold:
    """The lines of a span, without blank ones at its end."""
    end = span.start + len(span.of(lines.text).rstrip())
    return _Fold(lines.place(span.start)[0], lines.place(end)[0])


def _fences(text: str, pattern: re.Pattern[str]) -> Iterator[Span]:
    if pattern is _FENCE and not any(each in text for each in _TILDES_OR_TICKS):
        return
    opened: re.Match[str] | None = None
    for match in pattern.finditer(text):
        if opened is None:
            opened = match
        elif match["ticks"].startswith(opened["ticks"]) and not text[match.end() : line_end(text, match.end())].strip():
            yield Span(opened.start(), match.end())
            opened = None


def _sections(lines: Lines, headings: Sequence[tuple[int, int]]) -> Iterator[_Fold]:
    """From each heading to the line before the next that is not below it."""
    above: list[tuple[int, int]] = []
    for line, depth in [*headings, (len(lines.starts), 0)]:
        while above and above[-1][1] >= depth:
            yield _Fold(above.pop()[0], _last_written(lines, line - 1))
        above.append((line, depth))


def _last_written(lines: Lines, line: int) -> int:
    while line > 0 and not lines.line(line).strip():
        line -= 1
    return line
