"""What an artifact is about, in as few words as fit beside its identifier."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.model.document import Segment

LONGEST = 40
"""Code points."""


def brief(segment: Segment, number: int) -> str:
    """An artifact's title, or else the first words of its statement."""
    return shortened(segment.reading.artifacts[number].title or next(statements(segment, number), ""))


def statements(segment: Segment, number: int) -> Iterator[str]:
    """What an artifact states."""
    return (each.text for each in segment.reading.statements if each.artifact == number)


def shortened(text: str) -> str:
    """As much of a text as fits, cut at a word's end."""
    joined = " ".join(text.split())
    if len(joined) <= LONGEST:
        return joined
    cut = joined[:LONGEST].rpartition(" ")[0] or joined[: LONGEST - 1]
    return cut.rstrip(" ,;:") + "…"
