"""Where the sentences of a statement begin and end, and which stretches only comment on it.

The parser's own sentence borders follow its mistakes; full stops and what stands behind them do not.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from shallcheck.model.place import Span

_END = re.compile(r"(?<=[\w)\]”\"'’\ufffc%])([.!?]+)(?:[)”\"'*]*(?=\s|$)|(?=[A-Z][a-z]+ ))|(?<=[a-z)])(\.)(?=\d{1,3} [A-Z][a-z])")
_ABBREVIATION = re.compile(
    r"\b(?:vs|cf|approx|incl|resp|max|min|no|nos|fig|sec|ch|ref|par|app|art|ver|st|dr|mr|mrs|ms|e\.g|i\.e|[A-Z])$", re.IGNORECASE
)
_NEAR = 40
"""Code points around a full stop that decide whether it ends a sentence."""
_NOTE = re.compile(r"[\W_]{0,4}(?:notes?|rationale|examples?|comment|remark|background|reason)\b\W{0,3}:", re.IGNORECASE)
_PARENTHESIS = re.compile(r"\([^()]*\)")
_RESTATING = ("i.", "e.", "that is,", "in other words,", "for example,")
"""One of them stands in each text that `_RESTATED` finds."""
_RESTATED = re.compile(r"(?<!\w)(?:i\.\s?e\.|e\.\s?g\.|that is,|in other words,|for example,)")


@lru_cache(maxsize=16)
def sentences(masked: str) -> tuple[Span, ...]:
    """The sentences of a statement, white space trimmed, in code points of its text. Remembered: rules ask for every word."""
    borders = [0]
    for match in _END.finditer(masked):
        near, follows = max(0, match.start() - _NEAR), masked[match.end() : match.end() + _NEAR].lstrip(" \t\r\n(“\"'*-•")
        goes_on = follows and (follows[0].islower() or _ABBREVIATION.search(masked, near, match.start()))
        if "." in {match[1], match[2]} and goes_on:
            continue
        borders.append(match.end())
    borders.append(len(masked))
    return tuple(span for start, end in pairwise(borders) if (span := _trimmed(masked, start, end)))


def asides(masked: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Stretches that comment on the obligation and oblige nobody: a note to the end of the statement, a parenthesis inside a
    sentence, a restatement after “i.e.”. A parenthesis that is a whole sentence is none."""
    found: list[Span] = []
    for sentence in spans:
        if _NOTE.match(masked, sentence.start):
            found.append(Span(sentence.start, len(masked)))
            break
        found += [
            Span(*match.span())
            for match in (_PARENTHESIS.finditer(masked, sentence.start, sentence.end) if "(" in masked else ())
            if match.start() > sentence.start
        ]
        if not any(words in masked for words in _RESTATING):
            continue
        if restated := _RESTATED.search(masked, sentence.start + 1, sentence.end):
            found.append(Span(restated.start(), sentence.end))
    return tuple(found)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if end > start else None
