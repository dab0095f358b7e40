"""SNG005 alternative-conditions."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from tests.rules.reading import applied, findings, quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("If the card is void or the gate is locked, the bell shall ring.", "or the gate is locked"),
        ("If the card is void or expired, the bell shall ring.", "or expired"),
        ("When a guest comes or when a guest leaves, the bell shall ring.", "or when a guest leaves"),
        ("In case of fire or flooding, the gate shall open.", "or flooding"),
        ("While the gate is opening or closing, the lamp shall blink.", "or closing"),
    ],
)
def test_fires_on_two_triggers_or_states(pipeline: Pipeline, text: str, expected: str) -> None:
    assert quotes("SNG005", text, pipeline) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "If the code has 4 or 5 digits, the gate shall open.",
        "While the wind speed is 30 kt or less, the gate shall open.",
        "When the red or green lamp fails, the bell shall ring.",
        "If the speed equals or exceeds 5 km/h, the gate shall stay open.",
        "When a guest comes, the gate shall open or ring.",
        "If the date is on or after 1 March, the gate shall open.",
    ],
)
def test_silent_on_values_of_one_test(pipeline: Pipeline, text: str) -> None:
    assert quotes("SNG005", text, pipeline) == []


def split(pipeline: Pipeline, text: str) -> tuple[str, ...] | None:
    fixes = findings("SNG005", text, pipeline)[0].fixes
    return (applied(text, fixes[0].edits), *fixes[0].siblings) if fixes else None


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("If the card is void or the gate is locked, the bell shall ring.",
         "If the card is void, the bell shall ring.", "If the gate is locked, the bell shall ring."),
        ("If the card is void or expired, the bell shall ring.",
         "If the card is void, the bell shall ring.", "If the card is expired, the bell shall ring."),
        ("When a guest comes or when a guest leaves, the bell shall ring.",
         "When a guest comes, the bell shall ring.", "When a guest leaves, the bell shall ring."),
        ("In case of fire or flooding, the gate shall open.",
         "In case of fire, the gate shall open.", "In case of flooding, the gate shall open."),
    ],
)  # fmt: skip
def test_fix_splits_by_alternative(pipeline: Pipeline, text: str, first: str, second: str) -> None:
    assert split(pipeline, text) == (first, second)


def test_no_fix_where_the_alternatives_share_an_object(pipeline: Pipeline) -> None:
    assert split(pipeline, "When a guest opens or closes the gate, the bell shall ring.") is None
