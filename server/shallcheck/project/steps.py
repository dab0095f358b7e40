"""Work that is done in steps of some milliseconds at most: a generator that yields between them and returns what they lead to."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

Answer = TypeVar("Answer")
Steps = Generator[None, None, Answer]


def at_once(steps: Steps[Answer]) -> Answer:
    """What steps lead to, for whoever has nobody waiting."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            answer: Answer = end.value
            return answer
