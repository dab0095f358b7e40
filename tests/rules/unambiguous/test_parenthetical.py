"""AMB013 parenthetical."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from tests.rules.reading import findings, fixed, quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The gate shall open within 3 s (unless the alarm is active).", "(unless the alarm is active)"),
        ("The printer shall render each page with 600 dpi (300 dpi for drafts).", "(300 dpi for drafts)"),
        ("Each poll shall have an owner (the creator is the first owner).", "(the creator is the first owner)"),
        ("The suite shall contain (at least) two modules.", "(at least)"),
        ("The crane shall lower the load (slowly).", "(slowly)"),
        ("The portal shall reject files above 20 MiB (except for tax advisers).", "(except for tax advisers)"),
        ("The record shall be deleted in its own view (never in the list).", "(never in the list)"),
    ],
)
def test_fires_on_what_changes_the_obligation(pipeline: Pipeline, text: str, expected: str) -> None:
    assert quotes("AMB013", text, pipeline) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The gate shall open to a height of 10 ft (3.048 m).",
        "The broker shall use the Message Queuing Telemetry Transport (MQTT) protocol.",
        "The relay shall open at 16 A (see [IEC-60898]).",
        "The form shall hold the fields of an address (street, number, town).",
        "New products shall be active (not disabled).",
        "The job shall call `purge(days=30)` once a day.",
        "The site shall run in each browser of list B-2 (e.g., Firefox).",
        "The pager shall alert the crew (which is on duty) within 5 s.",
        "The stamp shall have a width of 20 mm (± 0.1 mm).",
        "Signals are described elsewhere (they never change).",
    ],
)
def test_silent_on_what_only_explains(pipeline: Pipeline, text: str) -> None:
    assert quotes("AMB013", text, pipeline) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The gate shall open (if the key is inserted) within 3 s.", "If the key is inserted, the gate shall open within 3 s."),
        (
            "The gate shall open within 3 s (unless the alarm is active).",
            "The gate shall open within 3 s unless the alarm is active.",
        ),
        ("The suite shall contain (at least) two modules.", "The suite shall contain at least two modules."),
        ("Each poll shall have an owner (the creator is the first one).", "Each poll shall have an owner."),
    ],
)
def test_fix_moves_it_out(pipeline: Pipeline, text: str, expected: str) -> None:
    assert fixed("AMB013", text, pipeline) == expected


def test_a_clause_becomes_a_requirement_of_its_own(pipeline: Pipeline) -> None:
    text = "The server shall delete expired sessions (it shall also log each deletion)."

    assert findings("AMB013", text, pipeline)[0].fixes[0].siblings == ("The server shall also log each deletion.",)
