"""The example chain, told twice: the poor one shows each rule, the good one is clean."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from shallcheck.model.finding import Severity
from shallcheck.rules.registry import all_rules
from tests.forking import quick_python

REPOSITORY = Path(__file__).parents[1]
NOT_SHOWN = {"DOC001", "DOC002", "GAT001"}
"""Rules about broken files and missing levels: a believable chain, all of it, holds none."""
ON_BY_DEFAULT = sorted(code for code, rule in all_rules().items() if rule.severity is not Severity.OFF and code not in NOT_SHOWN)


def check(example: str) -> tuple[int, dict[str, Any]]:
    """Exit code and report of the command as a user types it."""
    command = [quick_python(), "-m", "shallcheck", "check", f"examples/{example}", "--format", "json"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert not done.stderr
    return done.returncode, json.loads(done.stdout)


def levels(example: str) -> set[str]:
    return {path.name for path in (REPOSITORY / "examples" / example).iterdir()}


def test_the_good_example_is_clean() -> None:
    code, report = check("good")
    assert report["findings"] == []
    assert report["summary"]["statements"] > 15
    assert code == 0


@pytest.fixture(scope="module")
def poor() -> tuple[int, dict[str, Any]]:
    return check("poor")


@pytest.fixture(scope="module")
def shown(poor: tuple[int, dict[str, Any]]) -> set[str]:
    """The rules by which anything is found, or by which the gate is closed."""
    command = [quick_python(), "-m", "shallcheck", "gate", "examples/poor", "--format", "json"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    return {each["rule"] for each in (*poor[1]["findings"], *json.loads(done.stdout)["blocks"])}


def test_the_poor_example_has_errors(poor: tuple[int, dict[str, Any]]) -> None:
    code, report = poor
    assert report["summary"]["error"] > 0
    assert code == 1


@pytest.mark.parametrize("rule", ON_BY_DEFAULT)
def test_the_poor_example_shows(rule: str, shown: set[str]) -> None:
    assert rule in shown


def test_both_tell_the_same_chain() -> None:
    assert levels("poor") == levels("good")
