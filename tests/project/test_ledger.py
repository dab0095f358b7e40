"""The ledger of verdicts: appended, locked, and whole whatever happens to its writers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from shallcheck.project.ledger import Entry, append, read_ledger

ENTRY = Entry("2026-11-26T10:00:00Z", "p", "b", {"verdict": "refused", "changes": ["adds “SYS-001”"]})
KILLER = """
import os, random, signal, sys, time
from pathlib import Path
from shallcheck.project.ledger import Entry, append

file = Path(sys.argv[1])
for number in range(200):
    read, write = os.pipe()
    children = []
    for each in range(2):
        child = os.fork()
        if child == 0:
            for step in range(10_000):
                name = f"{number}-{each}-{step}"
                append(file, Entry("2026-11-26T10:00:00Z", name, "b", {"verdict": "refused", "filler": "x" * 3000}))
                os.write(write, name.encode() + b"\\n")
        children.append(child)
    os.close(write)
    time.sleep(random.random() * 0.004)
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    while told := os.read(read, 65536):
        sys.stdout.buffer.write(told)
    os.close(read)
"""


def test_what_is_appended_is_read_in_the_order_of_time(tmp_path: Path) -> None:
    file = tmp_path / "ledger.txt"
    later = ENTRY._replace(at="2026-11-27T10:00:00Z")
    append(file, later)
    append(file, ENTRY)

    assert read_ledger(file).entries == (ENTRY, later)
    assert file.read_bytes().isascii()
    assert file.read_bytes().count(b"\n") == 2


def test_no_ledger_holds_nothing(tmp_path: Path) -> None:
    assert read_ledger(tmp_path / "none.txt") == ((), 0)


def test_a_torn_line_costs_itself_only(tmp_path: Path) -> None:
    file = tmp_path / "ledger.txt"
    append(file, ENTRY)
    whole = file.read_bytes()
    for at in range(1, len(whole)):
        file.write_bytes(whole + whole[:at])
        append(file, ENTRY._replace(proposal="q"))
        found = read_ledger(file)
        assert [each.proposal for each in found.entries] == ["p", "q"]
        assert found.damaged == (1 if at < len(whole) - 1 else 0)


def test_both_sides_of_a_merge_count(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.txt", tmp_path / "theirs.txt"
    append(ours, ENTRY)
    append(theirs, ENTRY)
    append(theirs, ENTRY._replace(proposal="q"))
    merged = b"<<<<<<< HEAD\n" + ours.read_bytes() + b"=======\n" + theirs.read_bytes() + b">>>>>>> other\n"
    ours.write_bytes(merged)

    assert [each.proposal for each in read_ledger(ours).entries] == ["p", "q"]
    assert read_ledger(ours).damaged == 3


@pytest.mark.parametrize("line", [b"[]", b"{", b'{"version": 2}', b"\xff\xfe", b"[" * 100_000, b'{"version":1,"verdict":{}}'])
def test_foreign_lines_are_no_verdicts(tmp_path: Path, line: bytes) -> None:
    file = tmp_path / "ledger.txt"
    file.write_bytes(line + b"\n")
    append(file, ENTRY)

    assert read_ledger(file).entries == (ENTRY,)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("mine\n")
    (tmp_path / "ledger.txt").symlink_to(outside)

    with pytest.raises(OSError, match="link"):
        append(tmp_path / "ledger.txt", ENTRY)
    with pytest.raises(OSError, match="link"):
        read_ledger(tmp_path / "ledger.txt")
    assert outside.read_text() == "mine\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, to kill writers quickly")
def test_writers_that_are_killed_lose_nothing_that_they_were_told_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "ledger.txt"
    done = subprocess.run([sys.executable, "-c", KILLER, file], capture_output=True, check=True, timeout=60)
    told = done.stdout.decode().split()
    append(file, ENTRY)
    found = read_ledger(file)
    kept = [each.proposal for each in found.entries]

    assert told
    assert set(told) <= set(kept)
    assert len(kept) == len(set(kept))
    assert kept[-1] == "p" or "p" in kept
    assert found.damaged <= 400
