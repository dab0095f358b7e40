"""reqstool: requirements with a urn, the cases that verify them and the results, each entry a segment."""

from __future__ import annotations

from pathlib import Path

import pytest

from shallcheck.documents.formats.reqstool import REQSTOOL
from shallcheck.documents.reading import ReaderSettings, read_document
from shallcheck.documents.writing import render_fix, render_link, render_suppression
from shallcheck.model.document import Document, Placed, Statement
from shallcheck.model.finding import Edit, Fix, apply_edits
from shallcheck.model.kinds import Dialect, Kind, Level
from shallcheck.model.place import Span
from tests.documents.places import check_places
from tests.documents.reading import labels, read, said

SAMPLES = Path(__file__).parents[1] / "samples" / "reqstool"
TEXT, CASES, RESULTS = (
    (SAMPLES / f"{name}.yml").read_text("utf-8")
    for name in ("requirements", "software_verification_cases", "manual_verification_results")
)


def at(document: Document, words: str) -> tuple[Placed, Statement]:
    return next((placed, one) for placed, one in document.statements() if words in one.text)


def read_beside(text: str) -> Document:
    """A file beside the sample's requirements."""
    assert REQSTOOL.declare is not None
    declared = REQSTOOL.declare({"requirements.yml": TEXT})
    document = read_document("software_verification_cases.yml", text, ReaderSettings(declared=declared))
    assert document is not None
    return document


def test_requirements_are_read_with_their_urn() -> None:
    document = read("requirements.yml", TEXT)
    check_places(document)
    assert labels(document) == ["PUMP_001", "PUMP_002", "PUMP_003"]
    assert next(document.identifier(one) for _, _, one in document.artifacts()) == "bilge:PUMP_001"
    assert said(document, Kind.REQUIREMENT) == [
        "When the float switch opens, the controller shall stop the pump within 2 s.",
        "The controller should log each stop",
    ]
    assert [(link.type, link.target, link.place.of(placed.segment.text)) for placed, link in document.links()] == [
        ("traces", "boat:REQ_7", "boat:REQ_7"),
        ("traces", "PUMP_002", "PUMP_002"),
    ]
    assert document.setting.dialect is Dialect.RFC2119
    placed, _, first = next(document.artifacts())
    assert first.title == "Stop when empty"
    assert [(one.name, one.value) for one in first.attributes] == [
        ("significance", "shall"),
        ("rationale", "A dry pump burns."),
        ("categories", "safety, reliability"),
        ("revision", "1.0.0"),
    ]
    assert first.place.of(placed.segment.text) == "PUMP_001"
    assert not [one for each in document.placed for one in each.segment.reading.problems]


def test_cases_verify_and_share_the_urn_of_the_requirements_beside() -> None:
    document = read_beside(CASES)
    check_places(document)
    assert [document.identifier(one) for _, _, one in document.artifacts()] == ["bilge:SVC_001", "bilge:SVC_002"]
    assert {(one.kind, one.level) for _, _, one in document.artifacts()} == {(Kind.TEST, Level.TESTS)}
    assert [(link.type, link.target) for _, link in document.links()] == [("verifies", "PUMP_001"), ("verifies", "PUMP_002")]
    assert said(document, Kind.TEST)[1] == "Read the log"
    results = read("manual_verification_results.yml", RESULTS)
    assert labels(results) == ["MVR_001"]
    assert [(link.type, link.target) for _, link in results.links()] == [("traces", "SVC_002")]
    assert not list(results.statements())


def test_entries_in_brackets_are_read() -> None:
    text = 'cases: [{id: SVC_1, requirement_ids: [A_1], title: Try it, verification: review, revision: "1"}]\n'
    document = read("software_verification_cases.yml", text)
    check_places(document)
    assert labels(document) == ["SVC_1"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("requirements.yml", "metadata:\n  name: x\nrequirements:\n  - a\n"),
        ("requirements.yml", "collections:\n  - name: x\n"),
        ("ci.yml", "cases:\n  - id: x\n"),
        ("requirements.yml", ""),
    ],
)
def test_other_yaml_stays_silent(path: str, text: str) -> None:
    assert read_document(path, text) is None


