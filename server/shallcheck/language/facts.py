"""The facts of a statement, taken from its Analysis: its words with the part that each plays; a number with its bound and unit is
one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from shallcheck.language.analysis import Analysis
from shallcheck.language.intervals import intervals
from shallcheck.language.limits import ends_of
from shallcheck.language.modality import Modal
from shallcheck.language.opposites import begins_phrase, joined
from shallcheck.language.opposites import words as _list
from shallcheck.language.quantities import denial
from shallcheck.language.tokens import Token, is_verb
from shallcheck.model.facts import Amount, Facts, Part, Sort, Word
from shallcheck.model.kinds import Kind
from shallcheck.model.place import Span
from shallcheck.model.quantity import Bound, Quantity, QuantityKind

KINDS = frozenset({Kind.REQUIREMENT, Kind.CONSTRAINT, Kind.NEED, Kind.INTENT, Kind.TEST})
"""The kinds of statements whose facts are wanted."""
_OPERATORS = "<>=≤≥≠"
_OPERATOR = re.compile(f"[{_OPERATORS}]+")
_LABELLED = re.compile(r":(?:\s|$)")
_LEADS = re.compile(r"(?:\b(?:be|is|are|of|to|at|by|than|as|only|exactly)|[=<>≤≥])\s*$", re.IGNORECASE)
_NAME = re.compile(r".*[\d_/]|.+[A-Z]")
_HYPHENS = frozenset({"-", "‐", "‑", "–"})
_MODALS = {
    "shall": "shall", "must": "shall", "will": "shall", "need to": "shall", "have to": "shall", "be to": "shall",
    "be required to": "shall", "should": "should", "ought to": "should", "may": "may", "can": "may",
}  # fmt: skip


def facts(analysis: Analysis) -> Facts | None:
    """What a statement says; None where it was not parsed, only leads in a list, or is of a kind that is compared with none."""
    if not analysis.tokens or analysis.lead_in or analysis.kind not in KINDS:
        return None
    return _Taking(analysis).facts()


class _Taking:
    """The facts of one statement in the making."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._tokens = analysis.tokens
        self._parts = [(start, end, part) for part, spans in self._spans() for start, end in spans]
        colon = _LABELLED.search(analysis.masked)
        self._listed = colon.start() if colon else len(analysis.text)
        self._modals = {i: modal for modal in analysis.main_modals for i in range(modal.first, modal.last + 1)}
        self._actions = {verb for predicate in analysis.obligations for verb in predicate.actions}
        self._negations = {each.span.start for each in analysis.negations}
        self._amounts = [
            each for each in analysis.quantities if each.kind is not QuantityKind.LABEL and _binds(analysis.masked, each)
        ]
        self._amounts += intervals(analysis.masked)
        self._denials = {
            quantity.span.start: at for quantity in self._amounts if (at := denial(analysis.masked, quantity)) is not None
        }
        self._opaque = {i for part in analysis.opaque for i in range(part.start, part.end)}

    def facts(self) -> Facts:
        words: list[Word] = []
        amounts: list[Amount] = []
        for quantity, run in groupby(self._tokens, self._amount):
            if quantity is not None:
                if quantity.kind is QuantityKind.DURATION and [word.key for word in words[-1:]] == ["once"]:
                    words.pop()  # “once every 5 s”
                denied_at = self._denials.get(quantity.span.start)
                amounts.append(Amount(len(words), quantity, ends_of(quantity), denied_at))
                words.append(self._as_word(quantity))
            else:
                words.extend(self._plain(list(run)))
        return _arranged(*_personal(*_with_phrases(words, amounts)))

    def _spans(self) -> Iterator[tuple[Part, list[Span]]]:
        analysis = self._analysis
        yield Part.ASIDE, [*analysis.asides, *(each.span for each in analysis.purposes)]
        yield Part.CONDITION, [each.span for each in analysis.conditions]
        yield Part.SUBJECT, [each.subject for each in analysis.obligations if each.subject is not None]

    def _amount(self, token: Token) -> Quantity | None:
        return next((each for each in self._amounts if each.span.start <= token.start < each.span.end), None)

    def _as_word(self, quantity: Quantity) -> Word:
        span = quantity.span
        key = f"#{quantity.bound.name} {quantity.low} {quantity.high} {quantity.unit}"
        if ends_of(quantity) is None:
            key = f"#{span.of(self._analysis.text)}"  # larger than any number
        return Word(key, span.start, span.end, self._part_at(span.start), Sort.AMOUNT)

    def _part_at(self, start: int) -> Part:
        if start > self._listed:
            return Part.LISTED
        return next((part for first, end, part in self._parts if first <= start < end), Part.REST)

    def _plain(self, run: list[Token]) -> Iterator[Word]:
        """The words of a run without numbers; what hyphens join is one."""
        i = 0
        while i < len(run):
            last = i
            while last + 2 < len(run) and run[last + 1].text in _HYPHENS and run[last + 1].start == run[last].end and (
                run[last + 2].start == run[last + 1].end
            ):  # fmt: skip
                last += 2
            if last > i:
                yield self._word(run[last], start=run[i].start, key="".join(each.lower for each in run[i : last + 1]))
            elif (word := self._single(run[i])) is not None:
                yield word
            i = last + 1

    def _single(self, token: Token) -> Word | None:
        modal = self._modals.get(token.i)
        if modal is not None:
            if token.i != modal.first or modal.word not in _MODALS:
                return None
            key = "need-not" if self._is_denied(modal) else _MODALS[modal.word]
            return Word(key, token.start, self._tokens[modal.last].end, Part.MODAL, Sort.OTHER)
        if token.start in self._denials.values():
            return None  # the bound says so
        if token.start in self._negations:
            return self._word(token, key="without" if token.lower == "without" else "not", sort=Sort.NEGATION)
        if token.text[0] in _OPERATORS and _OPERATOR.fullmatch(token.text):
            return self._word(token, key=token.text, sort=Sort.OPERATOR)
        if token.pos in {"PUNCT", "SYM", "SPACE"}:
            return None
        if not token.text.isalnum() and not any(letter.isalnum() for letter in token.text):
            return None
        if token.dep in {"aux", "auxpass"} or token.tag in {"POS", "TO"} or token.lower in _list("silent"):
            return None
        if token.lower in {"it", "they"} and self._part_at(token.start) is Part.CONDITION:
            return None  # “while it is flying” is “while flying”
        return self._word(token)

    def _is_denied(self, modal: Modal) -> bool:
        """“is not required to”: the denial stands within."""
        return any(token.start in self._negations for token in self._tokens[modal.first + 1 : modal.last + 1])

    def _word(self, token: Token, *, start: int | None = None, key: str = "", sort: Sort | None = None) -> Word:
        part = Part.ACTION if token.i in self._actions else self._part_at(token.start)
        return Word(
            key or self._key(token),
            token.start if start is None else start,
            token.end,
            part,
            self._sort(token, key) if sort is None else sort,
        )

    def _key(self, token: Token) -> str:
        if token.start in self._opaque:
            return token.text
        lemma = token.lemma.lower() if token.pos != "PROPN" else token.lower
        if token.pos in {"NOUN", "PROPN"} and len(lemma) > 3 and lemma.endswith("s") and not lemma.endswith(("ss", "us", "is")):
            lemma = lemma[:-1]
        return "a" if lemma == "an" else lemma

    def _sort(self, token: Token, joined: str) -> Sort:
        if token.start in self._opaque or (not joined and _NAME.match(token.text)):
            return Sort.NAME
        if token.lower in _list("quantifiers"):
            return Sort.QUANTIFIER
        if is_verb(token):
            following = self._tokens[token.i + 1].pos if token.i + 1 < len(self._tokens) else ""
            participle = token.tag in {"VBN", "VBG", "VBD"} and token.i not in self._actions
            attributive = participle and (token.dep in {"amod", "compound", "nmod"} or following in {"NOUN", "PROPN"})
            return Sort.ADJECTIVE if attributive else Sort.VERB
        return _SORTS.get(token.pos, Sort.OTHER)


