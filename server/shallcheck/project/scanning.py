"""Source code by the heap: what many files say about requirements, each read once until it changes.

A batch is some files of one folder. What a batch holds is remembered on disk under its folder, each file by its size and the time
of its last change, so that a second scan looks at no text. Most files say nothing: a quick look at the bytes tells that.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import blake2b

import msgpack

from shallcheck.documents.settings import ReaderSettings
from shallcheck.project.batches import Batch, Scanned
from shallcheck.project.cache import Cache
from shallcheck.project.discovery import decode
from shallcheck.project.readings import pack_document, readers_digest

TABLE = "code"
LARGEST = 1_000_000
"""Bytes: a larger file of code was written by a program."""
Row = tuple[int, int, bytes]
"""What is known of a file: its size, when it last changed (nanoseconds), and its packed document, or nothing."""


def scan(cache: Cache, some: Sequence[Batch], settings: ReaderSettings) -> list[Scanned]:
    """What the files of batches say, from the cache where they have not changed. A file that cannot be read says nothing."""
    known = remembered(cache, some, settings)
    found: list[Scanned] = []
    fresh: dict[bytes, bytes] = {}
    look = _look(settings.markers)
    for batch, (key, rows) in zip(some, known, strict=True):
        now: dict[str, Row] = {}
        for name, (size, time) in _states(batch):
            row = rows.get(name)
            if row is None or row[0] != size or row[1] != time:
                row = (size, time, _read(f"{batch.folder}{os.sep}{name}", size, look, settings))
            now[name] = row
            if row[2]:
                found.append(Scanned(f"{batch.folder}{os.sep}{name}", row[2]))
        if now != rows:
            fresh[key] = _pack(now)
    cache.put(TABLE, fresh)
    return found


def known_scan(cache: Cache, some: Sequence[Batch], settings: ReaderSettings) -> list[Scanned] | None:
    """What the files of batches say, where all of it is in the cache; else None."""
    found: list[Scanned] = []
    for batch, (_, rows) in zip(some, remembered(cache, some, settings), strict=True):
        for name, (size, time) in _states(batch):
            row = rows.get(name)
            if row is None or row[0] != size or row[1] != time:
                return None
            if row[2]:
                found.append(Scanned(f"{batch.folder}{os.sep}{name}", row[2]))
    return found


def remembered(cache: Cache, some: Sequence[Batch], settings: ReaderSettings) -> list[tuple[bytes, dict[str, Row]]]:
    """For each batch, its key and what is known of its files: size, time of change, packed document or nothing."""
    notes = repr(sorted(settings.notes().items()))
    keys = [_key(batch, notes) for batch in some]
    values = cache.get(TABLE, keys)
    return [(key, _unpack(values.get(key))) for key in keys]


def _key(batch: Batch, notes: str) -> bytes:
    digest = blake2b(readers_digest(), digest_size=16)
    for part in (batch.folder, str(batch.part), notes):
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.digest()


def _pack(rows: Mapping[str, Row]) -> bytes:
    packed: bytes = msgpack.packb(rows, unicode_errors="surrogatepass")
    return packed


def _unpack(value: bytes | None) -> dict[str, Row]:
    rows: dict[str, Row] = msgpack.unpackb(value, use_list=False, unicode_errors="surrogatepass") if value else {}
    return rows


def _states(batch: Batch) -> Iterator[tuple[str, tuple[int, int]]]:
    """The names that there still are, each with its size and the time of its last change."""
    prefix = batch.folder + os.sep
    for name in batch.names:
        try:
            status = os.stat(prefix + name)  # noqa: PTH116 - a hundred thousand of them
        except OSError:
            continue
        yield name, (status.st_size, status.st_mtime_ns)


Look = Callable[[bytes], object]


def _look(markers: tuple[str, ...]) -> Look:
    from shallcheck.documents.markers import may_hold

    return may_hold(markers)


def _read(path: str, size: int, look: Look, settings: ReaderSettings) -> bytes:
    """The packed document of a file; empty where it says nothing."""
    if size > LARGEST:
        return b""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - as above
            data = file.read(LARGEST)
    except OSError:
        return b""
    return _packed(path, data, look, settings)


def read_code(path: str, data: bytes, settings: ReaderSettings) -> bytes:
    """The packed document of a file of code with these bytes; empty where it says nothing."""
    return _packed(path, data, _look(settings.markers), settings) if len(data) <= LARGEST else b""


def _packed(path: str, data: bytes, look: Look, settings: ReaderSettings) -> bytes:
    if not look(data):
        return b""
    from shallcheck.documents.reading import read_document

    document = read_document(path, decode(data).text, settings)
    return pack_document(document) if document else b""