def test_what_is_broken_is_told_at_its_line_and_the_rest_is_read() -> None:
    text = (
        "metadata:\n  urn: bilge\n  variant: system\nrequirements:\n  - id: A_1\n    title: [x\n    description: It shall stop.\n"
        "  - title: none\n  - id: A_2\n    description: It shall start.\n    references:\n      requirement_ids: A_1\n"
        "  - id: A_3\n    description: !!python/object:os.system It shall run.\n"
    )
    document = read("requirements.yml", text)
    assert labels(document) == ["A_1", "A_2", "A_3"]
    assert said(document, Kind.REQUIREMENT) == ["It shall stop.", "It shall start.", "It shall run."]
    found = [
        (placed.line + placed.segment.text.count("\n", 0, one.place.start) + 1, one.rule)
        for placed in document.placed
        for one in placed.segment.reading.problems
    ]
    assert found == [(6, "DOC001"), (8, "DOC001"), (12, "DOC001"), (14, "DOC001")]


def test_suppressions_stand_above_their_entry() -> None:
    document = read("requirements.yml", TEXT)
    silenced = [
        (rule, placed.segment.reading.artifacts[one.artifacts[0]].label)
        for placed in document.placed
        for one in placed.segment.reading.suppressions
        for rule in one.rules
    ]
    assert silenced == [("AMB001", "PUMP_002")]
    placed, statement = at(document, "float switch")
    edits = render_suppression(document, placed, statement.place(Span(0, 4)), "VER003", "a limit")
    assert edits is not None
    text = apply_edits(TEXT, edits)
    assert "requirements:\n  # shallcheck-disable VER003: a limit\n  - id: PUMP_001\n" in text


def test_fixes_splits_and_links_are_written() -> None:
    document = read("requirements.yml", TEXT)
    placed, statement = at(document, "float switch")
    start = statement.text.index("the pump within")
    edits = render_fix(document, placed, statement, Fix("", (Edit(start, start + 15, "both pumps in"),)))
    assert edits is not None
    assert "shall stop both pumps in 2 s." in apply_edits(TEXT, edits)
    edits = render_fix(document, placed, statement, Fix("", (), siblings=("The pump shall hoot.",)))
    assert edits is not None
    text = apply_edits(TEXT, edits)
    assert "revision: 1.0.0\n\n  - id: PUMP_004\n    title: Stop when empty\n" in text
    assert said(read("requirements.yml", text), Kind.REQUIREMENT)[1] == "The pump shall hoot."
    assert render_fix(document, placed, statement, Fix("", (), attribute=("Verification", "test"))) is None
    cases = read_beside(CASES)
    for words, before, after in (
        ("float switch", '["PUMP_001"]', '["PUMP_001", PUMP_003]'),
        ("Read the log", "      - PUMP_002\n", "      - PUMP_002\n      - PUMP_003\n"),
    ):
        placed, statement = at(cases, words)
        edits = render_link(cases, placed, statement, "verifies", "PUMP_003")
        assert edits is not None
        assert apply_edits(CASES, edits) == CASES.replace(before, after)


def test_keys_that_are_almost_those_of_an_entry_are_told() -> None:
    text = (
        "cases:\n  - id: SVC_1\n    requirement_ids: [A_1]\n    Title: Try it\n"
        "  - id: SVC_2\n    requirement_id: [A_1]\n    title: x\n"
    )
    document = read("software_verification_cases.yml", text)
    found = [(placed, one) for placed in document.placed for one in placed.segment.reading.problems]
    assert [(one.rule, one.place.of(placed.segment.text), one.fix) for placed, one in found] == [
        ("DOC002", "Title", "title"),
        ("DOC002", "requirement_id", "requirement_ids"),
    ]
