"""AMB015 open-boundary."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from shallcheck.model.finding import Severity
from shallcheck.rules.registry import all_rules
from tests.rules.reading import fixed, quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The form shall accept an age between 18 and 65.", "between 18 and 65"),
        ("The desk shall accept each name with between 5 and 10 characters.", "between 5 and 10"),
        ("The tariff shall apply between 22:00 and 06:00.", "between 22:00 and 06:00"),
        ("The bed shall be watered between 1 June and 30 September.", "between 1 June and 30 September"),
        ("The bank shall ask for one approval between EUR 1,000 and EUR 5,000.", "between EUR 1,000 and EUR 5,000"),
        ("The guide shall list the summer tour until 31 August.", "until 31 August"),
    ],
)
def test_fires_on_open_ends(pipeline: Pipeline, text: str, expected: str) -> None:
    assert quotes("AMB015", text, pipeline) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The form shall accept an age between 18 and 65 inclusive.",
        "The desk shall accept between 5 and 10 characters, both limits included.",
        "The farm shall copy each reading between node 3 and node 5.",
        "The scale shall show the difference between 20 and 30 kg.",
        "The guide shall list the summer tour up to and including 31 August.",
        "The form shall accept an age from 18 to 65.",
    ],
)
def test_silent_where_the_ends_are_told_or_none(pipeline: Pipeline, text: str) -> None:
    assert quotes("AMB015", text, pipeline) == []


@pytest.mark.parametrize(("choice", "word"), [(0, "inclusive"), (1, "exclusive")])
def test_fix_offers_both_readings(pipeline: Pipeline, choice: int, word: str) -> None:
    text = "The form shall accept an age between 18 and 65."

    assert fixed("AMB015", text, pipeline, choice) == f"The form shall accept an age between 18 and 65 {word}."


def test_is_off_by_default() -> None:
    assert all_rules()["AMB015"].severity is Severity.OFF
