"""Doorstop: a file is an item, its name the identifier; what its links record, and what is written back."""

from __future__ import annotations

from pathlib import Path

import pytest

from shallcheck.documents.formats.doorstop import DOORSTOP
from shallcheck.documents.reading import ReaderSettings, read_document
from shallcheck.documents.writing import render_fix, render_link, render_suppression
from shallcheck.model.document import Artifact, Document
from shallcheck.model.finding import Edit, Fix, apply_edits
from shallcheck.model.kinds import Kind, Level
from shallcheck.model.place import Span
from shallcheck.project.readings import pack_document, unpack_document
from tests.documents.places import check_places
from tests.documents.reading import labels, read, said

SAMPLES = Path(__file__).parents[1] / "samples" / "doorstop"
ITEM = (SAMPLES / "REQ001.yml").read_text("utf-8")
TEST = (SAMPLES / "TST-002.md").read_text("utf-8")
LEAST = "active: true\nlevel: 1.0\nnormative: true\n"


def only(document: Document) -> Artifact:
    ((_, _, artifact),) = document.artifacts()
    return artifact


def edited(document: Document, fix: Fix, number: int = 0) -> str | None:
    placed, statement = list(document.statements())[number]
    edits = render_fix(document, placed, statement, fix)
    return None if edits is None else apply_edits(document.text, edits)


def test_an_item_is_named_by_its_file() -> None:
    document = read("reqs/REQ001.yml", ITEM)
    check_places(document)
    item = only(document)
    assert (item.label, item.title, item.kind, item.level) == (
        "REQ001",
        "Stop when empty",
        Kind.REQUIREMENT,
        Level.REQUIREMENTS,
    )
    assert said(document, Kind.REQUIREMENT) == [
        "When the float switch opens, the controller shall stop the pump within 2 s.",
        "The log shall hold:",
        "The log shall hold: the time in UTC, and",
        "The log shall hold: the level in mm.",
    ]
    assert {one.name: one.value for one in item.attributes if one.name != "fingerprint"} == {
        "active": "true",
        "derived": "false",
        "level": "1.1",
        "normative": "true",
        "rationale": "A dry pump burns, and it's not cheap.",
        "reviewed": "avwblqPimDJ2OgTrRCXxRPN8FQhUBWqPIXm7kSR95C4=",
        "file": "src/pump.c",
    }
    assert not [one for placed in document.placed for one in placed.segment.reading.problems]


def test_links_keep_what_they_record_of_their_target() -> None:
    document = read("reqs/REQ001.yml", ITEM)
    again = unpack_document("reqs/REQ001.yml", pack_document(document))
    for each in (document, again):
        assert [(link.type, link.target, link.fingerprint) for _, link in each.links()] == [
            ("derived-from", "NEED-007", "9TcFUzsQWUHhoh5wsqnhL7VRtSqMaIhrCXg7mfIkxKM="),
            ("derived-from", "NEED-008", ""),
        ]
        assert all(link.place.of(placed.segment.text) == link.target for placed, link in each.links())
    assert again.setting.name == "REQ001"


def test_an_items_fingerprint_is_the_one_that_doorstop_computes() -> None:
    # made with Doorstop 3.2: Item.stamp() of an item with this text
    document = read("REQ9.yml", LEAST + "ref: ''\ntext: |\n  The pump shall stop.   \n\n  It shall hoot.\n\n")
    marks = [one.value for one in only(document).attributes if one.name == "fingerprint"]
    assert marks == ["GG2sI37ICOP13RheOSMRa0txB-5K1oNMr0xRRJ6caW0="]
    own = ReaderSettings(declared='{"prefix": "REQ", "reviewed": "own"}')
    other = read_document("REQ9.yml", LEAST + "text: A\n", own)
    assert other is not None
    assert "fingerprint" not in [one.name for one in only(other).attributes]


