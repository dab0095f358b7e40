"""AMB009: a time that no clock can check."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.language.analysis import Analysis
from shallcheck.language.bounds import time_bounds
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.rules.registry import Test, rule
from shallcheck.rules.rewriting import with_bound
from shallcheck.rules.wordlist import Hit, leading_condition, load

_OF_QUALITY = re.compile(r"\s+(?:\w+(?:able|ible)|available|responsive)\b", re.IGNORECASE)
"""“quickly accessible” demands a quality: VER001 speaks of it."""
_ADJECTIVE = re.compile(r"immediate|timely|periodic|(?:near )?real[- ]time", re.IGNORECASE)
_BETWEEN_EVENTS = re.compile(r"\s+(?:after|before|upon|following)\b", re.IGNORECASE)


@rule(
    "AMB009",
    "indefinite-time",
    test=Test.UNAMBIGUOUS,
    severity=Severity.WARNING,
    sources=("INCOSE GtWR R35",),
)
def indefinite_time(statement: Analysis) -> Iterator[Finding]:
    """A time or a frequency in words that no clock can check. One builder takes a second for immediate, another a day, and both
    are right.

    Fix: give the bound: "within 2 s", "every 10 min".
    Silent: where the statement gives the bound itself ("immediately, within 50 ms"), and on "as soon as" with an event, which is
        a trigger.
    Poor: When the panic key is pressed, the hub shall call the guard service {immediately}.
    Poor (ears): WHEN a sensor joins, the gateway SHALL {periodically} read its battery level.
    Poor: The ferry shall report its position to the harbour {in real time}.
    Good: When the panic key is pressed, the hub shall call the guard service within 2 s.
    Good: As soon as the signature check passes, the portal shall publish the assessment.
    Good: While the kiln is heating, the controller shall log the chamber temperature once every 10 s ± 1 s.
    """
    for hit in load(__package__, "indefinite_time.toml").hits(statement):
        if _is_bounded(statement.masked, hit) or _is_quality(statement.masked, hit):
            continue
        yield Finding(
            "AMB009",
            hit.span,
            f"“{hit.text}” sets no time that can be tested, because {hit.group.why}: write “{hit.group.fix}”.",
            _fixes(statement, hit),
        )


def _is_bounded(masked: str, hit: Hit) -> bool:
    condition = leading_condition(masked, hit.span.start)
    bounds = time_bounds(masked)
    if condition is None or hit.span.start < condition.end:
        return bool(bounds)
    return any(not condition.overlaps(bound) for bound in bounds)


def _is_quality(masked: str, hit: Hit) -> bool:
    return hit.text.lower() in ("quickly", "rapidly", "swiftly") and _OF_QUALITY.match(masked, hit.span.end) is not None


def _fixes(statement: Analysis, hit: Hit) -> tuple[Fix, ...]:
    text, (start, end) = statement.text, hit.span
    title = "Give a time" if hit.group.name == "soon" else "Give an interval"
    if _BETWEEN_EVENTS.match(text, end):
        return (Fix(title, (Edit(start, end, hit.group.fix),)),)
    if _ADJECTIVE.fullmatch(hit.text):
        return (Fix(title, (Edit(start, end, "<measure>"),)),)
    return (Fix(title, with_bound(text, hit.span, hit.group.fix)),)
