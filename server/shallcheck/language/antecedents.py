"""The nouns that a pronoun could mean.

A candidate agrees with its pronoun in number and stands before it in the statement. Grammar rules some out (the object of a verb
is not its subject) and lets others win (in “return the album to its position” the album is nearest and a co-object). What is left
is what two readers may read differently.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from shallcheck.language import subjects
from shallcheck.language.tokens import Parse, Token, is_verb
from shallcheck.model.place import Span

_POINTING = frozenset({"this", "that", "these", "those"})
_PLACING = frozenset({"to", "into", "within", "in", "at", "from", "by", "onto", "inside"})
_TIMING = frozenset({"after", "before", "until", "since", "during", "upon"})
_NAMING = frozenset({"compound", "nmod", "amod"})
_MODIFIERS = frozenset({"compound", "nmod", "amod", "npadvmod", "nummod", "quantmod"})


def candidates(parse: Parse, pronoun: Token, plural: bool, sentences: Sequence[Span]) -> tuple[int, ...]:
    """Those of its own sentence, or of the sentences before where there are none. Where the tagger finds no noun phrase (it takes
    “the gateway restarts” for a plural), the nearest noun inside one is enough."""
    agreeing = [
        token
        for token in parse.tokens[: pronoun.i]
        if _agrees(parse, token, plural, pronoun.lower in _POINTING) and _may_mean(parse, pronoun, token)
    ]
    found = [token.i for token in agreeing if _is_head(parse, token)]
    if not found:
        found = [token.i for token in agreeing if token.pos in {"NOUN", "PROPN"} and not _is_hollow(parse, token)][-1:]
    start = next(span.start for span in sentences if span.start <= pronoun.start < span.end)
    if pronoun.dep != "poss":
        found = [i for i in found if parse.tokens[i].lower not in _words("either")] or found
    near = [i for i in found if parse.tokens[i].start >= start]
    return tuple(_once(parse, near or found, plural))


def preferred(parse: Parse, pronoun: Token, found: tuple[int, ...], sentence: Span) -> tuple[int, ...]:
    """The one candidate that grammar lets win, or all."""
    if len(found) < 2:
        return found
    for choice in (_co_object, _of_participle, _coordinated, _own_subject, _same_subject, _controlled):
        winner = choice(parse, pronoun, found, sentence)
        if winner is not None:
            return (winner,)
    return found


def noun_phrase(parse: Parse, head: int) -> Span:
    """The words of a candidate up to its head, with its determiner; a first head brings what is joined to it."""
    last = head
    conjunct = _conjuncts(parse, head)
    if conjunct:
        last = conjunct[-1]
    left = [child.i for child in parse.children[head] if child.i < head and child.dep in {"det", "poss", "nummod", *_MODIFIERS}]
    first = min([head, *(min(parse.below(i)) for i in left)])
    return parse.span(first, last)


@cache
def _words(name: str) -> frozenset[str]:
    data = tomllib.loads(files("shallcheck.language").joinpath("antecedents.toml").read_text("utf-8"))
    return frozenset(data[name])


def _is_head(parse: Parse, token: Token) -> bool:
    """Whether a word heads a noun phrase that something could be said of again."""
    if not _is_noun(token) or _is_hollow(parse, token) or _is_denied(parse, token):
        return False
    if token.dep in _MODIFIERS or (token.dep == "conj" and parse.tokens[token.head].dep in _MODIFIERS):
        return False
    if token.tag not in {"NNS", "NNPS"} and any(child.dep == "nummod" for child in parse.children[token.i]):
        return False
    if token.lemma.lower() in _words("idioms") and _is_idiom(parse, token):
        return False
    following = parse.tokens[token.i + 1] if token.i + 1 < len(parse.tokens) else None
    if following is not None and (_is_noun(following) or _is_quantity(parse, token)):
        return False
    counts = token.lemma.lower() in _words("counting") and token.i + 1 < len(parse.tokens)
    return not (counts and parse.tokens[token.i + 1].lower == "of")


def _is_hollow(parse: Parse, token: Token) -> bool:
    """A unit, a date, a number: nothing that a pronoun means. “The meter” is a device."""
    if token.lemma.lower() in _words("devices"):
        return not any(child.dep in {"det", "poss", "compound"} for child in parse.children[token.i])
    return not token.text[0].isalpha() or token.lemma.lower() in _words("hollow")


def _is_denied(parse: Parse, token: Token) -> bool:
    """“no input”: there is none that a pronoun could mean."""
    return any(child.lower == "no" and child.dep == "det" for child in parse.children[token.i])


def _is_idiom(parse: Parse, token: Token) -> bool:
    """“in case of”, “the ability to”: bare, or with a clause on it."""
    own = {child.dep for child in parse.children[token.i]}
    return token.tag == "NN" and (not own & {"det", "amod", "poss", "compound"} or bool(own & {"acl", "relcl"}))


def _is_quantity(parse: Parse, token: Token) -> bool:
    """“a force of 2 kN”: a value, of which nothing is said again."""
    behind = parse.tokens[token.i + 1 : token.i + 3]
    return len(behind) == 2 and behind[0].lower == "of" and behind[1].text[0].isdigit()


def _is_noun(token: Token) -> bool:
    """A noun, a word that the tagger mistakes for a verb where only a noun can stand, or “each of …”."""
    if token.pos in {"NOUN", "PROPN"} or (token.tag == "VBZ" and token.dep in {"dobj", "pobj"}):
        return True
    return token.lower in {"each", "one"} and token.dep in {"nsubj", "nsubjpass"}


def is_person(token: Token) -> bool:
    """Whether a noun names a person, or people together."""
    words = {token.lemma.lower(), token.lower}
    return bool(words & _words("people")) or subjects.is_person(token.lemma.lower()) or subjects.is_trade(token.lemma.lower())


def _agrees(parse: Parse, token: Token, plural: bool, pointing: bool) -> bool:
    if token.lower in _words("either"):
        return True
    many = token.tag in {"NNS", "NNPS", "VBZ"} and not token.text.isupper()
    if plural:
        return many or (is_person(token) and not pointing) or bool(_conjuncts(parse, token.i))
    return not many and not is_person(token)


def _conjuncts(parse: Parse, head: int) -> list[int]:
    """Further heads joined to a noun by “and”: together they are plural."""
    found: list[int] = []
    i = head
    while (child := parse.child(i, "conj")) is not None and child.pos in {"NOUN", "PROPN"}:
        found.append(child.i)
        i = child.i
    joint = any(child.lower == "and" for j in [head, *found] for child in parse.children[j] if child.dep == "cc")
    return found if joint else []


def _may_mean(parse: Parse, pronoun: Token, noun: Token) -> bool:
    """What grammar rules out: the noun phrase that the pronoun stands in, and for an object the subject and the other objects of
    its own verb."""
    if pronoun.i in parse.below(noun.i) and pronoun.dep != "poss":
        return _in_relative(parse, pronoun, noun)
    if pronoun.i in parse.below(noun.i) and not _in_relative(parse, pronoun, noun):
        owner = parse.tokens[pronoun.head]
        return owner.dep == "conj" or (owner.dep == "pobj" and parse.tokens[owner.head].lower not in {"of"})
    if pronoun.dep in {"nsubj", "nsubjpass"}:
        return True
    if pronoun.dep == "poss" or noun.dep == "poss":
        return noun.dep != "poss"
    verb = _verb(parse, pronoun)
    if verb is None or noun.i in _subjects(parse, verb):
        return verb is None
    governor = parse.tokens[pronoun.head]
    beside = pronoun.dep in {"dobj", "dative"} or governor.head == verb
    return not beside or noun.i not in {child.i for child in parse.children[verb] if child.dep in {"dobj", "dative"}}


def _in_relative(parse: Parse, pronoun: Token, noun: Token) -> bool:
    """Whether a relative or participle clause of the noun holds the pronoun (“albums grouped by their dates”)."""
    for above in [pronoun, *parse.above(pronoun.i)]:
        if above.i == noun.i:
            return False
        if above.dep in {"acl", "relcl"} and above.head == noun.i:
            return not (above.dep == "relcl" and pronoun.dep in {"nsubj", "nsubjpass"} and pronoun.head == above.i)
    return False


def _verb(parse: Parse, token: Token) -> int | None:
    return next((above.i for above in parse.above(token.i) if is_verb(above)), None)


def _subjects(parse: Parse, verb: int) -> set[int]:
    """The subject of a verb, followed through the verbs that share it, and what is joined to it."""
    i = verb
    while True:
        subject = parse.subject(i)
        if subject is not None:
            return {subject.i, *_conjuncts(parse, subject.i)}
        token = parse.tokens[i]
        if token.dep not in {"conj", "xcomp", "advcl", "ccomp", "pcomp", "prep", "acomp"} or token.head == i:
            return set()
        i = token.head


def _once(parse: Parse, heads: list[int], plural: bool) -> Iterator[int]:
    """Each thing once: a later mention by the same words is the same thing, a coordination counts by its first member where it is
    meant as a whole."""
    members = {j for i in heads for j in _conjuncts(parse, i)} if plural else set()
    seen: list[tuple[str, frozenset[str]]] = []
    for i in heads:
        word, own = parse.tokens[i].lemma.lower(), frozenset(child.lower for child in parse.children[i] if child.dep in _NAMING)
        if i in members or any(word == other and (own <= names or names <= own) for other, names in seen):
            continue
        seen.append((word, own))
        yield i


def _co_object(parse: Parse, pronoun: Token, found: tuple[int, ...], sentence: Span) -> int | None:
    """“return the album to its position”, “display the unit with its name”: the noun right before the preposition. “Keep each
    reading for a year after its capture”: what the verb is done to."""
    if pronoun.dep != "poss":
        return None
    owner = parse.tokens[pronoun.head]
    prep = parse.tokens[owner.head]
    if owner.dep != "pobj" or prep.dep != "prep" or prep.i < 1 or pronoun.i != prep.i + 1:
        return None
    before = parse.tokens[prep.i - 1]
    if before.i in found and is_person(before):
        return before.i
    if prep.lower in _TIMING and (verb := _verb(parse, prep)) is not None:
        objects = [child.i for child in parse.children[verb] if child.dep == "dobj" and child.i in found]
        return objects[0] if objects else None
    while before.dep == "pobj" and parse.tokens[before.head].lower == "of":
        before = parse.tokens[parse.tokens[before.head].head]
    joined = (
        before.dep == "dobj"
        if prep.head != before.i
        else prep.lower == "with" or (before.dep == "dobj" and prep.lower in _PLACING)
    )
    return before.i if before.i in found and joined else None


def _of_participle(parse: Parse, pronoun: Token, found: tuple[int, ...], sentence: Span) -> int | None:
    """“albums grouped by their dates”: the noun that the participle describes."""
    owner = parse.tokens[pronoun.head]
    link = parse.tokens[owner.head]
    if pronoun.dep != "poss" or link.lower not in {"by", "with"}:
        return None
    participle = parse.tokens[link.head]
    return participle.head if participle.dep == "acl" and participle.head in found else None


def _coordinated(parse: Parse, pronoun: Token, found: tuple[int, ...], sentence: Span) -> int | None:
    """“problems and their solutions”: the noun that the pronoun's own noun is joined to."""
    owner = parse.tokens[pronoun.head]
    if pronoun.dep != "poss" or owner.dep != "conj" or owner.head not in found:
        return None
    inside = parse.tokens[parse.tokens[owner.head].head]
    nested = inside.dep == "prep" and inside.lower != "of" and inside.head in found
    return None if nested else owner.head


