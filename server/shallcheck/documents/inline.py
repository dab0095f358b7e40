"""A block's text as a reader sees it: wraps joined, emphasis and escapes gone, with the map back to the segment."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from tree_sitter import Node

from shallcheck.documents.blocks import Offsets, inline_parser
from shallcheck.model.document import Opaque
from shallcheck.model.kinds import OpaqueKind
from shallcheck.model.place import Run, Span

_MARKUP = re.compile(r"[\\`*_\[\]<>&!~\r\n]")
_EMPHASIS = re.compile(r"[*_~]")
_WRAP = re.compile(r"(?<![ \t])[ \t]*(?:\r\n?|\n)[ \t\r\n]*")

# HTML elements that a preview renders; the tag of any other name vanishes there, so it is the author's text: <value>.
_ELEMENTS = frozenset(
    "a abbr acronym address article aside audio b bdi bdo big blockquote br button caption center cite code col colgroup data "
    "dd del details dfn div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 header hr i iframe img input "
    "ins kbd label legend li link main map mark meta nav object ol p param picture pre q rp rt ruby s samp section small source "
    "span strike strong style sub summary sup svg table tbody td textarea tfoot th thead tr tt u ul var video wbr".split()
)
_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)(?=[\s/>])")

_EXTENSIONS = (
    "adoc|bash|c|cc|cfg|conf|cpp|cs|css|csv|dart|env|gif|go|gz|h|hpp|html?|ini|ipynb|java|jpe?g|js|jsonl?|jsx|kt|lock|log|lua|md|mdx|"
    "pdf|php|png|proto|ps1|py|rb|reqif|rs|rst|scss|sh|sql|svg|swift|tar|toml|tsx?|txt|vue|xlsx?|xml|ya?ml|zip"
)
_QUOTE = (
    r"""“[^“”]{1,400}”|«[^«»]{1,400}»|„[^“”„]{1,400}[“”]|(?<![\w"])"(?=\S)[^"]{0,400}(?<=\S)"(?!\w)"""
    r"""|(?<![\w'’])'(?=\S)[^'\n]{1,80}(?<=[^\s,;])'(?!\w)|‘[^‘’]{1,200}’(?!\w)"""
)
_PATH = (
    r"(?<![\w<>/.\\)-])(?:~|\.{1,2})?/(?:[\w.@%+*{}:$-]|<[\w-]{1,40}>)+(?:/(?:[\w.@%+*{}:$-]|<[\w-]{1,40}>)*)*"
    rf"|(?<![\w/])[\w.@-]{{1,80}}(?:/[\w.@<>*-]{{1,80}}){{0,20}}/[\w.@*-]{{0,80}}\.(?:{_EXTENSIONS})(?!\w)"
    rf"|(?<![\w/])[\w@-][\w.@-]{{0,80}}\.(?:{_EXTENSIONS})(?!\w)"
    r"|(?<!\w)[A-Za-z]:\\[\w\\.-]+"
)
# Each kind of opaque text: what a text must hold for it to be worth looking, and its look. Earlier kinds win where two overlap.
_OPAQUE = (
    (OpaqueKind.CODE, re.compile("`"), r"(?<!`)(`++)[^`]+\1(?!`)"),
    (OpaqueKind.QUOTE, re.compile("""["“«„‘']"""), _QUOTE),
    (
        OpaqueKind.URL,
        re.compile(r"://|www\.|mailto:"),
        r"(?:https?|ftp|file)://[^\s<>\"”]+|www\.[^\s<>\"”]+\.[^\s<>\"”]+|mailto:[^\s<>]+",
    ),
    (OpaqueKind.PATH, re.compile(r"[/\\]|\.[a-z]"), _PATH),
    (
        OpaqueKind.IDENTIFIER,
        re.compile(r"[-_.]\d"),
        r"(?<![\w.-])[A-Z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)*[-_.]\d+[a-z]?(?![\w-])",
    ),
)
_pattern = cache(re.compile)
"""Compiled when it is first needed: it takes 30 ms, which an editor would wait for."""

LONGEST_MARKED = 100_000
"""Code points of the longest text whose markup is read; in a longer one it stays as text. Keeps a line of 1 MB under a second."""
MOST_MARKS = 400
"""Emphasis marks in the largest text whose markup is read; real paragraphs have up to 60. The grammar guesses at each that is
left open: 1,000 take half a second, 10,000 minutes and 8 GB."""
LONGEST = 20_000
"""Code points of the longest text in which opaque parts are looked for: nobody judges a longer statement word by word."""


class Target(NamedTuple):
    """A link in the text: where it leads, and the place of the words that are linked (offsets as the runs' sources)."""

    target: str
    place: Span


class Prose(NamedTuple):
    """Normalised text with its runs and opaque parts; `targets` are links to a `#fragment` or `[[ID]]`."""

    text: str
    runs: tuple[Run, ...]
    opaque: tuple[Opaque, ...]
    targets: tuple[Target, ...] = ()


EMPTY = Prose("", (), ())


def read_prose(text: str, spans: Sequence[Span]) -> Prose:
    """What the stretches `spans` of `text` say. Offsets of the runs' sources are those of `text`."""
    return prose_of(text, spans, _MARKUP, _markdown_marks)


def prose_of(text: str, spans: Sequence[Span], markup: re.Pattern[str], find: Callable[[str], Marks]) -> Prose:
    """What stretches of a text say in any notation: where `markup` is found, `find` tells what of it is none of the words."""
    if len(spans) == 1:
        raw = text[spans[0].start : spans[0].end]
        if not markup.search(raw):
            return _plain(raw, spans[0].start)
    raw = "".join(text[span.start : span.end] for span in spans)
    return _build(raw, _Pieces(raw, spans), find(raw) if len(raw) <= LONGEST_MARKED else Marks())


def opaque_parts(text: str) -> tuple[Opaque, ...]:
    """Code, quotes, addresses, paths and identifiers in plain text."""
    out: list[Opaque] = []
    if len(text) > LONGEST:
        return ()
    for kind, hint, look in _OPAQUE:
        if not hint.search(text):
            continue
        for match in _pattern(look).finditer(text):
            start, end = match.span()
            if kind in (OpaqueKind.URL, OpaqueKind.PATH):
                end = start + len(match[0].rstrip(".,;:!?)*" if "(" not in match[0] else ".,;:!?*"))
            index = bisect_left(out, end, key=_first)  # the first part that starts behind this one
            if end > start and (not index or out[index - 1].end <= start):
                out.insert(index, Opaque(start, end, kind))
    return tuple(out)


def _plain(raw: str, start: int) -> Prose:
    lead = len(raw) - len(raw.lstrip())
    text = raw.strip()
    if not text:
        return EMPTY
    return Prose(text, (Run(0, start + lead, len(text)),), opaque_parts(text))


class _Pieces:
    """The map from the joined stretches to the text that they come from."""

    def __init__(self, raw: str, spans: Sequence[Span]) -> None:
        self.starts: list[int] = []
        self.sources: list[int] = []
        at = 0
        for span in spans:
            if span.end > span.start:
                self.starts.append(at)
                self.sources.append(span.start)
                at += span.end - span.start
        self.end = len(raw)

    def split(self, start: int, end: int) -> list[tuple[int, int]]:
        """(source, length) of each unbroken part of `start:end`."""
        out = []
        index = bisect_right(self.starts, start) - 1
        while start < end:
            stop = self.starts[index + 1] if index + 1 < len(self.starts) else self.end
            stop = min(stop, end)
            out.append((self.sources[index] + start - self.starts[index], stop - start))
            start, index = stop, index + 1
        return out


class Marks:
    """What was found in the joined text: what to drop, what becomes a space, what is opaque, where links lead."""

    def __init__(self) -> None:
        self.dropped: list[Span] = []
        self.breaks: list[Span] = []
        self.code: list[Span] = []
        self.urls: list[Span] = []
        self.targets: list[tuple[str, Span]] = []


def _markdown_marks(raw: str) -> Marks:
    marks = Marks()
    if len(_EMPHASIS.findall(raw)) > MOST_MARKS:
        return marks
    offsets = Offsets(raw)
    stack = [inline_parser().parse(offsets.data).root_node]
    while stack:
        node = stack.pop()
        kind = node.type
        visit = _VISITORS.get(kind)
        descend = visit(node, offsets, marks, raw) if visit else kind != "latex_block"
        if descend and node.named_child_count:
            stack.extend(node.named_children)
    return marks


def _span(node: Node, offsets: Offsets) -> Span:
    return Span(offsets.point(node.start_byte), offsets.point(node.end_byte))


def _drop(node: Node, offsets: Offsets, marks: Marks, raw: str) -> bool:
    marks.dropped.append(_span(node, offsets))
    return False


def _code(node: Node, offsets: Offsets, marks: Marks, raw: str) -> bool:
    marks.code.append(_span(node, offsets))
    return False


def _escape(node: Node, offsets: Offsets, marks: Marks, raw: str) -> bool:
    start = offsets.point(node.start_byte)
    if raw[start] == "\\":
        marks.dropped.append(Span(start, start + 1))
    return False


def _autolink(node: Node, offsets: Offsets, marks: Marks, raw: str) -> bool:
    span = _span(node, offsets)
    marks.dropped += [Span(span.start, span.start + 1), Span(span.end - 1, span.end)]
    marks.urls.append(Span(span.start + 1, span.end - 1))
    return False


def _tag(node: Node, offsets: Offsets, marks: Marks, raw: str) -> bool:
    span = _span(node, offsets)
    text = span.of(raw)
    name = _TAG_NAME.match(text)
    if text.startswith(("<!", "<?")):
        marks.dropped.append(span)
    elif name and name[1].lower() in ("br", "p", "hr", "li"):
        marks.breaks.append(span)
    elif name and name[1].lower() in _ELEMENTS:
        marks.dropped.append(span)
    return False


def _link(node: Node, offsets: Offsets, marks: Marks, raw: str) -> bool:
    """Keep a link's words, drop its brackets and target."""
    span = _span(node, offsets)
    words = next((child for child in node.named_children if child.type == "link_text"), None)
    if words is None:
        return False
    kept = _span(words, offsets)
    marks.dropped += [Span(span.start, kept.start), Span(kept.end, span.end)]
    target = next((child for child in node.named_children if child.type == "link_destination"), None)
    if target is not None:
        marks.targets.append((_span(target, offsets).of(raw), kept))
    return True


_VISITORS = {
    "emphasis_delimiter": _drop,
    "image": _drop,
    "code_span": _code,
    "backslash_escape": _escape,
    "hard_line_break": _escape,
    "uri_autolink": _autolink,
    "email_autolink": _autolink,
    "html_tag": _tag,
    "inline_link": _link,
    "full_reference_link": _link,
    "collapsed_reference_link": _link,
}


def _build(raw: str, pieces: _Pieces, marks: Marks) -> Prose:
    """The text that remains, its runs, and the marks moved to it."""
    builder = _Builder(raw, pieces)
    spaces = [Span(*match.span()) for match in _WRAP.finditer(raw)]
    gone = sorted(
        [(span.start, span.end, False) for span in marks.dropped if span.end > span.start]
        + [(span.start, span.end, True) for span in (*marks.breaks, *spaces)]
    )
    at = 0
    for start, end, space in gone:
        if end <= at:
            continue
        builder.keep(at, max(at, start))
        if space:
            builder.space(max(at, start), end)
        at = end
    builder.keep(at, len(raw))
    return builder.prose(marks)


class _Builder:
    """Collects the kept text and its runs; offsets of the joined text can be asked for afterwards."""

    def __init__(self, raw: str, pieces: _Pieces) -> None:
        self.raw = raw
        self.pieces = pieces
        self.parts: list[str] = []
        self.length = 0
        self.wrapped = False
        """The text so far ends in the space of a wrap."""
        self.runs: list[Run] = []
        self.from_raw: list[tuple[int, int, int]] = []
        """(start in the joined text, start in the built text, length) of each kept stretch."""

    def keep(self, start: int, end: int) -> None:
        if not self.parts:
            while start < end and self.raw[start].isspace():
                start += 1
        elif self.wrapped:
            while start < end and self.raw[start] in " \t":
                start += 1
        if start >= end:
            return
        self.from_raw.append((start, self.length, end - start))
        self.parts.append(self.raw[start:end])
        for source, length in self.pieces.split(start, end):
            last = self.runs[-1] if self.runs else None
            if last and not self.wrapped and last.source + last.length == source:
                self.runs[-1] = Run(last.at, last.source, last.length + length)
            else:
                self.runs.append(Run(self.length, source, length))
            self.length += length
            self.wrapped = False

    def space(self, start: int, end: int) -> None:
        """A wrap or `<br>` at `start:end` becomes one space."""
        if not self.parts or self.parts[-1][-1] in " \t":
            return
        at = start
        while at < len(self.raw) - 1 and self.raw[at] in " \t":
            at += 1
        source = self.pieces.split(at, at + 1)[0][0]
        tag = self.raw[at] == "<"
        self.parts.append(" ")
        self.runs.append(Run(self.length, source, 1, end - at if tag else 0))
        self.length += 1
        self.wrapped = True

    def offset(self, at: int) -> int:
        """Where the joined text's offset `at` is in the built text (the next kept place for what was dropped)."""
        index = bisect_right(self.from_raw, at, key=_first) - 1
        if index < 0:
            return 0
        start, built, length = self.from_raw[index]
        if at < start + length:
            return built + at - start
        return self.from_raw[index + 1][1] if index + 1 < len(self.from_raw) else built + length

    def end_offset(self, at: int) -> int:
        """Where text that ends at the joined text's offset `at` ends in the built text."""
        index = bisect_left(self.from_raw, at, key=_first) - 1
        if index < 0:
            return 0
        start, built, length = self.from_raw[index]
        return built + min(at - start, length)

    def prose(self, marks: Marks) -> Prose:
        text = "".join(self.parts)
        size = len(text.rstrip())
        text = text[:size]
        runs = tuple(run._replace(length=min(run.length, size - run.at)) for run in self.runs if run.at < size)
        known = [Opaque(self.offset(s), min(size, self.end_offset(e)), OpaqueKind.CODE) for s, e in marks.code]
        known += [Opaque(self.offset(s), min(size, self.end_offset(e)), OpaqueKind.URL) for s, e in marks.urls]
        targets = tuple(
            Target(target, Span(self.pieces.split(s, s + 1)[0][0], self.pieces.split(e - 1, e)[0][0] + 1))
            for target, (s, e) in marks.targets
            if s < e
        )
        return Prose(text, runs, _merged(text, known), targets)


def _merged(text: str, known: list[Opaque]) -> tuple[Opaque, ...]:
    """The parts the grammar found, and those found by their look outside of them."""
    known = sorted(part for part in known if part.start < part.end)
    out = list(known)
    for part in opaque_parts(text):
        index = bisect_left(known, part.end, key=_first)  # the first known part that starts behind this one
        if not index or known[index - 1].end <= part.start:
            out.append(part)
    out.sort()
    return tuple(out)


def _first(row: tuple[int, ...] | Opaque) -> int:
    return int(row[0])
