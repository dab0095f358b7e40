"""What was planted is found, and nothing else."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from tests.measure.own import KINDS, scored
from tests.measure.planted import PAIRS, SETS, conflicts, planted


@pytest.mark.parametrize("name", SETS)
def test_planted_conflicts_are_found(name: str, pipeline: Pipeline) -> None:
    if not PAIRS.is_dir():
        pytest.skip("needs the labelled pairs of ../shared/corpus, which only the makers of ShallCheck have")
    score = planted(name, pipeline)

    assert score.precision >= 0.95, score
    assert score.f1 >= 0.85, score


def test_the_order_of_statements_makes_no_difference(pipeline: Pipeline) -> None:
    statements = [
        ("1", "The oven shall keep the dough at 28 °C ± 1 K."),
        ("2", "When the timer ends, the oven shall open its door."),
        ("3", "The oven shall keep the dough at 35 °C ± 1 K."),
        ("4", "When the timer ends, the oven shall lock its door."),
    ]
    found = {frozenset(("1", "3")), frozenset(("2", "4"))}

    assert conflicts(statements, pipeline) == found
    assert conflicts(statements[::-1], pipeline) == found


def test_our_own_pairs_are_told_apart(pipeline: Pipeline) -> None:
    scores = [scored(kind, pipeline, step=3) for kind in KINDS]
    hits, alarms, missed = (sum(counts) for counts in zip(*scores, strict=True))

    assert alarms <= 1, scores
    assert missed <= hits / 7, scores
