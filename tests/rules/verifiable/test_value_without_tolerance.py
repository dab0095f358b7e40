"""VER003 value-without-tolerance."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from tests.rules.reading import fixed, quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The supply shall have an output voltage of 12 V.", ["12 V"]),
        ("Each beep shall have a one-half second duration.", ["one-half second"]),
        ("The signal shall stay green for 20 seconds.", ["20 seconds"]),
        ("When the rail opens, the camera shall set the display luminance to 400 cd/m².", ["400 cd/m²"]),
        ("The horn shall sound at 500 Hz and 700 Hz.", ["500 Hz", "700 Hz"]),
        ("The controller shall sample the pressure every 20 ms.", ["20 ms"]),
    ],
)
def test_fires_on_a_physical_value_alone(pipeline: Pipeline, text: str, expected: list[str]) -> None:
    assert quotes("VER003", text, pipeline) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The supply shall have an output voltage of 12 V ± 0.2 V.",
        "The oven shall heat the sample to 180 °C with a tolerance of 2 °C.",
        "When the voltage is 9 V, the controller shall open the relay.",
        "The default timeout shall be 30 s.",
        "The chassis shall withstand 1500 V.",
        "The UAV shall be visible from at least 100 km by day and 25 km by night.",
        "The fan shall make a noise of at most 35 dB(A) at a distance of 1 m.",
        "The lamp shall connect to a 24 V supply.",
        "The scheduler shall run the 50 Hz and 10 Hz frames in one task.",
        "The website shall be available 24 hours per day.",
        "The system shall refresh the map every 60 seconds.",
        "The platform shall keep each invoice for 10 years.",
        "The viewer shall rotate the picture by 90 degrees.",
        "The pen shall use the 2.4 GHz band.",
        "The rules shall be those of Appendix 9A.",
    ],
)
def test_silent_on_bounds_names_and_settings(pipeline: Pipeline, text: str) -> None:
    assert quotes("VER003", text, pipeline) == []


def test_fix_leaves_the_tolerance_to_a_person(pipeline: Pipeline) -> None:
    text = "The supply shall have an output voltage of 12 V."

    assert fixed("VER003", text, pipeline) == "The supply shall have an output voltage of 12 V ± <value> <unit>."
