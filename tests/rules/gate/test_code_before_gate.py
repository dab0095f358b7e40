"""GAT004: code for what has not passed the gate, followed as that changes."""

from __future__ import annotations

from shallcheck.documents.reading import read_document
from shallcheck.project.config import Config, GateChoices
from shallcheck.project.state import Project
from shallcheck.project.statements import job_for
from shallcheck.rules.judging import judge_statement
from tests.rules.reading import analysis
from tests.rules.workspace import found, quotes

CODE = "def stop():\n    # Implements: SYS-001\n    pass\n\n\ndef test_stop():\n    # Verifies: SYS-001\n    pass\n"


def put(project: Project, path: str, text: str) -> frozenset[str]:
    document = read_document(path, text)
    assert document is not None
    changed = project.put(document)
    for _, statement in document.statements():
        seen = analysis(statement.text, None, statement.dialect, statement.kind)
        changed |= project.store(job_for(statement).key, judge_statement(seen), True)
    return changed


def requirement(words: str, status: str = "") -> str:
    return f"- **SYS-001**: {words}\n" + (f"  - Status: {status}\n" if status else "")


def workspace(text: str, config: Config | None = None) -> Project:
    project = Project(config)
    put(project, "pump.py", CODE)
    put(project, "System_Requirements.md", text)
    return project


def test_it_follows_what_becomes_of_the_requirement() -> None:
    project = workspace(requirement("The pump shall stop within TBD s."))
    (finding,) = found(project, "GAT004")
    assert "FRM008 unfinished" in finding.report.message
    assert finding.place.start == CODE.index("SYS-001")

    assert "pump.py" in put(project, "System_Requirements.md", requirement("The pump shall stop within 2 s."))
    assert quotes(project, "GAT004") == []
    assert "pump.py" in put(project, "System_Requirements.md", requirement("The pump shall stop within 2 s.", "Draft"))
    assert quotes(project, "GAT004") == ["SYS-001"]
    assert "pump.py" in put(project, "System_Requirements.md", requirement("The pump shall stop within TBD s.", "approved"))
    assert quotes(project, "GAT004") == ["SYS-001"]


def test_findings_that_come_late_count_when_they_are_there() -> None:
    project = Project()
    put(project, "pump.py", CODE)
    document = read_document("System_Requirements.md", requirement("The pump shall stop within TBD s."))
    assert document is not None
    project.put(document)
    assert quotes(project, "GAT004") == []
    ((_, statement),) = document.statements()
    changed = project.store(job_for(statement).key, judge_statement(analysis(statement.text)), True)
    assert changed == {"System_Requirements.md", "pump.py"}
    assert quotes(project, "GAT004") == ["SYS-001"]


def test_the_projects_own_gate_holds() -> None:
    approved = Config(gate=GateChoices(statuses=("approved",)))
    assert quotes(workspace(requirement("The pump shall stop within 2 s."), approved), "GAT004") == ["SYS-001"]
    assert quotes(workspace(requirement("The pump shall stop within 2 s.", "approved"), approved), "GAT004") == []
    mild = Config(gate=GateChoices(codes=("UNQ",)))
    assert quotes(workspace(requirement("The pump shall stop within TBD s."), mild), "GAT004") == []


def test_what_changes_no_code_is_another_rules_business() -> None:
    twice = requirement("The pump shall stop within 2 s.") * 2
    assert quotes(workspace(twice), "GAT004") == []
    assert quotes(workspace(requirement("The pump shall stop within TBD s.", "retired")), "GAT004") == []


def test_a_suppression_at_the_requirement_lets_it_pass() -> None:
    text = "<!-- shallcheck-disable FRM008: the trial decides -->\n" + requirement("The pump shall stop within TBD s.")
    assert quotes(workspace(text), "GAT004") == []
