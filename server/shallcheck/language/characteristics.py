"""What a number is the value of: “output voltage” in “shall have an output voltage of 12 V”."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from shallcheck.language.tokens import NOUNS, Parse, Token, is_verb
from shallcheck.model.place import Span

_OF_NOUN = frozenset({"compound", "amod", "nmod", "poss"})


def characteristics(parse: Parse, value: Span, start: int | None = None) -> Iterator[str]:
    """The nouns that a value can belong to, nearest first, in lower case with the words that make them up: first those that it
    hangs on, then the subject and the object of its verb. `start`: where the words begin that bound it (“speeds above 25”)."""
    index = parse.at(value.start)
    if index is None:
        return
    beside = parse.at(start - 2) if start is not None and start > 1 else None
    if beside is not None and parse.tokens[beside].pos in NOUNS:
        yield from _names(parse, parse.tokens[beside])
    for above in parse.above(index):
        if above.start >= value.start:
            continue
        if above.pos in NOUNS:
            yield from _names(parse, above)
            if beside is not None and parse.tokens[beside].lower == "of":
                return
        elif is_verb(above) or above.pos == "AUX":
            yield from _of_verb(parse, above, index)
            return


def is_physical(name: str) -> bool:
    """Whether a characteristic is measured in a unit."""
    return _weight("physical", name) > _weight("plain", name)


def is_plain(name: str) -> bool:
    """Whether a characteristic is a bare number by nature: a ratio, a count, a grade."""
    return _weight("plain", name) > _weight("physical", name)


def is_bounded(name: str) -> bool:
    """Whether a characteristic is the part of a whole, so that it cannot be more than all of it."""
    return _pattern("bounded").search(name) is not None


def _of_verb(parse: Parse, verb: Token, index: int) -> Iterator[str]:
    for child in reversed(parse.children[verb.i]):
        if child.i < index and child.dep in {"dobj", "attr", "oprd"} and child.pos in NOUNS:
            yield from _names(parse, child)
    subject = parse.subject(verb.i)
    while subject is None and verb.dep in {"conj", "xcomp", "advcl"} and verb.head != verb.i:
        verb = parse.tokens[verb.head]
        subject = parse.subject(verb.i)
    if subject is None:
        return
    before = reversed(parse.tokens[: subject.i])
    nouns = [subject] if subject.pos != "PRON" else [token for token in before if token.pos == "NOUN"]
    for noun in nouns:
        yield from _names(parse, noun)


def _names(parse: Parse, noun: Token) -> Iterator[str]:
    """“state of charge” and “state” for the head “state”."""
    words = [child.lower for child in parse.children[noun.i] if child.i < noun.i and child.dep in _OF_NOUN]
    own = " ".join([*words, noun.lemma.lower() if noun.pos != "PROPN" else noun.lower])
    of = next((child for child in parse.children[noun.i] if child.lower == "of" and child.i == noun.i + 1), None)
    inner = parse.child(of.i, "pobj") if of is not None else None
    if inner is not None:
        yield f"{own} of {inner.lemma.lower()}"
    yield own


@cache
def _pattern(name: str) -> re.Pattern[str]:
    data = tomllib.loads(files("shallcheck.language").joinpath("characteristics.toml").read_text("utf-8"))
    return re.compile(rf"(?<![\w])(?:{'|'.join(data[name])})$", re.IGNORECASE)


def _weight(name: str, text: str) -> int:
    """How much of the end of a noun is in a list, in letters; 0 where nothing is."""
    found = _pattern(name).search(_pattern("bearers").sub("", text).strip() or text)
    return len(found[0]) if found else 0
