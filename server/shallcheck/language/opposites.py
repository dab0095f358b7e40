"""Which words exclude each other, read from opposites.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

_SHORTEST = 4
"""Letters that a word has to have in front of which “un-” denies it."""


class Opposition(StrEnum):
    """How two words exclude each other."""

    DECIDING = "deciding"
    """One lets happen what the other does not."""
    PERMITTING = "permitting"
    """One undoes what the other does."""
    STATES = "states"
    """One brings about a state, the other ends it."""
    EXCLUSIVE = "exclusive"
    """A thing is so, or is done so, in one of the two ways."""
    HALVES = "halves"
    """They name the two halves of a whole; both may be wanted."""


@lru_cache(maxsize=4096)
def opposition(first: str, second: str) -> Opposition | None:
    """How two words or phrases exclude each other, in whatever order and form."""
    if (known := _pairs().get((first, second))) is not None:
        return known
    one, other = root(first), root(second)
    if (known := _rooted().get((one, other))) is not None:
        return known
    short, long = sorted((one, other), key=len)
    denied = len(short) >= _SHORTEST and long in {prefix + short for prefix in words("denial.prefixes")}
    return Opposition.HALVES if denied and long not in words("denial.not_denied") else None


def root(word: str) -> str:
    """A word without the endings by which its forms differ; no word of a dictionary."""
    for ending in ("ing", "ed", "ly", "s"):
        if word.endswith(ending) and len(word) >= len(ending) + 3:
            word = word[: -len(ending)]
            word = word[:-1] if word[-1] == word[-2] and word[-1] not in "lse" else word  # stopped, running
            break
    word = word.removesuffix("e")
    return f"{word[:-1]}i" if word.endswith("y") and len(word) >= _SHORTEST else word  # occupy, occupied


@cache
def words(name: str) -> frozenset[str]:
    """The words of a list; “quantifiers” are all that say how many."""
    data = _data()
    if name == "quantifiers":
        return frozenset(word for row in data["quantities"].values() for word in row) | {"a"}
    if "." in name:
        table, _, row = name.partition(".")
        return frozenset(data[table][row])
    return frozenset(data[name])


def same(key: str) -> str:
    """The word that stands for all that say the same."""
    return _synonyms().get(key, key)


def joined(keys: tuple[str, ...]) -> str | None:
    """The one word that a phrase is read as."""
    found: str | None = _data()["phrases"].get(" ".join(keys))
    return found


def begins_phrase(key: str) -> bool:
    """Whether a phrase that is read as one word begins so."""
    return key in _beginnings()


def phrases(keys: Sequence[str]) -> set[str]:
    """Up to three words that stand together."""
    return {" ".join(keys[i:j]) for i in range(len(keys)) for j in range(i + 1, min(len(keys), i + 3) + 1)}


def stems(keys: Iterable[str]) -> list[str]:
    """Words without what the tagger is not sure of: articles and endings; synonyms as one."""
    return [_stem(same(key)) for key in keys if key != "a"]


def _stem(key: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if key.endswith(ending) and len(key) > len(ending) + 3:
            return key[: -len(ending)]
    return key


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(phrase.partition(" ")[0] for phrase in _data()["phrases"])


@cache
def _synonyms() -> dict[str, str]:
    return {other: word for word, others in _data()["synonyms"].items() for other in others}


@cache
def _pairs() -> dict[tuple[str, str], Opposition]:
    found: dict[tuple[str, str], Opposition] = {}
    for kind in Opposition:
        for line in _data()[kind.value]:
            left, right = (_split(side) for side in line.split("|"))
            for one in left:
                for other in right:
                    found.setdefault((one, other), kind)
                    found.setdefault((other, one), kind)
    return found


@cache
def _rooted() -> dict[tuple[str, str], Opposition]:
    found: dict[tuple[str, str], Opposition] = {}
    for (first, second), kind in _pairs().items():
        found.setdefault((root(first), root(second)), kind)
    return found


def _split(side: str) -> Iterable[str]:
    return [word.strip() for word in side.split(",")]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("shallcheck.language").joinpath("opposites.toml").read_text("utf-8"))
