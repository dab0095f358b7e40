"""Findings as SARIF 2.1.0, which code scanning of GitHub, Azure DevOps and editors take
(https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html). Tested against the schema of the standard."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

import shallcheck
from shallcheck.model.finding import Fix, Severity
from shallcheck.model.lines import Lines, Units
from shallcheck.model.place import Span
from shallcheck.project.check import Check
from shallcheck.project.fixes import edits_for
from shallcheck.reports.quoting import printable
from shallcheck.reports.rows import Row, rows
from shallcheck.reports.rule_page import QUESTIONS, first_sentence, rule_markdown
from shallcheck.rules.registry import Rule, all_rules

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "note", Severity.OFF: "none"}
_ROOT = "SRCROOT"
_PRINT = "shallcheckFinding/v1"
"""The name and version of our fingerprint (`reports/rows.py`)."""

Json = dict[str, Any]


def findings_sarif(check: Check) -> str:
    """A log with one run. Columns are UTF-16 code units, lines and columns count from 1. In ASCII."""
    rules = all_rules()
    numbers = {code: number for number, code in enumerate(rules)}
    driver = {"name": "ShallCheck", "version": shallcheck.__version__, "rules": [_rule(rule) for rule in rules.values()]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder in which the check was started."}}},
        "invocations": [_invocation(check)],
        "results": [_result(check, row, numbers) for row in rows(check, Units.UTF16)],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1)


def _rule(rule: Rule) -> Json:
    enabled = rule.severity is not Severity.OFF
    configuration: Json = {"enabled": enabled, "level": _LEVEL[rule.severity] if enabled else "note"}
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.slug.split("-")),
        "shortDescription": {"text": first_sentence(rule)},
        "fullDescription": {"text": rule.what},
        "help": {"text": f"{rule.what}\n\nHow to mend it: {rule.fix.rstrip('.')}.", "markdown": rule_markdown(rule)},
        "defaultConfiguration": configuration,
        "properties": {"tags": ["requirements", QUESTIONS[rule.test][0].lower()]},
    }


def _invocation(check: Check) -> Json:
    told = [message for message in dict.fromkeys([check.missing, check.broken]) if message]
    invocation: Json = {"executionSuccessful": not told}
    if told:
        invocation["toolExecutionNotifications"] = [{"level": "error", "message": {"text": printable(each)}} for each in told]
    return invocation


def _result(check: Check, row: Row, numbers: dict[str, int]) -> Json:
    report = row.report
    location: Json = {"physicalLocation": _physical(row.path, _region(row))}
    if report.artifact:
        location["logicalLocations"] = [{"fullyQualifiedName": printable(report.artifact), "kind": "requirement"}]
    result: Json = {
        "ruleId": report.rule,
        "level": _LEVEL[report.severity],
        "message": {"text": printable(report.message)},
        "locations": [location],
        "partialFingerprints": {_PRINT: row.identity},
    }
    if report.rule in numbers:
        result["ruleIndex"] = numbers[report.rule]
    if related := _related(check, row):
        result["relatedLocations"] = related
    if fixes := _fixes(check, row):
        result["fixes"] = fixes
    return result


def _related(check: Check, row: Row) -> list[Json]:
    found = []
    for related in row.report.related:
        placed = check.placed(related.path, related.segment)
        if placed is not None:
            region = _spanned(check.lines(related.path), related.span.shifted(placed.start))
            message = printable(related.message or related.artifact)
            found.append({"physicalLocation": _physical(related.path, region), "message": {"text": message}})
    return found


def _fixes(check: Check, row: Row) -> list[Json]:
    return [fix for each in row.report.finding.fixes if (fix := _fix(check, row, each)) is not None]


def _fix(check: Check, row: Row, fix: Fix) -> Json | None:
    edits = edits_for(check.document(row.path), row.found, fix)
    if not edits:
        return None
    lines = check.lines(row.path)
    replacements = [
        {"deletedRegion": _spanned(lines, Span(edit.start, edit.end)), "insertedContent": {"text": edit.text}} for edit in edits
    ]
    changes = [{"artifactLocation": _location(row.path), "replacements": replacements}]
    return {"description": {"text": printable(fix.title)}, "artifactChanges": changes}


def _physical(path: str, region: Json) -> Json:
    return {"artifactLocation": _location(path), "region": region}


def _location(path: str) -> Json:
    if Path(path).is_absolute():
        return {"uri": Path(path).as_uri()}
    return {"uri": quote(os.fsencode(Path(path).as_posix())), "uriBaseId": _ROOT}


def _region(row: Row) -> Json:
    return {"startLine": row.line, "startColumn": row.column, "endLine": row.end_line, "endColumn": row.end_column}


def _spanned(lines: Lines, span: Span) -> Json:
    (line, column), (end_line, end_column) = (lines.position(offset, Units.UTF16) for offset in span)
    return {"startLine": line + 1, "startColumn": column + 1, "endLine": end_line + 1, "endColumn": end_column + 1}
