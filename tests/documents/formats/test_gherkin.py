"""Gherkin: features, rules and scenarios are tests, their tags name what they verify."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from shallcheck.documents.formats.gherkin import keywords
from shallcheck.documents.reading import read_document
from shallcheck.documents.writing import render_fix, render_link, render_suppression
from shallcheck.model.document import Document, Problem
from shallcheck.model.finding import Edit, Fix, apply_edits
from shallcheck.model.kinds import Kind, Level
from shallcheck.model.place import Span
from tests.documents.corpus import files, name, needs_corpus
from tests.documents.places import check_places
from tests.documents.reading import labels, links, read, said

SAMPLE = (Path(__file__).parents[1] / "samples" / "gherkin" / "lockout.feature").read_text("utf-8")
SHORT = "Feature: Pump\n  Scenario: Stop\n    Given it runs\n    When the tank is full\n    Then it stops\n"


def problems(document: Document) -> list[tuple[int, Problem]]:
    """Each problem with the number of its line."""
    return [
        (document.text.count("\n", 0, placed.start + one.place.start) + 1, one)
        for placed in document.placed
        for one in placed.segment.reading.problems
    ]


def test_the_sample_is_read() -> None:
    document = read("lockout.feature", SAMPLE)
    check_places(document)
    assert labels(document) == [
        "gherkin:lockout",
        "gherkin:lockout/A locked account stays locked",
        "TST-7",
        "gherkin:lockout/Wrong <what>",
    ]
    assert {(one.kind, one.level) for _, _, one in document.artifacts()} == {(Kind.TEST, Level.TESTS)}
    assert links(document) == ["REQ-1", "REQ-2", "REQ-3"]
    assert {link.type for _, link in document.links()} == {"verifies"}
    assert said(document, Kind.SCENARIO_STEP) == [
        'Given the account "ada" exists',
        "Given two wrong passwords were entered",
        "When a third wrong password is entered",
        "Then the account is locked for 15 minutes",
        "And the mail reads:",
        "the <what> is wrong",
    ]
    assert problems(document) == []


def test_places_slice_back() -> None:
    document = read("lockout.feature", SAMPLE)
    for placed, link in document.links():
        assert link.place.of(placed.segment.text) == link.target
    for placed, _, artifact in document.artifacts():
        assert artifact.place.of(placed.segment.text) in (artifact.label, artifact.title)


@pytest.mark.parametrize(("language", "feature", "scenario", "given"), [
    ("de", "Funktion", "Szenario", "Angenommen"), ("ja", "機能", "シナリオ", "前提"),
    ("fr", "Fonctionnalité", "Scénario", "Soit"),
])  # fmt: skip
def test_each_spoken_language_is_read(language: str, feature: str, scenario: str, given: str) -> None:
    text = f"# language: {language}\n{feature}: A\n  {scenario}: B\n    {given} C\n"
    assert labels(read("a.feature", text)) == ["gherkin:a", "gherkin:a/B"]
    assert said(read("a.feature", text), Kind.SCENARIO_STEP) == [f"{given} C"]


def test_a_language_that_nobody_knows_is_told() -> None:
    document = read("a.feature", "# language: xx\n" + SHORT)
    assert [(line, one.rule) for line, one in problems(document)] == [(1, "DOC001")]
    assert len(said(document, Kind.SCENARIO_STEP)) == 3


def test_a_language_further_down_is_a_comment() -> None:
    document = read("a.feature", SHORT + "# language: de\n  Scenario: Start\n    Given it stands\n")
    assert labels(document) == ["gherkin:a", "gherkin:a/Stop", "gherkin:a/Start"]


def test_a_broken_line_is_told_and_the_rest_is_read() -> None:
    text = SHORT + "    and water flows\n    Water flows\n  Scenario Later\n  Scenario: Start\n    Given it stands\n"
    document = read("pump.feature", text)
    told = [(line, one.rule, one.fix) for line, one in problems(document)]
    assert told == [(6, "DOC002", "And"), (7, "DOC001", None), (8, "DOC002", "Scenario: Later")]
    assert labels(document)[-1] == "gherkin:pump/Start"


def test_a_doc_string_that_is_not_closed_is_told() -> None:
    assert [(line, one.rule) for line, one in problems(read("a.feature", SHORT + '      """\n  Scenario: none\n'))] == [
        (6, "DOC001")
    ]


@pytest.mark.parametrize("text", ["", "Just text.\n", "<feature>\n", "Scenario: alone\n"])
def test_other_files_are_none_of_ours(text: str) -> None:
    assert read_document("a.feature", text) is None


def test_a_scenario_that_says_what_is_expected_has_it_as_attribute() -> None:
    ((_, _, feature), (_, _, scenario)) = read("pump.feature", SHORT).artifacts()
    assert not feature.attributes
    assert [(one.name, one.value) for one in scenario.attributes] == [("expected result", "Then it stops")]


@pytest.mark.parametrize(("before", "after"), [
    ("", "  @REQ-9\n  Scenario: Stop"), ("  @slow  # why\n", "  @slow @REQ-9  # why\n  Scenario: Stop"),
])  # fmt: skip
def test_a_link_is_written_as_a_tag(before: str, after: str) -> None:
    document = read("pump.feature", SHORT.replace("  Scenario", before + "  Scenario"))
    placed, statement = next(iter(document.statements()))
    edits = render_link(document, placed, statement, "verifies", "REQ-9")
    assert edits is not None
    assert after in apply_edits(document.text, edits)


def test_words_are_exchanged_in_a_step() -> None:
    document = read("pump.feature", SHORT)
    placed, statement = next(iter(document.statements()))
    edits = render_fix(document, placed, statement, Fix("", (Edit(9, 13, "stands still"),)))
    assert edits is not None
    assert "    Given it stands still\n" in apply_edits(document.text, edits)


def test_a_suppression_is_written_as_a_comment() -> None:
    document = read("pump.feature", SHORT)
    placed, _, artifact = list(document.artifacts())[1]
    edits = render_suppression(document, placed, artifact.place, "VER008", "seen by eye")
    assert edits is not None
    assert "  # shallcheck-disable VER008: seen by eye\n  Scenario: Stop" in apply_edits(document.text, edits)
    edited = read("pump.feature", apply_edits(document.text, edits))
    assert [one.artifacts for placed in edited.placed for one in placed.segment.reading.suppressions] == [(0,)]


def test_keywords_of_all_languages_are_known() -> None:
    assert keywords("en-old") is not None
    assert keywords("klingon") is None


def test_nothing_of_the_corpus_is_broken() -> None:
    needs_corpus()
    assert [
        problem for path in files("gherkin", "*.feature") for problem in problems(read(str(path), path.read_text("utf-8")))
    ] == []


@pytest.mark.parametrize("path", files("gherkin", "*.feature"), ids=name)
def test_places_of_the_corpus(path: Path) -> None:
    check_places(read(str(path), path.read_text("utf-8")))


def test_a_span_is_never_outside_of_its_text() -> None:
    for end in range(len(SAMPLE)):
        document = read_document("lockout.feature", SAMPLE[:end])
        if document is not None:
            check_places(document)
            assert all(Span(0, len(document.text)).end >= one.extent.end for _, _, one in document.artifacts())


@pytest.mark.parametrize("text", ["@", "@R-1\n", "@a" + " " * 50, '"""\n', "Scenario: x\n", "foo\n", "# language: de\n"])
def test_hostile_text_is_read_in_time_that_grows_with_it(text: str) -> None:
    began = time.process_time()
    read("a.feature", SHORT + text * 4_000 + "\nScenario: y\n")
    assert time.process_time() - began < 2
