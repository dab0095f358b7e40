"""The clauses that say when an obligation holds: EARS trigger, state, feature and unwanted behaviour.

Anchored on the keyword, the comma or THEN, and the main modal; the parse only arbitrates. (Measured on 424 Kiro criteria: 423
split right this way, against 385 by the parser's adverbial clauses.) The four kinds are those of EARS (Mavin et al.).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from shallcheck.language.modality import bare_modals
from shallcheck.language.tokens import Parse, Token, is_verb
from shallcheck.model.place import Span


class ConditionKind(StrEnum):
    """The EARS pattern that a keyword announces."""

    TRIGGER = "trigger"
    STATE = "state"
    FEATURE = "feature"
    UNWANTED = "unwanted"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition clause with its keyword, without the comma or THEN behind it."""

    kind: ConditionKind
    keyword: Span
    span: Span
    leading: bool
    """Before the response, where EARS wants it."""


_KINDS = {
    keyword: kind
    for kind, keywords in {
        ConditionKind.TRIGGER: ("when", "whenever", "once", "upon", "after", "before", "on", "as soon as"),
        ConditionKind.STATE: ("while", "whilst", "during", "until", "as long as"),
        ConditionKind.FEATURE: ("where",),
        ConditionKind.UNWANTED: ("if", "unless", "in case", "in the case", "in the event", "provided that"),
    }.items()
    for keyword in keywords
}
_FIRST_WORDS = frozenset(keyword.split()[0] for keyword in _KINDS)
_LEADING_ONLY = frozenset({"on"})
_LABEL_WORDS = 12
"""How many words of a heading or a label may stand before a capitalised keyword."""
_ADVERBIAL_WORDS = 5
"""How many may stand before a keyword and its comma: “In addition, when …”."""


def conditions(parse: Parse, sentence: Span) -> tuple[Condition, ...]:
    """The conditions of one sentence, in text order."""
    tokens = parse.between(sentence.start, sentence.end)
    if not tokens or parse.words.isdisjoint(_FIRST_WORDS):
        return ()
    first, last = tokens[0].i, tokens[-1].i
    leading = _leading(parse, first, last)
    behind = leading[-1][1] + 1 if leading else first
    found = [_condition(parse, start, end, True) for start, end in leading]
    found += [_condition(parse, start, end, False) for start, end in _trailing(parse, behind, last)]
    return tuple(found)


def response(parse: Parse, sentence: Span, found: tuple[Condition, ...]) -> Span:
    """What is left of a sentence behind its leading conditions, their comma and THEN."""
    inside = [condition.span.end for condition in found if condition.leading and sentence.overlaps(condition.span)]
    if not inside:
        return sentence
    rest = [token for token in parse.between(max(inside), sentence.end) if token.text != "," and token.lower != "then"]
    return Span(rest[0].start, sentence.end) if rest else Span(sentence.end, sentence.end)


def keyword_at(parse: Parse, i: int) -> str | None:
    """The condition keyword that begins at a token, in lower case."""
    if parse.tokens[i].lower not in _FIRST_WORDS or (i and parse.tokens[i - 1].text == "-"):
        return None
    words = [token.lower for token in parse.tokens[i : i + 4]]
    if words[:3] in (["in", "the", "case"], ["in", "the", "event"]) and words[3:] not in (["of"], ["that"], ["where"]):
        return None
    if words[0] == "once" and words[1:2] and words[1] in _words("frequency"):
        return None
    return next((joined for n in (3, 2, 1) if (joined := " ".join(words[:n])) in _KINDS), None)


def _condition(parse: Parse, start: int, end: int, leading: bool) -> Condition:
    keyword = keyword_at(parse, start) or parse.tokens[start].lower
    words = len(keyword.split())
    return Condition(
        _KINDS.get(keyword, ConditionKind.TRIGGER), parse.span(start, start + words - 1), parse.span(start, end), leading
    )


