"""FRM012: what happens when an action fails, said anywhere in the workspace."""

from __future__ import annotations

import pytest

from shallcheck.documents.reading import read_document
from shallcheck.model.finding import apply_edits
from shallcheck.project.config import Config
from shallcheck.project.fixes import edits_for
from shallcheck.project.report import Found
from shallcheck.project.state import Project

SENDS = "- **SYS-001**: When a measurement ends, the logger shall send the reading to the base station within 5 s.\n"
KIRO = "### Requirement 1\n#### Acceptance Criteria\n1. WHEN a dose is due, THE pump SHALL store the dose within 1 s.\n"


def found(**documents: str) -> tuple[Project, list[Found]]:
    project = Project(Config(extend_select=("FRM012",)))
    for name, text in documents.items():
        document = read_document(f"{name}.md".replace("__", "/"), text)
        assert document is not None
        project.put(document)
    return project, [each for path in project.documents for each in project.reports(path) if each.report.rule == "FRM012"]


@pytest.mark.parametrize(
    "other",
    [
        "If the logger cannot send a reading, the logger shall keep it for 24 h.",
        "When sending fails, the logger shall keep the values for 24 h.",
        "In case of an invalid reading, the base station shall ask for another.",
    ],
)
def test_a_failure_that_is_told_in_another_document_is_enough(other: str) -> None:
    project, findings = found(System_Requirements=SENDS)
    assert [each.report.quote for each in findings] == ["send"]
    document = read_document("Logger_Requirements.md", f"- **LOG-001**: {other}\n")
    assert document is not None
    assert "System_Requirements.md" in project.put(document)
    assert not [each for each in project.reports("System_Requirements.md") if each.report.rule == "FRM012"]


@pytest.mark.parametrize(
    "statement",
    [
        "When the door opens, the lamp shall shine within 1 s.",
        "The logger shall send the reading within 5 s.",
        "When the link fails, the logger shall send an alert within 5 s.",
        "When the day ends, the logger shall not send the reading.",
    ],
)
def test_what_cannot_fail_has_no_trigger_or_is_the_failure_is_fine(statement: str) -> None:
    assert found(System_Requirements=f"- **SYS-001**: {statement}\n")[1] == []


@pytest.mark.parametrize(
    ("path", "text", "twin"),
    [
        ("System_Requirements", SENDS, "- **SYS-002**: If the logger cannot send the reading, the logger shall \\<response>."),
        (".kiro__specs__ward__requirements", KIRO, "2. IF THE pump cannot store the dose, THEN THE pump SHALL \\<response>."),
    ],
)
def test_the_fix_adds_the_twin_with_a_placeholder(path: str, text: str, twin: str) -> None:
    project, (finding,) = found(**{path: text})
    document = next(iter(project.documents.values()))
    edits = edits_for(document, finding, finding.report.finding.fixes[0])
    assert edits is not None
    assert apply_edits(text, edits) == f"{text}{twin}\n"
