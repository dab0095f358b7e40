"""What a statement obliges whom to do: subject, verb, coordinated verbs, voice and agent of each main clause."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from shallcheck.language.modality import Modal
from shallcheck.language.tokens import SUBJECTS, Parse, Token, is_verb
from shallcheck.model.place import Span

_OPENS_OBJECT = frozenset({"DT", "PDT", "PRP$", "PRP", "CD", "IN", "RP", "TO", "WDT"})
_BESIDE_NOUN = frozenset({"NOUN", "PROPN", "ADP", "PART", "ADV", "PUNCT", "CCONJ"})
_OBJECT_PATH = frozenset(
    {"dobj", "pobj", "prep", "conj", "ccomp", "npadvmod", "compound", "nmod", "appos", "oprd", "attr", "dep"}
)


@dataclass(frozen=True, slots=True)
class Predicate:
    """A main clause. `modal` is None where nothing obliges (“The tool writes …”). Numbers are token indexes."""

    verb: int
    modal: Modal | None
    subject: Span | None
    subject_head: int | None
    actions: tuple[int, ...]
    """The main verb and the verbs coordinated with it by “and”, “then” or a comma, that share its subject and modal."""
    passive: bool
    agent: Span | None
    """The noun phrase of a by-agent, without “by”."""
    group: Span
    """The verb group: modal, auxiliaries and verb."""


def predicates(
    parse: Parse, main: Sequence[Modal], modals: Sequence[Modal], responses: Sequence[Span], skipped: Sequence[Span]
) -> tuple[Predicate, ...]:
    """The main clauses in text order: one for each main modal, and in a sentence without one, one for each finite main verb.

    `responses`: the sentences without their leading conditions; `skipped`: stretches whose verbs are no main verbs.
    """
    taken = {modal.verb for modal in modals}
    found = [_predicate(parse, modal.verb, modal, taken, responses) for modal in main]
    obliging = [span for span in responses if any(span.overlaps(each.group) for each in found)]
    for verb in _finite_roots(parse, taken, [*skipped, *obliging]):
        found.append(_predicate(parse, verb, None, taken, responses))
    return tuple(sorted(found, key=lambda each: each.group))


def coordinated(parse: Parse, verb: int, taken: frozenset[int] | set[int] = frozenset()) -> tuple[int, ...]:
    """A verb and those joined to it by “and”, “then” or commas. Verbs with a modal or a subject of their own, and alternatives
    joined by “or”, are none."""
    found = [verb]
    for token in _conjuncts(parse, verb):
        if token.i in taken or _alternative(parse, token) or not _shares_clause(parse, verb, token):
            continue
        found.append(token.i)
    return tuple(sorted({*found, *_bare_between(parse, sorted(found))}))


def _bare_between(parse: Parse, verbs: list[int]) -> list[int]:
    """Single words in a row of verbs that the tagger takes for nouns: “acquire, process, and disseminate”."""
    words = []
    for first, second in pairwise(verbs):
        row = parse.tokens[first + 1 : second]
        words_here = [token for token in row if token.text != "," and token.lower not in {"and", "then"}]
        separated = all(parse.tokens[token.i - 1].text == "," for token in words_here)
        if words_here and separated and all(token.text.isalpha() and token.tag != "RB" for token in words_here):
            words += [token.i for token in words_here]
    return words


def _predicate(parse: Parse, verb: int, modal: Modal | None, taken: set[int], responses: Sequence[Span]) -> Predicate:
    head = parse.subject(verb) or _shared_subject(parse, verb)
    if head is None and modal is not None:
        head = parse.subject(modal.first) or _shared_subject(parse, modal.first)
    subject = _subject_span(parse, head, modal, responses)
    first_word = modal.first if modal else min([verb, *_auxiliaries(parse, verb)])
    agent = _agent(parse, verb)
    return Predicate(
        verb,
        modal,
        subject,
        head.i if head else None,
        coordinated(parse, verb, taken - {verb}),
        is_passive(parse, verb),
        agent,
        parse.span(first_word, _group_end(parse, verb)),
    )


def _subject_span(parse: Parse, head: Token | None, modal: Modal | None, responses: Sequence[Span]) -> Span | None:
    """The subject's noun phrase; where the parser found none, all words between the start of the response and its first modal."""
    if head is not None:
        return parse.span(*parse.phrase(head.i))
    if modal is None:
        return None
    start = parse.tokens[modal.first].start
    response = next((span for span in responses if span.start <= start < span.end), None)
    before = parse.between(response.start, start) if response else []
    if (
        not before
        or any(is_verb(token) and token.i > before[0].i for token in before)
        or any(token.tag == "MD" for token in before)
    ):
        return None
    return parse.span(before[0].i, before[-1].i)


