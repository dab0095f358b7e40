"""FRM007: a condition that is no clause."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from shallcheck.language.analysis import Analysis, Token
from shallcheck.language.conditions import Condition
from shallcheck.language.predicates import Predicate
from shallcheck.language.subjects import SubjectClass, members
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.rules.registry import OBLIGATIONS, Test, rule

_ACT = re.compile(r"(?:ation|ition|ssion|sment|ement|ance|ysis)$")
_NOMINAL = frozenset({"NOUN", "PROPN", "NUM", "X", "SYM"})


@rule(
    "FRM007",
    "incomplete-condition",
    test=Test.FORM,
    severity=Severity.WARNING,
    sources=("Paska: incomplete condition", "EARS (Mavin et al.)"),
    applies_to=OBLIGATIONS,
    needs_parse=True,
)
def incomplete_condition(statement: Analysis) -> Iterator[Finding]:
    """A condition without a verb, or with a participle whose doer is not named. “When error” can mean that an error occurs, is
    reported or lasts, and “when opening the valve” does not say who opens it, so builder and tester watch for different moments.

    Fix: write a whole clause: who does what, or what is how.
    Silent: where the condition and the main clause have one subject (“When displaying a price, the shop shall …”, “If
        disconnected, the pump shall …”), and on events named behind *upon*, *in case of*, *after* or *during*.
    Poor: {When error}, the controller shall halt within 1 s.
    Poor: {When opening the valve}, the pressure shall stay below 5 bar.
    Poor (ears): {IF sensor fault}, THEN THE controller SHALL open the relay.
    Good: When an error occurs, the controller shall halt within 1 s.
    Good: When displaying a price, the shop shall use the currency of the account.
    Good: In case of a failure of the fan, the controller shall open the relay.
    """
    for condition in statement.conditions:
        keyword = condition.keyword.of(statement.text).lower()
        if keyword not in _words("keywords") | _words("prepositions"):
            continue
        words = [
            token
            for token in statement.parse.between(*condition.span)
            if token.start >= condition.keyword.end and token.pos not in {"PUNCT", "SPACE"}
        ]
        gerund = bool(words) and words[0].tag == "VBG"
        if (keyword in _words("prepositions") and not gerund) or (because := _fault(statement, condition, words)) is None:
            continue
        clause = condition.span.of(statement.text)
        yield Finding("FRM007", condition.span, f"“{clause}” {because}", fixes=_fixes(condition, words))


@cache
def _words(name: str) -> frozenset[str]:
    data = tomllib.loads(files(__package__).joinpath("incomplete_condition.toml").read_text("utf-8"))
    return frozenset(data[name])


def _fault(statement: Analysis, condition: Condition, words: list[Token]) -> str | None:
    if not words:
        return "names no condition: say what must be so." if condition.leading else None
    if _stands_for_sentence(statement, condition, words) or any(_is_finite(statement, token) for token in words):
        return None
    first = next((token for token in words if token.tag not in {"RB", "RBR", "CC"}), words[0])
    if first.tag == "VBG" and not _modifies(statement, first, words):
        return _dangling(statement, condition, first)
    if first.tag in {"VBN", "VBD"} and not _modifies(statement, first, words):
        return _open_participle(statement, condition, first)
    if first.pos == "ADP" or not _holds_noun(words, first):
        return None
    return "has no verb, so it can be read in several ways: say what happens, or what is so."


def _stands_for_sentence(statement: Analysis, condition: Condition, words: list[Token]) -> bool:
    """Whether the words are more or other than a clause: “if so”, “once per day”, “if T < LO”, or cut off by the parse."""
    if words[0].lower.strip("'\"“”‘’") in _words("elliptic") or any(
        token.pos == "SYM" or token.text in {"<", ">", "=", "≤", "≥"} for token in words
    ):
        return True
    if len(words) == 1 and words[0].lower in _words("lone"):
        return True
    if statement.text[: condition.span.start].rstrip().lower().endswith(" as"):
        return True
    following = statement.text[condition.span.end :].lstrip()
    return not condition.leading and ((len(words) == 1 and words[0].text.isupper()) or following[:1].isalnum())


def _holds_noun(words: list[Token], first: Token) -> bool:
    """Whether a noun is what the clause names, rather than what an adjective needs: “invalid password”, “relevant to it”."""
    nominal = [token for token in words if token.pos in _NOMINAL and token.lower not in _words("elliptic")]
    if not nominal or (words[-1].tag == "VBN" and any(token.text == "-" for token in words)):
        return False
    return first.pos != "ADJ" or not any(token.pos in {"ADP", "CCONJ"} for token in words if token.i < nominal[0].i)


def _is_finite(statement: Analysis, token: Token) -> bool:
    before = statement.tokens[token.i - 1] if token.i else token
    return (
        token.tag in {"VBZ", "VBP", "MD"}
        or token.pos == "AUX"
        or _has_subject(statement, token)
        or (token.tag == "VB" and before.pos in {"NOUN", "PROPN", "PRON"})
        or (token.tag == "NNS" and before.pos in {"NOUN", "PROPN", "PRON", "ADP"} and token.lemma.lower() not in _words("events"))
    )


def _has_subject(statement: Analysis, token: Token) -> bool:
    """A verb of any form with a subject in front of it: “when the user pressed Stop”."""
    return token.tag.startswith("VB") and statement.parse.subject(token.i) is not None


def _modifies(statement: Analysis, token: Token, words: list[Token]) -> bool:
    if token.tag == "VBG" and token.i == words[0].i and token.lower not in _words("adjectives"):
        return False
    head = statement.tokens[token.head]
    return token.dep in {"amod", "compound", "nsubj"} and head.i > token.i and head.i <= words[-1].i


def _main(statement: Analysis, condition: Condition) -> Predicate | None:
    """The main clause that a leading condition belongs to."""
    if not condition.leading:
        return None
    return next((each for each in statement.predicates if each.group.start >= condition.span.end), None)


def _dangling(statement: Analysis, condition: Condition, verb: Token) -> str | None:
    """A gerund whose doer cannot be the subject of the main clause."""
    main = _main(statement, condition)
    if main is None:
        return None
    found = members(statement.parse, main)
    if any(member.kind is SubjectClass.PERSON for member in found):
        return None
    has_object = statement.parse.child(verb.i, "dobj") is not None
    owned = main.subject is not None and any(token.tag == "PRP$" for token in statement.parse.between(*main.subject))
    still = statement.tokens[main.verb].lemma.lower() in _words("stative") and not statement.capabilities
    passive = main.passive and main.agent is None
    lifeless = any(member.kind is SubjectClass.INFORMATION or _is_shown(statement, member.head) for member in found)
    act = any(_is_act(statement, member.head) for member in found)
    if owned or act or _is_deed(statement, verb) or (has_object and (passive or still or lifeless)):
        return f"does not say who is {verb.lower}, and the subject of the main clause can hardly be: name the doer."
    return None


def _is_deed(statement: Analysis, verb: Token) -> bool:
    """Whether a gerund says what people do to a machine."""
    thing = statement.parse.child(verb.i, "dobj")
    lemma = verb.lemma.lower()
    handled = thing is not None and thing.lemma.lower() in _words("handled")
    return lemma in _words("deeds") or (lemma in _words("handling") and handled)


def _is_act(statement: Analysis, head: int) -> bool:
    """A noun made of a verb, such as “assessment”: it is done and does nothing."""
    lemma = statement.tokens[head].lemma.lower()
    return _ACT.search(lemma) is not None and lemma not in _words("no_acts")


def _is_shown(statement: Analysis, head: int) -> bool:
    return statement.tokens[head].lemma.lower() in _words("shown")


def _open_participle(statement: Analysis, condition: Condition, participle: Token) -> str | None:
    """A participle that says something of an act or a function, which the main clause does not have for its subject."""
    main = _main(statement, condition)
    if main is None or main.passive:
        return None
    lemma = participle.lemma.lower()
    lifeless = any(member.kind is SubjectClass.INFORMATION for member in members(statement.parse, main))
    if lemma in _words("of_acts") or (lifeless and lemma in _words("of_functions")):
        return f"does not say what is {participle.lower}, and the subject of the main clause is not: name it."
    return None


def _fixes(condition: Condition, words: list[Token]) -> tuple[Fix, ...]:
    """A placeholder for what is missing."""
    end = condition.span.end
    if not words:
        return (Fix("Say what must be so", (Edit(end, end, " <condition>"),)),)
    if words[0].tag in {"VBG", "VBN", "VBD"}:
        start = words[0].start
        return (Fix("Name the subject", (Edit(start, start, "<actor> is "),)),)
    return (Fix("Say what happens", (Edit(end, end, " <event>"),)),)
