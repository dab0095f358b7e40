"""Near misses of our own Markdown: told with what was meant, and nothing that only resembles them is told."""

from __future__ import annotations

import pytest

from shallcheck.documents.reading import read_document
from shallcheck.model.document import Problem

FIRST = "- **SYS-001**: The pump shall stop within 2 s.\n"


def problems(text: str) -> list[tuple[Problem, str]]:
    """The near misses of a document, and the words of each."""
    document = read_document("System_Requirements.md", text)
    assert document is not None
    return [
        (one, one.place.of(placed.segment.text))
        for placed in document.placed
        for one in placed.segment.reading.problems
        if one.rule == "DOC002"
    ]


@pytest.mark.parametrize(
    ("line", "words", "wanted"),
    [
        ("  - Traces-to: SN-004\n", "Traces-to", "Traces to"),
        ("  - **Verifes:** SN-004, SN-005\n", "Verifes", "Verifies"),
        ("  - dervied from: [[SN-004]]\n", "dervied from", "derived from"),
        ("  * Satisifes: SN-004 and SN-005.\n", "Satisifes", "Satisfies"),
        ("- **SYS 002**: The pump shall start.\n", "SYS 002", "SYS-002"),
        ("- SYS2: The pump shall start.\n", "SYS2", "SYS-2"),
        ("- [SYS 002] The pump shall start.\n", "SYS 002", "SYS-002"),
        ("- SYS 002 The pump shall start.\n", "SYS 002", "SYS-002"),
    ],
)
def test_a_near_miss_is_told_with_what_was_meant(line: str, words: str, wanted: str) -> None:
    ((problem, found),) = problems(FIRST + line)
    assert (found, problem.fix) == (words, wanted)
    assert problems(FIRST + line.replace(words, wanted)) == []


@pytest.mark.parametrize(
    "line",
    [
        "  - Related to: SN-004\n",
        "  - See: SN-004\n",
        "  - Satisfied by: TST-004\n",
        "  - Verified: TST-004\n",
        "  - Defines: SN-004\n",
        "  - Tracks: SN-004\n",
        "  - Traces-to: the needs of SN-004\n",
        "- SYS 002 is named here.\n",
        "- TCP 443: The pump shall listen.\n",
        "- SYS2B: The pump shall start.\n",
    ],
)
def test_what_only_resembles_the_notation_is_not_told(line: str) -> None:
    assert problems(FIRST + line) == []
