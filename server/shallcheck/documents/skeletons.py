"""Where a statement begins: what may be written there, as EARS has it, and with which identifier.

Whatever is offered is read again before: where the document would not then say exactly that, nothing is offered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from shallcheck.documents.drafting import Answers, compose, modal_of, neighbour
from shallcheck.documents.format import Fresh
from shallcheck.documents.formats import format_of
from shallcheck.documents.reading import edit_document
from shallcheck.documents.source import line_start, newline
from shallcheck.documents.writing import render_next_identifier, site_of
from shallcheck.model.document import Document, Placed, Statement, unchanged_ends
from shallcheck.model.finding import Edit, apply_edits
from shallcheck.model.kinds import Dialect, Kind
from shallcheck.model.place import Span

PATTERNS = (
    ("ubiquitous", "", ""),
    ("event-driven", "when", "<event>"),
    ("state-driven", "while", "<state>"),
    ("unwanted behaviour", "if", "<condition>"),
    ("optional feature", "where", "<condition>"),
)
"""The patterns of EARS (Mavin et al.): what each is called, the word that opens it, and what stands behind that."""
_DEMANDS = (Kind.REQUIREMENT, Kind.NEED, Kind.CONSTRAINT)


class Skeleton(NamedTuple):
    """A statement with placeholders for what only a person can say, and the edit that writes it."""

    pattern: str
    statement: str
    edit: Edit


def skeletons(document: Document, start: int, end: int, taken: Collection[str]) -> list[Skeleton]:
    """What can be written instead of `start:end` (offsets of the document) where a statement begins there; nothing elsewhere.

    `taken`: identifiers of other documents that are not free.
    """
    form = format_of(document.setting.format)
    beside = neighbour(document, start)
    if form is None or form.writing is None:
        return []
    modal = modal_of(document, beside[1] if beside else None)
    texts = [
        compose(Answers("the <actor>", word, when, "<verb> <object>", "-", ""), modal, document.setting.dialect is Dialect.EARS)
        for _, word, when in PATTERNS
    ]
    frame = _block(document, beside, start, end, texts[0], taken) or _written(document, start, end, texts[0])
    if frame is None:
        return []
    words = [form.writing.words(document.text, start, text, False) for text in texts]
    edits = [frame._replace(text=frame.text.replace(words[0], each)) for each in words]
    if _read(document, edits[1], texts[1]) is None:
        return []  # the others differ from this one by no more than the word that opens them
    return [Skeleton(pattern, text, edit) for (pattern, _, _), text, edit in zip(PATTERNS, texts, edits, strict=True)]


def _written(document: Document, start: int, end: int, text: str) -> Edit | None:
    """The edit that writes a statement where one is expected, with an identifier where one belongs before it."""
    form = format_of(document.setting.format)
    assert form is not None
    assert form.writing is not None
    edit = Edit(start, end, form.writing.words(document.text, start, text, False))
    read = _read(document, edit, text)
    if read is None:
        return None
    edited, placed, statement = read
    if statement.artifact is None:
        labels = any(artifact.label and not artifact.positional for _, _, artifact in document.artifacts())
        return None if labels else edit
    if placed.segment.reading.artifacts[statement.artifact].label:
        return edit
    named = render_next_identifier(edited, placed, statement)
    if named is None or len(named) != 1 or named[0].start != start or named[0].end != start:
        return None
    return Edit(start, end, named[0].text + edit.text)


def _block(
    document: Document, beside: tuple[Placed, Statement] | None, start: int, end: int, text: str, taken: Collection[str]
) -> Edit | None:
    """The edit that writes a whole artifact, right behind the one before it; what marks it up may stand there already."""
    form = format_of(document.setting.format)
    site = site_of(document, *beside) if beside else None
    if site is None or form is None or form.writing is None:
        return None
    verified = any(each.name == "verification" for each in site.artifact.attributes)
    title, method = (form.writing.words(document.text, start, each, False) for each in ("<title>", "<method>"))
    fresh = Fresh(title, (("Verification", method),) if verified else ())
    added = form.writing.siblings(site, (text,), taken, fresh)
    if added is None or len(added.edits) != 1:
        return None
    at, begun = site.placed.start + added.edits[0].start, line_start(document.text, start)
    line, written, mark = newline(document), added.edits[0].text, document.text[begun:start]
    block = written.strip("\r\n")
    if at > begun or document.text[at:begun].strip() or not block.startswith(mark):
        return None
    gap = line if written.startswith(line * 2) and not _is_apart(document.text, begun, line) else ""
    if gap and mark:
        return None
    edit = Edit(start, end, gap + block.removeprefix(mark))
    return edit if _read(document, edit, text) else None


def _is_apart(text: str, start: int, line: str) -> bool:
    before = text[:start]
    return not before or before.endswith(line * 2)


def _read(document: Document, edit: Edit, text: str) -> tuple[Document, Placed, Statement] | None:
    """The document with the edit, if it then says the text there, and else what it said before but for what is replaced."""
    replaced = document.text[edit.start : edit.end]
    edited = edit_document(document, apply_edits(document.text, [edit]), edit.start, edit.end, edit.start + len(edit.text))
    if edited is None:
        return None
    left, right = unchanged_ends(document.placed, edited.placed)
    before, after = (one.placed[left : len(one.placed) - right] for one in (document, edited))
    old, new = Counter(_said(before)), Counter(_said(after))
    if set((old - new).elements()) - {replaced} or list((new - old).elements()) != [text]:
        return None
    for placed in after:
        for statement in placed.segment.reading.statements:
            start, stop = statement.place(Span(statement.own, len(statement.text))).shifted(placed.start)
            if statement.text[statement.own :] == text and edit.start <= start <= stop <= edit.start + len(edit.text):
                return (edited, placed, statement) if statement.kind in _DEMANDS else None
    return None


def _said(segments: Iterable[Placed]) -> Iterator[str]:
    return (one.text[one.own :] for placed in segments for one in placed.segment.reading.statements)
