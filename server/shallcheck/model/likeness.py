"""Which identifier was perhaps meant by another."""

from __future__ import annotations

LIKE_ENOUGH = 75.0
"""Percent of likeness (rapidfuzz ratio) from which another identifier is worth proposing."""


def is_like(target: str, identifier: str) -> bool:
    """Whether a broken link's target looks like an identifier (of the workspace, any namespace), so that one may be meant."""
    from rapidfuzz import fuzz

    return fuzz.ratio(target, identifier[-2 * len(target) - 8 :]) >= LIKE_ENOUGH or identifier.endswith(target)
