"""SNG002: one modal that governs several actions."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from shallcheck.language.analysis import Analysis
from shallcheck.language.predicates import coordinated
from shallcheck.model.finding import Finding, Severity
from shallcheck.model.place import Span
from shallcheck.rules.registry import OBLIGATIONS, Test, rule
from shallcheck.rules.singular.splitting import split_actions


@rule(
    "SNG002",
    "several-actions",
    test=Test.SINGULAR,
    severity=Severity.WARNING,
    sources=("INCOSE GtWR R18", "INCOSE GtWR R19", "Paska: non-atomic"),
    applies_to=OBLIGATIONS,
    needs_parse=True,
)
def several_actions(statement: Analysis) -> Iterator[Finding]:
    """One modal that governs two or more actions with outcomes of their own. When one of them works and the other does not,
    nobody can say whether the requirement is met.

    Fix: split it, one new requirement for each action, each with the same condition.
    Silent: where "and" joins objects, values or conditions, on verbs that are one operation ("drag and drop"), and on
        alternatives.
    Poor: The weather radar shall record {and transmit} each volume scan.
    Poor: When the door opens, the oven shall stop the fan {and switch} on the lamp.
    Poor (must): The clinic portal MUST validate {and archive} each prescription.
    Good: The weather radar shall transmit each volume scan.
    Good: When the door opens, the oven shall stop the fan.
    Good: The clinic portal shall archive the prescription, the invoice and the referral of each visit.
    """
    for verbs in _coordinations(statement):
        if _one_operation(statement, verbs):
            continue
        second = statement.tokens[verbs[1]]
        span = Span(_joint(statement, verbs[1]), statement.tokens[verbs[-1]].end)
        words = " / ".join(statement.tokens[verb].text for verb in verbs)
        fix = split_actions(statement, verbs)
        mild = second.lemma.lower() in _data()["reports"]["verbs"] and len(verbs) == 2
        yield Finding(
            "SNG002",
            span,
            f"“{words}” are {len(verbs)} actions under one obligation, so one verdict cannot say which works: split them.",
            fixes=(fix,) if fix else (),
            severity=Severity.INFORMATION if mild else None,
        )


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("shallcheck.rules.singular").joinpath("several_actions.toml").read_text("utf-8"))


def _coordinations(statement: Analysis) -> Iterator[tuple[int, ...]]:
    """The coordinated main verbs of each clause that obliges, and those inside “be able to” and “allow … to”."""
    for predicate in statement.obligations:
        if predicate.modal is not None and len(predicate.actions) > 1:
            yield predicate.actions
    modal = any(predicate.modal is not None for predicate in statement.obligations)
    for capability in statement.capabilities if modal else ():
        outer = {statement.tokens[verb].lemma for predicate in statement.obligations for verb in predicate.actions}
        inner = tuple(v for v in coordinated(statement.parse, capability.verb) if statement.tokens[v].lemma not in outer)
        if len(inner) > 1:
            yield inner


def _one_operation(statement: Analysis, verbs: tuple[int, ...]) -> bool:
    lemmas = [statement.tokens[verb].lemma.lower() for verb in verbs]
    return any(lemmas == entry["verbs"] for entry in _data()["one_operation"])


def _joint(statement: Analysis, verb: int) -> int:
    """Where the conjunction before a verb begins, or the verb itself behind a comma."""
    i = verb
    while i > 0 and statement.tokens[i - 1].lower in {"and", "then", "also", "not"}:
        i -= 1
    if i == verb:
        for child in reversed(statement.tokens[max(0, verb - 4) : verb]):
            if child.lower == "and" and child.dep == "cc":
                return child.start
    return statement.tokens[i].start
