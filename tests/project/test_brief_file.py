"""The record of hand-off briefs: sorted, mergeable, and read whatever happened to it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shallcheck.model.briefs import BRIEFS, Brief, Told
from shallcheck.project.brief_file import find_briefs, parse, plain, read_briefs, written
from shallcheck.project.review_file import line_of

MARK, COMMIT = "0123456789abcdef", "ab" * 20
STOP = Told("The pump shall stop within 2 s.", True)
BRIEF = Brief("SYS-1", MARK, "2026-05-02", COMMIT, False, "2026-05-01", {"SYS-1": STOP}, {"SYS-1": "then", "SYS-2": None})


def test_what_is_written_is_read_again() -> None:
    other = Brief("a task, in words", MARK, "2026-05-01", closed=True)
    text = written({"SYS-1": BRIEF, other.asked: other})

    found = parse(text)
    assert found.briefs == {"SYS-1": BRIEF, other.asked: other}
    assert found.problems == ()
    assert text.splitlines()[found.lines["SYS-1"]].startswith("brief\tSYS-1\t")
    assert text.splitlines()[1:] == sorted(text.splitlines()[1:])


def test_of_two_briefs_that_a_merge_leaves_the_later_day_counts_with_what_it_told() -> None:
    later = replace(BRIEF, mark="f" * 16, day="2026-06-01", told={"SYS-1": Told("within 3 s", True)}, was={})
    lines = [line for text in map(written, ({"SYS-1": BRIEF}, {"SYS-1": later})) for line in text.splitlines()]

    assert parse("\n".join(lines)).briefs == {"SYS-1": later}
    assert parse("\n".join(reversed(lines))).briefs == {"SYS-1": later}


def test_of_two_briefs_of_one_day_what_is_open_counts_and_what_was_closed_is_closed() -> None:
    high, low = (replace(BRIEF, mark=mark * 16, told={}, was={}) for mark in "f0")
    texts = [written({one.asked: one}) for one in (low, replace(high, closed=True), replace(low, closed=True))]

    assert not parse(texts[0] + texts[1]).briefs["SYS-1"].closed
    assert not parse(texts[1] + texts[0]).briefs["SYS-1"].closed
    assert parse("".join(texts)).briefs["SYS-1"].closed


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("brief\tSYS-1", "has 2 fields and not 8"),
        (line_of(("told", "SYS-1", "no mark", "asked", "SYS-1", "words")), "no record of a brief"),
        (line_of(("brief", "SYS-1", MARK, "yesterday", "-", "open", "-")), "no record of a brief"),
        (line_of(("brief", "SYS-1", MARK, "2026-05-01", "--force", "open", "-")), "no record of a brief"),
        (line_of(("told", "SYS-1", MARK, "asked", "SYS-2", "The pump shall")).replace("pump", "fan"), "is damaged"),
        ("<<<<<<< ours", "merge conflict"),
        ("paper", "records nothing"),
    ],
)
def test_a_damaged_line_is_told_and_the_others_count(line: str, told: str) -> None:
    found = parse(f"{written({'SYS-1': BRIEF})}{line}\n")

    assert found.briefs == {"SYS-1": BRIEF}
    assert [(each.line, told in each.message) for each in found.problems] == [(5, True)]


TEXTS = st.text(max_size=20)


@given(TEXTS.map(plain).filter(bool), st.dictionaries(TEXTS.map(plain).filter(bool), TEXTS.map(plain), max_size=4))
def test_no_name_and_no_word_breaks_the_lines(asked: str, words: dict[str, str]) -> None:
    brief = Brief(asked, MARK, "2026-05-01", told={name: Told(each, False) for name, each in words.items()})

    assert parse(written({asked: brief}).encode().decode()).briefs == {asked: brief}


def test_a_link_is_not_followed_and_no_file_is_no_brief(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("brief\tSYS-1", "utf-8")
    (tmp_path / BRIEFS).symlink_to("secret.txt")

    assert "regular file" in read_briefs(tmp_path / BRIEFS).problems[0].message
    assert read_briefs(tmp_path / "none.txt").briefs == {}
    (tmp_path / "secret.txt").unlink()
    assert find_briefs(tmp_path, above=False) == tmp_path / BRIEFS
    (tmp_path / BRIEFS).unlink()
    (tmp_path / BRIEFS).mkdir()
    assert find_briefs(tmp_path, above=False) == tmp_path / BRIEFS


def test_the_record_above_counts_only_where_the_folder_has_no_configuration_of_its_own(tmp_path: Path) -> None:
    (tmp_path / BRIEFS).write_text(written({"SYS-1": BRIEF}), "utf-8")
    below = tmp_path / "docs"
    below.mkdir()

    assert find_briefs(below, above=True) == tmp_path / BRIEFS
    assert find_briefs(below, above=False) is None
    (below / ".git").mkdir()
    assert find_briefs(below, above=True) is None
