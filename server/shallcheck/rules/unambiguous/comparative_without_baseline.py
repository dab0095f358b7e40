"""AMB007: a comparative that does not say with what it compares."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.language.analysis import Analysis
from shallcheck.language.bounds import has_bound
from shallcheck.language.comparisons import Comparison, Degree
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.place import Span
from shallcheck.rules.registry import Test, rule
from shallcheck.rules.wordlist import load, word_set

_MOVING = re.compile(
    r"(?:before|today|now|ever|currently|at present|usual|usually|normal|normally|necessary|needed|required|expected|possible|"
    r"others?|competitors?|(?:comparable|similar|other|competing|rival|conventional|traditional|standard) \w+|"
    r"(?:the )?competition|(?:the |a |an |any |most |their |its |our )*"
    r"(?:current|existing|old|present|legacy|previous|former|average|typical|usual|normal)"
    r"(?: \w+)?(?: system| version| release| solution| application| product| one| process| tool)?s?)\b",
    re.IGNORECASE,
)
"""A standard that moves, or that everybody would look up elsewhere."""
_COMPARED = re.compile(
    r"[^.;]{0,40}?\b(?:than|over|compared (?:to|with)|relative to|from \d|(?:by|to) (?:at (?:least|most) )?\d)\b"
)
_IN_TIME = frozenset({"later", "earlier", "further", "elder"})
_OPPOSITES = (
    {"heavier", "lighter"}, {"larger", "smaller"}, {"bigger", "smaller"}, {"older", "newer"}, {"higher", "lower"},
    {"longer", "shorter"}, {"faster", "slower"}, {"more", "less"}, {"more", "fewer"}, {"better", "worse"},
)  # fmt: skip
"""“heavier parcels below lighter parcels”: what is compared is compared with each other."""


@rule(
    "AMB007",
    "comparative-without-baseline",
    test=Test.UNAMBIGUOUS,
    severity=Severity.WARNING,
    sources=("ISO/IEC/IEEE 29148 5.2.7",),
    needs_parse=True,
)
def comparative_without_baseline(statement: Analysis) -> Iterator[Finding]:
    """A comparative that does not say with what it compares, or compares with something that moves. The builder thinks of the
    last release, the customer of a competitor, and a tester has nothing to put on the other side of the scale.

    Fix: name the baseline and the difference: "at least 20 % faster than release 4.2 under the load of [TP-3]".
    Silent: on bounds ("higher than 5 V", "no more than 3", "Java 17 or later"), where "than" names something that can be looked
        up, on places in an order ("lower limit", "higher priority"), and in conditions.
    Poor: The berth planner shall assign the quays {faster}.
    Poor: When the ward is dark, the infusion pump shall use a {lower} brightness.
    Poor (ears): WHEN a transfer fails, the bank app SHALL show a {more detailed} reason.
    Poor: The plate classifier shall be {as reliable as} a trained toll clerk.
    Poor: While fog is reported, the tunnel camera shall record with {enhanced} contrast.
    Good: The berth planner shall assign the quays of port plan PP-7 at least 20 % faster than release 4.2.
    Good: When the pressure is higher than 6 bar, the boiler valve shall open within 2 s.
    Good: The plug-in shall run on Java 17 or later.
    Good: When the car reaches the lower limit switch, the gantry drive shall cut the motor power within 50 ms.
    """
    words = load(__package__, "comparative_without_baseline.toml")
    for hit in words.hits(statement):
        if statement.is_demanded(hit.span) and _standard_behind(statement, hit.span) is None:
            yield _finding(statement, hit.span, _bare_word(statement, hit.span))
    silent = words.silent(statement) if statement.comparisons else []
    for comparison in statement.comparisons:
        if any(comparison.span.overlaps(span) for span in silent) or not _lacks_baseline(statement, comparison):
            continue
        yield _finding(statement, comparison.span, _fix(statement, comparison))


def _words(key: str) -> frozenset[str]:
    return word_set(__package__, "comparative_without_baseline.toml", key)


def _finding(statement: Analysis, span: Span, fix: Fix) -> Finding:
    return Finding(
        "AMB007",
        span,
        f"“{span.of(statement.text)}” does not say with what it compares, so no test can weigh it: "
        "name the baseline and the difference.",
        (fix,),
    )


def _lacks_baseline(statement: Analysis, comparison: Comparison) -> bool:
    if comparison.degree is Degree.SUPERLATIVE or comparison.bound or _has_opposite(statement, comparison):
        return False
    if comparison.degree is Degree.EQUATIVE:
        return _is_open_equality(statement, comparison)
    word = statement.tokens[comparison.word]
    actions = {action for predicate in statement.predicates for action in predicate.actions}
    if word.i in actions or word.lower in _IN_TIME or (word.lower == "more" and not _counts_on(statement, comparison)):
        return False
    if comparison.standard is not None:
        return _moves(statement, comparison.standard)
    return statement.is_demanded(comparison.span, in_condition=word.dep == "acomp")


def _has_opposite(statement: Analysis, comparison: Comparison) -> bool:
    words = {statement.tokens[each.word].lower for each in statement.comparisons}
    word = statement.tokens[comparison.word].lower
    return any(word in pair and pair <= words for pair in _OPPOSITES)


def _is_open_equality(statement: Analysis, comparison: Comparison) -> bool:
    """“as compact as hand-written assembly”; not “as soon as the door opens”, nor what a ruler decides. “As low as possible” is
    a superlative."""
    standard = comparison.standard.of(statement.text) if comparison.standard else ""
    if statement.tokens[comparison.word].lower == "well":
        return False
    if re.match(r"possible|practical|practicable|feasible|achievable|\d|the (?:user|operator) ", standard, re.IGNORECASE):
        return False
    if statement.tokens[comparison.word].lower in word_set(
        __package__, "comparative_without_baseline.toml", "measurable"
    ) and not _MOVING.match(standard):
        return False
    return statement.is_demanded(comparison.span)


def _moves(statement: Analysis, standard: Span) -> bool:
    text = standard.of(statement.text)
    return _MOVING.match(text) is not None and not has_bound(statement.masked)


def _counts_on(statement: Analysis, comparison: Comparison) -> bool:
    """Whether “more” demands a larger number (“serve more patients”) rather than further ones (“load more rows”)."""
    token = statement.tokens[comparison.word]
    verb = next((above for above in statement.parse.above(token.i) if above.tag.startswith("VB")), None)
    actions = {action for predicate in statement.obligations for action in predicate.actions}
    return verb is not None and verb.i in actions and verb.lemma.lower() not in _words("adding") and token.i > verb.i


def _standard_behind(statement: Analysis, span: Span) -> re.Match[str] | None:
    """“improved over release 3”, “reduced by 20 %”."""
    return _COMPARED.match(statement.masked, span.end)


def _fix(statement: Analysis, comparison: Comparison) -> Fix:
    if comparison.degree is Degree.EQUATIVE:
        return Fix("Say how close", (Edit(comparison.span.start, comparison.span.start, "at least <value> times "),))
    if comparison.standard is not None:
        return Fix("Name the baseline", (Edit(*comparison.standard, "<baseline> by at least <value> <unit>"),))
    end = comparison.span.end
    if comparison.noun is not None and comparison.noun > comparison.word:
        end = max(end, statement.tokens[comparison.noun].end)
    return _than_baseline(end)


def _bare_word(statement: Analysis, span: Span) -> Fix:
    """“improved contrast” says neither of what nor how much: both are left to fill in, behind the noun."""
    index = statement.parse.at(span.start)
    head = statement.tokens[index].head if index is not None else None
    noun = statement.tokens[head] if head is not None and statement.tokens[head].pos in {"NOUN", "PROPN"} else None
    if noun is None or noun.start < span.end:
        return _than_baseline(span.end)
    kept = statement.text[span.end : noun.end].strip()
    article = re.search(r"\ban? $", statement.text[: span.start], re.IGNORECASE)
    start = article.start() if article else span.start
    lead = f"{'an' if kept[0] in 'aeiou' else 'a'} " if article else ""
    return Fix("Name the baseline", (Edit(start, noun.end, f"{lead}{kept} at least <value> <unit> better than <baseline>"),))


def _than_baseline(end: int) -> Fix:
    return Fix("Name the baseline", (Edit(end, end, " than <baseline> by at least <value> <unit>"),))
