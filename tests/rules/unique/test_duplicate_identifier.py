"""UNQ001: an identifier names one artifact."""

from __future__ import annotations

from tests.rules.workspace import found, project, quotes

ONE = "### SYS-001 Stop\nThe pump shall stop within 2 s.\n\n### SYS-002 Go\nThe pump shall start within 2 s.\n"


def test_both_places_are_found_and_name_each_other() -> None:
    workspace = project(a__System_Requirements_md=ONE, b__System_Requirements_md=ONE.replace("SYS-002", "SYS-003"))
    assert quotes(workspace, "UNQ001") == ["SYS-001", "SYS-001"]
    first, second = found(workspace, "UNQ001")
    assert [related.path for related in first.report.related] == ["b/System_Requirements.md"]
    assert [related.path for related in second.report.related] == ["a/System_Requirements.md"]


def test_twice_in_one_document() -> None:
    assert quotes(project(System_Requirements_md=ONE.replace("SYS-002", "SYS-001")), "UNQ001") == ["SYS-001", "SYS-001"]


def test_a_copied_block_is_two_artifacts() -> None:
    block = "### SYS-001 Stop\nThe pump shall stop within 2 s.\n\n"
    assert len(quotes(project(System_Requirements_md=block * 3), "UNQ001")) == 3


def test_the_message_counts_the_others() -> None:
    (first, *_) = found(project(System_Requirements_md="### SYS-001 Stop\nThe pump shall stop within 2 s.\n\n" * 3), "UNQ001")
    assert "names 3 artifacts" in first.report.message


def test_labels_that_their_format_makes_local_may_come_again() -> None:
    text = "# Requirements Document\n\n### Requirement 1\n\n#### Acceptance Criteria\n\n1. WHEN full, THE pump SHALL stop.\n"
    workspace = project(**{".kiro__specs__a__requirements_md": text, ".kiro__specs__b__requirements_md": text})
    assert quotes(workspace, "UNQ001") == []
