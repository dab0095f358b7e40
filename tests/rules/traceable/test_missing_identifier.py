"""An obligation without an identifier is offered the next free one, written as its document writes identifiers."""

from __future__ import annotations

import pytest

from shallcheck.documents.writing import render_next_identifier
from shallcheck.model.finding import apply_edits
from tests.documents.reading import read

HEAD = "---\nlevel: requirements\n---\n"
SDOC = (
    "[DOCUMENT]\nTITLE: W\n\n[REQUIREMENT]\nUID: W-7\nSTATEMENT: The winch shall stop.\n\n"
    "[REQUIREMENT]\nSTATEMENT: The winch shall wait.\n"
)


@pytest.mark.parametrize(
    ("path", "text", "written"),
    [
        (
            "a.md",
            HEAD + "- **SYS-021**: The crane shall stop.\n- The crane shall wait.\n",
            "- **SYS-022**: The crane shall wait.\n",
        ),
        ("a.md", HEAD + "The crane shall wait.\n\n### SYS-3 Stop\nThe crane shall stop.\n", "**SYS-4**: The crane shall wait.\n"),
        ("a.sdoc", SDOC, "[REQUIREMENT]\nUID: W-8\nSTATEMENT: The winch shall wait.\n"),
    ],
)
def test_the_next_free_identifier_is_written_in_front(path: str, text: str, written: str) -> None:
    document = read(path, text)
    placed, statement = next(
        (placed, one)
        for placed, one in document.statements()
        if one.artifact is not None and not placed.segment.reading.artifacts[one.artifact].label
    )
    edits = render_next_identifier(document, placed, statement)
    assert edits is not None
    assert written in apply_edits(text, edits)


def test_where_no_identifier_is_there_to_go_on_from_none_is_made_up() -> None:
    document = read("System_Requirements.md", "The crane shall wait.\n")
    placed, statement = next(document.statements())
    assert render_next_identifier(document, placed, statement) is None