def _leading(parse: Parse, first: int, last: int) -> list[tuple[int, int]]:
    """First and last token of each condition before the response."""
    start = _opening(parse, first, last)
    if start is None:
        return []
    end = _response_start(parse, start, last)
    if end is None:
        return []
    return _parts(parse, start, end)


def _opening(parse: Parse, first: int, last: int) -> int | None:
    """The keyword that opens the sentence, perhaps behind a label (“3.1.1 Startup State Upon …”)."""
    for i in range(first, min(last, first + _LABEL_WORDS)):
        token = parse.tokens[i]
        if token.tag == "MD":
            return None
        if keyword_at(parse, i) is None:
            continue
        before = parse.tokens[first:i]
        if i == first or (token.text[:1].isupper() and before[-1].text != ","):
            return i
        adverbial = before[0].pos in {"ADP", "ADV", "SCONJ", "CCONJ"} and not any(is_verb(word) for word in before)
        introduced = before[-1].text == "," and i <= first + _ADVERBIAL_WORDS and adverbial
        return i if introduced else None
    return None


def _response_start(parse: Parse, start: int, last: int) -> int | None:
    """The first token of the response: behind THEN, behind the comma before the main modal, or at the main subject."""
    for i in range(start + 1, last):
        if parse.tokens[i].lower == "then" and _opens_response(parse, i, last):
            return i
    if (the := _capital_article(parse, start, last)) is not None:
        return the
    modals = [(modal, verb) for modal, verb in bare_modals(parse) if start < modal <= last]
    modals = [(modal, verb) for modal, verb in modals if parse.tokens[modal].tag == "MD"] or modals
    behind_comma = [
        (comma + 1, modal, verb) for modal, verb in modals if (comma := _comma_before(parse, start, modal)) is not None
    ]
    for first, modal, verb in behind_comma:
        listed = parse.tokens[first].dep == "cc"
        if len(behind_comma) == 1 or not (listed or _in_condition(parse, verb, modal, start)):
            return first
    for modal, verb in modals:
        subject = _subject_start(parse, modal, verb, start)
        if subject is not None and not _in_condition(parse, verb, modal, start):
            return subject
    return _response_without_modal(parse, start, last)


def _capital_article(parse: Parse, start: int, last: int) -> int | None:
    """THE in capitals that opens the response in front of its modal, as Kiro writes it: “WHEN … THE lift SHALL …”."""
    if not parse.tokens[start].text.isupper():
        return None
    modal = next((token.i for token in parse.tokens[start : last + 1] if token.tag == "MD" and token.text.isupper()), None)
    if modal is None:
        return None
    articles = [token.i for token in parse.tokens[start + 2 : modal] if token.text == "THE"]
    return articles[-1] if articles and not any(is_verb(token) for token in parse.tokens[articles[-1] : modal]) else None


def _comma_before(parse: Parse, start: int, modal: int) -> int | None:
    """The comma that opens the clause of a modal, where only its subject stands between."""
    for i in range(modal - 1, start, -1):
        token = parse.tokens[i]
        if token.text == "," and not parse.parenthesised(i):
            return i if not keyword_at(parse, i + 1) else None
        if token.tag in {"MD", "WDT", "WP", "WRB", "VBZ", "VBP"} or (
            token.lower in {"that", "which", "who"} and token.tag != "DT"
        ):
            return None
    return None


def _opens_response(parse: Parse, then: int, last: int) -> bool:
    """Whether this THEN parts condition and response, rather than two steps of the response (“…, then dim …”)."""
    modals = [modal for modal, _ in bare_modals(parse) if modal <= last]
    if modals and max(modals) < then:
        return False
    before, after = parse.tokens[then - 1], parse.tokens[then + 1]
    if before.text == "," or parse.tokens[then].text.isupper():
        return True
    return after.pos in {"DET", "NOUN", "PROPN", "PRON"} and before.lower != "and"


