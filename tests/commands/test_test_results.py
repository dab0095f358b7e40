"""Test results that the configuration names: what failed closes the gate and shows in the trace, as does what nobody can read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.running import shallcheck
from tests.project.test_gate import CHAIN

RESULTS = '<testsuite>\n<testcase classname="a" name="test_SYS_001">{}</testcase>\n</testsuite>\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHALLCHECK_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "project"
    (folder / "build").mkdir(parents=True)
    for name, text in CHAIN.items():
        (folder / name).write_text(f"# {name}\n\n{text}")
    (folder / "shallcheck.toml").write_text('results = ["build/*.xml"]\n')
    return folder


@pytest.mark.parametrize(
    ("results", "code", "blocks"),
    [
        (RESULTS.format(""), 0, []),
        (RESULTS.format("<failure/>"), 1, None),
        (RESULTS.format("")[:-14], 1, [("DOC001", "build/junit.xml", 1)]),
        ("<html/>", 1, [("DOC001", "build/junit.xml", 0)]),
    ],
    ids=["passed", "failed", "broken off", "something else"],
)
def test_the_gate_knows_what_tests_have_shown(project: Path, results: str, code: int, blocks: list[object] | None) -> None:
    (project / "build" / "junit.xml").write_text(results)
    done = shallcheck("gate", "--format", "json", cwd=project)
    told = [(each["rule"], each["path"], each["range"]["start"]["line"]) for each in json.loads(done.out)["blocks"]]
    assert done.code == code
    assert blocks is None or told == blocks


def test_the_trace_shows_them_and_tells_of_those_it_cannot_read(project: Path) -> None:
    (project / "build" / "junit.xml").write_text(RESULTS.format("<failure/>"))
    (project / "build" / "broken.xml").write_text("<testsuite>\n<testcase")
    done = shallcheck("trace", ".", cwd=project)
    assert done.code == 0
    told = next(line for line in done.out.splitlines() if line.lstrip("└├─│ ").startswith("SYS-001"))
    assert told.endswith(" · failed (1 failed, 1 not run)")  # the test of the plan has not
    assert done.err.startswith("build/broken.xml:2: ")
