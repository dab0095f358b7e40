"""VER004: a main verb that names no behaviour that could be observed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from shallcheck.language.analysis import MASK, Analysis, Token
from shallcheck.language.predicates import coordinated
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.place import Span
from shallcheck.rules.registry import OBLIGATIONS, Test, rule


@rule(
    "VER004",
    "imprecise-verb",
    test=Test.VERIFIABLE,
    severity=Severity.INFORMATION,
    sources=("INCOSE GtWR R3", "Paska: not precise verb"),
    applies_to=OBLIGATIONS,
    needs_parse=True,
)
def imprecise_verb(statement: Analysis) -> Iterator[Finding]:
    """A main verb that names no observable behaviour, such as *support*, *handle*, *manage* or *ensure*. Whatever the builder
    does can be called that, so no test can fail.

    Fix: say what can be seen from outside: *reject*, *store*, *display*, *send*, *convert*.
    Silent: where the object is a named thing whose presence can be checked ("support TLS 1.3"), and on "ensure that" with a
        state.
    Poor: The mail gateway shall {handle} messages without a sender.
    Poor: The tractor terminal shall {support} several implements.
    Poor (must): The booking service MUST {manage} cancellations.
    Good: The mail gateway shall reject each message without a sender.
    Good: The browser shall support TLS 1.3.
    Good: When a guest cancels a booking, the booking service shall release the room.
    """
    for verb in _main_verbs(statement):
        phrase = _phrase(statement, verb)
        if phrase is None:
            continue
        key, span = phrase
        if _is_precise(statement, verb, key):
            continue
        words = span.of(statement.text)
        yield Finding(
            "VER004",
            span,
            f"“{words}” leaves open {_data()['verbs'][key]}, so no test can fail: use a verb for what can be observed.",
            fixes=(Fix("Name the observable action", (Edit(span.start, span.end, "<observable verb>"),)),)
            if statement.tokens[verb].tag == "VB"
            else (),
        )


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("shallcheck.rules.verifiable").joinpath("imprecise_verb.toml").read_text("utf-8"))


@cache
def _phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    """The verbs and phrases as words by their first, the longest first."""
    phrases = sorted((tuple(key.split()) for key in _data()["verbs"]), key=len, reverse=True)
    return {first: tuple(words for words in phrases if words[0] == first) for first in {words[0] for words in phrases}}


def _main_verbs(statement: Analysis) -> list[int]:
    """Every main verb, and the verbs inside “be able to” (but not those that a user is allowed to do)."""
    verbs = [verb for predicate in statement.obligations for verb in predicate.actions]
    for capability in statement.capabilities:
        if not capability.permits and not capability.recipient:
            verbs += coordinated(statement.parse, capability.verb)
    return sorted(set(verbs))


def _phrase(statement: Analysis, verb: int) -> tuple[str, Span] | None:
    """The entry of the list that begins at this verb, with the words that it covers."""
    tokens = statement.tokens
    lemma = tokens[verb].lemma.lower()
    for words in _phrases().get(lemma, ()):
        following = tuple(token.lower for token in tokens[verb + 1 : verb + len(words)])
        if following == words[1:]:
            return " ".join(words), statement.parse.span(verb, verb + len(words) - 1)
    return None


def _is_precise(statement: Analysis, verb: int, key: str) -> bool:
    """Whether what follows the verb makes it observable after all."""
    classes = _data()["classes"]
    parse = statement.parse
    if key in classes["needs_clause"]:
        if parse.child(verb, "nsubjpass", "auxpass") is not None:
            return True
        clause = next((child for child in parse.children[verb] if child.dep in {"ccomp", "advcl"} and child.i > verb), None)
        return (
            clause is not None or parse.tokens[verb + 1 : verb + 2][0].lower == "that" if verb + 1 < len(parse.tokens) else False
        )
    if key in classes["active_only"] and parse.child(verb, "auxpass") is not None:
        return True
    target = _object(statement, verb)
    if key in classes["permitting"] and parse.child(verb, "nsubjpass", "auxpass") is not None:
        return True
    if key in classes["permitting"]:
        infinitive = any(child.dep in {"ccomp", "xcomp"} and child.i > verb for child in parse.children[verb])
        return key == "enable" and not infinitive and (target is None or not _is_doing(target))
    return key in classes["inspectable"] and target is not None and _is_named(statement, verb, target)


def _object(statement: Analysis, verb: int) -> Token | None:
    return statement.parse.child(verb, "dobj") or statement.parse.child(verb, "nsubjpass")


def _is_doing(noun: Token) -> bool:
    return noun.lower.endswith(tuple(_data()["classes"]["doing_endings"])) or noun.tag == "VBG"


def _is_named(statement: Analysis, verb: int, target: Token) -> bool:
    """Whether the object's phrase holds a name, a code, a version, or a closed list behind a colon."""
    if "following" in {child.lower for child in statement.children[target.i]}:
        return True
    if target.tag in {"VBG"}:
        return False
    end = next(
        (token.i for token in statement.tokens[target.i + 1 :] if token.tag in {"WDT", "WP", "VBN", "VBG", "IN", "TO"}),
        len(statement.tokens),
    )
    phrase = statement.tokens[verb + 1 : max(end, target.i + 1)]
    return any(_names(statement, token) for token in phrase)


def _names(statement: Analysis, token: Token) -> bool:
    """A name, a code or a version; a plural acronym (“UAVs”) only counts things of a kind."""
    if statement.masked[token.start] == MASK or token.text.startswith("--") or (token.pos == "NUM" and "." in token.text):
        return True
    if token.text.endswith("s") and token.text[:-1].isupper():
        return False
    return (token.pos == "PROPN" and token.text[:1].isupper()) or (
        len(token.text) > 1 and token.text.isupper() and token.pos in {"NOUN", "PROPN", "X"}
    )
