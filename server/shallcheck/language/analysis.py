"""What a statement rule sees: the statement's text, its tokens, and what was understood of it.

Everything that needs the parse is reached through `tokens`; a rule that declares `needs_parse=False` looks only at
`text`, `masked` and `opaque`. All offsets are code points of `text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from shallcheck.model.document import Opaque
from shallcheck.model.kinds import Dialect, Kind
from shallcheck.model.place import Span

MASK = "\ufffc"
"""Stands for each code point of opaque text in `Analysis.masked`: no word, no space, matches no word pattern."""


class Token(NamedTuple):
    """One word as the parser sees it. `head` is the index of its governor (its own for a root)."""

    i: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    """Universal part of speech: NOUN, VERB, AUX, ADJ …"""
    tag: str
    """Penn tag: MD, VBN …"""
    dep: str
    """spaCy's English dependency label: nsubj, nsubjpass, auxpass, conj …"""
    head: int

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True)
class Analysis:
    """One statement. `tokens` is empty where no parse was made (not English, too long, or a rule set without need of it)."""

    text: str
    kind: Kind = Kind.REQUIREMENT
    dialect: Dialect = Dialect.SHALL
    opaque: tuple[Opaque, ...] = ()
    lead_in: bool = False
    tokens: Sequence[Token] = field(default=(), repr=False)

    @cached_property
    def masked(self) -> str:
        """`text` with every opaque code point replaced by MASK; same length, so matches are places in `text`."""
        out = list(self.text)
        for opaque in self.opaque:
            out[opaque.start : opaque.end] = MASK * (opaque.end - opaque.start)
        return "".join(out)

    def matches(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Matches of a pattern outside opaque text."""
        return pattern.finditer(self.masked)

    @cached_property
    def children(self) -> tuple[tuple[Token, ...], ...]:
        """For each token, by index, its dependents in text order."""
        rows: list[list[Token]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.i:
                rows[token.head].append(token)
        return tuple(tuple(row) for row in rows)
