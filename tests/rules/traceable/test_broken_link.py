"""TRC002: a trace link leads to something that some document defines."""

from __future__ import annotations

import pytest

from tests.rules.workspace import found, project, quotes

NEEDS = "### SN-001 Warn\nThe skipper needs to learn of water.\n"


def requirements(link: str) -> str:
    return f"### SYS-001 Alarm\nThe controller shall sound the alarm within 2 s.\n- Traces to: {link}\n"


def test_a_link_to_nothing_is_an_error_at_its_target() -> None:
    workspace = project(System_Requirements_md=requirements("SN-001, SN-009"), Stakeholder_Needs_md=NEEDS)
    assert quotes(workspace, "TRC002") == ["SN-009"]
    (broken,) = found(workspace, "TRC002")
    assert broken.report.artifact == "SYS-001"


def test_it_proposes_what_was_probably_meant() -> None:
    (broken,) = found(project(System_Requirements_md=requirements("SN-01"), Stakeholder_Needs_md=NEEDS), "TRC002")
    assert "did you mean “SN-001”?" in broken.report.message
    assert [fix.title for fix in broken.report.finding.fixes] == ["Link to SN-001"]


def test_it_proposes_nothing_where_nothing_is_like_it() -> None:
    (broken,) = found(project(System_Requirements_md=requirements("HAZ-77"), Stakeholder_Needs_md=NEEDS), "TRC002")
    assert broken.report.finding.fixes == ()
    assert "write that artifact or name one that exists" in broken.report.message


def test_a_link_to_a_heading_of_the_page_is_none_of_the_trace() -> None:
    text = "### SYS-001 Stop\nThe pump shall stop within 2 s.\n\n### SYS-002 Ring\nThe pump shall ring, as [{}](#{}) says.\n"
    assert quotes(project(System_Requirements_md=text.format("the rule above", "sys-001-stop")), "TRC002") == []


def test_words_that_lead_to_nothing_are_told_and_never_replaced_by_an_identifier() -> None:
    text = "### SYS-001 Stop\nThe pump shall stop within 2 s.\n\n### SYS-003 Ring\nThe pump shall ring, as [{}](#{}) says.\n"
    (broken,) = found(project(System_Requirements_md=text.format("the rule above", "SYS-0001")), "TRC002")
    assert "did you mean “SYS-001”?" in broken.report.message
    assert broken.report.finding.fixes == ()


def needs(*numbers: int) -> str:
    return "\n".join(f"### SN-{number:03} Warn\nThe skipper needs to learn of water {number}.\n" for number in numbers)


@pytest.mark.parametrize(
    ("link", "known", "proposed"),
    [
        ("SN-014", (1, 11, 13, 90), ["SN-013", "SN-011", "SN-001"]),
        ("SN-014", (13, 15), []),
        ("SN-014", (15,), ["SN-015"]),
        ("SYS-002", (1,), []),
    ],
    ids=["nearest first", "equally far", "one", "itself"],
)
def test_the_nearest_number_is_proposed_first_and_nothing_guessed(link: str, known: tuple[int, ...], proposed: list[str]) -> None:
    workspace = project(System_Requirements_md=requirements(link), Stakeholder_Needs_md=needs(*known))
    (broken,) = found(workspace, "TRC002")
    assert [fix.title.removeprefix("Link to ") for fix in broken.report.finding.fixes] == proposed


@pytest.mark.parametrize("link", ["SN-001", "SYS-001"])
def test_a_link_within_or_across_documents_is_fine(link: str) -> None:
    assert quotes(project(System_Requirements_md=requirements(link), Stakeholder_Needs_md=NEEDS), "TRC002") == []


def test_nothing_is_said_while_the_workspace_is_still_being_read() -> None:
    workspace = project(System_Requirements_md=requirements("SN-001"))
    assert quotes(workspace, "TRC002") == ["SN-001"]
    workspace.completed(False)
    assert quotes(workspace, "TRC002") == []
