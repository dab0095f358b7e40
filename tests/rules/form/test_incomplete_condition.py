"""FRM007 incomplete-condition."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from tests.rules.reading import fixed, quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("When void card, the gate shall ring.", "When void card"),
        ("If no connection, the gate shall ring.", "If no connection"),
        ("When opening the gate, the bell shall be on.", "When opening the gate"),
        ("When pressing the button, the gate shall open.", "When pressing the button"),
        ("After entering the code, the gate shall open.", "After entering the code"),
        ("If requested, the gate shall print a receipt.", "If requested"),
        ("When reading a card, its number shall appear.", "When reading a card"),
    ],
)
def test_fires_on_conditions_without_verb_or_doer(pipeline: Pipeline, text: str, expected: str) -> None:
    assert quotes("FRM007", text, pipeline) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "When a card is void, the gate shall ring.",
        "When the bell rings, the gate shall open.",
        "When reading a card, the gate shall light the lamp.",
        "If closed, the gate shall light the lamp.",
        "When in night mode, the gate shall stay closed.",
        "Upon loss of power, the gate shall open.",
        "While moving, the gate shall ring.",
        "If so, the gate shall ring.",
        "After a restart, the gate shall ring.",
    ],
)
def test_silent_on_whole_clauses_and_shared_subjects(pipeline: Pipeline, text: str) -> None:
    assert quotes("FRM007", text, pipeline) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("When error, the gate shall ring.", "When error <event>, the gate shall ring."),
        ("When opening the gate, the bell shall be on.", "When <actor> is opening the gate, the bell shall be on."),
    ],
)
def test_fix_leaves_a_place_for_what_lacks(pipeline: Pipeline, text: str, expected: str) -> None:
    assert fixed("FRM007", text, pipeline) == expected
