"""`python -m tests.gold`: count what the rules find in the labelled statements and write it to measured.toml."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

from shallcheck import rules
from shallcheck.language.pipeline import load
from shallcheck.rules.registry import all_rules
from tests.gold.scoring import SHARED, own_rows, rows, scored

FILE = Path(rules.__file__).with_name("measured.toml")
_HEAD = """\
# Measured figures of the rules; see measurement.py.
# read, right: findings on real documents that somebody read, and how many of them were right. Written by hand.
# labels, found, alarms: labelled faults, those found, and findings where no fault is labelled. Written by `python -m tests.gold`.
"""


def main() -> int:
    """Exit code 0; 2 where not all labelled statements are there, since the figures would shrink."""
    if not SHARED.is_dir():
        print("needs the labelled statements of ../shared/gold, which only the makers of ShallCheck have")
        return 2
    figures = tomllib.loads(FILE.read_text("utf-8"))
    for code, counted in counts().items():
        figures.setdefault(code, {}).update(counted)
    FILE.write_text(_HEAD + "".join(_table(code, figures[code]) for code in sorted(figures)), "utf-8")
    return 0


def counts() -> dict[str, dict[str, int]]:
    """Labels, found and alarms of each statement rule over all labelled statements; our own files count for their own rule."""
    pipeline = load()
    scores = [scored(rows(SHARED / name), pipeline) for name in ("dev.jsonl", "twins.jsonl")]
    scores += [scored(statements, pipeline, [code]) for code, statements in own_rows().items() if code in all_rules()]
    codes = sorted({code for score in scores for code in (*score.labels, *score.alarms)} & set(all_rules()))
    return {
        code: {
            "labels": sum(score.labels[code] for score in scores),
            "found": sum(score.found[code] for score in scores),
            "alarms": sum(score.alarms[code] for score in scores),
        }
        for code in codes
    }


def _table(code: str, row: dict[str, Any]) -> str:
    order = [key for key in ("exact", "style", "read", "right", "labels", "found", "alarms") if key in row]
    lines = [f"{key} = {str(row[key]).lower()}" for key in order]
    return "\n".join(["", f"[{code}]", *lines, ""])


if __name__ == "__main__":
    sys.exit(main())
