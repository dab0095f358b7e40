"""Parses and findings on disk, between runs and between processes.

SQLite in WAL mode with msgpack values in the user's cache folder, never in the workspace and never pickle. Two processes may
use it at once. What is damaged or foreign is removed and made anew; where nothing can be written, everything is a miss.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import shallcheck

SCHEMA = 1
LARGEST = 400_000
"""Entries of a table; the oldest go when it grows beyond (about 1 kB each)."""


def cache_folder() -> Path:
    """The user's cache folder for ShallCheck; `SHALLCHECK_CACHE_DIR` names another."""
    named = os.environ.get("SHALLCHECK_CACHE_DIR")
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("shallcheck", appauthor=False)


def rules_digest() -> bytes:
    """A digest of the code and word lists that findings depend on: a changed rule never meets an old result."""
    digest = blake2b(shallcheck.__version__.encode(), digest_size=16)
    package = resources.files("shallcheck")
    for folder in ("language", "model", "rules"):
        for file in _files(package / folder):
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
    """Two tables by key: `parses` and `findings`. Every failure of the disk or of SQLite is a miss, never an error."""

    def __init__(self, folder: Path | None = None) -> None:
        self._path = (folder or cache_folder()) / f"statements-{SCHEMA}.sqlite"
        self._connection = self._open()

    def get(self, table: str, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The values known for `keys`."""
        if self._connection is None or not keys:
            return {}
        marks = ",".join("?" * len(keys))
        try:
            rows = self._connection.execute(f"SELECT key, value FROM {table} WHERE key IN ({marks})", list(keys))
            return {key: value for key, value in rows if isinstance(value, bytes)}
        except sqlite3.Error:
            self._rebuild()
            return {}

    def put(self, table: str, values: Mapping[bytes, bytes]) -> None:
        """Remember `values` by their keys."""
        if self._connection is None or not values:
            return
        try:
            with self._connection:
                self._connection.executemany(f"INSERT OR REPLACE INTO {table} (key, value) VALUES (?, ?)", list(values.items()))
        except sqlite3.OperationalError:
            return  # another process holds the lock, or the disk is full: the work is done, only not remembered
        except sqlite3.Error:
            self._rebuild()

    def close(self) -> None:
        """Prune and close."""
        if self._connection is None:
            return
        with contextlib.suppress(sqlite3.Error):
            for table in ("parses", "findings"):
                self._connection.execute(f"DELETE FROM {table} WHERE rowid <= (SELECT max(rowid) FROM {table}) - ?", (LARGEST,))
            self._connection.commit()
        self._connection.close()
        self._connection = None

    def _open(self) -> sqlite3.Connection | None:
        try:
            return self._connected()
        except sqlite3.DatabaseError:
            self._remove()
        except OSError:
            return None
        try:
            return self._connected()
        except (sqlite3.Error, OSError):
            return None

    def _connected(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=2.0)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            for table in ("parses", "findings"):
                connection.execute(f"CREATE TABLE IF NOT EXISTS {table} (key BLOB PRIMARY KEY, value BLOB NOT NULL)")
            connection.commit()
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _rebuild(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._remove()
        self._connection = self._open()

    def _remove(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                self._path.with_name(self._path.name + suffix).unlink()
