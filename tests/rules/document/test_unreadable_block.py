"""DOC001: what cannot be read is said where it stands, and the rest is judged."""

from __future__ import annotations

import pytest

from tests.rules.workspace import found, project, quotes

GOOD = '{"id": "SYS-001", "text": "The pump shall stop within 2 s."}\n'


@pytest.mark.parametrize(
    "bad",
    ['{"id": "SYS-002", "text": 5}', '{"id": "SYS-002"', '{"text": ["x"]}', "[1, 2]", "The pump shall stop."],
)
def test_a_bad_line_of_statements_is_found_and_the_others_are_read(bad: str) -> None:
    workspace = project(pump_jsonl=f"{GOOD}{bad}\n{GOOD.replace('001', '003')}")
    (problem,) = found(workspace, "DOC001")
    document = workspace.documents["pump.jsonl"]
    assert document.text.count("\n", 0, problem.place.start) == 1
    assert [artifact.label for _, _, artifact in document.artifacts()] == ["SYS-001", "SYS-003"]


def test_good_lines_and_blank_lines_are_fine() -> None:
    assert quotes(project(pump_jsonl=f"{GOOD}\n   \n{GOOD.replace('001', '003')}"), "DOC001") == []
