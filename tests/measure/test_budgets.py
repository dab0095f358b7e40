"""Budgets and criteria that somebody wrote and labelled: no false alarm, and all but what the text cannot tell is found."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from tests.measure.budgets import cases, found


@pytest.mark.parametrize("rule", ["FEA003", "VER010"])
def test_labelled_cases_are_told(rule: str, pipeline: Pipeline) -> None:
    known = [(case, found(case, pipeline)) for case in cases() if case.rule == rule]
    assert [messages for case, messages in known if messages and not case.poor] == []
    missed = [case.documents for case, messages in known if case.poor and not messages]
    assert len(missed) <= 1, missed
