"""Terms are read in the notation of each format, and new ones are written so."""

from __future__ import annotations

import pytest

from shallcheck.documents.glossary_writing import render_term
from shallcheck.documents.reading import read_document
from shallcheck.model.finding import apply_edits

NEED = ".. req:: Stop\n   :id: R_001\n\n   The pump shall stop.\n\n"
NODE = "[REQUIREMENT]\nUID: R-1\nSTATEMENT: >>>\nThe pump shall stop.\n<<<\n"
KIRO = "## Requirements\n### Requirement 1\n#### Acceptance Criteria\n1. WHEN it leaks, THE Set_Point SHALL fall.\n"
GLOSSARIES = {
    "Glossary.md": ("# Glossary\n\n- **Set point**: what is\n  wanted\n", "  wanted\n- **PLC**: \\<meaning>\n"),
    "notes/words.md": ("# Terms and definitions\n\n**Set point**: wanted\n", "**Set point**: wanted\n\n**PLC**: \\<meaning>\n"),
    ".kiro/steering/product.md": ("# Product\n\n## Glossary\n\n- **Set point**: wanted\n", "\n- **PLC**: \\<meaning>\n"),
    ".kiro/specs/a/requirements.md": (
        f"## Glossary\n- **Set_Point**: wanted\n\n{KIRO}",
        "wanted\n- **PLC**: \\<meaning>\n\n" + KIRO,
    ),
    "index.rst": (
        f"{NEED}.. glossary::\n\n   Set point : x\n     what is\n\n     wanted\n\nNext\n====\n",
        "wanted\n\n   PLC\n     <meaning>\n\nNext\n====\n",
    ),
    "glossary.rst": (".. glossary::\n   :sorted:\n\n   Set point\n     wanted\n", "wanted\n\n   PLC\n     <meaning>\n"),
    "lock.md": ("```{glossary}\nSet point\n: wanted\n```\n", "Set point\n: wanted\n\nPLC\n: <meaning>\n```\n"),
    "a.sdoc": (
        "[DOCUMENT]\nTITLE: A\n\n[[SECTION]]\nTITLE: Glossary\n\n[TEXT]\nSTATEMENT: >>>\n- Set point: wanted\n<<<\n\n"
        f"[[/SECTION]]\n\n{NODE}",
        f"- Set point: wanted\n- **PLC**: \\<meaning>\n<<<\n\n[[/SECTION]]\n\n{NODE}",
    ),
    "Requirements.adoc": (
        "= R\n\n* *SYS-001*: The pump shall stop.\n\n== Glossary\n\nSet point:: what is\nwanted\n",
        "Set point:: what is\nwanted\nPLC:: <meaning>\n",
    ),
    "System_Requirements.md": (
        "- **SYS-001**: The pump shall stop.\n\n## Glossary\n\n- **Set point**: wanted\n",
        "wanted\n- **PLC**: \\<meaning>\n",
    ),
}


@pytest.mark.parametrize("path", list(GLOSSARIES))
def test_terms_are_read_and_written_as_the_format_has_them(path: str) -> None:
    text, after = GLOSSARIES[path]
    document = read_document(path, text)
    assert document is not None
    terms = [term.name.replace("_", " ").lower() for one in document.placed for term in one.segment.reading.terms]
    assert terms == ["set point"]
    edits = render_term(document, "PLC")
    assert edits is not None
    assert apply_edits(text, edits).endswith(after)


def test_kiros_requirements_get_a_glossary_where_they_have_none() -> None:
    document = read_document(".kiro/specs/a/requirements.md", f"# Requirements\n\n{KIRO}")
    assert document is not None
    text = apply_edits(document.text, render_term(document, "PLC") or [])
    assert text == f"# Requirements\n\n## Glossary\n\n- **PLC**: \\<meaning>\n\n{KIRO}"


@pytest.mark.parametrize("text", ["# Glossary\n\nNothing yet.\n", "# Pump\n\n- **Set point**: wanted\n"])
def test_what_defines_nothing_is_no_document(text: str) -> None:
    assert read_document("notes.md", text) is None


def test_a_text_of_strictdoc_outside_a_glossary_defines_nothing() -> None:
    text = "[DOCUMENT]\nTITLE: A\n\n[TEXT]\nSTATEMENT: >>>\n- Set point: wanted\n<<<\n\n" + NODE
    document = read_document("a.sdoc", text)
    assert document is not None
    assert not any(one.segment.reading.terms for one in document.placed)
