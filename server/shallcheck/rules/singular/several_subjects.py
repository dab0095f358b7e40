"""SNG003: two systems obliged at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from shallcheck.language.analysis import Analysis
from shallcheck.language.predicates import Predicate
from shallcheck.language.subjects import Member, SubjectClass, members
from shallcheck.model.finding import Finding, Severity
from shallcheck.model.place import Span
from shallcheck.rules.registry import OBLIGATIONS, Test, rule
from shallcheck.rules.singular.splitting import split_subjects

_ACT = re.compile(r"(?:ness|ity|ship|ance|ence|[^dt]ment|sion|[^nc]tion|ysis|ism|age|ing)$")
"""Endings of nouns for acts and qualities."""
_JOINT = re.compile(r",?\s*(?:and(?:\s+also)?|as well as|&)\s*(?:both\s+)?|,\s*", re.IGNORECASE)
_ODD = re.compile(r"[\"“”():;–—]|^\d|\b[A-Z]+-?\d{2,}")
"""Signs that the parser has taken a heading or a quotation for part of the subject."""


@rule(
    "SNG003",
    "several-subjects",
    test=Test.SINGULAR,
    severity=Severity.WARNING,
    sources=("INCOSE GtWR R18", "ISO/IEC/IEEE 29148 5.2.5"),
    applies_to=OBLIGATIONS,
    needs_parse=True,
)
def several_subjects(statement: Analysis) -> Iterator[Finding]:
    """Two systems obliged at once. They are built and tested by different people: when one of them conforms and the other does
    not, the requirement is neither met nor unmet.

    Fix: split it, one requirement for each subject.
    Silent: on data, quantities and qualities joined by *and* (“the date and time”), on names of one thing made of two words, and
        on *and* anywhere but in the subject.
    Poor: {The pump and the heater} shall stop within 2 s of an alarm.
    Poor: When a fire is detected, {the lift and the escalator} shall stop at the next floor.
    Poor (must): {Both the importer and the exporter} must write UTF-8.
    Good: The date and the time shall have the format of ISO 8601-1:2019.
    Good: When the pump and the heater fail, the controller shall open the relay.
    Good: The search and rescue beacon shall transmit every 50 s.
    """
    for predicate in statement.predicates:
        if predicate.modal is None:
            continue
        found = members(statement.parse, predicate)
        if len(found) < 2 or not _all_act(statement, predicate, found):
            continue
        span = _whole(statement, found)
        words = span.of(statement.text)
        whole_row = not statement.text[: span.start].rstrip().endswith(",") or _follows_condition(statement, span)
        fix = split_subjects(statement, predicate, [member.span for member in found]) if whole_row else None
        yield Finding(
            "SNG003",
            span,
            f"“{words}” are {len(found)} subjects of one obligation, so one verdict cannot say which of them conforms: split it.",
            fixes=(fix,) if fix else (),
        )


def _follows_condition(statement: Analysis, span: Span) -> bool:
    return any(response.start == span.start for response in statement.responses)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("several_subjects.toml").read_text("utf-8"))


def _all_act(statement: Analysis, predicate: Predicate, found: Sequence[Member]) -> bool:
    """Whether each member is a system or a part of one, joined by “and”, and the verb is one of doing."""
    if any(member.kind in {SubjectClass.INFORMATION, SubjectClass.PERSON} for member in found):
        return False
    lemmas = [statement.tokens[member.head].lemma.lower() for member in found]
    if any(_is_no_system(lemma) for lemma in lemmas) or lemmas in _data()["pairs"]:
        return False
    verb = statement.tokens[predicate.verb].lemma.lower()
    doing = verb not in _data()["relating"] or statement.capabilities != ()
    return doing and not predicate.passive and _is_row(statement, found) and not _is_class(statement, found)


def _is_no_system(lemma: str) -> bool:
    return lemma in _data()["no_systems"] or (_ACT.search(lemma) is not None and lemma not in _data()["systems"])


def _is_row(statement: Analysis, found: Sequence[Member]) -> bool:
    """Whether only commas and at last “and” part the members, and none in front of the last ends in a phrase that the next could
    belong to (“the lamps on the main panel and side panel”)."""
    gaps = [Span(a.span.end, b.span.start).of(statement.text) for a, b in pairwise(found)]
    if not all(_JOINT.fullmatch(gap) for gap in gaps) or "," in gaps[-1].rstrip(" ")[-1:]:
        return False
    open_end = any(token.pos == "ADP" for member in found[:-1] for token in statement.parse.between(*member.span))
    return not open_end and not any(_ODD.search(member.span.of(statement.text)) for member in found)


def _is_class(statement: Analysis, found: Sequence[Member]) -> bool:
    """“All pickers and filters”: one demand on a class of things, named by two words."""
    plural = all(statement.tokens[member.head].tag in {"NNS", "NNPS"} for member in found)
    articles = [statement.parse.child(member.head, "det") for member in found]
    general = articles[0] is not None and articles[0].lower in {"all", "any", "no"}
    return general or (plural and not any(articles[1:]))


def _whole(statement: Analysis, found: Sequence[Member]) -> Span:
    """All members, with “both” in front."""
    start = found[0].span.start
    first = statement.parse.at(start)
    if first and statement.tokens[first - 1].lower == "both":
        start = statement.tokens[first - 1].start
    return Span(start, found[-1].span.end)
