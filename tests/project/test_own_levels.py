"""Levels that a project names itself: documents are known by them, and what a level asks counts wherever the chain is shown."""

from __future__ import annotations

import pytest

from shallcheck.documents.reading import edit_document, read_document
from shallcheck.documents.settings import ReaderSettings
from shallcheck.model.document import Document
from shallcheck.model.kinds import Kind, Level
from shallcheck.project.check import Check
from shallcheck.project.config_file import parse_config
from shallcheck.project.state import Project
from shallcheck.project.whole_trace import whole_trace
from shallcheck.reports.table import Form
from shallcheck.reports.trace_tree import tree

LEVELS = """
[[levels]]
name = "business"
like = "needs"
prefix = ["BR-"]
below = ["software"]

[[levels]]
name = "software"
match = ["sw/**"]
above = ["business"]
below = ["tests or analysis"]
links = ["satisfies"]

[[levels]]
name = "tests"
"""
BUSINESS = "# Business\n\nWhat the shop needs.\n\n- **BR-1**: The shop needs to sell bread by 8 am.\n"
SOFTWARE = (
    "# Software\n\n- **SW-1**: The till shall print each bill within 2 s.\n  - Satisfies: BR-1\n  - Verification: analysis\n"
    "- **SW-2**: The till shall beep within 1 s.\n  - Verification: test\n"
)


def settings() -> ReaderSettings:
    config, problems = parse_config("shallcheck.toml", LEVELS)
    assert problems == []
    return config.reader_settings("docs/any.md")


@pytest.mark.parametrize(
    "text",
    [
        BUSINESS,
        BUSINESS.replace("- **BR-1**: The", "### BR-1 Bread\nThe"),
        BUSINESS.replace("- **BR-1**: The", "**BR-1**: The"),
        BUSINESS.replace("BR-1", "OTHER-1").replace("# Business", "---\nlevel: business\n---\n# Business"),
    ],
    ids=["item", "heading", "paragraph", "front matter"],
)
def test_a_document_is_known_by_a_level_of_the_project(text: str) -> None:
    assert read_document("docs/any.md", text) is None
    document = read_document("docs/any.md", text, settings())
    assert document is not None
    assert (document.setting.level, document.setting.chain) == (Level.NEEDS, True)
    assert [artifact.kind for _, _, artifact in document.artifacts()] == [Kind.NEED]
    assert ReaderSettings.from_notes(document.notes) == settings()
    assert edit_document(document, text + "\n", len(text), len(text), len(text) + 1) is not None


def test_a_prefix_in_the_midst_of_a_text_makes_no_document() -> None:
    assert read_document("docs/any.md", "# News\n\nWe have finished with BR-1 today.\n", settings()) is None


def test_a_method_that_stands_in_for_a_test_is_not_missed_in_the_tree() -> None:
    config, _ = parse_config("shallcheck.toml", LEVELS)
    project, check = Project(config), Check()
    for path, text in (("docs/any.md", BUSINESS), ("sw/all.md", SOFTWARE)):
        level = ReaderSettings(level=Level.REQUIREMENTS) if path.startswith("sw") else settings()
        document = read_document(path, text, level)
        assert document is not None
        project.put(document)
        check.documents[path] = document
        check.projects[path] = project
    project.put(document := _tests())
    check.documents[document.path], check.projects[document.path] = document, project
    lines = tree(whole_trace(check), Form.TEXT).splitlines()
    assert lines[1].endswith("SW-1  The till shall print each bill within 2 s. · software")
    orphan = next(found.report for found in project.reports("sw/all.md") if found.report.rule == "TRC003")
    assert "add “Satisfies:”" in orphan.message


def _tests() -> Document:
    document = read_document("Test_Plan.md", "### TST-1 Print\nPay.\n- Expected: a bill.\n- Verifies: SW-2\n")
    assert document is not None
    return document
