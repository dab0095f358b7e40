"""FRM009 incomplete-reference."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from shallcheck.model.finding import Severity
from tests.rules.reading import findings, fixed, quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The gate shall be as described above.", "as described above"),
        ("The gate shall use the colours given below.", "given below"),
        ("The gate shall comply with the standard.", "comply with the standard"),
        ("The gate shall meet all applicable fire regulations.", "meet all applicable fire regulations"),
        ("The gate shall use the colours listed in the table.", "listed in the table"),
        ("The gate shall accept the following.", "the following"),
    ],
)
def test_fires_on_pointers_to_nothing(text: str, expected: str) -> None:
    assert quotes("FRM009", text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The gate shall be as described in section 4.2 of ICD-7.",
        "The gate shall comply with EN 12453:2017.",
        "The gate shall comply with the standard EN 12453:2017.",
        "The gate shall use the colours listed in table 3.",
        "The gate shall accept the following: cards and coins.",
        "The gate shall open on the following day.",
        "The gate shall ring above 50 dB.",
        "The gate shall search the relevant documents.",
        "The gate reads cards and coins. The items mentioned above shall be kept.",
    ],
)
def test_silent_on_named_things_measures_and_times(text: str) -> None:
    assert quotes("FRM009", text) == []


def test_a_pointer_to_present_behaviour_is_told_mildly() -> None:
    assert findings("FRM009", "The gate shall ring as it does today.")[0].severity is Severity.INFORMATION


def test_fix_leaves_a_place_for_the_name(pipeline: Pipeline) -> None:
    text = "The gate shall comply with the standard."

    assert fixed("FRM009", text) == "The gate shall comply with the standard <reference>."
    assert quotes("FRM009", fixed("FRM009", text)) == []
