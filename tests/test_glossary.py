"""The examples of the glossary pass the rules that they teach."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shallcheck.language.pipeline import Pipeline
from shallcheck.model.finding import Severity
from shallcheck.model.kinds import Dialect, Kind
from shallcheck.reports.rule_page import QUESTIONS
from shallcheck.rules.judging import judge_statement
from shallcheck.rules.registry import Test, all_rules
from shallcheck.rules.verifiable.methods import METHODS
from tests.rules.reading import analysis

GLOSSARY = (Path(__file__).parents[1] / "docs" / "glossary.md").read_text("utf-8")
PATTERNS = ("Ubiquitous", "Event-driven", "State-driven", "Optional feature", "Unwanted behaviour", "Complex")
WRITTEN = {"Need": Kind.NEED, "Requirement": Kind.REQUIREMENT, "Constraint": Kind.CONSTRAINT, "Intent": Kind.INTENT}


def example(term: str) -> str:
    """The last cell of a term's row, without its quotation marks."""
    row = re.search(rf"^\| \*\*{term}\*\* \|.*\|$", GLOSSARY, re.MULTILINE)
    assert row is not None, f"{term} is not in the glossary"
    return row[0].strip("| ").rpartition(" | ")[2].strip("“”")


def found(text: str, pipeline: Pipeline, dialect: Dialect, kind: Kind) -> list[str]:
    """What all rules that are on by default say of a statement."""
    findings = judge_statement(analysis(text, pipeline, dialect, kind))
    return [each.rule for each in findings if all_rules()[each.rule].severity is not Severity.OFF]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_example_of_an_ears_pattern_is_clean(pattern: str, pipeline: Pipeline) -> None:
    text = example(pattern)

    assert found(text, pipeline, Dialect.EARS if "SHALL" in text else Dialect.SHALL, Kind.REQUIREMENT) == []


@pytest.mark.parametrize(("term", "kind"), WRITTEN.items())
def test_the_example_of_a_kind_of_statement_is_clean(term: str, kind: Kind, pipeline: Pipeline) -> None:
    assert found(example(term), pipeline, Dialect.SHALL, kind) == []


@pytest.mark.parametrize("method", METHODS)
def test_each_method_of_verification_has_an_example(method: str) -> None:
    assert example(method.capitalize())


@pytest.mark.parametrize("test", list(QUESTIONS)[:7])
def test_each_of_the_seven_tests_is_explained(test: Test) -> None:
    name, question = QUESTIONS[test]

    assert example(name).rstrip(".").lower() == question.lower()