def is_passive(parse: Parse, verb: int) -> bool:
    """Whether a verb is a participle under “be” or “get”."""
    token = parse.tokens[verb]
    if token.tag not in {"VBN", "VBD"}:
        return False
    if parse.child(verb, "auxpass") is not None:
        return True
    head = parse.tokens[token.head]
    return token.dep == "conj" and is_passive(parse, head.i) if token.head != verb else False


def _auxiliaries(parse: Parse, verb: int) -> list[int]:
    return [child.i for child in parse.children[verb] if child.dep in {"aux", "auxpass", "neg"} and child.i < verb]


def _group_end(parse: Parse, verb: int) -> int:
    particle = next((child.i for child in parse.children[verb] if child.dep == "prt" and child.i == verb + 1), None)
    return particle or verb


def _shared_subject(parse: Parse, verb: int) -> Token | None:
    """The subject of the verb that this one is coordinated with."""
    token = parse.tokens[verb]
    while token.dep == "conj" and token.head != token.i:
        token = parse.tokens[token.head]
        if (subject := parse.subject(token.i)) is not None:
            return subject
    return None


def _agent(parse: Parse, verb: int) -> Span | None:
    by = parse.child(verb, "agent")
    if by is None:
        return None
    noun = parse.child(by.i, "pobj")
    if noun is None:
        return None
    first, last = parse.phrase(noun.i)
    return parse.span(first, last)


def _conjuncts(parse: Parse, verb: int) -> list[Token]:
    """All verbs in a chain of conjunctions from this one, and those the parser hung on its object instead."""
    found: list[Token] = []
    queue = [verb]
    while queue:
        i = queue.pop()
        for child in parse.children[i]:
            if child.dep in {"conj", "dep"} and child.i > i and _may_be_verb(parse, child):
                found.append(child)
                queue.append(child.i)
    if parse.tokens[verb].tag == "VB":
        found += _stray_conjuncts(parse, verb, found)
        found += _mistagged(parse, verb, found)
    return [token for token in found if _is_joined(parse, token, found) and not _is_compound_noun(parse, token)]


def _is_joined(parse: Parse, token: Token, all_found: Sequence[Token]) -> bool:
    """Whether a conjunction stands before a verb, or a comma in a row whose last member has one."""
    i = token.i - 1
    while i > 0 and parse.tokens[i].tag == "RB" and parse.tokens[i].lower != "then":
        i -= 1
    before = parse.tokens[i]
    if before.lower == "plus":
        return False
    if before.lower in {"and", "then", "or", "but"} or before.dep == "cc":
        return True
    if before.text != ",":
        return _has_joint_between(parse, token)
    later = [other for other in all_found if other.i > token.i and parse.tokens[other.i - 1].text != ","]
    return bool(later) and parse.tokens[min(later).i - 1].lower not in {"or", "nor"}


def _may_be_verb(parse: Parse, token: Token) -> bool:
    """A verb by its tag, or a word that only a verb could be: “and lower both barriers”. A capitalised word is a name."""
    if token.text[:1].isupper() and not token.text.isupper():
        return False
    following = parse.tokens[token.i + 1 : token.i + 2]
    opens = bool(following) and following[0].tag in {"DT", "PDT", "PRP$"}
    return is_verb(token) or (opens and parse.child(token.i, "dobj") is not None)


def _has_joint_between(parse: Parse, token: Token) -> bool:
    """A conjunction before a subject of its own: “and the precautions adopted”."""
    left = min(parse.below(token.i))
    return left > 0 and left < token.i and parse.tokens[left - 1].dep == "cc"


def _stray_conjuncts(parse: Parse, verb: int, known: list[Token]) -> list[Token]:
    """Base-form verbs behind “and” that the parser hung on an object: “… the hours due and take into account”."""
    known_below = {i for token in known for i in parse.below(token.i)}
    return [
        token
        for token in (parse.tokens[i] for i in parse.below(verb) if i > verb and i not in known_below)
        if token.tag == "VB"
        and token.dep == "conj"
        and parse.tokens[token.head].tag not in {"VB", "VBG", "VBN"}
        and parse.tokens[token.i - 1].lower in {"and", "then"}
        and token.i + 1 < len(parse.tokens)
        and _opens_object(parse.tokens[token.i + 1], token)
        and all(above.dep in _OBJECT_PATH for above in [parse.tokens[token.head], *parse.above(token.head)] if above.i > verb)
    ]


