"""FRM002 wrong-modal."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from shallcheck.model.kinds import Dialect
from shallcheck.rules.judging import judge_statement
from tests.rules.reading import analysis, applied, findings, quotes


def modals(pipeline: Pipeline, text: str, dialect: Dialect) -> list[str]:
    found = judge_statement(analysis(text, pipeline, dialect), ["FRM002"])
    return [finding.span.of(text) for finding in found]


@pytest.mark.parametrize(
    ("dialect", "fires", "silent"),
    [
        (Dialect.SHALL, ["must", "should", "will", "may", "can", "needs to", "has to", "is to"], ["shall"]),
        (Dialect.EARS, ["must", "should"], ["shall"]),
        (Dialect.MUST, ["shall", "should", "will", "may"], ["must"]),
        (Dialect.SHALL_OR_MUST, ["should", "will", "may"], ["shall", "must"]),
        (Dialect.RFC2119, ["should", "will", "can"], ["shall", "must", "MUST", "SHOULD", "MAY"]),
    ],
)
def test_each_dialect_has_its_own_words(pipeline: Pipeline, dialect: Dialect, fires: list[str], silent: list[str]) -> None:
    for modal in fires:
        assert modals(pipeline, f"The gate {modal} close the door within 2 s.", dialect) == [modal]
    for modal in silent:
        assert modals(pipeline, f"The gate {modal} close the door within 2 s.", dialect) == []


@pytest.mark.parametrize(
    "text",
    [
        "The gate shall open for each guest who must leave.",
        "If the door must stay open, the gate shall wait.",
        'The gate shall show "You should leave".',
        "The gate shall crush each can.",
        "The gate shall open within 2 s of a request that is to be served first.",
    ],
)
def test_silent_on_modals_that_oblige_nobody(pipeline: Pipeline, text: str) -> None:
    assert quotes("FRM002", text, pipeline) == []


@pytest.mark.parametrize(
    ("text", "expected", "safe"),
    [
        ("The gate must open.", "The gate shall open.", True),
        ("The gate MUST NOT open.", "The gate SHALL NOT open.", True),
        ("The gate should open.", "The gate shall open.", False),
        ("The gate has to open.", "The gate shall open.", False),
    ],
)
def test_fix_is_safe_only_from_must_to_shall(pipeline: Pipeline, text: str, expected: str, safe: bool) -> None:
    fix = findings("FRM002", text, pipeline)[0].fixes[0]

    assert applied(text, fix.edits) == expected
    assert fix.safe is safe


def test_no_fix_turns_a_permission_into_a_duty(pipeline: Pipeline) -> None:
    assert findings("FRM002", "The gate may open at night.", pipeline)[0].fixes == ()
