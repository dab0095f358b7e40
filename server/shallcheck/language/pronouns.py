"""Pronouns that stand for a noun, each with the nouns before it that it could mean."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from shallcheck.language.antecedents import candidates, preferred
from shallcheck.language.tokens import SUBJECTS, Parse, Token
from shallcheck.model.place import Span

_SINGULAR = frozenset({"it", "its"})
_PLURAL = frozenset({"they", "them", "their", "theirs"})
_POINTING = {"this": False, "that": False, "these": True, "those": True}
_PRONOUNS = _SINGULAR | _PLURAL | frozenset(_POINTING) | {"which"}
_BEFORE_THAT = frozenset({"WRB", "IN", ",", ":", "."})
"""A “that” behind anything else opens a clause."""
_DETERMINED = frozenset({"of", "who", "which", "that", "with", "in", "on", "at", "for", "from"})


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A pronoun that stands for a noun. `candidates` are the heads of the noun phrases that it could mean, in text order."""

    token: int
    plural: bool
    pointing: bool
    """“this”, “that”, “these”, “those” standing alone."""
    opening: bool
    """It opens its sentence."""
    candidates: tuple[int, ...]


def pronouns(parse: Parse, sentences: Sequence[Span]) -> tuple[Pronoun, ...]:
    """Every pronoun in text order, without those that stand for a clause to come (“it shall be possible to …”) or for nothing
    (“it is raining”)."""
    found: list[Pronoun] = []
    if parse.words.isdisjoint(_PRONOUNS):
        return ()
    for token in parse.tokens:
        if token.lower not in _PRONOUNS:
            continue
        pronoun = _pronoun(parse, token, sentences)
        if pronoun is not None:
            found.append(_as_before(parse, pronoun, found, sentences))
    return tuple(found)


def _as_before(parse: Parse, pronoun: Pronoun, earlier: Sequence[Pronoun], sentences: Sequence[Span]) -> Pronoun:
    """A later pronoun of one number means in its sentence what an earlier one does."""
    start = next(span.start for span in sentences if span.start <= parse.tokens[pronoun.token].start < span.end)
    for other in earlier:
        same = (other.plural, other.pointing) == (pronoun.plural, pronoun.pointing)
        owns = parse.tokens[other.token].dep == "poss" and parse.tokens[pronoun.token].dep != "poss"
        if same and not owns and parse.tokens[other.token].start >= start and len(pronoun.candidates) > 1:
            return replace(pronoun, candidates=other.candidates)
    return pronoun


@cache
def _words(name: str) -> frozenset[str]:
    data = tomllib.loads(files("shallcheck.language").joinpath("pronouns.toml").read_text("utf-8"))
    return frozenset(data[name])


def _pronoun(parse: Parse, token: Token, sentences: Sequence[Span]) -> Pronoun | None:
    sentence = next((span for span in sentences if span.start <= token.start < span.end), None)
    if sentence is None:
        return None
    opening = not any(letter.isalnum() for other in parse.between(sentence.start, token.start) for letter in other.text)
    if token.lower in _POINTING:
        if not _stands_alone(parse, token):
            return None
        plural = _POINTING[token.lower]
        found = candidates(parse, token, plural, sentences)
        return Pronoun(token.i, plural, True, opening, found)
    if token.lower == "which" and opening and token.dep in SUBJECTS and parse.tokens[-1].text != "?":
        return Pronoun(token.i, False, True, True, ())
    if token.lower not in _SINGULAR | _PLURAL or token.text in {"IT", "ITS"} or _is_expletive(parse, token):
        return None
    plural = token.lower in _PLURAL
    found = candidates(parse, token, plural, sentences)
    return Pronoun(token.i, plural, False, opening, preferred(parse, token, found, sentence))


def _stands_alone(parse: Parse, token: Token) -> bool:
    """A demonstrative with no noun of its own: not “this request”, nor “those of”, nor the “that” of a clause."""
    if token.tag not in {"DT", "PRP", "NN"} or token.dep not in {"nsubj", "nsubjpass", "dobj", "pobj", "attr"}:
        return False
    if token.lower == "that" and token.i and parse.tokens[token.i - 1].tag not in _BEFORE_THAT:
        return False
    following = parse.tokens[token.i + 1] if token.i + 1 < len(parse.tokens) else None
    if following is not None and (
        (following.lower in _DETERMINED and token.lower in {"that", "those"}) or following.tag == "VBN"
    ):
        return False
    return (
        not (following is not None and following.pos in {"NOUN", "PROPN", "ADJ", "NUM"} and following.head != token.head)
        and not (parse.children[token.i])
    )


def _is_expletive(parse: Parse, token: Token) -> bool:
    """“it shall be possible to”, “it is raining”, “make it possible to”: stands for no noun."""
    if token.lower != "it":
        return False
    if token.dep == "expl":
        return True
    head = parse.tokens[token.head]
    words = [*parse.children[head.i], head]
    lemmas = {word.lemma.lower() for word in words if word.i > token.i} | {word.lower for word in words if word.i > token.i}
    if (
        token.dep in {"nsubj", "nsubjpass"}
        and (lemmas & _words("ambience"))
        and (head.lemma.lower() in {"be", *_words("ambience")})
    ):
        return True
    if lemmas & _words("of_clause"):
        behind = [word.lower for word in parse.tokens[token.i + 1 : token.i + 14]]
        return any(word in {"to", "that", "whether", "if", "how", "for"} for word in behind)
    return _is_placeholder(parse, token) or (
        token.dep in {"nsubj", "nsubjpass"} and _says_clause(parse, head, token.dep == "nsubjpass")
    )


def _is_placeholder(parse: Parse, token: Token) -> bool:
    """“make it very unlikely that”, “it takes 2 s to”, “it must be clarified which”, “it is the task of the crew to”."""
    behind = parse.tokens[token.i + 1 : token.i + 12]
    words = [word.lower for word in behind]
    head = parse.tokens[token.head]
    adjective = next((k for k, word in enumerate(behind[:4]) if word.pos not in {"ADV"}), 0)
    if behind and behind[adjective].pos == "ADJ" and {"to", "that"} & set(words[adjective + 1 : adjective + 3]):
        return True
    if head.lemma.lower() == "take" and "to" in words:
        return True
    if token.dep == "nsubjpass" and any(word in {"which", "how", "who", "what", "whether"} for word in words[:7]):
        return True
    attribute = parse.child(head.i, "attr")
    return attribute is not None and attribute.lemma.lower() in _words("tasks") and bool({"to", "that"} & set(words))


def _says_clause(parse: Parse, verb: Token, passive: bool) -> bool:
    """“it is a goal that …”, “it has been decided that …”; not “… so that …”."""
    if not passive and (verb.lemma.lower() != "be" or parse.child(verb.i, "attr") is None):
        return False
    below = [parse.tokens[i] for i in parse.below(verb.i) if i > verb.i]
    return any(
        token.lower in {"that", "whether"} and token.dep == "mark" and parse.tokens[token.i - 1].lower not in {"so", "such"}
        for token in below
    )
