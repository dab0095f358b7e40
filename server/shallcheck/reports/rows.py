"""The findings of a check one by one, with their places as people and pipelines count: from 1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from shallcheck.model.lines import Units
from shallcheck.project.baseline import fingerprint
from shallcheck.project.check import Check
from shallcheck.project.report import Found, Report


class Row(NamedTuple):
    """A finding in the file at `path`. Lines and columns count from 1, the end column is the one behind the last character."""

    path: str
    found: Found
    line: int
    column: int
    end_line: int
    end_column: int
    identity: str
    """What other tools know the finding by, 32 hexadecimal digits: it stays while lines move, and no other finding has it."""

    @property
    def report(self) -> Report:
        return self.found.report


def rows(check: Check, units: Units = Units.UTF32) -> Iterator[Row]:
    """Each finding of what was judged, by file and in its order. `units` of the columns."""
    seen: Counter[str] = Counter()
    for path in check.judged():
        lines = check.lines(path)
        for found in check.reports(path):
            (line, column), (end_line, end_column) = (lines.position(offset, units) for offset in found.place)
            about = f"{path}\t{fingerprint(found.placed.segment, found.report)}"
            seen[about] += 1
            identity = sha256(f"{about}\t{seen[about]}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
            yield Row(path, found, line + 1, column + 1, end_line + 1, end_column + 1, identity)
