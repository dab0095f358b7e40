"""SNG002 several-actions."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from shallcheck.model.finding import Severity
from tests.rules.reading import applied, findings, quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The radar shall store and transmit each scan.", ["and transmit"]),
        ("The robot shall scan the label, lift the crate, and carry the crate to the dock.", ["lift the crate, and carry"]),
        ("When the tray is empty, the printer shall pause the job, then ring the bell.", ["then ring"]),
        ("The portal shall be able to import and convert receipts.", ["and convert"]),
        ("The portal shall allow clerks to view and edit receipts.", ["and edit"]),
        ("Each receipt shall be scanned and archived.", ["and archived"]),
    ],
)
def test_fires_on_a_second_action(pipeline: Pipeline, text: str, expected: list[str]) -> None:
    assert quotes("SNG002", text, pipeline) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The radar shall grant read and write access to each account.",
        "The radar shall send the sent and received bytes of each link.",
        "If the radar starts and finds no mast, then it shall ring.",
        "The radar shall play the tone using the left and right speaker.",
        "The radar shall stop or ring.",
        "The radar shall not store or forward passwords.",
        "The panel shall let the operator drag and drop a card.",
        "The panel shall show stack traces and file names.",
        "The radar shall check that each scan is complete and carries a date.",
        "The radar shall send data by radio and/or cable.",
    ],
)
def test_silent_where_and_joins_something_else(pipeline: Pipeline, text: str) -> None:
    assert quotes("SNG002", text, pipeline) == []


def test_mild_where_the_second_verb_only_reports(pipeline: Pipeline) -> None:
    found = findings("SNG002", "The server shall reject the order and return status 409.", pipeline)

    assert [finding.severity for finding in found] == [Severity.INFORMATION]


def split(pipeline: Pipeline, text: str) -> tuple[str, ...] | None:
    fixes = findings("SNG002", text, pipeline)[0].fixes
    return (applied(text, fixes[0].edits), *fixes[0].siblings) if fixes else None


def test_fix_repeats_what_stands_before_the_first_verb(pipeline: Pipeline) -> None:
    assert split(pipeline, "When the tray is empty, the printer shall pause the job and ring the bell.") == (
        "When the tray is empty, the printer shall pause the job.",
        "When the tray is empty, the printer shall ring the bell.",
    )


def test_fix_gives_each_verb_the_shared_object(pipeline: Pipeline) -> None:
    assert split(pipeline, "The radar shall store and transmit each scan.") == (
        "The radar shall store each scan.",
        "The radar shall transmit each scan.",
    )


def test_no_fix_where_a_part_refers_back(pipeline: Pipeline) -> None:
    assert split(pipeline, "The printer shall read the job and store it.") is None
