"""The trace as trees and matrices, from texts in memory."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shallcheck.model.reviews import Reviews
from shallcheck.project.check import Check
from shallcheck.project.looking import read_paths
from shallcheck.project.results.cases import Case, Outcome, Results, Run
from shallcheck.project.reviewing import Entry, Present, record
from shallcheck.project.skeletons import skeleton
from shallcheck.project.whole_trace import WholeTrace, whole_trace
from shallcheck.reports.table import Form
from shallcheck.reports.trace_matrix import TESTS, VERIFICATION, matrix
from shallcheck.reports.trace_tree import forest, tree
from tests.reports.checked import checked


def trace_of(**documents: str) -> WholeTrace:
    return whole_trace(checked({f"{name}.md": text for name, text in documents.items()}))


def requirement(number: int, *links: str) -> str:
    targets = f"- Traces to: {', '.join(links)}\n" if links else ""
    return f"### SYS-{number} Number {number}\nThe pump shall stop {number} times.\n{targets}\n"


def test_a_cycle_is_cut_with_a_word() -> None:
    trace = trace_of(System_Requirements=requirement(1, "SYS-2") + requirement(2, "SYS-3") + requirement(3, "SYS-1"))
    lines = tree(trace, Form.TEXT).splitlines()
    assert lines[:5] == [
        "Runs in a circle: nothing leads to these but they themselves.",
        "SYS-1  Number 1 · requirements",
        "└─ SYS-3  Number 3 · requirements",
        "   └─ SYS-2  Number 2 · requirements",
        "      └─ SYS-1  Number 1 · requirements · a cycle: cut here",
    ]


def test_what_has_two_parents_is_shown_whole_below_the_first() -> None:
    trace = trace_of(
        System_Requirements=requirement(1) + requirement(2) + requirement(3, "SYS-1", "SYS-2") + requirement(4, "SYS-3")
    )
    assert [(len(each.rails), each.node.identifier, each.word) for each in forest(trace).rooted] == [
        (0, "SYS-1", ""),
        (1, "SYS-3", ""),
        (2, "SYS-4", ""),
        (0, "SYS-2", ""),
        (1, "SYS-3", "shown above"),
    ]


def test_a_chain_may_be_deeper_than_the_stack() -> None:
    depth = 3000
    text = requirement(0) + "".join(requirement(number, f"SYS-{number - 1}") for number in range(1, depth))
    trace = trace_of(System_Requirements=text)
    assert max(len(each.rails) for each in forest(trace).rooted) == depth - 1
    assert trace.down([trace.nodes[0]])[-1].distance == depth - 1


def test_many_tests_are_listed_where_a_matrix_has_no_room() -> None:
    tests = "".join(f"### TST-{number} Test\nStop the pump.\n- Verifies: SYS-1\n\n" for number in range(40))
    trace = trace_of(System_Requirements=requirement(1), Test_Plan=f"---\nlevel: tests\n---\n{tests}")
    assert matrix(trace, TESTS, Form.TEXT, 80).splitlines()[0].split() == ["ID", "Level", "Verified", "by"]
    assert matrix(trace, TESTS, Form.CSV).startswith("ID,Level,TST-0,TST-1,")
    assert len(json.loads(matrix(trace, TESTS, Form.JSON))["rows"][0]["tests"]) == 40


def test_a_skeleton_has_the_trace_of_its_document() -> None:
    check = checked(
        {"System_Requirements.md": requirement(1) + requirement(2, "SYS-1", "SYS-9") + "- **SYS-3**: The pump shall run.\n"}
    )
    whole = whole_trace(check)
    path, document = next(iter(check.documents.items()))
    bare = skeleton(document)
    assert bare.text == document.text
    assert not list(bare.statements())
    check.projects[path].put(bare)
    check.documents[path] = bare
    stripped = whole_trace(check)
    assert [node._replace(title="") for node in stripped.nodes] == [node._replace(title="") for node in whole.nodes]
    assert (stripped.ways, stripped.loose, stripped.levels) == (whole.ways, whole.loose, whole.levels)
    assert [node.title for node in stripped.nodes] == ["Number 1", "Number 2", "The pump shall run."]


def test_what_was_not_asked_for_is_shown_where_it_is_linked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shallcheck.toml").write_text("")
    for name, text in (
        ("asked", requirement(1, "SYS-2")),
        ("beside", requirement(2) + requirement(3)),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "System_Requirements.md").write_text(text)
    monkeypatch.chdir(tmp_path)
    trace = whole_trace(read_paths([Path("asked")], skeletons=True))
    assert {node.identifier for node in trace.nodes} == {"SYS-1", "SYS-2"}


def shown_of(check: Check, **outcomes: Outcome) -> WholeTrace:
    """The trace where cases that name tests ended so."""
    cases = tuple(Case("plan", f"test_{name}", outcome) for name, outcome in outcomes.items())
    project = next(iter(check.projects.values()))
    project.evidence.take([Results(Run("build/junit.xml", "2026-05-01T12:00:00"), cases)])
    return whole_trace(check)


TESTED = {
    "System_Requirements.md": requirement(1) + requirement(2) + requirement(3),
    "Test_Plan.md": "---\nlevel: tests\n---\n### TST-1 One\nStop it.\n- Verifies: SYS-1, SYS-2\n\n"
    "### TST-2 Two\nStop it twice.\n- Verifies: SYS-2\n",
}


def test_tree_and_matrices_tell_what_tests_have_shown() -> None:
    trace = shown_of(checked(TESTED), TST_1=Outcome.PASSED, TST_2=Outcome.FAILED)
    lines = tree(trace, Form.TEXT).splitlines()
    assert lines[0] == "SYS-1  Number 1 · requirements · passed"
    assert "SYS-2  Number 2 · requirements · failed (1 failed, 1 passed)" in lines
    assert "SYS-3  Number 3 · requirements" in lines
    assert lines[-1] == "5 artifacts on 2 levels, 3 links; 1 failed its tests."
    assert "- **SYS-1** Number 1 (requirements, passed)" in tree(trace, Form.MARKDOWN)
    assert tree(trace, Form.CSV).splitlines()[1].endswith(",,passed")
    rows = {each["id"]: each["results"] for each in json.loads(tree(trace, Form.JSON))["artifacts"]}
    assert rows["SYS-3"] is None
    assert rows["SYS-2"] == {
        "outcome": "failed",
        "outdated": False,
        "tests": [{"id": "TST-1", "outcome": "passed"}, {"id": "TST-2", "outcome": "failed"}],
        "files": [{"path": "build/junit.xml", "at": "2026-05-01T12:00:00"}],
    }
    assert matrix(trace, TESTS, Form.CSV).splitlines() == [
        "ID,Level,TST-1,TST-2,Results",
        "SYS-1,requirements,passed,,passed",
        'SYS-2,requirements,passed,failed,"failed (1 failed, 1 passed)"',
        "SYS-3,requirements,,,–",
    ]
    assert "| TST-1 (passed), TST-2 (failed) | failed (1 failed, 1 passed) |" in matrix(trace, VERIFICATION, Form.MARKDOWN)
    assert matrix(trace, VERIFICATION, Form.TEXT).endswith("1 passed its tests, 1 failed.\n")
    assert json.loads(matrix(trace, TESTS, Form.JSON))["rows"][0]["results"]["outcome"] == "passed"


def test_a_link_to_what_has_changed_is_told_as_suspect() -> None:
    check = checked(TESTED)
    project = check.projects["Test_Plan.md"]
    there = Present()
    for document in project.documents.values():
        there.take(project, document)
    before = record(Reviews(), there, Entry("Ann", "2026-05-01"), whole=True).reviews
    edited = checked(
        {**TESTED, "System_Requirements.md": TESTED["System_Requirements.md"].replace("stop 1 times", "stop 9 times")}
    )
    edited.projects["Test_Plan.md"].review(before)
    trace = whole_trace(edited)
    assert [(trace.nodes[way.upper].identifier, bool(way.suspect)) for way in trace.ways] == [
        ("SYS-1", True),
        ("SYS-2", False),
        ("SYS-2", False),
    ]
    lines = tree(trace, Form.TEXT).splitlines()
    assert lines[1] == "└─ TST-1  One · tests · suspect link"
    assert lines[-1].endswith("; 1 link suspect.")
