"""What each artifact of a segment says, in one line of its own words: what a baseline keeps of it."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

from shallcheck.model.document import Reading, Segment, Statement
from shallcheck.model.kinds import Kind

LONGEST = 20_000
"""Code points that are kept readable of what one artifact says; what is longer goes on with a digest."""
_ASIDE = frozenset({Kind.RATIONALE, Kind.NOTE, Kind.EXAMPLE})
_TOLD = ("expected result",)
"""Attributes that are part of what a test demands."""
_BETWEEN = " ¶ "


@lru_cache(maxsize=512)
def sayings(segment: Segment) -> tuple[str, ...]:
    """By the number of each artifact, its statements; where it has none, its title. To a requirement belong the criteria below it
    that are only counted, as in Kiro; rationales and notes belong to none."""
    reading = segment.reading
    parts: list[list[str]] = [[] for _ in reading.artifacts]
    own = {one.text[one.own :] for one in reading.statements}
    for one in reading.statements:
        if one.artifact is not None and one.kind not in _ASIDE:
            parts[one.artifact] += _words(one, own)
    for number, artifact in enumerate(reading.artifacts):
        parts[number] += [each.value for each in artifact.attributes if each.name in _TOLD]
    return tuple(_joined(reading, parts, number) for number in range(len(parts)))


def _words(statement: Statement, said: set[str]) -> list[str]:
    return [statement.text[statement.own :], *(text for text, _ in statement.items if text not in said)]


def _joined(reading: Reading, parts: list[list[str]], number: int) -> str:
    artifact = reading.artifacts[number]
    below = [i for i, one in enumerate(reading.artifacts) if one.positional and one.parent == number]
    told = [*(parts[number] or ([artifact.title] if not below else [])), *(text for i in below for text in parts[i])]
    text = " ".join(_BETWEEN.join(told).split())
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST]}… {blake2b(text.encode('utf-8', 'surrogatepass'), digest_size=8).hexdigest()}"
