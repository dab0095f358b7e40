"""One line of the table: what was measured, against what, and what it may be at most."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A figure and its bound. `value` is a ratio, or milliseconds where `unit` says so; a `bound` of None is only told."""

    name: str
    value: float
    bound: float | None
    detail: str
    unit: str = "×"

    @property
    def kept(self) -> bool:
        """Whether the bound is kept."""
        return self.bound is None or self.value <= self.bound


def percentile(values: list[float], share: float) -> float:
    """The value that `share` (0 to 1) of the values do not exceed. Raises IndexError for no values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
