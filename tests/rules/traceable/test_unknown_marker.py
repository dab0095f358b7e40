"""TRC010: what a marker in code names is defined, where it belongs to the documents here."""

from __future__ import annotations

import pytest

from shallcheck.documents.reading import ReaderSettings, read_document
from shallcheck.documents.writing import render_suppression
from shallcheck.model.finding import apply_edits
from shallcheck.project.fixes import edits_for
from shallcheck.project.report import Found
from shallcheck.project.state import Project
from tests.rules.workspace import found

DOCUMENTS = {
    "Requirements.md": "".join(f"- **{each}**: The pump shall stop within 2 s.\n" for each in ("SYS-001", "SYS-002", "BRAKE-001"))
    + "- **REQ-1**: The pump shall stop.\n- **REQ-1.2**: The pump shall start.\n",
    ".kiro/specs/pump/requirements.md": (
        "# Requirements Document\n## Requirements\n### Requirement 1: Stop\n#### Acceptance Criteria\n"
        "1. WHEN the switch opens, THE pump SHALL stop.\n"
    ),
    "specs/001-pump/spec.md": "# Feature Specification: pump\n## Requirements\n- **FR-001**: The pump MUST stop within 2 s.\n",
    "specs/002-fan/spec.md": "# Feature Specification: fan\n## Requirements\n- **FR-001**: The fan MUST stop within 2 s.\n",
    "oft.md": "`dsn~stop~2`\nThe pump shall stop within 2 s.\n",
    "rules.md": "r[pump.stop.fast]\nThe pump must stop within 2 s.\n",
}


def workspace(code: str, path: str = "src/pump.py") -> Project:
    project = Project()
    for name, text in {**DOCUMENTS, path: code}.items():
        document = read_document(name, text, ReaderSettings(markers=("Covers",)))
        assert document is not None, name
        project.put(document)
    return project


def told(code: str, path: str = "src/pump.py") -> list[Found]:
    return found(workspace(code, path), "TRC010")


@pytest.mark.parametrize(
    ("marker", "meant"),
    [
        ("# Implements: SYS-404", []),
        ("# Implements: SYS-1", ["SYS-001"]),
        ("# Covers: sys_002", ["SYS-002"]),
        ("# Implements: BRAEK-001", ["BRAKE-001"]),
        ("# Implements: FR-099", []),
        ("# Implements: REQ-1.9", ["REQ-1.2", "REQ-1"]),
        ("# [impl->dsn~start~1]", []),
        ("# r[impl pump.stop.fats]", ["pump.stop.fast"]),
        ("# Feature: pump\n# Validates: Requirements 7.1", ["kiro:pump/1.1", "kiro:pump/1"]),
    ],
)
def test_an_identifier_like_those_here_that_nobody_defines(marker: str, meant: list[str]) -> None:
    (finding,) = told(f"{marker}\ndef stop(): ...\n")
    assert [fix.title.removeprefix("Name ") for fix in finding.report.finding.fixes] == meant


@pytest.mark.parametrize(
    "marker",
    [
        "# Implements: SYS-001, REQ-1.2, BRAKE-001",
        "# Covers: JIRA-123",
        "# Implements: SRS-001",
        "# Implements: SYS-001.a",
        "# Implements: SYS-001.4",
        "# Verifies: ISO-26262",
        "# Validates: Requirements 7.1",
        "# Implements: FR-001",
        "# [impl->req~stop~1]",
        "# r[impl http.stop]",
        "# @relation(REL-7)",
        "# @need-ids: OTHER_NEED",
        "# Feature: fan\n# Validates: Requirements 7.1",
        "# Implements: code:src/gone.py::stop",
    ],
)
def test_what_may_belong_to_somebody_else_or_is_defined_is_fine(marker: str) -> None:
    assert told(f"{marker}\ndef stop(): ...\n") == []


@pytest.mark.parametrize(
    ("code", "fixed"),
    [
        ("# Implements: SYS-1\n", "# Implements: SYS-001\n"),
        ("# Feature: pump\n# Validates: Requirements 1.2\n", "# Feature: pump\n# Validates: Requirements 1.1\n"),
    ],
)
def test_the_fix_names_what_was_meant(code: str, fixed: str) -> None:
    project = workspace(code)
    (finding,) = found(project, "TRC010")
    edits = edits_for(project.documents["src/pump.py"], finding, finding.report.finding.fixes[0])
    assert edits is not None
    assert apply_edits(code, edits) == fixed


