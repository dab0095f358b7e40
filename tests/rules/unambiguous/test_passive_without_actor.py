"""AMB005 passive-without-actor."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from tests.rules.reading import fixed, quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Each order shall be encrypted before the backup.", "shall be encrypted"),
        ("When the lid opens, the fan shall be stopped within 1 s.", "shall be stopped"),
        ("Each void packet shall get dropped.", "shall get dropped"),
        ("The form should be pre-filled with the name.", "should be pre-filled"),
        ("The report shall be sent by 18:00 UTC.", "shall be sent"),
        ("The seal shall be verified by inspection.", "shall be verified"),
        ("The totals shall be filtered by status.", "shall be filtered"),
    ],
)
def test_fires_where_nobody_acts(pipeline: Pipeline, text: str, expected: str) -> None:
    assert quotes("AMB005", text, pipeline) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Each order shall be encrypted with AES-256 by the backup agent.",
        "The button shall be located at the left of the door.",
        "The current shall be limited to 5 A.",
        "The panel shall be compatible with DIN rails.",
        "While a train is detected, the gate shall stay closed.",
        "The seal may be removed during service.",
        "The gate shall drop each packet that is addressed to port 22.",
        "The user shall be logged in.",
    ],
)
def test_silent_on_agents_states_conditions_and_permissions(pipeline: Pipeline, text: str) -> None:
    assert quotes("AMB005", text, pipeline) == []


def test_fix_names_an_actor_to_fill_in(pipeline: Pipeline) -> None:
    text = "Each order shall be encrypted before the backup."

    assert fixed("AMB005", text, pipeline) == "Each order shall be encrypted by <actor> before the backup."


def test_fix_lets_the_actor_of_the_other_clause_act(pipeline: Pipeline) -> None:
    text = "The gate shall read each card. Each void card shall be kept."

    assert fixed("AMB005", text, pipeline) == "The gate shall read each card. The gate shall keep each void card."
