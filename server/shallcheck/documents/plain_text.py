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

_WRAP = re.compile(r"(?<![ \t])[ \t]*(?:\r\n?|\n)\s*")


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
            if start < end:  # the mark of an item may have nothing behind it
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


def read_plain(text: str, span: Span, escape: re.Pattern[str] | None = None, mark: re.Pattern[str] | None = None) -> Prose:
    """What a stretch of text says, its line wraps as spaces. Of what `escape` matches, the last code point counts; of what `mark`
    matches, nothing."""
    found = [(match, kind) for kind in (_WRAP, escape, mark) if kind for match in kind.finditer(text, *span)]
    parts: list[str] = []
    runs: list[Run] = []
    size, at = 0, span.start
    for match, kind in [*sorted(found, key=_start), (None, None)]:
        stop = match.start() if match else span.end
        if stop < at:
            continue
        if stop > at:
            parts.append(text[at:stop])
            runs.append(Run(size, at, stop - at))
            size += stop - at
        if match and kind is not mark:
            parts.append(" " if kind is _WRAP else match[0][-1])
            runs.append(Run(size, stop, 1, 0 if kind is _WRAP else len(match[0])))
            size += 1
        at = match.end() if match else at
    said = "".join(parts)
    return Prose(said, tuple(runs), opaque_parts(said)) if said.strip() else EMPTY


def _start(piece: tuple[re.Match[str], re.Pattern[str]]) -> int:
    return piece[0].start()


def stated(
    prose: Prose, kind: Kind, dialect: Dialect, artifact: int | None, items: tuple[tuple[str, Span], ...] = ()
) -> Statement:
    """A statement of an artifact; `items` are those of the list that it leads in."""
    english = is_english(prose.text)
    return Statement(prose.text, kind, prose.runs, prose.opaque, dialect, artifact, bool(items), english, items)


def uses(statements: Sequence[Statement]) -> tuple[str, ...]:
    """`Reading.uses` of statements."""
    return tuple(dict.fromkeys(key_of(used.name) for one in statements if one.english for used in names_used(one)))
