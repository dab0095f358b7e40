"""CON001, CON002, CON005, UNQ002, UNQ003 over a workspace: who is told what, and what an edit changes."""

from __future__ import annotations

from shallcheck.documents.reading import edit_document, read_document
from shallcheck.language.pipeline import Pipeline
from shallcheck.model.finding import Severity
from shallcheck.project.state import Project
from tests.rules.workspace import found, project, quotes, understood

ONE, OTHER = "### SYS-001 Stop\nThe crane shall stop within 2 s.\n\n", "### SYS-002 Halt\nThe crane shall stop within 5 s.\n\n"


def test_both_statements_are_told_with_the_words_of_the_other(pipeline: Pipeline) -> None:
    workspace = understood(project(a__System_Requirements_md=ONE, b__System_Requirements_md=OTHER), pipeline)
    assert quotes(workspace, "CON001") == ["within 2 s", "within 5 s"]

    first, second = found(workspace, "CON001")
    assert "“The crane shall stop within 2 s.” contradicts SYS-002 “The crane shall stop within 5 s.”" in first.report.message
    assert "“within 2 s” and “within 5 s” cannot both hold" in first.report.message
    (place,) = first.report.related
    assert (place.path, place.artifact, place.span.of(place.segment.text)) == (
        "b/System_Requirements.md",
        "SYS-002",
        "within 5 s",
    )
    assert second.report.severity is Severity.WARNING


def test_what_is_linked_to_what_it_refines_may_bind_more_tightly(pipeline: Pipeline) -> None:
    tight = ONE.rstrip() + "\n- Traces to: SYS-002\n\n"
    loose = OTHER.rstrip() + "\n- Traces to: SYS-001\n\n"
    assert quotes(understood(project(System_Requirements_md=tight + OTHER), pipeline), "CON001") == []
    assert len(quotes(understood(project(System_Requirements_md=ONE + loose), pipeline), "CON001")) == 2
    assert len(quotes(understood(project(System_Requirements_md=ONE + OTHER), pipeline), "CON001")) == 2


def test_what_is_retired_contradicts_nothing(pipeline: Pipeline) -> None:
    retired = OTHER.rstrip() + "\n- Status: rejected\n\n"
    assert quotes(understood(project(System_Requirements_md=ONE + retired), pipeline), "CON001") == []


def test_what_may_both_be_met_is_information(pipeline: Pipeline) -> None:
    text = (
        ONE
        + "### SYS-002 Halt\nThe crane shall not stop within 2 s.\n\n### SYS-003 Stop\nThe heavy crane shall stop within 2 s.\n\n"
    )
    workspace = understood(project(System_Requirements_md=text), pipeline)
    severities = {(each.report.quote, each.report.severity) for each in found(workspace, "CON002")}

    assert ("not", Severity.WARNING) in severities
    assert ("heavy", Severity.INFORMATION) in severities


def test_an_edit_judges_only_what_is_related(pipeline: Pipeline) -> None:
    other = "".join(f"### SYS-1{n:02} Part {n}\nPart{n} shall do deed{n} for guest{n} at gate{n}.\n\n" for n in range(40))
    workspace = understood(project(System_Requirements_md=ONE + OTHER + other), pipeline)
    path = "System_Requirements.md"
    assert quotes(workspace, "CON001") == ["within 2 s", "within 5 s"]

    before, document = workspace.judged, workspace.documents[path]
    start = document.text.index("5 s")
    text = document.text.replace("within 5 s", "within 2 s")
    edited = edit_document(document, text, start, start + 3, start + 3)
    assert edited is not None
    workspace.put(edited)
    assert quotes(workspace, "CON001") == []
    assert len(quotes(understood(workspace, pipeline), "UNQ002")) == 2
    assert workspace.judged - before <= 4  # both statements, once without and once with the facts of the new one


def test_a_paste_is_one_finding_and_not_two(pipeline: Pipeline) -> None:
    workspace = understood(project(System_Requirements_md=ONE + ONE), pipeline)

    assert len(quotes(workspace, "UNQ001")) == 2
    assert quotes(workspace, "UNQ002") == []


def test_a_change_of_openspec_does_not_contradict_what_it_changes(pipeline: Pipeline) -> None:
    base = "# login Specification\n## Purpose\nP.\n## Requirements\n### Requirement: Lock\nThe system SHALL lock within 5 s.\n"
    delta = "## MODIFIED Requirements\n### Requirement: Lock\nThe system SHALL lock within 9 s.\n"
    workspace = Project()
    for name, text in (("openspec/specs/login/spec.md", base), ("openspec/changes/slow/specs/login/spec.md", delta)):
        document = read_document(name, text)
        assert document is not None
        workspace.put(document)

    assert quotes(understood(workspace, pipeline), "CON001") == []
