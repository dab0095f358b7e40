"""How many of something a statement speaks of, by its words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from shallcheck.language.opposites import root, words


def amount_class(keys: Sequence[str]) -> str:
    """“all”, “some”, “none” and their like; “a” for an article, empty where they say nothing of it."""
    for name in ("none", "one", "some", "more", "any", "all"):
        if set(keys) & words(f"quantities.{name}") or {root(key) for key in keys} & _roots(f"quantities.{name}"):
            return name
    return "a" if "a" in keys else ""


def counts(key: str) -> bool:
    """Whether a word says how many."""
    return key in words("quantifiers") or root(key) in _roots("quantities.some")


@cache
def _roots(name: str) -> frozenset[str]:
    return frozenset(root(word) for word in words(name))
