"""CON003, CON006, CON007: what statements must say alike, followed over a workspace with every edit."""

from __future__ import annotations

import pytest

from shallcheck.documents.reading import edit_document, read_document
from shallcheck.language.units import exactly_in
from shallcheck.model.finding import Severity, apply_edits
from shallcheck.project.fixes import edits_for
from shallcheck.project.state import Project
from tests.rules.workspace import found, project, quotes

METRES = "- **SYS-001**: The drone shall hold an altitude of at most 120 m.\n- **SYS-002**: The lowest altitude shall be 10 m.\n"
FEET = "- **PMP-001**: The drone shall leave an altitude of 400 ft within 2 s.\n"
LIMP = "- **SYS-001**: While in Limp mode, the pump shall hold 2 bar or more.\n"


def edited(workspace: Project, path: str, old: str, new: str) -> frozenset[str]:
    """Exchange words of a document as an editor does; the paths that may be judged otherwise."""
    document = workspace.documents[path]
    at = document.text.index(old)
    text = document.text[:at] + new + document.text[at + len(old) :]
    after = edit_document(document, text, at, at + len(old), at + len(new))
    assert after is not None
    return workspace.put(after)


def test_another_document_makes_and_mends_the_mix() -> None:
    workspace = project(System_Requirements_md=METRES)
    assert quotes(workspace, "CON003") == []
    other = read_document("Pump_Requirements.md", FEET)
    assert other is not None
    workspace.put(other)
    assert quotes(workspace, "CON003") == ["400 ft"]
    edited(workspace, "Pump_Requirements.md", "400 ft", "100 m")
    assert quotes(workspace, "CON003") == []


def test_what_is_retired_need_not_be_said_alike() -> None:
    workspace = project(System_Requirements_md=METRES, Pump_Requirements_md=f"{FEET}  - Status: draft\n")
    assert quotes(workspace, "CON003") == ["400 ft"]
    edited(workspace, "Pump_Requirements.md", "draft", "retired")
    assert quotes(workspace, "CON003") == []


def test_what_is_usual_turns_with_the_statements() -> None:
    workspace = project(System_Requirements_md=METRES, Pump_Requirements_md=FEET)
    assert quotes(workspace, "CON003") == ["400 ft"]
    assert edited(workspace, "System_Requirements.md", "10 m", "30 ft") == {"System_Requirements.md", "Pump_Requirements.md"}
    assert quotes(workspace, "CON003") == ["120 m"]


def test_an_edit_judges_only_whom_it_concerns() -> None:
    many = "".join(f"- **SYS-1{i:02}**: The rod {i} shall have a length of {i} mm.\n" for i in range(50))
    workspace = project(System_Requirements_md=METRES + many, Pump_Requirements_md=FEET)
    found(workspace, "CON003")
    judged = workspace.judged
    edited(workspace, "Pump_Requirements.md", "within 2 s", "within 3 s")
    found(workspace, "CON003")
    assert workspace.judged - judged <= 4


@pytest.mark.parametrize(
    "statement",
    [
        "The drone shall hold an altitude of 400 ft (122 m).",
        "The drone shall carry a display with a height of 5 inches.",
        "The drone shall hold an `altitude` of <value> ft.",
        "The parcel shall have a length of 12 ft.",
    ],
)
def test_both_units_what_is_sold_by_the_inch_and_other_characteristics_are_fine(statement: str) -> None:
    assert quotes(project(System_Requirements_md=METRES, Pump_Requirements_md=f"- **P-1**: {statement}\n"), "CON003") == []


def test_units_of_one_system_are_worth_a_look_only() -> None:
    text = "- **A-1**: The cabin pressure shall be at least 80 kPa.\n- **A-2**: The cabin pressure shall be at most 110000 Pa.\n"
    (finding,) = found(project(System_Requirements_md=text), "CON003")
    assert finding.report.severity is Severity.INFORMATION


@pytest.mark.parametrize(
    ("number", "unit", "other", "value"),
    [
        ("400", "ft", "m", "121.92"),
        ("1,500", "ms", "s", "1.5"),
        ("194", "°F", "°C", "90"),
        ("100", "°F", "°C", None),
        ("1,5", "s", "ms", None),
        ("5", "psi", "kPa", None),
        ("3", "kg", "m", None),
    ],
)
def test_a_value_is_converted_exactly_or_not_at_all(number: str, unit: str, other: str, value: str | None) -> None:
    assert exactly_in(number, unit, other) == value


def test_the_fix_converts() -> None:
    workspace = project(System_Requirements_md=METRES, Pump_Requirements_md=FEET)
    (finding,) = found(workspace, "CON003")
    edits = edits_for(workspace.documents["Pump_Requirements.md"], finding, finding.report.finding.fixes[0])
    assert apply_edits(FEET, edits or []) == FEET.replace("400 ft", "121.92 m")


def test_a_state_is_told_by_whatever_mentions_it_anywhere() -> None:
    workspace = project(System_Requirements_md=LIMP, Stakeholder_Needs_md="---\nlevel: needs\n---\n# Needs\n")
    assert quotes(workspace, "CON006") == ["Limp"]
    edited(workspace, "Stakeholder_Needs.md", "# Needs\n", "# Needs\n\nThe modes are Run and Limp.\n")
    assert quotes(workspace, "CON006") == []
    edited(workspace, "Stakeholder_Needs.md", "Run and Limp", "Run")
    assert quotes(workspace, "CON006") == ["Limp"]


def test_using_it_twice_defines_nothing() -> None:
    workspace = project(System_Requirements_md=LIMP + LIMP.replace("001", "002").replace("2 bar", "20 V"))
    assert quotes(workspace, "CON006") == ["Limp", "Limp"]


@pytest.mark.parametrize(
    "condition",
    [
        "While in read-only mode",
        "When the text is in English",
        "While the door is in the open state",
        "In the same mode",
        "While in `X` mode",
    ],
)
def test_what_needs_no_definition_is_fine(condition: str) -> None:
    assert (
        quotes(project(System_Requirements_md=f"- **SYS-001**: {condition}, the pump shall stop within 2 s.\n"), "CON006") == []
    )


def test_fractions_are_written_as_the_rest_of_the_document_writes_them() -> None:
    text = "- **A-1**: The rail shall carry 1,5 V.\n- **A-2**: The fan shall draw 0.2 A.\n- **A-3**: The fan shall draw 1.5 A.\n"
    assert quotes(project(System_Requirements_md=text), "CON007") == ["1,5"]
    assert quotes(project(System_Requirements_md=text.replace("1,5 V", "1,500 V")), "CON007") == []
    assert quotes(project(a_md=text.replace("0.2", "0,2")), "CON007") == ["1.5"]
