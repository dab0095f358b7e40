"""Cutting a compound requirement into requirements of one thought each."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise, takewhile

from shallcheck.language.analysis import Analysis
from shallcheck.language.predicates import Predicate
from shallcheck.model.finding import Edit, Fix
from shallcheck.model.place import Span

_TITLE = "Split into one requirement each"
_TOGETHER = re.compile(
    r"\b(?:each other|one another|both|together|respectively|mutual\w*|between them|jointly|same|each)\b", re.IGNORECASE
)
_ARTICLES = frozenset({"the", "a", "an", "each", "every", "all", "any"})
_JOINTS = (" and", " but", " then", " also", " so", ",", ";", " —", " –", " AND", " THEN", " BUT")
_ALTERNATIVE = re.compile(r"\b(?:or|nor)\W*$", re.IGNORECASE)
"""At the end of a part: what follows is an alternative, and split would be a duty of its own."""
_PRONOUNS = frozenset({"it", "they", "them", "this", "these", "those", "its", "their", "that"})


def split_obligations(statement: Analysis) -> Fix | None:
    """One statement for each main modal; each keeps the conditions of its sentence and a subject of its own.

    None where a part would lose what a pronoun refers to, or no subject is known.
    """
    predicates = statement.obligations
    starts = [_start(statement, predicate) for predicate in predicates]
    if (
        len(predicates) < 2
        or statement.lead_in
        or len({p.verb for p in predicates}) < len(predicates)
        or any(a >= b for a, b in pairwise(starts))
    ):
        return None
    text = statement.text.rstrip()
    ends = [*starts[1:], len(text)]
    pieces = []
    for k in range(len(predicates)):
        piece = _without_joint(text[starts[k] : ends[k]])
        if _ALTERNATIVE.search(piece):
            return None
        if k and (prefix := _prefix(statement, predicates, k)) is None:
            return None
        if k:
            piece = f"{prefix}{piece}"
        pieces.append(piece)
    if any(_opens_with_pronoun(piece) for piece in pieces[1:]):
        return None
    kept = _without_joint(text[: starts[1]])
    return _fix(statement, kept, pieces[1:])


def split_actions(statement: Analysis, predicate_or_verbs: Sequence[int]) -> Fix | None:
    """One statement for each coordinated verb; each keeps what stands before the first verb, and a shared object.

    None where the parts share more than that, or a later part refers to an earlier one by a pronoun.
    """
    verbs, tokens, text = predicate_or_verbs, statement.tokens, statement.text.rstrip()
    if len(statement.sentences) > 1 or statement.lead_in or any(_has_subject(statement, verb) for verb in verbs[1:]):
        return None
    starts = [_verb_start(statement, verb) for verb in verbs]
    head = text[: starts[0]]
    ends = [*starts[1:], len(text)]
    bodies = [_without_joint(text[start:end]) for start, end in zip(starts, ends, strict=True)]
    shared = text[tokens[verbs[-1]].end :].rstrip(" .")
    after_last = tokens[verbs[-1] + 1] if verbs[-1] + 1 < len(tokens) else None
    for k, verb in enumerate(verbs[:-1]):
        if statement.tokens[verb + 1].text == "," and bodies[k].lower() != tokens[verb].lower:
            return None
        if bodies[k].lower() == tokens[verb].lower:
            bare = _bare(statement, verbs, k)
            if bare == "alone":
                continue
            if bare == "either" or after_last is None or after_last.tag in {"IN", "RP", "TO"}:
                return None
            bodies[k] += shared
    if any(_refers_back(statement, Span(start, end)) for start, end in zip(starts[1:], ends[1:], strict=True)):
        return None
    return _fix(statement, head + bodies[0], [head + body for body in bodies[1:]])


def _bare(statement: Analysis, verbs: Sequence[int], k: int) -> str:
    """The list of splitting.toml that says whether a bare verb needs the object of the last one; empty where it does."""
    lists = _objects()
    verb, last = (statement.tokens[i].lemma.lower() for i in (verbs[k], verbs[-1]))
    if any(last in words for words in lists.values()):
        return ""
    return next((name for name, words in lists.items() if verb in words), "")


@cache
def _objects() -> dict[str, frozenset[str]]:
    data = tomllib.loads(files(__package__).joinpath("splitting.toml").read_text("utf-8"))
    return {name: frozenset(words) for name, words in data.items()}


def _fix(statement: Analysis, kept: str, others: Sequence[str]) -> Fix | None:
    text = statement.text
    stop = "." if text.rstrip().endswith(".") else ""
    closed = kept.endswith((".", ".)"))
    siblings = tuple(_sentence(other, stop) for other in others)
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(kept, text, strict=False)))
    edit = Edit(common, len(text.rstrip()), kept[common:] + ("" if closed else stop))
    return Fix(_TITLE, (edit,), siblings=siblings)


def _sentence(text: str, stop: str) -> str:
    text = " ".join(text.split()).rstrip(" .;,")
    return text[:1].upper() + text[1:] + stop


def _start(statement: Analysis, predicate: Predicate) -> int:
    """Where a main clause begins: its sentence, its own subject, or its modal."""
    place = predicate.group.start
    own = predicate.subject if predicate.subject and _owns_subject(statement, predicate) else None
    start = own.start if own else place
    response = next((span for span in statement.responses if span.start <= place < span.end), None)
    sentence = next((span for span in statement.sentences if span.start <= place < span.end), None)
    first = response is not None and not any(
        other is not predicate and response.start <= other.group.start < place for other in statement.obligations
    )
    return sentence.start if first and sentence is not None else start


def _owns_subject(statement: Analysis, predicate: Predicate) -> bool:
    head = predicate.subject_head
    return head is not None and statement.tokens[head].head == predicate.verb


def _prefix(statement: Analysis, predicates: Sequence[Predicate], k: int) -> str | None:
    """What a later part must repeat: the conditions of its sentence, and the subject where it has none of its own."""
    predicate = predicates[k]
    sentence = next(span for span in statement.sentences if span.start <= predicate.group.start < span.end)
    first = next(p for p in predicates if sentence.start <= p.group.start < sentence.end)
    if first is predicate:
        return ""
    response = next(span for span in statement.responses if sentence.start <= span.start <= sentence.end)
    conditions = statement.text[sentence.start : response.start]
    if _owns_subject(statement, predicate):
        return conditions
    return f"{conditions}{predicate.subject.of(statement.text)} " if predicate.subject else None


def _without_joint(text: str) -> str:
    text = text.rstrip(" .")
    while True:
        shorter = next((text[: -len(joint)] for joint in _JOINTS if text.endswith(joint)), None)
        if shorter is None:
            return text.strip()
        text = shorter.rstrip()


def _opens_with_pronoun(piece: str) -> bool:
    words = piece.replace(",", " ").split()
    return bool(words) and words[0].lower() in _PRONOUNS


def _has_subject(statement: Analysis, verb: int) -> bool:
    return statement.parse.subject(verb) is not None


def _verb_start(statement: Analysis, verb: int) -> int:
    """The verb, or the adverb right before it that belongs to it."""
    start = verb
    while start > 0 and statement.tokens[start - 1].head == verb and statement.tokens[start - 1].tag == "RB":
        if statement.tokens[start - 1].lower in {"then", "not", "also"}:
            break
        start -= 1
    return statement.tokens[start].start


def _refers_back(statement: Analysis, span: Span) -> bool:
    return any(
        token.tag in {"PRP", "PRP$"} or (token.lower in {"this", "these", "those"} and token.pos == "PRON")
        for token in statement.parse.between(span.start, span.end)
    )


def split_subjects(statement: Analysis, predicate: Predicate, subjects: Sequence[Span]) -> Fix | None:
    """One statement for each subject; each keeps the conditions and all that stands behind the subject.

    None where the clause speaks of its subjects together (“each other”, “both”), or shares words between them.
    """
    text = statement.text
    start, end = subjects[0].start, subjects[-1].end
    if len(statement.sentences) > 1 or statement.lead_in or len(statement.obligations) > 1:
        return None
    first = statement.parse.at(start)
    if first and statement.tokens[first - 1].lower == "both":
        start = statement.tokens[first - 1].start
    if _TOGETHER.search(text, end) or _refers_back(statement, Span(end, len(text))) or predicate.group.start < end:
        return None
    names = [_with_article(subject.of(text), subjects[0].of(text)) for subject in subjects]
    begins = not text[:start].strip()
    wholes = [text[:start] + (name[:1].upper() + name[1:] if begins else name) + text[end:] for name in names]
    return Fix(_TITLE, (Edit(start, end, wholes[0][start : len(wholes[0]) - len(text) + end]),), siblings=tuple(wholes[1:]))


def _with_article(name: str, first: str) -> str:
    """A later subject with the article that it shared with the first: “the pump and valve”."""
    article = first.split(" ", 1)[0]
    words = name.split(" ", 1)
    if article.lower() in _ARTICLES and words[0].lower() not in _ARTICLES and name[:1].islower():
        return f"{article.lower()} {name}"
    return name[:1].lower() + name[1:] if words[0].lower() in _ARTICLES and not words[0].isupper() else name
