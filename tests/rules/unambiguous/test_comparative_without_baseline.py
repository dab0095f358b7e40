"""AMB007 comparative-without-baseline."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from tests.rules.reading import fixed, quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The planner shall assign berths faster.", "faster"),
        ("The cooling loop shall be quieter at night.", "quieter"),
        ("The booking engine shall consume less memory.", "less"),
        ("The kiosk shall serve more guests than the current system.", "more"),
        ("The dryer shall be as reliable as an industrial one.", "as reliable as"),
        ("The camera shall record with reduced noise.", "reduced"),
    ],
)
def test_fires_without_anything_to_compare_with(pipeline: Pipeline, text: str, expected: str) -> None:
    assert quotes("AMB007", text, pipeline) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The boiler shall support a pressure of 6 bar or higher.",
        "The export shall take no longer than 3 s.",
        "The table shall load more rows when the reader reaches its end.",
        "The sorter shall place heavier parcels below lighter parcels.",
        "The speed shall be limited to the rated speed or 80 km/h, whichever is lower.",
        "The lift shall travel to the higher of the two requested floors.",
        "The core shall run each task of a higher priority first.",
        "The gate shall start the lights of each lane and lower both barriers within 12 s.",
        "If a newer version is available, the updater shall show its number.",
        "The key shall be at least as long as the message.",
        "The notes may be shown in a larger font.",
    ],
)
def test_silent_on_bounds_orders_and_pairs(pipeline: Pipeline, text: str) -> None:
    assert quotes("AMB007", text, pipeline) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The bay shall keep a higher humidity at night.",
            "The bay shall keep a higher humidity than <baseline> by at least <value> <unit> at night.",
        ),
        (
            "The map shall have an enhanced legend.",
            "The map shall have a legend at least <value> <unit> better than <baseline>.",
        ),
        ("The saw shall cut faster than before.", "The saw shall cut faster than <baseline> by at least <value> <unit>."),
    ],
)
def test_fix_leaves_baseline_and_number_to_fill_in(pipeline: Pipeline, text: str, expected: str) -> None:
    assert fixed("AMB007", text, pipeline) == expected
