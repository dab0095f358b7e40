"""ReqIF: objects, their attributes and relations, each at its place in the XML; nothing that grows without bound is read."""

from __future__ import annotations

import pytest

from shallcheck.documents.reading import read_document
from shallcheck.model.document import Document
from shallcheck.model.kinds import Kind
from shallcheck.model.place import Span
from tests.documents.mutation import SAMPLES
from tests.documents.places import check_places

SAMPLE = (SAMPLES / "reqif" / "pump.reqif").read_text("utf-8")


def read(text: str) -> Document:
    document = read_document("pump.reqif", text)
    assert document is not None
    check_places(document)
    return document


def told(document: Document) -> list[tuple[str, str, str]]:
    return [(one.kind.value, one.label, one.title) for _, _, one in document.artifacts()]


def problems(document: Document) -> list[tuple[int, str]]:
    return [
        (document.text.count("\n", 0, placed.start + one.place.start) + 1, one.message)
        for placed in document.placed
        for one in placed.segment.reading.problems
    ]


def test_objects_are_artifacts_and_relations_links() -> None:
    document = read(SAMPLE)
    assert told(document) == [
        ("heading", "_o1", "Stopping"),
        ("requirement", "SYS-1", "Stop & hold"),
        ("requirement", "SYS-2", ""),
    ]
    text = document.text
    stop = [one for _, _, one in document.artifacts()][1]
    assert stop.place.of(text) == "SYS-1"
    assert [(one.name, one.value, one.place.of(text)[:5]) for one in stop.attributes] == [
        ("Supplier Status", "agreed", "agree"),
        ("verification", "Test, Inspection", "_test"),
    ]
    ((_, link),) = document.links()
    assert (link.artifact, link.target, link.type, link.place.of(text)) == (2, "SYS-1", "refines", "_o2")


def test_rich_text_is_flattened_and_keeps_its_places() -> None:
    document = read(SAMPLE)
    said = [one for _, one in document.statements()]
    assert [one.text for one in said] == [
        "The pump shall stop within 2 s at <80°C & below.",
        "When the tank is full, the valve shall:",
        "When the tank is full, the valve shall close within 1 s",
        "When the tank is full, the valve shall report “closed”",
    ]
    first = said[0]
    for words, source in (("stop", "stop"), ("2 s", "2&#x20;s"), ("<80°C", "&lt;80&#xB0;C"), ("&", "&amp;")):
        at = first.text.index(words)
        assert first.place(Span(at, at + len(words))).of(document.text) == source


@pytest.mark.parametrize("declared", ["UTF-16", "ISO-8859-1", "nonsense"])
def test_what_encoding_is_declared_does_not_matter(declared: str) -> None:
    assert told(read(SAMPLE.replace("UTF-8", declared, 1))) == told(read(SAMPLE))


def test_white_space_of_windows_and_odd_characters_keep_their_places() -> None:
    text = SAMPLE.replace("\n", "\r\n").replace("The pump", "The \U0001f6a2 pump").replace("Stopping", "Stö\ud800pping")
    document = read(text)
    assert told(document)[1:] == told(read(SAMPLE))[1:]
    ((_, link),) = document.links()
    assert link.place.of(text) == "_o2"


def test_a_section_of_plain_text_is_taken_as_it_stands() -> None:
    text = SAMPLE.replace("&lt;80&#xB0;C &amp; below.", "<![CDATA[*a* &amp; <b>]]>.")
    assert next(one.text for _, one in read(text).statements()).endswith("at *a* &amp; <b>.")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Requirement Heading", Kind.HEADING),
        ("Information", Kind.NOTE),
        ("Non-Requirement", Kind.NOTE),
        ("Non-functional Requirement", Kind.REQUIREMENT),
        ("Stakeholder Requirement", Kind.NEED),
        ("Test Case", Kind.TEST),
        ("Object Type", Kind.REQUIREMENT),
    ],
)
def test_what_an_object_is_its_types_name_says(name: str, kind: Kind) -> None:
    document = read(SAMPLE.replace("System Requirement", name))
    assert [one.kind for _, _, one in document.artifacts()][1] is kind
    assert bool(list(document.statements())) is (kind not in (Kind.HEADING, Kind.NOTE))


def test_a_bare_number_is_an_identifier_with_its_specifications_prefix_only() -> None:
    numbered = SAMPLE.replace("SYS-1", "12").replace("SYS-2", "13")
    assert [label for _, label, _ in told(read(numbered))] == ["_o1", "_o2", "_o3"]
    prefix = (
        '<VALUES><ATTRIBUTE-VALUE-STRING THE-VALUE="PMP-"><DEFINITION><ATTRIBUTE-DEFINITION-STRING-REF>ReqIF.Prefix'
        "</ATTRIBUTE-DEFINITION-STRING-REF></DEFINITION></ATTRIBUTE-VALUE-STRING></VALUES><CHILDREN>"
    )
    document = read(numbered.replace("<CHILDREN>", prefix, 1))
    assert [label for _, label, _ in told(document)] == ["_o1", "PMP-12", "PMP-13"]
    assert [link.target for _, link in document.links()] == ["PMP-12"]


def test_what_a_relation_lacks_is_told_and_the_rest_is_read() -> None:
    document = read(SAMPLE.replace("<SOURCE><SPEC-OBJECT-REF>_o3", "<SOURCE><SPEC-OBJECT-REF>_gone"))
    line = SAMPLE[: SAMPLE.index("<SOURCE>")].count("\n") + 1
    assert problems(document) == [(line, "No object is called “_gone”, so this relation links nothing: name one that exists.")]
    assert len(told(document)) == 3


def test_a_broken_file_is_told_at_its_line_and_read_up_to_there() -> None:
    at = SAMPLE.index('        <SPEC-OBJECT IDENTIFIER="_o3"')
    broken = SAMPLE[:at] + "<oops>" + SAMPLE[at:]
    document = read(broken)
    ((line, message),) = problems(document)
    assert broken.splitlines()[line - 1].strip() == "</SPEC-OBJECTS>"
    assert "another element" in message
    cut = read(SAMPLE[:at])
    assert [label for _, label, _ in told(cut)] == ["_o1", "SYS-1"]
    assert [message for _, message in problems(cut)] != []


def test_entities_and_deep_nesting_are_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n<REQ-IF'
    ((line, message),) = problems(read(SAMPLE.replace("<REQ-IF", bomb, 1)))
    assert line == 2
    assert "entities" in message
    deep = SAMPLE.replace("The pump", "<xhtml:i>" * 100_000 + "The pump", 1)
    ((_, message),) = problems(read(deep))
    assert "200 elements" in message


def test_other_xml_is_none_of_ours() -> None:
    assert read_document("a.reqif", "<?xml version='1.0'?><RIF/>") is None
    assert read_document("a.reqif", "REQ-IF") is None
    assert read_document("a.xml", SAMPLE) is None
