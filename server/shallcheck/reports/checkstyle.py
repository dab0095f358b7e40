"""Findings as Checkstyle's XML, which nearly every build server and review bot takes."""

from __future__ import annotations

from xml.etree import ElementTree

import shallcheck
from shallcheck.model.finding import Severity
from shallcheck.project.check import Check
from shallcheck.reports.quoting import printable
from shallcheck.reports.rows import rows

_SEVERITY = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "info"}


def findings_checkstyle(check: Check) -> str:
    """An element for each file that was judged, in it one for each finding; lines and columns count from 1."""
    root = ElementTree.Element("checkstyle", {"version": shallcheck.__version__})
    files = {path: ElementTree.SubElement(root, "file", {"name": printable(path)}) for path in check.judged()}
    for row in rows(check):
        where = {"line": str(row.line), "column": str(row.column), "severity": _SEVERITY[row.report.severity]}
        what = {"message": printable(row.report.message), "source": f"shallcheck.{row.report.rule}"}
        ElementTree.SubElement(files[row.path], "error", where | what)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode")