def _mistagged(parse: Parse, verb: int, known: list[Token]) -> list[Token]:
    """Verbs behind “and” that are tagged as part of a noun: “log keys and facilitate audits”, “view and edit files”."""
    taken = {token.i for token in known}
    return [
        token
        for token in (parse.tokens[i] for i in parse.below(verb) if i > verb + 1 and i not in taken)
        if token.dep in {"compound", "amod", "nmod", "conj"}
        and parse.tokens[token.i - 1].lower in {"and", "then"}
        and token.text.islower()
        and (token.lower in _words("verbs") or (token.i == verb + 2 and parse.tokens[token.head].dep == "conj"))
        and token.i + 1 < len(parse.tokens)
        and parse.tokens[token.i + 1].pos in {"NOUN", "PROPN", "DET", "ADJ", "PRON"}
        and all(above.dep in _OBJECT_PATH for above in [token, *parse.above(token.i)] if above.i > verb and above is not token)
        and _governor_is(parse, token, verb)
    ]


def _governor_is(parse: Parse, token: Token, verb: int) -> bool:
    """Whether the first verb above a word is this one."""
    return next((above.i for above in parse.above(token.i) if is_verb(above)), -1) == verb


def _opens_object(following: Token, verb: Token) -> bool:
    """Whether a word can open the object of a verb rather than go on with a compound noun."""
    return following.tag in _OPENS_OBJECT or (following.pos in {"NOUN", "PROPN", "ADJ"} and verb.lower not in _words("noun_like"))


def _is_compound_noun(parse: Parse, token: Token) -> bool:
    """“the battery charge and discharge currents”: a noun that the tagger takes for a verb."""
    i = token.i - 1
    while i > 0 and (parse.tokens[i].lower in {"and", "then", "and/or"} or parse.tokens[i].text == ","):
        i -= 1
    before, after = parse.tokens[i], parse.tokens[token.i + 1 : token.i + 2]
    if before.pos not in {"NOUN", "PROPN"}:
        return False
    if after and before.lemma == after[0].lemma:
        return True
    return token.lower in _words("noun_like") and (not after or after[0].pos in _BESIDE_NOUN)


@cache
def _words(name: str) -> frozenset[str]:
    data = tomllib.loads(files("shallcheck.language").joinpath("verbs.toml").read_text("utf-8"))
    return frozenset(data[name])


def _alternative(parse: Parse, token: Token) -> bool:
    """Whether “or” joins a conjunct to what stands before it."""
    joint = [child.lower for child in parse.children[token.head] if child.dep == "cc" and child.i < token.i]
    before = parse.tokens[token.i - 1].lower
    return before in {"or", "nor", "and/or"} or (bool(joint) and joint[-1] in {"or", "nor", "and/or"} and before != "and")


def _shares_clause(parse: Parse, verb: int, token: Token) -> bool:
    """No subject of its own, and a form that the modal of the first verb can govern."""
    own = any(child.dep in SUBJECTS for child in parse.children[token.i])
    if parse.parenthesised(token.i) and not parse.parenthesised(verb):
        return False
    if any(child.dep == "aux" and (child.tag == "MD" or child.lower == "need") for child in parse.children[token.i]):
        return False
    first = parse.tokens[verb]
    if own:
        return first.tag == "VBN" and token.tag in {"VBN", "VBD"} and parse.child(token.i, "aux", "auxpass") is None
    if first.tag == "VBG":
        return token.tag == "VBG"
    if first.tag in {"VBN", "VBD"}:
        return token.tag in {"VBN", "VBD", "VB"} and parse.child(token.i, "aux") is None
    if first.tag == "VB":
        return token.tag not in {"VBD", "VBZ", "VBG", "VBN"} or (
            token.tag == "VBN" and parse.child(token.i, "auxpass") is not None
        )
    return token.tag not in {"VBG", "VBN", "VB"} or first.tag == "VBP"


def _finite_roots(parse: Parse, taken: set[int], skipped: Sequence[Span]) -> list[int]:
    """Finite main verbs of a statement without a modal, in text order."""
    found = []
    for token in parse.tokens:
        if not is_verb(token) or token.i in taken or any(span.start <= token.start < span.end for span in skipped):
            continue
        if _is_finite(parse, token) and _is_main(parse, token):
            found.append(token.i)
    return found


def _is_finite(parse: Parse, token: Token) -> bool:
    if token.tag in {"VBZ", "VBP", "VBD"} and token.dep not in {"aux", "auxpass"}:
        return True
    return any(child.dep in {"aux", "auxpass"} and child.tag in {"VBZ", "VBP", "VBD"} for child in parse.children[token.i])


def _is_main(parse: Parse, token: Token) -> bool:
    i = token.i
    while parse.tokens[i].head != i:
        dep, head = parse.tokens[i].dep, parse.tokens[i].head
        leading = dep == "ccomp" and head > i
        if dep not in {"conj", "parataxis"} and not leading:
            return False
        i = head
    return parse.tokens[i].dep == "ROOT" and is_verb(parse.tokens[i])
