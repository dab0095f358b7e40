"""AMB008 superlative."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from tests.rules.reading import fixed, quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The planner shall propose the best route.", "best"),
        ("The seat shall offer the greatest comfort to the driver.", "greatest"),
        ("The radar shall turn at the highest possible speed.", "highest possible"),
        ("The relay shall be as small as possible.", "as small as possible"),
        ("The scale shall weigh each axle with maximum precision.", "maximum"),
        ("The desk shall answer the most urgent call first.", "most urgent"),
        ("The portal shall use the latest security techniques.", "latest security techniques"),
    ],
)
def test_fires_where_nothing_decides(pipeline: Pipeline, text: str, expected: str) -> None:
    assert quotes("AMB008", text, pipeline) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The spooler shall print the oldest job first.",
        "The router shall select the sensor with the highest accuracy.",
        "The encoder shall send the most significant bit first.",
        "The chart shall show the minimum and the maximum temperature.",
        "The boat shall reduce its speed to the maximum speed of the sector.",
        "The maximum length of a name shall be 64 characters.",
        "The tram shall keep at most 3 doors open.",
        "The planner shall compute the optimal roster according to the cost table of [HR-4].",
        "When the best bid is withdrawn, the auction shall close.",
        "The tool shall follow the Best Practices Guide of [QA-2].",
    ],
)
def test_silent_where_a_measure_or_a_named_limit_decides(pipeline: Pipeline, text: str) -> None:
    assert quotes("AMB008", text, pipeline) == []


def test_fix_leaves_the_criterion_to_fill_in(pipeline: Pipeline) -> None:
    assert fixed("AMB008", "The planner shall propose the best route.", pipeline) == (
        "The planner shall propose the <measure> route."
    )
