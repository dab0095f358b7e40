"""Fixes keep their promise: applying one removes its finding, adds no finding that was not there, and is done after one time.

Placeholders aside: they are FRM008 by design, until somebody fills them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from shallcheck.language.analysis import Analysis
from shallcheck.language.pipeline import Pipeline
from shallcheck.model.finding import Finding, Fix
from shallcheck.model.kinds import Dialect
from shallcheck.model.place import Span
from shallcheck.rules.judging import judge_statement
from shallcheck.rules.registry import Scope, all_rules
from tests.rules.reading import analysis, applied

GOLD = Path(__file__).parents[2] / ".." / "shared" / "gold" / "dev.jsonl"
OFFERED_SHARE = 0.98


class Trial(NamedTuple):
    rule: str
    fix: Fix
    before: str
    after: str
    fault: str


def trials(pipeline: Pipeline, statements: list[tuple[str, Dialect]]) -> Iterator[Trial]:
    """Each fix that a rule proposes for these statements, tried on the statement's text."""
    for text, dialect in statements:
        statement = analysis(text, pipeline, dialect)
        found = judge_statement(statement)
        for finding in found:
            for fix in finding.fixes:
                if fix.edits:
                    yield tried(pipeline, statement, found, finding, fix)


def tried(pipeline: Pipeline, statement: Analysis, found: tuple[Finding, ...], finding: Finding, fix: Fix) -> Trial:
    text = statement.text
    after = applied(text, fix.edits)
    again = judge_statement(analysis(after, pipeline, statement.dialect))
    before = [(each.rule, each.span.of(text)) for each in found]
    carried = [(each.rule, moved(each.span, fix).of(after)) for each in found]
    left = [(each.rule, each.span.of(after)) for each in again]
    key = (finding.rule, finding.span.of(text))
    added = [pair for pair in left if pair not in before and pair not in carried and pair[0] != "FRM008"]
    fault = ""
    if left.count(key) >= before.count(key):
        fault = "its finding is still there"
    elif added:
        fault = f"adds {added}"
    elif is_badly_written(after) and not is_badly_written(text):
        fault = "is badly written"
    return Trial(finding.rule, fix, text, after, fault)


def moved(span: Span, fix: Fix) -> Span:
    """Where a finding's words stand after the edits: an edit inside them changes what they read, not that they were found."""
    start, end = span
    for edit in fix.edits:
        growth = len(edit.text) - (edit.end - edit.start)
        start += growth if edit.end <= span.start else 0
        end += growth if edit.start < span.end else 0
    return Span(start, end)


def is_badly_written(text: str) -> bool:
    """Double blanks, a blank or comma before a stop, a sentence that begins small where it did not."""
    return any(wrong in text for wrong in ("  ", " .", " ,", ",,", ",.", "( ", " )"))


def report(name: str, rows: list[Trial]) -> float:
    good = sum(not row.fault for row in rows)
    share = good / len(rows) if rows else 1.0
    print(f"{name}: {good} of {len(rows)} fixes close ({share:.1%})")
    for row in rows:
        if row.fault:
            print(f"  {row.rule} “{row.fix.title}” {row.fault}\n    {row.before}\n    {row.after}")
    return share


def check(rows: list[Trial]) -> None:
    offered = report("offered", [row for row in rows if not row.fix.safe])
    safe = report("safe", [row for row in rows if row.fix.safe])

    assert safe == 1.0
    assert offered >= OFFERED_SHARE


def test_fixes_of_the_rules_own_examples_close(pipeline: Pipeline) -> None:
    statements = [
        (example.text, example.dialect)
        for rule in all_rules().values()
        if rule.scope is Scope.STATEMENT
        for example in (*rule.poor, *rule.good)
    ]
    rows = list(trials(pipeline, statements))

    assert rows
    check(rows)


@pytest.mark.skipif(not GOLD.exists(), reason="needs the labelled statements in ../shared")
def test_fixes_of_real_statements_close(pipeline: Pipeline) -> None:
    gold = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    rows = list(trials(pipeline, [(each["text"], Dialect(each["dialect"])) for each in gold]))

    assert rows
    check(rows)
