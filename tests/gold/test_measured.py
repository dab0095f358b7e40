"""No rule ships above what was measured, and the figures are those of the rules as they are."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from shallcheck.rules.measurement import Measured, measured
from shallcheck.rules.registry import Rule, all_rules
from tests.gold.__main__ import counts
from tests.gold.scoring import SHARED, Score, own_rows, rows, scored


@pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.code)
def test_a_rule_ships_no_higher_than_its_precision_allows(rule: Rule) -> None:
    figures = measured().get(rule.code, Measured())

    assert rule.severity >= figures.most, f"{figures.right} of {figures.read} right, lower bound {figures.bound:.2f}"


@pytest.mark.parametrize("code", own_rows())
def test_a_rule_knows_its_faults_from_what_looks_alike(code: str, pipeline: Pipeline) -> None:
    statements = own_rows()[code]
    score = scored(statements, pipeline, [code])

    assert score.labels[code] >= 15
    assert score.fine >= 15
    assert score.found[code] >= 0.8 * score.labels[code]
    assert score.alarms[code] <= 0.2 * score.hits[code]


def shared(name: str, pipeline: Pipeline) -> Score:
    if not SHARED.is_dir():
        pytest.skip("needs the labelled statements of ../shared/gold, which only the makers of ShallCheck have")
    return scored(rows(SHARED / name), pipeline)


def test_real_statements_are_judged_as_their_readers_judged_them(pipeline: Pipeline) -> None:
    score = shared("dev.jsonl", pipeline)

    assert score.precision >= 0.90
    assert score.recall >= 0.85
    assert score.shipped_precision >= 0.93
    assert len(score.alarmed) <= 0.06 * score.fine, score.alarmed


def test_innocent_twins_are_told_from_poor_ones(pipeline: Pipeline) -> None:
    score = shared("twins.jsonl", pipeline)

    assert score.recall >= 0.90
    assert len(score.alarmed) <= 0.05 * score.fine, score.alarmed


def test_the_figures_are_those_of_the_rules_as_they_are() -> None:
    if not SHARED.is_dir():
        pytest.skip("needs the labelled statements of ../shared/gold, which only the makers of ShallCheck have")
    recorded = {code: figures for code, figures in measured().items() if figures.labels}

    for code, counted in counts().items():
        assert (recorded[code].labels, recorded[code].found) == (counted["labels"], counted["found"]), "run: python -m tests.gold"
