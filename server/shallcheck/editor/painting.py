"""What the words of a segment are, for a reader's eye: the tokens of its text, apart from each other and in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from shallcheck.model.document import Reading, Segment, Statement
from shallcheck.model.kinds import Kind
from shallcheck.model.lines import LINE_BREAK, Lines, Units
from shallcheck.model.parts import Part, PartKind
from shallcheck.model.place import Span

TYPES = ("keyword", "number", "class", "type", "enumMember", "trigger", "state", "feature", "unwanted", "response")
MODIFIERS = ("declaration", "modal", "trigger", "state", "feature", "unwanted")
PLAIN = frozenset({Kind.NOTE, Kind.RATIONALE, Kind.HEADING, Kind.EXAMPLE, Kind.CODE, Kind.TERM, Kind.DECISION})
"""Kinds of statements in which nothing is told apart: they oblige nobody."""


class Look(NamedTuple):
    """A token's type and modifiers, by their place in TYPES and the bits of MODIFIERS."""

    type: int
    modifiers: int = 0


def _look(name: str, *modifiers: str) -> Look:
    return Look(TYPES.index(name), sum(1 << MODIFIERS.index(each) for each in modifiers))


_LOOKS = {
    PartKind.RESPONSE: _look("response"),
    PartKind.TRIGGER: _look("trigger"),
    PartKind.STATE: _look("state"),
    PartKind.FEATURE: _look("feature"),
    PartKind.UNWANTED: _look("unwanted"),
    PartKind.TRIGGER_WORD: _look("keyword", "trigger"),
    PartKind.STATE_WORD: _look("keyword", "state"),
    PartKind.FEATURE_WORD: _look("keyword", "feature"),
    PartKind.UNWANTED_WORD: _look("keyword", "unwanted"),
    PartKind.MODAL: _look("keyword", "modal"),
    PartKind.QUANTITY: _look("number"),
    PartKind.TERM: _look("type"),
}
_METHOD, _LINK, _DEFINITION, _ENTRY = (
    _look("enumMember"),
    _look("class"),
    _look("class", "declaration"),
    _look("type", "declaration"),
)


class Token(NamedTuple):
    """A token on one line: line and character from the segment's start, in a client's units."""

    line: int
    character: int
    length: int
    look: Look


def is_told_apart(statement: Statement) -> bool:
    """Whether the parts of a statement are shown."""
    return statement.english and statement.kind not in PLAIN


def tokens(segment: Segment, parts: Iterable[tuple[Statement, Sequence[Part]]], units: Units) -> list[Token]:
    """The tokens of a segment, given the parts of its statements."""
    text = segment.text
    painted = [*_parts(text, parts), *_named(segment.reading)]
    if not painted:
        return []
    lines = Lines(text)
    found = []
    for span, look in _flat(text, painted):
        for start, end in _lines(text, span):
            line, character = lines.position(start, units)
            found.append(Token(line, character, lines.position(end, units)[1] - character, look))
    return found


def _parts(text: str, parts: Iterable[tuple[Statement, Sequence[Part]]]) -> Iterator[tuple[Span, Look]]:
    for statement, own in parts:
        behind = [(Span(max(part.start, statement.own), part.end), _LOOKS[part.kind]) for part in sorted(own, key=_kind)]
        for span, look in _flat(statement.text, behind):
            words = _bare(statement.text, span)
            for piece in pieces(text, statement, words) if words else ():
                yield piece, look


def _kind(part: Part) -> PartKind:
    return part.kind


def _bare(text: str, span: Span) -> Span | None:
    """A stretch without the blanks and the punctuation at its ends."""
    words = span.of(text)
    stripped = words.strip(" .,;:")
    start = span.start + words.index(stripped)
    return Span(start, start + len(stripped)) if stripped else None


def pieces(text: str, statement: Statement, span: Span) -> list[Span]:
    """The stretches of a segment's text, one a line, that hold a stretch of a statement: no indentation, no mark at the head of a
    line that goes on with it."""
    out: list[Span] = []
    for run in statement.runs:
        if run.at >= span.end or run.at + run.length <= span.start or text[run.source] in "\r\n":
            continue
        start = run.source + (0 if run.width else max(0, span.start - run.at))
        end = run.source + (run.width or min(run.length, span.end - run.at))
        if out and not LINE_BREAK.search(text, out[-1].end, start):
            out[-1] = Span(out[-1].start, end)
        else:
            out.append(Span(start, end))
    return out


def _named(reading: Reading) -> Iterator[tuple[Span, Look]]:
    """What needs no parse: methods of verification, terms of a glossary, identifiers."""
    for artifact in reading.artifacts:
        for attribute in artifact.attributes:
            if attribute.name == "verification":
                yield attribute.place, _METHOD
    for term in reading.terms:
        if not term.local:
            yield term.place, _ENTRY
    for link in reading.links:
        yield link.place, _LINK
    for artifact in reading.artifacts:
        if artifact.label and not artifact.positional:
            yield artifact.place, _DEFINITION


def _flat(text: str, painted: Sequence[tuple[Span, Look]]) -> Iterator[tuple[Span, Look]]:
    """What is seen when one is painted over the other: stretches apart from each other and in order."""
    cells = [0] * len(text)
    for number, ((start, end), _) in enumerate(painted, 1):
        cells[start:end] = [number] * (min(end, len(text)) - start)
    at = 0
    for number, stretch in groupby(cells):
        start, at = at, at + len(list(stretch))
        if number:
            yield Span(start, at), painted[number - 1][1]


def _lines(text: str, span: Span) -> Iterator[Span]:
    """The lines of a stretch, without blanks at their ends."""
    at = span.start
    for stop, following in [*((each.start(), each.end()) for each in LINE_BREAK.finditer(text, *span)), (span.end, span.end)]:
        words = text[at:stop]
        if stripped := words.strip():
            begin = at + words.index(stripped)
            yield Span(begin, begin + len(stripped))
        at = following
