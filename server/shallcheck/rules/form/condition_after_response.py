"""FRM005: the condition stands behind the response."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from shallcheck.language.analysis import Analysis, Token
from shallcheck.language.conditions import Condition, names_option
from shallcheck.language.predicates import Predicate
from shallcheck.language.tokens import is_verb
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.place import Span
from shallcheck.rules.registry import OBLIGATIONS, Test, rule
from shallcheck.rules.rewriting import capitalised


@rule(
    "FRM005",
    "condition-after-response",
    test=Test.FORM,
    severity=Severity.INFORMATION,
    sources=("EARS (Mavin et al.)", "Paska: incorrect order"),
    applies_to=OBLIGATIONS,
    needs_parse=True,
)
def condition_after_response(statement: Analysis) -> Iterator[Finding]:
    """A condition that stands behind the response. The reader has taken the response for a duty at all times before the condition
    comes, and in a long sentence it is not clear how much of the response it limits.

    Fix: move the condition in front of the response.
    Silent: on *before*, *until* and *unless*, on *only when* and *even if*, on the start of a time bound ("within 2 s after the
        stop command"), and on clauses that say which thing is meant ("the place where the parcel was left").
    Poor: The feeder shall stop {when the hopper is empty}.
    Poor: The archive shall delete the draft {once the final version is signed}.
    Poor (ears): THE modem SHALL dial the backup number {IF the main line is down}.
    Good: When the hopper is empty, the feeder shall stop.
    Good: The oven shall hold 180 °C ± 2 K until the timer ends.
    Good: The map shall show the place where the parcel was left.
    """
    trailing = [each for each in statement.conditions if not each.leading and _counts(statement, each)]
    for condition in trailing:
        clause = condition.span.of(statement.text)
        yield Finding(
            "FRM005",
            condition.span,
            f"“{clause}” comes after what it limits, so the response reads as a duty at all times: move it to the front.",
            fixes=_fixes(statement, condition) if len(trailing) == 1 else (),
        )


@cache
def _words(name: str) -> frozenset[str]:
    data = tomllib.loads(files(__package__).joinpath("condition_after_response.toml").read_text("utf-8"))
    return frozenset(data[name])


def _counts(statement: Analysis, condition: Condition) -> bool:
    """Whether a trailing clause limits the response of its sentence."""
    parse, keyword = statement.parse, condition.keyword.of(statement.text).lower()
    first = parse.at(condition.keyword.start)
    if (
        first is None
        or keyword not in _words("keywords")
        or any(aside.start < condition.keyword.start < aside.end for aside in statement.asides)
    ):
        return False
    words, before = parse.between(*condition.span)[len(keyword.split()) :], parse.tokens[first - 1]
    if (
        not words
        or "<" in condition.span.of(statement.text)
        or _opens_clause(parse.tokens[:first])
        or before.lower in _words("limiting")
        or before.text in {"—", "–", "(", ":", ";"}
    ):
        return False
    if words[0].lower in _words("escapes") and len(words) == 1:
        return False
    if not _limits_response(statement, first):
        return False
    return _is_condition(statement, keyword, words, before)


def _is_condition(statement: Analysis, keyword: str, words: list[Token], before: Token) -> bool:
    """What the keyword itself can mean beside a condition."""
    if keyword in {"while", "whilst"}:
        return (
            before.text != "," and words[0].tag != "VBG" and not (words[0].tag == "RB" and words[1:2] and words[1].tag == "VBG")
        )
    if keyword == "where":
        return names_option(statement.parse, words[0].i - 1, words[-1].i)
    if keyword == "upon":
        return before.lemma.lower() not in _words("with_upon") and words[0].tag not in {"PRP", "WDT", "CC"}
    if keyword == "after":
        return before.lemma.lower() not in _words("times") and not any(word.pos == "NUM" for word in words)
    return before.lemma.lower() not in _words("telling")


def _opens_clause(before: Sequence[Token]) -> bool:
    """Whether a clause of its own begins at the keyword: “…, and, if needed, a second lamp”, “that, when …”."""
    return len(before) > 1 and before[-1].text == "," and before[-2].lower in {"and", "or", "but", "that", "which", "who"}


def _limits_response(statement: Analysis, first: int) -> bool:
    """Whether the clause hangs on a main verb, or on something below it that is no clause of its own."""
    parse = statement.parse
    start = parse.tokens[first].start
    above = [token for token in parse.above(first) if token.i < first]
    verbs = {verb for predicate in statement.predicates for verb in (predicate.verb, *predicate.actions) if verb < first}
    sentence = next((span for span in statement.sentences if span.start <= start < span.end), None)
    inside = [verb for verb in verbs if sentence is None or sentence.start <= parse.tokens[verb].start < sentence.end]
    if not inside or not above:
        return False
    path = [token for token in above if token.i not in verbs]
    limited = any(child.lower == "only" and child.i < first for token in above for child in statement.children[token.i])
    return not limited and not any(token.dep in {"relcl", "csubj"} or _is_content(statement, token) for token in path)


def _is_content(statement: Analysis, verb: Token) -> bool:
    """Whether a verb's clause is what another verb says: “ensure that … can”."""
    return verb.dep == "ccomp" and any(child.lower == "that" or child.tag == "MD" for child in statement.children[verb.i])


def _fixes(statement: Analysis, condition: Condition) -> tuple[Fix, ...]:
    """Move the clause in front; safe where it can only belong to the one verb of the sentence."""
    text, span = statement.text, condition.span
    sentence = next(each for each in statement.sentences if each.start <= span.start < each.end)
    predicates = [each for each in statement.predicates if each.group.overlaps(sentence)]
    if len(predicates) != 1 or predicates[0].subject is None or predicates[0].subject.start != sentence.start:
        return ()
    if text[span.end : sentence.end].strip(" .") or _has_pronoun(statement, span) or not _is_whole(statement, condition):
        return ()
    start = span.start - (2 if text[: span.start].endswith(", ") else 1)
    first = statement.parse.between(*sentence)[0]
    begins = text[first.start : first.start + 1]
    if first.pos not in {"PROPN", "X"} and first.text[1:] == first.text[1:].lower() and first.text != "I":
        begins = begins.lower()
    clause = capitalised(span.of(text)) + (", THEN " if condition.keyword.of(text) == "IF" else ", ")
    moved = (Edit(sentence.start, sentence.start, clause), Edit(start, span.end, ""))
    small = (Edit(first.start, first.start + 1, begins),) if begins != text[first.start] else ()
    return (Fix("Move the condition in front", moved + small, safe=_is_unambiguous(statement, predicates[0], condition)),)


def _is_unambiguous(statement: Analysis, predicate: Predicate, condition: Condition) -> bool:
    """One verb, one condition, no “and” or “or” in the response, and no further verb that the clause could belong to."""
    between = [token for token in statement.tokens if predicate.group.end <= token.start < condition.span.start]
    joined = any(token.dep in {"cc", "conj"} or is_verb(token) or token.text == "," for token in between)
    return len(statement.conditions) == 1 and predicate.modal is not None and not joined


def _is_whole(statement: Analysis, condition: Condition) -> bool:
    """A clause with a subject and a verb of its own, or a phrase with a noun: in front, “when run at night” would be an open
    participle."""
    if condition.keyword.of(statement.text).lower() in {"upon", "after", "in case", "in the case", "in the event"}:
        return True
    words = statement.parse.between(*condition.span)
    return any(is_verb(token) and statement.parse.subject(token.i) is not None for token in words)


def _has_pronoun(statement: Analysis, span: Span) -> bool:
    """A pronoun that would lose the noun in front of it."""
    return any(
        token.tag in {"PRP", "PRP$"} or token.lower in {"this", "these", "those"} for token in statement.parse.between(*span)
    )
