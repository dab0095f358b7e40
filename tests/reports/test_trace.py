"""The trace as trees and matrices, from texts in memory."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shallcheck.project.checking import read_paths
from shallcheck.project.skeletons import skeleton
from shallcheck.project.whole_trace import WholeTrace, whole_trace
from shallcheck.reports.table import Form
from shallcheck.reports.trace_matrix import TESTS, matrix
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
