"""Documents stripped to their trace: artifacts and links, without statements. Who looks at the chain alone reads these from the
cache, in a third of the time that whole documents take."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b

from shallcheck.documents.settings import ReaderSettings
from shallcheck.model.document import Document, Placed, Reading
from shallcheck.project.cache import Cache
from shallcheck.project.discovery import Source
from shallcheck.project.readings import pack_document, read_cached, reading_key, unpack_document

TABLE = "skeletons"
_FORM = b"skeleton 1"
"""Counts up when skeletons hold something else."""
_LONGEST = 160
"""Characters of a statement that stand in for a title."""


def skeleton_cached(cache: Cache, path: str, source: Source, settings: ReaderSettings) -> bytes:
    """The packed skeleton of a text, from the cache or made now; empty where it holds nothing for us."""
    key = blake2b(_FORM + reading_key(path, source.text, settings), digest_size=16).digest()
    known = cache.get(TABLE, [key]).get(key)
    if known is not None:
        return known
    packed = read_cached(cache, path, source, settings)
    stripped = pack_document(skeleton(unpack_document(path, packed))) if packed else b""
    cache.put(TABLE, {key: stripped})
    return stripped


def skeleton(document: Document) -> Document:
    """A document with artifacts and links only; an artifact without a title gets one."""
    return replace(document, placed=tuple(_stripped(placed) for placed in document.placed), problems=(), notes={})


def title_of(reading: Reading, number: int) -> str:
    """The title of an artifact; of one that has none, how its first statement begins."""
    title = reading.artifacts[number].title
    if title:
        return title
    said = next((one.text[one.own :] for one in reading.statements if one.artifact == number), "")
    return " ".join(said.split())[:_LONGEST]


def _stripped(placed: Placed) -> Placed:
    segment = placed.segment
    reading = segment.reading
    artifacts = tuple(replace(each, title=title_of(reading, number)) for number, each in enumerate(reading.artifacts))
    return placed._replace(segment=replace(segment, reading=Reading(artifacts=artifacts, links=reading.links), said=()))
