"""Findings as GitLab's code quality report, which a merge request shows: the fields of
https://docs.gitlab.com/ci/testing/code_quality/ that GitLab reads."""

from __future__ import annotations

import json

from shallcheck.model.finding import Severity
from shallcheck.project.check import Check
from shallcheck.reports.quoting import printable
from shallcheck.reports.rows import rows

_SEVERITY = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.INFORMATION: "info"}


def findings_gitlab(check: Check) -> str:
    """An array of one object a finding; lines count from 1."""
    issues = [
        {
            "description": printable(row.report.message),
            "check_name": row.report.rule,
            "fingerprint": row.identity,
            "severity": _SEVERITY[row.report.severity],
            "location": {"path": row.path, "lines": {"begin": row.line, "end": row.end_line}},
        }
        for row in rows(check)
    ]
    return json.dumps(issues, indent=1)
