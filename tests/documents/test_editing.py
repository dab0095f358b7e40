"""An edit is read around itself, and gives what a fresh read of the whole text gives; no text makes a reader fail."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shallcheck.documents.reading import edit_document, read_document
from shallcheck.model.document import Document
from tests.documents.corpus import files, name
from tests.documents.places import check_places

PATHS = {
    "markdown": "System_Requirements.md",
    "undeclared": "notes.md",
    "kiro": ".kiro/specs/pump/requirements.md",
    "tasks": ".kiro/specs/pump/tasks.md",
    "spec-kit": "specs/001-pump/spec.md",
    "openspec": "openspec/specs/pump/spec.md",
    "numbered-tasks": "specs/001-pump/tasks.md",
    "checklist": "specs/001-pump/checklists/power.md",
    "constitution": ".specify/memory/constitution.md",
    "decision": "docs/adr/0001-use-one-pump.md",
    "tessl": "pump.spec.md",
    "delta": "openspec/changes/dry/specs/pump/spec.md",
    "change": "openspec/changes/dry/tasks.md",
    "design": ".kiro/specs/pump/design.md",
    "statements": "pump.jsonl",
    "strictdoc": "pump.sdoc",
    "strictdoc-markdown": "bilge.md",
    "gherkin": "pump.feature",
    "asciidoc": "System_Requirements.adoc",
    "trlc": "pump.trlc",
    "tracey": "tracey.md",
    "openfasttrace": "pump.md",
    "openfasttrace-rst": "pump.rst",
    "doorstop": "reqs/REQ001.yml",
    "reqif": "pump.reqif",
    "reqstool": "requirements.yml",
    "doorstop-markdown": "reqs/REQ001.md",
    "myst-needs": "pump_needs.md",
}
PIECES = [
    '<?xml version="1.0"?>\n<REQ-IF>\n<SPEC-OBJECT IDENTIFIER="a">\n',
    "---\nlevel: requirements\n---\n",
    "---\n",
    "# System requirements\n",
    "## Requirements\n",
    "### SYS-001 Stop\n",
    "### Requirement 1: Stop\n",
    "### Requirement: Stop\n",
    "#### Acceptance Criteria\n",
    "## REMOVED Requirements\n",
    "## ADDED Requirements\n### Stray\n",
    "- FROM: `### Requirement: Stop`\n- TO: `### Requirement: Halt`\n",
    "### Property 1: Stops\n*For any* level\n**Validates: Requirements 1.1**\n",
    "## Task 2: Build\n",
    "- 1.2 no box\n",
    "#### FR-1: Stop\n\nAda can stop it. Realizes UJ-1.\n\n**Consequences (testable):**\n- It stops.\n",
    "- **SM-1**: Stops. Validates FR-1.\n",
    "### Stop\n- It must stop. [@test](x.py)\n",
    "# 1. One pump\n\n## Status\n\nSuperseded by [2. Two](0002-two.md)\n\n## Decision\n\nWe shall.\n",
    "- [ ] T001 [P] [US1] Build src/pump.py (FR-003)\n- [ ] CHK001 - Is it? [Gap, Spec §FR-003]\n",
    "## Core Principles\n### I. Test\nCode MUST be tried.\n",
    "#### Scenario: Full\n",
    "1. WHEN the tank is full, THE pump SHALL stop.\n",
    "   1. nested\n",
    "- **SYS-002**: The pump shall start\n  within 2 s.\n",
    "  - Traces to: SN-001, SN-002\n",
    "- **FR-003**: System MUST stop.\n",
    "- **WHEN** full\n- **THEN** stop\n",
    "- [ ] 1.1 Build it\n  - _Requirements: 1.1, 1.2_\n",
    "| ID | Requirement |\n|---|---|\n| SYS-004 | The pump shall stop. |\n",
    "a | b \\| c | d\n",
    "|---|---|---|\n",
    "```text\n### SYS-009 not this\n",
    ".. req:: Stop\n   :id: R_1\n   :links: R_2;\n     R_3[a==1]\n\n   The pump shall:\n\n   * stop\n",
    "   .. test:: Inner\n      :id: T_1\n\n      See :need:`R_1`::\n\n       .. req:: quoted\n",
    "Title\n=====\n",
    ".. shallcheck-disable AMB001: why\n",
    "..\n   hidden\n.. req: Near\n   :id: R_4\n",
    "```{req} Start\n:id: R_5\n:links: R_1\n\nThe pump shall start.\n",
    ":::{test} Try\n---\nid: T_2\n---\nTry it.\n",
    ":::\n",
    "[[SYS-010]]\n=== Anchored\n",
    "[#SYS-011.role]\nThe pump shall <<SYS-010,stop>>. +\n",
    "* *SYS-012*: The pump shall:\n** stop\n+\nattached\n",
    "|===\n|ID |Requirement\n\n|SYS-013 |The pump shall stop.\n|===\n",
    "----\n",
    "SYS-014:: The pump shall stop.\n",
    "// shallcheck-disable AMB001: why\n",
    "```\n",
    "<!-- shallcheck-disable AMB001: why -->\n",
    "<!--\n",
    "-->\n",
    "> quoted\n",
    "    code\n",
    "\tTab \U0001f6a2 and \u2028 and \x85.\n",
    "\r\n",
    "\r",
    "\n",
    "\n\n",
    "The pump shall stop.",
    '{"id": "SYS-005", "text": "The pump shall stop."}\n',
    '{"id": "SYS-006", "te',
    "\x00\ud800\ufeff",
    "*a **b `c [d](e) \\<f> _g",
    "`req~stop~1`\n\nThe pump shall stop.\n",
    "Stop\n~~~~\n",
    "Covers:\n\n* `req~a~1`\n",
    "Needs: dsn, utest\narch --> dsn : req~a~2\n",
    "<!-- oft:off -->\n",
    ".. oft:on\n",
    "package Pump\nimport Boat\n",
    'Requirement Stop {\n  text = "It shall stop."\n}\n',
    "req.Requirement Go {\n  text = '''It shall\ngo.'''\n",
    "  derived_from = [Stop, Boat.Go]\n}\n",
    'section "A" {\n/*',
    "'''",
    "r[pump.stop]\nThe pump MUST stop.\n",
    "> r[pump.go+2]\n> The pump MUST go:\n> - at noon\n",
    "Feature: Pump\n  @REQ-1 @slow\n  Scenario: Stop\n    Given it runs\n",
    '    """\n',
    "  # language: de\n  @REQ-2\n",
    "  Szenario: Halt\n    Dann steht sie\n",
    "SYS-007: The pump shall\r\nstop.\r\n\r\n",
    "[DOCUMENT]\nTITLE: Pump\n\n",
    "[DOCUMENT]\nTITLE: Pump\nOPTIONS:\n  MARKUP: Markdown\n\n",
    "[GRAMMAR]\nELEMENTS:\n- TAG: LAW\n  FIELDS:\n  - TITLE: UID\n    TYPE: String\n    REQUIRED: True\n\n",
    "[REQUIREMENT]\nUID: SYS-008\n",
    "STATEMENT: >>>\nThe pump shall stop.\n",
    "<<<\n",
    "RELATIONS:\n- TYPE: Parent\n  VALUE: SYS-001\n",
    "[[SECTION]]\nTITLE: Stop\n",
    "[[/SECTION]]\n",
    "\n[LAW]\n",
    "[FREETEXT]\n",
    "## Stop\n\n**MID**: 5d1c \\\n**UID**: SYS-010\n**Relations**:\n- **Type**: `Parent` \\\n  **ID**: `SYS-001`\n\n",
    "**Statement**:\n\nThe pump shall stop.\n\n",
    "**Type**: TEXT \\\n",
    "active: true\nlevel: 1.0\nnormative: true\n",
    "links:\n- REQ002: abc=\n- REQ003\n",
    "text: |\n  The pump **shall** stop\n  within 2 s.\n",
    'text: "The pump \\n shall stop',
    "# shallcheck-disable AMB001: why\n",
    "  # shallcheck-disable AMB001: why\n",
    "metadata:\n  urn: pump\n  variant: system\n",
    "requirements:\n",
    "  - id: SYS_011\n    description: The pump shall stop.\n",
    "- id: SYS_012\n  description: |\n    The pump\n",
    "[/FREETEXT]\r",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
