"""The words that negate, the verb that each belongs to, and negations of negations."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from shallcheck.language.tokens import Parse, Token, is_verb
from shallcheck.model.place import Span

_WORDS = frozenset({"not", "n't", "never", "no", "none", "neither", "nor", "without", "cannot", "nothing", "nobody"})
_DENYING = _WORDS - {"without", "nor"}
_BOUNDS = frozenset(
    {"more", "less", "fewer", "later", "longer", "greater", "higher", "lower", "sooner", "earlier", "worse", "better"}
)
_JOINTS = frozenset({"and", "or", "but", ",", "/", "whether", "if"})
_BREAKS = frozenset({";", ":", "—", "–", "(", ")"})
_CLAUSES = frozenset({"relcl", "advcl", "parataxis", "csubj", "acl"})
_ATTRIBUTES = frozenset({"acomp", "attr", "oprd", "ccomp", "xcomp", "advmod", "dobj", "neg"})


class Denial(StrEnum):
    """How the second negation is said."""

    WORD = "word"
    """“not leave the shield not locked”."""
    UNLESS = "unless"
    WITHOUT = "without"
    VERB = "verb"
    """“not fail to log”, “not prevent”."""
    QUALITY = "quality"
    """“not be unavailable”."""


@dataclass(frozen=True, slots=True)
class Negation:
    """A negating word. `verb` is the token index of the verb of its clause, None outside any clause."""

    span: Span
    word: str
    verb: int | None


@dataclass(frozen=True, slots=True)
class DoubleNegation:
    """Two negations of one clause. `first` and `last` are token indexes; `last` is the last word of the second negation."""

    denial: Denial
    first: int
    verb: int
    second: int
    last: int


def negations(parse: Parse) -> tuple[Negation, ...]:
    """Every negating word in text order."""
    found = []
    for token in parse.tokens if not parse.words.isdisjoint(_WORDS) else ():
        if token.lower in _WORDS:
            verb = next((above.i for above in parse.above(token.i) if is_verb(above)), None)
            found.append(Negation(token.span, token.lower, verb))
    return tuple(found)


def double_negations(parse: Parse, stretches: Sequence[Span]) -> tuple[DoubleNegation, ...]:
    """The first pair of negations in each clause that has one, in text order. `stretches`: conditions and responses, each read
    alone."""
    found: list[DoubleNegation] = []
    if parse.words.isdisjoint(_DENYING):
        return ()
    for token in parse.tokens:
        if not _denies(parse, token) or any(token.i <= each.last for each in found):
            continue
        verb = _verb(parse, token)
        end = next((span.end for span in stretches if span.start <= token.start < span.end), token.end)
        if verb is not None and (pair := next(_seconds(parse, token, verb, end), None)) is not None:
            found.append(pair)
    return tuple(found)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(tomllib.loads(files("shallcheck.language").joinpath("negation.toml").read_text("utf-8"))[name])


def _denies(parse: Parse, token: Token) -> bool:
    """Whether a word negates its clause: not a bound (“no more than”), a number (“No. 5”), nor half of “not only … but also”."""
    if token.lower not in _DENYING:
        return False
    following = parse.tokens[token.i + 1] if token.i + 1 < len(parse.tokens) else None
    if following is None or following.lower in _BOUNDS | {"only", "just", "necessarily"}:
        return False
    if token.lower in {"no", "not"} and following.text == ".":
        return False
    if token.lower == "no" and (token.tag not in {"DT", "RB"} or following.text[:1].isdigit() or following.lower == "of"):
        return False
    if token.text == "No" and token.i and parse.tokens[token.i - 1].text.isalpha():
        return False
    return not (token.i and parse.tokens[token.i - 1].lower in _JOINTS)


def _verb(parse: Parse, token: Token) -> int | None:
    """The verb whose clause a word negates, or the adjective under “be” that the parser hung it on."""
    head = parse.tokens[token.head]
    if is_verb(head) or head.dep in {"acomp", "ROOT"}:
        return head.i
    return next((above.i for above in parse.above(token.i) if is_verb(above)), None)


def _seconds(parse: Parse, first: Token, verb: int, end: int) -> Iterator[DoubleNegation]:
    yield from _denying_verb(parse, first, verb)
    yield from _denying_quality(parse, first, verb)
    for token in parse.tokens[first.i + 1 :]:
        if token.start >= end or token.text in _BREAKS:
            return
        if token.lower == "unless" and not _modal_between(parse, max(verb, first.i), token.i):
            if not _otherwise(parse, token.i):
                yield DoubleNegation(Denial.UNLESS, first.i, verb, token.i, _last_negation(parse, token.i, end))
            return
        if token.lower == "without" and _in_clause(parse, token, verb):
            yield DoubleNegation(Denial.WITHOUT, first.i, verb, token.i, token.i)
        elif token.lower != "nor" and _denies(parse, token) and _in_clause(parse, token, verb):
            yield DoubleNegation(Denial.WORD, first.i, verb, token.i, token.i)


def _denying_verb(parse: Parse, first: Token, verb: int) -> Iterator[DoubleNegation]:
    """“not fail to”, “not prevent”; “not be prevented from”."""
    token, tokens = parse.tokens[verb], parse.tokens
    if first.i > verb or first.dep not in {"neg", "advmod"}:
        return
    lemma = token.lemma.lower()
    following = tokens[verb + 1].lower if verb + 1 < len(tokens) else ""
    if following == "to" and lemma in _words("verbs_to"):
        yield DoubleNegation(Denial.VERB, first.i, verb, verb, verb + 1)
    elif lemma in _words("verbs"):
        yield DoubleNegation(Denial.VERB, first.i, verb, verb, verb)


def _denying_quality(parse: Parse, first: Token, verb: int) -> Iterator[DoubleNegation]:
    """“not be unavailable”: denied of the subject; what only describes an object is none (“not accept unsigned packets”)."""
    for token in parse.tokens[max(verb, first.i) : max(verb, first.i) + 8]:
        own = token.i == verb or (token.head == verb and token.dep in _ATTRIBUTES and token.dep != "dobj")
        if own and token.i > first.i and is_denying_adjective(token):
            yield DoubleNegation(Denial.QUALITY, first.i, verb, token.i, token.i)
            return


def is_denying_adjective(token: Token) -> bool:
    """“unavailable”, “inactive”, “non-compliant”."""
    word = token.lower
    if word in _words("adjectives"):
        return token.pos in {"ADJ", "VERB", "ADV"}
    if token.tag not in {"JJ", "VBN", "RB", "VBD"} or word in _words("not_denying"):
        return False
    return (word.startswith("un") and len(word) > 4) or word.startswith("non-")


def _in_clause(parse: Parse, token: Token, verb: int) -> bool:
    """Whether a word belongs to the clause of a verb, with no clause of its own between."""
    if parse.tokens[token.i - 1].lower in _JOINTS and token.lower != "without":
        return False
    for above in [token, *parse.above(token.i)]:
        if above.i == verb:
            return True
        if above.dep in _CLAUSES and (above.dep != "acl" or above.tag in {"VBZ", "VBP", "VBD"}):
            return False
        finite = above.tag in {"VBZ", "VBP"} or any(child.dep in {"aux", "auxpass", "mark"} for child in parse.children[above.i])
        if above.dep in {"ccomp", "conj", "pcomp"} and is_verb(above) and finite:
            return False
    return False


def _modal_between(parse: Parse, first: int, last: int) -> bool:
    return any(token.tag == "MD" for token in parse.tokens[first + 1 : last])


def _otherwise(parse: Parse, unless: int) -> bool:
    """“unless otherwise specified”: an escape clause."""
    return any(token.lower == "otherwise" for token in parse.tokens[unless + 1 : unless + 3])


def _last_negation(parse: Parse, unless: int, end: int) -> int:
    """The last negation of the clause behind “unless”, or “unless” itself."""
    inside = [token.i for token in parse.tokens[unless + 1 :] if token.start < end and _denies(parse, token)]
    return inside[0] if inside else unless
