"""A finding's fix as edits of its document, and a document with every safe fix applied."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from shallcheck.documents.formats import names
from shallcheck.documents.source import extent_of
from shallcheck.model.document import Document, Statement
from shallcheck.model.finding import Edit, Fix
from shallcheck.project.report import Found


def edits_for(document: Document, found: Found, fix: Fix) -> list[Edit] | None:
    """The edits (document offsets) that a fix makes, or None where the document's notation cannot take it unharmed."""
    if is_read_only(document) or fix.everywhere:
        return None
    from shallcheck.documents.glossary_writing import render_term
    from shallcheck.documents.writing import render_fix, render_next_identifier

    if fix.term:
        return render_term(document, fix.term)
    statement = found.report.statement
    if statement is None and (fix.attribute or fix.siblings or fix.identifier):
        statement = _stated(found)
    if fix.identifier:
        return render_next_identifier(document, found.placed, statement) if statement else None
    if statement is not None:
        return render_fix(document, found.placed, statement, fix)
    start = found.placed.start
    return [Edit(edit.start + start, edit.end + start, edit.text) for edit in fix.edits]


def is_read_only(document: Document) -> bool:
    """Whether documents of its format are read and never written to."""
    return document.setting.format in names().read_only


def _stated(found: Found) -> Statement | None:
    """The statement that a finding of a whole document speaks of: the one at its place, else the first of the artifact there."""
    reading, span = found.placed.segment.reading, found.report.span
    at = next((one for one in reading.statements if extent_of(one).overlaps(span)), None)
    if at is not None:
        return at
    numbers = [number for number, one in enumerate(reading.artifacts) if one.place == span]
    return next((one for one in reading.statements if one.artifact in numbers), None)


def safe_edits(document: Document, reports: Sequence[Found]) -> list[Edit]:
    """The edits of every safe fix that stands clear of the others, sorted."""
    return sorted(chain.from_iterable(safe_fixes(document, reports)))


def safe_fixes(document: Document, reports: Sequence[Found]) -> list[list[Edit]]:
    """The edits of each safe fix that stands clear of the others; of two that overlap the first wins."""
    chosen: list[list[Edit]] = []
    for found in reports:
        fix = next((fix for fix in found.report.finding.fixes if fix.safe), None)
        edits = edits_for(document, found, fix) if fix else None
        if edits and not any(_overlap(edit, other) for edit in edits for other in chain.from_iterable(chosen)):
            chosen.append(edits)
    return chosen


def _overlap(one: Edit, other: Edit) -> bool:
    if one.start == other.start:
        return True
    return one.start < other.end and other.start < one.end
