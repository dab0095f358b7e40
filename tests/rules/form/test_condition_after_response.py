"""FRM005 condition-after-response."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from tests.rules.reading import findings, fixed, quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The gate shall open when a guest comes.", "when a guest comes"),
        ("The gate shall stay closed if the card is void or expired.", "if the card is void or expired"),
        ("The gate shall ring upon loss of power.", "upon loss of power"),
        ("The gate shall read the plate where a camera is fitted.", "where a camera is fitted"),
        ("The gate shall ring as soon as the car stands.", "as soon as the car stands"),
        ("The gate shall ring in case of fire.", "in case of fire"),
    ],
)
def test_fires_on_trailing_conditions(pipeline: Pipeline, text: str, expected: str) -> None:
    assert quotes("FRM005", text, pipeline) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "When a guest comes, the gate shall open.",
        "The gate shall stay open until the car has left.",
        "The gate shall open within 2 s after the ring.",
        "The gate shall open only when a guest comes.",
        "The gate shall show if the hall is free.",
        "The gate shall show the place where the car stands.",
        "The gate shall write each ring in the event log.",
        "The gate shall ring once per hour.",
        "The gate shall ensure that it closes when the car has left.",
    ],
)
def test_silent_on_bounds_contents_and_places(pipeline: Pipeline, text: str) -> None:
    assert quotes("FRM005", text, pipeline) == []


@pytest.mark.parametrize(
    ("text", "expected", "safe"),
    [
        ("The gate shall open when a guest comes.", "When a guest comes, the gate shall open.", True),
        ("THE gate SHALL ring IF the card is void.", "IF the card is void, THEN THE gate SHALL ring.", True),
        ("The gate shall read and store the plate when a guest comes.",
         "When a guest comes, the gate shall read and store the plate.", False),
    ],
)  # fmt: skip
def test_fix_moves_the_clause_to_the_front(pipeline: Pipeline, text: str, expected: str, safe: bool) -> None:
    assert fixed("FRM005", text, pipeline) == expected
    assert findings("FRM005", text, pipeline)[0].fixes[0].safe is safe


def test_no_fix_where_a_pronoun_would_lose_its_noun(pipeline: Pipeline) -> None:
    assert findings("FRM005", "The gate shall ring when it is opened.", pipeline)[0].fixes == ()
