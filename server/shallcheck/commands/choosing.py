"""A word of the command line that is one of several."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

import typer

C = TypeVar("C", bound=StrEnum)


def one_of(choices: type[C]) -> Callable[[str], C]:
    """A parser for typer that answers any other word with what there is."""

    def parse(word: str) -> C:
        try:
            return choices(word)
        except ValueError:
            raise typer.BadParameter(f"“{word}” is none of {', '.join(choices)}.") from None

    return parse
