"""AMB014 ambiguous-modifier."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from tests.rules.reading import fixed, quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The archive shall delete old reports and files.", "old reports and files"),
        ("The scanner shall list infected files and folders.", "infected files and folders"),
        ("The portal shall notify the user with the token.", "the user with the token"),
    ],
)
def test_fires_where_a_modifier_can_reach_two_nouns(pipeline: Pipeline, text: str, expected: str) -> None:
    assert quotes("AMB014", text, pipeline) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The archive shall delete old reports and old files.",
        "The archive shall delete the old reports and files of [ARC-2].",
        "The map shall show digital charts and photos.",
        "The ward display shall alert the nurse with a message.",
        "The archive shall delete reports that are older than 90 days.",
        "The kiosk shall print the ticket with the coupon.",
    ],
)
def test_silent_where_only_one_reading_makes_sense(pipeline: Pipeline, text: str) -> None:
    assert quotes("AMB014", text, pipeline) == []


def test_fix_offers_both_readings(pipeline: Pipeline) -> None:
    text = "The archive shall delete old reports and files."

    assert fixed("AMB014", text, pipeline, 0) == "The archive shall delete old reports and old files."
    assert fixed("AMB014", text, pipeline, 1) == "The archive shall delete files and old reports."
