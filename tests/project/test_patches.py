"""Diffs of every make and damage, applied to bytes."""

from __future__ import annotations

import pytest

from shallcheck.project.patches import PatchError, applied, parse_patch

BEFORE = b"one\ntwo\nthree\nfour\nfive\nsix\nseven\n"
HUNK = b"@@ -2,3 +2,3 @@\n two\n-three\n+THREE\n four\n"
PLAIN = b"--- a/x.md\n+++ b/x.md\n" + HUNK
AFTER = BEFORE.replace(b"three", b"THREE")


def names(diff: bytes) -> list[tuple[str | None, str | None]]:
    return [(each.old, each.new) for each in parse_patch(diff)]


def after(diff: bytes, before: bytes | None = BEFORE) -> bytes | None:
    (patch,) = parse_patch(diff)
    return applied(patch, before)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (b"--- a/x.md\n+++ b/x.md\n", ("x.md", "x.md")),
        (b"--- x.md\n+++ x.md\n", ("x.md", "x.md")),
        (b"--- x.md\t2026-01-01 00:00:00\n+++ x.md\t2026-01-02 00:00:00\n", ("x.md", "x.md")),
        (b"diff --git a/x.md b/x.md\nindex 1..2 100644\n--- a/x.md\n+++ b/x.md\n", ("x.md", "x.md")),
        (b"diff --git i/x.md w/x.md\nindex 1..2 100644\n--- i/x.md\n+++ w/x.md\n", ("x.md", "x.md")),
        (b"diff --git x.md x.md\nindex 1..2 100644\n--- x.md\n+++ x.md\n", ("x.md", "x.md")),
        (
            b'diff --git "a/\\303\\244 b.md" "b/\\303\\244 b.md"\n--- "a/\\303\\244 b.md"\n+++ "b/\\303\\244 b.md"\n',
            ("ä b.md",) * 2,
        ),
        (b"diff --git a/my file.md b/my file.md\n--- a/my file.md\t\n+++ b/my file.md\t\n", ("my file.md", "my file.md")),
        (
            b"diff --git a/x.md b/y.md\nsimilarity index 90%\nrename from x.md\nrename to y.md\n--- a/x.md\n+++ b/y.md\n",
            ("x.md", "y.md"),
        ),
    ],
)
def test_files_are_named_as_git_and_diff_name_them(head: bytes, said: tuple[str, str]) -> None:
    assert names(head + HUNK) == [said]
    assert after(head + HUNK) == AFTER


def test_what_stands_around_a_diff_is_passed_over() -> None:
    mail = b"From 1234 Mon Sep 17\nFrom: Ann\nSubject: [PATCH] x\n\nWhy.\n---\n x.md | 2 +-\n\n" + PLAIN + b"-- \n2.40.1\n"

    assert after(mail) == AFTER


def test_a_file_that_comes_and_one_that_goes() -> None:
    new = b"diff --git a/n.md b/n.md\nnew file mode 100644\n--- /dev/null\n+++ b/n.md\n@@ -0,0 +1,2 @@\n+one\n+two\n"
    gone = b"diff --git a/n.md b/n.md\ndeleted file mode 100644\n--- a/n.md\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-one\n-two\n"
    empty = b"diff --git a/n.md b/n.md\nnew file mode 100644\nindex 0000000..e69de29\n"

    assert (names(new), after(new, None)) == ([(None, "n.md")], b"one\ntwo\n")
    assert (names(gone), after(gone, b"one\ntwo\n")) == ([("n.md", None)], None)
    assert (names(empty), after(empty, None)) == ([(None, "n.md")], b"")


def test_a_rename_without_a_change() -> None:
    diff = b"diff --git a/x.md b/y.md\nsimilarity index 100%\nrename from x.md\nrename to y.md\n"

    assert names(diff) == [("x.md", "y.md")]
    assert after(diff) == BEFORE


def test_hunks_are_found_where_lines_have_moved() -> None:
    assert after(PLAIN, b"zero\n" * 9 + BEFORE) == b"zero\n" * 9 + AFTER


def test_a_hunk_that_fits_nowhere_or_in_two_places_is_refused() -> None:
    with pytest.raises(PatchError, match=r"Hunk 1 of “x\.md” does not fit"):
        after(PLAIN, b"another\n")
    with pytest.raises(PatchError, match="at lines 1 and 5 alike"):
        after(PLAIN.replace(b"-2,3 +2,3", b"-3,3 +3,3"), b"two\nthree\nfour\n-\ntwo\nthree\nfour\n")