def test_it_follows_what_comes_and_goes_and_judges_no_other_document() -> None:
    project = workspace("# Implements: SYS-404\n")
    assert len(found(project, "TRC010")) == 1
    judged = project.judged
    later = read_document("More.md", "- **SYS-404**: The fan shall blow air at 3 m/s.\n")
    assert later is not None
    assert "src/pump.py" in project.put(later)
    assert found(project, "TRC010") == []
    assert project.judged - judged == 2, "the new document and the code that names what it defines"
    assert "src/pump.py" in project.drop("More.md")
    assert len(found(project, "TRC010")) == 1

    judged = project.judged
    code = read_document("src/pump.py", "# Implements: SYS-405\n")
    assert code is not None
    project.put(code)
    assert len(found(project, "TRC010")) == 1
    assert project.judged - judged == 1


def test_the_first_of_its_kind_makes_others_suspicious() -> None:
    project = workspace("# Implements: HAL-404\n")
    assert found(project, "TRC010") == []
    later = read_document("More.md", "- **HAL-001**: The pump shall stop within 2 s.\n")
    assert later is not None
    project.put(later)
    assert len(found(project, "TRC010")) == 1


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("src/pump.py", "# Implements: SYS-404\ndef stop():\n    # {} TRC010: comes with release 3\n    pass\n"),
        ("src/pump.py", "# {} unknown-marker: comes with release 3\n# Implements: SYS-404\ndef stop():\n    pass\n"),
        ("src/pump.py", "def stop():\n    # Implements: SYS-404\n    # {} TRC010 until 2099-01-31: comes later\n    pass\n"),
        ("src/pump.c", "/* {} TRC010: comes with release 3 */\n/* Implements: SYS-404 */\nvoid stop(void)\n{{\n}}\n"),
        ("src/pump.ts", "/**\n * {} TRC010: comes with release 3\n * Implements: SYS-404\n */\nfunction stop() {{\n}}\n"),
        ("src/pump.hs", "-- {} TRC010: comes with release 3\n-- Implements: SYS-404\nstop = 1\n"),
        ("src/pump.sql", "-- {}-file TRC010: comes with release 3\nSELECT 1;\n\n-- Implements: SYS-404\n"),
    ],
)
def test_a_comment_silences_it(path: str, code: str) -> None:
    project = workspace(code.format("shallcheck-disable"), path)
    assert [each.report.rule for each in project.reports(path)] == []
    project = workspace(code.format("no word"), path)
    assert [each.report.rule for each in project.reports(path)] == ["TRC010"]


@pytest.mark.parametrize(
    ("code", "rules"),
    [
        ("# shallcheck-disable TRC010\n# Implements: SYS-404\n", ["DOC003"]),
        ("# shallcheck-disable TRC010: mended since\n# Implements: SYS-001\n", ["DOC004"]),
        ("# shallcheck-disable TRC010 until spring: later\n# Implements: SYS-404\n", ["DOC001", "TRC010"]),
        ("# shallcheck-disable TRC010: of the next\n# Implements: SYS-404\n\n# Implements: SYS-405\n", ["TRC010"]),
        ('"""Say\n\n    <!-- shallcheck-disable TRC010: so -->\n"""\n# Implements: SYS-001\n', []),
        ("# To silence it, write shallcheck-disable TRC010: why\n# Implements: SYS-404\n", ["TRC010"]),
    ],
)
def test_a_suppression_in_code_is_judged_as_one_in_a_document(code: str, rules: list[str]) -> None:
    assert sorted(each.report.rule for each in workspace(code).reports("src/pump.py")) == rules


@pytest.mark.parametrize(
    ("path", "code", "line"),
    [
        ("a.py", "def stop():\n    # Implements: SYS-404\n    pass\n", "    # shallcheck-disable TRC010: why\n"),
        ("a.c", "  /* Implements: SYS-404 */\nint x;\n", "  // shallcheck-disable TRC010: why\n"),
        ("a.ml", "(* Implements: SYS-404 *)\n", "(* shallcheck-disable TRC010: why *)\n"),
    ],
)
def test_a_suppression_is_written_as_the_language_writes_comments(path: str, code: str, line: str) -> None:
    project = workspace(code, path)
    (finding,) = found(project, "TRC010")
    edits = render_suppression(project.documents[path], finding.placed, finding.report.span, "TRC010", "why")
    assert edits is not None
    written = apply_edits(code, edits)
    assert line in written
    assert workspace(written, path).reports(path) == []
