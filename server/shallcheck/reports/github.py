"""Findings as annotations of GitHub Actions: one workflow command a line."""

from __future__ import annotations

from shallcheck.model.finding import Severity
from shallcheck.project.checking import Check
from shallcheck.reports.quoting import printable

_COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "notice"}


def findings_github(check: Check) -> str:
    """The annotations, columns and lines counted from 1."""
    rows = []
    for path in check.judged():
        lines = check.lines(path)
        for found in check.reports(path):
            (line, column), (end_line, end_column) = (lines.place(offset) for offset in found.place)
            report = found.report
            place = f"file={_property(path)},line={line + 1},endLine={end_line + 1}"
            if line == end_line:  # GitHub takes columns within one line only
                place += f",col={column + 1},endColumn={end_column + 1}"
            title = f"title={_property(f'{report.rule} {report.name}')}"
            rows.append(f"::{_COMMAND[report.severity]} {place},{title}::{_data(report.message)}")
    return "\n".join(rows)


def _data(text: str) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return printable(escaped)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
