"""The trace between keystrokes: an edit judges the artifacts that share a link with it, and no other."""

from __future__ import annotations

import pytest

from shallcheck.documents.reading import edit_document, read_document
from shallcheck.model.document import Document
from shallcheck.project.config import Config
from shallcheck.project.config_file import parse_config
from shallcheck.project.state import Project

NEEDS, REQUIREMENTS = "Stakeholder_Needs.md", "System_Requirements.md"
COUNT = 100


def read(path: str, text: str) -> Document:
    document = read_document(path, text)
    assert document is not None
    return document


def changed(document: Document, old: str, new: str) -> Document:
    start = document.text.index(old)
    text = document.text[:start] + new + document.text[start + len(old) :]
    edited = edit_document(document, text, start, start + len(old), start + len(new))
    assert edited is not None
    return edited


def needs() -> str:
    return "# Needs\n\n" + "".join(f"- **SN-{n:03d}**: A nurse needs peace {n}.\n" for n in range(1, COUNT + 1))


def requirements() -> str:
    rows = (f"- **SYS-{n:03d}**: The pump shall stop within {n} ms.\n  - Traces to: SN-{n:03d}\n" for n in range(1, COUNT + 1))
    return "# Requirements\n\n" + "".join(rows)


def found(project: Project, rule: str) -> list[str]:
    return [each.report.artifact for path in project.documents for each in project.reports(path) if each.report.rule == rule]


def whole(config: Config | None = None, **documents: str) -> Project:
    project = Project(config)
    for path, text in documents.items():
        project.put(read(f"{path}.md", text))
    found(project, "")
    return project


@pytest.fixture
def project() -> Project:
    return whole(Stakeholder_Needs=needs(), System_Requirements=requirements())


def test_all_is_linked(project: Project) -> None:
    assert found(project, "TRC003") == found(project, "TRC004") == []


def test_a_link_that_moves_judges_its_artifact_and_both_of_its_ends(project: Project) -> None:
    before = project.judged
    project.put(changed(project.documents[REQUIREMENTS], "SN-007", "SN-008"))
    assert found(project, "TRC004") == ["SN-007"]
    assert found(project, "TRC003") == []
    assert project.judged - before <= 4, "itself, SN-007, SN-008 and the other that names SN-008"


def test_a_link_that_goes_leaves_an_orphan_and_what_it_covered(project: Project) -> None:
    before = project.judged
    project.put(changed(project.documents[REQUIREMENTS], "  - Traces to: SN-007\n", ""))
    assert (found(project, "TRC003"), found(project, "TRC004")) == (["SYS-007"], ["SN-007"])
    assert project.judged - before <= 3


def test_words_that_change_judge_what_is_linked_and_no_other(project: Project) -> None:
    before = project.judged
    project.put(changed(project.documents[NEEDS], "peace 7.", "quiet 7."))
    found(project, "")
    assert project.judged - before <= 2


def test_what_retires_covers_nothing_any_more(project: Project) -> None:
    project.put(changed(project.documents[REQUIREMENTS], "within 7 ms.\n", "within 7 ms.\n  - Status: retired\n"))
    assert found(project, "TRC004") == ["SN-007"]
    project.put(changed(project.documents[NEEDS], "peace 9.\n", "peace 9.\n  - Status: retired\n"))
    assert found(project, "TRC008") == ["SYS-009"]


def test_a_cycle_is_told_to_all_in_it_and_goes_with_any_of_its_links() -> None:
    row = "- **SYS-00{}**: The pump shall stop within {} s.\n  - Refines: SYS-00{}\n"
    text = "# R\n\n" + row.format(1, 1, 2) + row.format(2, 2, 3) + row.format(3, 3, 4) + row.format(4, 4, 5)
    project = whole(System_Requirements=text + "- **SYS-005**: The pump shall stop within 5 s.\n")
    assert found(project, "TRC005") == []
    project.put(changed(project.documents[REQUIREMENTS], "SYS-005\n", "SYS-001\n"))
    assert found(project, "TRC005") == ["SYS-001", "SYS-002", "SYS-003", "SYS-004"]
    project.put(changed(project.documents[REQUIREMENTS], "Refines: SYS-003", "Refines: SYS-005"))
    assert found(project, "TRC005") == []


def test_the_first_need_is_when_requirements_begin_to_be_asked_for_theirs() -> None:
    project = whole(System_Requirements="# R\n\n- **SYS-001**: The pump shall stop within 1 s.\n")
    assert found(project, "TRC003") == []
    project.put(read(NEEDS, "# N\n\n- **SN-001**: A nurse needs peace.\n"))
    assert found(project, "TRC003") == ["SYS-001"]
    project.drop(NEEDS)
    assert found(project, "TRC003") == []


def test_edits_one_by_one_find_what_a_fresh_start_finds(project: Project) -> None:
    document = project.documents[REQUIREMENTS]
    edits = [
        ("SN-007", "SN-008"),
        ("SN-020", "SYS-021"),
        ("SN-021", "SYS-020"),
        ("  - Traces to: SN-030\n", ""),
        ("SN-040", "SN-0400"),
        ("**SYS-050**", "**SYS-051**"),
    ]
    for old, new in edits:
        document = changed(document, old, new)
        project.put(document)
        fresh = whole(Stakeholder_Needs=needs(), System_Requirements=document.text)
        for path in (NEEDS, REQUIREMENTS):
            one = [(each.report.rule, each.place, each.report.message) for each in project.reports(path)]
            assert one == [(each.report.rule, each.place, each.report.message) for each in fresh.reports(path)]


OWN = """
[[levels]]
name = "business"
prefix = ["BR-"]
like = "needs"
below = ["software"]

[[levels]]
name = "software"
prefix = ["SW-"]
above = ["business"]
below = ["tests or analysis"]
links = ["satisfies"]

[[levels]]
name = "tests"
prefix = ["TC-"]
"""


def test_a_project_names_its_levels_and_what_they_ask() -> None:
    config, problems = parse_config("shallcheck.toml", OWN)
    assert problems == []
    text = (
        "# All\n\n- **BR-1**: The owner needs a quiet pump.\n- **BR-2**: The owner needs a small pump.\n"
        "- **SW-1**: The pump shall stop within 1 s.\n  - Satisfies: BR-1\n"
        "- **SW-2**: The pump shall ring within 1 s.\n  - Traces to: BR-1\n  - Verification: analysis\n"
        "- **SW-3**: The pump shall start within 1 s.\n"
        "- **TC-1**: Ring it.\n  - Verifies: SW-3\n"
    )
    project = whole(config, Everything=text)
    assert found(project, "TRC003") == ["SW-3"]
    assert found(project, "TRC004") == ["BR-2", "SW-1"]
    assert found(project, "TRC006") == ["SW-2"], "only “satisfies” is a link of this level"


def test_another_configuration_is_judged_at_once() -> None:
    project = whole(System_Requirements="# R\n\n- **SW-1**: The pump shall stop within 1 s.\n- **BR-1**: The pump shall ring.\n")
    assert found(project, "TRC003") == []
    project.configure(parse_config("shallcheck.toml", OWN)[0])
    assert found(project, "TRC003") == ["SW-1"]
