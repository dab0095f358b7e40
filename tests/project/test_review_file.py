"""The file of recorded artifacts and reviewed links: sorted, mergeable, and read whatever happened to it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shallcheck.model.reviews import LinkKey, Recorded, Review, Reviews
from shallcheck.project.baseline import read_baseline
from shallcheck.project.review_file import FILE, file_of, find_reviews, line_of, parse, read_reviews, written

MARK, OTHER = "0123456789abcdef", "fedcba9876543210"
ANN = "Ann Lee <ann@example.org>"
STOP = Recorded(MARK, "2026-05-01", ANN, "The pump shall stop within 2 s.")
TEST = LinkKey("TST-1", "verifies", "SYS-1")
SUMS = ("266b7298", "72655479")
REVIEWS = Reviews({"SYS-1": STOP}, {TEST: Review(MARK, "2026-05-01", ANN, "first")}, {})


def test_what_is_written_is_read_again() -> None:
    versions = {("SYS-1", OTHER): "The pump shall stop within 3 s."}
    reviews = Reviews(REVIEWS.artifacts, {TEST: Review(OTHER, "2026-05-02", "Bo")}, versions)

    assert parse(written(reviews)) == (reviews, (), written(reviews))
    assert reviews.words("SYS-1", MARK) == STOP.words
    assert reviews.words("SYS-1", OTHER) == "The pump shall stop within 3 s."


def test_a_line_holds_one_artifact_or_link_and_lines_are_sorted() -> None:
    lines = [line for line in written(REVIEWS).splitlines() if not line.startswith("#")]

    assert lines == [
        f"artifact\tSYS-1\t{MARK}\t2026-05-01\t{ANN}\tThe pump shall stop within 2 s.\t{SUMS[0]}",
        f"link\tTST-1\tverifies\tSYS-1\t{MARK}\t2026-05-01\t{ANN}\tfirst\t{SUMS[1]}",
    ]


def test_a_version_that_no_review_needs_is_left_out() -> None:
    reviews = Reviews(REVIEWS.artifacts, REVIEWS.links, {("SYS-1", OTHER): "gone", ("SYS-1", MARK): "in its own line"})

    assert "version" not in written(reviews)


TEXTS = st.text(max_size=20)


@given(st.dictionaries(TEXTS.filter(str.strip), TEXTS, max_size=4))
def test_no_name_and_no_word_breaks_the_lines(words: dict[str, str]) -> None:
    reviews = Reviews({name: STOP._replace(words=said) for name, said in words.items()})
    found = parse(written(reviews).encode("utf-8", "replace").decode())

    assert found.problems == ()
    assert len(found.reviews.artifacts) <= len(words)
    assert len(written(reviews).splitlines()) == 2 + len(words)


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    parse(text)


@pytest.mark.parametrize(("line", "told"), [
    ("<<<<<<< HEAD", "merge conflict"),
    ("artifact\tSYS-2", "2 fields and not 7"),
    ("artefact\tSYS-2", "“artefact” records nothing"),
    (line_of(["artifact", "SYS-2", "zz", "2026-05-01", ANN, "x"]), "“zz” is no fingerprint"),
    (line_of(["artifact", "SYS-2", MARK, "yesterday", ANN, "x"]), "“yesterday” is no day"),
    (f"link\tTST-1\tverifies\tSYS-1\t{MARK}\t2026-0", "6 fields and not 9"),
    (f"artifact\tSYS-2\t{MARK}\t2026-05-01\t{ANN}\tx\t00000000", "does not fit the sum"),
])  # fmt: skip
def test_a_line_that_is_wrong_is_told_and_the_rest_is_read(line: str, told: str) -> None:
    text = written(REVIEWS) + line + "\n"
    found = parse(text)

    assert found.reviews == REVIEWS
    assert [(each.line, told in each.message) for each in found.problems] == [(4, True)]


def test_of_two_lines_for_one_artifact_the_later_counts_and_both_meanings_are_kept() -> None:
    later = STOP._replace(mark=OTHER, day="2026-06-01", words="The pump shall stop within 3 s.")
    union = written(REVIEWS) + line_of(("artifact", "SYS-1", *later)) + "\n"
    found = parse(union).reviews

    assert found.artifacts["SYS-1"] == later
    assert found.words("SYS-1", MARK) == STOP.words


def test_branches_that_record_different_artifacts_merge(tmp_path: Path) -> None:
    names = [f"SYS-{number:03}" for number in range(1, 40)]

    def text(*more: str) -> str:
        return written(Reviews({name: STOP._replace(words=f"The pump shall do {name}.") for name in (*names, *more)}))

    for name, said in {"base": text(), "ours": text("SYS-007a"), "theirs": text("SYS-023a")}.items():
        (tmp_path / name).write_text(said, "utf-8")
    done = subprocess.run(["git", "merge-file", "-p", "ours", "base", "theirs"], cwd=tmp_path, capture_output=True, check=False)

    assert done.returncode == 0
    assert done.stdout.decode() == text("SYS-007a", "SYS-023a")


def test_the_nearest_file_within_the_repository_counts(tmp_path: Path) -> None:
    inner = tmp_path / "docs" / "inner"
    inner.mkdir(parents=True)
    assert find_reviews(inner) is None or not find_reviews(inner).is_relative_to(tmp_path)  # type: ignore[union-attr]
    (tmp_path / FILE).write_text(written(REVIEWS), "utf-8")
    assert find_reviews(inner) == tmp_path / FILE
    (tmp_path / "docs" / ".git").mkdir()
    assert find_reviews(inner) is None


@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_what_is_no_regular_file_is_told_and_its_content_is_not(kind: str, tmp_path: Path) -> None:
    """A stranger's record that leads to a file elsewhere would have it quoted, and one that is a pipe would never end."""
    secret = tmp_path / "secret"
    secret.write_text("hunter2", "utf-8")
    record = tmp_path / FILE
    record.symlink_to(secret) if kind == "link" else os.mkfifo(record)

    (problem,) = read_reviews(record).problems
    assert "not a regular file" in problem.message and "hunter2" not in problem.message
    found = read_baseline(record)
    assert not found.baseline and "so no finding is hidden" in found.problems[0].message


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()

    assert read_reviews(tmp_path / "nowhere") == (Reviews(), (), "")
    (problem,) = read_reviews(tmp_path / FILE).problems
    assert "not a regular file" in problem.message


