"""The words of a statement and the dependency tree over them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from shallcheck.model.place import Span


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


NOUNS = frozenset({"NOUN", "PROPN", "PRON"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})


class Parse:
    """A statement's tokens with their tree. Indexes are token indexes."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self._below: dict[int, tuple[int, ...]] = {}

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word in lower case: what is not among them need not be looked for."""
        return frozenset(token.text.lower() for token in self.tokens)

    @cached_property
    def _starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    @cached_property
    def _ends(self) -> list[int]:
        return [token.end for token in self.tokens]

    @cached_property
    def children(self) -> tuple[tuple[Token, ...], ...]:
        """For each token its dependents in text order."""
        rows: list[list[Token]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.i:
                rows[token.head].append(token)
        return tuple(tuple(row) for row in rows)

    def below(self, i: int) -> tuple[int, ...]:
        """The subtree of a token, itself included, in text order."""
        if (known := self._below.get(i)) is None:
            known = self._below[i] = self._subtree(i)
        return known

    def _subtree(self, i: int) -> tuple[int, ...]:
        if not self.children[i]:
            return (i,)
        found, queue = [i], [i]
        while queue:
            for child in self.children[queue.pop()]:
                found.append(child.i)
                queue.append(child.i)
        return tuple(sorted(found))

    def above(self, i: int) -> Iterator[Token]:
        """The governors of a token, nearest first."""
        while self.tokens[i].head != i:
            i = self.tokens[i].head
            yield self.tokens[i]

    def child(self, i: int, *deps: str) -> Token | None:
        """The first dependent with one of these labels."""
        return next((token for token in self.children[i] if token.dep in deps), None)

    def subject(self, verb: int) -> Token | None:
        """A verb's own subject: the last one before it where the parser names several, the “each” of “shall each carry” aside."""
        found = [token for token in self.children[verb] if token.dep in SUBJECTS and token.i < verb]
        named = [token for token in found if token.lower not in {"each", "both", "all"}]
        return named[-1] if named else found[-1] if found else None

    def span(self, first: int, last: int) -> Span:
        """From the start of one token to the end of another."""
        return Span(self.tokens[first].start, self.tokens[last].end)

    def phrase(self, i: int) -> tuple[int, int]:
        """First and last token of the unbroken stretch of a subtree that holds its head."""
        members = set(self.below(i))
        first = last = i
        while first - 1 in members:
            first -= 1
        while last + 1 in members:
            last += 1
        return first, last

    def between(self, start: int, end: int) -> list[Token]:
        """The tokens that lie whole in these code points."""
        return list(self.tokens[bisect_left(self._starts, start) : bisect_right(self._ends, end)])

    def parenthesised(self, i: int) -> bool:
        """Whether a token stands between parentheses."""
        return sum((token.text == "(") - (token.text == ")") for token in self.tokens[:i]) > 0

    def at(self, offset: int) -> int | None:
        """The token that holds a code point."""
        i = bisect_right(self._starts, offset) - 1
        return i if i >= 0 and offset < self._ends[i] else None


def is_verb(token: Token) -> bool:
    """Whether the tagger takes a word for a verb."""
    return token.tag.startswith("VB")
