"""StrictDoc: nodes with UIDs, statements, relations; what a grammar demands; and all of it written back."""

from __future__ import annotations

from pathlib import Path

import pytest

from shallcheck.documents.drafting import Answers, draft
from shallcheck.documents.formats.strictdoc import STRICTDOC
from shallcheck.documents.reading import ReaderSettings, edit_document, read_document
from shallcheck.documents.writing import render_fix, render_identifier, render_link
from shallcheck.model.document import Document, Placed, Statement
from shallcheck.model.finding import Edit, Fix, apply_edits
from shallcheck.model.kinds import Dialect, Kind, Level
from tests.documents.places import check_places
from tests.documents.reading import labels, links, read, said

SAMPLE = (Path(__file__).parents[1] / "samples" / "strictdoc" / "bilge.sdoc").read_text("utf-8")
HEAD = "[DOCUMENT]\nTITLE: Bilge pump\n"


def problems(document: Document) -> list[tuple[int, str, str]]:
    """Line (1-based), underlined text and message of each problem."""
    return [
        (document.text.count("\n", 0, placed.start + one.place.start) + 1, one.place.of(placed.segment.text), one.message)
        for placed in document.placed
        for one in placed.segment.reading.problems
    ]


def at(document: Document, words: str) -> tuple[Placed, Statement]:
    return next((placed, one) for placed, one in document.statements() if words in one.text)


def test_the_sample_is_read_whole() -> None:
    document = read("bilge.sdoc", SAMPLE)
    check_places(document)
    assert problems(document) == []
    assert labels(document) == ["BILGE", "SEC-STOP", "PUMP-1", "PUMP-2", "PUMP-3", "TST-1"]
    assert said(document, Kind.REQUIREMENT) == [
        "When the float switch opens, the controller shall stop the pump within 2 s, as [LINK: PUMP-2] has it.",
        "The controller shall log each stop.",
        "The log shall hold:",
        "The log shall hold: the time in UTC, and",
        "The log shall hold: the level of the bilge in mm.",
    ]
    assert said(document, Kind.TEST) == ["Open the float switch and check that the pump stands still within 2 s."]
    assert [(link.type, link.target) for _, link in document.links()] == [
        ("mentions", "SEC-STOP"),
        ("derived-from", "BOAT-7"),
        ("mentions", "PUMP-2"),
        ("refines", "PUMP-1"),
        ("verifies", "PUMP-1"),
    ]
    assert document.setting.dialect is Dialect.SHALL_OR_MUST
    assert not document.setting.chain
    for placed, link in document.links():
        assert link.place.of(placed.segment.text) == link.target


def test_fields_are_attributes_at_their_places() -> None:
    document = read("bilge.sdoc", SAMPLE)
    artifacts = {one.label: (placed, one) for placed, _, one in document.artifacts()}
    placed, first = artifacts["PUMP-1"]
    assert first.title == "Stop when empty"
    assert {one.name: one.value for one in first.attributes} == {
        "mid": "5d1c0e4fa0c74a8e9c1f3e7a8b1d2c02",
        "status": "Active",
        "rationale": "A dry pump shall not burn.",
        "file": "src/pump.c",
    }
    assert all(one.place.of(placed.segment.text) == one.value for one in first.attributes)
    assert [one.value for one in artifacts["PUMP-2"][1].attributes if one.name == "comment"] == [
        "The log is read at the yearly service.",
        "It holds 400 entries.",
    ]
    assert artifacts["TST-1"][1].level is Level.TESTS
    assert [(one.title, one.depth) for placed in document.placed for one in placed.segment.reading.outline] == [
        ("Bilge pump", 1),
        ("Stopping", 1),
    ]


def test_older_notation_is_read() -> None:
    text = (
        HEAD
        + "\n[SECTION]\nTITLE: Stop\n\n[FREETEXT]\nThe pump shall not be judged here. See [LINK: A-1].\n[/FREETEXT]\n\n"
        + "[COMPOSITE_REQUIREMENT]\nUID: A-1\nSTATEMENT: The pump shall stop.\nREFS:\n- TYPE: Parent\n  VALUE: B-1\n\n"
        + "[REQUIREMENT]\nUID: A-2\nSTATEMENT: The pump shall start.\n\n[/COMPOSITE_REQUIREMENT]\n\n[/SECTION]\n"
    )
    document = read("old.sdoc", text)
    assert labels(document) == ["A-1", "A-2"]
    assert links(document) == ["A-1", "B-1"]
    assert said(document, Kind.REQUIREMENT) == ["The pump shall stop.", "The pump shall start."]
    assert problems(document) == []


