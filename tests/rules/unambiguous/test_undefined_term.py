"""AMB011: where there is a glossary, the names of elements and states are in it or in the architecture."""

from __future__ import annotations

import pytest

from tests.rules.workspace import found, project, quotes

GLOSSARY = "\n## Glossary\n\n- **Alert Sender**: the part that telephones\n- **Night**: from 22:00 to 06:00\n"


def requirement(words: str) -> str:
    return f"- **SYS-001**: {words}\n"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("The Door Keeper shall ring within 2 s.", "Door Keeper"),
        ("When a Door_Signal arrives, the gate shall ring within 2 s.", "Door_Signal"),
        ("While in Storm mode, the gate shall stay shut.", "Storm"),
        ("When the gate enters the Locked state, the lamp shall light.", "Locked"),
    ],
)
def test_a_name_that_nothing_defines_is_found(words: str, name: str) -> None:
    assert quotes(project(System_Requirements_md=requirement(words) + GLOSSARY), "AMB011") == [name]
    assert quotes(project(System_Requirements_md=requirement(words)), "AMB011") == []


@pytest.mark.parametrize(
    "words",
    [
        "The Alert Sender shall ring within 2 s.",
        "The alert_sender shall ring within 2 s.",
        "While in Night mode, the gate shall stay shut.",
        "The System shall ring within 2 s.",
        "The gate shall read `Door_Signal` and DOOR_SIGNAL within 2 s.",
        "The gate shall show “the Door Keeper shall ring” within 2 s.",
        "The gate shall greet the Door Keeper within 2 s.",
    ],
)
def test_defined_and_general_names_code_and_quotes_are_fine(words: str) -> None:
    assert quotes(project(System_Requirements_md=requirement(words) + GLOSSARY), "AMB011") == []


def test_the_architecture_defines_its_elements() -> None:
    architecture = "| ID | Element |\n| --- | --- |\n| LA-1 | Door keeper |\n"
    text = requirement("The Door Keeper shall ring within 2 s.") + GLOSSARY
    assert quotes(project(System_Requirements_md=text, Logical_Architecture_md=architecture), "AMB011") == []


def test_it_proposes_what_was_probably_meant() -> None:
    (finding,) = found(project(System_Requirements_md=requirement("The Alert Sendr shall ring within 2 s.") + GLOSSARY), "AMB011")
    assert "did you mean “Alert Sender”?" in finding.report.message
    assert [fix.title for fix in finding.report.finding.fixes] == ["Write Alert Sender", "Add Alert Sendr to the glossary"]


def test_the_glossary_of_one_feature_does_not_oblige_another() -> None:
    kiro = "# Requirements Document\n{}\n## Requirements\n### Requirement 1\n#### Acceptance Criteria\n"
    kiro += "1. WHEN full, THE Door_Keeper SHALL ring.\n"
    workspace = project(
        **{
            ".kiro__specs__a__requirements_md": kiro.format("\n## Glossary\n- **Gate**: a door\n"),
            ".kiro__specs__b__requirements_md": kiro.format(""),
        }
    )
    assert [(each.placed.segment.text.count("Door"), each.report.quote) for each in found(workspace, "AMB011")] == [
        (1, "Door_Keeper")
    ]
