"""SNG004 purpose-clause."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from tests.rules.reading import applied, findings, quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The camera shall write two copies in order to survive a defect.", "in order to survive a defect"),
        ("The camera shall write two copies so that the bank accepts the file.", "so that the bank accepts the file"),
        ("The camera shall write two copies, so the user can retry.", "so the user can retry"),
        ("The camera shall log each copy to allow an audit.", "to allow an audit"),
        ("The camera shall write two copies because cards fail.", "because cards fail"),
        ("For the purpose of billing, the camera shall count each image.", "For the purpose of billing"),
        ("The camera shall sort the files to ensure a clear order.", "to ensure a clear order"),
    ],
)
def test_fires_on_a_reason(pipeline: Pipeline, text: str, expected: str) -> None:
    assert quotes("SNG004", text, pipeline) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The camera shall write the images in order of their time.",
        "The ledger shall round the parts so that their sum equals the total.",
        "The ledger shall round the total so that it ends in .00.",
        "The camera shall provide a command to read the log.",
        "The camera shall be configured to allow two cards.",
        "The camera shall switch the rule from `drop` to `allow`.",
    ],
)
def test_silent_on_effects_orders_and_plain_infinitives(pipeline: Pipeline, text: str) -> None:
    assert quotes("SNG004", text, pipeline) == []


@pytest.mark.parametrize(
    ("text", "left", "rationale"),
    [
        ("The camera shall write two copies in order to survive a defect.", "The camera shall write two copies.",
         "In order to survive a defect."),
        ("The camera shall write twice, so the user can retry.", "The camera shall write twice.", "So the user can retry."),
        ("For the purpose of billing, the camera shall count each image.", "The camera shall count each image.",
         "For the purpose of billing."),
    ],
)  # fmt: skip
def test_fix_keeps_the_reason_as_rationale(pipeline: Pipeline, text: str, left: str, rationale: str) -> None:
    fix = findings("SNG004", text, pipeline)[0].fixes[0]

    assert applied(text, fix.edits) == left
    assert fix.attribute == ("Rationale", rationale)
    assert not fix.safe