def test_what_a_node_is_follows_from_its_tag_else_from_what_it_says() -> None:
    text = HEAD + "\n[GRAMMAR]\nIMPORT_FROM_FILE: own.sgra\n"
    for number, (tag, words) in enumerate(
        [("DESIGN", "The pump is red."), ("HAZARD", "The pump burns."), ("LAW", "The boat shall float."), ("NOTE", "It shall.")]
    ):
        text += f"\n[{tag}]\nUID: X-{number}\nSTATEMENT: {words}\n"
    document = read("own.sdoc", text)
    kinds = {one.label: one.kind for _, _, one in document.artifacts()}
    assert kinds == {"X-0": Kind.ARCHITECTURE, "X-1": Kind.NOTE, "X-2": Kind.REQUIREMENT, "X-3": Kind.NOTE}
    assert said(document, Kind.REQUIREMENT) == ["The boat shall float."]
    assert problems(document) == []


def test_a_node_without_uid_has_its_mid_or_lacks_an_identifier() -> None:
    text = HEAD + "\n[REQUIREMENT]\nMID: 5d1c\nSTATEMENT: The pump shall stop.\n\n[REQUIREMENT]\nSTATEMENT: It shall start.\n"
    text += "\n[REQUIREMENT]\nTITLE: Some day\n"
    document = read("own.sdoc", text)
    assert labels(document) == ["5d1c", ""]


def test_a_retired_requirement_is_not_judged() -> None:
    text = HEAD + "\n[REQUIREMENT]\nUID: A-1\nSTATUS: Deleted\nSTATEMENT: The pump shall stop.\n"
    document = read("own.sdoc", text)
    assert labels(document) == ["A-1"]
    assert not list(document.statements())


def test_directives_anchors_and_notes_are_no_statements() -> None:
    text = (
        HEAD + "\n[REQUIREMENT]\nUID: A-1\nSTATEMENT: >>>\n[ANCHOR: ANC-1, The anchor]\n\nThe pump shall stop:\n\n"
        ".. code-block:: text\n\n    the pump shall dance\n\nNOTE: It shall not matter.\n<<<\n"
    )
    document = read("own.sdoc", text)
    assert labels(document) == ["A-1", "ANC-1"]
    assert said(document, Kind.REQUIREMENT) == ["The pump shall stop:"]


BROKEN = (
    HEAD
    + """
[REQUIREMENT]
UID: A-1
STATEMENT: >>>
The pump shall stop.

[REQUIREMENT]
UID: A-2
COLOUR: red
STATEMENT: The pump shall start.
oops
RELATIONS:
- TYPE: Sibling
  VALUE: A-1
- TYPE: Parent

[BUG]
UID:
STATEMENT: The pump shall leak.

[[/SECTION]]

[REQUIREMENT]
UID: A-3
STATEMENT: The pump shall run.
"""
)


def test_what_is_broken_is_told_at_its_line_and_the_rest_is_read() -> None:
    document = read("broken.sdoc", BROKEN)
    assert labels(document) == ["A-1", "A-2", "", "A-3"]
    assert said(document, Kind.REQUIREMENT) == [
        "The pump shall stop.", "The pump shall start.", "The pump shall leak.", "The pump shall run.",
    ]  # fmt: skip
    assert [(line, words) for line, words, _ in problems(document)] == [
        (6, "STATEMENT"),
        (15, "- TYPE: Sibling"),
        (17, "- TYPE: Parent"),
        (13, "oops"),
        (11, "COLOUR"),
        (20, "UID"),
        (23, "[[/SECTION]]"),
        (19, "[BUG]"),
    ]
    assert "write “<<<” on a line of its own" in problems(document)[0][2]


def test_a_text_may_show_a_node_in_a_fence() -> None:
    text = HEAD + "\n[TEXT]\nSTATEMENT: >>>\nLike this:\n\n```\n\n[REQUIREMENT]\nUID: NOT-1\n```\n<<<\n"
    assert labels(read("own.sdoc", text)) == []


