"""Source code by the heap: how a hundred thousand files become jobs for the workers (`scanning.py` does them)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

PIECE = 500
"""Files of a job at most: who waits for a worker waits no longer than they take."""


class Batch(NamedTuple):
    """Some files of a folder: the folder, which part of it this is, and the names."""

    folder: str
    part: int
    names: tuple[str, ...]


class Scanned(NamedTuple):
    """A file that says something: its path and its packed document (`readings.unpack_document`)."""

    path: str
    document: bytes


def batches(folder: str, names: Sequence[str]) -> Iterator[Batch]:
    """The files of a folder (in their order) in batches."""
    for at in range(0, len(names), PIECE):
        yield Batch(folder, at // PIECE, tuple(names[at : at + PIECE]))


def heaps(some: Iterable[Batch]) -> Iterator[tuple[Batch, ...]]:
    """Batches put together to jobs that are worth their message."""
    heap: list[Batch] = []
    size = 0
    for batch in some:
        if heap and size + len(batch.names) > PIECE:
            yield tuple(heap)
            heap, size = [], 0
        heap.append(batch)
        size += len(batch.names)
    if heap:
        yield tuple(heap)


def one_by_one(some: Iterable[Batch]) -> list[Batch]:
    """Each file as a batch of its own, under a part that no whole batch has, so that one that ends its worker is found."""
    return [Batch(batch.folder, -1 - number, (name,)) for batch in some for number, name in enumerate(batch.names)]
