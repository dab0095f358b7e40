"""Our own notation: which blocks are artifacts, what they state, where they stand."""

from __future__ import annotations

import pytest

from shallcheck.documents.reading import ReaderSettings, read_document
from shallcheck.model.document import Document
from shallcheck.model.kinds import Kind, Level


def read(text: str, path: str = "System_Requirements.md") -> Document:
    document = read_document(path, text)
    assert document is not None
    return document


def labels(document: Document) -> list[str]:
    return [artifact.label for _, _, artifact in document.artifacts()]


def texts(document: Document) -> list[str]:
    return [statement.text for _, statement in document.statements()]


@pytest.mark.parametrize(
    "block",
    [
        "### SYS-012 Lockout\nThe lock shall close.\n",
        "### [SYS-012] Lockout\n\nThe lock shall close.\n",
        "### SYS-012\n- Verification: test\n\nThe lock shall close.\n",
        "- **SYS-012**: The lock shall close.\n",
        "- **SYS-012:** The lock shall close.\n",
        "- **SYS-012 Lockout.** The lock shall close.\n",
        "- SYS-012: The lock shall close.\n",
        "- SYS-012 The lock shall close.\n",
        "- [ ] SYS-012: The lock shall close.\n",
        "1. `SYS-012` The lock shall close.\n",
        "[SYS-012] The lock\n  shall close.\n",
        "SYS-012: The lock shall close.\n",
        "**SYS-012** The lock\r\nshall close.\r\n",
        "| ID | Requirement |\n|---|---|\n| SYS-012 | The lock shall close. |\n",
        "| # | ID | Requirement |\n|---|---|---|\n| 1 | SYS-012 | The lock shall close. |\n",
        "| Requirement | Status | ID |\n|---|---|---|\n| The lock shall close. | | **SYS-012** |\n",
        "### SYS-012: The lock shall close.\n",
        "### SYS-012\n**Statement**: The lock shall close.\n",
        "### SYS-012\n#### Text\nThe lock shall close.\n",
    ],
)
def test_an_identifier_at_the_head_of_a_block_makes_an_artifact(block: str) -> None:
    document = read(block)
    assert labels(document) == ["SYS-012"]
    assert texts(document) == ["The lock shall close."]
    for placed, _, artifact in document.artifacts():
        assert artifact.place.shifted(placed.start).of(document.text) == "SYS-012"


@pytest.mark.parametrize(
    "prose",
    [
        "# Readme\n\nUTF-8 text shall be accepted. See RFC-2119.\n\n- Python 3.11\n",
        "# Changelog\n\n## v1.2.0\n- The tool must be fast now.\n\n## v1.1.0\n- One should update.\n",
        "# Guide\n\n```\n- SYS-1: The a shall b.\n- SYS-2: The a shall c.\n```\n",
        "# Guide\n\n> - SYS-1: The a shall b.\n> - SYS-2: The a shall c.\n",
    ],
)
def test_ordinary_markdown_stays_silent(prose: str) -> None:
    assert read_document("README.md", prose) is None


def test_decisions_are_known_by_the_front_matter_and_link_down_to_what_they_are_about() -> None:
    document = read("---\nkind: decisions\n---\n# Notes\n- **DEC-1**: We use one pump.\n  - Decides about: SYS-001\n", "notes.md")

    (statement,) = (one for _, one in document.statements())
    assert (labels(document), statement.kind, document.setting.chain) == (["DEC-1"], Kind.DECISION, False)
    assert [(link.type, link.target) for _, link in document.links()] == [("parent-of", "SYS-001")]
    assert read("---\nkind: decisions\n---\n- **SYS-1**: The pump shall stop.\n").setting.kind is Kind.REQUIREMENT


def test_attributes_and_links_have_their_places() -> None:
    document = read(
        "### SYS-1 Lock\nThe lock shall close. (traces to SN-1)\n- Verification: test\n- **Rationale**: it is\n  late\n"
        "- Traces to: SN-2, [[SN-3]], [the need](needs.md#SN-4)\n- Satisfies:\n  - SN-5\n  - SN-6 (first half)\n"
    )
    (_, _, artifact) = next(iter(document.artifacts()))
    assert [(one.name, one.value) for one in artifact.attributes] == [("verification", "test"), ("rationale", "it is late")]
    assert [link.target for _, link in document.links()] == ["SN-1", "SN-2", "SN-3", "SN-4", "SN-5", "SN-6"]
    assert {link.type for _, link in document.links()} == {"traces", "satisfies"}
    for placed, link in document.links():
        assert link.place.shifted(placed.start).of(document.text) == link.target
    assert texts(document) == ["The lock shall close."]


