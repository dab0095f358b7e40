"""AMB012: a negation of a negation."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.language.analysis import Analysis
from shallcheck.language.negation import Denial, DoubleNegation
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.rules.registry import Test, rule

_DENYING_PREFIXES = ("non-", "un", "in", "im", "ir", "il")


@rule(
    "AMB012",
    "double-negative",
    test=Test.UNAMBIGUOUS,
    severity=Severity.WARNING,
    sources=("INCOSE GtWR R16",),
    needs_parse=True,
)
def double_negative(statement: Analysis) -> Iterator[Finding]:
    """A negation of a negation in one clause. Readers lose count of the negations under pressure, and half of them build the
    opposite.

    Fix: say what shall happen: "shall open the barrier only if …".
    Silent: on a plain prohibition ("shall not store"), on "without" or "no" alone, on bounds ("no more than"), and where the
        negations stand in clauses of their own ("If no key is present, the press shall not start").
    Poor: The crossing controller shall {not open the barrier unless} the track is free.
    Poor: The ballot server shall {not accept a vote without} a signature.
    Poor (ears): WHEN a dose is given, the pen SHALL {NOT fail to} count it.
    Poor: The ward display shall {not be unavailable} during a software update.
    Poor: {No invoice shall not} carry a number.
    Good: While a train occupies the track, the crossing controller shall not open the barrier.
    Good: The ballot server shall store each vote without the name of the voter.
    Good: If no needle is attached, the pen shall not release a dose.
    Good: The kitchen printer shall start no later than 2 s after the order.
    """
    for pair in statement.double_negations:
        span = statement.parse.span(pair.first, pair.last)
        if not statement.is_demanded(span, in_condition=True):
            continue
        yield Finding(
            "AMB012",
            span,
            f"“{span.of(statement.text)}” denies a denial, so that readers may build the opposite: say what shall happen.",
            _fixes(statement, pair),
        )


def _fixes(statement: Analysis, pair: DoubleNegation) -> tuple[Fix, ...]:
    edits = _positive(statement, pair)
    return (Fix("Say it positively", edits),) if edits else ()


def _positive(statement: Analysis, pair: DoubleNegation) -> tuple[Edit, ...]:
    tokens = statement.tokens
    first, second = tokens[pair.first], tokens[pair.second]
    if first.lower not in {"not", "never"}:
        return _of_no(statement, pair)
    dropped = _without_word(statement, pair.first)
    match pair.denial:
        case Denial.UNLESS:
            return (dropped, Edit(second.start, second.end, "only if"))
        case Denial.WITHOUT:
            gerund = pair.second + 1 < len(tokens) and tokens[pair.second + 1].tag == "VBG"
            return (dropped, Edit(second.start, second.end, "only after" if gerund else "only with"))
        case Denial.VERB if tokens[pair.last].lower == "to":
            return (Edit(first.start, tokens[pair.last].end + 1, ""),)
        case Denial.QUALITY:
            positive = _without_prefix(second.text)
            return (dropped, Edit(second.start, second.end, positive)) if positive else ()
        case Denial.WORD:
            return (dropped,) if second.lower == "neither" else (dropped, *_second_word(statement, pair.second))
    return ()


def _of_no(statement: Analysis, pair: DoubleNegation) -> tuple[Edit, ...]:
    """“no payslip without” becomes “each payslip only with”, “No invoice shall not” “Each invoice shall”."""
    first, second = statement.tokens[pair.first], statement.tokens[pair.second]
    if first.lower != "no" or statement.tokens[first.head].tag in {"NNS", "NNPS"}:
        return ()
    each = Edit(first.start, first.end, "Each" if first.text[0].isupper() else "each")
    if pair.denial is Denial.WITHOUT and first.i > pair.verb:
        return (each, Edit(second.start, second.end, "only with"))
    if pair.denial is Denial.WORD and second.lower == "not":
        return (each, _without_word(statement, pair.second))
    return ()


def _second_word(statement: Analysis, index: int) -> tuple[Edit, ...]:
    return (_without_word(statement, index),) if statement.tokens[index].lower in {"not", "never"} else ()


def _without_word(statement: Analysis, index: int) -> Edit:
    token = statement.tokens[index]
    return (
        Edit(token.start, statement.tokens[index + 1].start, "") if index + 1 < len(statement.tokens) else Edit(*token.span, "")
    )


def _without_prefix(word: str) -> str:
    """“unavailable” gives “available”; nothing where no word is left that a reader knows (“missing”)."""
    prefix = next((prefix for prefix in _DENYING_PREFIXES if word.lower().startswith(prefix)), None)
    return word[len(prefix) :] if prefix and word.lower() not in {"unable", "incapable"} else ""
