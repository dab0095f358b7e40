"""FRET's exports are read with the places of their texts; what FRET has formalised is not judged as English."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shallcheck.documents.reading import read_document
from shallcheck.model.kinds import Kind
from tests.documents.corpus import files, name
from tests.documents.mutation import SAMPLES
from tests.documents.places import check_places
from tests.documents.reading import labels, links, read, said

SAMPLE = (SAMPLES / "fret" / "mixer.json").read_text("utf-8")


def test_requirements_are_artifacts_with_their_parents() -> None:
    document = read("mixer.json", SAMPLE)
    check_places(document)
    assert labels(document) == ["MIX-001", "MIX-002"]
    assert links(document) == ["MIX-001"]
    assert said(document, Kind.REQUIREMENT)[1] == 'The mixer shall show the word "full" \u2014 as appropriate.'
    attributes = [(one.name, one.value) for _, _, artifact in document.artifacts() for one in artifact.attributes]
    assert ("rationale", "The tank must not overflow.") in attributes
    assert ("status", "in progress") in attributes


def test_what_is_formal_is_not_judged_as_english() -> None:
    assert [statement.english for _, statement in read("mixer.json", SAMPLE).statements()] == [False, True]


@pytest.mark.parametrize("text", ["{}", "[]", '{"reqid": 1}', "null", "", '{"requirements": [], "fulltext": ""}', "{" * 5000])
def test_any_other_json_is_silent(text: str) -> None:
    assert read_document("package.json", text) is None


def test_a_broken_file_is_told_at_its_place_and_the_rest_is_read() -> None:
    text = SAMPLE.replace('"rationale": "",', '"rationale": oops,')
    document = read("mixer.json", text)
    check_places(document)
    assert labels(document) == ["MIX-001", "MIX-002"]
    [problem] = [one for placed in document.placed for one in placed.segment.reading.problems]
    assert (problem.rule, problem.place.start) == ("DOC001", text.index("oops"))


def test_a_file_that_ends_early_says_what_is_whole() -> None:
    document = read("mixer.json", SAMPLE[: SAMPLE.index("as appropriate")])
    assert labels(document) == ["MIX-001"]


@pytest.mark.parametrize("path", files("fret", "*.json"), ids=name)
def test_each_requirement_of_a_real_export_is_read(path: Path) -> None:
    text = path.read_text("utf-8")
    expected = json.loads(text)["requirements"]
    document = read(str(path), text)
    check_places(document)
    assert labels(document) == [each["reqid"] for each in expected]
    assert [statement.text for _, statement in document.statements()] == [each["fulltext"] for each in expected]
    assert len(expected) in (12, 13)
