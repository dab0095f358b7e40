"""Plain statements: one JSON object a line, with the dialect and the level that it names."""

from __future__ import annotations

import json

import pytest

from shallcheck.documents.reading import read_document
from shallcheck.model.kinds import Dialect, Level
from shallcheck.model.place import Span
from tests.documents.reading import labels, read


def line(**keys: str) -> str:
    return json.dumps(keys) + "\n"


@pytest.mark.parametrize("dialect", list(Dialect))
def test_each_dialect_can_be_named(dialect: Dialect) -> None:
    document = read("pump.jsonl", line(id="A-1", text="The pump stops.", dialect=dialect.value))
    assert [statement.dialect for _, statement in document.statements()] == [dialect]


def test_a_level_can_be_named() -> None:
    document = read("pump.jsonl", line(id="A-1", text="The skipper needs tea.", level="needs"))
    assert [artifact.level for _, _, artifact in document.artifacts()] == [Level.NEEDS]


@pytest.mark.parametrize("text", ['say "stop" \\ now', "tab\tand \u2028 and \U0001f6a2", "line\nbreak", "é\x07"])
def test_escapes_are_read_and_placed(text: str) -> None:
    source = line(id="A-1", text=f"The pump shall {text} fast.")
    document = read("pump.jsonl", source)
    ((placed, statement),) = document.statements()
    start = statement.text.index("fast")
    assert statement.place(Span(start, start + 4)).shifted(placed.start).of(source) == "fast"


def test_a_bad_line_is_told_and_the_others_are_read() -> None:
    document = read("pump.jsonl", line(id="A-1", text="One.") + "{oops\n" + line(id="A-3", text="Three."))
    assert labels(document) == ["A-1", "A-3"]
    assert [problem.rule for placed in document.placed for problem in placed.segment.reading.problems] == ["DOC001"]


def test_other_json_lines_are_none_of_ours() -> None:
    assert read_document("log.jsonl", '{"level": "info", "message": "x"}\n{"level": "info", "message": "y"}\n') is None