@pytest.mark.parametrize("name", ["", "../x", "-x", "a/b", "a b", "x" * 65, "é"])
def test_a_baseline_is_called_by_a_plain_name(name: str) -> None:
    with pytest.raises(ValueError, match="cannot name a baseline"):
        file_of(name)


def test_a_baseline_has_a_file_of_its_own() -> None:
    assert file_of("1.0-rc") == "shallcheck-baseline-1.0-rc.txt"


@pytest.mark.parametrize("kind", ["cut", "another letter"])
def test_damage_anywhere_costs_its_line_alone_and_is_told_there(kind: str) -> None:
    """Nothing else is lost, and nothing is read that was not written."""
    artifacts = {f"SYS-{number}": STOP._replace(words=f"The pump shall stop within {number} s.") for number in range(3)}
    text = written(Reviews(artifacts, REVIEWS.links))
    head = text.index("artifact\t")
    for at in range(head, len(text) - 1):
        if text[at] == "\n":
            continue
        number = text.count("\n", 0, at)
        other = text[:at] + ("y" if text[at] == "x" else "x") + text[at + 1 :]
        found = parse(text[:at] if kind == "cut" else other)
        begun = text[at - 1] != "\n" or kind != "cut"
        assert [each.line for each in found.problems] == [number] * begun
        before = [f"SYS-{each}" for each in range(min(number - 2, 3))]
        after = [f"SYS-{each}" for each in range(number - 1, 3)] if kind != "cut" else []
        assert found.reviews.artifacts == {name: artifacts[name] for name in (*before, *after)}
        assert found.reviews.links == (REVIEWS.links if kind != "cut" and number < 5 else {})