def test_a_bold_key_of_the_project_counts_on_a_line_of_its_own() -> None:
    document = read("### SYS-1 Stop\nThe pump shall stop.\n**Safety class**: C\nVerification: test\n**Fault class**: 2\n")
    ((_, _, artifact),) = document.artifacts()
    assert texts(document) == ["The pump shall stop."]
    assert [(one.name, one.value) for one in artifact.attributes] == [
        ("Safety class", "C"), ("verification", "test"), ("Fault class", "2"),
    ]  # fmt: skip


def test_a_shall_without_identifier_lacks_one_only_in_a_declared_document() -> None:
    text = "# R\n\n### SYS-1 A\nThe a shall b.\n- Verification: test\n\nThe c shall d.\n\n### SYS-2 B\nThe e shall f.\n"
    assert labels(read(text)) == ["SYS-1", "", "SYS-2"]
    assert labels(read(text, "notes.md")) == ["SYS-1", "SYS-2"]


def test_front_matter_and_settings_tell_the_level() -> None:
    text = "---\nlevel: needs\n---\n- SN-1: The nurse needs an alert.\n"
    assert read(text, "any.md").setting.level is Level.NEEDS
    told = read_document("any.md", text, ReaderSettings(level=Level.INTENT))
    assert told and told.setting.level is Level.INTENT
    assert [statement.kind for _, statement in read(text, "x.md").statements()] == [Kind.NEED]


def test_a_glossary_holds_no_statements() -> None:
    text = "## Glossary\n\n- **T-1**: The lock shall be shut.\n\n## Locks\n\n- **SYS-1**: The lock shall close.\n"
    assert labels(read(text)) == ["SYS-1"]


def test_an_item_of_a_list_is_read_behind_its_lead_in() -> None:
    reading = read("### SYS-1 Log\n\nThe system shall:\n\n- be *fast*\n- log errors\n").placed[-1].segment.reading
    lead, first, second = reading.statements

    assert (first.text, second.text) == ("The system shall be fast", "The system shall log errors")
    assert lead.lead_in
    assert first.text[first.own :] == "be fast"
    assert first.artifact == lead.artifact


def test_an_item_that_obliges_by_itself_is_a_statement_of_its_own() -> None:
    reading = (
        read("### SYS-1 Log\n\nThe unit shall see to these:\n\n- The pump shall stop.\n- The horn shall sound.\n")
        .placed[-1]
        .segment.reading
    )
    texts = [statement.text for statement in reading.statements]

    assert texts == ["The unit shall see to these:", "The pump shall stop.", "The horn shall sound."]


@pytest.mark.parametrize(
    ("front", "words"),
    [
        ("level: requirement", "“requirement” is none of intent, mission"),
        ("level: Need", "so “needs” is taken"),
        ("dialect: shal\nlevel: needs", "none of shall, must"),
        ("level: beginner", ""),
        ("level: requirements", ""),
    ],
)
def test_a_misspelt_word_of_the_front_matter_is_told_at_its_place(front: str, words: str) -> None:
    text = f"---\r\n{front}\r\n---\r\n- **SYS-001**: The pump shall stop.\r\n- **SYS-002**: The pump shall start.\r\n"
    document = read_document("notes.md", text)
    assert document is not None
    problems = [(problem, placed) for placed in document.placed for problem in placed.segment.reading.problems]

    assert len(problems) == bool(words)
    for problem, placed in problems:
        assert words in problem.message
        assert problem.place.shifted(placed.start).of(text) == front.split("\n")[0].split(": ")[1]


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_line_of_dashes_at_the_end_of_the_document_is_no_text(end: str) -> None:
    document = read(f"SYS-012: The lock shall close.\n\n- **SYS-013**: The lock shall open.\n\n---{end}")
    assert texts(document) == ["The lock shall close.", "The lock shall open."]
    document = read(f"SYS-012: The lock shall close.\n\nWhat the lock shall not do\n==={end}")
    assert texts(document) == ["The lock shall close."]
