"""Decision records: one a file, decisions that are never judged, with links to those that they supersede."""

from __future__ import annotations

import pytest

from shallcheck.documents.reading import read_document
from shallcheck.model.document import Document
from shallcheck.model.kinds import Kind, Level
from tests.documents.reading import labels, read, said
from tests.rules.workspace import project, quotes

NYGARD = """# 9. Use one pump

Date: 2026-01-31

## Status

Accepted

Supersedes [5. Use two pumps](0005-use-two-pumps.md)

## Context

Two pumps MUST be fed.

## Decision

We will use one pump. It shall be enough.

It shall be small.

## Consequences

The bilge fills when it fails.
"""
MADR = """---
status: "superseded by ADR-0009"
date: 2026-01-02
---
# Use two pumps

## Context and Problem Statement

How many pumps?

## Considered Options

* One
* Two

## Decision Outcome

Chosen option: "Two", because one fails.
"""


def linked(document: Document) -> list[tuple[str, str, str]]:
    return [(link.type, link.target, link.place.of(placed.segment.text)) for placed, link in document.links()]


def test_a_record_of_nygards_is_a_decision_known_by_its_file() -> None:
    document = read("docs/adr/0009-use-one-pump.md", NYGARD)
    ((placed, _, record),) = document.artifacts()
    assert (record.label, record.title, record.kind, record.level) == (
        "ADR-0009",
        "Use one pump",
        Kind.DECISION,
        Level.ARCHITECTURE,
    )
    assert record.place.of(placed.segment.text) == "9"
    assert record.extent.of(placed.segment.text).endswith("when it fails.")
    assert [each.value for each in record.attributes] == ["Accepted"]
    assert linked(document) == [("supersedes", "ADR-0005", "0005")]
    assert said(document, Kind.DECISION) == ["We will use one pump. It shall be enough."]
    assert len(list(document.statements())) == 1


def test_a_record_of_madr_tells_its_status_in_the_front_matter() -> None:
    document = read("docs/decisions/0005-use-two-pumps.md", MADR)
    ((_, _, record),) = document.artifacts()
    assert (record.label, record.title) == ("ADR-0005", "Use two pumps")
    assert [(each.name, each.value) for each in record.attributes] == [("status", "superseded by ADR-0009")]
    assert linked(document) == [("superseded-by", "ADR-0009", "0009")]
    assert said(document, Kind.DECISION) == ['Chosen option: "Two", because one fails.']


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("* Status: superseded by [ADR-0007](0007-x.md)", ("superseded-by", "ADR-0007")),
        ("- **Status**: Superseded by ADR 7", ("superseded-by", "ADR-0007")),
        ("Status: accepted, amends ADR-12", ("amends", "ADR-0012")),
    ],
)
def test_the_status_may_stand_in_a_line(line: str, expected: tuple[str, str]) -> None:
    document = read("docs/adr/0003-x.md", f"# X\n\n{line}\n\n## Context\nC.\n\n## Decision\nD.\n")
    assert [each[:2] for each in linked(document)] == [expected]


@pytest.mark.parametrize(
    "path",
    ["docs/0009-use-one-pump.md", "docs/adr/README.md", "docs/adr/template.md", "notes/plan.md"],
)
def test_what_is_no_numbered_record_is_none(path: str) -> None:
    assert read_document(path, NYGARD.replace("# 9. Use", "# Use")) is None
    assert read_document("docs/adr/0001-notes.md", "# Notes\n\nThe pump is old.\n") is None


def test_the_number_may_stand_in_the_heading_alone() -> None:
    assert labels(read("architecture/decisions/use-one-pump.md", NYGARD)) == ["ADR-9"]


def test_each_folder_counts_anew_and_a_number_is_given_once_in_it() -> None:
    once = {"a__docs__adr__0009_x_md": NYGARD, "b__docs__adr__0009_y_md": NYGARD}
    assert quotes(project(**{key: text.replace("Supersedes [5", "See [5") for key, text in once.items()}), "UNQ001") == []
    twice = {"docs__adr__0009_x_md": NYGARD, "docs__adr__0009_y_md": NYGARD}
    assert quotes(project(**twice), "UNQ001") == ["9", "9"]


def test_a_superseded_record_must_exist() -> None:
    assert quotes(project(docs__adr__0009_x_md=NYGARD), "TRC002") == ["0005"]
    assert quotes(project(docs__adr__0009_x_md=NYGARD, docs__adr__0005_y_md=MADR), "TRC002") == []
