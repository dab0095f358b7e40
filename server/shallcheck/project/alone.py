"""One statement judged by itself, with no document, configuration or worker around it: for a person who asks about a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shallcheck.model.document import Statement
from shallcheck.model.finding import Severity
from shallcheck.model.kinds import Dialect, Kind
from shallcheck.model.place import Run
from shallcheck.model.understanding import Understanding
from shallcheck.project.report import Report

if TYPE_CHECKING:
    from shallcheck.model.finding import Finding


def judged_alone(text: str, dialect: Dialect) -> tuple[Statement, list[Report], Understanding]:
    """The statement, what the rules that are on by default say of it, and what was understood.

    Raises MissingPipelineError where the English pipeline is not installed.
    """
    from shallcheck.documents.inline import opaque_parts
    from shallcheck.language.analysis import Analysis
    from shallcheck.language.pipeline import load
    from shallcheck.language.understanding import understand
    from shallcheck.project.judge import why_unparsed
    from shallcheck.rules.judging import judge_statement

    text = " ".join(text.split())
    opaque = tuple(opaque_parts(text))
    statement = Statement(text, Kind.REQUIREMENT, (Run(0, 0, len(text)),), opaque, dialect)
    tokens = () if why_unparsed(text) else load().parse([(text, opaque)])[0]
    analysis = Analysis(text, Kind.REQUIREMENT, dialect, opaque, tokens=tokens)
    reports = [_report(statement, finding) for finding in judge_statement(analysis)]
    return statement, [each for each in reports if each.default], understand(analysis)


def _report(statement: Statement, finding: Finding) -> Report:
    from shallcheck.rules.registry import all_rules

    rule = all_rules()[finding.rule]
    severity = max(rule.severity, finding.severity or rule.severity)
    quote = finding.span.of(statement.text)
    return Report(
        rule.code,
        rule.slug,
        severity,
        rule.severity is not Severity.OFF,
        finding.message,
        finding.span,
        "",
        quote,
        (),
        finding,
        statement,
    )
