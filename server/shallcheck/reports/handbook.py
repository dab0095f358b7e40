"""The generated parts of the handbook (docs/rules/index.md): the seven tests with their rules, and how often the rules are right.
Its examples are the rules' own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shallcheck.reports.rule_page import QUESTIONS, escaped, first_sentence, shown
from shallcheck.rules.measurement import Measured, measured
from shallcheck.rules.registry import Rule, Test, all_rules

HEAD = "| code | name | severity | finds |\n| --- | --- | --- | --- |"
_PAIRS = {
    Test.UNAMBIGUOUS: ("AMB009", 0),
    Test.SINGULAR: ("SNG002", 0),
    Test.VERIFIABLE: ("VER001", 0),
    Test.FEASIBLE: ("FEA001", 1),
    Test.TRACEABLE: ("TRC002", 0),
    Test.UNIQUE: ("UNQ001", 0),
}
"""The rule, and which of its examples, that shows what failing and passing each test looks like."""
_FIGURES = (
    "| rule | severity | findings read | precision | lower bound | labelled faults | recall |\n"
    "| --- | --- | --- | --- | --- | --- | --- |"
)


def families(rules: Sequence[Rule]) -> str:
    """The tests and families, each with its question, a poor and a good example, and its rules."""
    return "\n\n".join(_families(rules))


def measurements(rules: Sequence[Rule]) -> str:
    """How often each rule is right, and what it misses."""
    return "\n".join([_FIGURES, *(_measured_row(rule) for rule in rules)])


def row(rule: Rule, folder: str) -> str:
    """A rule's row in a table under `HEAD`; `folder` leads to its page."""
    return f"| [{rule.code}]({folder}{rule.code}.md) | {rule.slug} | {rule.severity.word} | {first_sentence(rule)} |"


def _families(rules: Sequence[Rule]) -> Iterator[str]:
    for test, (name, question) in QUESTIONS.items():
        members = [rule for rule in rules if rule.test is test]
        if not members and test is not Test.CONSISTENT:
            continue
        yield f"### {name}: {escaped(question)}"
        yield from _pair(test)
        yield "\n".join([HEAD, *(row(rule, "") for rule in members)]) if members else "No rule judges it yet."


def _pair(test: Test) -> Iterator[str]:
    if test not in _PAIRS:
        return
    code, number = _PAIRS[test]
    rule = all_rules()[code]
    yield f"Poor ([{code}]({code}.md)):"
    yield shown(rule.poor[number])
    yield "Good:"
    yield shown(rule.good[number])


def _measured_row(rule: Rule) -> str:
    known = measured().get(rule.code, Measured())
    precision = "exact" if known.exact else _share(known.precision)
    bound = "" if known.exact else _share(known.bound if known.read else None)
    cells = (rule.code, rule.severity.word, known.read or "", precision, bound, known.labels or "", _share(known.recall))
    return f"| {' | '.join(map(str, cells))} |"


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"
