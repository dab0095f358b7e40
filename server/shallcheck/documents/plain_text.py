"""Text without markup as statements: wrapped lines joined, paragraphs and lists told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shallcheck.documents.english import is_english
from shallcheck.documents.inline import EMPTY, Prose, opaque_parts
from shallcheck.documents.source import LIST_ITEM, line_end
from shallcheck.model.document import Statement
from shallcheck.model.kinds import Dialect, Kind
from shallcheck.model.place import Run, Span
from shallcheck.model.terms import key_of, names_used

_WRAP = re.compile(r"[ \t]*(?:\r\n?|\n)\s*")


class Paragraph(NamedTuple):
    """A paragraph or a list item (`item`), without the item's mark."""

    place: Span
    item: bool


def paragraphs(text: str, span: Span) -> Iterator[Paragraph]:
    """The paragraphs and list items of a stretch of text: blank lines and the marks of items separate them."""
    at, start, end, item = span.start, -1, -1, False
    while at < span.end:
        stop = min(line_end(text, at), span.end)
        marker = LIST_ITEM.match(text, at, stop)
        blank = not text[at:stop].strip()
        if start >= 0 and (marker or blank):
            yield Paragraph(Span(start, end), item)
            start = -1
        if not blank and start < 0:
            item = marker is not None
            start = marker.end() if marker else stop - len(text[at:stop].lstrip())
        if not blank:
            end = at + len(text[at:stop].rstrip())
        at = stop + (2 if text[stop : stop + 2] == "\r\n" else 1)
    if 0 <= start < end:
        yield Paragraph(Span(start, end), item)


def read_plain(text: str, span: Span, escape: re.Pattern[str] | None = None) -> Prose:
    """What a stretch of text says, its line wraps as spaces. Of what `escape` matches, the last code point counts."""
    pieces = sorted([(match, True) for match in _WRAP.finditer(text, span.start, span.end)], key=_start)
    if escape:
        pieces = sorted([*pieces, *((match, False) for match in escape.finditer(text, span.start, span.end))], key=_start)
    parts: list[str] = []
    runs: list[Run] = []
    size, at = 0, span.start
    for match, wrap in [*pieces, (None, False)]:
        stop = match.start() if match else span.end
        if match and stop < at:
            continue
        if stop > at:
            parts.append(text[at:stop])
            runs.append(Run(size, at, stop - at))
            size += stop - at
        if match:
            parts.append(" " if wrap else match[0][-1])
            width = match.end() - stop
            runs.append(Run(size, stop, 1, 0 if wrap else width))
            size += 1
            at = match.end()
    said = "".join(parts)
    return Prose(said, tuple(runs), opaque_parts(said)) if said.strip() else EMPTY


def _start(piece: tuple[re.Match[str], bool]) -> int:
    return piece[0].start()


def stated(prose: Prose, kind: Kind, dialect: Dialect, artifact: int | None) -> Statement:
    """A statement of an artifact."""
    return Statement(prose.text, kind, prose.runs, prose.opaque, dialect, artifact, english=is_english(prose.text))


def uses(statements: Sequence[Statement]) -> tuple[str, ...]:
    """`Reading.uses` of statements."""
    return tuple(dict.fromkeys(key_of(used.name) for one in statements if one.english for used in names_used(one)))
