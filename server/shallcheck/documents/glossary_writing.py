"""A term for a document's glossary, written as its other terms are; a new glossary where the format has a place for one."""

from __future__ import annotations

import re
from collections import Counter

from shallcheck.documents.renaming import edited
from shallcheck.documents.source import LIST_ITEM, is_row, line_end, line_start, newline
from shallcheck.model.document import Document
from shallcheck.model.finding import Edit
from shallcheck.model.place import Span

_MEANING = "\\<meaning>"
_BEGINS = re.compile(r"[ \t]*(?:[-+*][ \t]|\d{1,9}[.)][ \t]|#{1,6}[ \t]|=+[ \t]|[|`:~\[<>]|$)|[^\r\n]{1,80}::[ \t]")
"""How a line begins that goes on with nothing of what stands above it."""
_CHAPTER = re.compile(r"^##[ \t]+Requirements[ \t]*$", re.MULTILINE)
_DEEPER = re.compile(r"(?:\r?\n[ \t]*)*\r?\n(?P<lead>[ \t]*)(?P<colon>:[ \t]+)?\S")
_SPHINX = frozenset({"sphinx-needs", "myst-needs"})
_APPENDED = frozenset({"markdown", "spec-kit", "glossary"})
"""Formats in which a glossary may stand at the end."""


def render_term(document: Document, name: str) -> list[Edit] | None:
    """The edit that adds a name to the document's glossary, its meaning left open, or begins a glossary with it; None where there
    is nowhere to write it, or where the document would then say something else."""
    edit = _behind_the_last(document, name) or _begun(document, name)
    after = edited(document, {Span(edit.start, edit.end): edit.text}) if edit else None
    if edit is None or after is None or _said(after) != _said(document):
        return None
    known = {term.name for one in after.placed for term in one.segment.reading.terms if not term.local}
    return [edit] if name in known else None


def _behind_the_last(document: Document, name: str) -> Edit | None:
    placed, term = max(
        ((one, term) for one in document.placed for term in one.segment.reading.terms if not term.local),
        key=lambda pair: pair[0].start + pair[1].place.start,
        default=(None, None),
    )
    if placed is None or term is None:
        return None
    text, line = placed.segment.text, newline(document)
    start, end = line_start(text, term.place.start), line_end(text, term.place.end)
    lead = text[start : term.place.start]
    item = LIST_ITEM.match(text, start)
    if is_row(text, start):
        at, entry = end, f"{line}| {name} | {_MEANING} |"
    elif text.startswith("::", term.place.end):
        at, entry = _end(text, end), f"{line}{name}:: <meaning>"
    elif document.setting.format in _SPHINX and (deeper := _DEEPER.match(text, end)):
        own = deeper["lead"] + (deeper["colon"] or "")
        at, entry = _end_of_definition(text, end, lead), f"{line * 2}{lead}{name}{line}{own}<meaning>"
    elif item:
        at, entry = _end(text, end), f"{line}{item[0]}**{name}**: {_MEANING}"
    else:
        at, entry = _end(text, end), f"{line * 2}**{name}**: {_MEANING}"
    return Edit(placed.start + at, placed.start + at, entry)


def _begun(document: Document, name: str) -> Edit | None:
    """A glossary of our own notation at the end; in Kiro's in front of the requirements, where its other documents have it."""
    line, text = newline(document), document.text
    entry = f"## Glossary{line * 2}- **{name}**: {_MEANING}{line}"
    if document.setting.format == "kiro" and (chapter := _CHAPTER.search(text)):
        return Edit(chapter.start(), chapter.start(), f"{entry}{line}")
    if document.setting.format not in _APPENDED:
        return None
    gap = "" if text.endswith(line * 2) else line if text.endswith(line) else line * 2
    return Edit(len(text), len(text), gap + entry)


def _end(text: str, end: int) -> int:
    """Where an entry ends whose first line ends here: it may go on in lines below."""
    while end < len(text):
        start = end + (2 if text.startswith("\r\n", end) else 1)
        if start >= len(text) or _BEGINS.match(text, start, line_end(text, start)):
            break
        end = line_end(text, start)
    return end


def _end_of_definition(text: str, end: int, lead: str) -> int:
    """The same where what is indented deeper than the term belongs to it, or begins with a colon."""
    last = end
    while end < len(text):
        start = end + (2 if text.startswith("\r\n", end) else 1)
        end = line_end(text, start)
        body = text[start:end]
        if not body.strip():
            continue
        if not body.startswith((f"{lead} ", f"{lead}\t", f"{lead}:")):
            break
        last = end
    return last


def _said(document: Document) -> Counter[str]:
    return Counter(statement.text for _, statement in document.statements())
