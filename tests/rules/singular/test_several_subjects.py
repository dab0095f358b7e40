"""SNG003 several-subjects."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from tests.rules.reading import applied, findings, quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The gate and the lift shall stop.", "The gate and the lift"),
        ("Both the gate and the lift shall stop.", "Both the gate and the lift"),
        ("The gate, the lift and the bell shall stop.", "The gate, the lift and the bell"),
        ("The gate as well as the lift shall stop.", "The gate as well as the lift"),
    ],
)
def test_fires_on_two_systems(pipeline: Pipeline, text: str, expected: str) -> None:
    assert quotes("SNG003", text, pipeline) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The date and the time shall be in UTC.",
        "The gate or the lift shall stop.",
        "The gate shall stop the lift and the bell.",
        "The gate of the hall and the garden shall stop.",
        "The search and rescue beacon shall send its place.",
        "All gates and lifts shall stop.",
        "The lamps on the main panel and side panel shall blink.",
    ],
)
def test_silent_on_data_names_and_objects(pipeline: Pipeline, text: str) -> None:
    assert quotes("SNG003", text, pipeline) == []


def split(pipeline: Pipeline, text: str) -> tuple[str, ...] | None:
    fixes = findings("SNG003", text, pipeline)[0].fixes
    return (applied(text, fixes[0].edits), *fixes[0].siblings) if fixes else None


def test_fix_keeps_condition_and_response(pipeline: Pipeline) -> None:
    assert split(pipeline, "When a fire breaks out, both the gate and the lift shall stop within 2 s.") == (
        "When a fire breaks out, the gate shall stop within 2 s.",
        "When a fire breaks out, the lift shall stop within 2 s.",
    )


def test_fix_repeats_a_shared_article(pipeline: Pipeline) -> None:
    assert split(pipeline, "The gate and lift shall stop.") == ("The gate shall stop.", "The lift shall stop.")


def test_no_fix_where_the_subjects_act_together(pipeline: Pipeline) -> None:
    assert split(pipeline, "The gate and the lift shall inform each other.") is None
