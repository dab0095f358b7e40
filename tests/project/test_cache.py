"""The cache on disk: what is remembered is found, what is damaged is made anew, and two processes do not harm each other."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from shallcheck.project.cache import Cache, digest_of

KEYS = [bytes([number]) * 16 for number in range(5)]


def test_what_was_put_is_found_by_the_next_process(tmp_path: Path) -> None:
    first = Cache(tmp_path)
    first.put("findings", {KEYS[0]: b"zero", KEYS[1]: b"one"})
    first.close()

    assert Cache(tmp_path).get("findings", KEYS) == {KEYS[0]: b"zero", KEYS[1]: b"one"}
    assert Cache(tmp_path).get("parses", KEYS) == {}


def test_more_keys_than_a_query_holds_are_found(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    values = {number.to_bytes(16, "big"): b"x" for number in range(3000)}
    cache.put("parses", values)

    assert cache.get("parses", list(values)) == values


def _overwrite(path: Path) -> None:
    path.write_bytes(b"this is no database, whatever its name says" * 100)


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1000])


def _scramble(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))


def _foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE findings (something_else TEXT)")


@pytest.mark.parametrize("damage", [_overwrite, _truncate, _scramble, _foreign])
def test_a_damaged_or_foreign_file_is_made_anew(tmp_path: Path, damage: object) -> None:
    cache = Cache(tmp_path)
    cache.put("findings", {number.to_bytes(16, "big"): b"x" * 500 for number in range(500)})
    cache.close()
    assert callable(damage)
    damage(cache.path)

    again = Cache(tmp_path)
    again.get("findings", [number.to_bytes(16, "big") for number in range(500)])
    again.put("findings", {KEYS[0]: b"new"})
    again.get("findings", KEYS)
    again.put("findings", {KEYS[0]: b"new"})
    again.close()

    assert Cache(tmp_path).get("findings", KEYS[:1]) == {KEYS[0]: b"new"}


@pytest.mark.parametrize("value", ["x'c1'", "x''", "'a text'", "7", "value || x'00'", "substr(value, 1, 10)", "upper(value)"])
def test_a_damaged_value_is_a_miss_and_forgotten(tmp_path: Path, value: str) -> None:
    cache = Cache(tmp_path)
    cache.put("findings", {KEYS[0]: b"zero", KEYS[1]: b"one"})
    with sqlite3.connect(cache.path) as connection:
        connection.execute(f"UPDATE findings SET value = {value} WHERE key = ?", KEYS[:1])

    assert cache.get("findings", KEYS) == {KEYS[1]: b"one"}
    assert sqlite3.connect(cache.path).execute("SELECT count(*) FROM findings").fetchone() == (1,)


def test_a_value_that_belongs_to_another_key_is_a_miss(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("findings", {KEYS[0]: b"zero", KEYS[1]: b"one"})
    with sqlite3.connect(cache.path) as connection:
        connection.execute("UPDATE findings SET value = (SELECT value FROM findings WHERE key = ?)", KEYS[:1])

    assert cache.get("findings", KEYS) == {KEYS[0]: b"zero"}


def test_a_locked_cache_is_a_miss_and_stays_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shallcheck.project.cache.WAIT", 0.1)
    cache = Cache(tmp_path)
    cache.put("findings", {KEYS[0]: b"zero"})
    writer = sqlite3.connect(cache.path)
    writer.execute("BEGIN EXCLUSIVE")
    cache.put("findings", {KEYS[1]: b"one"})
    writer.rollback()
    writer.close()

    assert cache.get("findings", KEYS) == {KEYS[0]: b"zero"}


def test_a_folder_that_cannot_be_made_is_a_miss(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = Cache(tmp_path / "file" / "below")
    cache.put("findings", {KEYS[0]: b"zero"})

    assert cache.get("findings", KEYS) == {}


def test_the_oldest_entries_go_when_a_table_grows_too_large(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for number, key in enumerate(KEYS):
        cache.put("findings", {key: bytes([number])})
    cache.prune({"findings": 2})

    assert set(cache.get("findings", KEYS)) == set(KEYS[3:])


WRITER = """
import sys
from pathlib import Path
from shallcheck.project.cache import Cache
cache = Cache(Path(sys.argv[1]))
for number in range(150):
    cache.put("findings", {f"{sys.argv[2]}{number:015d}".encode(): b"x" * 200})
    cache.get("findings", [f"{sys.argv[2]}{number:015d}".encode()])
cache.close()
"""


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), name]) for name in "ab"]

    assert [writer.wait(timeout=60) for writer in writers] == [0, 0]
    keys = [f"{name}{number:015d}".encode() for name in "ab" for number in range(150)]
    assert len(Cache(tmp_path).get("findings", keys)) == 300


def test_the_digest_covers_code_and_word_lists() -> None:
    assert digest_of("rules") == digest_of("rules")
    assert digest_of("rules") != digest_of("rules", "language")
