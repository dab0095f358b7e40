"""Findings as a summary in Markdown: for the summary of a pipeline's job, or a comment on a merge request."""

from __future__ import annotations

from collections import Counter, defaultdict

from shallcheck.model.finding import Severity
from shallcheck.project.check import Check
from shallcheck.reports.json import summary
from shallcheck.reports.quoting import as_text, printable
from shallcheck.reports.rows import Row, rows

_SHOWN = (Severity.ERROR, Severity.WARNING, Severity.INFORMATION)
_MOST = 200
"""Findings that are listed, the worst first; a job's summary takes a megabyte."""
_LONGEST = 500
"""Characters of a message."""


def findings_markdown(check: Check) -> str:
    """A verdict, a table of files and a table of findings. All text of documents is shown as text."""
    found = list(rows(check))
    counts = summary(check)
    judged = f"{_counted(counts['statements'], 'statement')} in {_counted(counts['files'], 'file')}"
    if not found:
        return f"## ShallCheck: no findings\n\n{judged} {'was' if counts['statements'] == 1 else 'were'} judged."
    told = ", ".join(f"{counts[each.word]} {each.word}" for each in _SHOWN)
    verdict = "errors were found" if counts["error"] else "no errors"
    parts = [
        f"## ShallCheck: {verdict}",
        f"{_counted(len(found), 'finding')} ({told}) in {judged}.",
        _files(found),
        _findings(sorted(found, key=lambda row: row.report.severity)),
    ]
    if len(found) > _MOST:
        parts.append(f"{len(found) - _MOST} more are not listed here.")
    return "\n\n".join(parts)


def _files(found: list[Row]) -> str:
    counts: dict[str, Counter[Severity]] = defaultdict(Counter)
    for row in found:
        counts[row.path][row.report.severity] += 1
    lines = ["| file | errors | warnings | information |", "| --- | ---: | ---: | ---: |"]
    lines += [f"| {_cell(path)} | {' | '.join(str(count[each]) for each in _SHOWN)} |" for path, count in counts.items()]
    return "\n".join(lines)


def _findings(found: list[Row]) -> str:
    lines = ["| severity | rule | where | artifact | finding |", "| --- | --- | --- | --- | --- |"]
    for row in found[:_MOST]:
        report = row.report
        message = report.message if len(report.message) <= _LONGEST else report.message[:_LONGEST] + "…"
        cells = (report.severity.word, f"{report.rule} {report.name}", f"{row.path}:{row.line}", report.artifact, message)
        lines.append(f"| {' | '.join(map(_cell, cells))} |")
    return "\n".join(lines)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _cell(text: str) -> str:
    return as_text(printable(text))
