"""A requirement written from a person's answers: one EARS sentence, in the document's own notation, with the next identifier."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shallcheck.documents.drafting import Answers, compose, draft
from shallcheck.documents.reading import read_document

ANSWERS = Answers("logger", "when", "the door opens", "sound its buzzer", "within 2 s", "test")
SAID = "When the door opens, the logger shall sound its buzzer within 2 s."


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        (ANSWERS, SAID),
        (ANSWERS._replace(condition="", when=""), "The logger shall sound its buzzer within 2 s."),
        (ANSWERS._replace(condition="while", when="while the door is open."), "While the door is open, the logger shall"),
        (ANSWERS._replace(condition="if", when="the probe fails"), "If the probe fails, then the logger shall sound"),
        (ANSWERS._replace(condition="where", when="a display is fitted"), "Where a display is fitted, the logger shall"),
        (ANSWERS._replace(who="The  duty nurse"), "When the door opens, the duty nurse shall sound"),
        (ANSWERS._replace(who="Base Station 2"), "When the door opens, Base Station 2 shall sound"),
        (ANSWERS._replace(what="shall sound its buzzer."), SAID),
        (ANSWERS._replace(how_well=""), "When the door opens, the logger shall sound its buzzer <measure>."),
        (ANSWERS._replace(how_well="-"), "When the door opens, the logger shall sound its buzzer."),
    ],
)
def test_answers_become_one_ears_sentence(answers: Answers, sentence: str) -> None:
    assert compose(answers, "shall", capitals=False).startswith(sentence)


def test_kiro_writes_the_keywords_in_capitals() -> None:
    assert compose(ANSWERS._replace(condition="if"), "SHALL", capitals=True) == (
        "IF the door opens, THEN THE logger SHALL sound its buzzer within 2 s."
    )


def drafted(path: str, text: str, at: str, answers: Answers = ANSWERS) -> str:
    document = read_document(path, text)
    assert document is not None
    made = draft(document, text.index(at) if at else 0, answers, ())
    assert made is not None
    for edit in sorted(made.edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


NOTATIONS = {
    "behind the requirement at the cursor": (
        "System_Requirements.md",
        "# Requirements\n\n### SYS-001 Stop\nThe pump shall stop.\n- Verification: analysis\n- Traces to: SN-001\n\n"
        "### SYS-003 Go\n"
        "The pump shall go.\n",
        "pump shall stop",
        "- Traces to: SN-001\n\n### SYS-002 Sound its buzzer\n" + SAID + "\n- Verification: test\n\n### SYS-003 Go\n",
    ),
    "in a list": (
        "System_Requirements.md",
        "- **SYS-001**: The pump shall stop.\n  - Traces to: SN-001\n- **SYS-002**: The pump shall go.\n",
        "SYS-001",
        "- Traces to: SN-001\n- **SYS-003**: " + SAID + "\n  - Verification: test\n- **SYS-002**: The pump shall go.\n",
    ),
    "in a list without attributes": (
        "specs/001-pump/spec.md",
        "## Requirements\n\n### Functional Requirements\n\n- **FR-001**: System MUST stop.\n- **FR-002**: System MUST go.\n",
        "FR-002",
        "System MUST go.\n- **FR-003**: When the door opens, the logger MUST sound its buzzer within 2 s.\n",
    ),
    "in a table, the other cells left to the person": (
        "System_Requirements.md",
        "| ID | Title | Requirement | Verification | Parent |\n|---|---|---|---|---|\n"
        "| SYS-001 | Stop | The pump shall stop. | analysis | SN-001 |\n",
        "SYS-001",
        "| SYS-002 | Sound its buzzer | " + SAID + " | test |  |\n",
    ),
    "at the end of Kiro's list": (
        ".kiro/specs/pump/requirements.md",
        "# Requirements Document\n\n### Requirement 1: Stop\n\n#### Acceptance Criteria\n1. THE pump SHALL stop.\n"
        "2. THE pump SHALL go.\n",
        "pump SHALL stop",
        "2. THE pump SHALL go.\n3. WHEN the door opens, THE logger SHALL sound its buzzer within 2 s.\n",
    ),
    "as the first of an empty document": (
        "System_Requirements.md",
        "# Requirements\n",
        "",
        "# Requirements\n\n### SYS-001 Sound its buzzer\n" + SAID + "\n- Verification: test\n",
    ),
    "in a document with its own line breaks": (
        "System_Requirements.md",
        "### SYS-001 Stop\r\n\r\nThe pump shall stop.\r\n",
        "SYS-001",
        "### SYS-002 Sound its buzzer\r\n\r\n" + SAID + "\r\n- Verification: test\r\n",
    ),
}


@pytest.mark.parametrize("notation", NOTATIONS)
def test_it_is_written_as_its_neighbours_are(notation: str) -> None:
    path, text, at, expected = NOTATIONS[notation]
    assert expected in drafted(path, text, at)


def test_what_is_undecided_stays_a_placeholder_and_no_value_is_invented() -> None:
    text = "- **SYS-001**: The pump shall stop.\n"
    assert "sound its buzzer \\<measure>." in drafted("System_Requirements.md", text, "", ANSWERS._replace(how_well=""))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".kiro/specs/pump/requirements.md", "# Requirements Document\n"),
        ("pump.jsonl", '{"id": "A-1", "text": "The pump shall go."}\n'),
    ],
)
def test_where_there_is_no_place_nothing_is_written(path: str, text: str) -> None:
    document = read_document(path, text)
    assert document is None or draft(document, 0, ANSWERS, ()) is None


def test_an_identifier_that_another_document_has_is_not_free() -> None:
    document = read_document("System_Requirements.md", "")
    assert document is not None
    made = draft(document, 0, ANSWERS, ("SYS-001", "SYS-002"))
    assert made is not None
    assert made.label == "SYS-003"


@given(st.builds(Answers, *[st.text(max_size=40)] * 6), st.sampled_from(sorted(NOTATIONS)))
def test_any_answers_leave_all_else_as_it_was(answers: Answers, notation: str) -> None:
    path, text, at, _ = NOTATIONS[notation]
    document = read_document(path, text)
    assert document is not None
    made = draft(document, text.index(at) if at else 0, answers, ())
    for edit in made.edits if made else ():
        assert not document.text[edit.start : edit.end].strip()
