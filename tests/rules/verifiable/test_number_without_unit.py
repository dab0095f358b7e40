"""VER002 number-without-unit."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from tests.rules.reading import fixed, quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The valve shall open within 5 of the alarm.", "within 5"),
        ("The incubator shall hold the air at a temperature of 37.", "37"),
        ("The charger shall limit the charging current to 16.", "16"),
        ("The timeout of the payment page shall be 300.", "300"),
        ("The gateway shall retry the upload every 60 until the server answers.", "every 60"),
        ("The rig shall hold a gap of 2 ± 0.3 between torch and plate.", "2 ± 0.3"),
        ("The probe shall record its altitude when it drops below 200.", "below 200"),
        ("The pen shall write the record in less than 500.", "in less than 500"),
        ("The mash tun shall hold a temperature from 66 to 68.", "from 66 to 68"),
    ],
)
def test_fires_on_a_bare_number_that_measures(pipeline: Pipeline, text: str, expected: str) -> None:
    assert quotes("VER002", text, pipeline) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The client shall retry a failed upload at most 3 times.",
        "The server shall listen on port 8443.",
        "The mash tun shall hold a pH from 5.2 to 5.6.",
        "The antenna shall have a voltage standing wave ratio of at most 1.5.",
        "When the speed is 0, the controller shall release the doors.",
        "The response time, measured in milliseconds, shall not exceed 200.",
        "The form shall accept a password length of at least 12.",
        "The page shall load within 5-8 seconds.",
        "The supply shall deliver an output voltage between 9 and 16 V.",
        "The kiosk shall open within the hours from 08:00 to 18:30.",
    ],
)
def test_silent_on_units_counts_and_names(pipeline: Pipeline, text: str) -> None:
    assert quotes("VER002", text, pipeline) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The valve shall open within 5 of the alarm.", "The valve shall open within 5 <unit> of the alarm."),
        ("The rig shall hold a gap of 2 ± 0.3.", "The rig shall hold a gap of 2 <unit> ± 0.3."),
    ],
)
def test_fix_leaves_the_unit_to_a_person(pipeline: Pipeline, text: str, expected: str) -> None:
    assert fixed("VER002", text, pipeline) == expected
