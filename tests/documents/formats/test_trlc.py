"""TRLC: records, judged by the types that `.rsl` files declare."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from shallcheck.documents.formats.trlc import cut_records
from shallcheck.documents.reading import read_document
from shallcheck.documents.segments import START
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.trlc_types import declare, types_of
from shallcheck.documents.writing import render_fix, render_link, render_suppression
from shallcheck.model.document import Document, Placed, Statement
from shallcheck.model.finding import Edit, Fix, apply_edits
from shallcheck.model.kinds import Kind
from shallcheck.model.place import Span
from tests.documents.corpus import files, needs_corpus
from tests.documents.places import check_places
from tests.documents.reading import labels, read, said

FOLDER = Path(__file__).parents[1] / "samples" / "trlc"
SAMPLE = (FOLDER / "pump.trlc").read_text("utf-8")
TYPES = declare({"pump.rsl": (FOLDER / "pump.rsl").read_text("utf-8")})
HEAD = "package Pump\n"
STOP = 'Requirement Stop {\n  summary = "Stop"\n  description = "The pump shall stop within 2 s."\n}\n'
START_IT = "Requirement Start {\n  summary = \"Start\"\n  description = '''The pump shall start within 2 s.'''\n}\n"


def typed(text: str) -> Document:
    document = read_document("pump.trlc", text, ReaderSettings(format="trlc", declared=TYPES))
    assert document is not None
    check_places(document)
    return document


def problems(document: Document) -> list[tuple[int, str, str | None]]:
    """Line, rule and fix of each problem."""
    return [
        (document.text.count("\n", 0, placed.start + one.place.start) + 1, one.rule, one.fix)
        for placed in document.placed
        for one in placed.segment.reading.problems
    ]


def first(document: Document) -> tuple[Placed, Statement]:
    return next(iter(document.statements()))


def test_the_sample_is_read() -> None:
    document = typed(SAMPLE)
    found = [(document.identifier(one), one.title, one.kind) for _, _, one in document.artifacts()]
    assert found == [
        ("Pump.Stop_When_Dry", 'Stop \\"dry\\"', Kind.REQUIREMENT),
        ("Pump.Sound_Horn", "Horn", Kind.REQUIREMENT),
        ("Pump.Dry_Run", "", Kind.TEST),
        ("Pump.Fire", "", Kind.NOTE),
    ]
    assert said(document, Kind.REQUIREMENT) == [
        "While the float switch is open, the pump shall stop within 2 s.",
        "When the fuse blows, the pump shall:",
        "The horn shall sound at 90 dB.",
    ]
    (lead,) = [one for _, one in document.statements() if one.lead_in]
    assert [text for text, _ in lead.items] == ["stop within 2 s", 'sound the "horn", as Stop_When_Dry says']
    assert [(link.target, link.type) for _, link in document.links()] == [
        ("Stop_When_Dry", "mentions"),
        ("Stop_When_Dry", "derived-from"),
        ("Harbour.Rule_4", "derived-from"),
        ("Pump.Stop_When_Dry", "verifies"),
    ]
    assert [(one.name, one.value) for one in next(iter(document.artifacts()))[2].attributes] == [
        ("integrity", "Integrity.A"),
        ("source", '"handbook"@3'),
    ]
    assert [title.title for placed in document.placed for title in placed.segment.reading.outline] == ["Stopping"]
    assert problems(document) == []


def test_a_link_in_a_text_is_followed_where_the_type_says_so() -> None:
    text = (
        HEAD + STOP + "Requirement Go {\n  summary = \"Go\"\n  description = '''It shall go, as [[Stop, B.Other]] says.'''\n}\n"
    )
    found = [(link.target, link.type, link.place.of(placed.segment.text)) for placed, link in typed(text).links()]
    assert found == [("Stop", "mentions", "Stop"), ("B.Other", "mentions", "B.Other")]
    assert list(read("pump.trlc", text).links()) == []


def test_places_slice_back() -> None:
    document = typed(SAMPLE)
    for placed, link in document.links():
        assert link.place.of(placed.segment.text) == link.target
    for placed, _, artifact in document.artifacts():
        assert artifact.place.of(placed.segment.text) == artifact.label
        for attribute in artifact.attributes:
            assert attribute.place.of(placed.segment.text).split() == attribute.value.split()


def test_an_item_without_words_is_none() -> None:
    text = "When the fuse blows, the pump shall:\n- stop within 2 s\n- \n\nIt shall ring."
    document = typed(f"{HEAD}Requirement Blow {{\n  description = '''\n{text}\n'''\n}}\n")
    statement = next(each for _, each in document.statements())
    assert [words for words, _ in statement.items] == ["stop within 2 s"]


def test_an_escape_is_one_quote() -> None:
    document = typed(HEAD + STOP.replace("stop within", 'say \\"stop\\" within'))
    placed, statement = first(document)
    assert statement.text == 'The pump shall say "stop" within 2 s.'
    at = statement.text.index("within")
    assert statement.place(Span(at, at + 6)).of(placed.segment.text) == "within"


@pytest.mark.parametrize(("broken", "line"), [
    (STOP.replace("}\n", ""), 2),
    (STOP.replace('2 s."', "2 s."), 4),
    (STOP.replace('"The pump shall stop within 2 s."', "'''The pump shall stop."), 4),
    (STOP.replace("summary =", "summary"), 3),
    (STOP.replace('"Stop"', ""), 3),
    (STOP.replace('  summary = "Stop"\n', ""), 2),
    (STOP.replace("summary", "colour"), 2),
    ("stray words here\n", 2),
])  # fmt: skip
def test_a_broken_record_is_told_and_the_next_is_read(broken: str, line: int) -> None:
    document = typed(HEAD + broken + START_IT)
    assert (line, "DOC001") in [(where, rule) for where, rule, _ in problems(document)]
    assert labels(document)[-1] == "Start"
    assert said(document, Kind.REQUIREMENT)[-1] == "The pump shall start within 2 s."


def test_a_field_that_is_nearly_one_is_told_with_the_field() -> None:
    assert (3, "DOC002", "summary") in problems(typed(HEAD + STOP.replace("summary", "sumary")))


def test_without_types_the_text_that_obliges_is_what_a_record_says() -> None:
    fields = '  title = "It shall"\n  wording = "The pump shall stop."\n  x = B.Two\n  y = Mode.On\n  z = page@3\n'
    document = read("a.trlc", f"package A\nimport B\nThing One {{\n{fields}}}\n")
    assert said(document, Kind.REQUIREMENT) == ["The pump shall stop."]
    assert [link.target for _, link in document.links()] == ["B.Two"]


def test_types_are_declared() -> None:
    types = types_of(TYPES)
    components = types.components("Pump.Requirement")
    assert components is not None
    assert {name: one.type for name, one in components.items()} == {
        "summary": "String",
        "integrity": "Pump.Integrity",
        "source": "Pump.Source_Document",
        "derived_from": "Pump.Requirement",
        "description": "Markup_String",
    }
    assert types.enums == ["Pump.Integrity"]
    assert types_of("{").records == {}


@pytest.mark.parametrize("text", ["", "Just text.\n", "{}\n"])
def test_other_files_are_none_of_ours(text: str) -> None:
    assert read_document("a.trlc", text) is None


def test_each_record_is_a_segment() -> None:
    assert len(list(cut_records(SAMPLE, START))) == 5


def test_words_are_written_as_their_text_demands() -> None:
    for text, meant in ((STOP, 'the \\"pump\\" shall'), (START_IT, 'the "pump" shall')):
        document = typed(HEAD + text)
        edits = render_fix(document, *first(document), Fix("", (Edit(0, 14, 'the "pump" shall'),)))
        assert edits is not None
        assert meant in apply_edits(document.text, edits)


def test_quotes_that_would_end_a_text_are_exchanged() -> None:
    document = typed(HEAD + START_IT)
    edits = render_fix(document, *first(document), Fix("", (Edit(0, 8, "The '''pump"),)))
    assert edits is None


def test_a_sibling_gets_a_name_of_its_own() -> None:
    document = typed(HEAD + STOP)
    edits = render_fix(document, *first(document), Fix("", (), siblings=("The horn shall sound for 1 s.",)))
    assert edits is not None
    edited = typed(apply_edits(document.text, edits))
    assert labels(edited) == ["Stop", "Stop_2"]
    assert problems(edited) == []


def test_a_link_is_written_where_the_type_has_a_field() -> None:
    document = typed(HEAD + STOP + START_IT)
    edits = render_link(document, *first(document), "derived-from", "Start")
    assert edits is not None
    text = apply_edits(document.text, edits)
    assert 's."\n  derived_from = [Start]\n}' in text
    more = render_link(typed(text), *first(typed(text)), "derived-from", "Other")
    assert more is not None
    assert "[Start, Other]" in apply_edits(text, more)
    assert render_link(document, *first(document), "verifies", "Start") is None


def test_an_attribute_is_written_where_the_type_has_a_field() -> None:
    document = typed(HEAD + STOP)
    assert render_fix(document, *first(document), Fix("", (), attribute=("Owner", "Ada"))) is None


def test_a_suppression_is_written_as_a_comment() -> None:
    document = typed(HEAD + STOP)
    placed, _, artifact = next(iter(document.artifacts()))
    edits = render_suppression(document, placed, artifact.place, "AMB001", "x")
    assert edits is not None
    assert "// shallcheck-disable AMB001: x\nRequirement Stop" in apply_edits(document.text, edits)


def test_nothing_of_the_corpus_is_broken() -> None:
    needs_corpus()
    rules = {path.name: path.read_text("utf-8") for path in files("trlc", "*.rsl")}
    settings = ReaderSettings(format="trlc", declared=declare(rules))
    for path in files("trlc", "*.trlc"):
        document = read_document(str(path), path.read_text("utf-8"), settings)
        assert document is not None
        assert problems(document) == []


@pytest.mark.parametrize("text", ["T N {\n", "word ", "a.", "T N { a = ''' ", "/*", "It shall" + " " * 50, "[["])
def test_hostile_text_is_read_in_time_that_grows_with_it(text: str) -> None:
    began = time.process_time()
    read("a.trlc", HEAD + text * 4_000)
    read("a.trlc", HEAD + "T N { text = '''It shall:\n" + text.replace("'", "") * 4_000 + "'''}")
    assert time.process_time() - began < 2


def test_what_looks_like_an_import_behind_a_record_is_none() -> None:
    record = 'Requirement R{n} {{\n  description = "The pump shall stop."\n}}\n'
    text = "package Pump\nimport Boat\n" + "".join(record.format(n=n) for n in range(4)) + "import Lamp {\n" + record.format(n=9)
    document = read_document("pump.trlc", text)
    assert document is not None
    assert {placed.segment.context for placed in document.placed[1:]} == {"Boat"}
