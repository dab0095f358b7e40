"""The ledger of verdicts: appended, locked, and whole whatever happens to its writers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from shallcheck.project.ledger import Entry, append, read_ledger

ENTRY = Entry("2026-11-26T10:00:00Z", "p", "b", {"verdict": "refused", "changes": ["adds “SYS-001”"]})


def test_what_is_appended_is_read_in_the_order_of_time(tmp_path: Path) -> None:
    file = tmp_path / "ledger.txt"
    later = ENTRY._replace(at="2026-11-27T10:00:00Z")
    append(file, later)
    append(file, ENTRY)

    assert read_ledger(file).entries == (ENTRY, later)
    assert file.read_bytes().isascii()
    assert file.read_bytes().count(b"\n") == 2


def test_no_ledger_holds_nothing(tmp_path: Path) -> None:
    assert read_ledger(tmp_path / "none.txt") == ((), ())


def test_a_torn_line_costs_itself_only(tmp_path: Path) -> None:
    file = tmp_path / "ledger.txt"
    append(file, ENTRY)
    whole = file.read_bytes()
    for at in range(1, len(whole)):
        file.write_bytes(whole + whole[:at])
        append(file, ENTRY._replace(proposal="q"))
        found = read_ledger(file)
        assert [each.proposal for each in found.entries] == ["p", "q"]
        assert found.damaged == ((2,) if at < len(whole) - 1 else ())


def test_both_sides_of_a_merge_count(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.txt", tmp_path / "theirs.txt"
    append(ours, ENTRY)
    append(theirs, ENTRY)
    append(theirs, ENTRY._replace(proposal="q"))
    merged = b"<<<<<<< HEAD\n" + ours.read_bytes() + b"=======\n" + theirs.read_bytes() + b">>>>>>> other\n"
    ours.write_bytes(merged)

    assert [each.proposal for each in read_ledger(ours).entries] == ["p", "q"]
    assert read_ledger(ours).damaged == (1, 3, 6)


@pytest.mark.parametrize("line", [b"[]", b"{", b'{"version": 2}', b"\xff\xfe", b"[" * 100_000, b'{"version":1,"verdict":{}}'])
def test_foreign_lines_are_no_verdicts(tmp_path: Path, line: bytes) -> None:
    file = tmp_path / "ledger.txt"
    file.write_bytes(line + b"\n")
    append(file, ENTRY)

    assert read_ledger(file).entries == (ENTRY,)


def test_a_pipe_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ledger.txt")

    with pytest.raises(OSError, match="pipe"):
        append(tmp_path / "ledger.txt", ENTRY)
    with pytest.raises(OSError, match="pipe"):
        read_ledger(tmp_path / "ledger.txt")


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("mine\n")
    (tmp_path / "ledger.txt").symlink_to(outside)

    with pytest.raises(OSError, match="link"):
        append(tmp_path / "ledger.txt", ENTRY)
    with pytest.raises(OSError, match="link"):
        read_ledger(tmp_path / "ledger.txt")
    assert outside.read_text() == "mine\n"
