"""Who or what a main clause is about: a person, the system, a part of it, or what is known of them; and each member of a
coordinated subject."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from shallcheck.language.predicates import Predicate
from shallcheck.language.tokens import SUBJECTS, Parse, Token
from shallcheck.model.place import Span


class SubjectClass(StrEnum):
    """What kind of subject a noun makes."""

    SYSTEM = "system"
    COMPONENT = "component"
    PERSON = "person"
    INFORMATION = "information"
    """A quantity, a datum or a document: it does nothing by itself."""


@dataclass(frozen=True, slots=True)
class Member:
    """One of the nouns that make up a subject."""

    head: int
    span: Span
    kind: SubjectClass


def members(parse: Parse, predicate: Predicate) -> tuple[Member, ...]:
    """The nouns that a main clause has for its subject, in text order: several where “and” joins them."""
    head = predicate.subject_head if predicate.subject_head is not None else _guessed(parse, predicate)
    if head is None:
        return ()
    heads = _coordinated(parse, predicate, head)
    return tuple(Member(head, _phrase(parse, head, heads), kind_of(parse, head, predicate)) for head in heads)


def kind_of(parse: Parse, head: int, predicate: Predicate) -> SubjectClass:
    """What a subject's noun names; the verb decides for words such as “driver”, which name people and things."""
    noun = _whole(parse, parse.tokens[head])
    lemma = _singular(noun)
    words = _words()
    if any(is_person(part) for part in lemma.split("/")):
        return SubjectClass.PERSON
    named = words["doers"] | words["trades"]
    if lemma in named and not _is_part(parse, noun, lemma) and _is_deed(parse, predicate, duties=lemma in words["trades"]):
        return SubjectClass.PERSON
    if lemma in words["systems"]:
        return SubjectClass.SYSTEM
    return SubjectClass.INFORMATION if lemma in words["information"] else SubjectClass.COMPONENT


@cache
def _words() -> dict[str, Any]:
    data = tomllib.loads(files("shallcheck.language").joinpath("subjects.toml").read_text("utf-8"))
    endings = re.compile(rf"\w*(?:{'|'.join(data.pop('endings'))})")
    return {"endings": endings, **{name: frozenset(words) for name, words in data.items()}}


def is_person(lemma: str) -> bool:
    """Whether a word names a person in whatever trade."""
    return lemma in _words()["persons"] or _words()["endings"].fullmatch(lemma) is not None


def is_trade(lemma: str) -> bool:
    """Whether a word names somebody by a trade, unless a thing is named after it."""
    return lemma in _words()["trades"]


def _is_part(parse: Parse, noun: Token, lemma: str) -> bool:
    """Whether a trade names a part of the system by what it is there for: “the power manager”."""
    words = _words()
    before = (child.lemma.lower() for child in parse.children[noun.i] if child.dep == "compound")
    return lemma in words["managers"] and any(word in words["managed"] for word in before)


def _is_deed(parse: Parse, predicate: Predicate, *, duties: bool) -> bool:
    """Whether one of the clause's verbs is what people do; behind “be able to” the verb inside counts."""
    words = _words()
    verbs = [*predicate.actions]
    for verb in predicate.actions:
        verbs += [i for i in parse.below(verb) if parse.tokens[i].dep == "xcomp"]
    known = words["deeds"] | words["duties"] if duties else words["deeds"]
    return any(parse.tokens[verb].lemma.lower() in known for verb in verbs) and not predicate.passive


def _whole(parse: Parse, noun: Token) -> Token:
    """The noun that a share is taken of: “90 % of customers”, “each of the operators”."""
    if noun.lower not in _words()["shares"] and noun.pos != "NUM":
        return noun
    of = next((child for child in parse.children[noun.i] if child.lower == "of"), None)
    return (parse.child(of.i, "pobj") if of else None) or noun


def _singular(token: Token) -> str:
    """The lemma in lower case; the tagger keeps the plural of a capitalised noun (“Administrators”)."""
    lemma = token.lemma.lower()
    if token.tag in {"NNP", "NNPS"} and lemma.endswith("s") and not lemma.endswith("ss"):
        return lemma[:-3] + "y" if lemma.endswith("ies") else lemma[:-1]
    return lemma


def _guessed(parse: Parse, predicate: Predicate) -> int | None:
    """Where the parser found no subject: the last noun in front of the modal that no preposition governs."""
    if predicate.subject is None:
        return None
    nouns: list[int] = []
    for token in parse.between(*predicate.subject):
        if token.pos == "ADP" and nouns:
            break
        if token.pos in {"NOUN", "PROPN"}:
            nouns.append(token.i)
    return nouns[-1] if nouns else None


def _coordinated(parse: Parse, predicate: Predicate, head: int) -> list[int]:
    """The heads of a subject and of all that is joined to it by “and”, “as well as” or a comma in such a row."""
    verb = parse.tokens[head].head
    border = min(predicate.group.start, parse.tokens[predicate.verb].start)
    heads = [child.i for child in parse.children[verb] if child.dep in SUBJECTS and _joined(parse, child.i, head)]
    heads += _broken_off(parse, verb, head)
    queue = list(heads or [head])
    while queue:
        i = queue.pop()
        for child in parse.children[i]:
            row = child.dep == "appos" and parse.child(child.i, "conj", "cc") is not None
            if (child.dep == "conj" or row) and child.end <= border and child.i not in heads and child.pos in {"NOUN", "PROPN"}:
                heads.append(child.i)
                queue.append(child.i)
    return sorted({*heads, head})


def _broken_off(parse: Parse, verb: int, head: int) -> list[int]:
    """The noun in front of a joint, where the parser took the rest for a relative clause: “the gate as well as the lift”."""
    governor = parse.tokens[parse.tokens[verb].head]
    if parse.tokens[verb].dep != "relcl" or governor.pos not in {"NOUN", "PROPN"}:
        return []
    between = parse.tokens[governor.i + 1 : min(parse.below(head))]
    joint = bool(between) and all(token.lower in {"and", ",", "as", "well", "both"} for token in between)
    return [governor.i] if joint else []


def _joined(parse: Parse, first: int, last: int) -> bool:
    """Whether nothing but nouns in a row stands between two subjects that the parser gave one verb."""
    row = parse.tokens[first:last]
    return first <= last and not any(
        (token.pos in {"VERB", "AUX", "SCONJ"} and token.lower != "as") or token.text in {";", ":"} for token in row
    )


def _phrase(parse: Parse, head: int, heads: list[int]) -> Span:
    """The noun phrase of one member, without the members behind it and their conjunctions."""
    apart = (parse.below(other) for other in heads if other != head)
    others = {i for subtree in apart if head not in subtree for i in subtree}
    own = {
        i
        for i in parse.below(head)
        if i not in others
        and parse.tokens[i].lower not in {"as", "well", "both"}
        and not (parse.tokens[i].head == head and (parse.tokens[i].dep == "cc" or parse.tokens[i].text == ","))
    }
    first = last = head
    while first - 1 in own:
        first -= 1
    while last + 1 in own:
        last += 1
    return parse.span(first, last)
