"""Words that compare: “faster”, “more detailed”, “as compact as”, “the highest”; and what they are compared with.

The tagger alone takes “identifier” and “AOCS” for comparatives, so a word counts only where it ends like one and the lemmatizer
finds an adjective in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from shallcheck.language.tokens import Parse, Token
from shallcheck.model.place import Span


class Degree(StrEnum):
    """How far a comparison goes."""

    COMPARATIVE = "comparative"
    EQUATIVE = "equative"
    """“as compact as”."""
    SUPERLATIVE = "superlative"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparing word or phrase. Numbers are token indexes."""

    degree: Degree
    span: Span
    """“faster”, “more detailed”, “as compact as”, “most important”."""
    word: int
    """The compared adjective or adverb; “more” or “most” itself where it only counts (“more memory”)."""
    noun: int | None
    """The noun that it modifies or says something of."""
    standard: Span | None
    """What it is compared with: the words behind “than” or “as”, to the end of their clause."""
    bound: bool
    """It only opens a bound or chooses of two: “6 bar or higher”, “no longer”, “whichever is smaller”, “the faster lane”."""


_IRREGULAR = frozenset({"better", "worse", "more", "less", "fewer", "lesser"})
_IRREGULAR_BEST = frozenset({"best", "worst", "most", "least", "utmost", "fewest"})
_COMPARING = frozenset({"JJR", "RBR", "JJS", "RBS"})
_COUNTING = frozenset({"more", "less", "most", "least"})
_ENDS = frozenset({".", ";", ":", "!", "?", "(", ")"})
_NO_ADJECTIVE = frozenset({"furth", "identifi"})
_NO_SUPERLATIVE = frozenset(
    {"honest", "modest", "earnest", "west", "northwest", "southwest", "interest", "test", "guest", "rest"}
)
_NO_COMPARED = frozenset({"dobj", "pobj", "nsubj", "nsubjpass", "appos", "advcl", "ROOT"})
"""Where a word in -er is a noun or a verb that the tagger mistakes: “the dispatcher”, “to lower”."""


def comparisons(parse: Parse) -> tuple[Comparison, ...]:
    """Every comparison in text order."""
    return tuple(comparison for token in parse.tokens if _may_compare(token) for comparison in _at(parse, token))


def _may_compare(token: Token) -> bool:
    """A quick look: few words can compare."""
    if token.tag in _COMPARING or (token.tag == "NN" and token.dep == "attr"):
        return True
    return token.lower in {"as", "utmost"} or token.lower.endswith("est")


def _at(parse: Parse, token: Token) -> Iterator[Comparison]:
    if _is_comparative(parse, token):
        word = _compared(parse, token)
        span = parse.span(token.i, word)
        yield Comparison(
            Degree.COMPARATIVE, span, word, _noun(parse, word), _standard(parse, word, "than"), _opens_bound(parse, token)
        )
    elif _is_superlative(parse, token):
        word = _compared(parse, token)
        yield Comparison(Degree.SUPERLATIVE, parse.span(token.i, word), word, _noun(parse, word), None, _is_limit(parse, token))
    elif (second := _second_as(parse, token)) is not None:
        bound = token.i > 0 and parse.tokens[token.i - 1].lower in {"least", "most", "twice", "times", "not"}
        word = token.i + 1
        yield Comparison(
            Degree.EQUATIVE,
            parse.span(token.i, second),
            word,
            _noun(parse, word),
            _standard(parse, second - 1, "as"),
            bound,
        )


def _is_comparative(parse: Parse, token: Token) -> bool:
    if not token.text.isalpha():
        return False
    if token.tag == "NN":
        return token.dep == "attr" and token.lower.endswith("er") and not any(c.i < token.i for c in parse.children[token.i])
    if token.tag not in {"JJR", "RBR"} or _in_hyphens(parse, token):
        return False
    if token.lower in _IRREGULAR:
        return not (token.lower == "better" and _opens_noun_phrase(parse, token.i + 1))
    if token.dep in _NO_COMPARED and not _joined_by_or(parse, token):
        return False
    return token.lower.endswith("er") and token.lemma.lower() not in {token.lower, *_NO_ADJECTIVE}


def _opens_noun_phrase(parse: Parse, i: int) -> bool:
    """“better their skills”: a verb in front of its object."""
    return i < len(parse.tokens) and parse.tokens[i].tag in {"DT", "PRP$"}


