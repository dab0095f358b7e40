"""The findings that a project had when it began with ShallCheck, so that only new ones show.

They stand in a text file for git, one a line and sorted, so that two branches merge: rule, artifact (or the statement's words)
and quoted words, apart by tabs. Nothing in it moves when lines do.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from shallcheck.model.document import Segment
from shallcheck.project.atomic import regular
from shallcheck.project.config import ConfigProblem

if TYPE_CHECKING:
    from shallcheck.project.report import Report

FILE = "shallcheck-baseline.txt"
_HEAD = "# Findings that are not shown: written by `shallcheck baseline --findings`, one a line (rule, artifact or words, quote)."
_LONGEST = 80
"""Characters of a statement or quote that are kept readable; a longer one goes on with a digest."""
_TABS = 2
"""In each line that records a finding."""
_RULE = re.compile(r"[A-Z]{3}\d{3}\t")
MOST_PROBLEMS = 50
"""Lines that are told one by one."""
LARGEST = 20 * 1024 * 1024
"""Bytes of a baseline: a larger file is not read."""

Holder = tuple[str, int]
"""A segment: the path of its document, and its identity."""


class Baseline:
    """Recorded findings, each of which hides one finding like it."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self._recorded = Counter(line for line in lines if line.count("\t") == _TABS and not line.startswith("#"))
        self._taken: Counter[str] = Counter()
        self._held: dict[Holder, Counter[str]] = defaultdict(Counter)

    def __bool__(self) -> bool:
        return bool(self._recorded)

    def unrecorded(self, holder: Holder, segment: Segment, reports: Sequence[Report]) -> tuple[Report, ...]:
        """The findings of a segment that the baseline does not hide; what the segment hid before is free again."""
        self.release(holder)
        return tuple(report for report in reports if not self._hides(holder, fingerprint(segment, report)))

    def release(self, holder: Holder) -> None:
        """A segment is gone or judged anew."""
        self._taken.subtract(self._held.pop(holder, Counter()))

    def stale(self, identifiers: Collection[str] | None) -> list[str]:
        """Recorded findings that are found no more, where that can be told: those of these identifiers (None: all)."""
        left = self._recorded - self._taken
        return sorted(line for line in left.elements() if identifiers is None or line.split("\t", 2)[1] in identifiers)

    def beside(self, lines: Iterable[str], identifiers: Collection[str]) -> list[str]:
        """What is recorded beside some lines, and of none of these identifiers."""
        own = set(lines)
        return [line for line in self._recorded.elements() if line not in own and line.split("\t", 2)[1] not in identifiers]

    def hidden(self) -> int:
        """How many findings are hidden now."""
        return self._taken.total()

    def _hides(self, holder: Holder, line: str) -> bool:
        if self._taken[line] >= self._recorded[line]:
            return False
        self._taken[line] += 1
        self._held[holder][line] += 1
        return True


def fingerprint(segment: Segment, report: Report) -> str:
    """What a finding is known by. A positional identifier changes with what stands before it, so its statement's words count."""
    statement, artifacts = report.statement, segment.reading.artifacts
    positional = any(each.positional and report.artifact.endswith(each.label) for each in artifacts if each.label)
    words = statement.text if statement else _line(segment.text, report.span.start)
    about = report.artifact if report.artifact and not (positional and statement) else words
    return "\t".join((report.rule, _short(about), _short(report.quote)))


def written(lines: Iterable[str]) -> str:
    """The file's text."""
    return "\n".join([_HEAD, *sorted(lines)]) + "\n"


class ReadBaseline(NamedTuple):
    """What a file holds, and what is wrong with it, each at its line."""

    baseline: Baseline
    problems: tuple[ConfigProblem, ...] = ()
    text: str = ""


def read_baseline(path: Path) -> ReadBaseline:
    """The baseline in a file; an empty one where there is none. A link is not followed."""
    try:
        status = regular(path)
        if status is None:
            return ReadBaseline(Baseline())
        if status.st_size > LARGEST:
            return _unread("it is larger than 20 MB")
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        return _unread(error.strerror or str(error))
    return parse(text)


def parse(text: str) -> ReadBaseline:
    """What the text of a file records."""
    lines = text.removeprefix("\ufeff").split("\n")
    wrong = [ConfigProblem(number, _NO_FINDING) for number, line in enumerate(lines) if not _is_ours(line)]
    return ReadBaseline(Baseline(lines), tuple(wrong[:MOST_PROBLEMS]), text)


_NO_FINDING = (
    "This line hides nothing, as it records no finding: restore it from git, or remove it; of a merge conflict keep the lines of "
    "both sides."
)


def _unread(reason: str) -> ReadBaseline:
    told = f"This file cannot be read ({reason}), so no finding is hidden: put the record itself here, readable."
    return ReadBaseline(Baseline(), (ConfigProblem(0, told),))


def _is_ours(line: str) -> bool:
    return not line.strip() or line.startswith("#") or (line.count("\t") == _TABS and _RULE.match(line) is not None)


def find_baseline(folder: Path) -> Path | None:
    """The nearest baseline at or above a folder, as far up as its repository reaches."""
    for place in (folder, *folder.parents):
        if (place / FILE).is_file():
            return place / FILE
        if (place / ".git").exists():
            return None
    return None


def _short(text: str) -> str:
    text = " ".join(text.split()).replace("\t", " ")
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST]}… {blake2b(text.encode('utf-8', 'surrogatepass'), digest_size=6).hexdigest()}"


def _line(text: str, at: int) -> str:
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    return text[start:].splitlines()[0] if text[start:].splitlines() else ""
