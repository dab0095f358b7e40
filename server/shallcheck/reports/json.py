"""Findings as JSON: one object, for programs. Lines are 0-based and characters UTF-16 code units, as in LSP."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from shallcheck.model.finding import Severity
from shallcheck.model.lines import Lines, Units
from shallcheck.project.check import Check
from shallcheck.project.fixes import edits_for
from shallcheck.project.report import Found
from shallcheck.rules.registry import STATEMENTS


def findings_json(check: Check) -> str:
    """`{"findings": […], "summary": {…}}`, a finding a line; its keys are described in docs/configuration.md.

    In ASCII, so that a path whose bytes are not UTF-8 can be had back from it (by `os.fsencode` in Python)."""
    found = ((path, each) for path in check.judged() for each in check.reports(path))
    findings = ",\n".join(json.dumps(_finding(check, path, each)) for path, each in found)
    return f'{{"findings": [\n{findings}\n], "summary": {json.dumps(summary(check))}}}'


def summary(check: Check) -> dict[str, int]:
    """How many files, statements that rules judge, and findings by severity."""
    counts: Counter[Severity] = Counter()
    statements = 0
    for document in check.documents.values():
        statements += sum(statement.kind in STATEMENTS for _, statement in document.statements())
    counts.update(found.report.severity for path in check.judged() for found in check.reports(path))
    shown = (Severity.ERROR, Severity.WARNING, Severity.INFORMATION)
    return {"files": len(check.documents), "statements": statements, **{each.word: counts[each] for each in shown}}


def _finding(check: Check, path: str, found: Found) -> dict[str, Any]:
    report = found.report
    return {
        "rule": report.rule,
        "name": report.name,
        "severity": report.severity.word,
        "default": report.default,
        "message": report.message,
        "path": path,
        "range": _range(check.lines(path), *found.place),
        "artifact": report.artifact or None,
        "quote": report.quote,
        "related": _related(check, found),
        "fixes": _fixes(check, path, found),
    }


def _related(check: Check, found: Found) -> list[dict[str, Any]]:
    rows = []
    for related in found.report.related:
        placed = check.placed(related.path, related.segment)
        if placed is not None:
            span = related.span.shifted(placed.start)
            rows.append({"artifact": related.artifact, "path": related.path, "range": _range(check.lines(related.path), *span)})
    return rows


def _fixes(check: Check, path: str, found: Found) -> list[dict[str, Any]]:
    rows = []
    lines = check.lines(path)
    for fix in found.report.finding.fixes:
        edits = edits_for(check.document(path), found, fix)
        if edits is not None:
            rows.append(
                {
                    "title": fix.title,
                    "safe": fix.safe,
                    "edits": [{"range": _range(lines, edit.start, edit.end), "text": edit.text} for edit in edits],
                }
            )
    return rows


def _range(lines: Lines, start: int, end: int) -> dict[str, dict[str, int]]:
    rows = [lines.position(offset, Units.UTF16) for offset in (start, end)]
    return {name: {"line": line, "character": character} for name, (line, character) in zip(("start", "end"), rows, strict=True)}
