"""Pairs of our own, of many domains: half contradict each other, half are merely near.

`pairs/KIND.txt` has one a line: `+` where they contradict, `-` where not, and the words that differ as {first|second}, or two
whole statements with || between. Those of
`unseen.txt` were written last, and measured once before anything was changed for them: precision 0.97, recall 0.89; those of
`domains.txt`, of thirty domains and freer in their words: 0.96 and 0.67; those of `whole.txt`, whole statements, some of which
have little more in common than their matter: 0.94 and 0.61."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from shallcheck.language.conflicts import relation
from shallcheck.language.pipeline import Pipeline
from shallcheck.model.facts import Mechanism
from tests.measure.planted import Score, facts_of

PAIRS = Path(__file__).parent / "pairs"
KINDS = tuple(sorted(file.stem for file in PAIRS.glob("*.txt")))
_CHOICE = re.compile(r"\{([^|}]*)\|([^}]*)\}")


class Pair(NamedTuple):
    """Two statements, and whether they contradict each other."""

    conflict: bool
    first: str
    second: str


def pairs(kind: str, step: int = 1) -> Iterator[Pair]:
    """The pairs of a kind, or every so many of them."""
    for line in (PAIRS / f"{kind}.txt").read_text("utf-8").splitlines()[::step]:
        first, _, second = line[2:].partition("||")
        texts = _CHOICE.sub(r"\1", first), _CHOICE.sub(r"\2", second or first)
        yield Pair(line.startswith("+"), *(" ".join(text.split()) for text in texts))


def scored(kind: str, pipeline: Pipeline, step: int = 1) -> Score:
    """How well the pairs of a kind are told apart."""
    some = list(pairs(kind, step))
    known = facts_of({text for pair in some for text in pair[1:]}, pipeline)
    counts: Counter[tuple[bool, bool]] = Counter()
    for pair in some:
        one, other = known[pair.first], known[pair.second]
        told = relation(one, other) if one is not None and other is not None else None
        counts[pair.conflict, told is not None and told.mechanism is not Mechanism.SAME] += 1
    return Score(counts[True, True], counts[False, True], counts[True, False])
