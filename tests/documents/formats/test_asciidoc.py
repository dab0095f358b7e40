"""AsciiDoc: our own notation in its headings, lists, tables and anchors, and all of it written back."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from shallcheck.documents.reading import read_document
from shallcheck.documents.writing import render_fix, render_link, render_suppression
from shallcheck.model.document import Document
from shallcheck.model.finding import Edit, Fix, apply_edits
from shallcheck.model.kinds import Kind
from shallcheck.model.place import Span
from tests.documents.places import check_places
from tests.documents.reading import labels, read, said

SAMPLE = (Path(__file__).parents[1] / "samples" / "asciidoc" / "hatch.adoc").read_text("utf-8")


def link_rows(document: Document) -> list[tuple[str, str, str]]:
    rows = []
    for placed, link in document.links():
        assert link.place.of(placed.segment.text) == link.target
        owner = placed.segment.reading.artifacts[link.artifact].label if link.artifact is not None else ""
        rows.append((owner, link.type, link.target))
    return rows


def test_the_sample_is_read_whole() -> None:
    document = read("hatch.adoc", SAMPLE)
    check_places(document)
    assert labels(document) == [*(f"SYS-00{number}" for number in range(1, 9)), "SN-001", "SN-002"]
    assert said(document, Kind.REQUIREMENT) == [
        "While the ship rolls by more than 5 degrees, the controller shall refuse to open a cover, as the alarm has it.",
        "The controller shall sound the alarm within 1 s of a cover's movement with nobody at the panel. See closing.",
        "The panel shall show for each cover:",
        "The panel shall show for each cover: its position, and",
        "The panel shall show for each cover: its pressure.",
        "The panel shall refuse commands while a cover moves.",
        "The pump shall stop within 2 s of each `E-STOP`.",
        "The pump shall hold 200 bar at normal load.",
        "The cover shall close within 60 s.",
        "The cover shall open within 90 s.",
        "The crew shall be safe.",
        "The cargo shall stay dry.",
    ]
    assert link_rows(document) == [
        ("SYS-001", "mentions", "SYS-002"),
        ("SYS-001", "traces", "SN-001"),
        ("SYS-001", "traces", "SN-002"),
        ("SYS-003", "traces", "SN-002"),
        ("SYS-007", "traces", "SN-001"),
        ("SYS-008", "traces", "SN-001"),
        ("SYS-008", "traces", "SN-002"),
    ]
    attributes = {one.label: {each.name: each.value for each in one.attributes} for _, _, one in document.artifacts()}
    assert attributes["SYS-001"] == {"rationale": "an open cover may fall.", "verification": "test"}
    assert attributes["SYS-005"] == {"verification": "analysis"}
    assert attributes["SYS-007"] == {"verification": "test"}
    titles = [(one.title, one.depth) for placed in document.placed for one in placed.segment.reading.outline]
    assert titles == [("Hatch covers", 1), ("Requirements", 2), ("Closing", 3), ("Needs", 2)]
    assert [one.reason for placed in document.placed for one in placed.segment.reading.suppressions] == [
        '"normal" is defined in the manual'
    ]


@pytest.mark.parametrize(
    ("text", "label", "statement"),
    [
        ("[[SYS-001]]\nThe pump shall stop.\n", "SYS-001", "The pump shall stop."),
        ("[[SYS-001,Stop]]\nThe pump shall stop.\n", "SYS-001", "The pump shall stop."),
        ("[.req#SYS-001%hard]\nThe pump shall stop.\n", "SYS-001", "The pump shall stop."),
        ("[role=x,id='SYS-001']\nThe pump shall stop.\n", "SYS-001", "The pump shall stop."),
        ("[[SYS-001]]The pump shall stop.\n", "SYS-001", "The pump shall stop."),
        ("[[login]]\nSYS-001: The pump shall stop.\n", "SYS-001", "The pump shall stop."),
        ("[[OTHER-1]]\n*SYS-001* The pump shall stop.\n", "SYS-001", "The pump shall stop."),
        ("SYS-001::\n  The pump\n  shall stop.\n", "SYS-001", "The pump shall stop."),
        ("== [[SYS-001]]Stop\n\nThe pump shall stop.\n", "SYS-001", "The pump shall stop."),
        ("SYS-001 Stop\n------------\n\nThe pump shall stop.\n", "SYS-001", "The pump shall stop."),
        (". *SYS-001*: The link:x.html[pump] shall \\*stop* `now`.\n", "SYS-001", "The pump shall *stop* `now`."),
    ],
)
def test_an_identifier_stands_at_the_head_or_in_an_anchor(text: str, label: str, statement: str) -> None:
    document = read("a.adoc", text)
    check_places(document)
    assert (labels(document), said(document, Kind.REQUIREMENT)) == ([label], [statement])
    placed, _, artifact = next(document.artifacts())
    assert artifact.place.of(placed.segment.text) == label


@pytest.mark.parametrize(
    "text",
    [
        "= Guide\n\nThe pump shall stop.\n",
        "----\nSYS-001: The pump shall stop.\n----\n",
        "[source,text]\nSYS-001: The pump shall stop.\n",
        "NOTE: SYS-001: The pump shall stop.\n",
        "////\n* SYS-001: The pump shall stop.\n////\n",
        " SYS-001: The pump shall stop.\n",
        "[[step-1]]\nThe pump shall stop.\n",
        "ifdef::x[]\n:SYS-001: The pump shall stop.\n",
    ],
)
def test_what_holds_no_requirement_is_silent(text: str) -> None:
    assert read_document("a.adoc", text) is None


def test_a_block_that_is_never_closed_is_told_and_what_stands_before_it_is_read() -> None:
    document = read("a.adoc", "SYS-001: The pump shall stop.\n\n----\nSYS-002: The pump shall go.\n")
    assert labels(document) == ["SYS-001"]
    problem = document.placed[0].segment.reading.problems[0]
    assert (problem.rule, problem.place.of(document.text)) == ("DOC001", "----")


def test_tables_are_read_by_their_columns() -> None:
    table = '[width=100%]\n[%header, cols="5,5,25"]\n|===\n| ID# ^| Owner | Rule\n\n|SYS-001\n|crew\na|The pump'
    table += " cite:[P1] MUST\nstop. +\n  + \nIt MUST report: \n. its level\n. its state\n\n"
    table += "3+a| _A remark on SYS-003 that must not count._\n"
    document = read("a.adoc", table + "| `SYS-002` |ship |The pump MUST go.\n|===\n")
    check_places(document)
    assert labels(document) == ["SYS-001", "SYS-002"]
    assert said(document, Kind.REQUIREMENT) == ["The pump [P1] MUST stop. It MUST report:", "The pump MUST go."]


@pytest.mark.parametrize(
    "text",
    [
        "* *SYS-001*: The pump shall stop fast and log each stop.\n** Traces to: SN-001\n* other\n",
        "[[SYS-001]]\nThe pump shall stop fast and log each stop.\n\n* Traces to: SN-001\n",
        "=== SYS-001 Stop\n\nThe pump shall stop fast and log each stop.\n\n* Traces to: SN-001\n",
    ],
)
def test_fixes_attributes_links_and_suppressions_are_written_back(text: str) -> None:
    document = read("a.adoc", text)
    placed, statement = next(document.statements())

    def after(edits: list[Edit] | None) -> Document:
        assert edits is not None
        return read("a.adoc", apply_edits(text, edits))

    at = statement.text.index("fast")
    said_so = after(render_fix(document, placed, statement, Fix("Say", (Edit(at, at + 4, "within <value> s"),))))
    assert said(said_so, Kind.REQUIREMENT) == ["The pump shall stop within <value> s and log each stop."]
    split = Fix(
        "Split", (Edit(statement.text.index(" and log"), len(statement.text) - 1, ""),), siblings=("The pump shall log.",)
    )
    divided = after(render_fix(document, placed, statement, split))
    assert labels(divided) == ["SYS-001", "SYS-002"]
    verified = after(render_fix(document, placed, statement, Fix("Add", attribute=("Verification", "test"))))
    assert [(one.name, one.value) for one in next(verified.artifacts())[2].attributes] == [("verification", "test")]
    linked = after(render_link(document, placed, statement, "traces", "SN-002"))
    assert [target for _, _, target in link_rows(linked)] == ["SN-001", "SN-002"]
    refined = after(render_link(document, placed, statement, "refines", "SN-003"))
    assert ("SYS-001", "refines", "SN-003") in link_rows(refined)
    silenced = after(render_suppression(document, placed, statement.place(Span(0, 3)), "AMB001", "fast is defined"))
    assert [one.rules for each in silenced.placed for one in each.segment.reading.suppressions] == [("AMB001",)]


@pytest.mark.parametrize(
    "text",
    ["= a{}b\n", "a{}\n---\n", "* a{}+{}x\n", "|===\n|{}a\n{}|b\n|===\n", "SYS-1: It shall <<a,{}>", "SYS-1: It shall *a{}b_\n"],
)
def test_spaces_without_end_cost_no_more_than_other_text(text: str) -> None:
    began = time.monotonic()
    read_document("System_Requirements.adoc", text.replace("{}", " " * 100_000))
    assert time.monotonic() - began < 10