_SORTS = {
    "NOUN": Sort.NOUN, "PROPN": Sort.NAME, "ADJ": Sort.ADJECTIVE, "ADV": Sort.ADVERB, "ADP": Sort.PREPOSITION,
    "SCONJ": Sort.PREPOSITION, "CCONJ": Sort.CONJUNCTION, "NUM": Sort.NAME, "VERB": Sort.VERB,
}  # fmt: skip


def _with_phrases(words: list[Word], amounts: list[Amount]) -> tuple[list[Word], list[Amount]]:
    """The words, with phrases that are read as one word joined."""
    found: list[Word] = []
    places: dict[int, int] = {}
    i = 0
    while i < len(words):
        places[i] = len(found)
        for length in (3, 2) if begins_phrase(words[i].key) else ():
            run = words[i : i + length]
            if len(run) == length and (key := joined(tuple(word.key for word in run))):
                sort = Sort.NEGATION if run[0].sort is Sort.NEGATION else Sort.ADVERB
                found.append(Word(key, run[0].start, run[-1].end, run[-1].part, sort))
                i += length
                break
        else:
            found.append(words[i])
            i += 1
    return found, [each._replace(word=places[each.word]) for each in amounts if each.word in places]


_TIME = frozenset({Sort.PREPOSITION, Sort.AMOUNT, Sort.ADVERB})


