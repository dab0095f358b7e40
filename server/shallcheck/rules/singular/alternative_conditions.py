"""SNG005: two triggers or states in one condition."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from shallcheck.language.analysis import Analysis, Token
from shallcheck.language.conditions import Condition, keyword_at
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.place import Span
from shallcheck.rules.registry import OBLIGATIONS, Test, rule
from shallcheck.rules.rewriting import capitalised

_TITLE = "Split into one requirement each"
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})


class _Alternative(NamedTuple):
    """The words behind an “or”, and where what they replace begins in front of it (None: the whole clause behind the keyword)."""

    joint: Token
    words: list[Token]
    replaces: int | None


@rule(
    "SNG005",
    "alternative-conditions",
    test=Test.SINGULAR,
    severity=Severity.INFORMATION,
    sources=("Paska: multiple conditions", "INCOSE GtWR R18"),
    applies_to=OBLIGATIONS,
    needs_parse=True,
)
def alternative_conditions(statement: Analysis) -> Iterator[Finding]:
    """Two triggers or states joined by *or* in one condition. Each needs a test of its own, and one verdict for both hides
    the one that nobody has tried.

    Fix: split it, one requirement for each trigger or state, with the same response.
    Silent: on *or* between values of one test (“4 or 5 digits”, “30 kt or less”, “red or green”).
    Poor: If the temperature exceeds 80 °C {or the fan stops}, the controller shall open the relay.
    Poor: While the train is braking {or accelerating}, the toilet door shall stay locked.
    Poor (ears): WHEN the timer ends {OR the cook presses Stop}, THE oven SHALL switch off the heater.
    Good: If the code has 4 or 5 digits, the lock shall accept it.
    Good: While the wind speed is 30 kt or less, the crane shall lift up to 3 t.
    Good: When the visitor selects red or green, the lamp shall take that colour within 1 s.
    """
    for condition in statement.conditions:
        found = list(_alternatives(statement, condition))
        if found:
            fixes = _fixes(statement, condition, found[0]) if len(found) == 1 else ()
            yield _finding(statement, Span(found[0].joint.start, found[-1].words[-1].end), fixes)
    for first, second in pairwise(statement.conditions):
        gap = statement.text[first.span.end : second.span.start]
        last = statement.parse.between(*first.span)[-1]
        if gap.strip(" ,").lower() == "or" and last.pos != "ADP":
            start = second.span.start - len(gap) + gap.lower().index("or")
            yield _finding(statement, Span(start, second.span.end), _split(statement, first, second))


def _finding(statement: Analysis, span: Span, fixes: tuple[Fix, ...]) -> Finding:
    words = span.of(statement.text)
    return Finding(
        "SNG005", span, f"“{words}” is a second condition for one response, and each needs a test of its own: split.", fixes=fixes
    )


@cache
def _data(name: str) -> frozenset[str]:
    data = tomllib.loads(files(__package__).joinpath("alternative_conditions.toml").read_text("utf-8"))
    return frozenset(data[name])


def _alternatives(statement: Analysis, condition: Condition) -> Iterator[_Alternative]:
    tokens = statement.parse.between(*condition.span)
    joints = [k for k, token in enumerate(tokens) if token.lower == "or" and not statement.parse.parenthesised(token.i)]
    for n, k in enumerate(joints):
        stop = joints[n + 1] if n + 1 < len(joints) else len(tokens)
        right = _until_border(statement, tokens[k + 1 : stop])
        left = [token for token in tokens[:k] if token.start >= condition.keyword.end]
        if right and left and (found := _alternative(statement, condition, tokens[k], left, right)) is not None:
            yield found


def _until_border(statement: Analysis, tokens: list[Token]) -> list[Token]:
    """The words up to an “and”, a comma, or a clause of their own."""
    for k, token in enumerate(tokens):
        if token.text in {",", ";", "("} or token.lower == "and" or (k and keyword_at(statement.parse, token.i)):
            return tokens[:k]
    return tokens


def _alternative(
    statement: Analysis, condition: Condition, joint: Token, left: list[Token], right: list[Token]
) -> _Alternative | None:
    first = next((token for token in right if token.tag != "RB" and token.lower != "else"), right[0])
    if right[0].lower in _data("bounds") and not any(token.tag in _FINITE | {"VBN"} for token in right):
        return None
    other = _finite(statement, right)
    if other is not None and (found := _second_clause(statement, joint, left, right, other)) is not None:
        return found
    if (twin := _parallel(statement, first, left)) is not None:
        return _Alternative(joint, right, twin.start)
    if _is_event(statement, condition, joint, left, right):
        return _Alternative(joint, right, statement.tokens[statement.parse.phrase(joint.head)[0]].start)
    if left[-1].text == "," and first.pos == "ADP" and any(token.lower == first.lower for token in left):
        return _Alternative(joint, right, None)
    return None


def _finite(statement: Analysis, tokens: list[Token]) -> Token | None:
    """The finite verb of a clause, relative clauses aside."""
    for k, token in enumerate(tokens):
        verb = token.tag in _FINITE or (token.tag == "VB" and k > 0 and tokens[k - 1].pos in {"NOUN", "PROPN"})
        relative = k > 0 and tokens[k - 1].lower in {"that", "which", "who"}
        if verb and not relative and _content(statement, token).dep != "relcl":
            return token
    return None


def _content(statement: Analysis, verb: Token) -> Token:
    head = statement.tokens[verb.head]
    return head if verb.dep in {"aux", "auxpass"} and head.i > verb.i else verb


def _second_clause(statement: Analysis, joint: Token, left: list[Token], right: list[Token], other: Token) -> _Alternative | None:
    """A clause with a verb of its own; it has a subject of its own, or shares the one in front."""
    verb = _finite(statement, left)
    shares = all(token.tag == "RB" for token in right[: right.index(other)])
    if verb is None:
        likely = any(a.pos in {"NOUN", "ADJ"} and b.tag == "NNS" for a, b in pairwise(left))
        return _Alternative(joint, right, None) if likely and not shares and right[0].tag in {"DT", "PRP$"} else None
    if shares and left[-1].i == verb.i and {verb.lemma.lower(), other.lemma.lower()} <= _data("comparing"):
        return None
    return _Alternative(joint, right, verb.start if shares else None)


def _parallel(statement: Analysis, first: Token, left: list[Token]) -> Token | None:
    """The participle or adjective in front that the first word behind “or” stands beside: “void or expired”."""
    gerund = first.tag == "NN" and first.lower.endswith("ing")
    if (first.tag not in {"VBN", "VBD", "VBG", "JJ"} and not gerund) or first.lower in _data("values"):
        return None
    following = statement.tokens[first.i + 1 : first.i + 2]
    if first.tag in {"JJ", "VBN"} and following and following[0].pos in {"NOUN", "PROPN"} and following[0].head >= following[0].i:
        return None
    for token in reversed(left):
        if _same_form(token, first, following):
            return token if token.dep not in {"amod", "compound", "pcomp", "prep"} else None
        if token.pos == "ADJ" and token.dep in {"acomp", "advcl", "ccomp", "conj"} and token.lower not in _data("values"):
            return token
        if token.tag in _FINITE:
            return None
    return None


def _same_form(token: Token, first: Token, following: Sequence[Token]) -> bool:
    """Two participles, or two words in -ing of which the tagger takes one for a noun (“is braking or accelerating”)."""
    if token.tag in {"VBN", "VBD"}:
        return first.tag in {"VBN", "VBD"}
    noun = token.tag == "NN" and not (following and following[0].pos in {"NOUN", "PROPN"})
    return first.lower.endswith("ing") and token.lower.endswith("ing") and (token.tag == "VBG" or noun)


def _is_event(statement: Analysis, condition: Condition, joint: Token, left: list[Token], right: list[Token]) -> bool:
    """Two events named by nouns behind “upon”, “in case of” and their like."""
    if condition.keyword.of(statement.text).lower() not in _data("of_events"):
        return False
    if (
        right[0].tag == "PRP$"
        or any(token.pos == "NUM" for token in [*left, *right])
        or not any(token.pos in {"NOUN", "PROPN"} for token in right)
    ):
        return False
    head = statement.tokens[joint.head]
    governor = statement.tokens[head.head]
    direct = head.dep == "pobj" and governor.start < condition.keyword.end + len(" of") + 1
    return direct and head.start >= condition.keyword.end and head.lower not in _data("values")


def _fixes(statement: Analysis, condition: Condition, alternative: _Alternative) -> tuple[Fix, ...]:
    """One requirement for each alternative; the response and what stands before it is repeated."""
    text = statement.text
    end = alternative.words[-1].end
    if not _may_split(statement, condition) or end != condition.span.end or _shares_object(statement, alternative):
        return ()
    start = alternative.replaces if alternative.replaces is not None else condition.keyword.end
    gap = " " if alternative.replaces is None else ""
    cut = Edit(len(text[: alternative.joint.start].rstrip(" ,")), end, "")
    sibling = text[:start] + gap + Span(alternative.words[0].start, end).of(text) + text[end:]
    return (Fix(_TITLE, (cut,), siblings=(sibling,)),)


def _split(statement: Analysis, first: Condition, second: Condition) -> tuple[Fix, ...]:
    """The same for two clauses with a keyword each."""
    text = statement.text
    if not _may_split(statement, first) or not second.leading:
        return ()
    clause = second.span.of(text)
    clause = capitalised(clause) if text[first.span.start].isupper() else clause
    cut = Edit(first.span.end, second.span.end, "")
    return (Fix(_TITLE, (cut,), siblings=(text[: first.span.start] + clause + text[second.span.end :],)),)


def _may_split(statement: Analysis, condition: Condition) -> bool:
    return condition.leading and len(statement.sentences) == 1 and not statement.lead_in


def _shares_object(statement: Analysis, alternative: _Alternative) -> bool:
    """“creates or updates a row”: the words in front lack what the words behind end with."""
    before = statement.tokens[alternative.joint.i - 1]
    return before.text == "," or (alternative.replaces == before.start and len(alternative.words) > 1)
