"""EARS clauses: kind, place and extent of each condition."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from tests.language.reading import analyse, words


@pytest.mark.parametrize(
    ("text", "kind", "clause"),
    [
        ("When the door opens, the lift shall stop.", "trigger", "When the door opens"),
        ("WHEN the door opens THEN the lift SHALL stop", "trigger", "WHEN the door opens"),
        ("While the lift moves, the door shall stay closed.", "state", "While the lift moves"),
        ("WHERE a fan is fitted THE controller SHALL log its speed", "feature", "WHERE a fan is fitted"),
        ("If the rope, the brake or the motor fails, then the lift shall stop.", "unwanted",
         "If the rope, the brake or the motor fails"),
        ("If the sensor reports that the door must not close, then the lift shall wait.", "unwanted",
         "If the sensor reports that the door must not close"),
        ("Upon loss of power, the lift shall stop.", "trigger", "Upon loss of power"),
        ("As soon as the door is closed, the lift shall start.", "trigger", "As soon as the door is closed"),
        ("In addition, when the door opens, the lift shall stop.", "trigger", "when the door opens"),
        ("4.2.1 Standstill When the door opens, the lift shall stop.", "trigger", "When the door opens"),
    ],
)  # fmt: skip
def test_a_leading_condition(pipeline: Pipeline, text: str, kind: str, clause: str) -> None:
    statement = analyse(pipeline, text)
    first = statement.conditions[0]

    assert (first.kind, words(statement, first.span), first.leading) == (kind, clause, True)


def test_conditions_of_several_kinds_are_told_apart(pipeline: Pipeline) -> None:
    statement = analyse(pipeline, "WHILE the lift moves, WHEN the alarm sounds, the controller SHALL stop the motor.")

    assert [(found.kind, words(statement, found.span)) for found in statement.conditions] == [
        ("state", "WHILE the lift moves"),
        ("trigger", "WHEN the alarm sounds"),
    ]


def test_a_condition_behind_the_response(pipeline: Pipeline) -> None:
    statement = analyse(pipeline, "The lift shall stop when the door opens.")

    assert [(words(statement, found.span), found.leading) for found in statement.conditions] == [("when the door opens", False)]


@pytest.mark.parametrize(
    "text",
    [
        "The lift shall show the floor where it stands.",
        "The lift shall log whether the door is open.",
        "The lift shall stop at each floor.",
    ],
)
def test_no_condition(pipeline: Pipeline, text: str) -> None:
    assert analyse(pipeline, text).conditions == ()


def test_then_between_two_steps_ends_no_condition(pipeline: Pipeline) -> None:
    statement = analyse(pipeline, "When the door opens, the lift shall stop, then sound the gong.")

    assert words(statement, statement.conditions[0].span) == "When the door opens"
