"""Writing a new requirement from a person's answers: an EARS sentence (Mavin et al.), in the document's own notation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from typing import NamedTuple

from shallcheck.documents.format import Fresh
from shallcheck.documents.formats import format_of
from shallcheck.documents.notation import MODAL
from shallcheck.documents.reading import edit_document
from shallcheck.documents.source import newline
from shallcheck.documents.writing import shifted, site_of
from shallcheck.model.document import Document, Placed, Statement
from shallcheck.model.finding import Edit
from shallcheck.model.kinds import Dialect, Kind, Level

UNDECIDED = "<measure>"
"""Stands for a measure that is decided later; FRM008 reminds of it."""
CONDITIONS = ("when", "while", "if", "where")
_NOTHING_TO_MEASURE = frozenset("-–—")
_ARTICLE = re.compile(r"(?:the|an?|each|every|all|any|no|both|its?|their)\b", re.IGNORECASE)
_LEADING = re.compile(rf"(?:{'|'.join(CONDITIONS)})\s+", re.IGNORECASE)
_OBLIGING = re.compile(rf"{MODAL.pattern}\s+")
_MODALS = {Dialect.MUST: "must", Dialect.RFC2119: "MUST", Dialect.EARS: "SHALL"}
_PREFIXES = {Level.NEEDS: "SN", Level.REQUIREMENTS: "SYS"}
"""By level, what the first identifier of an empty document starts with."""
_DEMANDS = (Kind.REQUIREMENT, Kind.NEED, Kind.CONSTRAINT)
_TITLE = 50
"""Characters of a title, at most."""


class Answers(NamedTuple):
    """Who, when, what, how well, how verified. `condition` is one of CONDITIONS or empty: always."""

    who: str
    condition: str
    when: str
    what: str
    how_well: str
    verification: str


class Draft(NamedTuple):
    """A new requirement: its identifier, the edits that write it (offsets of the document), its statement."""

    label: str
    edits: list[Edit]
    statement: str


def compose(answers: Answers, modal: str, capitals: bool) -> str:
    """The answers as one EARS sentence. `capitals`: its keywords are written in capitals, as Kiro does."""
    who, when, what, how_well = (_tidy(each) for each in (answers.who, answers.when, answers.what, answers.how_well))
    measure = "" if how_well in _NOTHING_TO_MEASURE else how_well or UNDECIDED
    if not _ARTICLE.match(who) and who[:1].islower():
        who = f"the {who}"
    elif _ARTICLE.match(who):
        who = who[:1].lower() + who[1:]
    if capitals and who.startswith("the "):
        who = "THE " + who[4:]
    response = " ".join(part for part in (who, modal, _OBLIGING.sub("", what, count=1) if what else "", measure) if part)
    if answers.condition in CONDITIONS and when:
        keyword = answers.condition.upper() if capitals else answers.condition.capitalize()
        then = ("THEN " if capitals else "then ") if answers.condition == "if" else ""
        return f"{keyword} {_LEADING.sub('', when, count=1)}, {then}{response}."
    return f"{response[:1].upper()}{response[1:]}."


def draft(document: Document, offset: int, answers: Answers, taken: Collection[str]) -> Draft | None:
    """A new requirement behind the one at `offset`, or behind the last before it; in an empty document of ours the first one.

    `taken`: identifiers of other documents that are not free. None where the document has no place for a requirement.
    """
    beside = neighbour(document, offset)
    if beside is None:
        return _first(document, answers, taken)
    placed, statement = beside
    text = compose(answers, modal_of(document, statement), document.setting.dialect is Dialect.EARS)
    fresh = Fresh(_title(answers.what), (("Verification", answers.verification),))
    form, site = format_of(document.setting.format), site_of(document, placed, statement)
    added = form.writing.siblings(site, (text,), (), fresh) if form and form.writing and site else None
    if added is None:
        return None
    return _held(document, Draft(added.labels[0], list(shifted(added.edits, placed.start)), text))


def _tidy(words: str) -> str:
    return " ".join(words.split()).rstrip(" .;,")


def neighbour(document: Document, offset: int) -> tuple[Placed, Statement] | None:
    """The requirement to write behind, with its statement."""
    before = after = None
    for placed, statement in document.statements():
        if placed.start > offset and (before or after):
            break
        if statement.artifact is None or statement.kind not in _DEMANDS:
            continue
        artifact = placed.segment.reading.artifacts[statement.artifact]
        if not artifact.label:
            continue
        if placed.start + artifact.extent.start <= offset:
            before = placed, statement
        elif after is None:
            after = placed, statement
    return before or after


def modal_of(document: Document, statement: Statement | None) -> str:
    """The modal that the neighbour is written with, else that of the dialect."""
    found = MODAL.search(statement.text) if statement else None
    if found and found[0].lower() in ("shall", "must"):
        return found[0].lower() if found[0].istitle() else found[0]
    return _MODALS.get(document.setting.dialect, "shall")


def _title(what: str) -> str:
    words = _tidy(_OBLIGING.sub("", what, count=1))
    while len(words) > _TITLE and " " in words:
        words = words.rpartition(" ")[0]
    return words[:1].upper() + words[1:]


def _first(document: Document, answers: Answers, taken: Collection[str]) -> Draft | None:
    setting = document.setting
    prefix = _PREFIXES.get(setting.level)
    if setting.format != "markdown" or prefix is None:
        return None
    number = 1
    while (label := f"{prefix}-{number:03d}") in taken:
        number += 1
    text = compose(answers, _MODALS.get(setting.dialect, "shall"), setting.dialect is Dialect.EARS)
    line = newline(document)
    body = document.text.rstrip()
    gap = line * 2 if body else ""
    words = text.replace("<", "\\<")
    block = f"{gap}### {label} {_title(answers.what)}{line}{words}{line}- Verification: {answers.verification}{line}"
    return _held(document, Draft(label, [Edit(len(body), len(document.text), block)], text))


def _held(document: Document, made: Draft) -> Draft | None:
    """The draft, if the edited document says it and else what it said before."""
    text = document.text
    for edit in sorted(made.edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    start, end = min(edit.start for edit in made.edits), max(edit.end for edit in made.edits)
    edited = edit_document(document, text, start, end, end + len(text) - len(document.text))
    if edited is None or _said(edited) - _said(document) != Counter([(made.label, made.statement)]):
        return None
    return made if not _said(document) - _said(edited) else None


def _said(document: Document) -> Counter[tuple[str, str]]:
    return Counter(
        (placed.segment.reading.artifacts[one.artifact].label if one.artifact is not None else "", one.text)
        for placed, one in document.statements()
    )
