"""Statements as the rules see them."""

from __future__ import annotations

from collections.abc import Collection

from shallcheck.documents.inline import opaque_parts
from shallcheck.language.analysis import Analysis
from shallcheck.language.pipeline import Pipeline
from shallcheck.model.choices import NO_CHOICES, Choices
from shallcheck.model.finding import Edit, Finding, Severity
from shallcheck.model.kinds import Dialect, Kind
from shallcheck.rules.judging import judge_statement
from shallcheck.rules.registry import all_rules


def analysis(
    text: str,
    pipeline: Pipeline | None = None,
    dialect: Dialect = Dialect.SHALL,
    kind: Kind = Kind.REQUIREMENT,
    choices: Choices = NO_CHOICES,
) -> Analysis:
    """A statement with its opaque parts, parsed when there is a pipeline to parse it."""
    opaque = opaque_parts(text)
    tokens = pipeline.parse([(text, opaque)])[0] if pipeline else ()
    return Analysis(text, kind, dialect, opaque, tokens=tokens, choices=choices)


def quotes(code: str, text: str, pipeline: Pipeline | None = None) -> list[str]:
    """What one rule underlines in a statement."""
    return [finding.span.of(text) for finding in findings(code, text, pipeline)]


def findings(code: str, text: str, pipeline: Pipeline | None = None) -> tuple[Finding, ...]:
    """What one rule says of a statement."""
    return judge_statement(analysis(text, pipeline), [code])


def fixed(code: str, text: str, pipeline: Pipeline | None = None, choice: int = 0) -> str:
    """The statement after the first finding's fix has been applied."""
    return applied(text, findings(code, text, pipeline)[0].fixes[choice].edits)


def applied(text: str, edits: Collection[Edit]) -> str:
    """A statement with edits made, from the last to the first."""
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def is_alarm(finding: Finding) -> bool:
    """Whether a finding is a warning or an error of a rule that is on by default."""
    rule = all_rules()[finding.rule]
    return rule.severity is not Severity.OFF and (finding.severity or rule.severity) <= Severity.WARNING
