"""tracey: requirements below markers in Markdown.

Its own specification (325 lines that look like a marker, 8 of them in examples of code) was read by hand: 317 requirements.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from shallcheck.documents.reading import edit_document, read_document
from shallcheck.documents.writing import render_fix, render_suppression
from shallcheck.model.document import Document, Problem
from shallcheck.model.finding import Edit, Fix, apply_edits
from shallcheck.model.kinds import Dialect, Kind
from tests.documents.places import check_places
from tests.documents.reading import labels, links, read, said

SAMPLE = (Path(__file__).parents[1] / "samples" / "tracey" / "spec.md").read_text("utf-8")
STOP = "r[pump.stop]\nThe pump MUST stop within 2 s.\n\n"


def problems(document: Document) -> list[Problem]:
    return [one for placed in document.placed for one in placed.segment.reading.problems]


def test_the_sample_is_read() -> None:
    document = read("spec.md", SAMPLE)
    check_places(document)
    assert document.setting.dialect is Dialect.RFC2119
    assert labels(document) == ["pump.stop", "pump.horn", "pump.float", "pump.relay"]
    assert said(document, Kind.REQUIREMENT) == [
        "While the float switch is open, the pump MUST stop within 2 s of the last drop.",
        "When the fuse blows, the controller MUST sound the horn:",
        "When the fuse blows, the controller MUST sound the horn: for 30 s",
        "When the fuse blows, the controller MUST sound the horn: at 90 dB",
        "The horn MUST NOT sound at night.",
        "The float switch SHOULD open at 40 mm.",
        "The relay MUST open within 1 s of each alarm.",
    ]
    assert links(document) == []
    assert [(one.name, one.value) for _, _, each in document.artifacts() for one in each.attributes] == [("version", "3")]
    assert problems(document) == []


def test_places_slice_back() -> None:
    for placed, _, artifact in read("spec.md", SAMPLE).artifacts():
        assert artifact.place.of(placed.segment.text) == artifact.label


@pytest.mark.parametrize("text", [
    "See r[pump.stop] for details.\n", "```\nr[pump.stop]\n```\n", "[pump.stop]\n", "r[pump]\n", "- r[pump.stop]\n",
])  # fmt: skip
def test_other_markdown_is_none_of_ours(text: str) -> None:
    assert read_document("a.md", text) is None


@pytest.mark.parametrize(("marker", "meant"), [
    ("r[pump..start]", "r[pump.start]"), ("R[pump.start]", "r[pump.start]"), ("r[pump.start.]", "r[pump.start]"),
    ("r[pump.start+0]", "r[pump.start]"), ("r[pump.start+2+3]", "r[pump.start+2]"),
])  # fmt: skip
def test_a_near_miss_is_told_and_mended(marker: str, meant: str) -> None:
    document = read("a.md", STOP + f"{marker}\nIt MUST start.\n")
    assert [(one.rule, one.fix) for one in problems(document)] == [("DOC002", meant)]


def test_a_marker_far_down_can_make_markdown_traceys() -> None:
    text = "- **SYS-001**: The pump shall stop.\n\n" * 200
    document = read("a.md", text)
    edited = edit_document(document, text + STOP, len(text), len(text), len(text) + len(STOP))
    assert edited is not None
    assert edited.setting.format == "tracey"


@pytest.mark.parametrize("text", [STOP, "> r[pump.stop]\n> The pump MUST stop within 2 s.\n\n"])
def test_fixes_and_siblings_are_written(text: str) -> None:
    document = read("a.md", text)
    ((placed, statement),) = document.statements()
    edits = render_fix(document, placed, statement, Fix("", (Edit(4, 8, "bilge pump"),), siblings=("It MUST start within 3 s.",)))
    assert edits is not None
    edited = read("a.md", apply_edits(text, edits))
    assert labels(edited) == ["pump.stop", "pump.stop-2"]
    assert said(edited, Kind.REQUIREMENT) == ["The bilge pump MUST stop within 2 s.", "It MUST start within 3 s."]


def test_a_later_version_is_not_copied() -> None:
    document = read("a.md", STOP.replace("stop]", "stop+2]"))
    ((placed, statement),) = document.statements()
    assert render_fix(document, placed, statement, Fix("", (), siblings=("It MUST start within 3 s.",))) is None


def test_a_suppression_is_written_as_a_comment() -> None:
    document = read("a.md", STOP)
    ((placed, _, artifact),) = document.artifacts()
    edits = render_suppression(document, placed, artifact.place, "AMB001", "x")
    assert edits is not None
    assert apply_edits(STOP, edits).startswith("<!-- shallcheck-disable AMB001: x -->\nr[pump.stop]")


@pytest.mark.parametrize("text", ["r[a.b]\n", "> r[a.b]\n", "]\n", "r[a.a.a.a.", "r[" + " " * 50])
def test_hostile_text_is_read_in_time_that_grows_with_it(text: str) -> None:
    began = time.process_time()
    read("a.md", STOP + text * 4_000)
    assert time.process_time() - began < 2
