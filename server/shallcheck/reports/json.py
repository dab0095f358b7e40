"""Findings as JSON: one object, for programs. Lines are 0-based and characters UTF-16 code units, as in LSP."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from shallcheck.model.finding import Severity
from shallcheck.project.checking import Check
from shallcheck.project.fixes import edits_for
from shallcheck.project.state import Found
from shallcheck.reports.places import Lines


def findings_json(check: Check) -> str:
    """`{"findings": […], "summary": {…}}`; its keys are described in docs/configuration.md."""
    findings: list[dict[str, Any]] = []
    lines = {path: Lines(document.text) for path, document in check.project.documents.items()}
    for path in sorted(check.project.documents):
        findings.extend(_finding(check, lines, path, found) for found in check.project.reports(path))
    return json.dumps({"findings": findings, "summary": summary(check)}, ensure_ascii=False, indent=1)


def summary(check: Check) -> dict[str, int]:
    """How many files, statements and findings by severity."""
    counts: Counter[Severity] = Counter()
    statements = 0
    for path, document in check.project.documents.items():
        statements += sum(1 for _ in document.statements())
        counts.update(found.report.severity for found in check.project.reports(path))
    shown = (Severity.ERROR, Severity.WARNING, Severity.INFORMATION)
    return {"files": len(check.project.documents), "statements": statements, **{each.word: counts[each] for each in shown}}


def _finding(check: Check, lines: dict[str, Lines], path: str, found: Found) -> dict[str, Any]:
    report = found.report
    return {
        "rule": report.rule,
        "name": report.name,
        "severity": report.severity.word,
        "default": report.default,
        "message": report.message,
        "path": path,
        "range": lines[path].range(*found.place),
        "artifact": report.artifact,
        "quote": report.quote,
        "related": _related(check, lines, found),
        "fixes": _fixes(check, lines[path], path, found),
    }


def _related(check: Check, lines: dict[str, Lines], found: Found) -> list[dict[str, Any]]:
    rows = []
    for related in found.report.related:
        placed = check.project.placed(related.path, related.segment)
        if placed is not None:
            span = related.span.shifted(placed.start)
            rows.append({"artifact": related.artifact, "path": related.path, "range": lines[related.path].range(*span)})
    return rows


def _fixes(check: Check, lines: Lines, path: str, found: Found) -> list[dict[str, Any]]:
    rows = []
    for fix in found.report.finding.fixes:
        edits = edits_for(check.project.documents[path], found, fix)
        if edits is not None:
            rows.append(
                {
                    "title": fix.title,
                    "safe": fix.safe,
                    "edits": [{"range": lines.range(edit.start, edit.end), "text": edit.text} for edit in edits],
                }
            )
    return rows
