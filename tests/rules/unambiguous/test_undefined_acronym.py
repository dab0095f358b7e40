"""AMB010: an acronym is written out or in a glossary, once for its document."""

from __future__ import annotations

import pytest

from shallcheck.documents.reading import edit_document
from shallcheck.model.finding import apply_edits
from shallcheck.project.config import Config
from shallcheck.project.fixes import edits_for
from tests.rules.workspace import found, project, quotes

PATH = "System_Requirements.md"
USE = "- **SYS-001**: The gate shall report to the TCU within 2 s.\n- **SYS-002**: The TCU shall answer within 1 s.\n"


def test_only_the_first_use_is_reported() -> None:
    workspace = project(System_Requirements_md=USE)
    assert [each.report.artifact for each in found(workspace, "AMB010")] == ["SYS-001"]


@pytest.mark.parametrize(
    "definition",
    [
        "The tower control unit (TCU) is old.\n",
        "TCU (tower control unit) is what we call it.\n",
        "## Glossary\n\n- **TCU**: the unit in the tower\n",
        "## Acronyms\n\n| Acronym | Meaning |\n| --- | --- |\n| TCU | tower control unit |\n",
        "## Terms and definitions\n\n**Tower Control Unit (TCU)** - the unit in the tower\n",
        "## Glossary\n\n### TCU\n\nThe unit in the tower.\n",
    ],
)
def test_a_definition_anywhere_in_the_document_is_enough(definition: str) -> None:
    assert quotes(project(System_Requirements_md=f"{USE}\n{definition}"), "AMB010") == []


def test_a_glossary_counts_for_every_document_and_an_expansion_for_its_own() -> None:
    glossary = "---\nlevel: needs\n---\n# Needs\n\n## Glossary\n\n- **TCU**: the unit in the tower\n"
    assert quotes(project(System_Requirements_md=USE, Stakeholder_Needs_md=glossary), "AMB010") == []
    expansion = "---\nlevel: needs\n---\n# Needs\n\nThe tower control unit (TCU) is old.\n"
    assert quotes(project(System_Requirements_md=USE, Stakeholder_Needs_md=expansion), "AMB010") == ["TCU"]


def test_a_definition_that_comes_or_goes_is_followed() -> None:
    workspace = project(System_Requirements_md=USE, Stakeholder_Needs_md="---\nlevel: needs\n---\n# Needs\n")
    assert quotes(workspace, "AMB010") == ["TCU"]
    needs = workspace.documents["Stakeholder_Needs.md"]
    grown = needs.text + "\n## Glossary\n\n- **TCU**: the unit in the tower\n"
    edited = edit_document(needs, grown, len(needs.text), len(needs.text), len(grown))
    assert edited is not None
    assert PATH in workspace.put(edited)
    assert quotes(workspace, "AMB010") == []
    workspace.put(needs)
    assert quotes(workspace, "AMB010") == ["TCU"]


def test_the_next_use_is_reported_when_the_first_goes() -> None:
    workspace = project(System_Requirements_md=USE)
    assert quotes(workspace, "AMB010") == ["TCU"]
    document = workspace.documents[PATH]
    at = document.text.index("TCU")
    edited = edit_document(document, document.text[:at] + "box" + document.text[at + 3 :], at, at + 3, at + 3)
    assert edited is not None
    workspace.put(edited)
    assert [each.report.artifact for each in found(workspace, "AMB010")] == ["SYS-002"]


def test_the_configuration_may_define_it() -> None:
    workspace = project(System_Requirements_md=USE)
    workspace.configure(Config(glossary=("TCU",)))
    assert quotes(workspace, "AMB010") == []


@pytest.mark.parametrize(
    "words",
    [
        "an HTTP request",
        "`TCU`",
        "“TCU”",
        "the state READY",
        "EN 301 of 1999",
        "an MP3 file",
        "the list [EDS]",
        "I/O and TCP/IP",
        "the file TCU.md",
    ],
)
def test_common_ones_code_quotes_states_and_designations_are_fine(words: str) -> None:
    assert quotes(project(System_Requirements_md=f"- **SYS-001**: The gate shall show {words} within 2 s.\n"), "AMB010") == []


def test_plain_statements_have_no_place_for_a_definition() -> None:
    assert quotes(project(a_jsonl='{"id": "S1", "text": "The gate shall report to the TCU."}\n'), "AMB010") == []


def test_the_fix_adds_it_to_the_glossary_in_the_documents_own_form() -> None:
    for glossary, added in (
        ("", "## Glossary\n\n- **TCU**: \\<meaning>\n"),
        ("\n## Glossary\n\n- **Gate**: the one in the north\n", "- **Gate**: the one in the north\n- **TCU**: \\<meaning>\n"),
        ("\n## Terms\n\n| Term | Meaning |\n| --- | --- |\n| Gate | one |\n", "| Gate | one |\n| TCU | \\<meaning> |\n"),
    ):
        workspace = project(System_Requirements_md=USE + glossary)
        (finding,) = found(workspace, "AMB010")
        edits = edits_for(workspace.documents[PATH], finding, finding.report.finding.fixes[0])
        assert edits is not None
        assert apply_edits(USE + glossary, edits).endswith(added)
