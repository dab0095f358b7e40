"""A fix that exchanges words: the document then says exactly what was meant, in each notation, and all else as before."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shallcheck.documents.reading import read_document
from shallcheck.documents.writing import render_fix
from shallcheck.model.document import Document
from shallcheck.model.finding import Edit, Fix

NOTATIONS = {
    "heading": (
        "System_Requirements.md",
        "### SYS-001 Level\n{}\n- Traces to: SN-001\n\n### SYS-002 Next\nThe pump shall stop.\n",
    ),
    "item": ("System_Requirements.md", "- **SYS-001**: {}\n- **SYS-002**: The pump shall stop.\n"),
    "row": ("System_Requirements.md", "| ID | Requirement |\n|---|---|\n| SYS-001 | {} |\n| SYS-002 | The pump shall stop. |\n"),
    "criterion": (
        ".kiro/specs/pump/requirements.md",
        "# Requirements Document\n\n### Requirement 1: Level\n\n#### Acceptance Criteria\n1. {}\n2. THE pump SHALL stop.\n",
    ),
    "statements": ("pump.jsonl", '{{"id": "SYS-001", "text": {}}}\n{{"id": "SYS-002", "text": "The pump shall stop."}}\n'),
}
WORDS = st.sampled_from(
    "tank level shall should may not above 5 cm, *start* `stop` **and** SYS-002 (fast) or/and \\<limit> quickly; a_b [x](y) “so” "
    "etc. 1. - NOTE: | As Given".split()
)
NEW = st.sampled_from(["", "within <time>", "slow", "shall", "<a b>", "*very*", "the tank|pump", "- NOTE: x", "12", "_", "x\\"])


def read(path: str, text: str) -> Document:
    document = read_document(path, text)
    assert document is not None
    return document


def said(document: Document) -> Counter[str]:
    return Counter(statement.text for _, statement in document.statements())


@pytest.mark.parametrize("notation", NOTATIONS)
@given(st.lists(WORDS, min_size=4, max_size=12), st.data())
def test_the_document_says_what_was_meant(notation: str, words: list[str], data: st.DataObject) -> None:
    path, form = NOTATIONS[notation]
    sentence = f"When the pump runs, the controller shall {' '.join(words)} now."
    if notation == "row":
        sentence = sentence.replace("|", "\\|")
    text = form.format(json.dumps(sentence) if notation == "statements" else sentence)
    document = read(path, text)
    for placed, statement in document.statements():
        start = data.draw(st.integers(0, len(statement.text)))
        end = data.draw(st.integers(start, min(len(statement.text), start + 12)))
        fix = Fix("exchange", (Edit(start, end, data.draw(NEW)),))
        edits = render_fix(document, placed, statement, fix)
        if edits is None:
            continue
        (edit,) = edits
        edited = read(path, text[: edit.start] + edit.text + text[edit.end :])
        assert sum(said(edited).values()) == sum(said(document).values())
        (meant,) = said(edited) - said(document) or {statement.text: 1}
        bare = meant.replace(" ", "")
        assert bare == (statement.text[:start] + fix.edits[0].text + statement.text[end:]).replace(" ", "")


def test_a_placeholder_is_not_written_into_code_where_its_escape_would_show() -> None:
    document = read("System_Requirements.md", "- **SYS-001**: The controller shall call `stop tank now` at once.\n")
    ((placed, statement),) = document.statements()
    at = statement.text.index("tank")

    assert render_fix(document, placed, statement, Fix("exchange", (Edit(at, at + 4, "<tank>"),))) is None
