"""TRC009: identifiers are written like the others of their kind."""

from __future__ import annotations

import pytest

from shallcheck.documents.reading import ReaderSettings, read_document
from shallcheck.project.state import Project
from tests.rules.workspace import found, project, quotes


def text(*labels: str) -> str:
    return "".join(f"- **{label}**: The pump shall stop within {number} s.\n" for number, label in enumerate(labels, 1))


@pytest.mark.parametrize(
    ("odd", "wanted"),
    [("SYS-4", "SYS-004"), ("SYS-0004", "SYS-004"), ("SYS_004", "SYS-004"), ("Sys-004", "SYS-004"), ("sys-4a", "SYS-004a")],
)
def test_another_form_is_found_and_rewritten(odd: str, wanted: str) -> None:
    (finding,) = found(project(System_Requirements_md=text("SYS-001", "SYS-002", "SYS-003", odd)), "TRC009")
    assert finding.report.quote == odd
    assert [fix.title for fix in finding.report.finding.fixes] == [f"Write {wanted}"]


@pytest.mark.parametrize(
    "labels",
    [
        ("SYS-001", "SYS-002", "SYS-4"),
        ("SYS-001", "SYS-002", "SYS-003", "SAF-4"),
        ("SYS-098", "SYS-099", "SYS-100", "SYS-1000"),
        ("SYS-1", "SYS-2", "SYS-3", "SYS-10"),
        ("SYS-001", "SYS-002", "SYS_003", "SYS_004"),
        ("SYS-001", "SYS-002", "SYS-003", "SYS-003a"),
        ("REQ-1.1", "REQ-1.2", "REQ-2.1", "REQ-10.3"),
    ],
)
def test_few_mixed_or_growing_ones_are_fine(labels: tuple[str, ...]) -> None:
    assert quotes(project(System_Requirements_md=text(*labels)), "TRC009") == []


def test_one_that_breaks_the_projects_pattern_is_not_passed_over_in_silence() -> None:
    workspace = Project()
    document = read_document("System_Requirements.md", text("REQ-001", "REQ_2"), ReaderSettings(identifier_pattern=r"REQ-\d{3}"))
    assert document is not None
    workspace.put(document)
    (finding,) = found(workspace, "TRC009")
    assert finding.report.quote == "REQ_2"
    assert "identifier-pattern" in finding.report.message
