"""VER010 over a workspace: both values are shown, and an edit of the requirement judges its tests anew."""

from __future__ import annotations

from shallcheck.language.pipeline import Pipeline
from shallcheck.model.finding import Severity
from tests.rules.feasible.test_budget_exceeded import edited
from tests.rules.workspace import found, project, understood

REQUIREMENT = "### SYS-001 Stop\nThe pump shall stop within 2 s.\n\n"
PLAN = "### TST-001 Stop\nPress the button.\n- Expected: the pump stops within 2.5 s.\n- Verifies: SYS-001\n\n"


def test_both_limits_are_shown_and_follow_edits(pipeline: Pipeline) -> None:
    workspace = understood(project(System_Requirements_md=REQUIREMENT, Test_Plan_md=PLAN), pipeline)
    (report,) = [each.report for each in found(workspace, "VER010")]
    assert "“within 2.5 s” is looser than “within 2 s” of SYS-001" in report.message
    assert [place.span.of(place.segment.text) for place in report.related] == ["within 2 s"]
    assert report.finding.fixes[0].title == "Test against “2 s”"
    assert found(understood(edited(workspace, "System_Requirements.md", "2 s", "3000 ms"), pipeline), "VER010") == []
    assert len(found(understood(edited(workspace, "System_Requirements.md", "3000 ms", "1 s"), pipeline), "VER010")) == 1
    assert found(understood(edited(workspace, "Test_Plan.md", "2.5 s", "900 ms"), pipeline), "VER010") == []


def test_another_quantity_is_worth_a_look(pipeline: Pipeline) -> None:
    plan = PLAN.replace("stops within 2.5 s", "takes at most 3 A")
    (finding,) = found(understood(project(System_Requirements_md=REQUIREMENT, Test_Plan_md=plan), pipeline), "VER010")
    assert finding.report.severity is Severity.INFORMATION
    assert "“at most 3 A” is no measure of “within 2 s”, which SYS-001 demands" in finding.report.message
