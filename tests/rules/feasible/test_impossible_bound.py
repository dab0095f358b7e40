"""FEA002 impossible-bound."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from tests.rules.reading import findings, fixed, quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The thermostat shall keep the room between 25 °C and 18 °C.", "between 25 °C and 18 °C"),
        ("The timer shall wait between 10 s and 500 ms.", "between 10 s and 500 ms"),
        ("The cell voltage shall be at least 4.2 V and at most 3.0 V.", "at least 4.2 V and at most 3.0 V"),
        ("The service shall have an availability of at least 101 %.", "at least 101 %"),
        ("The portal shall be available 110 % of the time.", "110 %"),
        ("The line shall return at least 120 % of the rinse water to the tank.", "at least 120 %"),
        ("The radar shall detect hail with a probability of at least 1.3.", "at least 1.3"),
        ("When the button is pressed, the lift shall open the voice channel within -3 s.", "within -3 s"),
        ("The cooler shall keep the detector below -290 °C.", "below -290 °C"),
        ("The probe shall reach a speed of at least 400000 km/s.", "at least 400000 km/s"),
        ("The packet shall travel faster than light.", "faster than light"),
        ("The link over the 900 km shall have a one-way propagation delay of at most 1 ms.", "at most 1 ms"),
        ("The pulse shall travel 3000 km within 5 ms.", "within 5 ms"),
        ("The cryostat shall cool the gas below 0 K.", "below 0 K"),
        ("The pump shall fill the tank to at least 110 % of its volume.", "at least 110 %"),
        ("The interlocking shall require 3 out of 2 votes.", "3 out of 2"),
    ],
)
def test_fires_on_what_no_builder_can_meet(pipeline: Pipeline, text: str, expected: str) -> None:
    assert quotes("FEA002", text, pipeline) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The probability of a false alarm shall be less than 2 per year.",
        "The train shall travel 300 km within 3 h.",
        "The gate shall stay locked between 22:00 and 06:00.",
        "The viewer shall offer a zoom of 150 %.",
        "The crane shall carry 120 % of its rated load during the test.",
        "The report shall show a growth of 250 %.",
        "The dimmer shall fade from 100 % to 20 % within 3 s.",
        "The fall time between 90 % and 10 % shall be at most 20 ns.",
        "The clock offset shall be between -5 ms and 5 ms.",
        "The freezer shall tolerate a temperature change of -300 K.",
        "If a reading is below -273.15 °C, then the logger shall reject it.",
        "The classifier shall report a probability of at least 0.95.",
        "The converter shall accept a supply voltage between -48 V and -36 V.",
        "The link over the 900 km shall have a one-way propagation delay of at most 9 ms.",
        "The cable between rack 10 and rack 5 shall be at most 8 m long.",
        "The firewall shall drop packets below 64 bytes or above 1500 bytes.",
        "The office shall be closed between 24 December and 2 January.",
    ],
)
def test_silent_where_the_numbers_make_sense(pipeline: Pipeline, text: str) -> None:
    assert quotes("FEA002", text, pipeline) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The box shall hold between 25 °C and 18 °C.", "The box shall hold between 18 °C and 25 °C."),
        ("The supply shall give between 16 and 9 V.", "The supply shall give between 9 and 16 V."),
        ("The door shall stop within -3 s.", "The door shall stop within <value> s."),
    ],
)
def test_fix_exchanges_the_ends_or_asks_for_the_value(pipeline: Pipeline, text: str, expected: str) -> None:
    assert fixed("FEA002", text, pipeline) == expected
    assert not findings("FEA002", text, pipeline)[0].fixes[0].safe
