"""VER005 superfluous-infinitive."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from tests.rules.reading import findings, fixed, quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The robot shall be able to climb ramps.", "be able to"),
        ("The robot must be capable of climbing ramps.", "be capable of"),
        ("The robot shall have the ability to climb ramps.", "have the ability to"),
        ("The robot shall provide a convenient way to read the log.", "provide a convenient way to"),
        ("The robot shall provide operators with the option to wait.", "the option to"),
        ("The robot shall be designed to survive a fall of 1 m.", "be designed to"),
        ("The robot shall be designed in a way that it survives a fall.", "be designed in a way that"),
        ("It shall be possible to stop the robot.", "be possible to"),
        ("The robot shall provide the capability of carrying two crates.", "provide the capability of"),
        ("The robot shall make it possible to read the log.", "make it possible to"),
        ("Only an auditor shall be able to read the log.", "be able to"),
    ],
)
def test_fires_on_an_ability_in_place_of_an_action(pipeline: Pipeline, text: str, expected: str) -> None:
    assert quotes("VER005", text, pipeline) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The robot shall provide a REST interface to cancel an order.",
        "The robot shall provide a mechanism to cancel an order.",
        "If the robot is not able to climb the ramp, then the server shall send another robot.",
        "The robot shall reject cards that are not capable of encryption.",
        "The robot shall use wheels designed for wet floors.",
        'The robot shall show "Not able to climb".',
        "The robot shall provide distinct options for proceeding.",
        "The robot shall list the capabilities of each arm.",
    ],
)
def test_silent_on_deliverables_and_conditions(pipeline: Pipeline, text: str) -> None:
    assert quotes("VER005", text, pipeline) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The robot shall be able to climb ramps.", "The robot shall climb ramps."),
        ("The robot shall be capable of climbing ramps.", "The robot shall climb ramps."),
        ("The robot shall provide the functionality to lock the door.", "The robot shall lock the door."),
    ],
)
def test_fix_obliges_the_action(pipeline: Pipeline, text: str, expected: str) -> None:
    assert fixed("VER005", text, pipeline) == expected
    assert not findings("VER005", text, pipeline)[0].fixes[0].safe


@pytest.mark.parametrize(
    "text", ["The robot shall give operators the option to wait.", "It shall be possible to stop the robot."]
)
def test_no_fix_where_somebody_else_acts(pipeline: Pipeline, text: str) -> None:
    assert findings("VER005", text, pipeline)[0].fixes == ()