def _own_subject(parse: Parse, pronoun: Token, found: tuple[int, ...], sentence: Span) -> int | None:
    """“…, and the controls show their state”, “show the albums sorted by their dates”: the subject of that clause."""
    verb = _verb(parse, pronoun)
    if pronoun.dep != "poss" or verb is None:
        return None
    while (
        parse.subject(verb) is None and parse.tokens[verb].dep in {"xcomp", "advcl", "acomp"} and parse.tokens[verb].head != verb
    ):
        verb = parse.tokens[verb].head
    bare = parse.tokens[verb].tag == "VBN" and parse.child(verb, "aux", "auxpass") is None
    if parse.tokens[verb].dep != "conj" and not bare:
        return None
    subject = parse.subject(verb)
    return subject.i if subject is not None and subject.i in found else None


def _same_subject(parse: Parse, pronoun: Token, found: tuple[int, ...], sentence: Span) -> int | None:
    """A subject goes on as subject: in a later main clause (“the form loads, and it shows”), in a clause that its verb governs
    (“the tool shall ensure that it …”), in a relative clause (“polls that they own”), in the next sentence."""
    if pronoun.dep not in {"nsubj", "nsubjpass"}:
        return None
    verb = parse.tokens[pronoun.head]
    if verb.dep == "ROOT" or pronoun.start == sentence.start:
        return _previous_subject(parse, pronoun, found)
    says_that = any(child.lower == "that" and child.dep == "mark" for child in parse.children[verb.i])
    if verb.dep not in {"conj", "ccomp", "relcl", "parataxis"} and not says_that:
        return None
    if verb.dep == "conj" and not is_verb(parse.tokens[verb.head]):
        return None
    for governor in parse.above(verb.i):
        subject = parse.subject(governor.i) if is_verb(governor) else None
        if subject is None:
            if is_verb(governor) and any(child.dep == "dobj" and child.i in found for child in parse.children[governor.i]):
                return None
            continue
        tells = governor.lemma.lower() in _words("telling")
        return subject.i if subject.i in found and not tells else None
    return None


