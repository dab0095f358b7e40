"""What tests have shown, in words."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from shallcheck.project.evidence import Proof
from shallcheck.project.results.cases import Outcome, Run

STALE = "older than the code of the tests: run them again"
_MOST = 3
"""Files that are named."""


def counted(proof: Proof) -> str:
    """How many tests ended how, the worst first: `1 failed, 2 passed`."""
    counts = ((proof.count(outcome), outcome.value) for outcome in Outcome)
    return ", ".join(f"{count} {word}" for count, word in counts if count)


def brief(proof: Proof) -> str:
    """`passed`, or of several tests `failed (1 failed, 2 passed)`; and whether the results are older than the tests."""
    told = proof.outcome.value + (f" ({counted(proof)})" if len(proof.tests) > 1 else "")
    return f"{told}, outdated" if proof.stale else told


def proof_facts(proof: Proof, shown: Callable[[str], str]) -> dict[str, Any]:
    """The same for programs. `shown`: how the path of a file is named."""
    return {
        "outcome": proof.outcome.value,
        "outdated": proof.stale,
        "tests": [{"id": each.test or None, "outcome": each.outcome.value} for each in proof.tests],
        "files": [{"path": shown(run.path), "at": run.at or None} for run in proof.runs()],
    }


def dated(run: Run, top: str = "") -> str:
    """A file of results and when its tests ran, as it says itself, else when it was written; named from the folder `top`."""
    name = os.path.relpath(run.path, top) if top and Path(run.path).is_relative_to(top) else run.path
    when = run.at or (datetime.fromtimestamp(run.written).isoformat(" ", "seconds") if run.written else "")
    return f"{name}, {when.replace('T', ' ')[:19]}" if when else name


def sentence(proof: Proof, top: str = "") -> str:
    """All on one line: `1 failed, 2 passed (build/junit.xml, 2026-05-01 12:00:00)`, and whether it is stale."""
    runs = proof.runs()
    named = "; ".join(dated(run, top) for run in runs[:_MOST]) + (f" and {len(runs) - _MOST} more" if len(runs) > _MOST else "")
    return counted(proof) + (f" ({named})" if named else "") + (f", {STALE}" if proof.stale else "")
