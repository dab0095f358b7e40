"""FEA003 over a workspace: the sum is shown with its parts, and follows every edit of one of them."""

from __future__ import annotations

from shallcheck.documents.reading import edit_document
from shallcheck.language.pipeline import Pipeline
from shallcheck.project.state import Project
from tests.rules.workspace import found, project, understood

WHOLE = "### SYS-001 Power\nThe buoy shall draw at most 4 W.\n\n"
LAMP = "### SYS-002 Lamp\nThe lamp shall draw at most 2500 mW.\n- Refines: SYS-001\n\n"
RADIO = "### SYS-003 Radio\nThe radio shall draw at most 2 W.\n- Refines: SYS-001\n\n"


def messages(workspace: Project) -> list[str]:
    return [each.report.message for each in found(workspace, "FEA003")]


def edited(workspace: Project, path: str, old: str, new: str) -> Project:
    document = workspace.documents[path]
    start = document.text.index(old)
    text = document.text.replace(old, new, 1)
    made = edit_document(document, text, start, start + len(old), start + len(new))
    assert made is not None
    workspace.put(made)
    return workspace


def test_the_sum_is_shown_in_the_unit_of_the_whole(pipeline: Pipeline) -> None:
    workspace = understood(project(System_Requirements_md=WHOLE, b__System_Requirements_md=LAMP + RADIO), pipeline)
    (report,) = [each.report for each in found(workspace, "FEA003")]
    assert "“at most 4 W” is less than its parts may take together (SYS-002 2.5 W + SYS-003 2 W = 4.5 W)" in report.message
    assert report.quote == "at most 4 W"
    assert [place.span.of(place.segment.text) for place in report.related] == ["at most 2500 mW", "at most 2 W"]


def test_how_many_there_are_of_a_part_counts(pipeline: Pipeline) -> None:
    cells = "### SYS-002 Cells\nEach of the four cells shall draw at most 1.5 W.\n- Refines: SYS-001\n\n"
    workspace = understood(project(System_Requirements_md=WHOLE + cells), pipeline)
    assert "SYS-002 may take alone, with “at most 1.5 W” (4 × 1.5 W)" in messages(workspace)[0]


def test_steps_that_follow_one_another_by_way_of_others_add_up(pipeline: Pipeline) -> None:
    gate = """\
### SYS-001 Passage
When a ticket is near the antenna, the lift gate shall release the turnstile within 800 ms.

### SYS-002 Reading
When a ticket is near the antenna, the ticket reader shall read its number within 300 ms.
- Refines: SYS-001

### SYS-003 Decision
When the ticket reader has read a number, the gate controller shall judge its validity within 400 ms.
- Refines: SYS-001

### SYS-004 Release
When the gate controller has accepted a ticket, the turnstile shall release its arm within 200 ms.
- Refines: SYS-001
"""
    workspace = understood(project(System_Requirements_md=gate), pipeline)
    assert "(SYS-003 400 ms + SYS-002 300 ms + SYS-004 200 ms = 900 ms)" in messages(workspace)[0]


def test_an_edit_of_a_part_judges_the_whole_anew(pipeline: Pipeline) -> None:
    path = "b/System_Requirements.md"
    workspace = understood(project(System_Requirements_md=WHOLE, b__System_Requirements_md=LAMP + RADIO), pipeline)
    assert len(messages(workspace)) == 1
    assert messages(understood(edited(workspace, path, "at most 2 W", "at most 1 W"), pipeline)) == []
    assert len(messages(understood(edited(workspace, path, "at most 1 W", "at most 3 W"), pipeline))) == 1
    assert messages(understood(edited(workspace, path, "- Refines: SYS-001\n", ""), pipeline)) == []
    assert len(messages(understood(edited(workspace, "System_Requirements.md", "4 W", "2 W"), pipeline))) == 1
    workspace.drop(path)
    assert messages(workspace) == []


def test_an_edit_of_what_is_no_part_judges_no_whole(pipeline: Pipeline) -> None:
    other = "### SYS-004 Horn\nThe horn shall draw at most 9 W.\n\n"
    workspace = understood(project(System_Requirements_md=WHOLE + LAMP, b__System_Requirements_md=other), pipeline)
    assert messages(workspace) == []
    before = workspace.judged
    assert messages(understood(edited(workspace, "b/System_Requirements.md", "9 W", "8 W"), pipeline)) == []
    assert workspace.judged - before <= 2