def test_a_markdown_item_has_its_text_below_its_data() -> None:
    document = read("tests/TST-002.md", TEST)
    check_places(document)
    item = only(document)
    assert (item.label, item.title, item.kind, item.level) == ("TST-002", "Dry run", Kind.TEST, Level.TESTS)
    assert said(document, Kind.TEST) == ["Open the float switch and check that the pump stands still within 2 s."]
    assert [(link.type, link.target, link.fingerprint) for _, link in document.links()] == [("verifies", "REQ001", "")]
    assert item.place.of(TEST) == "# Dry run"


@pytest.mark.parametrize(
    ("text", "said_"),
    [
        ("text: The pump shall stop.\n", "The pump shall stop."),
        ("text: The pump\n  shall stop.\n", "The pump shall stop."),
        ("text: >-\n  The pump\n  shall stop.\n", "The pump shall stop."),
        ('text: "The \\"pump\\" shall\\\n  \\ stop."\n', 'The "pump" shall stop.'),
        ("text: 'The pump''s motor\n  shall stop.'\n", "The pump's motor shall stop."),
        ("text: |\r\n  The pump\r\n  shall stop.\r\n", "The pump shall stop."),
        ("text: |2\n    code\n\n  The pump shall stop.\n", "The pump shall stop."),
    ],
)
def test_a_text_is_placed_however_it_is_written(text: str, said_: str) -> None:
    document = read("REQ1.yml", LEAST + text)
    check_places(document)
    assert said(document, Kind.REQUIREMENT) == [said_]
    placed, statement = next(document.statements())
    stop = statement.text.index("stop")
    assert statement.place(Span(stop, stop + 4)).of(placed.segment.text) == "stop"


@pytest.mark.parametrize("key", ["active: false", "normative: false", "normative: no"])
def test_an_item_that_is_retired_or_no_requirement_is_not_judged(key: str) -> None:
    document = read("REQ1.yml", f"derived: false\nlevel: 1.0\nreviewed: null\n{key}\ntext: The pump shall stop.\n")
    assert labels(document) == ["REQ1"]
    assert not list(document.statements())


def test_prose_that_obliges_nobody_is_no_requirement() -> None:
    document = read("TUT1.yml", LEAST + "text: |\n  **How to**\n\n  Enter this, etc.:\n\n      $ make\n")
    assert not list(document.statements())


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("REQ1.yml", "name: x\non: push\n"),
        (".github/ci1.yml", "name: x\nlevel: 2\nlinks: []\n"),
        (".doorstop.yml", "settings:\n  prefix: REQ\n"),
        ("reqs/notes.yml", LEAST),
        ("REQ1.md", "# A page\n\nactive: true\nlevel: 1\nnormative: true\n"),
        ("REQ1.yml", ""),
    ],
)
def test_other_yaml_stays_silent(path: str, text: str) -> None:
    assert read_document(path, text) is None


def test_the_documents_own_file_names_its_items() -> None:
    assert DOORSTOP.declare is not None
    declared = DOORSTOP.declare({".doorstop.yml": "settings:\n  digits: 3\n  prefix: SDD\n  sep: '_'\n"})
    settings = ReaderSettings(declared=declared)
    document = read_document("SDD_one.yml", "text: The pump is red and shall stop.\n", settings)
    assert document is not None
    assert document.setting.level is Level.ARCHITECTURE
    assert read_document("REQ_one.yml", "text: The pump shall stop.\n", settings) is None
    assert DOORSTOP.declare({".doorstop.yml": "settings: [\n"}) == ""


def test_what_is_broken_is_told_at_its_line_and_the_rest_is_read() -> None:
    text = (
        "active: true\nlevel: 1.0: x\nlinks: REQ2\nnormative: true\nowner: !!python/object:os.system x\n"
        "peer: *it\nreviewed: [a\ntext: |\n  The pump shall stop.\n"
    )
    document = read("REQ1.yml", text)
    assert said(document, Kind.REQUIREMENT) == ["The pump shall stop."]
    found = [one for placed in document.placed for one in placed.segment.reading.problems]
    assert [(text.count("\n", 0, one.place.start) + 1, one.rule) for one in found] == [
        (2, "DOC001"), (7, "DOC001"), (5, "DOC001"), (6, "DOC001"), (3, "DOC001"),
    ]  # fmt: skip


