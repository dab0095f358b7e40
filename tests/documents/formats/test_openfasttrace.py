"""OpenFastTrace: items with revisions in Markdown and reStructuredText.

Its own tool is written in Java. What is pinned here of its documents was counted by hand: lines that start with an identifier,
and list items below `Covers:` with one.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from shallcheck.documents.reading import edit_document, read_document
from shallcheck.documents.writing import render_fix, render_link, render_suppression
from shallcheck.model.document import Document, Placed, Problem, Statement
from shallcheck.model.finding import Edit, Fix, apply_edits
from shallcheck.model.kinds import Kind, Level
from tests.documents.places import check_places
from tests.documents.reading import labels, links, read, said

SAMPLES = Path(__file__).parents[1] / "samples"
SAMPLE = (SAMPLES / "openfasttrace" / "system_requirements.md").read_text("utf-8")
RST = (SAMPLES / "openfasttrace-rst" / "design.rst").read_text("utf-8")
ITEM = "## Stop\n`req~stop~1`\n\nThe pump shall stop within 2 s.\n\n"


def problems(document: Document) -> list[Problem]:
    return [one for placed in document.placed for one in placed.segment.reading.problems]


def only(document: Document, text: str) -> tuple[Placed, Statement]:
    return next(pair for pair in document.statements() if text in pair[1].text)


def mended(text: str, line: str) -> str:
    """The text with every near miss in `line` written as it should be."""
    document = read("spec.md", text + line)
    edits = [
        Edit(placed.start + one.place.start, placed.start + one.place.end, one.fix)
        for placed in document.placed
        for one in placed.segment.reading.problems
        if one.fix is not None
    ]
    assert {one.rule for one in problems(document)} == {"DOC002"}
    return apply_edits(document.text, edits)


def test_the_sample_is_read() -> None:
    document = read("system_requirements.md", SAMPLE)
    check_places(document)
    found = [(one.label, one.title, one.kind, one.level) for _, _, one in document.artifacts()]
    assert found == [
        ("feat~dry-bilge~1", "Dry bilge", Kind.NEED, Level.NEEDS),
        ("req~pump.stop-when-dry~2", "Stopping when dry", Kind.REQUIREMENT, Level.REQUIREMENTS),
        ("req~pump.power~1", "Power", Kind.REQUIREMENT, Level.REQUIREMENTS),
        ("arch~pump.power~1", "", Kind.ARCHITECTURE, Level.ARCHITECTURE),
        ("dsn~float-switch~1", "Float switch", Kind.ARCHITECTURE, Level.ARCHITECTURE),
    ]
    assert [(link.target, link.type) for _, link in document.links()] == [
        ("feat~dry-bilge~1", "satisfies"),
        ("req~pump.power~1", "traces"),
        ("feat~dry-bilge~1", "satisfies"),
        ("req~pump.power~1", "satisfies"),
        ("req~pump.stop-when-dry~1", "satisfies"),
    ]
    assert said(document, Kind.REQUIREMENT) == [
        "While the float switch is open, the pump shall stop within 2 s.",
        "When the fuse blows, the controller shall sound the horn for 30 s.",
    ]
    assert problems(document) == []


def test_attributes_are_read() -> None:
    document = read("system_requirements.md", SAMPLE)
    (_, _, second, *_) = [one for _, _, one in document.artifacts()][0:3]
    assert [(one.name, one.value) for one in second.attributes] == [
        ("comment", "The horn has its own battery."),
        ("needs", "arch"),
    ]


def test_places_slice_back() -> None:
    for path, text in (("a.md", SAMPLE), ("a.rst", RST)):
        document = read(path, text)
        for placed, link in document.links():
            assert link.place.of(placed.segment.text) == link.target
        for placed, _, artifact in document.artifacts():
            if not artifact.positional:
                assert artifact.place.of(placed.segment.text) == artifact.label


def test_restructured_text_is_read() -> None:
    document = read("design.rst", RST)
    check_places(document)
    assert document.setting.format == "openfasttrace-rst"
    assert [(one.label, one.title) for _, _, one in document.artifacts()] == [
        ("dsn~float-switch~1", "Float switch"),
        ("dsn~horn~1", "Horn"),
    ]
    assert links(document) == ["req~pump.stop-when-dry~2"]
    assert [one.value for one in list(document.artifacts())[1][2].attributes] == ["impl", "itest"]
    assert [one.rules for placed in document.placed for one in placed.segment.reading.suppressions] == [("AMB005",)]


@pytest.mark.parametrize(("line", "meant"), [
    ("Covers: req~a~1, req~b~1\n", "Covers:\n\n* `req~a~1`\n* `req~b~1`\n"),
    ("Covers:\n\nreq~a~1, as it was\n", "Covers:\n\n* req~a~1, as it was\n"),
    ("Covers:\n\n1. `req~a~1`\n", "Covers:\n\n* `req~a~1`\n"),
    ("Covers:\n\n* `req~a`\n", "Covers:\n\n* `req~a~1`\n"),
    ("**Needs:** dsn\n", "Needs: dsn\n"),
    ("needs: dsn, utest\n", "Needs: dsn, utest\n"),
    ("Needs: dsn utest\n", "Needs: dsn, utest\n"),
    ("Status: aproved\n", "Status: approved\n"),
    ("Rationale: it burns.\n", "Rationale:\n\nit burns.\n"),
    ("## Start\n`req~start`\n\nIt shall start.\n", "## Start\n`req~start~1`\n\nIt shall start.\n"),
    ("## Start\n**req~start~1**\n\nIt shall start.\n", "## Start\n`req~start~1`\n\nIt shall start.\n"),
])  # fmt: skip
def test_a_near_miss_is_told_and_mended(line: str, meant: str) -> None:
    edited = mended(ITEM, line)
    assert edited == ITEM + meant
    assert problems(read("spec.md", edited)) == []


@pytest.mark.parametrize("line", ["It covers: much.\n", "The req~start item is old.\n", "Needs dsn.\n", "comment: a word\n"])
def test_prose_is_no_near_miss(line: str) -> None:
    assert problems(read("spec.md", ITEM + line)) == []


@pytest.mark.parametrize(("path", "text"), [
    ("a.md", "# Notes\n\nWe use `req~stop~1` in the text.\n"), ("a.md", "```\n`req~stop~1`\n```\n"), ("a.rst", "Notes\n=====\n"),
])  # fmt: skip
def test_other_files_are_none_of_ours(path: str, text: str) -> None:
    assert read_document(path, text) is None


def test_an_item_far_down_makes_a_document_ours() -> None:
    prose = "Nothing is told here.\n\n" * 400
    assert read_document("a.md", prose) is None
    assert labels(read("a.md", prose + ITEM)) == ["req~stop~1"]


def test_an_edit_far_down_can_make_markdown_openfasttraces() -> None:
    text = "- **SYS-001**: The pump shall stop.\n\n" * 200
    document = read("a.md", text)
    edited = edit_document(document, text + ITEM, len(text), len(text), len(text) + len(ITEM))
    assert edited is not None
    assert edited.setting.format == "openfasttrace"


def test_a_rejected_item_is_not_judged() -> None:
    document = read("a.md", "`req~stop~1`\n\nStatus: rejected\n\nThe pump shall stop.\n")
    assert said(document, Kind.REQUIREMENT) == []


def test_a_sibling_is_a_new_item_and_no_new_revision() -> None:
    document = read("a.md", ITEM + "Needs: dsn\n")
    placed, statement = only(document, "stop")
    edits = render_fix(document, placed, statement, Fix("", (), siblings=("The horn shall sound for 1 s.",)))
    assert edits is not None
    edited = read("a.md", apply_edits(document.text, edits))
    assert labels(edited) == ["req~stop~1", "req~stop-2~1"]
    assert said(edited, Kind.REQUIREMENT)[1] == "The horn shall sound for 1 s."


@pytest.mark.parametrize(("before", "after"), [
    ("Covers:\n\n- `feat~dry~1`\n\nNeeds: dsn\n", "Covers:\n\n- `feat~dry~1`\n- `feat~quiet~1`\n\nNeeds: dsn\n"),
    ("Needs: dsn\n", "Needs: dsn\n\nCovers:\n\n* `feat~quiet~1`\n"),
])  # fmt: skip
def test_a_link_is_written_as_an_item_of_its_list(before: str, after: str) -> None:
    document = read("a.md", ITEM + before)
    edits = render_link(document, *only(document, "stop"), "satisfies", "feat~quiet~1")
    assert edits is not None
    assert apply_edits(document.text, edits) == ITEM + after


def test_an_attribute_is_written_as_a_key() -> None:
    document = read("a.md", ITEM)
    edits = render_fix(document, *only(document, "stop"), Fix("", (), attribute=("Status", "draft")))
    assert edits is not None
    assert apply_edits(document.text, edits).endswith("within 2 s.\n\nStatus: draft\n\n")


@pytest.mark.parametrize(
    ("path", "comment"), [("a.md", "<!-- shallcheck-disable AMB001: x -->"), ("a.rst", ".. shallcheck-disable AMB001: x")]
)
def test_a_suppression_is_written_as_a_comment(path: str, comment: str) -> None:
    text = ITEM if path == "a.md" else "Stop\n----\n`req~stop~1`\n\nThe pump shall stop within 2 s.\n\n"
    document = read(path, text)
    placed, _, artifact = next(iter(document.artifacts()))
    edits = render_suppression(document, placed, artifact.place, "AMB001", "x")
    assert edits is not None
    assert comment in apply_edits(text, edits)
