"""Findings as JUnit XML: a document is a suite, an artifact a test of it, and an error makes it fail."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from shallcheck.model.finding import Severity
from shallcheck.project.check import Check
from shallcheck.reports.quoting import printable
from shallcheck.reports.rows import Row, rows


def findings_junit(check: Check) -> str:
    """A suite for each file that was judged. A warning is told in the output of its artifact's test and fails nothing, as
    `shallcheck check` passes with it."""
    found: dict[str, dict[str, list[Row]]] = {path: {} for path in check.judged()}
    for row in rows(check):
        found[row.path].setdefault(row.report.artifact or f"line {row.line}", []).append(row)
    root = ElementTree.Element("testsuites", {"name": "shallcheck"})
    for path, by_artifact in found.items():
        cases = {name: by_artifact.get(name, []) for name in (*_artifacts(check, path), *by_artifact)}
        _suite(root, path, cases)
    _unfinished(root, check)
    _count(root, [each for suite in root for each in suite])
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode")


def _unfinished(root: ElementTree.Element, check: Check) -> None:
    told = [message for message in dict.fromkeys([check.missing, check.broken]) if message]
    if not told:
        return
    suite = ElementTree.SubElement(root, "testsuite", {"name": "shallcheck"})
    case = ElementTree.SubElement(suite, "testcase", {"classname": "shallcheck", "name": "the check was finished"})
    ElementTree.SubElement(case, "error", {"message": printable(" ".join(told))})
    _count(suite, list(suite))


def _artifacts(check: Check, path: str) -> Iterator[str]:
    if path in check.documents:
        document = check.documents[path]
        yield from (document.identifier(artifact) for _, _, artifact in document.artifacts())


def _suite(root: ElementTree.Element, path: str, cases: dict[str, list[Row]]) -> None:
    suite = ElementTree.SubElement(root, "testsuite", {"name": printable(path)})
    for name, found in (cases or {"document": []}).items():
        _case(ElementTree.SubElement(suite, "testcase", {"classname": printable(path), "name": printable(name)}), found)
    _count(suite, list(suite))


def _case(case: ElementTree.Element, found: list[Row]) -> None:
    errors = [row for row in found if row.report.severity is Severity.ERROR]
    others = [row for row in found if row.report.severity is not Severity.ERROR]
    if errors:  # one a test: what reads JUnit counts failed tests, and some take the first failure only
        codes = ", ".join(dict.fromkeys(row.report.rule for row in errors))
        failure = ElementTree.SubElement(case, "failure", {"type": codes, "message": printable(errors[0].report.message)})
        failure.text = "\n".join(map(_told, errors))
    if others:
        ElementTree.SubElement(case, "system-out").text = "\n".join(map(_told, others))


def _count(parent: ElementTree.Element, cases: list[ElementTree.Element]) -> None:
    parent.set("tests", str(len(cases)))
    parent.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    parent.set("errors", str(sum(case.find("error") is not None for case in cases)))


def _told(row: Row) -> str:
    place = f"{row.path}:{row.line}:{row.column}"
    return printable(f"{place}: {row.report.rule} {row.report.name} ({row.report.severity.word}): {row.report.message}")
