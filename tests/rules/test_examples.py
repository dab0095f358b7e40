"""Every rule's documentation is true: its poor examples are found where they are marked, its good ones are fine."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shallcheck.documents.formats import is_code
from shallcheck.documents.formats.code import is_test_file
from shallcheck.documents.reading import read_document
from shallcheck.language.facts import facts
from shallcheck.language.pipeline import Pipeline
from shallcheck.model.briefs import EVERYTHING
from shallcheck.model.document import Placed, Reading, Segment
from shallcheck.model.finding import Finding, Severity
from shallcheck.project.config import Config
from shallcheck.project.gate import gate_of
from shallcheck.project.report import Found, Report
from shallcheck.project.state import Project
from shallcheck.project.statements import job_for
from shallcheck.rules.judging import judge_statement
from shallcheck.rules.registry import Example, Rule, Scope, all_rules
from tests.rules.reading import analysis, is_alarm
from tests.rules.workspace import briefed, recorded


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


def document_examples(good: bool) -> list[Any]:
    return [
        pytest.param(rule, example, id=f"{rule.code}-{number}")
        for rule in all_rules().values()
        if rule.scope is not Scope.STATEMENT
        for number, example in enumerate(rule.good if good else rule.poor)
    ]


def judged(rule: Rule, example: Example, pipeline: Pipeline) -> list[Found]:
    """What is found in a document, the rule itself switched on."""
    project = Project(Config(extend_select=(rule.code,)), today=lambda: date(2026, 6, 1))
    if example.reviewed:
        project.review(recorded(example.path, example.reviewed))
    if example.briefed:
        project.brief({EVERYTHING: briefed(example.path, example.briefed)})
    for path, text in ((example.path, example.text), *example.beside):
        document = read_document(path, text)
        if document is None and is_code(path):
            continue  # code that names nothing
        assert document is not None, "the example is no document of ours"
        project.put(document)
        for _, statement in document.statements():
            job = job_for(statement)
            seen = analysis(statement.text, pipeline, statement.dialect, statement.kind)
            project.store(job.key, judge_statement(seen), True, facts(seen))
    project.relate()
    return raised(project, rule, example.path) if rule.scope is Scope.GATE else project.reports(example.path)


def raised(project: Project, rule: Rule, path: str) -> list[Found]:
    """What the gate finds by a rule in a document, as if a check did."""
    changed = [path] if is_code(path) and not is_test_file(path) else []
    gate = gate_of(project, changed=changed)
    blocks = [block for block in (*gate.blocks, *gate.notes) if block.rule == rule.code and block.path == path]
    found = []
    for block in blocks:
        document = project.documents.get(path)
        placed = document.placed[0] if document else Placed(Segment("", "", Reading(), 0), 0, 0)
        finding = Finding(rule.code, block.span, block.message)
        report = Report(
            rule.code, rule.slug, rule.severity, True, block.message, block.span, block.artifact, "", (), finding, None
        )
        found.append(Found(placed._replace(start=0), report))
    return found


@pytest.mark.parametrize(("rule", "example"), document_examples(good=False))
def test_poor_document_is_found_where_it_is_marked(rule: Rule, example: Example, pipeline: Pipeline) -> None:
    found = [each for each in judged(rule, example, pipeline) if each.report.rule == rule.code]
    starts = {each.place.start for each in found if each.place.of(example.text) in ("", example.marked)}

    assert example.text.index(example.marked) in starts, [each.place.of(example.text) for each in found]


@pytest.mark.parametrize(("rule", "example"), document_examples(good=True))
def test_good_document_is_fine(rule: Rule, example: Example, pipeline: Pipeline) -> None:
    found = judged(rule, example, pipeline)
    alarms = {
        each.report.rule: each.report.message
        for each in found
        if each.report.rule == rule.code or (each.report.default and each.report.severity <= Severity.WARNING)
    }

    assert alarms == {}


def test_every_rule_has_three_examples_of_each() -> None:
    few = [rule.code for rule in all_rules().values() if min(len(rule.poor), len(rule.good)) < 3]

    assert few == []
