"""What ShallCheck keeps is written whole, by one writer at a time, in lines that merge, and lost by no writer's death."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from shallcheck.model.reviews import Recorded, Reviews
from shallcheck.project import baseline, ledger, locking, review_file
from shallcheck.project.atomic import NEXT, exclusive, write_atomically, write_new
from shallcheck.project.cache import Cache
from shallcheck.project.ledger import LEDGER, Entry, append, read_ledger
from shallcheck.project.locking import locked
from tests.project.killing import KINDS, TIMES

MEMORY = Path("/dev/shm")
"""There a writer spends its time in our code, and not in waiting for a disk."""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, to kill writers quickly")
@pytest.mark.parametrize("kind", KINDS)
def test_writers_that_are_killed_lose_nothing_that_they_were_told_is_kept(kind: str) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        command = [sys.executable, "-m", "tests.project.killing", kind, folder]
        done = subprocess.run(command, capture_output=True, check=True, timeout=60, cwd=Path(__file__).parents[2])
    rounds = [json.loads(line) for line in done.stdout.splitlines()]

    assert len(rounds) == TIMES
    assert sum(bool(told) for told, _, _ in rounds) > TIMES / 20
    for told, kept, wrong in rounds:
        assert wrong == []
        assert set(told) <= set(kept)
        assert len(set(told)) == len(told)
        assert len(set(kept)) == len(kept)


def names(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


def test_a_file_keeps_its_mode_and_its_line_ends(tmp_path: Path) -> None:
    file = tmp_path / "kept.txt"
    file.write_bytes(b"one\r\ntwo\r\n")
    file.chmod(0o640)
    with exclusive(file) as held:
        held.write_lines("one\nthree\n")

    assert file.read_bytes() == b"one\r\nthree\r\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert names(tmp_path) == ["kept.txt"]


def test_a_new_file_has_the_mode_of_new_files(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    assert write_new(tmp_path / "new", b"one\n")
    assert not write_new(tmp_path / "new", b"two\n")
    assert (tmp_path / "new").read_bytes() == b"one\n"
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_what_is_no_file_is_not_replaced(kind: str, tmp_path: Path) -> None:
    outside, file = tmp_path / "outside", tmp_path / "kept.txt"
    outside.write_text("mine")
    if kind == "link":
        file.symlink_to(outside)
    elif kind == "pipe":
        os.mkfifo(file)
    else:
        file.mkdir()

    with pytest.raises(OSError, match=kind):
        write_atomically(file, b"one")
    assert outside.read_text() == "mine"
    assert file.lstat() and not stat.S_ISREG(file.lstat().st_mode)
    assert not (tmp_path / NEXT).exists()


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_a_killed_writer_left_is_in_nobodys_way(kind: str, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("mine")
    (tmp_path / NEXT).symlink_to(outside) if kind == "link" else (tmp_path / NEXT).write_text("half of")
    write_atomically(tmp_path / "kept.txt", b"one")

    assert (tmp_path / "kept.txt").read_bytes() == b"one"
    assert outside.read_text() == "mine"
    assert not os.path.lexists(tmp_path / NEXT)


def test_what_cannot_be_written_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "kept.txt"
    file.write_text("one")
    monkeypatch.setattr(os, "fsync", lambda handle: (_ for _ in ()).throw(OSError("the disk is full")))
    with pytest.raises(OSError, match="full"):
        write_atomically(file, b"two")

    assert names(tmp_path) == ["kept.txt"] and file.read_text() == "one"


@pytest.mark.parametrize("folders", [True, False])
def test_one_writer_waits_for_another_and_not_for_ever(folders: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not folders:  # as on Windows and on some network file systems
        monkeypatch.setattr(locking, "_opened", locking._stand_in)
    done = threading.Event()

    def write() -> None:
        write_atomically(tmp_path / "kept.txt", b"theirs")
        done.set()

    other = threading.Thread(target=write)
    with locked(tmp_path):
        other.start()
        assert not done.wait(0.05)
        with pytest.raises(OSError, match="keeps"), locked(tmp_path, 0.02):
            pass
    other.join()
    assert done.is_set()
    assert names(tmp_path) == ["kept.txt"]


def test_a_cache_that_another_process_made_anew_is_not_removed_again(tmp_path: Path) -> None:
    """Both have found it damaged; the one that comes second keeps what the first has put into the new one."""
    first, second = Cache(tmp_path), Cache(tmp_path)
    first.put("findings", {number.to_bytes(16, "big"): b"x" * 500 for number in range(500)})
    first._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
    data = first.path.read_bytes()
    first.path.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
    keys = [number.to_bytes(16, "big") for number in range(500)]
    third = Cache(tmp_path)
    third.get("findings", keys)
    third.put("findings", {keys[0]: b"new"})
    for each in (first, second):
        each.get("findings", keys)
        each.get("findings", keys)

    assert third.get("findings", keys) == Cache(tmp_path).get("findings", keys) == {keys[0]: b"new"}


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    names = ["-c", "user.name=Ann Lee", "-c", "user.email=ann@example.org", "-c", "init.defaultBranch=main"]
    return subprocess.run(["git", *names, *arguments], cwd=folder, capture_output=True, check=False)


def recorded(*names: str) -> str:
    one = Recorded("0123456789abcdef", "2026-05-01", "Ann Lee", "The pump shall stop within 2 s.")
    return review_file.written(Reviews(dict.fromkeys(names, one)))


def verdicts(*names: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            append(Path(folder) / LEDGER, Entry("2026-11-26T10:00:00Z", name, "b", {"verdict": "refused"}))
        return (Path(folder) / LEDGER).read_text()


def findings(*names: str) -> str:
    return baseline.written(f"AMB001\t{name}\tfast" for name in names)


def read_names(file: Path) -> list[str]:
    if file.name == LEDGER:
        return [each.proposal for each in read_ledger(file).entries]
    if file.name == baseline.FILE:
        return [line.split("\t")[1] for line in baseline.read_baseline(file).baseline.stale(None)]
    return list(review_file.read_reviews(file).reviews.artifacts)


@pytest.mark.parametrize(("name", "text"), [
    (review_file.FILE, recorded), (baseline.FILE, findings), (ledger.LEDGER, verdicts),
])  # fmt: skip
@pytest.mark.parametrize("union", [True, False])
def test_what_two_branches_keep_is_merged_by_git(name: str, text: object, union: bool, tmp_path: Path) -> None:
    """With the line in `.gitattributes` that the documentation gives, also where both add at one place; without it, git marks
    that place, and what both sides keep is read all the same."""
    assert callable(text)
    (tmp_path / ".gitattributes").write_text("shallcheck-*.txt merge=union\n" if union else "")
    (tmp_path / name).write_text(text("SYS-1", "SYS-5"))
    git(tmp_path, "init"), git(tmp_path, "add", "."), git(tmp_path, "commit", "-m", "base")
    for branch, mine in (("ours", "SYS-2"), ("theirs", "SYS-3")):
        git(tmp_path, "checkout", "-b", branch, "main")
        (tmp_path / name).write_text(text("SYS-1", mine, "SYS-5") if name != LEDGER else text("SYS-1", "SYS-5", mine))
        git(tmp_path, "commit", "-am", branch)
    merged = git(tmp_path, "merge", "ours")

    assert merged.returncode == (0 if union else 1)
    assert sorted(read_names(tmp_path / name)) == ["SYS-1", "SYS-2", "SYS-3", "SYS-5"]
