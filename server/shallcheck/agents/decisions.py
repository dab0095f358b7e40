"""The document of hand-offs: what threads decided, left open and touched, one artifact each, in our own notation. Whatever a text
holds, it stays one artifact, and nothing else comes of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from shallcheck.documents.additions import next_label
from shallcheck.documents.reading import can_name, read_document
from shallcheck.documents.settings import ReaderSettings
from shallcheck.model.document import Artifact, Document
from shallcheck.model.graph import status_of
from shallcheck.model.kinds import Kind, Level
from shallcheck.model.place import Span
from shallcheck.reports.quoting import as_text, visible

HANDOFFS = "shallcheck-handoffs.md"
LONGEST = 5000
"""Characters of one text."""
_BEFORE = Artifact("DEC-000", Kind.DECISION, Level.ARCHITECTURE, "", Span(0, 0), Span(0, 0))
"""Stands before the first one."""
_HEAD = """---
kind: decisions
---
# Hand-offs

What threads decided, left open and touched: written by `shallcheck handoff close`, quoted by the next `shallcheck brief`.
"""
_PERSON = re.compile(r"[\w .,'’-]+ <[\w.+-]+@[\w.-]+>")
_NAME = re.compile(r"[\w.][\w./:@-]*(?: [\w./:@-]+)*")
"""Of an artifact or a file, where nothing in it is a mark."""
_WORD = re.compile(r"[^\s,;:()\[\]“”\"'`]+")
_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "~&$"})


class Handoff(NamedTuple):
    """What a thread leaves behind. `about`: what its decisions are about, beside what their texts name; `touched`: identifiers
    and paths; `asked`: what its brief was for."""

    decided: tuple[str, ...] = ()
    left_open: tuple[str, ...] = ()
    touched: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    by: str = ""
    day: str = ""
    asked: str = ""


class UnwrittenError(Exception):
    """A hand-off that cannot be written; the message says why and what to do."""


class _Item(NamedTuple):
    """An artifact to be: its statement in Markdown, as it is read again, and what belongs to it."""

    text: str
    said: str
    status: str
    about: tuple[str, ...] = ()


def with_handoff(before: str, handoff: Handoff, known: Collection[str], settings: ReaderSettings) -> tuple[str, tuple[str, ...]]:
    """The document with a hand-off at its end, and the identifiers of what was added. `known`: those of the project. Raises
    UnwrittenError where it would not be read as what it is."""
    document = read_document(HANDOFFS, before or _HEAD, settings)
    if document is None:
        raise UnwrittenError(f"“{HANDOFFS}” holds no decisions any more: put `kind: decisions` into its front matter.")
    items = list(_items(document, handoff, known))
    labels = _labels(document, len(items), known)
    lines = [f"## Hand-off of {handoff.day}", ""]
    for label, item in zip(labels, items, strict=True):
        lines += _lines(label, item, handoff)
    text = (before or _HEAD).rstrip() + "\n\n" + "\n".join(lines) + "\n"
    _hold(document, read_document(HANDOFFS, text, settings), labels, items)
    return text, labels


def in_words(text: str) -> str:
    """A text in one line, as it is kept: two brackets would link. Raises UnwrittenError where it says nothing or too much."""
    words = re.sub(r"\[(?=\[)", "[ ", visible(" ".join(text.split())))
    if not words:
        raise UnwrittenError("A text says nothing: write in a sentence what was decided or is open.")
    if len(words) > LONGEST:
        raise UnwrittenError(
            f"“{words[:40]}…” is longer than {LONGEST:,} characters: write it into a document, and here what follows."
        )
    return words


def _items(document: Document, handoff: Handoff, known: Collection[str]) -> Iterator[_Item]:
    for text in handoff.decided:
        words = f"“{in_words(text)}”"
        named = [each.strip(".!?") for each in _WORD.findall(words)]
        about = [each for each in dict.fromkeys((*handoff.about, *named)) if each in known and can_name(document, each)]
        yield _Item(_plain(words), words, "decided", tuple(about))
    for text in handoff.left_open:
        words = f"“{in_words(text)}”"
        yield _Item(_plain(words), words, "open")
    if handoff.touched:
        names = [in_words(each) for each in handoff.touched]
        said = [f"`{each}`" if _NAME.fullmatch(each) else f"“{each}”" for each in names]
        shown = [each if each[0] == "`" else _plain(each) for each in said]
        yield _Item(f"Touched {', '.join(shown)}.", f"Touched {', '.join(said)}.", "touched")


def _plain(words: str) -> str:
    """Words as Markdown that says them and nothing else."""
    return as_text(words).translate(_MARKS)


def _labels(document: Document, count: int, known: Collection[str]) -> tuple[str, ...]:
    """The next free identifiers behind the last of the document."""
    last = next((each for _, _, each in reversed(list(document.artifacts())) if each.label), _BEFORE)
    labels: list[str] = []
    for _ in range(count):
        labels.append(next_label(document, last, {*known, *labels}))
    return tuple(labels)


def _lines(label: str, item: _Item, handoff: Handoff) -> Iterator[str]:
    yield f"- **{label}**: {item.text}"
    yield f"  - Status: {item.status}"
    if handoff.by:
        by = in_words(handoff.by)
        yield f"  - Owner: {by if _PERSON.fullmatch(by) else _plain(by)}"
    if item.about:
        yield f"  - Decides about: {', '.join(item.about)}"
    if handoff.asked:
        yield f"  - **Brief**: “{_plain(in_words(handoff.asked))}”"


def _hold(before: Document, after: Document | None, labels: Sequence[str], items: Sequence[_Item]) -> None:
    """Raises UnwrittenError where the document says anything but what it said and the items."""
    wanted = Counter(_said(before))
    for label, item in zip(labels, items, strict=True):
        wanted.update([("artifact", label, item.status), ("statement", label, item.said)])
        wanted.update(("link", label, each) for each in item.about)
    if after is None or Counter(_said(after)) != wanted:
        raise UnwrittenError(
            f"What was to be recorded would not be read as it is from “{HANDOFFS}” (an `identifier-pattern` may forbid "
            f"{labels[0]}), so nothing was: say it in plain words."
        )


def _said(document: Document) -> Iterator[tuple[str, str, str]]:
    """All that a document says, to be compared."""
    for placed in document.placed:
        reading = placed.segment.reading
        labels = [each.label for each in reading.artifacts]
        yield from (("artifact", each.label, status_of(each)) for each in reading.artifacts)
        for one in reading.statements:
            yield "statement", labels[one.artifact] if one.artifact is not None else "", one.text
        for link in reading.links:
            yield "link", labels[link.artifact] if link.artifact is not None else "", link.target
        yield from (("silenced", "", each.extent.of(placed.segment.text)) for each in reading.suppressions)
        yield from (("wrong", each.rule, each.message) for each in reading.problems)
