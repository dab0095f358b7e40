"""A table in the forms that people and spreadsheets read."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from shallcheck.reports.quoting import as_cells, as_text, cells, cut, printable

_GAP = "  "


class Form(StrEnum):
    """In what form something is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    CSV = "csv"
    JSON = "json"


class Table(NamedTuple):
    """A header and rows of as many cells, all of them a document's words."""

    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def table_csv(table: Table) -> str:
    """Comma-separated values, safe for spreadsheets."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows(as_cells(row) for row in (table.head, *table.rows))
    return out.getvalue()


def table_markdown(table: Table) -> str:
    """A table of GitHub's Markdown."""
    lines = [_row(table.head), _row(("---",) * len(table.head), written=True), *(_row(row) for row in table.rows)]
    return "\n".join(lines) + "\n"


def table_text(table: Table, width: int | None) -> str:
    """Columns side by side, each row a line cut to `width` cells; None: not cut."""
    rows = [tuple(map(printable, row)) for row in (table.head, *table.rows)]
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    return "".join(cut(_GAP.join(_padded(row, widths)).rstrip(), width) + "\n" for row in rows)


def _row(row: Sequence[str], *, written: bool = False) -> str:
    return f"| {' | '.join(cell if written else as_text(printable(cell)) for cell in row)} |"


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [cell + " " * (width - cells(cell)) for cell, width in zip(row, widths, strict=True)]
