"""Which rules hold for which document, how severely, and what their findings become where they stand."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import cache

from shallcheck.documents.format import CODE
from shallcheck.model.document import Document, Segment, Statement
from shallcheck.model.finding import Finding, Severity
from shallcheck.model.index import Scene
from shallcheck.model.place import Span
from shallcheck.project.config import Config
from shallcheck.project.problems import UNREADABLE
from shallcheck.project.report import Report
from shallcheck.rules.registry import Rule, Scope, all_rules

log = logging.getLogger(__name__)


class Rulings:
    """The rules under a configuration. `every_rule`: also those that are off by default, as information."""

    def __init__(self, config: Config, every_rule: bool) -> None:
        self._config = config
        self._every_rule = every_rule
        self._severities: dict[tuple[str, str], Severity] = {}
        self._on: dict[tuple[str, str, bool], tuple[Rule, ...]] = {}
        self._configs: dict[str, Config] = {}
        """What holds for a document, by path, where the configuration tells paths apart."""

    def drop(self, path: str) -> None:
        """Forget what holds for a document that is gone."""
        self._configs.pop(path, None)

    def report(self, document: Document, segment: Segment, finding: Finding, statement: Statement | None) -> Report | None:
        """A finding where it stands; None where its rule is off there. `statement`: the one that was judged."""
        rule = all_rules().get(finding.rule)
        if rule is None:
            return None
        config = self.config_at(document.path)
        severity = rule.severity if document.setting.format == UNREADABLE else self.severity(rule, document.path)
        if severity is Severity.OFF:
            return None
        if finding.severity is not None and config.said_of(rule) is None:
            severity = max(severity, finding.severity)
        span = statement.place(finding.span) if statement else finding.span
        return Report(
            rule.code,
            rule.slug,
            severity,
            rule.severity is not Severity.OFF,
            finding.message,
            span,
            _owner(document, segment, span, statement),
            finding.span.of(statement.text) if statement else span.of(segment.text) or span.of(document.text),
            finding.related,
            finding,
            statement,
        )

    def severity(self, rule: Rule, path: str) -> Severity:
        """How severely a document is judged by a rule."""
        key = (path if self._config.paths else "", rule.code)
        if key not in self._severities:
            severity = self.config_at(path).severity_of(rule)
            if self._every_rule and severity is Severity.OFF and rule.severity is Severity.OFF:
                severity = Severity.INFORMATION
            self._severities[key] = severity
        return self._severities[key]

    def looking(self, path: str, form: str, whole: bool) -> tuple[Rule, ...]:
        """The rules that look at the scenes of a document, without those that are switched off there."""
        key = (path if self._config.paths else "", form, whole)
        if key not in self._on:
            rules = _scene_rules(whole, form == CODE)
            on = tuple(rule for rule in rules if self.severity(rule, path) is not Severity.OFF)
            self._on[key] = rules if form == UNREADABLE else on
        return self._on[key]

    def config_at(self, path: str) -> Config:
        """What the configuration says of a document."""
        if not self._config.paths:
            return self._config
        if path not in self._configs:
            self._configs[path] = self._config.at(path)
        return self._configs[path]


def checked(rule: Rule, scene: Scene) -> list[Finding]:
    """What a rule says of a segment; one that raises is logged and says nothing, so that it does not silence the others."""
    try:
        return list(rule.check(scene))
    except Exception:
        log.exception("%s could not judge a segment of “%s”", rule.code, scene.path)
        return []


def without_lead_in(finding: Finding, start: int) -> Finding:
    """A finding without the fixes that reach in front of the statement's own words."""
    if not start:
        return finding
    return replace(finding, fixes=tuple(fix for fix in finding.fixes if all(edit.start >= start for edit in fix.edits)))


@cache
def _scene_rules(whole: bool, code: bool) -> tuple[Rule, ...]:
    """The rules that look at a scene; before the workspace is whole, only those to which it makes no difference. Code is no
    requirement: of the rules for documents only the one that tells what could not be read, and of those for the workspace the
    ones that say so."""
    scopes = (Scope.CODE,) if code else (Scope.DOCUMENT, Scope.WORKSPACE)
    early = (Scope.DOCUMENT,)
    known = all_rules().values()
    rules = [rule for rule in known if (rule.scope in scopes or (code and rule.in_code)) and (whole or rule.scope in early)]
    return (*(rule for rule in known if code and rule.code == "DOC001"), *rules)


def _owner(document: Document, segment: Segment, span: Span, statement: Statement | None) -> str:
    artifacts = segment.reading.artifacts
    if statement is not None:
        return document.identifier(artifacts[statement.artifact]) if statement.artifact is not None else ""
    holding = [each for each in artifacts if each.label and each.extent.start <= span.start <= each.extent.end]
    return document.identifier(min(holding, key=lambda each: each.extent.end - each.extent.start)) if holding else ""
