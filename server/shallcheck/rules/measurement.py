"""How often each rule is right, and the severity that this allows it.

`measured.toml` holds the figures: findings that somebody read with the catalogue beside them, and faults that somebody labelled
before the rule saw them. `python -m tests.gold` writes the labelled ones. Harm decides a rule's severity; precision only
lowers it.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from shallcheck.model.finding import Severity

ENOUGH = 30
"""Findings that must have been read before their share says anything."""
_NEEDED = ((Severity.ERROR, 0.90), (Severity.WARNING, 0.75), (Severity.INFORMATION, 0.60))
_Z = 1.2816
"""The standard normal's 90 % point, one-sided."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One rule's figures. `read` and `right` count findings of both kinds: on labelled statements and on real documents."""

    read: int = 0
    right: int = 0
    labels: int = 0
    found: int = 0
    exact: bool = False
    """The text alone decides the rule, so that no sample is needed."""
    style: bool = False
    """A matter of style, never more than a warning."""

    @property
    def precision(self) -> float | None:
        return self.right / self.read if self.read else None

    @property
    def recall(self) -> float | None:
        return self.found / self.labels if self.labels else None

    @property
    def bound(self) -> float:
        """The lower 90 % bound of the precision, after Wilson (1927); 0 where nothing was read."""
        if not self.read:
            return 0.0
        n, share, z = self.read, self.right / self.read, _Z
        middle = share + z * z / (2 * n)
        spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
        return (middle - spread) / (1 + z * z / n)

    @property
    def most(self) -> Severity:
        """The most severe that the figures allow."""
        ceiling = Severity.WARNING if self.style else Severity.ERROR
        if self.exact:
            return ceiling
        reached = next((severity for severity, needed in _NEEDED if self.bound >= needed), Severity.OFF)
        if self.read < ENOUGH:
            reached = Severity(min(reached + 1, Severity.OFF))
        return max(ceiling, reached)


@cache
def measured() -> dict[str, Measured]:
    """The figures by rule code; a rule that nobody measured is not there."""
    data: dict[str, Any] = tomllib.loads(files("shallcheck.rules").joinpath("measured.toml").read_text("utf-8"))
    return {code: _joined(row) for code, row in data.items()}


def _joined(row: dict[str, Any]) -> Measured:
    found, alarms = row.get("found", 0), row.get("alarms", 0)
    return Measured(
        row.get("read", 0) + found + alarms,
        row.get("right", 0) + found,
        row.get("labels", 0),
        found,
        row.get("exact", False),
        row.get("style", False),
    )
