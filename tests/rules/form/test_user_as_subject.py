"""FRM004 user-as-subject."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from shallcheck.model.kinds import Kind
from shallcheck.rules.judging import judge_statement
from tests.rules.reading import analysis, findings, fixed, quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The guest shall enter a code of 4 digits.", "The guest"),
        ("Porters shall be able to open the gate.", "Porters"),
        ("Gate keepers shall wear a badge.", "Gate keepers"),
        ("When the bell rings, the driver shall press the pedal.", "the driver"),
        ("90 % of customers shall see the gate.", "90 % of customers"),
        ("Guests without a card must not see the hall.", "Guests without a card"),
    ],
)
def test_fires_on_persons(pipeline: Pipeline, text: str, expected: str) -> None:
    assert quotes("FRM004", text, pipeline) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The user interface shall show the time.",
        "The gate controller shall confirm each card within 1 s.",
        "The card reader shall read each card.",
        "The guest shall be informed by the gate.",
        "Only porters shall enter the hall at night.",
        "No guest shall enter the hall at night.",
        "The users will be guests of the hotel.",
        "Guests may wait in the hall.",
    ],
)
def test_silent_on_things_and_on_rules_of_access(pipeline: Pipeline, text: str) -> None:
    assert quotes("FRM004", text, pipeline) == []


def test_silent_on_needs(pipeline: Pipeline) -> None:
    need = analysis("The guest shall find the hall within 5 min.", pipeline, kind=Kind.NEED)

    assert judge_statement(need, ["FRM004"]) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The guest shall enter a code of 4 digits.", "The system shall <accept> a code of 4 digits from the guest."),
        (
            "When the bell rings, each guest shall see the time.",
            "When the bell rings, the system shall <show> the time to each guest.",
        ),
        ("The guest shall be able to select a room.", "The system shall <accept> a room from the guest."),
    ],
)
def test_fix_obliges_the_system(pipeline: Pipeline, text: str, expected: str) -> None:
    assert fixed("FRM004", text, pipeline) == expected


def test_no_fix_where_nothing_passes_between_person_and_system(pipeline: Pipeline) -> None:
    assert findings("FRM004", "The guest shall wear a badge.", pipeline)[0].fixes == ()
