"""FRM003 missing-actor."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from tests.rules.reading import findings, fixed, quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shall ring the bell within 2 s.", "Shall"),
        ("SYS-4: Shall ring the bell.", "Shall"),
        ("When a guest comes, shall ring the bell.", "shall"),
        ("In standby, shall draw no more than 2 W.", "shall"),
        ("Shall, within 50 ms of a fault, open the breaker.", "Shall"),
        ("Needs to run at night.", "Needs to"),
    ],
)
def test_fires_where_nobody_stands_before_the_modal(pipeline: Pipeline, text: str, expected: str) -> None:
    assert quotes("FRM003", text, pipeline) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Ring the bell within 2 s.",
        "shall ring the bell.",
        "There shall be two bells.",
        "At no time shall the bell ring.",
        "Should the bell fail, the gate shall stay open.",
        "Must-have bells shall ring.",
        "The gate shall open and shall ring the bell.",
        "`bell` shall ring.",
    ],
)
def test_silent_on_subjects_of_any_kind(pipeline: Pipeline, text: str) -> None:
    assert quotes("FRM003", text, pipeline) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shall ring the bell.", "The <actor> shall ring the bell."),
        ("When a guest comes, shall ring the bell.", "When a guest comes, the <actor> shall ring the bell."),
        ("SYS-4: Must ring the bell.", "SYS-4: The <actor> must ring the bell."),
    ],
)
def test_fix_leaves_a_place_for_the_actor(pipeline: Pipeline, text: str, expected: str) -> None:
    assert fixed("FRM003", text, pipeline) == expected
    assert not findings("FRM003", text, pipeline)[0].fixes[0].safe
