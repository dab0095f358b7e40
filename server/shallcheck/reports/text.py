"""Findings as good linters print them: place, code, name, message, the line with carets, a summary."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text

from shallcheck.model.finding import Severity
from shallcheck.project.checking import Check
from shallcheck.project.state import Found
from shallcheck.reports.json import summary
from shallcheck.reports.places import Lines

_STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFORMATION: "bold cyan"}
_WIDEST = 120
"""Cells of an excerpt; a longer line is cut around the words at fault."""


def findings_text(check: Check) -> Iterator[Text]:
    """A block for each finding, then the summary; styled, which only a terminal shows."""
    for path in sorted(check.project.documents):
        found = check.project.reports(path)
        lines = Lines(check.project.documents[path].text) if found else Lines("")
        for each in found:
            yield _block(path, lines, each)
    yield _summary(check)


def _block(path: str, lines: Lines, found: Found) -> Text:
    report = found.report
    line, column = lines.place(found.place.start)
    end_line, end_column = lines.place(found.place.end)
    block = Text.assemble(
        (f"{path}:{line + 1}:{column + 1}: ", "bold"),
        (report.rule, _STYLE[report.severity]),
        f" {report.name}: {report.message}\n",
    )
    text = lines.line(line)
    last = end_column if end_line == line else len(text)
    block.append_text(_excerpt(text, column, max(last, column + 1), _STYLE[report.severity]))
    for fix in report.finding.fixes[:3]:
        block.append(f"    {'fix' if fix.safe else 'offer'}: {fix.title}\n", style="green")
    return block


def _excerpt(text: str, start: int, end: int, style: str) -> Text:
    """The line and carets below it, aligned by cells: tabs are shown as one space, wide characters take two."""
    shown = "".join(" " if char < " " else char for char in text)
    first = 0
    if cell_len(shown) > _WIDEST:
        first = max(0, start - _WIDEST // 3)
        shown = shown[first : first + _WIDEST]
    head, words = shown[: start - first], shown[start - first : end - first]
    carets = "^" * max(1, cell_len(words))
    return Text.assemble("  | ", shown, "\n  | ", " " * cell_len(head), (carets, style), "\n")


def _summary(check: Check) -> Text:
    counts = summary(check)
    total = counts["error"] + counts["warning"] + counts["information"]
    read = f"{_count(counts['statements'], 'statement')} in {_count(counts['files'], 'file')}"
    if not total:
        return Text(f"No findings: {read}.", style="bold green")
    kinds = f"{_count(counts['error'], 'error')}, {_count(counts['warning'], 'warning')}, {counts['information']} information"
    return Text(f"{_count(total, 'finding')} ({kinds}) in {read}.", style="bold")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
