"""VER006, VER007, VER008 and VER011: methods of verification, and tests that say what they expect."""

from __future__ import annotations

import pytest

from shallcheck.documents.reading import edit_document
from shallcheck.model.choices import Choices
from shallcheck.model.finding import apply_edits
from shallcheck.project.config import Config
from shallcheck.project.fixes import edits_for
from tests.rules.workspace import found, project, quotes

PATH = "System_Requirements.md"


def requirement(method: str, label: str = "SYS-001") -> str:
    return f"### {label} Stop\nThe pump shall stop within 2 s.\n" + (f"- Verification: {method}\n" if method else "") + "\n"


def test_a_method_is_missed_only_where_others_name_one() -> None:
    text = requirement("test") + requirement("", "SYS-002")
    assert quotes(project(System_Requirements_md=text), "VER006") == ["SYS-002"]
    assert quotes(project(System_Requirements_md=requirement("") + requirement("", "SYS-002")), "VER006") == []


def test_the_first_method_of_a_document_makes_the_others_missed() -> None:
    workspace = project(System_Requirements_md=requirement("") + requirement("", "SYS-002"))
    assert quotes(workspace, "VER006") == []
    document = workspace.documents[PATH]
    at = document.text.index("2 s.\n") + 5
    grown = document.text[:at] + "- Verification: test\n" + document.text[at:]
    edited = edit_document(document, grown, at, at, at + len(grown) - len(document.text))
    assert edited is not None
    workspace.put(edited)
    assert quotes(workspace, "VER006") == ["SYS-002"]
    workspace.put(document)
    assert quotes(workspace, "VER006") == []


@pytest.mark.parametrize("method", ["TBD", "-", "\\<method>", "n/a"])
def test_a_method_that_is_open_is_none(method: str) -> None:
    text = requirement("test") + requirement(method, "SYS-002")
    assert quotes(project(System_Requirements_md=text), "VER006") == ["SYS-002"]
    assert quotes(project(System_Requirements_md=text), "VER007") == []


def test_the_fix_adds_the_line() -> None:
    text = requirement("test") + requirement("", "SYS-002")
    workspace = project(System_Requirements_md=text)
    (finding,) = found(workspace, "VER006")
    edits = edits_for(workspace.documents[PATH], finding, finding.report.finding.fixes[0])
    assert edits is not None
    assert apply_edits(text, edits).rstrip().endswith("within 2 s.\n- Verification: \\<method>")


@pytest.mark.parametrize(
    ("method", "words", "meant"),
    [
        ("tset", "tset", "test"),
        ("review", "review", "inspection"),
        ("test, simulaton", "simulaton", "analysis"),
        ("Analysis / Calculation", "Calculation", "analysis"),
        ("demonstartion", "demonstartion", "demonstration"),
        ("magic", "magic", ""),
    ],
)
def test_a_method_that_is_none_is_found_with_what_was_meant(method: str, words: str, meant: str) -> None:
    (finding,) = found(project(System_Requirements_md=requirement(method)), "VER007")
    assert finding.report.quote == words
    assert [fix.title for fix in finding.report.finding.fixes] == ([f"Write {meant}"] if meant else [])


@pytest.mark.parametrize(
    "method",
    [
        "test", "Test and analysis", "unit testing", "**inspection**", "I", "T/A", "TST-004", "[T-4](t.md)",
        "`test_stop.py`", "test (bench 4)", "similarity to pump 2", "sampling",
        "the maker's certificate is looked at by the buyer",
    ],
)  # fmt: skip
def test_the_six_their_kinds_and_names_of_tests_are_fine(method: str) -> None:
    assert quotes(project(System_Requirements_md=requirement(method)), "VER007") == []


def test_a_project_may_have_methods_of_its_own() -> None:
    workspace = project(System_Requirements_md=requirement("peer review"))
    workspace.configure(Config(choices=Choices(methods=("Peer review",))))
    assert quotes(workspace, "VER007") == []


@pytest.mark.parametrize("format_", ["specs__001-a__spec_md", "openspec__specs__a__spec_md"])
def test_formats_without_a_place_for_methods_are_not_asked(format_: str) -> None:
    text = "# Feature Specification: a\n## Requirements\n- **FR-001**: The pump MUST stop.\n  - Verification: test\n"
    text += "- **FR-002**: The pump MUST go.\n"
    if "openspec" in format_:
        text = "### Requirement: Stop\n**Verification**: test\nThe pump SHALL stop.\n\n### Requirement: Go\nThe pump SHALL go.\n"
    assert quotes(project(**{format_: text}), "VER006") == []


@pytest.mark.parametrize(
    "body",
    [
        "Press the key twice.",
        "Run the pump with an old battery and look at the lamp.",
        "Warm the probe and see whether the nurse is told.",
        "Open the page.\n- Precondition: a user is logged in",
        "Send 10 orders.",
        "Repeat TST-002 in the rain.",
    ],
)
def test_a_test_that_expects_nothing_is_found(body: str) -> None:
    assert quotes(project(Test_Plan_md=f"### TST-001 Try\n{body}\n- Verifies: SYS-001\n"), "VER008") == ["TST-001"]


@pytest.mark.parametrize(
    "body",
    [
        "Press the key twice.\n- Expected: the lamp lights",
        "Press the key twice. The lamp must light.",
        "Press the key twice and check that the lamp lights.",
        "Press the key twice; the lamp lights within 2 s.",
        "Given a key, when it is pressed, then the lamp lights.",
        "Press the key → the lamp lights.",
        "Press the key twice.\n- Pass criteria: the lamp lights",
        "Read the thermometer: 5 °C ± 1 °C.",
    ],
)
def test_a_test_that_expects_something_is_fine(body: str) -> None:
    assert quotes(project(Test_Plan_md=f"### TST-001 Try\n{body}\n- Verifies: SYS-001\n"), "VER008") == []


def test_an_incomplete_method_is_told_where_it_is_asked_for() -> None:
    workspace = project(System_Requirements_md=requirement("sampling") + requirement("test", "SYS-002"))
    assert quotes(workspace, "VER011") == []
    workspace.configure(Config(extend_select=("VER011",)))
    assert quotes(workspace, "VER011") == ["sampling"]
