"""An identifier under another name, in one document: where it stands, how it is written, what the document says then."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from shallcheck.documents.formats import format_of
from shallcheck.documents.reading import ReaderSettings, edit_document, read_document
from shallcheck.model.document import Artifact, Document, Link
from shallcheck.model.finding import Edit, apply_edits
from shallcheck.model.place import Span

_FRAGMENT = re.compile(r"[*_`~]{0,6}\]\([ \t]*<?#")


class Written(NamedTuple):
    """What a document names, in its order."""

    artifacts: list[tuple[Artifact, int]]
    """Each with where its segment starts."""
    links: list[tuple[Link, Span, int]]
    """Each trace link with its place in the document, and the number of its artifact among all of the document; -1: it belongs to
    the document."""


def written(document: Document) -> Written:
    """What a document names."""
    artifacts: list[tuple[Artifact, int]] = []
    links: list[tuple[Link, Span, int]] = []
    for placed in document.placed:
        first = len(artifacts)
        artifacts += [(each, placed.start) for each in placed.segment.reading.artifacts]
        links += [
            (each, each.place.shifted(placed.start), -1 if each.artifact is None else first + each.artifact)
            for each in placed.segment.reading.links
        ]
    return Written(artifacts, links)


def is_read_only(document: Document) -> bool:
    """Whether another tool writes the document, so that nothing in it is changed by hand."""
    form = format_of(document.setting.format)
    return form is None or form.exported


def respelt(source: str, old: str, new: str) -> str | None:
    """How a place that names `old` by the words `source` names `new`: by the same part of it (“1” of “User Story 1”), or with the
    same words around it. None where it names `old` in some other way."""
    if source == old:
        return new
    if not source or not old:
        return None
    if source in old:
        lead, _, tail = old.rpartition(source) if old.endswith(source) else old.partition(source)
        fits = new.startswith(lead) and new.endswith(tail) and len(new) > len(lead) + len(tail)
        return new[len(lead) : len(new) - len(tail)] if fits else None
    return source.replace(old, new) if source.count(old) == 1 else None


def where(text: str, place: Span, target: str) -> Span:
    """Where the target of a link is written, whose place may be that of the words that are linked: `[above](#SYS-001)`."""
    behind = _FRAGMENT.match(text, place.end)
    if behind is None or not text.startswith(target, behind.end()) or target in place.of(text):
        return place
    return Span(behind.end(), behind.end() + len(target))


def edited(document: Document, edits: Mapping[Span, str], path: str = "") -> Document | None:
    """The document with edits (offsets of its text) made, at another path where one is given; None: it is none of ours then."""
    rows = [Edit(*span, text) for span, text in edits.items()]
    text = apply_edits(document.text, rows)
    if path and path != document.path:
        return read_document(path, text, ReaderSettings.from_notes(document.notes))
    if not rows:
        return document
    start, end = min(row.start for row in rows), max(row.end for row in rows)
    return edit_document(document, text, start, end, end + len(text) - len(document.text))
