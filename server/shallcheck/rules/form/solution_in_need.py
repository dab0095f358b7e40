"""FRM011: a design choice where only a need belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.language.analysis import Analysis
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.kinds import Kind
from shallcheck.rules.registry import Test, rule
from shallcheck.rules.wordlist import Hit, load

_OUTSIDE = re.compile(
    r"\b(?:integrat\w+|compatib\w+|interoperat\w+|interfac\w+|import\w*|export\w*|migrat\w+|synchroni\w+|sync|connect\w*|exchang\w+|"
    r"existing|current|legacy|today's|their|our|her|his|replac\w+|from|open|read|alongside|works? with|such as)\b[^.;]{0,30}$",
    re.IGNORECASE,
)
"""The thing named exists outside the system, and the need is to work with it."""
_BRIDGE = re.compile(
    r"[ -](?:integration|plug-?ins?|connectors?|adapt[eo]rs?|drivers?|extensions?|exports?|imports?|formats?|files?|dumps?"
    r"|users?|developers?|administrators?|licen[cs]es?)\b",
    re.IGNORECASE,
)
"""What follows the name of such a thing when the need is a bridge to it, or speaks of its people."""


@rule(
    "FRM011",
    "solution-in-need",
    test=Test.FORM,
    severity=Severity.INFORMATION,
    sources=("INCOSE GtWR R31",),
    applies_to=(Kind.NEED, Kind.INTENT),
)
def solution_in_need(statement: Analysis) -> Iterator[Finding]:
    """A product, a technology or a design choice in a need or an intent. It decides how before anybody has agreed on what, and
    better solutions are never looked at.

    Fix: say what must be reached, and leave the choice to the architecture; a choice that is given is a constraint.
    Silent: where the thing exists outside the system and the need is to work with it, and in constraints and requirements.
    Poor: The auditor needs a {PostgreSQL} archive of all readings.
    Poor: The nurse needs a {dropdown} that lists her wards.
    Poor: The operator needs {microservices}, so that one shop can fail alone.
    Good: The auditor needs to look up each reading of the last 10 years.
    Good: The clerk needs to import orders from the existing SAP installation.
    Good: The nurse needs to choose one of her wards with one hand.
    """
    for hit in load(__package__, "solution_in_need.toml").hits(statement):
        before = statement.masked[max(0, hit.span.start - 60) : hit.span.start]
        if _OUTSIDE.search(before) or _BRIDGE.match(statement.masked, hit.span.end):
            continue
        yield Finding(
            "FRM011",
            hit.span,
            f"“{hit.text}” is a solution, because {hit.group.why}: say what must be reached and leave the choice to the design.",
            _fixes(hit),
        )


def _fixes(hit: Hit) -> tuple[Fix, ...]:
    return (
        (Fix("Say what is needed instead", (Edit(hit.span.start, hit.span.end, "<need>"),)),) if hit.text[-1:].isalpha() else ()
    )
