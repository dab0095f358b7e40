"""FRM006 misused-ears-keyword."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from shallcheck.model.kinds import Dialect
from shallcheck.rules.judging import judge_statement
from tests.rules.reading import analysis, findings, fixed, quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IF the card is void, THE gate SHALL stay closed.", ["IF"]),
        ("WHEN the gate is open THE lamp SHALL be red.", ["WHEN"]),
        ("WHEN the gate is closing, THE lamp SHALL be red.", ["WHEN"]),
        ("WHEN the card has no chip THEN THE gate SHALL stay closed.", ["WHEN"]),
        ("WHERE the car stands in the hall, THE lamp SHALL be red.", ["WHERE"]),
        ("WHERE a guest presses the button, THE gate SHALL open.", ["WHERE"]),
    ],
)
def test_fires_on_keywords_that_do_not_fit(pipeline: Pipeline, text: str, expected: list[str]) -> None:
    assert quotes("FRM006", text, pipeline) == expected


@pytest.mark.parametrize(
    "text",
    [
        "IF the card is void, THEN THE gate SHALL stay closed.",
        "WHEN the button is pushed THEN THE gate SHALL open.",
        "WHEN the upload is complete, THE gate SHALL open.",
        "WHERE a camera is fitted, THE gate SHALL read the plate.",
        "WHERE the licence includes the camera, THE gate SHALL read the plate.",
        "WHILE the gate is open, THE lamp SHALL be red.",
        "If the card is void, the gate shall stay closed.",
        "When the gate is open, the lamp shall be red.",
    ],
)
def test_silent_on_keywords_that_fit_and_on_plain_words(pipeline: Pipeline, text: str) -> None:
    assert quotes("FRM006", text, pipeline) == []


def test_judges_plain_words_too_where_the_document_follows_ears(pipeline: Pipeline) -> None:
    text = "When the gate is open, the lamp shall be red."
    found = judge_statement(analysis(text, pipeline, Dialect.EARS), ["FRM006"])

    assert [finding.span.of(text) for finding in found] == ["When"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IF the card is void, THE gate SHALL ring.", "IF the card is void, THEN THE gate SHALL ring."),
        ("IF the card is void THE gate SHALL ring.", "IF the card is void, THEN THE gate SHALL ring."),
        ("WHEN the gate is open THEN THE lamp SHALL be red.", "WHILE the gate is open, THE lamp SHALL be red."),
        ("WHERE a guest rings, THE gate SHALL open.", "WHEN a guest rings, THE gate SHALL open."),
    ],
)
def test_fix_writes_the_keyword_that_fits(pipeline: Pipeline, text: str, expected: str) -> None:
    assert fixed("FRM006", text, pipeline) == expected


def test_only_then_is_added_unasked(pipeline: Pipeline) -> None:
    assert findings("FRM006", "IF the card is void, THE gate SHALL ring.", pipeline)[0].fixes[0].safe
    assert not findings("FRM006", "WHEN the gate is open, THE lamp SHALL be red.", pipeline)[0].fixes[0].safe
