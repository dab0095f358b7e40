"""AMB013: an obligation or a condition in parentheses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache

from shallcheck.language.analysis import Analysis
from shallcheck.language.tokens import Token
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.kinds import Dialect
from shallcheck.model.place import Span
from shallcheck.rules.registry import Test, rule
from shallcheck.rules.rewriting import capitalised
from shallcheck.rules.wordlist import word_set

_PARENTHESIS = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_TO_FRONT = re.compile(r"(?:only )?(?P<keyword>if|when|whenever|while|as long as|once|as soon as)\b\s", re.IGNORECASE)
_POINTING = frozenset({"it", "this", "that", "these", "those", "they", "them", "then", "its", "their"})
_SUBORDINATE = frozenset({"relcl", "advcl", "acl", "ccomp", "csubj", "pcomp"})


class _Adds(StrEnum):
    """What a parenthesis does to the obligation around it; completes the sentence “…, which …”."""

    CLAUSE = "a demand of its own"
    CONDITION = "a condition"
    ADDITION = "a further demand"
    WEAKENING = "a change of how far it obliges"
    OTHER_VALUE = "a value for another case"


@rule(
    "AMB013",
    "parenthetical",
    test=Test.UNAMBIGUOUS,
    severity=Severity.WARNING,
    sources=("INCOSE GtWR R21",),
    needs_parse=True,
)
def parenthetical(statement: Analysis) -> Iterator[Finding]:
    """A parenthesis that adds or changes an obligation or a condition. One reader takes what stands in brackets for a remark and
    builds without it, another for a demand and fails the test of the first.

    Fix: move it out: into the sentence, into a requirement of its own, or into the rationale.
    Silent: on units, expansions of acronyms, identifiers, references, examples, restated values and clarifying names.
    Poor: When the alarm triggers, the lift shall travel to the ground floor {(unless the fire key is inserted)}.
    Poor: The bridge controller shall open the gates within 90 s {(120 s below 0 °C)}.
    Poor (must): The mailer MUST delete each bounced address {(it must also log the deletion)}.
    Poor: The ledger shall keep the entries in one of the databases PostgreSQL {(preferred)} or MariaDB.
    Good: When the alarm triggers, the lift (car 2) shall travel to the ground floor within 60 s.
    Good: The bridge controller shall open the gates to a height of at least 10 ft (3.05 m).
    Good: The broker shall use the Message Queuing Telemetry Transport (MQTT) protocol.
    Good: The ledger shall write the fields of table 4 (date, account, amount) to each entry.
    """
    silent = statement.notes
    for match in statement.matches(_PARENTHESIS):
        span = Span(*match.span())
        if any(span.overlaps(note) for note in silent) or not _is_prose(statement, span) or not _in_demand(statement, span):
            continue
        adds = _adds(statement, Span(*match.span(1)))
        if adds is None:
            continue
        yield Finding(
            "AMB013",
            span,
            f"“{span.of(statement.text)}” holds {adds}, which a reader may take for a remark: move it out of the brackets.",
            _fixes(statement, span, adds),
        )


@cache
def _pattern(key: str) -> re.Pattern[str]:
    body = "|".join(part.replace(" ?", r"\s?").replace(" ", r"\s+") for part in word_set(__package__, "parenthetical.toml", key))
    return re.compile(rf"\s*(?:{body})", re.IGNORECASE)


def _is_prose(statement: Analysis, span: Span) -> bool:
    """Not the arguments of a call: “purge(days=30)”."""
    return span.start == 0 or not (statement.masked[span.start - 1].isalnum() or statement.masked[span.start - 1] in "_\ufffc`")


def _in_demand(statement: Analysis, span: Span) -> bool:
    """Whether the sentence around it obliges, permits or foresees something, or it is such a sentence itself."""
    sentence = next((each for each in statement.sentences if each.overlaps(span)), None)
    if sentence is None:
        return False
    starts = [statement.tokens[modal.first].start for modal in statement.modals]
    return any(sentence.start <= start < sentence.end for start in starts)


def _adds(statement: Analysis, inside: Span) -> _Adds | None:
    """What the words between the parentheses do to the obligation, if anything."""
    text = inside.of(statement.masked)
    if _pattern("explanation").match(text):
        return None
    for key, adds in (
        ("condition", _Adds.CONDITION),
        ("weakening", _Adds.WEAKENING),
        ("addition", _Adds.ADDITION),
        ("other_value", _Adds.OTHER_VALUE),
    ):
        if _pattern(key).match(text):
            return adds
    if _is_clause(statement, inside):
        return _Adds.CLAUSE
    return _Adds.WEAKENING if _is_manner(statement, inside) else None


def _is_clause(statement: Analysis, inside: Span) -> bool:
    """Whether a finite clause with a subject of its own stands there."""
    return any(_heads_clause(statement, token, inside) for token in statement.parse.between(inside.start, inside.end))


def _heads_clause(statement: Analysis, token: Token, inside: Span) -> bool:
    """Whether a finite verb or a modal opens no subordinate clause; a “will” only foretells where another modal obliges."""
    if token.tag not in {"VBZ", "VBP", "MD"} or (token.lower == "will" and statement.dialect is not Dialect.SHALL):
        return False
    head = statement.tokens[token.head]
    verb = head if token.dep in {"aux", "auxpass"} and head.start < inside.end and head.start >= inside.start else token
    if verb.dep in _SUBORDINATE and inside.start <= statement.tokens[verb.head].start < inside.end:
        return False
    children = (*statement.children[token.i], *statement.children[verb.i])
    has_subject = any(child.dep in {"nsubj", "nsubjpass"} and inside.start <= child.start < token.start for child in children)
    return has_subject or token.tag == "MD"


def _is_manner(statement: Analysis, inside: Span) -> bool:
    """A lone adverb that says how to do it: “(slowly)”."""
    tokens = statement.parse.between(inside.start, inside.end)
    return len(tokens) == 1 and tokens[0].tag == "RB" and tokens[0].lower.endswith("ly") and tokens[0].lower != "respectively"


def _fixes(statement: Analysis, span: Span, adds: _Adds) -> tuple[Fix, ...]:
    text = statement.text
    inside = text[span.start + 1 : span.end - 1].strip(" .")
    if adds is _Adds.CLAUSE:
        sibling = _own_sentence(statement, inside)
        if not sibling or not text[: span.start].strip():
            return ()
        return (Fix("Make it a requirement of its own", (_taken_out(text, span),), siblings=(sibling,)),)
    if adds is _Adds.CONDITION:
        return _condition_fix(statement, span, inside)
    if adds is _Adds.OTHER_VALUE:
        return ()
    comma = "," if adds is _Adds.ADDITION and re.match(r"not\b|never\b|but\b", inside, re.IGNORECASE) else ""
    start = span.start - 1 if comma and text[: span.start].endswith(" ") else span.start
    return (Fix("Take the brackets away", (Edit(start, span.end, f"{comma} {inside}" if comma else inside),)),)


def _own_sentence(statement: Analysis, inside: str) -> str:
    """The clause as a sentence that stands alone: a leading “it” is the subject of the sentence around; nothing where another
    pronoun would lose what it refers to."""
    word, _, rest = inside.partition(" ")
    if word.lower() not in _POINTING:
        return f"{capitalised(inside)}."
    subject = next((each.subject for each in statement.obligations if each.subject is not None), None)
    if word.lower() != "it" or subject is None:
        return ""
    return f"{capitalised(subject.of(statement.text))} {rest}."


def _condition_fix(statement: Analysis, span: Span, inside: str) -> tuple[Fix, ...]:
    """“if” and “when” go to the front of their sentence, where a condition belongs; the rest to its end."""
    text = statement.text
    sentence = next(each for each in statement.sentences if each.overlaps(span))
    front = _TO_FRONT.match(inside)
    others = [each for each in statement.conditions if sentence.overlaps(each.span) and not span.overlaps(each.span)]
    if front and not inside.lower().startswith("only") and not others:
        first = next(token for token in statement.tokens if token.start >= sentence.start)
        kept = first.text.lower() if first.tag == "DT" else first.text
        moved = Edit(first.start, first.end, f"{capitalised(inside)}, {kept}")
        return (Fix("Move the condition to the front", (moved, _taken_out(text, span))),)
    if not text[span.end : sentence.end].strip(" ."):
        return (Fix("Take the brackets away", (Edit(span.start, span.end, inside),)),)
    return ()


def _taken_out(text: str, span: Span) -> Edit:
    start = span.start - 1 if text[: span.start].endswith(" ") else span.start
    return Edit(start, span.end, "")