def test_fixes_are_written_in_the_style_of_the_text() -> None:
    document = read("REQ001.yml", ITEM)
    statement = next(document.statements())[1]
    at = statement.text.index("the pump within")
    text = edited(document, Fix("", (Edit(at, at + 15, "both pumps in"),)))
    assert text == ITEM.replace("stop the pump\n  within 2 s", "stop both pumps in 2 s")
    single = read("REQ1.yml", LEAST + "text: 'The pump shall stop.'\n")
    assert edited(single, Fix("", (Edit(4, 8, "pump's motor"),))) == LEAST + "text: 'The pump''s motor shall stop.'\n"
    double = read("REQ1.yml", LEAST + 'text: "The pump shall stop."\n')
    assert edited(double, Fix("", (Edit(4, 8, 'pump "A"'),))) == LEAST + 'text: "The pump \\"A\\" shall stop."\n'
    plain = read("REQ1.yml", LEAST + "text: The pump shall stop.\n")
    assert edited(plain, Fix("", (Edit(4, 8, "pump: that"),))) is None


def test_attributes_and_links_are_written_where_doorstop_sorts_them() -> None:
    document = read("REQ001.yml", ITEM)
    text = edited(document, Fix("", (), attribute=("Verification", "test")))
    assert text is not None
    assert text.endswith("- the level in mm.\nverification: test\n")
    assert only(read("REQ001.yml", text)).attributes[-3].value == "test"
    placed, statement = next(document.statements())
    edits = render_link(document, placed, statement, "derived-from", "NEED-009")
    assert edits is not None
    assert "- NEED-008\n- NEED-009: null\nnormative" in apply_edits(ITEM, edits)
    assert render_link(document, placed, statement, "verifies", "NEED-009") is None
    empty = read("REQ1.yml", LEAST + "links: []\ntext: The pump shall stop.\n")
    placed, statement = next(empty.statements())
    edits = render_link(empty, placed, statement, "derived-from", "NEED-009")
    assert edits is not None
    assert "links:\n- NEED-009: null\ntext" in apply_edits(empty.text, edits)
    none = read("REQ1.yml", LEAST + "text: The pump shall stop.\n")
    placed, statement = next(none.statements())
    edits = render_link(none, placed, statement, "derived-from", "NEED-009")
    assert edits is not None
    assert "level: 1.0\nlinks:\n- NEED-009: null\nnormative" in apply_edits(none.text, edits)


def test_a_split_needs_a_new_file_and_is_not_offered() -> None:
    assert edited(read("REQ001.yml", ITEM), Fix("", (), siblings=("The pump shall hoot.",))) is None


def test_comments_silence_rules() -> None:
    document = read("REQ001.yml", ITEM)
    (silence,) = [one for placed in document.placed for one in placed.segment.reading.suppressions]
    assert silence.rules == ("VER003",)
    assert silence.artifacts == (0,)
    for path, text in (("REQ001.yml", ITEM), ("TST-002.md", TEST)):
        document = read(path, text)
        placed, statement = next(document.statements())
        edits = render_suppression(document, placed, statement.place(Span(0, 4)), "AMB001", "a drill")
        assert edits is not None
        silenced = read(path, apply_edits(text, edits))
        assert "AMB001" in [rule for each in silenced.placed for one in each.segment.reading.suppressions for rule in one.rules]


def test_keys_that_doorstop_would_pass_over_are_told() -> None:
    document = read("REQ1.yml", LEAST + "Text: The pump shall stop.\nlink:\n- REQ2\nowner: me\n")
    found = [one for placed in document.placed for one in placed.segment.reading.problems]
    assert [(one.rule, one.place.of(document.text), one.fix) for one in found] == [
        ("DOC002", "Text", "text"),
        ("DOC002", "link", "links"),
    ]
