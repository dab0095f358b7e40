"""The file of hand-off briefs: text for git, one line for each thing and sorted, so that branches merge.

    brief  FOR  MARK  DAY  COMMIT  open|closed  DAY OF THE BRIEF BEFORE  SUM
    told   FOR  MARK  asked|beside  IDENTIFIER  WORDS  SUM
    was    FOR  MARK  told|untold  IDENTIFIER  WORDS  SUM

apart by tabs, each with the sum that review_file.py gives its lines. `was` keeps what the brief before it told otherwise, so that
a brief that is written again says the same.
"""

from __future__ import annotations

import os
import re
import stat
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from shallcheck.model.briefs import BRIEFS, Brief, Told
from shallcheck.project.config import ConfigProblem
from shallcheck.project.review_file import LARGEST, MOST_PROBLEMS, as_field, line_fault, line_of

_HEAD = "# Hand-off briefs and what they told: written by `shallcheck brief`, one a line, sorted, for git (docs/handoff.md)."
_FIELDS = {"brief": 8, "told": 7, "was": 7}
_CHOICES = {"brief": (5, ("open", "closed")), "told": (3, ("asked", "beside")), "was": (3, ("told", "untold"))}
"""In which field of a line one of some words stands."""
_MARK = re.compile(r"[0-9a-f]{16}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_COMMIT = re.compile(r"(?:[0-9a-f]{40,64})?")
_NONE = "-"
_MEND = "restore it from git, or remove it and write the brief anew."
Key = tuple[str, str]
"""What a brief is for, and its mark."""


class ReadBriefs(NamedTuple):
    """What a file holds: the briefs by what they are for, the lines (0-based) on which they stand, and what is wrong with it."""

    briefs: Mapping[str, Brief]
    lines: Mapping[str, int]
    problems: tuple[ConfigProblem, ...] = ()
    text: str = ""


NOTHING = ReadBriefs({}, {})


def written(briefs: Mapping[str, Brief]) -> str:
    """The file's text."""
    rows: list[tuple[str, ...]] = []
    for one in briefs.values():
        state = "closed" if one.closed else "open"
        rows.append(("brief", one.asked, one.mark, one.day, one.commit or _NONE, state, one.earlier or _NONE))
        rows += [
            ("told", one.asked, one.mark, "asked" if each.asked else "beside", name, each.words)
            for name, each in one.told.items()
        ]
        rows += [
            ("was", one.asked, one.mark, "untold" if words is None else "told", name, words or "")
            for name, words in one.was.items()
        ]
    return "\n".join([_HEAD, *sorted(line_of(tuple(map(as_field, row))) for row in rows)]) + "\n"


def parse(text: str) -> ReadBriefs:
    """What the text of a file says. Of two briefs for one thing, as a merge leaves them, the later day counts; of one day, what
    is open: somebody may work by it."""
    found: dict[Key, tuple[Brief, int]] = {}
    told: dict[Key, dict[str, Told]] = defaultdict(dict)
    was: dict[Key, dict[str, str | None]] = defaultdict(dict)
    problems: list[ConfigProblem] = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n")):
        line = line.rstrip("\r")
        *row, _ = fields = line.split("\t")
        wrong = _fault(line, fields)
        if wrong:
            problems.append(ConfigProblem(number, wrong))
        if wrong is not None:
            continue
        if row[0] == "told":
            told[row[1], row[2]][row[4]] = Told(row[5], row[3] == "asked")
        elif row[0] == "was":
            was[row[1], row[2]][row[4]] = row[5] if row[3] == "told" else None
        else:
            asked, mark, day, commit, state, earlier = row[1:]
            made = Brief(asked, mark, day, commit.removeprefix(_NONE), state == "closed", earlier.removeprefix(_NONE))
            known = found.get((asked, mark))
            if known is None or (known[0].day, known[0].closed) <= (made.day, made.closed):
                found[asked, mark] = made, number
    last = {one.asked: (one, at) for one, at in sorted(found.values(), key=lambda row: _rank(row[0]))}
    briefs = {name: replace(one, told=told[name, one.mark], was=was[name, one.mark]) for name, (one, _) in last.items()}
    return ReadBriefs(briefs, {name: at for name, (_, at) in last.items()}, tuple(problems[:MOST_PROBLEMS]), text)


def _rank(brief: Brief) -> tuple[str, bool, str]:
    """Of briefs for one thing the highest counts."""
    return brief.day, not brief.closed, brief.mark


def read_briefs(path: Path) -> ReadBriefs:
    """The briefs in a file; none where there is no file. A link is not followed, as with reviews."""
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
            told = "This is not a regular file of at most 100 MB, so no brief in it is known: put the record itself here."
            return NOTHING._replace(problems=(ConfigProblem(0, told),))
        return parse(path.read_text(encoding="utf-8", errors="replace"))
    except FileNotFoundError:
        return NOTHING
    except OSError as error:
        told = f"This file cannot be read ({error.strerror or error}), so no brief in it is known: make it readable."
        return NOTHING._replace(problems=(ConfigProblem(0, told),))


def plain(words: str) -> str:
    """Words as the record holds them."""
    return as_field(words).encode("utf-8", "replace").decode()


def find_briefs(folder: Path, *, above: bool) -> Path | None:
    """The record in a folder, or what stands in its place; else, with `above`, the nearest one above it, as far up as its
    repository reaches."""
    for place in (folder, *folder.parents):
        if os.path.lexists(place / BRIEFS):
            return place / BRIEFS
        if not above or (place / ".git").exists():
            return None
    return None


def _fault(line: str, row: list[str]) -> str | None:
    """What is wrong with a line, as `line_fault` says it, also of what it tells of a brief."""
    wrong = line_fault(line, row, _FIELDS, _MEND)
    if wrong is not None:
        return wrong
    at, choices = _CHOICES[row[0]]
    days = [row[3], *([row[6]] if row[6] != _NONE else [])] if row[0] == "brief" else []
    right = _MARK.fullmatch(row[2]) and row[at] in choices and all(map(_DAY.fullmatch, days))
    if not right or (row[0] == "brief" and not _COMMIT.fullmatch("" if row[4] == _NONE else row[4])):
        return f"This line is no record of a brief, so it records nothing: {_MEND}"
    return None
