"""Findings as good linters print them: place, code, name, message, the line with carets, a summary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shallcheck.model.finding import Fix, Severity
from shallcheck.model.lines import Lines
from shallcheck.project.check import Check
from shallcheck.project.fixes import is_read_only
from shallcheck.project.report import Found
from shallcheck.reports.json import summary
from shallcheck.reports.quoting import cells, printable

_STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFORMATION: "bold cyan"}
_WIDEST = 120
"""Characters of an excerpt; a longer line is cut around the words at fault."""
_BEFORE = 40
"""Characters kept before the words at fault."""


class Part(NamedTuple):
    """Some text and the style (as rich names it) that a terminal shows it in."""

    text: str
    style: str = ""


def findings_text(check: Check, *, fixed: bool = False) -> Iterator[list[Part]]:
    """A block for each finding, then the summary. `fixed`: the safe fixes have been applied already."""
    safe = 0
    for path in check.judged():
        found = check.reports(path)
        if not found:
            continue
        name, lines, read_only = printable(path), check.lines(path), is_read_only(check.document(path))
        for each in found:
            fixes = () if read_only else each.report.finding.fixes
            yield _block(name, lines, each, fixes)
            safe += any(fix.safe for fix in fixes)
    yield [_summary(check)]
    if safe and not fixed:
        yield [Part(f"{_count(safe, 'fix', 'fixes')} {'keeps' if safe == 1 else 'keep'} the meaning: apply with --fix.", "green")]


def _block(name: str, lines: Lines, found: Found, fixes: Sequence[Fix]) -> list[Part]:
    report = found.report
    start, end = found.place
    line, column = lines.place(start)
    end_line, end_column = lines.place(end)
    style = _STYLE[report.severity]
    text = lines.line(line)
    last = end_column if end_line == line else len(text)
    block = [
        Part(f"{name}:{line + 1}:{column + 1}: ", "bold"),
        Part(report.rule, style),
        Part(f" {report.name}: {printable(report.message)}\n"),
        *(_excerpt(text, column, max(last, column + 1), style) if text else ()),
    ]
    for fix in fixes[:3]:
        block.append(Part(f"    {'fix' if fix.safe else 'offer'}: {printable(fix.title)}\n", "green"))
    return block


def _excerpt(text: str, start: int, end: int, style: str) -> list[Part]:
    """The line and carets below it, aligned by cells: control characters are shown as one space, wide characters take two."""
    first = max(0, start - _BEFORE) if len(text) > _WIDEST else 0
    shown = printable(text[first : first + _WIDEST], " ")
    if first:
        shown = "…" + shown[1:]
    if first + _WIDEST < len(text):
        shown = shown[:-1] + "…"
    head, words = shown[: start - first], shown[start - first : end - first]
    carets = "^" * max(1, cells(words))
    return [Part(f"  | {shown}\n  | {' ' * cells(head)}"), Part(carets, style), Part("\n")]


def _summary(check: Check) -> Part:
    counts = summary(check)
    total = counts["error"] + counts["warning"] + counts["information"]
    if not counts["files"]:
        over = check.passed_over
        hint = (
            f" {_count(over, 'file')} with “shall” or “must” {'was' if over == 1 else 'were'} passed over, because no"
            if over
            else ""
        )
        advice = f"{hint} requirement in {'it' if over == 1 else 'them'} begins with an identifier." if over else ""
        return Part(f"No requirements were found, so nothing was judged.{advice}", "bold yellow")
    read = f"{_count(counts['statements'], 'statement')} in {_count(counts['files'], 'file')}"
    if unjudged := sum(len(check.projects[path].unjudged(path)) for path in check.documents):
        which = "Nothing was" if unjudged == counts["statements"] else f"{_count(unjudged, 'statement')} of {read} could not be"
        return Part(f"{which} judged, so this is no result.", "bold red")
    if not total:
        return Part(f"No findings: {read}.", "bold green")
    kinds = f"{_count(counts['error'], 'error')}, {_count(counts['warning'], 'warning')}, {counts['information']} information"
    return Part(f"{_count(total, 'finding')} ({kinds}) in {read}.", "bold")


def _count(number: int, noun: str, several: str = "") -> str:
    return f"{number} {noun if number == 1 else several or noun + 's'}"