def _joined_by_or(parse: Parse, token: Token) -> bool:
    return token.i > 0 and parse.tokens[token.i - 1].lower == "or"


def _is_superlative(parse: Parse, token: Token) -> bool:
    if not token.text.isalpha():
        return False
    if token.lower in _IRREGULAR_BEST and (token.tag in {"JJS", "RBS"} or token.lower in {"utmost", "best"}):
        return not _in_hyphens(parse, token)
    mistagged = (
        token.tag == "JJ" and token.i > 0 and parse.tokens[token.i - 1].lower == "the" and token.lower not in _NO_SUPERLATIVE
    )
    return (token.tag in {"JJS", "RBS"} or mistagged) and token.lower.endswith("est") and not _in_hyphens(parse, token)


def _in_hyphens(parse: Parse, token: Token) -> bool:
    """“higher-level”, “loss-less”, “five-or-more”: part of a compound, which names a kind."""
    before, after = parse.tokens[token.i - 1] if token.i else None, parse.tokens[token.i + 1 : token.i + 2]
    return bool(
        (after and after[0].text == "-" and after[0].start == token.end)
        or (before and before.text in {"-", "–"} and before.end == token.start)
    )


def _compared(parse: Parse, token: Token) -> int:
    """The adjective or adverb behind “more” and its like; the word itself otherwise."""
    following = parse.tokens[token.i + 1] if token.i + 1 < len(parse.tokens) else None
    if token.lower not in _COUNTING or following is None:
        return token.i
    describes = following.pos in {"ADJ", "ADV"} or (following.tag in {"VBN", "VBG"} and token.dep == "advmod")
    if describes and token.head == following.i and following.lower not in {"than", "likely"}:
        return following.i
    return token.i


def _noun(parse: Parse, word: int) -> int | None:
    token = parse.tokens[word]
    head = parse.tokens[token.head]
    if token.dep in {"amod", "nmod", "compound"} or (head.pos in {"NOUN", "PROPN"} and head.i > word):
        return head.i if head.pos in {"NOUN", "PROPN", "NUM"} else None
    if token.dep in {"acomp", "attr", "ccomp", "oprd"}:
        subject = parse.subject(head.i) or parse.subject(word)
        return subject.i if subject is not None else None
    return None


def _standard(parse: Parse, word: int, link: str) -> Span | None:
    """The words behind the link to the end of its clause; the parser hangs “than” on whatever stands next, so order decides."""
    tokens = parse.tokens
    for token in tokens[word + 1 :]:
        if token.text in _ENDS or token.tag == "MD":
            return None
        if token.lower == link:
            last = token.i
            while last + 1 < len(tokens) and tokens[last + 1].text not in _ENDS | {","}:
                last += 1
            return parse.span(token.i + 1, last) if last > token.i else None
    return None


def _opens_bound(parse: Parse, token: Token) -> bool:
    before = [each.lower for each in parse.tokens[max(0, token.i - 3) : token.i]]
    if not before:
        return False
    if before[-1] in {"no", "any", "not"} and token.lower in {"longer", "more", "later", "less", "fewer", "further"}:
        return True
    if any(word in {"whichever", "whatever"} for word in before):
        return True
    if before[-1] in {"or", "and"}:
        head = parse.tokens[token.head]
        alone = not (head.i > token.i and head.pos in {"NOUN", "PROPN"} and token.dep == "amod")
        return _counted(parse, token.i - 2) or (alone and before[-1] == "or")
    return parse.tokens[token.i - 1].pos == "NUM" or before[-1] == "the"


def _counted(parse: Parse, i: int) -> bool:
    """Whether a number stands at a place, or a unit behind one."""
    return any(token.pos == "NUM" or token.text[:1].isdigit() for token in parse.tokens[max(0, i - 3) : i + 1])


def _is_limit(parse: Parse, token: Token) -> bool:
    """“at least”, “at most”, “at best”: a bound, not a superlative."""
    before = [each.lower for each in parse.tokens[max(0, token.i - 2) : token.i]]
    return (before[-1:] == ["at"] or before == ["at", "the"]) and token.dep != "amod"


def _second_as(parse: Parse, token: Token) -> int | None:
    """The second “as” around one adjective or adverb."""
    words = parse.tokens[token.i : token.i + 3]
    if len(words) < 3 or words[0].lower != "as" or words[2].lower != "as" or words[1].pos not in {"ADJ", "ADV"}:
        return None
    return words[2].i
