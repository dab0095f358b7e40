"""SNG001 several-obligations."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from tests.rules.reading import applied, findings, quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The gate shall open and shall log the card.", ["shall"]),
        ("The gate shall open. It must also log the card.", ["must"]),
        ("The gate shall open; guests may leave; the gate shall close.", ["may", "shall"]),
        ("IF the card is void, THEN the gate SHALL stay closed, AND the gate SHALL ring.", ["SHALL"]),
    ],
)
def test_fires_on_each_further_obligation(pipeline: Pipeline, text: str, expected: list[str]) -> None:
    assert quotes("SNG001", text, pipeline) == expected


@pytest.mark.parametrize(
    "text",
    [
        "If the card must be renewed, the gate shall ring.",
        "The gate shall admit each guest who may enter the hall.",
        "The gate shall ensure that no guest can enter twice.",
        'The gate shall show "You must leave and shall not return".',
        "The gate shall open. Note: the card must be clean.",
        "The gate shall open (guests may wait).",
        "The gate shall open; other cards cannot open it.",
        "The test shall verify that the tool must not crash.",
    ],
)
def test_silent_on_modals_that_oblige_nobody(pipeline: Pipeline, text: str) -> None:
    assert quotes("SNG001", text, pipeline) == []


def split(pipeline: Pipeline, text: str) -> tuple[str, ...] | None:
    fixes = findings("SNG001", text, pipeline)[0].fixes
    return (applied(text, fixes[0].edits), *fixes[0].siblings) if fixes else None


def test_fix_repeats_condition_and_subject(pipeline: Pipeline) -> None:
    assert split(pipeline, "When a card is void, the gate shall stay closed and shall ring the bell.") == (
        "When a card is void, the gate shall stay closed.",
        "When a card is void, the gate shall ring the bell.",
    )


def test_fix_keeps_a_sentence_of_its_own_as_it_is(pipeline: Pipeline) -> None:
    assert split(pipeline, "When a card is void, the gate shall ring. The gate shall log each card.") == (
        "When a card is void, the gate shall ring.",
        "The gate shall log each card.",
    )


def test_no_fix_where_a_pronoun_would_lose_its_noun(pipeline: Pipeline) -> None:
    assert split(pipeline, "The gate shall read the card. It shall log the card.") is None


def test_nothing_is_left_of_the_finding_after_the_split(pipeline: Pipeline) -> None:
    parts = split(pipeline, "The gate shall open; the lamp shall light; the bell shall ring.")

    assert parts is not None
    assert len(parts) == 3
    assert all(quotes("SNG001", part, pipeline) == [] for part in parts)
