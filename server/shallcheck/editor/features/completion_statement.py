"""Completion where a statement is written: its pattern where it begins, defined terms inside it, and methods of verification.

What may stand at a place is asked of the readers: what is offered is written there on trial, and read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lsprotocol import types

from shallcheck.documents.reading import edit_document
from shallcheck.documents.skeletons import skeletons
from shallcheck.documents.source import extent_of, line_end, line_start
from shallcheck.editor.features.places import Spot, near
from shallcheck.editor.present import snippet, to_range
from shallcheck.editor.session import Session
from shallcheck.model.document import Document, Placed, Statement
from shallcheck.model.place import Span

LEAST = 2
"""Letters of a term that must have been typed."""
_MOST = 50
_TYPED = re.compile(r"[A-Za-z]*\Z")
_WORDS_BEFORE = 3
"""How many words of a term may stand before the one that is being typed."""
_MENTIONS_VERIFICATION = re.compile(r"verif|method", re.IGNORECASE)


def beginnings(session: Session, at: Spot) -> list[types.CompletionItem]:
    """The patterns of EARS where a statement begins, as snippets."""
    typed = _typed(at)
    if any(_offset_in(placed, statement, typed.start) for placed, statement in _statements(at)):
        return []
    taken = session.project(at.path).index.identifiers()
    table, units = session.table(at.path), session.units
    return [
        types.CompletionItem(
            made.statement,
            kind=types.CompletionItemKind.Snippet,
            detail=made.pattern,
            sort_text=f"0{number}",
            insert_text_format=types.InsertTextFormat.Snippet,
            insert_text_mode=types.InsertTextMode.AsIs,
            text_edit=types.TextEdit(to_range(table, Span(made.edit.start, made.edit.end), units), snippet(made.edit.text)),
        )
        for number, made in enumerate(skeletons(at.document, *typed, taken))
    ]


def terms(session: Session, at: Spot) -> list[types.CompletionItem]:
    """The defined terms that begin as what is being typed in a statement."""
    before = next((text for placed, statement in _statements(at) if (text := _before(placed, statement, at.offset))), "")
    starts = [match.start() for match in re.finditer(r"[^\W_]+", before)][-1 - _WORDS_BEFORE :]
    typed = [before[start:] for start in starts if before[-1:].isalnum() and len(before) - start >= LEAST]
    if not typed:
        return []
    found = islice(_named(session.project(at.path).vocabulary.names(), typed), _MOST)
    table, units = session.table(at.path), session.units
    return [
        types.CompletionItem(
            name,
            kind=types.CompletionItemKind.Text,
            detail="defined term",
            filter_text=name,
            text_edit=types.TextEdit(to_range(table, Span(at.offset - length, at.offset), units), name),
        )
        for name, length in found
    ]


def _named(names: Sequence[str], typed: Sequence[str]) -> Iterator[tuple[str, int]]:
    """The names that begin with the longest possible end of what was typed, with how much of it that is."""
    folded = [each.casefold() for each in typed]
    for name in sorted(names, key=str.casefold):
        length = next((len(each) for each in folded if name.casefold().startswith(each)), 0)
        if length and name.casefold() != folded[-1]:
            yield name, length


def methods(session: Session, at: Spot) -> list[types.CompletionItem]:
    """The methods of verification, where one is named."""
    from shallcheck.rules.verifiable.methods import METHODS

    typed = _typed(at)
    text = at.document.text
    line = text[line_start(text, at.offset) : line_end(text, at.offset)]
    around = [line, *(placed.segment.context for placed in near(at) if line.count("|") > 1 or line.count(",") > 1)]
    if not any(_MENTIONS_VERIFICATION.search(each) for each in around):
        return []
    lead = next((each for each in ("", " ") if _is_method(at.document, typed, each, METHODS[0])), None)
    if lead is None:
        return []
    capital = _are_capital(at.document)
    more = session.project(at.path).config.choices.methods
    names = [*(each.capitalize() if capital else each for each in METHODS), *more]
    place = to_range(session.table(at.path), typed, session.units)
    return [
        types.CompletionItem(
            name,
            kind=types.CompletionItemKind.EnumMember,
            detail="method of verification",
            filter_text=lead + name,
            sort_text=f"{number:02}",
            text_edit=types.TextEdit(place, lead + name),
        )
        for number, name in enumerate(names)
    ]


def _is_method(document: Document, typed: Span, lead: str, name: str) -> bool:
    """Whether a word that is written at a place is read as a method of verification."""
    written = lead + name
    text = document.text[: typed.start] + written + document.text[typed.end :]
    edited = edit_document(document, text, typed.start, typed.end, typed.start + len(written))
    where = Span(typed.start + len(lead), typed.start + len(written))
    return edited is not None and any(
        attribute.name == "verification" and _covers(attribute.place.shifted(placed.start), where)
        for placed in near(Spot("", edited, where.start))
        for artifact in placed.segment.reading.artifacts
        for attribute in artifact.attributes
    )


def _covers(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _are_capital(document: Document) -> bool:
    """Whether the document writes its methods with a capital; one that names none so far does."""
    for _, _, artifact in document.artifacts():
        for attribute in artifact.attributes:
            if attribute.name == "verification" and attribute.value[:1].isalpha():
                return attribute.value[0].isupper()
    return True


def _typed(at: Spot) -> Span:
    """The word that is being typed at a place."""
    match = _TYPED.search(at.document.text, max(0, at.offset - 80), at.offset)
    return Span(match.start() if match else at.offset, at.offset)


def _statements(at: Spot) -> Iterator[tuple[Placed, Statement]]:
    """The statements that hold a place."""
    for placed in near(at):
        for statement in placed.segment.reading.statements:
            extent = extent_of(statement).shifted(placed.start)
            if extent.start <= at.offset <= extent.end:
                yield placed, statement


def _before(placed: Placed, statement: Statement, offset: int) -> str:
    """A statement's own text before a place of the document, where that is written on unbroken; empty in code and quotes."""
    inside = _offset_in(placed, statement, offset)
    if inside is None or any(part.start < inside <= part.end for part in statement.opaque):
        return ""
    run = next(run for run in statement.runs if run.at < inside <= run.at + run.length)
    return statement.text[max(statement.own, run.at) : inside]


def _offset_in(placed: Placed, statement: Statement, offset: int) -> int | None:
    """A place of the document as one behind a letter of a statement's own text; None where it is none."""
    source = offset - placed.start
    for run in statement.runs:
        if run.source < source <= run.source + run.length and not run.width:
            inside = run.at + source - run.source
            return inside if inside > statement.own else None
    return None
