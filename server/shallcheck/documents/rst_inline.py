"""The text within a block of reStructuredText as a reader sees it, with the map back to its source."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shallcheck.documents.inline import Marks, Prose, prose_of
from shallcheck.model.place import Span

_INLINE = re.compile(
    r"(?P<escape>\\[^\w\s])|(?P<joint>\\[ \t])"
    r"|(?P<literal>(?<![\w`])``(?=\S).{1,2000}?(?<=\S)``(?!\w))"
    r"|(?P<role>:(?P<name>[A-Za-z][\w.+:-]{0,60}):`(?P<words>[^`]{1,2000}?)(?:[ \t\r\n]*<(?P<target>[^<>`]{1,400})>)?`)"
    r"|(?P<link>(?<![\w`])`(?P<shown>[^`<>]{1,2000}?)(?:[ \t\r\n]*<[^<>`]{1,2000}>)?`__?(?!\w))"
    r"|(?P<footnote>[ \t]?\[(?:\d{1,4}|[#*]\w{0,40})\]_(?!\w))"
    r"|(?P<strong>(?<![\w*])\*\*(?=[^\s*])(?P<bold>.{1,2000}?)(?<=[^\s\\])\*\*(?!\w))"
    r"|(?P<emphasis>(?<![\w*])\*(?=[^\s*])(?P<slanted>[^*]{1,2000}?)(?<=[^\s\\])\*(?![\w*]))",
    re.DOTALL,
)
_MARKUP = re.compile(r"[\\`*\[\r\n]")
_WORDS = frozenset(
    {"term", "ref", "doc", "abbr", "dfn", "emphasis", "strong", "numref", "sub", "sup", "subscript", "superscript"}
)
"""Roles whose text is words like any; that of the others is a name or code."""
_PART = re.compile(r"\([\w-]{1,40}\)[ \t]*")
PARTS = frozenset({"need_part", "np"})
"""Roles that make a part of a need: `(1) what it says`."""
MOST_MARKS = 4000
"""Marks in the largest text whose markup is read."""


def read_rst_prose(text: str, spans: Sequence[Span]) -> Prose:
    """What the stretches `spans` of `text` say. Offsets of the runs' sources are those of `text`."""
    return prose_of(text, spans, _MARKUP, _marks)


def _marks(raw: str) -> Marks:
    marks = Marks()
    if len(re.findall(r"[`*\\]", raw)) > MOST_MARKS:
        return marks
    for match in _INLINE.finditer(raw):
        start, end = match.span()
        if match["escape"]:
            marks.dropped.append(Span(start, start + 1))
        elif match["joint"] or match["footnote"]:
            marks.dropped.append(Span(start, end))
        elif match["literal"]:
            marks.code.append(Span(start, end))
        elif match["role"]:
            _role(marks, match)
        else:
            group = "shown" if match["link"] else "bold" if match["strong"] else "slanted"
            kept = Span(*match.span(group))
            marks.dropped += [Span(start, kept.start), Span(kept.end, end)]
    return marks


def _role(marks: Marks, match: re.Match[str]) -> None:
    """Keep the words of a role."""
    start, end = match.start("words"), match.end("words")
    if match["name"] in PARTS and (part := _PART.match(match["words"])):
        start += part.end()
    marks.dropped += [Span(match.start(), start), Span(end, match.end())]
    if match["name"] not in _WORDS | PARTS:
        marks.code.append(Span(start, end))
