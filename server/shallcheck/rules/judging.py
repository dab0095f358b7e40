"""Running the statement rules over one analysis."""

from __future__ import annotations

import logging
from collections.abc import Collection
from functools import cache

from shallcheck.language.analysis import Analysis
from shallcheck.model.finding import Finding
from shallcheck.model.kinds import Kind
from shallcheck.rules.registry import Rule, Scope, all_rules

log = logging.getLogger(__name__)


def judge_statement(analysis: Analysis, codes: Collection[str] | None = None) -> tuple[Finding, ...]:
    """What the statement rules among `codes` (None: all) say of one statement, sorted by place.

    Without tokens only the rules that need no parse judge. A rule that raises is logged and says nothing: one broken rule must
    not silence the others.
    """
    found: list[Finding] = []
    for rule in _rules_for(analysis.kind):
        if (codes is not None and rule.code not in codes) or (rule.needs_parse and not analysis.tokens):
            continue
        try:
            found.extend(rule.check(analysis))
        except Exception:
            log.exception("%s could not judge “%s”", rule.code, analysis.text)
    return tuple(sorted(found, key=lambda finding: (finding.span, finding.rule)))


@cache
def _rules_for(kind: Kind) -> tuple[Rule, ...]:
    return tuple(rule for rule in all_rules().values() if rule.scope is Scope.STATEMENT and kind in rule.applies_to)
