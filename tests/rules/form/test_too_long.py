"""FRM010 too-long."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from tests.rules.reading import quotes


def sentence(words: int) -> str:
    return "The gate shall ring " + "again and " * ((words - 5) // 2) + "again" + " now" * ((words - 5) % 2) + "."


def test_fires_above_sixty_words() -> None:
    assert quotes("FRM010", sentence(60)) == []
    assert quotes("FRM010", sentence(61)) == [sentence(61)]


def test_notes_are_not_counted() -> None:
    assert quotes("FRM010", f"{sentence(50)} Note: {sentence(30)}") == []


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("While A is on, while B is on, while C is on, when D rings, the gate shall open.", True),
        ("While A is on, B is on and C is on, when D rings, the gate shall open.", True),
        ("While A is on and B is on, when D rings, the gate shall open.", False),
    ],
)
def test_counts_conditions(pipeline: Pipeline, text: str, fires: bool) -> None:
    assert (quotes("FRM010", text, pipeline) == [text]) is fires
