"""Findings as annotations of GitHub Actions: one workflow command a line."""

from __future__ import annotations

from shallcheck.model.finding import Severity
from shallcheck.project.check import Check
from shallcheck.reports.quoting import printable
from shallcheck.reports.rows import rows

_COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "notice"}


def findings_github(check: Check) -> str:
    """The annotations, columns and lines counted from 1."""
    commands = []
    for row in rows(check):
        report = row.report
        place = f"file={_property(row.path)},line={row.line},endLine={row.end_line}"
        if row.line == row.end_line:  # GitHub takes columns within one line only
            place += f",col={row.column},endColumn={row.end_column}"
        title = f"title={_property(f'{report.rule} {report.name}')}"
        commands.append(f"::{_COMMAND[report.severity]} {place},{title}::{_data(report.message)}")
    return "\n".join(commands)


def _data(text: str) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return printable(escaped)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
