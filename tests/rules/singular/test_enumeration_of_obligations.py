"""SNG006: a list of obligations is no requirement, a list of values is part of one."""

from __future__ import annotations

import pytest

from shallcheck.model.finding import apply_edits
from shallcheck.project.fixes import edits_for
from tests.rules.workspace import found, project, quotes

PATH = "System_Requirements.md"


def text(lead: str, *items: str) -> str:
    return f"### SYS-001 Till\n{lead}\n\n" + "".join(f"- {item}\n" for item in items) + "- Verification: test\n"


@pytest.mark.parametrize(
    "lead",
    [
        "The till shall:",
        "The till must not:",
        "When a sale is closed, the till SHALL:",
        "The till shall be able to:",
        "The till shall allow the cashier to:",
        "The till shall do the following:",
        "The till shall perform the following actions:",
        "The till shall ensure that:",
    ],
)
def test_a_lead_in_without_its_verb_is_found(lead: str) -> None:
    workspace = project(System_Requirements_md=text(lead, "print the receipt", "open the drawer"))
    (each,) = quotes(workspace, "SNG006")
    assert lead.endswith(each)


def test_items_that_oblige_themselves_are_found_under_any_lead_in() -> None:
    items = ("The till shall print.", "The drawer shall open.")
    assert len(quotes(project(System_Requirements_md=text("The till shall keep these rules:", *items)), "SNG006")) == 1


@pytest.mark.parametrize(
    ("lead", "items"),
    [
        ("The till shall print these lines on each receipt:", ("the date", "the sum")),
        ("The till shall accept:", ("coins", "notes")),
        ("The till shall open its drawer when one of these holds:", ("a sale is closed", "the key is turned")),
        ("The till shall either:", ("print the receipt, or", "send it")),
        ("The till shall:", ("print the receipt",)),
        ("The till shall print:", ("**SYS-002**: The till shall print the date.", "**SYS-003**: The till shall print the sum.")),
    ],
)
def test_values_conditions_alternatives_and_identified_items_are_fine(lead: str, items: tuple[str, ...]) -> None:
    assert quotes(project(System_Requirements_md=text(lead, *items)), "SNG006") == []


def test_the_fix_makes_each_item_a_requirement_with_the_condition_and_the_attributes() -> None:
    source = text("When a sale is closed, the till shall:", "print the receipt,", "open the drawer.")
    workspace = project(System_Requirements_md=source)
    (finding,) = found(workspace, "SNG006")
    edits = edits_for(workspace.documents[PATH], finding, finding.report.finding.fixes[0])
    assert edits is not None
    fixed = apply_edits(source, edits)
    assert "When a sale is closed, the till shall print the receipt.\n" in fixed
    assert "### SYS-002 Till\nWhen a sale is closed, the till shall open the drawer.\n" in fixed
    assert fixed.count("- Verification: test") == 2
    assert "- print" not in fixed
