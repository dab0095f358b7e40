"""Places in text: code-point offsets, and the map from a statement's normalised text back to its source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of code points. What it is relative to (statement, segment or document) is said where it is used."""

    start: int
    end: int

    def shifted(self, by: int) -> Span:
        return Span(self.start + by, self.end + by)

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        return text[self.start : self.end]


class Run(NamedTuple):
    """A stretch of a statement's text that stands unbroken in its segment.

    `at` is the offset in the statement's text, `source` the offset in the segment, `length` counts code points of both.
    A line wrap that became one space is a run of its own, of length 1, whose source is the line break.
    """

    at: int
    source: int
    length: int
    width: int = 0
    """Of a run of length 1 that stands for more (an escape in a JSON string, a `<br>`), how many code points; else 0."""


def source_span(runs: Sequence[Run], span: Span) -> Span:
    """Where `span` (statement offsets) stands in the segment.

    Starts at the source of its first code point and ends just behind the source of its last, so emphasis marks around
    the words stay outside. An empty span maps to an empty span. `runs` are sorted by `at` and not empty.
    """
    start = _source_of(_run_at(runs, span.start), span.start)
    if span.end <= span.start:
        return Span(start, start)
    last = _run_at(runs, span.end - 1)
    return Span(start, last.source + last.width if last.width else _source_of(last, span.end - 1) + 1)


def _run_at(runs: Sequence[Run], offset: int) -> Run:
    """The run that holds an offset of the text, else the nearest."""
    return runs[max(0, bisect_right(runs, offset, key=_at) - 1)]


_at = attrgetter("at")


def _source_of(run: Run, offset: int) -> int:
    return run.source + min(max(0, offset - run.at), run.length)


def through(inner: Sequence[Run], outer: Sequence[Run]) -> tuple[Run, ...]:
    """The runs of a text that was taken from another, which itself stands elsewhere: `inner` tells where each stretch stands in
    the text between, `outer` where that one's stretches stand."""
    out: list[Run] = []
    for run in inner:
        if run.width:
            place = source_span(outer, Span(run.source, run.source + run.width))
            out.append(Run(run.at, place.start, 1, place.end - place.start))
            continue
        at, source, rest = run.at, run.source, run.length
        while rest > 0:
            one = _run_at(outer, source)
            length = max(1, min(rest, one.at + one.length - source))
            out.append(Run(at, one.source + max(0, source - one.at), length, one.width if length == 1 else 0))
            at, source, rest = at + length, source + length, rest - length
    return tuple(out)
