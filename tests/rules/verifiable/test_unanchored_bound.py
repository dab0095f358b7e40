"""VER012 unanchored-bound."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from tests.rules.reading import fixed, quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The server shall respond within 1 minute.", "within 1 minute"),
        ("The next move should be calculated within 10 seconds.", "within 10 seconds"),
        ("The radar shall publish each map with a delay of no more than 90 s.", "no more than 90 s"),
        ("The response time of the portal shall be 2 seconds at most.", "2 seconds at most"),
        ("Where a generator is installed, the controller shall start the fan within 20 s.", "within 20 s"),
        ("While the car moves, the assistant shall start the answer to a question within 1 s.", "within 1 s"),
        (
            "The database shall commit at least 5 000 single-row updates per second.",
            "at least 5 000 single-row updates per second",
        ),
        ("The broker shall handle 5000 messages per second.", "5000 messages per second"),
    ],
)
def test_fires_where_the_clock_or_the_load_is_open(pipeline: Pipeline, text: str, expected: str) -> None:
    assert quotes("VER012", text, pipeline) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "When the operator presses stop, the arm shall halt within 200 ms.",
        "If the link fails, then the gateway shall switch to the backup within 2 s.",
        "The agency shall issue the permit within 30 days of receipt of the application.",
        "The server shall respond to each login request within 1 s.",
        "The response time shall be at most 2 s for 95 % of the requests.",
        "The battery shall fully charge in less than 3 hours.",
        "The lock shall accept at most 5 codes within a 10 min window.",
        "At power-on, the device shall enter the ready state within 10 s.",
        "The server shall process at least 200 requests per second with 500 concurrent users.",
        "The truck computer shall transmit the gap at least 10 times per second.",
        "The probe shall be within 5 mm of the target.",
        "The report shall cover the last 30 days.",
    ],
)
def test_silent_where_the_start_or_the_load_is_told(pipeline: Pipeline, text: str) -> None:
    assert quotes("VER012", text, pipeline) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The server shall respond within 1 minute.", "The server shall respond within 1 minute after <event>."),
        ("The broker shall handle 50 messages per second.", "The broker shall handle 50 messages per second under <condition>."),
    ],
)
def test_fix_leaves_the_anchor_to_a_person(pipeline: Pipeline, text: str, expected: str) -> None:
    assert fixed("VER012", text, pipeline) == expected
