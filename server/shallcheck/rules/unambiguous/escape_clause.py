"""AMB002: a clause that lets the builder out of the obligation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.language.analysis import Analysis
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.rules.registry import Test, rule
from shallcheck.rules.rewriting import capitalised, without
from shallcheck.rules.wordlist import Hit, load

_FUNCTION_WORDS = (
    "a|about|after|all|an|and|any|are|at|be|because|before|but|by|can|could|do|does|during|each|either|every|for|from|has|have|he|if|in|"
    "instead|into|is|it|its|may|might|must|nor|not|of|on|only|or|otherwise|over|per|rather|shall|she|should|since|so|than|that|the|their|"
    "then|there|these|they|this|those|through|throughout|to|unless|until|upon|using|via|was|we|were|when|where|whether|which|while|will|with|"
    "within|without|would|you|your"
)
_DETERMINES = re.compile(rf"[ ]+(?!(?:{_FUNCTION_WORDS})\b)[a-z\ufffc][\w-]*", re.IGNORECASE)
"""A word behind “if required” that it belongs to: “if required fields are empty” names fields."""
_ADJECTIVE = re.compile(r"(?:able|ible|al|ate|ant|ed|ary)$", re.IGNORECASE)


@rule(
    "AMB002",
    "escape-clause",
    test=Test.UNAMBIGUOUS,
    severity=Severity.WARNING,
    sources=("INCOSE GtWR R8", "ISO/IEC/IEEE 29148 5.2.7"),
)
def escape_clause(statement: Analysis) -> Iterator[Finding]:
    """A clause that lets the builder decide whether to meet the requirement at all. Whoever builds it may leave it out
    and still claim to conform, and whoever tests it cannot fail it.

    Fix: delete the clause, or turn it into a condition that can be looked up.
    Silent: where the clause is an exact condition ("if the token is required by the policy of [SEC-4]"), or says where the
        exceptions are written.
    Poor: The pump shall stop {if possible}.
    Poor: The kiosk shall, {as appropriate}, print a receipt for each sale.
    Poor (ears): WHEN a train passes, the counter SHALL {make a best effort to} store its axle count.
    Good: When the occlusion alarm is active, the pump shall stop within 500 ms.
    Good: Unless otherwise specified in section 4 of [ICD-7], the modem shall use a baud rate of 9600 Bd.
    Good: If the ticket is older than 2 h, then the gate shall refuse the ticket.
    """
    for hit in load(__package__, "escape_clause.toml").hits(statement):
        if hit.group.name == "condition" and _names_a_thing(statement.masked, hit):
            continue
        yield Finding(
            "AMB002",
            hit.span,
            f"“{hit.text}” is a way out, because {hit.group.why}: {_ADVICE[hit.group.name]}.",
            _fixes(statement, hit),
        )


_ADVICE = {
    "condition": "delete it or say exactly when it holds",
    "permission": "say exactly when",
    "effort": "demand the result",
}


def _names_a_thing(masked: str, hit: Hit) -> bool:
    return _ADJECTIVE.search(hit.text) is not None and _DETERMINES.match(masked, hit.span.end) is not None


def _fixes(statement: Analysis, hit: Hit) -> tuple[Fix, ...]:
    text = statement.text
    if hit.group.name == "permission":
        return (Fix("Say when", (Edit(hit.span.end, hit.span.end, " if <condition>"),)),)
    if hit.group.name == "effort":
        return _demand_result(text, hit)
    condition = "if <condition>"
    if not text[: hit.span.start].strip():
        condition = capitalised(condition)
    return (
        Fix("Delete the escape clause", (without(text, hit.span),)),
        Fix("Replace it by an exact condition", (Edit(hit.span.start, hit.span.end, condition),)),
    )


def _demand_result(text: str, hit: Hit) -> tuple[Fix, ...]:
    """“shall try to store” becomes “shall store”; “on a best-effort basis” goes."""
    if hit.text.lower().endswith(" to"):
        return (Fix("Demand the result", (Edit(hit.span.start, hit.span.end + 1, ""),)),)
    if hit.text.lower().endswith(("basis", "manner", "fashion", "way")):
        return (Fix("Delete the escape clause", (without(text, hit.span),)),)
    return ()
