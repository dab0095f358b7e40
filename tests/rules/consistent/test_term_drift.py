"""CON004: one name for one thing, and one edit that makes it so."""

from __future__ import annotations

import pytest

from shallcheck.documents.reading import read_document
from shallcheck.model.finding import Severity, apply_edits
from shallcheck.model.spelling import as_written, shared
from shallcheck.project.spreading import spread
from shallcheck.project.state import Project
from tests.rules.consistent.test_wording import edited
from tests.rules.workspace import found, project, quotes

GLOSSARY = "# Glossary\n\n- **Setpoint**: the pressure that is wanted\n"
USE = "- **SYS-001**: When the door opens, the pump shall hold the set point for 5 s.\n"


def test_a_definition_that_comes_or_goes_is_followed() -> None:
    workspace = project(System_Requirements_md=USE)
    assert quotes(workspace, "CON004") == []
    glossary = read_document("Glossary.md", GLOSSARY)
    assert glossary is not None
    assert "System_Requirements.md" in workspace.put(glossary)
    assert quotes(workspace, "CON004") == ["set point"]
    assert "System_Requirements.md" in edited(workspace, "Glossary.md", "Setpoint", "Pressure")
    assert quotes(workspace, "CON004") == []


@pytest.mark.parametrize(
    "statement",
    [
        "The pump shall hold the setpoint.",
        "The pump shall hold all Setpoints.",
        "The pump shall hold the `set point`.",
        "The pump shall hold the Set Point Table for 5 s.",
    ],
)
def test_capitals_plural_code_and_longer_names_are_fine(statement: str) -> None:
    assert quotes(project(System_Requirements_md=f"- **SYS-001**: {statement}\n", Glossary_md=GLOSSARY), "CON004") == []


@pytest.mark.parametrize(
    ("term", "words"),
    [
        ("Login", "log in"),
        ("Set point", "set-point"),
        ("Photo_Store", "photo store"),
        ("PhotoStore", "photo store"),
        ("Photo Store", "photo_store"),
        ("Photo Store", "PhotoStore class"),
    ],
)
def test_verbs_hyphens_plain_words_and_code_are_fine(term: str, words: str) -> None:
    text = f"- **SYS-001**: The pump shall show the {words} within 2 s.\n"
    assert quotes(project(System_Requirements_md=text, Glossary_md=f"# Glossary\n\n- **{term}**: known\n"), "CON004") == []


@pytest.mark.parametrize(
    ("term", "statement", "quote"),
    [
        ("Colour sensor", "The pump shall read the color sensor every 2 s.", "color sensor"),
        ("Time-stamp", "The pump shall write a timestamp every 2 s.", "timestamp"),
        ("Photo_Store", "THE Photo Store SHALL stop.", "Photo Store"),
        ("Alert Sender", "The alert transmitter shall stop within 2 s.", "alert transmitter"),
        ("Pump controller", "The Pump Control Unit shall stop within 2 s.", "Pump Control Unit"),
    ],
)
def test_spellings_and_synonyms_are_found(term: str, statement: str, quote: str) -> None:
    text = f"- **SYS-001**: {statement}\n"
    workspace = project(System_Requirements_md=text, Glossary_md=f"# Glossary\n\n- **{term}**: known\n")
    assert quotes(workspace, "CON004") == [quote]
    assert quotes(workspace, "AMB011") == []


def test_the_glossary_of_another_feature_says_nothing() -> None:
    used = "## Requirements\n### Requirement 1\n#### Acceptance Criteria\n1. WHEN it rains, THE Photo_Store SHALL stop.\n"
    features = {
        ".kiro/specs/a/requirements.md": f"## Glossary\n- **Photo Store**: known\n\n{used}",
        ".kiro/specs/b/requirements.md": used,
    }
    workspace = Project()
    for path, text in features.items():
        document = read_document(path, text)
        assert document is not None
        workspace.put(document)
    assert [each.report.artifact for each in found(workspace, "CON004")] == ["kiro:a/1.1"]


def test_without_a_definition_the_most_usual_spelling_is_meant() -> None:
    lines = [
        f"- **SYS-00{i}**: The {name} shall stop in 2 s.\n"
        for i, name in enumerate(("Base Station", "Base Station", "BaseStation"))
    ]
    (finding,) = found(project(System_Requirements_md="".join(lines)), "CON004")
    assert (finding.report.quote, finding.report.severity) == ("BaseStation", Severity.INFORMATION)


@pytest.mark.parametrize(
    ("words", "name", "first", "text"),
    [
        ("set point", "Setpoint", False, "setpoint"),
        ("set points", "Setpoint", False, "setpoints"),
        ("Set points", "Setpoint", True, "Setpoints"),
        ("photo store", "Photo_Store", False, "Photo_Store"),
        ("Alert Transmitter", "Alert Sender", False, "Alert Sender"),
        ("plc box", "PLC cabinet", False, "PLC cabinet"),
    ],
)
def test_a_name_is_written_as_the_words_it_stands_for(words: str, name: str, first: bool, text: str) -> None:
    assert as_written(words, name, first=first) == text


def test_one_edit_makes_the_name_the_same_in_all_documents() -> None:
    other = "- **PMP-001**: Set points shall be kept for 5 s.\n- **PMP-002**: The `set point` shall stay below the setpoint.\n"
    workspace = project(System_Requirements_md=USE, Pump_Requirements_md=other, Glossary_md=GLOSSARY)
    finding = found(workspace, "CON004")[0]
    (fix,) = [fix for fix in finding.report.finding.fixes if fix.everywhere]
    edits = spread(workspace, "System_Requirements.md", fix)
    after = {path: apply_edits(workspace.documents[path].text, rows) for path, rows in edits.items()}
    assert after == {
        "System_Requirements.md": USE.replace("set point", "setpoint"),
        "Pump_Requirements.md": other.replace("Set points", "Setpoints"),
    }


def test_a_new_term_goes_into_the_glossary_that_exists() -> None:
    use = "- **SYS-001**: The gate shall report to the TCU within 2 s.\n"
    workspace = project(System_Requirements_md=use, Glossary_md=GLOSSARY)
    (finding,) = found(workspace, "AMB010")
    edits = spread(workspace, "System_Requirements.md", finding.report.finding.fixes[0])
    assert {path: apply_edits(workspace.documents[path].text, rows) for path, rows in edits.items()} == {
        "Glossary.md": GLOSSARY + "- **TCU**: \\<meaning>\n"
    }


def test_regional_spellings_share_their_letters() -> None:
    assert shared("Colour Centres") == shared("color-center")
    assert shared("noise") != shared("noize")


def test_a_glossary_of_thousands_is_followed_and_says_nothing_on_the_side(capfd: pytest.CaptureFixture[str]) -> None:
    terms = "".join(f"- **Pressure of Cell{i}**: known\n" for i in range(2000))
    workspace = project(System_Requirements_md=USE, Glossary_md=GLOSSARY + terms)
    assert quotes(workspace, "CON004") == ["set point"]
    workspace.drop("Glossary.md")
    assert quotes(workspace, "CON004") == []
    assert capfd.readouterr().err == ""