def _subject_start(parse: Parse, modal: int, verb: int, start: int) -> int | None:
    """Where the subject of a modal begins: behind the last comma outside its noun phrase, or at the phrase itself."""
    subject = parse.subject(verb)
    left = min(parse.below(subject.i)) if subject is not None and start < subject.i < modal else modal
    commas = [token.i for token in parse.tokens[start:modal] if token.text == "," and not parse.parenthesised(token.i)]
    behind = [comma for comma in commas if comma < (left if left > start else modal)]
    if subject is None or left <= start:
        return commas[-1] + 1 if commas else None
    if behind and not any(is_verb(token) for token in parse.tokens[behind[-1] + 1 : left]):
        return behind[-1] + 1
    return left


def _in_condition(parse: Parse, verb: int, modal: int, start: int) -> bool:
    """Whether the modal's own clause is opened by a keyword or a relative pronoun."""
    for child in parse.children[verb]:
        if child.i < modal and child.dep in {"mark", "advmod"} and (child.i == start or keyword_at(parse, child.i)):
            return child.lower != "then"
    token = parse.tokens[verb]
    previous = parse.tokens[modal - 1].lower
    return token.dep == "relcl" or previous in {"that", "which", "who"} or (token.dep == "ccomp" and token.head < verb
        and parse.child(verb, "mark") is not None)  # fmt: skip


def _response_without_modal(parse: Parse, start: int, last: int) -> int | None:
    """In a sentence with no modal: the subject of its root, when a comma parts it from the condition."""
    for token in parse.tokens[start + 1 : last + 1]:
        if not is_verb(token) or token.dep in {"advcl", "relcl", "acl"}:
            continue
        subject = parse.subject(token.i)
        if subject is None:
            continue
        left = min(parse.below(subject.i))
        if left > start and parse.tokens[left - 1].text == ",":
            return left
    return None


def _parts(parse: Parse, start: int, end: int) -> list[tuple[int, int]]:
    """Cut the stretch before the response at each keyword that follows a comma or a conjunction."""
    starts = [start]
    for i in range(start + 1, end):
        before = parse.tokens[i - 1]
        if keyword_at(parse, i) and (before.text == "," or before.dep == "cc") and parse.tokens[i].lower != "on":
            starts.append(i)
    parts = []
    for begin, stop in zip(starts, [*starts[1:], end], strict=True):
        tail = stop - 1
        while tail > begin and (parse.tokens[tail].text in {",", ";"} or parse.tokens[tail].dep == "cc"):
            tail -= 1
        parts.append((begin, tail))
    return parts


def _trailing(parse: Parse, first: int, last: int) -> list[tuple[int, int]]:
    """Conditions behind the response's first verb: the clause or phrase that a keyword governs."""
    found: list[tuple[int, int]] = []
    seen_verb = False
    for token in parse.tokens[first : last + 1]:
        if found and token.i <= found[-1][1]:
            continue
        seen_verb = seen_verb or is_verb(token)
        keyword = keyword_at(parse, token.i)
        if not seen_verb or keyword is None or keyword in _LEADING_ONLY:
            continue
        if (end := _clause_end(parse, token, keyword)) is not None:
            found.append((token.i, min(end, last)))
    return found


def _clause_end(parse: Parse, token: Token, keyword: str) -> int | None:
    head = parse.tokens[token.head]
    if len(keyword.split()) > 1:
        return _trimmed(parse, token.i, _phrase_end(parse, token.i, len(keyword.split())))
    if token.dep in {"prep", "pcomp"}:
        return _trimmed(parse, token.i, max(parse.below(token.i)))
    while head.dep == "conj" and parse.tokens[head.head].i > token.i:
        head = parse.tokens[head.head]
    option = keyword == "where" and head.dep == "relcl" and names_option(parse, token.i, max(parse.below(head.i)))
    if token.dep in {"mark", "advmod"} and (head.dep == "advcl" or option) and head.i > token.i:
        return _trimmed(parse, token.i, max(parse.below(head.i)))
    return None


