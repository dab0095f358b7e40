"""JSON with the place of its texts: objects of strings, found even where the rest is broken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from json import decoder

from shallcheck.model.place import Run, Span

# The standard library's own scanner of one JSON string, given the offset behind its quote; typeshed does not know it.
scan_string: Callable[[str, int], tuple[str, int]] = decoder.scanstring  # type: ignore[attr-defined]
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", re.DOTALL)
_TOKEN = re.compile(r'"(?:[^"\\\r\n]++|\\.)*+"|[{}\[\]:,]')


def string_runs(line: str, quote: int) -> tuple[str, tuple[Run, ...]]:
    """The value of the JSON string that opens at `quote`, and where each stretch of it stands; an escape is a run of length 1 at
    its backslash."""
    value, end = scan_string(line, quote + 1)
    inner = line[quote + 1 : end - 1]
    runs: list[Run] = []
    at = start = 0
    for escape in _ESCAPE.finditer(inner):
        if escape.start() > start:
            runs.append(Run(at, quote + 1 + start, escape.start() - start))
            at += escape.start() - start
        runs.append(Run(at, quote + 1 + escape.start(), 1, len(escape[0])))
        at += 1
        start = escape.end()
    if start < len(inner):
        runs.append(Run(at, quote + 1 + start, len(inner) - start))
    return value, tuple(runs)


@dataclass
class Object:
    """An object: where it stands, and where the strings stand that its keys name (quotes included)."""

    start: int
    end: int = 0
    strings: dict[str, Span] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    """All keys, whatever their values are."""


def objects(text: str) -> Iterator[Object]:
    """The objects of a JSON text, each as it closes. What is broken is stepped over; never raises, takes time by the text."""
    opened: list[Object | None] = []
    key: Span | None = None
    last: Span | None = None
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token[0] == '"':
            here = opened[-1] if opened else None
            if here is not None and key is not None:
                here.strings[text[key.start + 1 : key.end - 1]] = Span(*match.span())
            last, key = Span(*match.span()), None
        elif token == ":":
            key = last
            if key is not None and opened and (here := opened[-1]) is not None:
                here.keys.add(text[key.start + 1 : key.end - 1])
        elif token in "{[":
            opened.append(Object(match.start()) if token == "{" else None)
            key = last = None
        else:
            key = last = None
            if token in "}]" and opened and (closed := opened.pop()) is not None:
                closed.end = match.end()
                yield closed
