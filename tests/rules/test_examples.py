"""Every rule's documentation is true: its poor examples are found where they are marked, its good ones are fine."""

from __future__ import annotations

from typing import Any

import pytest

from shallcheck.language.pipeline import Pipeline
from shallcheck.rules.judging import judge_statement
from shallcheck.rules.registry import Example, Rule, Scope, all_rules
from tests.rules.reading import analysis, is_alarm


def examples(good: bool) -> list[Any]:
    return [
        pytest.param(rule, example, id=f"{rule.code}-{example.text[:40]}")
        for rule in all_rules().values()
        if rule.scope is Scope.STATEMENT
        for example in (rule.good if good else rule.poor)
    ]


@pytest.mark.parametrize(("rule", "example"), examples(good=False))
def test_poor_example_is_found_where_it_is_marked(rule: Rule, example: Example, pipeline: Pipeline) -> None:
    statement = analysis(example.text, pipeline, example.dialect, rule.applies_to[0])
    found = [finding.span.of(example.text) for finding in judge_statement(statement, [rule.code])]

    assert example.marked in found


@pytest.mark.parametrize(("rule", "example"), examples(good=True))
def test_good_example_is_fine(rule: Rule, example: Example, pipeline: Pipeline) -> None:
    statement = analysis(example.text, pipeline, example.dialect, rule.applies_to[0])
    found = judge_statement(statement)
    alarms = {finding.rule: finding.span.of(example.text) for finding in found if is_alarm(finding) or finding.rule == rule.code}

    assert alarms == {}