def test_a_line_that_nothing_around_it_places_is_not_guessed() -> None:
    diff = b"--- a/x.md\n+++ b/x.md\n@@ -4 +4 @@\n-a\n+b\n"

    assert after(diff, b"a\n1\n2\na\n") == b"a\n1\n2\nb\n"
    assert after(diff, b"1\na\n") == b"1\nb\n"
    with pytest.raises(PatchError, match="at lines 2 and 1 alike"):
        after(diff, b"a\na\n1\n")


def test_a_line_with_its_own_line_end_goes_before_one_with_another() -> None:
    assert after(b"--- a/x.md\n+++ b/x.md\n@@ -1 +1 @@\n-a\r\n+b\r\n", b"a\n1\na\r\n") == b"a\n1\nb\r\n"


def test_a_file_without_a_last_line_break() -> None:
    diff = b"--- a/x.md\n+++ b/x.md\n@@ -1 +1 @@\n-one\n\\ No newline at end of file\n+two\n\\ No newline at end of file\n"
    ends = b"--- a/x.md\n+++ b/x.md\n@@ -1 +1 @@\n-one\n\\ No newline at end of file\n+one\n"

    assert after(diff, b"one") == b"two"
    assert after(ends, b"one") == b"one\n"


def test_line_ends_stay_those_of_the_file() -> None:
    dos, mac = BEFORE.replace(b"\n", b"\r\n"), BEFORE.replace(b"six", b"si\rx")

    assert after(PLAIN, dos) == AFTER.replace(b"\n", b"\r\n")
    assert after(PLAIN.replace(b"\n", b"\r\n"), dos) == AFTER.replace(b"\n", b"\r\n")
    assert after(PLAIN.replace(b"\n", b"\r\n"), BEFORE) == AFTER
    assert after(PLAIN, mac) == AFTER.replace(b"six", b"si\rx")


def test_an_empty_line_that_lost_its_space() -> None:
    diff = b"--- a/x.md\n+++ b/x.md\n@@ -1,3 +1,3 @@\n one\n\n-two\n+TWO\n"

    assert after(diff, b"one\n\ntwo\n") == b"one\n\nTWO\n"


def test_lines_that_look_like_heads_belong_to_their_hunk() -> None:
    diff = b"--- a/x.md\n+++ b/x.md\n@@ -1,2 +1,2 @@\n--- a/y.md\n+++ b/y.md\n one\n"

    assert names(diff) == [("x.md", "x.md")]
    assert after(diff, b"-- a/y.md\none\n") == b"++ b/y.md\none\n"


@pytest.mark.parametrize(
    ("diff", "told"),
    [
        (b"not a diff at all\n", "no unified diff"),
        (HUNK, "hunk of no file"),
        (PLAIN[:-8], "is not whole"),
        (b"diff --cc x.md\nindex 1,2..3\n--- a/x.md\n+++ b/x.md\n@@@ -1 -1 +1 @@@\n", "merge with two parents"),
        (b"--- /dev/null\n+++ /dev/null\n" + HUNK, "names no file"),
        (
            b"diff --git a/x.md b/x.md\nnew file mode 120000\n--- /dev/null\n+++ b/x.md\n@@ -0,0 +1 @@\n+/etc/passwd\n",
            "would be a link",
        ),
    ],
)
def test_damage_is_told(diff: bytes, told: str) -> None:
    with pytest.raises(PatchError, match=told):
        parse_patch(diff)


@pytest.mark.parametrize(
    "binary",
    [b"Binary files a/x.md and b/x.md differ\n", b"GIT binary patch\nliteral 3\nKcmZQzWMT#Y01f~L\n\nliteral 0\nHcmV?d00001\n\n"],
)
def test_what_a_binary_diff_says_is_not_guessed(binary: bytes) -> None:
    head = b"diff --git a/x.md b/x.md\nindex 1..2 100644\n"
    (patch, other) = parse_patch(head + binary + b"diff --git a/y.md b/y.md\n--- a/y.md\n+++ b/y.md\n" + HUNK)

    with pytest.raises(PatchError, match="only that it differs"):
        applied(patch, BEFORE)
    assert applied(other, BEFORE) == AFTER


def test_what_is_there_is_not_added_and_what_is_not_is_not_changed() -> None:
    with pytest.raises(PatchError, match="there already"):
        after(b"--- /dev/null\n+++ b/x.md\n@@ -0,0 +1 @@\n+one\n", b"something\n")
    with pytest.raises(PatchError, match="is not there"):
        after(PLAIN, None)


def test_no_damage_makes_it_fail_otherwise() -> None:
    whole = b"diff --git a/x.md b/x.md\nindex 1..2 100644\n" + PLAIN + PLAIN.replace(b"x.md", b"y.md")
    for at in range(len(whole)):
        for damaged in (whole[:at], whole[at:], whole[:at] + b"\0@" + whole[at + 2 :]):
            try:
                for patch in parse_patch(damaged):
                    applied(patch, BEFORE)
            except PatchError:
                continue
