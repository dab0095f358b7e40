"""Parses, findings and readings on disk, between runs and between processes.

SQLite in WAL mode with msgpack values in the user's cache folder, never in the workspace and never pickle. Two processes may
use it at once. What is damaged or foreign is removed and made anew; where nothing can be read or written, everything is a miss.
SQLite does not notice when a value rots: each carries a checksum over its table, its key and itself, and one that does not fit is
a miss too, so that nobody who asks here has to expect nonsense.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import shallcheck
from shallcheck.project.locking import locked

SCHEMA = 4
LARGEST = {
    "parses": 200_000,
    "findings": 400_000,
    "readings": 2_000,
    "skeletons": 2_000,
    "trends": 1_000,
    "relations": 500,
    "code": 20_000,
    "reservations": 10_000,
}
"""Entries of each table; the oldest go when it grows beyond. Together some 500 MB at most."""
WAIT = 2.0
"""Seconds that one process waits for another's write."""
_AT_ONCE = 500
"""Keys in one query."""
_SUM = 8
"""Bytes of a value's checksum, which stands before it."""


def cache_folder() -> Path:
    """The user's cache folder for ShallCheck; `SHALLCHECK_CACHE_DIR` names another."""
    named = os.environ.get("SHALLCHECK_CACHE_DIR")
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("shallcheck", appauthor=False)


def digest_of(*packages: str) -> bytes:
    """A digest of the code and data of some of ShallCheck's packages: a changed rule never meets an old result."""
    digest = blake2b(shallcheck.__version__.encode(), digest_size=16)
    root = resources.files("shallcheck")
    for package in packages:
        for file in _files(root / package):
            digest.update(file.read_bytes())
    return digest.digest()


def _files(folder: Traversable) -> list[Traversable]:
    found: list[Traversable] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found.extend(_files(entry))
        elif entry.name.endswith((".py", ".toml")):
            found.append(entry)
    return found


class Cache:
    """Tables by key (`LARGEST`). Every failure of the disk or of SQLite is a miss, never an
    error. One object belongs to one thread at a time."""

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (folder or cache_folder()) / f"statements-{SCHEMA}.sqlite"
        self._inode = 0
        self._connection = self._open()

    def get(self, table: str, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The values known for `keys`."""
        found: dict[bytes, bytes] = {}
        for at in range(0, len(keys), _AT_ONCE):
            some = keys[at : at + _AT_ONCE]
            marks = ",".join("?" * len(some))
            if self._connection is None:
                break
            try:
                rows = self._connection.execute(f"SELECT key, value FROM {table} WHERE key IN ({marks})", some).fetchall()
            except sqlite3.Error as error:
                self._failed(error)
                break
            whole = {key: value[_SUM:] for key, value in rows if _is_whole(table, key, value)}
            found |= whole
            self._forget(table, [key for key, _ in rows if key not in whole])
        return found

    def put(self, table: str, values: Mapping[bytes, bytes]) -> None:
        """Remember `values` by their keys."""
        rows = [(key, _sum(table, key, value) + value) for key, value in values.items()]
        self._write(f"INSERT OR REPLACE INTO {table} (key, value) VALUES (?, ?)", rows)

    def claim(self, table: str, key: bytes, value: bytes, is_over: Callable[[bytes], bool]) -> bool:
        """Put a value where there is none, or one that is over: of several processes that do so at once, one is told that it has.
        Where nothing can be kept, each is."""
        if self._connection is None:
            return True
        try:
            with self._connection:
                self._connection.execute("BEGIN IMMEDIATE")
                row = self._connection.execute(f"SELECT value FROM {table} WHERE key = ?", (key,)).fetchone()
                if row is not None and _is_whole(table, key, row[0]) and not is_over(row[0][_SUM:]):
                    return False
                put = f"INSERT OR REPLACE INTO {table} (key, value) VALUES (?, ?)"
                self._connection.execute(put, (key, _sum(table, key, value) + value))
        except sqlite3.Error as error:
            self._failed(error)
        return True

    def prune(self, largest: Mapping[str, int] | None = None) -> None:
        """Forget the oldest entries of the tables that have grown too large."""
        for table, most in (largest or LARGEST).items():
            self._write(f"DELETE FROM {table} WHERE rowid <= (SELECT max(rowid) FROM {table}) - ?", [(most,)])

    def close(self) -> None:
        """Prune and close."""
        self.prune()
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _forget(self, table: str, keys: Sequence[bytes]) -> None:
        self._write(f"DELETE FROM {table} WHERE key = ?", [(key,) for key in keys])

    def _write(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        if self._connection is None or not rows:
            return
        try:
            with self._connection:
                self._connection.executemany(statement, rows)
        except sqlite3.Error as error:
            self._failed(error)

    def _open(self) -> sqlite3.Connection | None:
        """Open the file, made anew where it is damaged. Nobody else opens or removes it meanwhile: SQLite takes what it finds
        beside a file (`-wal`) for its own, also when it belonged to one that is gone."""
        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                with locked(self.path.parent, WAIT):
                    return self._connected_anew()
            except sqlite3.Error as error:
                if "locked" not in str(error):
                    return None
            except OSError:
                return None
            time.sleep(0.01)  # SQLite does not wait by itself in every case
        return None

    def _connected_anew(self) -> sqlite3.Connection:
        try:
            return self._connected()
        except sqlite3.Error as error:
            if not _damaged(error):
                raise
            self._remove()
            return self._connected()

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=WAIT, check_same_thread=False)
        connection.text_factory = bytes  # a damaged type must not fail the query
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            for table in LARGEST:
                connection.execute(f"CREATE TABLE IF NOT EXISTS {table} (key BLOB PRIMARY KEY, value BLOB NOT NULL)")
                connection.execute(f"SELECT key, value FROM {table} LIMIT 1").fetchone()
            connection.commit()
            self._inode = self.path.stat().st_ino
        except (sqlite3.Error, OSError):
            connection.close()
            raise
        return connection

    def _failed(self, error: sqlite3.Error) -> None:
        """Another process that holds the lock, or a full disk, is a miss; a damaged file is made anew."""
        if not _damaged(error):
            return
        connection, self._connection = self._connection, None
        with contextlib.suppress(OSError), locked(self.path.parent, WAIT):
            is_there = self.path.stat().st_ino == self._inode  # as long as ours is open, no other file has its number
            if connection is not None:
                connection.close()
            if is_there:
                self._remove()
        self._connection = self._open()

    def _remove(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                self.path.with_name(self.path.name + suffix).unlink()


def _sum(table: str, key: bytes, value: bytes) -> bytes:
    return blake2b(value, digest_size=_SUM, key=key, person=table.encode()).digest()


def _is_whole(table: str, key: object, value: object) -> bool:
    """Whether a row is as it was written. SQLite keeps what it is given, of whatever type."""
    if not isinstance(key, bytes) or not isinstance(value, bytes):
        return False
    return value[:_SUM] == _sum(table, key, value[_SUM:])


def _damaged(error: sqlite3.Error) -> bool:
    """Whether the file is not (or no longer) one of ours, rather than locked, read-only or on a full disk."""
    if not isinstance(error, sqlite3.DatabaseError):
        return False
    if not isinstance(error, sqlite3.OperationalError):
        return True
    return "no such table" in str(error) or "no such column" in str(error) or "malformed" in str(error)