def names_option(parse: Parse, where: int, last: int) -> bool:
    """Whether a “where” clause speaks of an optional feature, rather than of a place or a situation."""
    if where and parse.tokens[where - 1].lemma.lower() in _words("places"):
        return False
    words = parse.tokens[where + 1 : last + 1]
    return any(
        word.lower in _words("optional")
        or (word.tag in {"VBN", "VBD"} and word.lemma.lower() in _words("options"))
        or (word.tag in {"VBZ", "VBP"} and word.lemma.lower() in _words("carrying"))
        for word in words
    )


def is_state(parse: Parse, condition: Condition) -> bool:
    """Whether a clause tells what is so for a while, rather than what happens: its verb is one of being, having or standing, or
    in the progressive, or it has none (“in billing mode”)."""
    tokens = parse.between(*condition.span)
    words = [token for token in tokens if token.start >= condition.keyword.end]
    if not words:
        return False
    verb = next((token for token in words if _is_finite(token) and not _is_relative(parse, token, words)), None)
    if verb is None:
        return words[0].lower in {"in", "at", "on", "under", "within", "inside", "outside"}
    content = _content(parse, verb)
    behind = [token.lower for token in words if token.i > verb.i and token.tag not in {"RB", "DT"}]
    if content.tag == "VBN" and content.i != verb.i:
        return content.lower in _words("stative_participles")
    if content.tag == "VBG" and content.i != verb.i:
        return verb.lemma.lower() == "be"
    if content.lemma.lower() == "be" and behind[:1] and behind[0] in _words("ends"):
        return False
    return content.lemma.lower() in _words("stative")


def clauses(parse: Parse, condition: Condition) -> int:
    """How many clauses a condition joins: “while the door is open, the lamp is lit and the fan runs” are three."""
    words = [token for token in parse.between(*condition.span) if token.start >= condition.keyword.end]
    heads = {_content(parse, token).i for token in words if _is_finite(token) and not _is_told(parse, token)}
    return max(1, len(heads))


def _is_told(parse: Parse, verb: Token) -> bool:
    """Whether a clause says which thing is meant, or what another verb tells."""
    for token in reversed(parse.tokens[: verb.i]):
        if token.text in {",", ";"} or token.dep == "cc" or _is_finite(token):
            return False
        if token.lower in {"that", "which", "who", "whose", "whether", "what", "how"} and token.tag != "DT":
            return True
    return False


def _is_finite(token: Token) -> bool:
    return token.tag in {"VBZ", "VBP", "VBD", "MD"}


def _is_relative(parse: Parse, verb: Token, words: list[Token]) -> bool:
    """Whether a verb belongs to a clause that only says which thing is meant."""
    before = parse.tokens[verb.i - 1]
    return _content(parse, verb).dep in {"relcl", "ccomp"} or (before.lower in {"that", "which", "who"} and before.i > words[0].i)


def _content(parse: Parse, verb: Token) -> Token:
    """The verb behind an auxiliary."""
    head = parse.tokens[verb.head]
    return head if verb.dep in {"aux", "auxpass"} and head.i > verb.i else verb


@cache
def _words(name: str) -> frozenset[str]:
    data = tomllib.loads(files("shallcheck.language").joinpath("conditions.toml").read_text("utf-8"))
    return frozenset(data[name])


def _phrase_end(parse: Parse, first: int, length: int) -> int:
    """The end of what a keyword of several words governs, however the parser joined them: “as soon as …”, “in case …”."""
    words = range(first, first + length)
    ends = [max(parse.below(i)) for i in words]
    for i in words:
        head = parse.tokens[i].head
        if head >= first + length:
            ends.append(max(parse.below(head)))
    following = parse.tokens[max(ends) + 1 : max(ends) + 2]
    if max(ends) < first + length and following and following[0].head > first:
        ends.append(max(parse.below(following[0].head)))
    return max(ends)


def _trimmed(parse: Parse, first: int, last: int) -> int:
    while last > first and parse.tokens[last].pos == "PUNCT":
        last -= 1
    return last
