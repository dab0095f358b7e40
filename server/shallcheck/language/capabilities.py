"""“be able to”, “provide the ability to”, “allow … to”: a verb wrapped in the ability to do it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from shallcheck.language.predicates import Predicate
from shallcheck.language.tokens import Parse, Token, is_verb
from shallcheck.model.place import Span


@dataclass(frozen=True, slots=True)
class Capability:
    """The wrapping words and the first verb inside."""

    span: Span
    """“be able to”, “provide the ability to”, “the ability to” (behind a recipient), or the permitting verb."""
    verb: int
    """Token index of the verb inside."""
    permits: bool
    """An “allow somebody to …”."""
    recipient: bool
    """Somebody is named who is given the ability."""


@cache
def _words() -> dict[str, frozenset[str]]:
    data = tomllib.loads(files("shallcheck.language").joinpath("capabilities.toml").read_text("utf-8"))
    return {name: frozenset(words) for name, words in data.items()}


def capabilities(parse: Parse, predicates: Sequence[Predicate]) -> tuple[Capability, ...]:
    """The capability wrapped around each main verb and each verb coordinated with it, in text order."""
    found = (_capability(parse, verb) for predicate in predicates for verb in predicate.actions)
    return tuple(capability for capability in found if capability is not None)


def _capability(parse: Parse, verb: int) -> Capability | None:
    token, words = parse.tokens[verb], _words()
    lemma = token.lemma.lower()
    if lemma == "be":
        return _adjective(parse, token)
    if lemma in words["permitting"]:
        return _permission(parse, token)
    if token.lower in words["making"]:
        return _making(parse, token)
    if lemma in words["giving"]:
        return _noun(parse, token) or _made_possible(parse, token)
    return None


def _adjective(parse: Parse, be: Token) -> Capability | None:
    """be able to, be capable of, be possible (for somebody) to, be in a position to."""
    for token in parse.tokens[be.i + 1 : be.i + 5]:
        if token.lower in _words()["adjectives"] or token.lower == "position":
            return _behind(parse, be.i, token.i)
        if token.tag not in {"RB", "DT", "IN"}:
            return None
    return None


def _behind(parse: Parse, first: int, last: int) -> Capability | None:
    """“to” + infinitive or “of” + gerund behind `last`, perhaps behind “for somebody”."""
    tokens = parse.tokens
    i = last + 1
    while i < len(tokens) and tokens[i].tag == "RB":
        i += 1
    if i >= len(tokens):
        return None
    if (verb := _inner_verb(parse, i)) is not None:
        return Capability(parse.span(first, i), verb, False, False)
    if tokens[i].lower == "for":
        to = next((token.i for token in tokens[i : i + 14] if token.lower == "to" and token.tag == "TO"), None)
        if to is not None and to + 1 < len(tokens):
            verb = _inner_verb(parse, to) or to + 1
            return Capability(parse.span(first, last), verb, False, True)
    return None


def _inner_verb(parse: Parse, i: int) -> int | None:
    """The verb behind “to”, or the gerund behind “of” or “for”, that begins at token `i`."""
    tokens, link = parse.tokens, parse.tokens[i].lower
    j = i + 1
    while j < len(tokens) and tokens[j].tag == "RB":
        j += 1
    if j >= len(tokens):
        return None
    if link == "to" and is_verb(tokens[j]) and tokens[j].tag in {"VB", "VBP"}:
        return _behind_auxiliary(parse, j)
    return _behind_auxiliary(parse, j) if link in {"of", "for"} and tokens[j].tag == "VBG" else None


def _behind_auxiliary(parse: Parse, verb: int) -> int:
    token = parse.tokens[verb]
    return token.head if token.dep in {"aux", "auxpass"} and token.head > verb else verb


def _permission(parse: Parse, verb: Token) -> Capability | None:
    """allow the user to view, let the user view."""
    for child in parse.children[verb.i]:
        if child.i > verb.i and child.dep in {"ccomp", "xcomp"} and child.tag == "VB":
            return Capability(verb.span, child.i, True, True)
    return None


def _making(parse: Parse, participle: Token) -> Capability | None:
    """be designed to survive, be designed in such a way as to, be designed in a way that."""
    tokens, i = parse.tokens, participle.i
    be = parse.child(i, "auxpass")
    first = be.i if be else i
    words = [token.lower for token in tokens[i + 1 : i + 7]]
    if words[:1] == ["to"]:
        verb = _inner_verb(parse, i + 1)
        return Capability(parse.span(first, i + 1), verb, False, False) if verb is not None else None
    for length, phrase in _MANNERS:
        if words[:length] == phrase:
            inner = _inner_verb(parse, i + length) if phrase[-1] == "to" else None
            return Capability(parse.span(first, i + length), i if inner is None else inner, False, False)
    return None


_MANNERS = tuple(
    (len(words), words)
    for phrase in (
        "in such a way as to",
        "in such a way that",
        "in a way that",
        "in a manner that",
        "so as to",
        "such that",
        "so that",
    )
    for words in [phrase.split()]
)


def _noun(parse: Parse, verb: Token) -> Capability | None:
    """provide the ability to, give users the option to, provide staff with the possibility of."""
    words = _words()
    for token in parse.tokens[verb.i + 1 :]:
        if token.tag in {"MD", "WDT", "WP", "WRB"} or token.text in {";", ".", ":"} or token.tag in {"VBZ", "VBP"}:
            return None
        if token.lemma.lower() in words["nouns"] or token.lower in words["nouns"]:
            return _noun_at(parse, verb, token)
    return None


def _noun_at(parse: Parse, verb: Token, noun: Token) -> Capability | None:
    """The ability must be what is given: the verb's object, or behind its “with”."""
    direct = parse.tokens[noun.head].i == verb.i and noun.dep in {"dobj", "attr", "oprd"}
    left = min([noun.i, *(child.i for child in parse.children[noun.i] if child.i < noun.i)])
    adjacent = left == verb.i + 1
    behind_with = parse.tokens[left - 1].lower == "with" or (left == verb.i + 2 and parse.tokens[left - 1].lower == "for")
    if not (direct or adjacent or behind_with):
        return None
    link = noun.i + 1
    if noun.tag == "NNS" and noun.lemma.lower() in {"option", "way", "choice"}:
        return None
    if link < len(parse.tokens) and parse.tokens[link].lower in _words()["links"]:
        link += 1
    found = _behind(parse, verb.i if adjacent else left, link - 1)
    if (
        found is not None
        and parse.tokens[link].lower == "for"
        and noun.lemma.lower() not in _words()["nouns_for"]
        and not found.recipient
    ):
        return None
    if found is None or adjacent:
        return found
    return Capability(found.span, found.verb, False, True)


def _made_possible(parse: Parse, verb: Token) -> Capability | None:
    """make it possible (for somebody) to."""
    words = parse.tokens[verb.i + 1 : verb.i + 3]
    if verb.lemma.lower() != "make" or [token.lower for token in words] != ["it", "possible"]:
        return None
    return _behind(parse, verb.i, words[1].i)
