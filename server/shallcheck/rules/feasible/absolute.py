"""FEA001: a promise that nothing built can keep."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.language.analysis import Analysis
from shallcheck.language.bounds import has_bound
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.rules.registry import Test, rule
from shallcheck.rules.rewriting import without
from shallcheck.rules.wordlist import Hit, in_condition, load

_SHARE = re.compile(r" of (?:the |all )?\w", re.IGNORECASE)
_PERFORMANCE = re.compile(r"\b(?:time|uptime|accura\w+|success\w*|correct\w*|requests?|attempts?|within)\b", re.IGNORECASE)
_NONE = re.compile(r"(no|zero|without)(?: any)? (.+)", re.IGNORECASE)


@rule(
    "FEA001",
    "absolute",
    test=Test.FEASIBLE,
    severity=Severity.WARNING,
    sources=("INCOSE GtWR R26",),
)
def absolute(statement: Analysis) -> Iterator[Finding]:
    """A promise of perfection: always, never failing, without limit, under whatever conditions. Nothing built can keep it and no
    test can show it, so the first failure breaks the contract and the builder spends money on a bound that nobody asked for.

    Fix: give the bound that is enough, and the conditions under which it holds.
    Silent: in conditions, on functional demands over a whole set ("all data", "any of the five keys"), on fixed terms ("infinite
        loop", "instantaneous power"), and on the prohibition of one act ("shall never log a password").
    Poor: The turbine controller shall detect {100 %} of the ice events.
    Poor: The firewall shall apply each rule update with {no downtime}.
    Poor (must): The ledger MUST {always} answer within 2 s.
    Good: While the buffer battery is 100 % full, the turbine controller shall limit the charge current to at most 0.2 A.
    Good: The firewall shall apply each rule update with a downtime of at most 50 ms.
    Good: The lift controller shall be available for at least 99.5 % of each calendar month.
    """
    for hit in load(__package__, "absolute.toml").hits(statement):
        if not in_condition(statement.masked, hit.span) and not _means_all(statement.masked, hit):
            yield Finding(
                "FEA001",
                hit.span,
                f"“{hit.text}” cannot be kept, because {hit.group.why}: give the bound that is enough.",
                _fixes(statement, hit),
            )


def _means_all(masked: str, hit: Hit) -> bool:
    """“100 % of the rows show a name”: a share that opens the sentence, with nothing measured behind it, only says “all”."""
    if hit.group.name != "whole" or masked[: hit.span.start].strip():
        return False
    behind = masked[hit.span.end :]
    return _SHARE.match(behind) is not None and not has_bound(behind) and not _PERFORMANCE.search(behind)


def _at_most(missing: re.Match[str]) -> str:
    """“no downtime” as “a downtime of at most …”, “zero failures” as “at most … failures”."""
    lead = "with " if missing[1].lower() == "without" else ""
    if missing[2].endswith("s"):
        return f"{lead}at most <value> {missing[2]}"
    return f"{lead}a {missing[2]} of at most <value> <unit>"


def _fixes(statement: Analysis, hit: Hit) -> tuple[Fix, ...]:
    start, end = hit.span
    if hit.group.name == "whole":
        return (Fix("Give the bound that is enough", (Edit(start, end, "at least <value> %"),)),)
    if hit.text.lower() == "unlimited":
        return (Fix("Give the bound that is enough", (Edit(start, end, "at least <value> <unit> of"),)),)
    if missing := _NONE.fullmatch(hit.text):
        return (Fix("Give the bound that is enough", (Edit(start, end, _at_most(missing)),)),)
    if hit.group.name == "conditions":
        return (Fix("Name the conditions", (Edit(start, end, "under <closed list>"),)),)
    if hit.text.lower() in ("always", "all the time", "at all times", "forever"):
        return (Fix("Delete the promise", (without(statement.text, hit.span),)),)
    return ()