def _personal(words: list[Word], amounts: list[Amount]) -> tuple[list[Word], list[Amount]]:
    """“It shall be possible for a nurse to stop” as “a nurse shall be possible stop”."""
    able = next((i for i, word in enumerate(words) if word.key == "possible"), 0)
    it = next((i for i, word in enumerate(words[:able]) if word.key == "it" and word.part is Part.SUBJECT), None)
    if it is None:
        return words, amounts
    told = able + 1 < len(words) and words[able + 1].key == "for"
    verb = next((i for i in range(able + 2, len(words)) if words[i].sort is Sort.VERB), able + 2) if told else able + 1
    who = range(able + 2, verb)
    found = [words[i]._replace(part=Part.SUBJECT) if i in who else words[i] for i in range(len(words))]
    return _ordered(found, amounts, [*range(it), *who, *range(it + 1, able + 1), *range(verb, len(words))])


def _ordered(words: list[Word], amounts: list[Amount], order: list[int]) -> tuple[list[Word], list[Amount]]:
    places = {old: new for new, old in enumerate(order)}
    return [words[i] for i in order], [each._replace(word=places[each.word]) for each in amounts if each.word in places]


def _arranged(words: list[Word], amounts: list[Amount]) -> Facts:
    """Conditions first, wherever they stand: “stop when the door opens” is “when the door opens, stop”. A mere time, “after
    7 days”, stays behind what is done then."""
    order: list[int] = []
    rest: list[int] = []
    for condition, run in groupby(range(len(words)), lambda i: words[i].part is Part.CONDITION):
        some = list(run)
        moves = condition and any(words[i].sort not in _TIME for i in some)
        if moves and rest and words[rest[-1]].key in _list("bounds.only"):
            some.insert(0, rest.pop())
        (rest if not moves or (rest and _belongs(words[some[0]], words[rest[-1]])) else order).extend(some)
    order += rest
    return Facts.of(*_ordered(words, amounts, order))


def _belongs(first: Word, before: Word) -> bool:
    """Whether a condition belongs to the word before it: “2 h before arrival”, “once after a test”."""
    return before.key in _list("frequencies.once") or (before.sort is Sort.AMOUNT and first.key == "before")


def _binds(text: str, quantity: Quantity) -> bool:
    """Whether a quantity has a value and says of what; a bare number that nothing leads to only counts pages and items."""
    if quantity.low is None and quantity.high is None:
        return False
    if quantity.kind is not QuantityKind.NUMBER or quantity.bound is not Bound.EXACT:
        return True
    return _LEADS.search(text, 0, quantity.span.start) is not None
