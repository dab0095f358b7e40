"""Setting 10,000 statements against each other: all of them from cold facts, and one that is added."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

from bench.row import Row, percentile
from shallcheck.documents.reading import read_document
from shallcheck.language.conflicts import relation
from shallcheck.model.document import Document
from shallcheck.model.fact_index import FactIndex
from shallcheck.model.facts import Facts, Part, Sort, Word

STATEMENTS, ADDED = 10_000, 200
_WORDS, _SHORTEST, _LONGEST = 3_000, 6, 20


def rows() -> Iterator[Row]:
    """The whole in milliseconds, and the p95 of one statement taken out and in again."""
    document = _document()
    told = [(placed.segment, f"SYS-{number}".encode(), _facts(number)) for number, placed in enumerate(document.placed)]
    index = FactIndex(relation)
    start = time.perf_counter()
    for segment, key, facts in told:
        index.add(document.path, document.setting, segment, [key])
        index.tell(key, facts)
    index.settle()
    cold = (time.perf_counter() - start) * 1000
    yield Row(f"{STATEMENTS:,} statements from cold facts", cold, 5000.0, f"{cold / STATEMENTS:.2f} ms each", "ms")
    taken = []
    for segment, key, facts in told[:: STATEMENTS // ADDED]:
        index.remove(segment)
        index.settle()
        start = time.perf_counter()
        index.add(document.path, document.setting, segment, [key])
        index.tell(key, facts)
        index.settle()
        taken.append((time.perf_counter() - start) * 1000)
    slow = percentile(taken, 0.95)
    yield Row(f"one statement among {STATEMENTS:,}", slow, 100.0, f"p95; the slowest {max(taken):.1f} ms", "ms")


def _document() -> Document:
    lines = (f"- **SYS-{number}**: The pump shall stop.\n" for number in range(STATEMENTS))
    document = read_document("System_Requirements.md", "".join(lines))
    assert document is not None
    return document


def _facts(number: int) -> Facts:
    """Words as often as words are: the second half as often as the first, the third a third as often; every tenth statement is
    the one before it with another number."""
    same = number % 10 == 9
    chance = random.Random(number - 1 if same else number)
    words = [f"w{int(_WORDS ** chance.random())}" for _ in range(chance.randint(_SHORTEST, _LONGEST))]
    words[-1] = f"n{number}" if same else words[-1]
    parts = [Part.SUBJECT, Part.MODAL, Part.ACTION] + [Part.REST] * len(words)
    return Facts.of([Word(word, 0, 1, part, Sort.NOUN) for word, part in zip(words, parts, strict=False)])
