"""CON004: one thing under two names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from shallcheck.model.document import Statement
from shallcheck.model.finding import Edit, Finding, Fix, Related, Severity
from shallcheck.model.index import Scene
from shallcheck.model.place import Span
from shallcheck.model.spelling import as_written, is_coded, spelling
from shallcheck.model.terms import key_of, names_used
from shallcheck.model.vocabulary import Entry
from shallcheck.rules.consistent.saying import cited
from shallcheck.rules.registry import STATEMENTS, Scope, Test, rule

_PARTICLES = frozenset("in out on off up down over back through by away".split())
"""“Log in” is what one does at a login."""
_MODALS = frozenset({"SHALL", "MUST", "SHOULD", "WILL", "MAY"})
_OBLIGED = re.compile(
    r"\b(?:[Tt]he|THE|[Ee]ach|[Ee]very)\s+((?:[a-z][\w-]*\s+){1,3}[a-z][\w-]*)\s+(?:shall|SHALL|must|MUST|should|SHOULD)\b"
)

_OBLIGES = re.compile(r"\s+(?:shall|SHALL|must|MUST|should|SHOULD)\b")


class _Drift(NamedTuple):
    """A name that is defined otherwise: where it stands, and what the definition says."""

    span: Span
    name: str


@rule(
    "CON004",
    "term-drift",
    test=Test.CONSISTENT,
    severity=Severity.WARNING,
    scope=Scope.WORKSPACE,
    sources=("INCOSE GtWR R36",),
    applies_to=STATEMENTS,
)
def term_drift(scene: Scene) -> Iterator[Finding]:
    """A term of a glossary or an element of the system is called by another name, or spelt in another way, than where it is
    defined or than most statements do. One team takes the two names for two things and builds both, and no search
    finds all of one.

    Fix: use one name; where it is defined, that one. The quick fix exchanges it in every document at once.
    Silent: about capitals and the plural, about plain words for what is named as in code (“the photo store” for
        Photo_Store), hyphens in front of a noun (“a set-point change”), names in code, glossaries of other features, and other
        names that a glossary gives itself (“Alert Sender (Sender)”).
    Poor:
        - **SYS-001**: When the door opens, the pump shall hold the {set point} for 5 s.

        ## Glossary

        - **Setpoint**: the pressure that the nurse has chosen
    Poor (.kiro/specs/album/requirements.md):
        ## Glossary
        - **Photo_Store**: keeps the pictures

        ## Requirements
        ### Requirement 1
        #### Acceptance Criteria
        1. WHEN a picture arrives, THE {PhotoStore} SHALL keep it for 30 days.
    Poor:
        - **SYS-001**: The {Alert Transmitter} shall call the nurse within 10 s.
        == Logical_Architecture.md ==
        ## Alert Sender
        It telephones.
    Poor:
        - **SYS-001**: The Base Station shall show each reading within 2 s.
        - **SYS-002**: The Base Station shall keep each reading for 5 years.
        - **SYS-003**: The {BaseStation} shall print each reading within 60 s.
    Good:
        - **SYS-001**: When the door opens, the pump shall hold the setpoint for 5 s.

        ## Glossary

        - **Setpoint**: the pressure that the nurse has chosen
    Good (.kiro/specs/album/requirements.md):
        ## Glossary
        - **Photo_Store**: keeps the pictures

        ## Requirements
        ### Requirement 1
        #### Acceptance Criteria
        1. WHEN a picture arrives, THE Photo_Store SHALL keep it for 30 days.
    Good:
        - **SYS-001**: The Alert Sender shall call the nurse within 10 s.
        - **SYS-002**: The Alert Receiver shall answer within 10 s.
        == Logical_Architecture.md ==
        ## Alert Sender
        It telephones.
        ## Alert Receiver
        It answers.
    """
    told: set[str] = set()
    for statement in scene.segment.reading.statements if scene.document.setting.format != "statements" else ():
        if statement.kind in STATEMENTS and statement.english:
            for drift in _drifts(scene, statement):
                if (way := spelling(drift.span.of(statement.text))) not in told:
                    told.add(way)
                    yield _defined_otherwise(scene, statement, drift)
    for said in scene.wording.of(scene.path, scene.segment, "CON004"):
        if scene.vocabulary.spellings.of(said.words):
            continue
        usual = scene.wording.forms(said.saying.aspect)[0]
        if said.saying.form != usual:
            other = scene.wording.example(said.saying.aspect, usual)
            yield Finding(
                "CON004",
                said.place,
                f"“{said.words}” is spelt “{other.words}” in {cited(said, other)}, so a search for one misses the other and a "
                f"reader may take them for two things: write “{other.words}”.",
                _fixes(said.place, said.words, other.words, first=not said.saying.span.start),
                (Related(other.path, other.segment, other.place, other.label, f"“{other.words}” is here"),),
                Severity.INFORMATION,
            )


def defined_name(scene: Scene, name: str) -> str:
    """The defined name that another spelling or a synonym stands for; empty where there is none, or it is defined itself."""
    if scene.vocabulary.defines(scene.path, name):
        return ""
    known = [each.name for each in scene.vocabulary.spelt(scene.document.setting, name)]
    if known:
        return "" if spelling(name) in map(spelling, known) else known[0]
    words = key_of(name)
    for heads in _heads():
        for head in heads:
            if words.endswith(f" {head}"):
                lead = words.removesuffix(head)
                found = [entry for other in heads if other != head for entry in scene.vocabulary.entries(lead + other)]
                if found:
                    return found[0].name
    return ""


def _drifts(scene: Scene, statement: Statement) -> Iterator[_Drift]:
    taken: list[Span] = []
    for span in scene.vocabulary.spellings.places(statement):
        known = scene.vocabulary.spelt(scene.document.setting, span.of(statement.text))
        taken += [span] if known else []
        if span.start >= statement.own and (name := _other_spelling(known, statement, span)):
            yield _Drift(span, name)
    for span in _names(statement) if scene.vocabulary.has_names else ():
        if span.start >= statement.own and not any(span.overlaps(other) for other in taken):
            words = span.of(statement.text)
            name = "" if scene.vocabulary.spellings.of(words) else defined_name(scene, words)
            if name:
                yield _Drift(span, name)


def _names(statement: Statement) -> Iterator[Span]:
    yield from (used.place for used in names_used(statement) if not used.acronym)
    yield from (Span(*match.span(1)) for match in _OBLIGED.finditer(statement.text))


def _other_spelling(known: Sequence[Entry], statement: Statement, span: Span) -> str:
    """The defined name of which the words are another spelling; empty where they are fine, or mean something else."""
    words = span.of(statement.text)
    names = [each.name for each in known]
    if not known or spelling(words) in map(spelling, names) or _is_part(statement.text, span):
        return ""
    if is_coded(words) or is_coded(names[0]):
        return next((each.name for each in known if each.glossary and _is_name_for(statement.text, span, each.name)), "")
    plain = words if span.start else words[:1].lower() + words[1:]
    joints = {each for each in words if not each.isalnum()} | {each for each in names[0] if not each.isalnum()}
    if plain.islower() and (joints == {" ", "-"} or _is_verb(words, names)):
        return ""
    return names[0]


def _is_name_for(text: str, span: Span, name: str) -> bool:
    """Whether words are meant as the name of a term, and not as what it says (“the photo store” for Photo_Store) or as a name in
    code (“the PhotoStore class”)."""
    words = span.of(text)
    if "_" in words:
        return all(word[:1].isupper() for word in words.split("_"))
    if is_coded(words):
        return _OBLIGES.match(text, span.end) is not None
    return "_" in name and all(word[:1].isupper() for word in re.split(r"[\s-]+", words))


def _is_verb(words: str, known: Sequence[str]) -> bool:
    parts = re.split(r"[\s-]+", words.casefold())
    return parts[-1] in _PARTICLES and not any(" " in each or "-" in each for each in known)


def _is_part(text: str, span: Span) -> bool:
    """Whether the words are part of a longer name."""
    before, after = text[: span.start].split()[-1:], text[span.end :].split()[:1]
    behind = bool(after) and after[0][:1].isupper() and after[0] not in _MODALS and text[span.end : span.end + 1] == " "
    ahead = bool(before) and before[0][:1].isupper() and before[0].casefold() not in {"the", "a", "an", "each", "every", "when"}
    return (behind and text[span.start].isupper()) or (ahead and text[span.start].isupper() and not before[0].isupper())


def _defined_otherwise(scene: Scene, statement: Statement, drift: _Drift) -> Finding:
    words, place = drift.span.of(statement.text), statement.place(drift.span)
    entries = scene.vocabulary.entries(drift.name)
    related = tuple(Related(each.path, each.segment, each.place, "", f"“{each.name}” is defined here") for each in entries[:1])
    return Finding(
        "CON004",
        place,
        f"“{words}” is defined as “{drift.name}”, so a search for one misses the other and a reader may take them for two "
        f"things: write “{drift.name}”.",
        _fixes(place, words, drift.name, first=not drift.span.start),
        related,
        Severity.INFORMATION if is_coded(words) or is_coded(drift.name) else None,
    )


def _fixes(place: Span, words: str, name: str, *, first: bool) -> tuple[Fix, ...]:
    text = as_written(words, name, first=first)
    return (
        Fix(f"Write {text}", (Edit(place.start, place.end, text),)),
        Fix(f"Write {name} for {words} everywhere", everywhere=(words, name)),
    )


@cache
def _heads() -> tuple[tuple[str, ...], ...]:
    data = tomllib.loads(files("shallcheck.rules.consistent").joinpath("term_drift.toml").read_text("utf-8"))
    return tuple(tuple(sorted(heads, key=len, reverse=True)) for heads in data["heads"])
