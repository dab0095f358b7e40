"""The pattern of a project for its identifiers: what it finds, and that none takes long."""

from __future__ import annotations

import time

import pytest

from shallcheck.documents.notation import notation
from shallcheck.documents.own_pattern import own_pattern
from shallcheck.documents.reading import ReaderSettings, read_document
from shallcheck.model.place import Span


@pytest.mark.parametrize(
    "pattern", [r"(\w+)\1", "(?=a)b", "a" * 500, "REQ-[", "(?:a{999}){999}", "(?:[a-z]{900}|[0-9]{900}|[A-Z]{900})"]
)
def test_a_pattern_that_is_none_or_too_large_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError):
        own_pattern(pattern)


FORMS = {
    r"REQ-\d+": "REQ-12",
    r"(?:SYS|SW)-[A-Z]{2,4}-\d{3,}[a-z]?": "SYS-HMI-012a",
    r"[A-Z]+(?:-[A-Z]+)*-\d+(?:\.\d+)*": "A-B-C-1.2.3",
    r"R\d+|R\d+\.\d+": "R1.2",
    r"REQ \d+": "REQ 12",
    r"\[§\d+\]": "[§7]",
}
SHAPES = [
    "- **{}**: The pump shall stop.\n",
    "- **{} Lockout**: The pump shall stop.\n",
    "- {}: The pump shall stop.\n",
    "{} The pump shall stop.\n",
    "### {} Lockout\n\nThe pump shall stop.\n",
    "| id | requirement |\n|---|---|\n| {} | The pump shall stop. |\n",
    "- [ ] `{}`: The pump shall stop.\n",
]


@pytest.mark.parametrize(("pattern", "label"), FORMS.items())
@pytest.mark.parametrize("shape", SHAPES)
def test_an_identifier_is_found_where_ours_are(pattern: str, label: str, shape: str) -> None:
    text = "---\nlevel: requirements\n---\n\n# Pump\n\n" + shape.format(label)
    document = read_document("x.md", text, ReaderSettings(identifier_pattern=pattern))

    assert document is not None
    assert [(artifact.label, artifact.place.shifted(placed.start).of(text)) for placed, _, artifact in document.artifacts()] == [
        (label, label)
    ]
    assert [statement.text for _, statement in document.statements()] == ["The pump shall stop."]


def test_links_lead_to_such_identifiers() -> None:
    signs = notation(r"R\d+")

    assert list(signs.targets("to R1, R2 and xR3, R4x\nor [R5](#R6) or [it](other.md#R7)", 0, 60)) == [
        ("R1", Span(3, 5)),
        ("R2", Span(7, 9)),
        ("R5", Span(27, 29)),
        ("R7", Span(53, 55)),
    ]


@pytest.mark.parametrize(
    "pattern", ["A?" * 40 + "A" * 40 + "!", "[A-Z]*[A-Z]*[A-Z]*[A-Z]*!", "(A+)+!", "(A|AA)+!", "A|A.*!", "(?:A?){300}A{300}!"]
)
@pytest.mark.parametrize("text", ["A" * 20_000, "A " * 10_000, "- **" + "A" * 500 + "\n" + "\n".join(["- AAAA"] * 2000)])
def test_no_pattern_takes_for_ever(pattern: str, text: str) -> None:
    begin = time.process_time()
    read_document("System_Requirements.md", text + " shall\n", ReaderSettings(identifier_pattern=pattern))

    assert time.process_time() - begin < 5.0, "seconds; with a regular expression that tries every way it takes years"


def test_half_characters_are_read() -> None:
    signs = notation(r"R\d+")

    assert list(signs.find("\ud800 R1 \ue000\ue000 R2")) == [Span(2, 4), Span(8, 10)]
    assert signs.head("\ue000: The \ud800") is None
