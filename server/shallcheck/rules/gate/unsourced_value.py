"""GAT007: a placeholder that was filled with a value of which nobody says where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from shallcheck.language.analysis import Analysis
from shallcheck.language.figures import read
from shallcheck.language.meaning import compare
from shallcheck.model.document import Artifact, Reading
from shallcheck.model.finding import Finding, Severity
from shallcheck.model.index import OF_CODE, Defined, Scene
from shallcheck.model.kinds import Dialect, Kind
from shallcheck.model.place import Span
from shallcheck.model.sayings import sayings
from shallcheck.rules.form.unfinished import marks_in
from shallcheck.rules.registry import Scope, Test, rule

_SOURCES = frozenset({"source", "owner", "rationale"})
"""Attributes that say where a value comes from, or who answers for it."""
_ASKING = frozenset({"what", "whatever", "who", "whom", "which", "why", "where", "when"})
"""A placeholder that asks so wants words, as in a template; numbers that come with them were not left open."""
_AMOUNTS = frozenset({"how", "many", "much", "value", "number", "limit", "unit"})
_WORDS = re.compile(r"\w+")
_SAID = re.compile(
    r"\b(?:(?:source|owner)\s*:|according to\b|as (?:required|specified|agreed|measured|decided) (?:by|in|with)\b)", re.IGNORECASE
)
"""The statement says itself where the value comes from."""


class _Value(NamedTuple):
    """What was filled in: the number with its unit, and the number alone."""

    text: str
    number: str


@rule(
    "GAT007",
    "unsourced-value",
    test=Test.GATE,
    severity=Severity.WARNING,
    scope=Scope.WORKSPACE,
    sources=("ISO/IEC/IEEE 29148 6.6 requirements management", "ISO/IEC/IEEE 29148 5.2.8.2 attributes: owner, source"),
)
def unsourced_value(scene: Scene) -> Iterator[Finding]:
    """A placeholder was filled with a number, and nothing says where the number comes from or who answers for it. It may be a
    guess of whoever, or whatever, wanted to get on; downstream it looks like a decision.

    Fix: name the source or the owner of the value (“Source: …”, “Owner: …”, a rationale, a link to the decision), or leave it
        open.
    Silent: where neither a baseline nor a proposal tells what stood there before, on values that what stands above says as
        well, and where the placeholder went without a number in its place.
    Reviewed:
        - **SYS-001**: The pump shall stop within TBD s.
    Poor:
        - **SYS-001**: The pump shall stop within {2 s}.
    Reviewed:
        - **SYS-001**: When the antenna stops, the radar shall post a fault within <value> <unit>.
    Poor:
        - **SYS-001**: When the antenna stops, the radar shall post a fault within {500 ms}.
          - Verification: test
    Reviewed:
        ### SYS-001 Users
        The service shall admit [NEEDS CLARIFICATION: how many?] users at once.
    Poor:
        ### SYS-001 Users
        The service shall admit {200} users at once.
    Reviewed:
        - **SYS-001**: The pump shall stop within TBD s.
    Good:
        - **SYS-001**: The pump shall stop within 2 s.
          - Source: trial 12 with the nurses of ward 3
    Reviewed:
        - **SYS-001**: The pump shall stop within TBD s.
    Good:
        - **SYS-001**: The pump shall stop within 2 s.
          - Satisfies: SN-001
        == Stakeholder_Needs.md ==
        - **SN-001**: The nurse needs the pump to stop within 2 s of her command.
    Reviewed:
        - **SYS-001**: The pump shall stop within 3 s.
    Good:
        - **SYS-001**: The pump shall stop within 2 s.
    Reviewed:
        - **SYS-001**: The pump shall <what it does>.
    Good:
        - **SYS-001**: The pump shall stop within 2 s of each alarm.
    """
    recorded = scene.reviews.artifacts if scene.reviews else {}
    if not (scene.earlier or recorded):
        return
    setting, reading = scene.document.setting, scene.segment.reading
    for number, artifact in enumerate(reading.artifacts):
        identifier = setting.namespace + artifact.label
        before = scene.earlier.get(identifier) or (recorded[identifier].words if identifier in recorded else "")
        if not (artifact.label and before) or identifier.startswith(OF_CODE):
            continue
        of = Defined(scene.path, scene.segment, number, identifier, setting)
        for value in _filled(before, sayings(scene.segment)[number]):
            if not _has_source(scene, of, value):
                told = f"“{value.text}” stands where a placeholder stood, and nothing says where it comes from"
                yield Finding(
                    "GAT007",
                    _place(reading, number, artifact, value),
                    f"{told}, so it may be a guess: name its source or its owner, or leave it open.",
                )


def _filled(before: str, now: str) -> Iterator[_Value]:
    """The numbers that stand where something was left open."""
    if before == now:
        return
    marks = [_words(span.of(before)) for span in marks_in(Analysis(before, Kind.REQUIREMENT, Dialect.SHALL))]
    marks = [mark for mark in marks if not mark & _ASKING or mark & _AMOUNTS]
    for change in compare(before, now).changes if marks else ():
        went = _words(change.went)
        if not any(2 * len(mark & went) >= len(mark) for mark in marks if mark):
            continue
        for figure in read(change.came)[1]:
            number = change.came[figure.span.start : figure.number_end].strip()
            if number and not _says(before, number):
                yield _Value(_with_unit(now, figure.span.of(change.came)), number)


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORDS.findall(text)}


def _with_unit(now: str, value: str) -> str:
    """A value with the unit behind it, which may have been there before."""
    at = now.find(value)
    whole = next((figure.span for figure in read(now)[1] if figure.span.start == at), None)
    return whole.of(now) if whole else value


def _has_source(scene: Scene, of: Defined, value: _Value) -> bool:
    """Whether something says where a value comes from."""
    if any(each.name in _SOURCES and each.value.strip() for each in of.artifact.attributes) or _SAID.search(_said(of)):
        return True
    if any(each.artifact == of.number and each.kind is Kind.RATIONALE for each in of.segment.reading.statements):
        return True
    above = [edge.upper for edge in scene.graph.above(of)]
    return any(each.artifact.kind is Kind.DECISION or _says(_said(each), value.number) for each in above)


def _said(of: Defined) -> str:
    return sayings(of.segment)[of.number]


def _says(words: str, number: str) -> bool:
    return re.search(rf"(?<![\w.,]){re.escape(number)}(?![\w]|[.,]\d)", words) is not None


def _place(reading: Reading, number: int, artifact: Artifact, value: _Value) -> Span:
    """Where a value stands in the segment; else its artifact's identifier."""
    for statement in reading.statements:
        at = statement.text.find(value.text) if statement.artifact == number else -1
        if at >= 0:
            return statement.place(Span(at, at + len(value.text)))
    return artifact.place
