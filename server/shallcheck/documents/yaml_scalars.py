"""Where each character of a YAML text stands: wraps folded, quotes and escapes gone, indentation left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.model.place import Run, Span

_FOLD = re.compile(r"[ \t]*(?P<first>\r\n?|\n)(?:[ \t]*(?:\r\n?|\n))*[ \t]*")
_BREAK = re.compile(r"\r\n?|\n")
_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|(?P<join>(?:\r\n?|\n)[ \t]*)|.)", re.DOTALL)
_HEADER = re.compile(r"[|>](?P<marks>[-+0-9]*)[^\r\n]*(?:\r\n?|\n|\Z)")
_LINE = re.compile(r"(?P<body>[^\r\n]*)(?P<end>\r\n?|\n|\Z)")
_Piece = tuple[str, int, int]
"""Characters of the text, where they stand, and how many there: as many, unless one stands for several."""


def scalar_runs(source: str, place: Span, style: str, value: str, column: int) -> tuple[Run, ...]:
    """The runs of the scalar at `place`, which reads `value`. `column`: that of the collection around it, -1: there is none."""
    if not value:
        return ()
    pieces = _block(source, place, style, column) if style in ("|", ">") else _flow(source, place, style)
    runs: list[Run] = []
    at = 0
    for text, start, size in pieces:
        if at >= len(value):
            break
        text = text[: len(value) - at]
        if not value.startswith(text, at):
            at = -1
            break
        alike = source.startswith(text, start) and (size == 1 or len(text) > 1)
        last = runs[-1] if runs else None
        if alike and last and not last.width and last.source + last.length == start:
            runs[-1] = last._replace(length=last.length + len(text))
        elif text:
            runs.append(Run(at, start, len(text), 0 if alike else size))
        at += len(text)
    if at == len(value):
        return tuple(runs)
    # Rare notations (a line separator of Unicode as a break): each character stands for the whole.
    return tuple(Run(number, place.start, 1, max(1, place.end - place.start)) for number in range(len(value)))


def _flow(source: str, place: Span, style: str) -> Iterator[_Piece]:
    start, end = (place.start + 1, place.end - 1) if style else place
    at = start
    special = re.compile(r"[\r\n]" + (r"|\\" if style == '"' else "|''" if style == "'" else ""))
    while at < end:
        match = special.search(source, at, end)
        stop = match.start() if match else end
        if match and match[0] in "\r\n":
            stop = at + len(source[at:stop].rstrip(" \t"))
        if stop > at:
            yield source[at:stop], at, stop - at
        if not match:
            return
        at = stop
        if match[0].startswith("\\"):
            escape = _ESCAPE.match(source, at, end)
            if escape is None:
                return
            if escape["join"] is None:
                yield _escaped(escape[0]), at, len(escape[0])
            at = escape.end()
        elif match[0] == "''":
            yield "'", at, 2
            at += 2
        else:
            fold = _FOLD.match(source, at, end)
            assert fold is not None
            breaks = list(_BREAK.finditer(source, at, fold.end()))
            if len(breaks) == 1:
                yield " ", breaks[0].start(), len(breaks[0][0])
            for one in breaks[1:]:
                yield "\n", one.start(), len(one[0])
            at = fold.end()


_SIMPLE = dict(zip('0abt\tnvfre "/\\N_LP', '\0\a\b\t\t\n\v\f\r\x1b "/\\\x85\xa0\u2028\u2029', strict=True))


def _escaped(mark: str) -> str:
    if len(mark) > 2:
        code = int(mark[2:], 16)
        return chr(code) if code < 0x110000 else ""
    return _SIMPLE.get(mark[1:], "")


def _block(source: str, place: Span, style: str, column: int) -> Iterator[_Piece]:
    header = _HEADER.match(source, place.start, place.end)
    if header is None:
        return
    lines = [(match.start(), match["body"], match["end"]) for match in _LINE.finditer(source, header.end(), place.end)]
    digits = [char for char in header["marks"] if char.isdigit()]
    filled = [len(body) - len(body.lstrip(" ")) for _, body, _ in lines if body.strip(" ")]
    indent = max(0, column) + int(digits[0]) if digits else filled[0] if filled else 0
    waiting: list[_Piece] = []
    """The breaks before the next line that says something."""
    before_blank = True
    for start, body, end in lines:
        if len(body) > indent and body[:indent].strip(" ") == "":
            words = body[indent:]
            blank = words[0] in " \t"
            if style == ">" and waiting and not before_blank and not blank:
                first, *waiting = waiting
                waiting = waiting or [(" ", first[1], first[2])]
            yield from waiting
            yield words, start + indent, len(words)
            waiting, before_blank = [], blank
        if end:
            waiting.append(("\n", start + len(body), len(end)))
    yield from waiting
