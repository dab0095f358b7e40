"""FRM001 no-obligation."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from shallcheck.model.kinds import Kind
from shallcheck.rules.judging import judge_statement
from tests.rules.reading import analysis, quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The controller cools the tank to 14 °C.", "cools"),
        ("When the switch closes, the pump starts within 2 s.", "starts"),
        ("The pump does not start while the lid is open.", "does not start"),
        ("The fee is calculated once per day.", "is calculated"),
        ("The user opens the lid, but the pump runs on.", "runs on"),
    ],
)
def test_fires_on_a_description(pipeline: Pipeline, text: str, expected: str) -> None:
    assert quotes("FRM001", text, pipeline) == [expected]


def test_fires_on_a_phrase_without_a_verb(pipeline: Pipeline) -> None:
    text = "Automatic closing of all fire doors by the alarm panel."

    assert len(quotes("FRM001", text, pipeline)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The controller shall cool the tank.",
        "The controller should cool the tank.",
        "Cool the tank to 14 °C within 6 h.",
        "Do not open the lid during the cycle.",
        "The controller accepts the following commands:",
        "and the lid is open.",
        "Cooling system",
    ],
)
def test_silent_on_modals_imperatives_lead_ins_and_titles(pipeline: Pipeline, text: str) -> None:
    assert quotes("FRM001", text, pipeline) == []


def test_silent_on_user_stories(pipeline: Pipeline) -> None:
    story = analysis("As a brewer, I want the tank to cool down overnight.", pipeline, kind=Kind.USER_STORY)

    assert judge_statement(story, ["FRM001"]) == ()