def test_the_grammar_beside_the_document_is_known() -> None:
    assert STRICTDOC.declare is not None
    grammar = "[GRAMMAR]\nELEMENTS:\n- TAG: LAW\n  FIELDS:\n  - TITLE: UID\n    TYPE: String\n    REQUIRED: True\n"
    declared = STRICTDOC.declare({"own.sgra": grammar, "other.sgra": ""})
    text = HEAD + "\n[GRAMMAR]\nIMPORT_FROM_FILE: own.sgra\n\n[LAW]\nSTATEMENT: The boat shall float.\n"
    document = read_document("own.sdoc", text, ReaderSettings(declared=declared))
    assert document is not None
    assert [(line, words) for line, words, _ in problems(document)] == [(8, "STATEMENT"), (7, "[LAW]")]
    told = edit_document(document, text.replace("[LAW]\nSTATEMENT:", "[LAW]\nUID: L-1\nUID:"), 0, len(text), len(text) + 3)
    assert told is not None
    assert problems(told) == []


@pytest.mark.parametrize("text", ["", "Just words.\n", "[see]\n", "PK\x03\x04", "[Section]\nkey = 1\n"])
def test_another_file_with_the_ending_stays_silent(text: str) -> None:
    assert read_document("a.sdoc", text) is None


def test_a_fix_exchanges_words_in_a_wrapped_text() -> None:
    document = read("bilge.sdoc", SAMPLE)
    placed, statement = at(document, "float switch opens")
    start = statement.text.index("the pump within")
    edits = render_fix(document, placed, statement, Fix("", (Edit(start, start + 15, "both pumps in"),)))
    assert edits is not None
    text = apply_edits(SAMPLE, edits)
    assert "the controller shall stop both pumps in 2 s, as" in text


def test_an_attribute_goes_where_the_grammar_has_it() -> None:
    document = read("bilge.sdoc", SAMPLE)
    placed, statement = at(document, "float switch opens")
    edits = render_fix(document, placed, statement, Fix("", (), attribute=("Verification", "test")))
    assert edits is not None
    assert "STATUS: Active\nVERIFICATION: test\nTITLE: Stop when empty" in apply_edits(SAMPLE, edits)
    bare = read("own.sdoc", HEAD + "\n[REQUIREMENT]\nUID: A-1\nSTATEMENT: The pump shall stop.\n")
    placed, statement = at(bare, "pump")
    assert render_fix(bare, placed, statement, Fix("", (), attribute=("Verification", "test"))) is None


def test_a_split_is_a_new_node() -> None:
    document = read("bilge.sdoc", SAMPLE)
    placed, statement = at(document, "float switch opens")
    edits = render_fix(document, placed, statement, Fix("", (), siblings=("The pump shall hoot.",)))
    assert edits is not None
    text = apply_edits(SAMPLE, edits)
    assert (
        "  VALUE: src/pump.c\n\n[REQUIREMENT]\nUID: PUMP-4\nSTATUS: Active\nTITLE: Stop when empty\nSTATEMENT: >>>\n"
        "The pump shall hoot.\n<<<\nRELATIONS:\n- TYPE: Parent\n  VALUE: BOAT-7\n" in text
    )
    assert labels(read("bilge.sdoc", text)) == ["BILGE", "SEC-STOP", "PUMP-1", "PUMP-4", "PUMP-2", "PUMP-3", "TST-1"]


def test_a_new_requirement_is_a_node_of_its_own() -> None:
    document = read("bilge.sdoc", SAMPLE)
    answers = Answers("the pump", "when", "the alarm sounds", "stop", "within 3 s", "test")
    made = draft(document, SAMPLE.index("UID: PUMP-1"), answers, ())
    assert made is not None
    assert (
        "\n\n[REQUIREMENT]\nUID: PUMP-4\nVERIFICATION: test\nTITLE: Stop\nSTATEMENT: >>>\n"
        "When the alarm sounds, the pump shall stop within 3 s.\n<<<\n" in apply_edits(SAMPLE, made.edits)
    )


