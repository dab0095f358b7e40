"""Which segments were judged by what is found in others, so that they are judged anew when that changes."""

from __future__ import annotations

from collections import defaultdict

Key = tuple[str, int]
"""A segment: its document's path and its identity."""


class Leaning:
    """Segments that lean on others: code on what it names, a budget on its parts, a test on what it verifies."""

    def __init__(self) -> None:
        self._by: dict[str, dict[int, set[Key]]] = defaultdict(dict)
        self._woken: set[str] = set()

    def lean(self, who: Key, on: Key) -> None:
        """Take down that one segment is judged by what is found in another."""
        self._by[on[0]].setdefault(on[1], set()).add(who)

    def fell(self, path: str, segment: int | None = None) -> set[Key]:
        """What is found in a segment, or in a whole document, is to be judged anew: the segments that leaned on it."""
        known = self._by.get(path)
        if not known:
            return set()
        fallen = known.pop(segment, set()) if segment is not None else set().union(*known.values())
        if segment is None:
            known.clear()
        self._woken |= {each[0] for each in fallen}
        return fallen

    def all_fell(self) -> set[Key]:
        """What is found anywhere is to be judged anew: the segments that leaned on any."""
        return set().union(*(self.fell(path) for path in list(self._by)))

    def woken(self) -> set[str]:
        """The documents with segments that leaned on what fell since this was last asked."""
        woken, self._woken = self._woken, set()
        return woken
