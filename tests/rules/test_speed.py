"""No text makes a rule slow: what takes a rule twice as long for each doubling is fine, what takes four times as long is not."""

from __future__ import annotations

import time

import pytest

from shallcheck.language.analysis import Analysis
from shallcheck.rules.registry import Rule, Scope, all_rules

TEXT_RULES = [rule for rule in all_rules().values() if rule.scope is Scope.STATEMENT and not rule.needs_parse]
"""Rules that need a parse see 500 words at most; these see whole statements of 20,000 characters."""
REPEATED = [
    *("immediate ", "always, ", "100% ", "\t", "etc. ", "including ", "such as, ", "TBD ", "and/or ", "not ", "up to 5 "),
    *("X. Shall ", "e.g. ", "If so, at once. ", "Note: ", "(", "“", "a/b ", "shall always, ", "between 1 and 2 ", "Aa "),
]
SMALL, LARGE = 5_000, 20_000
GROWTH = 10.0
"""Of four times the text: 4 is linear, 16 is quadratic."""
AT_ONCE = 0.2
"""Seconds of processor time that are nothing to measure."""


def seconds(rule: Rule, text: str, times: int = 1) -> float:
    """The least of so many times: a busy machine makes no rule quadratic."""
    taken = []
    for _ in range(times):
        begin = time.process_time()
        for _ in rule.check(Analysis(text)):
            pass
        taken.append(time.process_time() - begin)
    return min(taken)


@pytest.mark.parametrize("rule", TEXT_RULES, ids=lambda rule: rule.code)
def test_a_rule_takes_time_in_proportion_to_the_text(rule: Rule) -> None:
    slow = []
    for words in REPEATED:
        if seconds(rule, (words * LARGE)[:LARGE]) <= AT_ONCE:
            continue
        large, small = (seconds(rule, (words * size)[:size], times=3) for size in (LARGE, SMALL))
        if large > AT_ONCE and large > GROWTH * small:
            slow.append((words, large))

    assert slow == []
