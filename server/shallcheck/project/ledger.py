"""The ledger of verdicts: one a line as JSON, appended and never changed, beside the baseline; branches merge by keeping both.

A writer holds the lock of the folder and writes its line with one call. A writer that dies leaves a line torn at the end: the
next one begins a line of its own behind it, and readers pass over what is no verdict.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from shallcheck.project.atomic import regular
from shallcheck.project.locking import locked

LEDGER = "shallcheck-verdicts.txt"
LARGEST = 100 * 1024 * 1024
"""Bytes of a ledger: of a larger one only the last are read."""
VERSION = 1


class Entry(NamedTuple):
    """A verdict as it was kept. `at`: the time in UTC, as 2027-01-31T12:00:00Z; `proposal` and `base`: fingerprints of what was
    proposed and of the state that it was judged against; `verdict`: as in docs/schemas/verdict-1.json."""

    at: str
    proposal: str
    base: str
    verdict: Mapping[str, Any]


class Read(NamedTuple):
    """What a ledger holds; `damaged`: the lines that are no verdicts, counted from 1."""

    entries: tuple[Entry, ...]
    damaged: tuple[int, ...] = ()


def read_ledger(file: Path) -> Read:
    """The verdicts of a ledger in their order, each once; none where there is no file. Raises OSError where it cannot be read."""
    entries: dict[Entry | str, Entry] = {}
    damaged = []
    for number, line in enumerate(_lines(file), 1):
        entry = _entry(line)
        if entry is not None:
            entries.setdefault(line.decode("utf-8", "replace"), entry)
        elif line.strip():
            damaged.append(number)
    return Read(tuple(sorted(entries.values(), key=lambda each: each.at)), tuple(damaged))


def append(file: Path, entry: Entry) -> None:
    """Add a verdict to a ledger. Raises OSError where that cannot be done; then the ledger is as it was."""
    row = {"version": VERSION, "at": entry.at, "proposal": entry.proposal, "base": entry.base, "verdict": entry.verdict}
    line = json.dumps(row, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode() + b"\n"
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with locked(file.parent):
        regular(file)
        handle = os.open(file, flags, 0o666)
        try:
            size = os.fstat(handle).st_size
            os.lseek(handle, max(0, size - 1), os.SEEK_SET)
            torn = size and os.read(handle, 1) != b"\n"
            _write(handle, b"\n" * bool(torn) + line, size)
            os.fsync(handle)
        finally:
            os.close(handle)


def _write(handle: int, data: bytes, size: int) -> None:
    """Write all of it or nothing."""
    try:
        if os.write(handle, data) == len(data):
            return
    except OSError:
        os.ftruncate(handle, size)
        raise
    os.ftruncate(handle, size)
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _lines(file: Path) -> Iterator[bytes]:
    try:
        regular(file)
        with file.open("rb") as stream:
            stream.seek(max(0, os.fstat(stream.fileno()).st_size - LARGEST))
            yield from stream.read(LARGEST).split(b"\n")
    except FileNotFoundError:
        return


def _entry(line: bytes) -> Entry | None:
    """The verdict in a line; None: it holds none that this version knows."""
    if not line.startswith(b"{"):
        return None
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(row, dict) or row.get("version") != VERSION or not isinstance(row.get("verdict"), dict):
        return None
    at, proposal, base = (row.get(name) for name in ("at", "proposal", "base"))
    if not (isinstance(at, str) and isinstance(proposal, str) and isinstance(base, str)):
        return None
    return Entry(at, proposal, base, row["verdict"])