def test_links_and_identifiers_are_written() -> None:
    document = read("bilge.sdoc", SAMPLE)
    placed, statement = at(document, "float switch opens")
    edits = render_link(document, placed, statement, "derived-from", "BOAT-8")
    assert edits is not None
    assert "VALUE: src/pump.c\n- TYPE: Parent\n  VALUE: BOAT-8\n" in apply_edits(SAMPLE, edits)
    placed, statement = at(document, "level of the bilge")
    edits = render_link(document, placed, statement, "refines", "PUMP-1")
    assert edits is not None
    assert "mm.\n<<<\nRELATIONS:\n- TYPE: Parent\n  VALUE: PUMP-1\n  ROLE: Refines\n" in apply_edits(SAMPLE, edits)
    assert render_link(document, placed, statement, "allocated-to", "PUMP-1") is None
    bare = read("own.sdoc", HEAD + "\n[REQUIREMENT]\nSTATEMENT: The pump shall stop.\n")
    placed, statement = at(bare, "pump")
    edits = render_identifier(bare, placed, statement, "A-1")
    assert edits is not None
    assert "[REQUIREMENT]\nUID: A-1\nSTATEMENT: The pump" in apply_edits(bare.text, edits)


def test_nodes_that_are_nested_too_deeply_are_told() -> None:
    document = read("deep.sdoc", HEAD + "\n[[SECTION]]\nTITLE: x\n" * 200)
    assert any("nested too deeply" in message for _, _, message in problems(document))


NEAR = (
    HEAD
    + """
[REQUIREMENT]
uid: A-1
UID:A-1
Statement: The pump shall stop.
RELATION:
- TYPE: Parent
  VALUE: B-1

[Requirement]
UID: A-2
STATEMENT: The pump shall start.
RELATIONS:
- Type: Parent
- TYPE: child
  VALUE: B-2
"""
)


def test_what_is_almost_the_notation_is_told_with_what_was_meant() -> None:
    document = read("near.sdoc", NEAR)
    found = [
        (one.rule, one.place.of(placed.segment.text), one.fix)
        for placed in document.placed
        for one in placed.segment.reading.problems
    ]
    assert ("DOC002", "UID:A-1", "UID: A-1") in found
    assert ("DOC002", "uid: A-1", "UID: A-1") in found
    assert ("DOC002", "Statement", "STATEMENT") in found
    assert ("DOC002", "RELATION", "RELATIONS") in found
    assert ("DOC002", "[Requirement]", "[REQUIREMENT]") in found
    assert ("DOC002", "- Type: Parent", "- TYPE: Parent") in found
    assert ("DOC002", "child", "Child") in found


@pytest.mark.parametrize("line", ["UID:A-1", "uid: A-1", "Uid: A-1", "UID : A-1"])
def test_an_identifier_that_is_almost_the_notation_is_told_once_and_names_its_node(line: str) -> None:
    text = f"{HEAD}\n[REQUIREMENT]\n{line}\nSTATEMENT:The pump shall stop.\n"
    text += "\n[REQUIREMENT]\nUID: A-2\nSTATEMENT: The pump shall start.\nRELATIONS:\n- TYPE: Parent\n  VALUE: A-1\n"
    document = read("near.sdoc", text)
    check_places(document)
    assert labels(document) == ["A-1", "A-2"]
    assert said(document, Kind.REQUIREMENT) == ["The pump shall stop.", "The pump shall start."]
    rules = [one.rule for placed in document.placed for one in placed.segment.reading.problems]
    assert rules == ["DOC002", "DOC002"]


@pytest.mark.parametrize(
    ("markup", "said_"),
    [
        ("", "The pump shall stop as the manual and `code` say."),
        ("OPTIONS:\n  MARKUP: Markdown\n", "The pump shall stop as the :ref:`manual` and :code:`code` say."),
    ],
)
def test_the_markup_of_the_document_is_that_of_its_texts(markup: str, said_: str) -> None:
    text = (
        HEAD + markup + "\n[REQUIREMENT]\nUID: A-1\nSTATEMENT: The pump shall stop as the :ref:`manual` and :code:`code` say.\n"
    )
    document = read("own.sdoc", text)
    check_places(document)
    assert [one.text.replace("`", "") for _, one in document.statements()] == [said_.replace("`", "")]
