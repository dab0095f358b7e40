"""The generated documentation says what the rules say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shallcheck.documents.formats import all_formats
from shallcheck.reports.generate_docs import PICTURE, TREE, main, pages
from shallcheck.reports.picture import check_picture, trace_picture
from shallcheck.reports.rule_page import rule_markdown
from shallcheck.reports.text import findings_text
from shallcheck.rules.registry import all_rules
from tests.reports.checked import checked

REPOSITORY = Path(__file__).parents[2]
BEGIN, END = "<!-- rules:begin -->", "<!-- rules:end -->"


@pytest.mark.parametrize("path", pages(REPOSITORY), ids=lambda path: path.name)
def test_page_is_what_the_rules_generate(path: Path) -> None:
    assert path.exists(), "run: make docs"
    assert path.read_text("utf-8") == pages(REPOSITORY)[path], "run: make docs"


def test_the_readme_pictures_what_the_command_says() -> None:
    assert (REPOSITORY / PICTURE).read_text("utf-8") == check_picture(REPOSITORY), "run: make docs"
    assert (REPOSITORY / TREE).read_text("utf-8") == trace_picture(REPOSITORY), "run: make docs"


def test_no_page_is_left_of_a_rule_that_is_gone() -> None:
    generated = {path for path in pages(REPOSITORY) if path.parent.name == "rules"}

    assert set((REPOSITORY / "docs" / "rules").glob("*.md")) == generated


def test_the_changelog_names_every_rule() -> None:
    named = set()
    for first, last in re.findall(r"\b([A-Z]{3}\d{3})(?: to ([A-Z]{3}\d{3}))?", (REPOSITORY / "CHANGELOG.md").read_text("utf-8")):
        named |= {f"{first[:3]}{number:03}" for number in range(int(first[3:]), int((last or first)[3:]) + 1)}

    assert named == set(all_rules())


def test_the_page_of_formats_names_every_format() -> None:
    page = (REPOSITORY / "docs" / "formats.md").read_text("utf-8")
    (names,) = re.findall(r"^The names are (.*?);", page, re.MULTILINE | re.DOTALL)

    assert re.findall(r"`(.+?)`", names) == sorted(all_formats())


def test_the_page_of_formats_is_sorted() -> None:
    headings = re.findall(r"^## (.+)$", (REPOSITORY / "docs" / "formats.md").read_text("utf-8"), re.MULTILINE)

    assert headings == sorted(headings, key=str.lower)


def test_the_handbook_shows_a_finding_as_the_command_prints_it() -> None:
    shown = (REPOSITORY / "docs" / "rules" / "index.md").read_text("utf-8").split("```")[1].removeprefix("text\n")
    statement = shown.splitlines()[1].removeprefix("  | ") + "\n"
    block = next(findings_text(checked({"System_Requirements.md": statement})))

    assert "".join(part.text for part in block) == shown


def test_page_shows_the_words_at_fault_and_keeps_placeholders_visible() -> None:
    page = rule_markdown(all_rules()["FRM008"])

    assert "**\\<value> \\<unit>**" in page
    assert "# FRM008 unfinished" in page
    assert "Severity: error" in page


def test_generator_writes_pages_and_only_the_table_between_the_markers(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{BEGIN}\nobsolete row\n{END}\nafter\n", "utf-8")

    assert main([str(tmp_path)]) == 0

    text = readme.read_text("utf-8")
    assert text.startswith(f"before\n{BEGIN}\n")
    assert text.endswith(f"{END}\nafter\n")
    assert "obsolete row" not in text
    assert "[AMB002](docs/rules/AMB002.md)" in text
    assert (tmp_path / "docs" / "rules" / "AMB002.md").read_text("utf-8") == rule_markdown(all_rules()["AMB002"])


def test_generator_leaves_a_readme_without_markers_alone(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("nothing here\n", "utf-8")

    main([str(tmp_path)])

    assert (tmp_path / "README.md").read_text("utf-8") == "nothing here\n"
