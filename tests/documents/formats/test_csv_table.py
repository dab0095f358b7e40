"""A table of separated values is read as a Markdown table is: its header names the columns."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shallcheck.documents.reading import edit_document, read_document
from shallcheck.documents.settings import ReaderSettings
from shallcheck.model.kinds import Kind, Level
from tests.documents.mutation import SAMPLES
from tests.documents.places import check_places
from tests.documents.reading import labels, links, read, said

TABLE = 'ID,Requirement,Verification,Parent\nA-1,"The pump shall say ""stop"".",test,"N-1, N-2"\nA-2,The pump shall stop.,,\n'
PIECES = [
    "ID,Requirement\n",
    'A-1,"The pump shall stop."\n',
    '"',
    '""',
    ",",
    "\n",
    "\r\n",
    "A-2,The pump shall\n",
    "x;y\n",
    "\ufeff",
]


def test_cells_are_what_the_header_calls_them() -> None:
    document = read("export.csv", TABLE)
    check_places(document)
    assert labels(document) == ["A-1", "A-2"]
    assert said(document, Kind.REQUIREMENT) == ['The pump shall say "stop".', "The pump shall stop."]
    assert links(document) == ["N-1", "N-2"]
    [attribute] = next(artifact for _, _, artifact in document.artifacts()).attributes
    assert (attribute.name, attribute.value) == ("verification", "test")


def test_our_sample_says_what_somebody_read_in_it() -> None:
    path = SAMPLES / "csv" / "ventilator.csv"
    document = read(str(path), path.read_text("utf-8"))
    check_places(document)
    assert labels(document) == ["VENT-10", "VENT-11", "VENT-12", "VENT-13"]
    assert said(document, Kind.REQUIREMENT)[2:] == ["The ventilator shall log:", "each alarm", "each change of a limit"]
    assert [artifact.title for _, _, artifact in document.artifacts()] == ["Alarms", "High pressure", "Silence", "Log"]
    assert links(document) == ["SN-3", "SN-3", "SN-4", "SN-5"]


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_the_separator_is_told_from_the_header(separator: str) -> None:
    assert labels(read("a.csv", TABLE.replace('"N-1, N-2"', "N-1").replace(",", separator))) == ["A-1", "A-2"]


@pytest.mark.parametrize(
    "text",
    [
        "name,price\nA-1,12\n",
        "id,description\nA-1,A pump that must be seen.\n",
        "",
        "\n\n",
        "The pump shall stop.\n",
        "ID,Requirement\n",
    ],
)
def test_a_table_of_something_else_is_silent(text: str) -> None:
    assert read_document("data.csv", text) is None


def test_a_quote_that_is_never_closed_is_told_and_the_rest_is_read() -> None:
    text = 'ID,Requirement\nA-1,The pump shall stop.\nA-2,"The pump shall start.\nA-3,The pump shall wait.\n'
    document = read("a.csv", text)
    check_places(document)
    assert labels(document) == ["A-1", "A-2", "A-3"]
    [(placed, problem)] = [(placed, one) for placed in document.placed for one in placed.segment.reading.problems]
    assert problem.rule == "DOC001"
    assert problem.place.shifted(placed.start).start == text.index('"')


@pytest.mark.parametrize(
    ("record", "text"),
    [
        ('A-1,"The pump shall start.', "The pump shall start."),
        ('A-1,"The pump shall say "stop"."', 'The pump shall say "stop".'),
    ],
)
def test_a_quote_that_closes_elsewhere_takes_nothing_of_the_next_records(record: str, text: str) -> None:
    table = f'ID,Requirement\n{record}\nA-2,The pump shall stop.\nA-3,"The pump shall wait."\nA-4,The pump shall rest.\n'
    document = read("a.csv", table)
    check_places(document)
    assert labels(document) == ["A-1", "A-2", "A-3", "A-4"]
    assert said(document, Kind.REQUIREMENT)[0] == text
    [(placed, problem)] = [(placed, one) for placed in document.placed for one in placed.segment.reading.problems]
    assert (problem.rule, problem.place.shifted(placed.start).start) == ("DOC001", table.index('"'))


def test_spaces_around_a_quoted_cell_are_none_of_it() -> None:
    document = read("a.csv", 'ID, Requirement, Parent\nA-1, "The pump shall, when dry, stop." , N-1\n')
    assert said(document, Kind.REQUIREMENT) == ["The pump shall, when dry, stop."]
    assert links(document) == ["N-1"]


def test_a_name_in_the_header_may_reach_over_lines() -> None:
    document = read("a.csv", '\ufeff"Req\nID","Requirement\ntext","Verification\nmethod"\nA-1,The pump shall stop.,test\n')
    check_places(document)
    assert labels(document) == ["A-1"]
    [attribute] = next(artifact for _, _, artifact in document.artifacts()).attributes
    assert (attribute.name, attribute.value) == ("verification", "test")


def test_what_numbers_the_rows_beside_their_identifiers_is_none() -> None:
    assert labels(read("a.csv", "No.,ID,Requirement\n1,A-1,The pump shall stop.\n")) == ["A-1"]
    assert labels(read("a.csv", "No.,Requirement\n1,The pump shall stop.\n")) == ["1"]


def test_a_table_that_the_configuration_names_needs_no_modal() -> None:
    table = "ID,Requirement\nA-1,The pump stops.\n"
    assert read_document("a.csv", table) is None
    document = read_document("a.csv", table, ReaderSettings(format="csv"))
    assert document is not None
    assert labels(document) == ["A-1"]


def test_thousands_of_blank_lines_are_no_records() -> None:
    began = time.process_time()
    document = read("a.csv", TABLE + "\n" * 500_000 + "A-3,The pump shall rest.,,\n")
    assert time.process_time() - began < 2
    assert labels(document) == ["A-1", "A-2", "A-3"]
    assert len(document.placed) == 4


def test_levels_and_kinds_have_columns() -> None:
    document = read(
        "a.csv", "ID,Level,Kind,Requirement\nA-1,needs,need,The nurse shall sleep.\nA-2,,information,It shall be so.\n"
    )
    found = [(artifact.level, artifact.kind) for _, _, artifact in document.artifacts()]
    assert found == [(Level.NEEDS, Kind.NEED), (Level.REQUIREMENTS, Kind.NOTE)]


def test_what_obliges_without_an_identifier_is_an_artifact_without_one() -> None:
    assert labels(read("a.csv", TABLE + ",The pump shall wait.,,\n,see above,,\n")) == ["A-1", "A-2", ""]


@given(
    st.sampled_from(["", "csv"]),
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.lists(st.tuples(st.integers(0, 120), st.integers(0, 20), st.sampled_from([*PIECES, ""])), max_size=5),
)
@settings(max_examples=200)
def test_an_edit_gives_what_a_fresh_read_gives(name: str, text: str, edits: list[tuple[int, int, str]]) -> None:
    choice = ReaderSettings(format=name)
    text = "ID,Requirement\nA-0,The pump shall run.\n" + text
    document = read_document("a.csv", text, choice)
    for place, length, new in edits:
        if document is None:
            return
        start = min(place, len(text))
        end = min(start + length, len(text))
        text = text[:start] + new + text[end:]
        document = edit_document(document, text, start, end, start + len(new))
        fresh = read_document("a.csv", text, choice)
        assert (document and [(one.start, one.segment.text, one.segment.reading) for one in document.placed]) == (
            fresh and [(one.start, one.segment.text, one.segment.reading) for one in fresh.placed]
        )
        if fresh:
            check_places(fresh)