def _previous_subject(parse: Parse, pronoun: Token, found: tuple[int, ...]) -> int | None:
    """The subject of the sentence before, where the pronoun opens the next."""
    before = [token for token in parse.tokens[: pronoun.i] if token.text in {".", "!", "?", ";"}]
    if not before:
        return None
    subjects = [i for i in found if parse.tokens[i].dep in {"nsubj", "nsubjpass"} and _is_main(parse, parse.tokens[i].head)]
    return subjects[-1] if len(subjects) == 1 else None


def _is_main(parse: Parse, verb: int) -> bool:
    """Whether a verb is a main one; the first of two parted by a semicolon is a complement of the second to the parser."""
    token = parse.tokens[verb]
    return token.dep == "ROOT" or (token.dep in {"ccomp", "parataxis"} and token.head > verb)


def _controlled(parse: Parse, pronoun: Token, found: tuple[int, ...], sentence: Span) -> int | None:
    """“deactivate a product, removing it from sale”, “select a product and see its price”: the object goes on as object."""
    owner = parse.tokens[pronoun.head] if pronoun.dep == "poss" else pronoun
    verb = parse.tokens[owner.head]
    if owner.dep != "dobj" or parse.subject(verb.i) is not None or not is_verb(verb):
        return None
    if pronoun.dep == "poss" and verb.dep == "conj":
        shared = parse.subject(verb.head)
        if shared is None or shared.i in found or any(i > verb.head and parse.tokens[i].dep != "dobj" for i in found):
            return None
    elif pronoun.dep == "poss" or verb.dep not in {"advcl", "xcomp"} or verb.tag not in {"VB", "VBG"}:
        return None
    objects = [child.i for child in parse.children[verb.head] if child.dep == "dobj" and child.i in found]
    return objects[0] if len(objects) == 1 else None
