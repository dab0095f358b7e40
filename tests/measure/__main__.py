"""`python -m tests.measure`: the figures of the rules that set one statement against another."""

from __future__ import annotations

import sys

from shallcheck.language.pipeline import load
from tests.measure.own import KINDS, scored
from tests.measure.planted import LABELLED, PAIRS, SETS, labelled, planted


def main() -> int:
    """Exit code 0; 2 where the labelled sets are not there."""
    pipeline = load()
    for kind in KINDS:
        print(f"own pairs, {kind}: {scored(kind, pipeline)}")
    if not PAIRS.is_dir():
        print("all else needs the labelled pairs of ../shared/corpus, which only the makers of ShallCheck have")
        return 2
    for name in SETS:
        print(f"{name}, all pairs of the set: {planted(name, pipeline)}")
    for name in LABELLED:
        score, mechanisms = labelled(name, pipeline)
        print(f"{name}, each pair by itself: {score}; {dict(mechanisms.most_common())}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
