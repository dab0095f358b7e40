"""Real documents of each format are read whole: what a plain count of their notation finds, the reader finds."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from shallcheck.documents.reading import read_document
from shallcheck.model.document import Document
from shallcheck.model.kinds import Dialect, Kind
from tests.documents.corpus import CORPUS, files, name, needs_corpus
from tests.documents.places import check_places

ALL = [path for folder in ("kiro", "spec-kit", "openspec", "scale/pure", "markdown-srs") for path in files(folder)]
TOTALS = {
    "kiro": {"architecture": 80, "requirement": 543, "user-story": 98},
    "spec-kit": {"requirement": 118, "user-story": 23, "scenario-step": 120, "need": 40},
    "openspec": {"requirement": 264, "scenario-step": 2212},
    "scale/pure": {"requirement": 6725},
}
"""Statements by kind, read and counted by hand in a dozen documents before they were pinned."""


def read(path: Path) -> Document:
    document = read_document(str(path), path.read_text("utf-8"))
    assert document is not None
    return document


def labels(document: Document) -> list[str]:
    return [artifact.label for _, _, artifact in document.artifacts()]


def bare(text: str) -> str:
    """A text without fenced blocks and comments: neither holds requirements."""
    return re.sub(r"^(```|~~~).*?^\1|<!--.*?-->", "", text, flags=re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("path", [each for each in files("kiro") if each.name == "requirements.md"], ids=name)
def test_each_criterion_of_kiro_is_an_artifact(path: Path) -> None:
    text = bare(path.read_text("utf-8"))
    criteria = re.findall(
        r"^(?:#### Acceptance Criteria|#### 受け入れ基準)\s*\n((?:\s*\d+\..*\n?|\s+.*\n?)+)", text, re.MULTILINE
    )
    count = sum(len(re.findall(r"^\d+\.", block, re.MULTILINE)) for block in criteria)
    document = read(path)
    kinds = Counter(statement.kind for _, statement in document.statements())
    assert count > 0
    assert kinds[Kind.REQUIREMENT] == count
    assert document.setting.dialect is Dialect.EARS


@pytest.mark.parametrize("path", [each for each in files("spec-kit") if each.name == "spec.md"], ids=name)
def test_each_numbered_requirement_of_spec_kit_is_an_artifact(path: Path) -> None:
    text = bare(path.read_text("utf-8"))
    written = re.findall(r"^[-*] \*\*((?:FR|SC|NFR)-\d+[a-z]?)\b", text, re.MULTILINE)
    found = [label for label in labels(read(path)) if re.match(r"(?:FR|SC|NFR)-", label)]
    assert written
    assert found == written


@pytest.mark.parametrize("path", [each for each in files("openspec") if each.name == "spec.md"], ids=name)
def test_each_requirement_of_openspec_is_an_artifact(path: Path) -> None:
    written = re.findall(r"^### Requirement:[ \t]*(.+?)[ \t]*$", bare(path.read_text("utf-8")), re.MULTILINE)
    assert written
    assert labels(read(path)) == written


@pytest.mark.parametrize("path", files("scale/pure"), ids=name)
def test_each_identified_block_of_our_own_notation_is_an_artifact(path: Path) -> None:
    text = path.read_text("utf-8")
    written = re.findall(r"^(?:### |- \*\*|- )([A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*-\d+)\b", text, re.MULTILINE)
    assert written
    assert labels(read(path)) == written


@pytest.mark.parametrize("folder", TOTALS)
def test_the_statements_of_a_format_are_pinned(folder: str) -> None:
    needs_corpus()
    documents = [read_document(str(path), path.read_text("utf-8")) for path in files(folder)]
    kinds = Counter(statement.kind.value for document in documents if document for _, statement in document.statements())
    assert dict(kinds) == TOTALS[folder]


FORMATS = {
    ("reqif", "*.reqif"): ({"heading": 14, "note": 16, "requirement": 22}, {"requirement": 22}, 5),
    ("openfasttrace", "*.md"): (
        {"need": 10, "requirement": 45, "architecture": 61},
        {"need": 10, "requirement": 47, "architecture": 62},
        124,
    ),
    ("trlc", "*.trlc"): (
        {"requirement": 99, "note": 58, "test": 54, "need": 14, "term": 1},
        {"requirement": 103, "note": 58, "test": 54, "user-story": 14, "need": 2, "term": 1},
        252,
    ),
    ("gherkin", "*.feature"): ({"test": 134}, {"scenario-step": 340}, 0),
    ("doorstop", "*.yml"): ({"requirement": 34, "heading": 11, "note": 5, "test": 2}, {"requirement": 23, "test": 2}, 24),
    ("doorstop", "SDD*.md"): ({"heading": 1, "architecture": 3}, {"architecture": 4}, 5),
    ("strictdoc", "*.sdoc"): (
        {"heading": 60, "architecture": 2, "requirement": 299},
        {"requirement": 428, "architecture": 8},
        240,
    ),
    ("kiro", "*.md"): (
        {"architecture": 80, "requirement": 641, "task": 457},
        {"architecture": 80, "user-story": 98, "requirement": 543},
        1716,
    ),
    ("spec-kit", "*.md"): (
        {"user-story": 23, "requirement": 118, "need": 40, "task": 297},
        {"user-story": 23, "scenario-step": 120, "requirement": 118, "need": 40},
        302,
    ),
    ("sphinx-needs", "*.rst"): (
        {"requirement": 102, "note": 45, "test": 1},
        {"requirement": 180, "test": 1},
        167,
    ),
    ("openspec", "*.md"): ({"requirement": 251, "task": 85}, {"requirement": 264, "scenario-step": 2212}, 0),
}
"""Artifacts by kind, statements by kind, and links of all samples of a format."""


@pytest.mark.parametrize(("folder", "pattern"), FORMATS, ids=str)
def test_what_the_samples_of_a_format_say_is_pinned(folder: str, pattern: str) -> None:
    needs_corpus()
    documents = [document for path in files(folder, pattern) if (document := read_document(str(path), path.read_text("utf-8")))]
    for document in documents:
        check_places(document)
    artifacts = Counter(artifact.kind.value for document in documents for _, _, artifact in document.artifacts())
    statements = Counter(statement.kind.value for document in documents for _, statement in document.statements())
    links = sum(1 for document in documents for _ in document.links())
    assert (dict(artifacts), dict(statements), links) == FORMATS[folder, pattern]


@pytest.mark.parametrize("path", ALL, ids=name)
def test_every_place_of_a_real_document_slices_back(path: Path) -> None:
    document = read_document(str(path), path.read_text("utf-8"))
    if document is not None:
        check_places(document)


def test_the_corpus_is_where_the_tests_look_for_it() -> None:
    needs_corpus()
    assert len(ALL) > 150, CORPUS
