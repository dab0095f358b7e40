"""What is written into the documents of coding agents is read there again: fixes, splits and suppressions."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from shallcheck.documents.reading import read_document
from shallcheck.documents.writing import render_fix, render_suppression
from shallcheck.model.document import Document, Placed, Statement
from shallcheck.model.finding import Edit, Fix, apply_edits
from shallcheck.model.kinds import Kind
from shallcheck.model.place import Span
from tests.documents.mutation import SAMPLES
from tests.documents.reading import labels, read

DELTA = "openspec/openspec/changes/dry-run/specs/bilge-pump/spec.md"
DOCUMENTS = {
    "bmad/prd.md": ("A skipper can leave", "FR-3"),
    "kiro/.kiro/specs/bilge-pump/requirements.md": ("WHEN the bilge", "1.3"),
    "openspec/openspec/specs/bilge-pump/spec.md": ("The controller SHALL stop", "Stop when empty 2"),
    DELTA: ("The controller SHALL stop", "Dry run 2"),
    "spec-kit/specs/001-bilge-pump/spec.md": ("System MUST start", "FR-003"),
    "spec-kit/.specify/memory/constitution.md": ("Each change MUST", ""),
    "tessl/pump.spec.md": ("The pump must stop", ""),
}
"""A statement of each by its first words, and the identifier that a part split off gets (empty: there is no place for it)."""


def sample(name: str) -> Document:
    path = SAMPLES / name
    return read(path.as_posix(), path.read_text("utf-8"))


def statement(document: Document, words: str) -> tuple[Placed, Statement]:
    return next((placed, one) for placed, one in document.statements() if one.text.startswith(words))


def again(document: Document, edits: Iterable[Edit]) -> Document:
    """The document with edits made, read again."""
    read_again = read_document(document.path, apply_edits(document.text, edits))
    assert read_again is not None
    return read_again


@pytest.mark.parametrize(("name", "words"), [(name, words) for name, (words, _) in DOCUMENTS.items()])
def test_a_fix_says_what_was_meant(name: str, words: str) -> None:
    document = sample(name)
    placed, one = statement(document, words)
    edits = render_fix(document, placed, one, Fix("", (Edit(len(one.text) - 1, len(one.text), ", by day."),)))
    assert edits is not None
    assert statement(again(document, edits), words)[1].text == one.text[:-1] + ", by day."


@pytest.mark.parametrize(("name", "words", "label"), [(name, *rest) for name, rest in DOCUMENTS.items()])
def test_what_is_split_off_becomes_an_artifact_where_the_format_has_a_place_for_it(name: str, words: str, label: str) -> None:
    document = sample(name)
    placed, one = statement(document, words)
    edits = render_fix(document, placed, one, Fix("", siblings=("The lamp SHALL light.",)))
    if not label:
        assert edits is None
        return
    assert edits is not None
    split = again(document, edits)
    assert label in labels(split)
    assert "The lamp SHALL light." in [each.text for _, each in split.statements() if each.kind is Kind.REQUIREMENT]


def test_nothing_is_split_off_a_requirement_that_a_delta_modifies() -> None:
    document = sample(DELTA)
    placed, one = statement(document, "The controller SHALL log")
    assert render_fix(document, placed, one, Fix("", siblings=("The lamp SHALL light.",))) is None


@pytest.mark.parametrize(("name", "words"), [(name, words) for name, (words, _) in DOCUMENTS.items()])
def test_a_suppression_covers_its_statement(name: str, words: str) -> None:
    document = sample(name)
    placed, one = statement(document, words)
    edits = render_suppression(document, placed, one.place(Span(0, 5)), "AMB001", "the maker defines it")
    assert edits is not None
    silenced, same = statement(again(document, edits), words)
    (suppression,) = silenced.segment.reading.suppressions
    place = same.place(Span(0, len(same.text)))
    assert suppression.rules == ("AMB001",)
    assert suppression.extent.start <= place.start < place.end <= suppression.extent.end
