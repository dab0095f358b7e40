"""The lines of JSON that Rust's test harness and nextest write (`--message-format libtest-json-plus`)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from shallcheck.model.document import Problem
from shallcheck.project.results.cases import MOST_CASES, TOO_MANY, Case, Outcome, fault

_OUTCOMES = {"ok": Outcome.PASSED, "failed": Outcome.FAILED, "ignored": Outcome.SKIPPED, "timeout": Outcome.FAILED}


def read_libtest(text: str) -> tuple[list[Case], str, list[Problem]]:
    """The cases of a text, when the tests ran (nobody says), and what was wrong with it."""
    cases: list[Case] = []
    problems: list[Problem] = []
    for start, line in _lines(text):
        if len(cases) >= MOST_CASES:
            return cases, "", [*problems, fault(TOO_MANY, start, start + len(line))]
        try:
            said = json.loads(line)
        except (ValueError, RecursionError):
            message = "This line is no JSON, so it is not read: have the tests write the file again."
            return cases, "", [fault(message, start, start + len(line))]
        outcome = _OUTCOMES.get(str(said.get("event"))) if isinstance(said, dict) and said.get("type") == "test" else None
        name = said.get("name") if outcome else None
        if outcome and isinstance(name, str):
            binary, _, path = name.rpartition("$")
            cases.append(Case(binary, path.partition("#")[0], outcome))
    return cases, "", problems


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield at, line.rstrip()
        at += len(line)
