"""Fixes that reach beyond their own document: a name that is made the same everywhere, a term for the glossary that exists."""

from __future__ import annotations

from collections import Counter

from shallcheck.documents.glossary_writing import render_term
from shallcheck.documents.writing import render_fix
from shallcheck.model.document import Document, Placed, Statement
from shallcheck.model.finding import Edit, Fix
from shallcheck.model.spelling import Spellings, as_written, spelling
from shallcheck.project.fixes import is_read_only
from shallcheck.project.mentions import mentioning
from shallcheck.project.state import Project


def spread(project: Project, path: str, fix: Fix) -> dict[str, list[Edit]]:
    """By path, the edits (document offsets) of a fix that is more than the edits of one statement; empty where it can be written
    nowhere, or where it would leave what it is to change in a document that cannot take it."""
    if fix.term:
        return _defined(project, path, fix.term)
    return _everywhere(project, *fix.everywhere) if fix.everywhere else {}


def _defined(project: Project, path: str, name: str) -> dict[str, list[Edit]]:
    """A name in the glossary of its own document, else in the one that has most terms, else in a new one."""
    own = project.documents[path]
    counted = Counter(entry.path for entry in project.vocabulary.glossary(own.setting))
    for each in sorted(counted, key=lambda one: (one != path, -counted[one], one)) or [path]:
        document = project.documents[each]
        if not is_read_only(document) and (edits := render_term(document, name)):
            return {each: edits}
    return {}


def _everywhere(project: Project, words: str, name: str) -> dict[str, list[Edit]]:
    found: dict[str, list[Edit]] = {}
    spellings, way = Spellings([words]), spelling(words)
    segments = mentioning(project.documents, [words])
    for path, document in project.documents.items():
        for placed in document.placed:
            if (path, id(placed.segment)) not in segments:
                continue
            for statement in placed.segment.reading.statements:
                edits = _exchanged(document, placed, statement, spellings, way, name)
                if edits is None:
                    return {}
                found.setdefault(path, []).extend(edits)
    return {path: sorted(set(edits)) for path, edits in found.items() if edits}


def _exchanged(
    document: Document, placed: Placed, statement: Statement, spellings: Spellings, way: str, name: str
) -> list[Edit] | None:
    """The edits that write a name in a statement; None where its document cannot take them."""
    places = [each for each in spellings.places(statement) if each.start >= statement.own]
    edits = [
        Edit(*each, as_written(each.of(statement.text), name, first=each.start == 0))
        for each in places
        if spelling(each.of(statement.text)) == way
    ]
    if not edits:
        return []
    return None if is_read_only(document) else render_fix(document, placed, statement, Fix("", tuple(edits)))
