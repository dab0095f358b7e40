"""StrictDoc's Markdown says what its own notation says."""

from __future__ import annotations

from pathlib import Path

import pytest

from shallcheck.documents.drafting import Answers, draft
from shallcheck.documents.reading import read_document
from shallcheck.documents.writing import render_fix, render_link, render_suppression
from shallcheck.model.document import Document, Placed, Statement
from shallcheck.model.finding import Edit, Fix, apply_edits
from shallcheck.model.kinds import Kind, Level
from shallcheck.model.place import Span
from tests.documents.places import check_places
from tests.documents.reading import labels, read, said

SAMPLE = (Path(__file__).parents[1] / "samples" / "strictdoc-markdown" / "bilge.md").read_text("utf-8")
BARE = "# Pump\n\n## Stop\n\n**UID**: A-1\n\n**Statement**: The pump shall stop.\n"


def at(document: Document, words: str) -> tuple[Placed, Statement]:
    return next((placed, one) for placed, one in document.statements() if words in one.text)


def test_the_sample_is_read_whole() -> None:
    document = read("bilge.md", SAMPLE)
    check_places(document)
    assert document.setting.format == "strictdoc-markdown"
    assert labels(document) == ["SEC-STOP", "PUMP-1", "PUMP-2", "TST-1"]
    assert said(document, Kind.REQUIREMENT) == [
        "When the float switch opens, the controller shall stop the pump within 2 s, as [LINK: PUMP-2] has it.",
        "The controller shall log each stop.",
    ]
    assert said(document, Kind.TEST) == ["Open the float switch and check that the pump stands still within 2 s."]
    assert sorted((link.type, link.target) for _, link in document.links()) == [
        ("derived-from", "BOAT-7"),
        ("mentions", "PUMP-2"),
        ("refines", "PUMP-1"),
    ]
    assert all(link.place.of(placed.segment.text) == link.target for placed, link in document.links())


def test_fields_are_attributes_at_their_places() -> None:
    document = read("bilge.md", SAMPLE)
    artifacts = {one.label: (placed, one) for placed, _, one in document.artifacts()}
    placed, first = artifacts["PUMP-1"]
    assert first.title == "Stop when empty"
    assert {one.name: one.value for one in first.attributes} == {
        "mid": "5d1c0e4fa0c74a8e9c1f3e7a8b1d2c03",
        "status": "Active",
        "rationale": "A dry pump shall not burn.",
        "file": "src/pump.c",
    }
    assert all(one.place.of(placed.segment.text) == one.value for one in first.attributes)
    assert [one.value for one in artifacts["PUMP-2"][1].attributes if one.name == "comment"] == [
        "The log is read at the yearly service.",
        "It shall hold 400 entries.",
    ]
    assert (artifacts["TST-1"][1].level, artifacts["SEC-STOP"][1].kind) == (Level.TESTS, Kind.HEADING)


def test_records_under_one_heading_are_nodes_of_their_own() -> None:
    text = (
        "# Pump\n\n## Stop\n\n**Type**: SECTION \\\n**MID**: 1\n\n**Type**: REQUIREMENT \\\n**UID**: A-1\n\n"
        "**Statement**: The pump shall stop.\n\n**Type**: REQUIREMENT \\\n**UID**: A-2\n\nThe pump shall start.\n"
    )
    document = read("pump.md", text)
    check_places(document)
    assert labels(document) == ["A-1", "A-2"]
    assert said(document, Kind.REQUIREMENT) == ["The pump shall stop.", "The pump shall start."]


def test_a_relation_that_links_to_nothing_is_told_and_the_rest_is_read() -> None:
    text = BARE.replace(
        "\n\n**Statement", "\n**Relations**:\n- **Type**: `Parent`\n- **Type**: `Child` \\\n  **ID**: `A-2`\n\n**Statement"
    )
    document = read("pump.md", text)
    assert said(document, Kind.REQUIREMENT) == ["The pump shall stop."]
    assert [(link.type, link.target) for _, link in document.links()] == [("parent-of", "A-2")]
    (problem,) = [(placed, one) for placed in document.placed for one in placed.segment.reading.problems]
    assert problem[1].place.of(problem[0].segment.text) == "Parent"


@pytest.mark.parametrize(
    "text",
    ["# Page\n\n**Status**: done\n", "# Page\n\n**UID**: 501\n\nA user.\n", "# Page\n\n- **MID**: 1\n\n**Statement**: x\n"],
)
def test_other_markdown_stays_silent(text: str) -> None:
    assert read_document("page.md", text) is None


def test_fixes_are_written() -> None:
    document = read("bilge.md", SAMPLE)
    placed, statement = at(document, "float switch opens")
    start = statement.text.index("the pump within")
    edits = render_fix(document, placed, statement, Fix("", (Edit(start, start + 15, "both pumps in"),)))
    assert edits is not None
    assert "the controller shall stop both pumps in 2 s, as" in apply_edits(SAMPLE, edits)
    assert render_fix(document, placed, statement, Fix("", (), attribute=("Verification", "test"))) is None
    edits = render_suppression(document, placed, statement.place(Span(0, 4)), "AMB001", "a drill")
    assert edits is not None
    silenced = read("bilge.md", apply_edits(SAMPLE, edits))
    assert [rule for each in silenced.placed for one in each.segment.reading.suppressions for rule in one.rules] == ["AMB001"]


def test_a_split_is_a_new_heading() -> None:
    document = read("bilge.md", SAMPLE)
    placed, statement = at(document, "log each stop")
    edits = render_fix(document, placed, statement, Fix("", (), siblings=("The pump shall hoot.",)))
    assert edits is not None
    assert (
        "400 entries.\n\n### Log\n\n**UID**: PUMP-3\n**Relations**:\n- **Type**: `Parent` \\\n  **ID**: `PUMP-1` \\\n"
        "  **Role**: `Refines`\n\n**Statement**: The pump shall hoot.\n\n### Dry run" in apply_edits(SAMPLE, edits)
    )
    answers = Answers("the pump", "when", "the alarm sounds", "stop", "within 3 s", "test")
    made = draft(document, SAMPLE.index("PUMP-2\n**"), answers, ())
    assert made is not None
    assert (
        "\n\n### Stop\n\n**UID**: PUMP-3\n\n**Statement**: When the alarm sounds, the pump shall stop within 3 s.\n"
        in apply_edits(SAMPLE, made.edits)
    )


def test_links_are_written() -> None:
    document = read("bilge.md", SAMPLE)
    placed, statement = at(document, "float switch opens")
    edits = render_link(document, placed, statement, "derived-from", "BOAT-8")
    assert edits is not None
    assert "**ID**: `BOAT-7`\n- **Type**: `Parent` \\\n  **ID**: `BOAT-8`\n- **Type**: `File`" in apply_edits(SAMPLE, edits)
    bare = read("pump.md", BARE)
    placed, statement = at(bare, "pump")
    edits = render_link(bare, placed, statement, "derived-from", "B-1")
    assert edits is not None
    assert "A-1\n**Relations**:\n- **Type**: `Parent` \\\n  **ID**: `B-1`\n\n**Statement" in apply_edits(BARE, edits)


def test_a_colon_inside_the_emphasis_is_told() -> None:
    document = read("pump.md", BARE + "\n**Rationale:** It burns.\n")
    (problem,) = [one for placed in document.placed for one in placed.segment.reading.problems]
    assert (problem.rule, problem.fix) == ("DOC002", "**Rationale**:")
