"""Tessl: a heading over items with tests is an artifact; what obliges is judged, examples are notes."""

from __future__ import annotations

import pytest

from shallcheck.documents.reading import read_document
from shallcheck.model.kinds import Kind
from tests.documents.mutation import SAMPLES
from tests.documents.reading import labels, read, said

HEAD = "---\nname: Pump\ntargets:\n  - ../src/pump.py\n---\n"


def test_items_are_read_with_their_tests() -> None:
    path = SAMPLES / "tessl" / "pump.spec.md"
    document = read(path.as_posix(), path.read_text("utf-8"))
    ((placed, _, artifact),) = document.artifacts()
    assert (document.identifier(artifact), artifact.kind) == ("tessl:pump/Start by itself", Kind.REQUIREMENT)
    assert [(each.name, each.value) for each in artifact.attributes] == [
        ("test", "../tests/test_start.py"),
        ("test", "../tests/test_stop.py"),
    ]
    assert all(each.place.of(placed.segment.text) == each.value for each in artifact.attributes)
    assert said(document, Kind.NOTE) == ["At a level of 5 cm the pump starts."]
    assert said(document, Kind.REQUIREMENT) == ["The pump must stop within 2 s at a level of 1 cm."]


@pytest.mark.parametrize("mark", ["[@test] tests/x.py", "[@test](tests/x.py)", "[@generate](tests/x.py)"])
def test_marks_are_written_in_two_ways(mark: str) -> None:
    document = read("specs/pump.spec.md", f"# Pump\n\n- It starts. {mark}\n")
    ((_, _, artifact),) = document.artifacts()
    assert [each.value for each in artifact.attributes] == ["tests/x.py"]
    assert said(document, Kind.NOTE) == ["It starts."]


def test_headings_without_tests_or_obligations_are_no_artifacts() -> None:
    assert labels(read("pump.spec.md", HEAD + "# Pump\n\nIt is old.\n\n## API\n\n- `start()`\n")) == []


def test_other_specifications_are_none_of_these() -> None:
    assert read_document("pump.spec.md", "# Pump\n\nIt is old.\n") is None
