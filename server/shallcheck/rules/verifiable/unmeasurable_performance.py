"""VER001: a quality demanded with no number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.language.analysis import Analysis
from shallcheck.language.bounds import has_bound
from shallcheck.language.tokens import Token
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.rules.registry import Test, rule
from shallcheck.rules.rewriting import with_bound
from shallcheck.rules.wordlist import Hit, leading_condition, load

_LEAST, _MOST = "limit {} to at most <value> <unit>", "raise {} to at least <value> <unit>"


@rule(
    "VER001",
    "unmeasurable-performance",
    test=Test.VERIFIABLE,
    severity=Severity.WARNING,
    sources=("INCOSE GtWR R34", "ISO/IEC/IEEE 29148 5.2.5 verifiable"),
    needs_parse=True,
)
def unmeasurable_performance(statement: Analysis) -> Iterator[Finding]:
    """A performance or quality demanded with no number: speed, capacity, availability, security, efficiency. No test can fail it,
    so the argument about whether it is met comes at acceptance, when it costs most.

    Fix: give the measure, the bound and the conditions under which it is measured.
    Silent: where the statement holds a measurable bound or names the mechanism, and in fixed terms ("fast-forward", "secure
        boot").
    Poor: When a print job arrives, the printer shall wake up with {low latency}.
    Poor: The voting terminal shall store the ballots in a {secure} manner.
    Poor (ears): WHEN a truck leaves, the planner SHALL {minimise} the number of empty runs.
    Good: When a print job arrives, the printer shall wake up within 4 s.
    Good: When the driver holds the next-track key for more than 1 s, the head unit shall fast-forward the active track.
    Good: The voting terminal shall encrypt each ballot with AES-256.
    """
    for hit in load(__package__, "unmeasurable_performance.toml").hits(statement):
        if _is_measured(statement.masked, hit) or not _is_demanded(statement, hit):
            continue
        yield Finding(
            "VER001",
            hit.span,
            f"“{hit.text.strip()}” cannot be measured, because {hit.group.why}: give a bound and its conditions.",
            _fixes(statement, hit),
        )


def _is_measured(masked: str, hit: Hit) -> bool:
    """Whether a bound stands outside the condition in front of the response."""
    condition = leading_condition(masked, hit.span.start)
    if condition is None or hit.span.start < condition.end:
        return has_bound(masked)
    return has_bound(masked[: condition.start]) or has_bound(masked[condition.end :])


def _is_demanded(statement: Analysis, hit: Hit) -> bool:
    """A verb of improvement demands something only as the act itself; “an optimised build” and a reason name it in passing."""
    if hit.group.name not in ("verb", "improvement"):
        return True
    token = _token(statement, hit)
    if token is None or not token.tag.startswith("VB"):
        return False
    if token.dep in ("amod", "compound") or _is_reason(statement, token):
        return False
    if token.tag == "VBN" and hit.text.lower().startswith("m"):
        return any(child.tag == "MD" for child in statement.children[token.i])
    if hit.group.name == "verb":
        return True
    return any(child.tag == "MD" for child in statement.children[token.i]) and not statement.parse.child(
        token.i, "xcomp", "advcl"
    )


def _is_reason(statement: Analysis, token: Token) -> bool:
    """“shall batch its calls to minimise traffic”: the batching is demanded. “In such a way as to minimise” demands it."""
    marker = next((child for child in statement.children[token.i] if child.lower == "to" and child.i < token.i), None)
    return token.dep == "advcl" and marker is not None and statement.tokens[marker.i - 1].lower != "as"


def _token(statement: Analysis, hit: Hit) -> Token | None:
    index = statement.parse.at(hit.span.start)
    return statement.tokens[index] if index is not None else None


def _fixes(statement: Analysis, hit: Hit) -> tuple[Fix, ...]:
    start, end = hit.span
    if hit.group.name == "verb":
        return _limit(statement, hit)
    if not hit.group.fix:
        return ()
    token = _token(statement, hit)
    if hit.group.name == "speed" and token is not None and token.pos == "ADV" and token.dep == "advmod":
        return (Fix("Give the time", with_bound(statement.text, hit.span, "within <value> <unit>")),)
    return (Fix("Give the measure", (Edit(start, end, hit.group.fix),)),)


def _limit(statement: Analysis, hit: Hit) -> tuple[Fix, ...]:
    """“minimise the number of errors” becomes “limit the number of errors to at most <value>”."""
    token = _token(statement, hit)
    found = token and statement.parse.child(token.i, "dobj")
    if not found or token is None or token.tag not in ("VB", "VBP") or not re.match(r"m(?:in|ax)", hit.text, re.IGNORECASE):
        return ()
    thing = statement.parse.span(*statement.parse.phrase(found.i))
    pattern = _LEAST if hit.text.lower().startswith("min") else _MOST
    if thing.start < hit.span.end:
        return ()
    return (Fix("Give the limit", (Edit(hit.span.start, thing.end, pattern.format(thing.of(statement.text))),)),)
