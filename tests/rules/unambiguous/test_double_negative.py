"""AMB012 double-negative."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from tests.rules.reading import fixed, quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The valve shall not open unless the pump is not running.", "not open unless the pump is not"),
        ("The clerk shall never close a case without a reason.", "never close a case without"),
        ("The kiosk shall sell no ticket without a date.", "no ticket without"),
        ("The design shall not preclude a later change of the tracker.", "not preclude"),
        ("The archive shall not fail to log each access.", "not fail to"),
        ("The relay shall not remain unpowered during a test.", "not remain unpowered"),
        ("The controller shall not open neither the roof vent nor the side vent.", "not open neither"),
    ],
)
def test_fires_on_a_denied_denial(pipeline: Pipeline, text: str, expected: str) -> None:
    assert quotes("AMB012", text, pipeline) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The ledger shall not store a password.",
        "The drone shall land without pilot input.",
        "If the key is not present, the press shall not start.",
        "The archive shall not delete a file that is not backed up.",
        "The gateway shall not accept unsigned packets.",
        "The door shall not be unlocked during a flight.",
        "The link shall not be down for more than 2 h a day and no more than 4 h a month.",
        "The kiosk shall not only print a receipt but also send an e-mail.",
        "The modem shall not exceed 9600 Bd unless otherwise specified in [ICD-7].",
        "The clerk shall not change the field Voucher No of a paid order.",
    ],
)
def test_silent_on_plain_prohibitions_and_separate_clauses(pipeline: Pipeline, text: str) -> None:
    assert quotes("AMB012", text, pipeline) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The gate shall not open unless a train is due.", "The gate shall open only if a train is due."),
        ("The lift shall not move without a closed door.", "The lift shall move only with a closed door."),
        ("The robot shall not start without asking.", "The robot shall start only after asking."),
        ("The archive shall not fail to log each access.", "The archive shall log each access."),
        ("The display shall not be unavailable at night.", "The display shall be available at night."),
        ("No record shall not be signed.", "Each record shall be signed."),
    ],
)
def test_fix_says_it_positively(pipeline: Pipeline, text: str, expected: str) -> None:
    assert fixed("AMB012", text, pipeline) == expected
