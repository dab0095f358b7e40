"""Packed documents and findings come back as they were."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from shallcheck.documents.reading import read_document
from shallcheck.documents.settings import ReaderSettings
from shallcheck.model.document import Document, Statement
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.kinds import Dialect, Kind
from shallcheck.model.place import Run, Span
from shallcheck.project.cache import Cache
from shallcheck.project.discovery import Source
from shallcheck.project.readings import pack_document, read_cached, unpack_document
from shallcheck.project.statements import job_for, pack_findings, pack_jobs, unpack_findings, unpack_jobs

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").rglob("*.md"))
OTHERS = {
    "a.jsonl": '{"id": "S1", "text": "The pump shall \\"stop\\"."}\n{"id": 5}\n',
    ".kiro/specs/x/requirements.md": (
        "# Requirements Document\n\n### Requirement 1\n\n**User Story:** As a nurse, I want peace.\n\n"
        "#### Acceptance Criteria\n\n1. WHEN a door opens THEN the system SHALL ring within 2 seconds\n"
    ),
    "System_Requirements.md": (
        "- **SYS-001**: The `pump` shall\n  stop **now** \U0001f600.\n  - Traces to: SN-001, [SN-002](n.md#sn-002)\n"
        "<!-- shallcheck-disable AMB001: because -->\n- **SYS-002**: The pump shall start.\n"
    ),
}


def same(one: Document, other: Document) -> bool:
    if (one.setting, one.text, one.problems, one.notes) != (other.setting, other.text, other.problems, other.notes):
        return False
    rows = [
        [(p.start, p.line, p.segment.text, p.segment.context, p.segment.reading, p.segment.lines) for p in document.placed]
        for document in (one, other)
    ]
    return rows[0] == rows[1]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem + "-" + path.parent.name)
def test_examples_survive_packing(path: Path) -> None:
    document = read_document(path.name, path.read_text("utf-8"))
    assert document is not None

    assert same(unpack_document(path.name, pack_document(document)), document)


@pytest.mark.parametrize("path", OTHERS)
def test_other_formats_survive_packing(path: str) -> None:
    document = read_document(path, OTHERS[path], ReaderSettings(dialect=Dialect.MUST))
    assert document is not None

    assert same(unpack_document(path, pack_document(document)), document)


def test_a_cached_reading_depends_on_path_text_and_settings(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    text = OTHERS["System_Requirements.md"]
    first = read_cached(cache, "System_Requirements.md", Source(text, "utf-8"), ReaderSettings())

    assert read_cached(cache, "System_Requirements.md", Source(text, "utf-8"), ReaderSettings()) == first
    assert read_cached(cache, "Test_Plan.md", Source(text, "utf-8"), ReaderSettings()) != first
    assert read_cached(cache, "System_Requirements.md", Source(text, "utf-8"), ReaderSettings(dialect=Dialect.MUST)) != first
    assert read_cached(cache, "notes.md", Source("Just prose.", "utf-8"), ReaderSettings()) == b""


def test_findings_survive_packing() -> None:
    findings = (
        Finding("AMB001", Span(1, 5), "“soon” is vague \ud800", (Fix("Bound it", (Edit(1, 5, "within <value>"),), True),)),
        Finding(
            "SNG002", Span(0, 3), "two", (Fix("Split", (), False, ("A.", "B."), ("Rationale", "x")),), (), Severity.INFORMATION
        ),
    )

    assert unpack_findings(pack_findings(findings)) == findings


def test_jobs_survive_packing_and_their_keys_tell_them_apart() -> None:
    one = Statement("The pump shall stop.", Kind.REQUIREMENT, (Run(0, 0, 20),))
    variants = [
        one,
        Statement(one.text + " ", one.kind, one.runs),
        Statement(one.text, Kind.NEED, one.runs),
        Statement(one.text, one.kind, one.runs, dialect=Dialect.MUST),
        Statement(one.text, one.kind, one.runs, lead_in=True),
    ]
    jobs = [job_for(each) for each in variants]

    assert unpack_jobs(pack_jobs(jobs)) == jobs
    assert len({job.key for job in jobs}) == len(jobs)
    assert job_for(Statement(one.text, one.kind, (Run(0, 77, 20),))).key == jobs[0].key


def test_a_second_check_imports_no_format(tmp_path: Path) -> None:
    (tmp_path / "System_Requirements.md").write_text("- **SYS-1**: The pump shall stop within 2 s.\n")
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from shallcheck.project.checking import check_paths\n"
        "check = check_paths([Path('.')], every_rule=False, progress=lambda done, total: None)\n"
        "print(len(check.documents), *(name for name in sys.modules if name.startswith('shallcheck.documents.formats.')))\n"
    )
    first, second = (
        subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True).stdout.split()
        for _ in "12"
    )
    assert first[0] == second[0] == "1"
    assert len(first) > 10
    assert len(second) == 1
