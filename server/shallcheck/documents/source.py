"""Source text around a statement: its lines."""

from __future__ import annotations

import re

from shallcheck.model.document import Document, Statement
from shallcheck.model.lines import LINE_BREAK
from shallcheck.model.place import Span

LIST_ITEM = re.compile(r"[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]+")


def is_row(text: str, line: int) -> bool:
    """Whether the line that starts at `line` is a table row."""
    return text[line : line + 8].lstrip().startswith("|")


def line_start(text: str, at: int) -> int:
    """Where the line of `at` starts."""
    feed = text.rfind("\n", 0, at)
    return max(feed, text.rfind("\r", feed + 1, at)) + 1


def line_end(text: str, at: int) -> int:
    """Where the line of `at` ends, its line break left out."""
    feed = text.find("\n", at)
    end = feed if feed >= 0 else len(text)
    carriage = text.find("\r", at, end)
    return carriage if carriage >= 0 else end


def newline(document: Document) -> str:
    """The document's first line break; a line feed where it has none."""
    match = LINE_BREAK.search(document.text)
    return match[0] if match else "\n"


def extent_of(statement: Statement) -> Span:
    """From the first to the last code point of a statement, in its segment."""
    return statement.place(Span(0, len(statement.text)))
