"""The file of recorded artifacts and reviewed links: text for git, one a line and sorted, so that branches merge.

    artifact  IDENTIFIER  FINGERPRINT  DAY  BY  WORDS  SUM
    link      SOURCE  TYPE  TARGET  FINGERPRINT  DAY  BY  WHY  SUM
    version   IDENTIFIER  FINGERPRINT  WORDS  SUM

apart by tabs. A version keeps words that a review was made against and that the artifact's own line does not hold. The sum tells
a line that is damaged anywhere: the fingerprint is of the meaning, takes a hundred times as long, and changes with what we
understand of it.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from shallcheck.model.reviews import REVIEWED, LinkKey, Recorded, Review, Reviews
from shallcheck.project.config import ConfigProblem

FILE = REVIEWED
LARGEST = 100 * 1024 * 1024
"""Bytes of a file of reviews: a larger one is not read."""
MOST_PROBLEMS = 50
"""Lines that are told one by one."""
_HEAD = (
    "# Artifacts as they were recorded and trace links as they were reviewed: written by `shallcheck baseline`, one a line,\n"
    "# sorted, for git (docs/baselines.md)."
)
_NAME = re.compile(r"[A-Za-z0-9][\w.+-]{0,63}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MARK = re.compile(r"[0-9a-f]{16}")
_BLANK = re.compile(r"[\s\x00-\x1f\x7f\x85\u2028\u2029]+")
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
"""How the lines begin that a merge leaves where git asks."""
_FIELDS = {"artifact": 7, "link": 9, "version": 5}


class ReadReviews(NamedTuple):
    """What a file holds, and what is wrong with it, each at its line."""

    reviews: Reviews
    problems: tuple[ConfigProblem, ...] = ()
    text: str = ""


def file_of(name: str) -> str:
    """The file of a named baseline. Raises ValueError, with what is allowed, where that is no name."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"“{name[:80]}” cannot name a baseline: use up to 64 letters, digits, dots and dashes, such as 1.0.")
    return f"shallcheck-baseline-{name}.txt"


def written(reviews: Reviews) -> str:
    """The file's text. Versions that no review was made against any more are left out."""
    rows: list[tuple[str, ...]] = [
        ("artifact", name, one.mark, one.day, one.by, one.words) for name, one in reviews.artifacts.items()
    ]
    rows += [("link", *key, one.mark, one.day, one.by, one.why) for key, one in reviews.links.items()]
    rows += [("version", name, mark, words) for (name, mark), words in reviews.pruned().versions.items()]
    return "\n".join([_HEAD, *sorted(line_of(tuple(map(as_field, row))) for row in rows)]) + "\n"


def line_of(fields: Sequence[str]) -> str:
    """A line of the file, with the sum of its fields at its end."""
    line = "\t".join(fields)
    return f"{line}\t{_sum(line)}"


def is_whole(line: str) -> bool:
    """Whether a line is as it was written."""
    said, _, found = line.rpartition("\t")
    return found == _sum(said)


def parse(text: str) -> ReadReviews:
    """What the text of a file says. Of two lines for one artifact or link, as a merge leaves them, the later day counts."""
    artifacts: dict[str, Recorded] = {}
    links: dict[LinkKey, Review] = {}
    versions: dict[tuple[str, str], str] = {}
    problems: list[ConfigProblem] = []
    lines = text.removeprefix("\ufeff").split("\n")
    for number, line in enumerate(lines):
        line = line.rstrip("\r")
        *row, _ = fields = line.split("\t")
        wrong = _fault(line, fields)
        if wrong is not None:
            problems += [ConfigProblem(number, wrong)] if wrong else []
        elif row[0] == "artifact":
            known, made = artifacts.get(row[1]), Recorded(*row[2:])
            if known is not None and known.mark != made.mark:
                earlier = min(known, made, key=lambda one: one.day)
                versions[row[1], earlier.mark] = earlier.words
            artifacts[row[1]] = made if known is None else max(known, made, key=lambda one: one.day)
        elif row[0] == "link":
            key, review = LinkKey(*row[1:4]), Review(*row[4:])
            links[key] = max(links.get(key, review), review, key=lambda one: one.day)
        else:
            versions[row[1], row[2]] = row[3]
    return ReadReviews(Reviews(artifacts, links, versions), tuple(problems[:MOST_PROBLEMS]), text)


def read_reviews(path: Path) -> ReadReviews:
    """The reviews in a file; none where there is no file. A link is not followed: what is wrong with a record is quoted, and a
    stranger's could lead to any file."""
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            told = "This is not a regular file, so it is not read and no link is told to be suspect: put the record itself here."
            return ReadReviews(Reviews(), (ConfigProblem(0, told),))
        if status.st_size > LARGEST:
            return ReadReviews(Reviews(), (ConfigProblem(0, "This file is larger than 100 MB, so it is not read: record anew."),))
        return parse(path.read_text(encoding="utf-8", errors="replace"))
    except FileNotFoundError:
        return ReadReviews(Reviews())
    except OSError as error:
        told = f"This file cannot be read ({error.strerror or error}), so no link is told to be suspect: make it readable."
        return ReadReviews(Reviews(), (ConfigProblem(0, told),))


def find_reviews(folder: Path) -> Path | None:
    """The nearest file of reviews at or above a folder, as far up as its repository reaches."""
    for place in (folder, *folder.parents):
        if (place / FILE).is_file():
            return place / FILE
        if (place / ".git").exists():
            return None
    return None


def line_fault(line: str, row: list[str], fields: Mapping[str, int], mend: str) -> str | None:
    """What is wrong with a line of a record, whatever it tells, as a sentence; empty: it is none of ours and need not be; None:
    it is fine. `fields`: how many a line has that begins with a word; `mend`: what to do."""
    if not line.strip() or line.startswith("#"):
        return ""
    if line.startswith(_CONFLICT):
        return "This is the mark of a merge conflict, so it records nothing: keep the lines of both sides and remove the marks."
    wanted = fields.get(row[0])
    if wanted is None:
        *first, last = fields
        return f"“{row[0][:40]}” records nothing: a line begins with {', '.join(first)} or {last}. Remove it."
    if len(row) != wanted:
        return f"This line has {len(row)} fields and not {wanted}, so it records nothing: {mend}"
    if not is_whole(line):
        return f"This line is damaged: it does not fit the sum at its end, so it records nothing: {mend}"
    return None


def _fault(line: str, row: list[str]) -> str | None:
    """The same, also of what a line tells of a review."""
    wrong = line_fault(line, row, _FIELDS, _MEND)
    if wrong is not None:
        return wrong
    mark, day = row[_MARKS[row[0]]], row[_MARKS[row[0]] + 1]
    if not _MARK.fullmatch(mark):
        return f"“{mark[:40]}” is no fingerprint, so this line records nothing: {_MEND}"
    if row[0] != "version" and not _DAY.fullmatch(day):
        return f"“{day[:40]}” is no day such as 2027-01-31, so this line records nothing: {_MEND}"
    return None


_MEND = "restore it from git, or remove it and record anew."
_MARKS = {"artifact": 2, "link": 4, "version": 2}
"""In which field of a line the fingerprint stands."""


def _sum(line: str) -> str:
    return blake2b(line.encode("utf-8", "replace"), digest_size=4).hexdigest()


def as_field(text: str) -> str:
    """A text as one field of one line."""
    return _BLANK.sub(" ", text).strip()