FORMATS = pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)


def seen(document: Document | None) -> object:
    """What a document says, and where."""
    if document is None:
        return None
    return [
        (placed.start, placed.line, placed.segment.text, placed.segment.context, placed.segment.reading)
        for placed in document.placed
    ]


@pytest.mark.parametrize("before", ["\x85", "\x0b", "<", "<b", "\u2028", "- ", "# "])
def test_what_is_cut_as_a_table_and_is_none_is_read_alone(before: str) -> None:
    document = read_document("System_Requirements.md", f"{before}|||\n-|-\n|S-0 shall\n|S-1 shall")
    assert document is not None
    check_places(document)


@FORMATS
@given(TEXTS, st.text(max_size=30))
@settings(max_examples=60)
def test_any_text_is_read_and_its_places_hold(path: str, text: str, rubbish: str) -> None:
    for each in (text, rubbish, text + rubbish):
        document = read_document(path, each)
        if document is not None:
            check_places(document)


@FORMATS
@given(
    TEXTS,
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 40), st.one_of(st.sampled_from(PIECES), st.just(""))), max_size=5),
)
@settings(max_examples=120)
def test_an_edit_gives_what_a_fresh_read_gives(path: str, text: str, edits: list[tuple[int, int, str]]) -> None:
    document = read_document(path, text)
    for place, length, new in edits:
        if document is None:
            return
        start = min(place, len(text))
        end = min(start + length, len(text))
        text = text[:start] + new + text[end:]
        document = edit_document(document, text, start, end, start + len(new))
        assert seen(document) == seen(read_document(path, text))


@pytest.mark.parametrize("path", [each for folder in ("kiro", "spec-kit", "openspec") for each in files(folder)][::6], ids=name)
@given(data=st.data())
@settings(max_examples=12)
def test_an_edit_of_a_real_document_gives_what_a_fresh_read_gives(path: Path, data: st.DataObject) -> None:
    text = path.read_text("utf-8")
    document = read_document(str(path), text)
    for _ in range(3):
        if document is None:
            return
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 200)))
        new = data.draw(st.sampled_from(PIECES))
        text = text[:start] + new + text[end:]
        document = edit_document(document, text, start, end, start + len(new))
        assert seen(document) == seen(read_document(str(path), text))


@pytest.mark.parametrize("path", files("scale/pure")[:3], ids=name)
def test_what_an_edit_does_not_touch_stays_the_same_object(path: Path) -> None:
    text = path.read_text("utf-8")
    document = read_document(str(path), text)
    assert document is not None
    middle = text.index(" the ", len(text) // 2)
    edited = edit_document(document, text[:middle] + " a " + text[middle + 5 :], middle, middle + 5, middle + 3)
    assert edited is not None
    before, after = ({id(placed.segment) for placed in each.placed} for each in (document, edited))
    assert len(after - before) == 1
