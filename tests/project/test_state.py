"""The state between keystrokes: what an edit changes is judged anew, and nothing else."""

from __future__ import annotations

import pytest

from shallcheck.documents.reading import edit_document, read_document
from shallcheck.model.document import Document
from shallcheck.model.finding import Finding, Severity
from shallcheck.model.place import Span
from shallcheck.project.config import Config
from shallcheck.project.state import Project

REQUIREMENTS = "docs/System_Requirements.md"
NEEDS = "docs/Stakeholder_Needs.md"


def requirements(count: int, start: int = 1) -> str:
    rows = [
        f"- **SYS-{number:03d}**: The pump shall stop within {number} ms.\n  - Traces to: SN-{number:03d}\n"
        for number in range(start, start + count)
    ]
    return "# Requirements\n\n" + "".join(rows)


def needs(count: int) -> str:
    return "# Needs\n\n" + "".join(f"- **SN-{number:03d}**: A nurse needs peace {number}.\n" for number in range(1, count + 1))


def read(path: str, text: str) -> Document:
    document = read_document(path, text)
    assert document is not None
    return document


def edit(document: Document, old: str, new: str) -> Document:
    start = document.text.index(old)
    text = document.text[:start] + new + document.text[start + len(old) :]
    edited = edit_document(document, text, start, start + len(old), start + len(new))
    assert edited is not None
    return edited


def rules(project: Project, path: str) -> list[tuple[str, str]]:
    return [(found.report.rule, found.report.quote) for found in project.reports(path)]


@pytest.fixture
def project() -> Project:
    project = Project()
    project.put(read(REQUIREMENTS, requirements(200)))
    project.put(read(NEEDS, needs(200)))
    for path in (REQUIREMENTS, NEEDS):
        for job in project.unjudged(path):
            project.store(job.key, (), True)
        assert project.reports(path) == []
    return project


def test_an_edit_judges_only_its_own_segment(project: Project) -> None:
    before = project.judged
    changed = project.put(edit(project.documents[REQUIREMENTS], "within 7 ms", "within 8000 ms"))
    assert [job.text for job in project.unjudged(REQUIREMENTS)] == ["The pump shall stop within 8000 ms."]
    for path in (REQUIREMENTS, NEEDS):
        project.reports(path)

    assert REQUIREMENTS in changed
    assert project.judged - before == 1


def test_a_new_identifier_judges_those_that_share_it_and_no_other(project: Project) -> None:
    before = project.judged
    changed = project.put(edit(project.documents[NEEDS], "**SN-007**", "**SN-700**"))
    for path in (REQUIREMENTS, NEEDS):
        project.reports(path)

    assert changed == {REQUIREMENTS, NEEDS}
    assert rules(project, REQUIREMENTS) == [("TRC002", "SN-007")]
    assert project.judged - before == 2  # the need, and the requirement that links to it


def test_a_result_judges_the_segments_that_hold_the_statement(project: Project) -> None:
    twice = read("docs/System_Requirements_2.md", "- **SYS-901**: It shall be so.\n- **SYS-902**: It shall be so.\n")
    project.put(twice)
    (job,) = project.unjudged(twice.path)
    project.reports(twice.path)
    before = project.judged
    assert project.store(job.key, (Finding("AMB001", Span(12, 14), "vague"),), True) == {twice.path}

    assert [place for _, place in rules(project, twice.path)] == ["so", "so"]
    assert project.judged - before == 2


def test_findings_stay_where_they_belong_when_text_above_them_grows(project: Project) -> None:
    document = project.documents[REQUIREMENTS]
    project.put(edit(document, "Traces to: SN-199", "Traces to: SN-999"))
    before = project.judged
    project.put(edit(project.documents[REQUIREMENTS], "# Requirements\n", "# Requirements\n\nSome prose, and more of it.\n"))
    (found,) = project.reports(REQUIREMENTS)

    assert found.place.of(project.documents[REQUIREMENTS].text) == "SN-999"
    assert found.report.artifact == "SYS-199"
    assert project.judged - before <= 2


def test_a_pasted_requirement_is_a_duplicate_on_both_sides(project: Project) -> None:
    block = "- **SYS-005**: The pump shall stop within 5 ms.\n  - Traces to: SN-005\n"
    project.put(edit(project.documents[REQUIREMENTS], block, block + block))

    assert rules(project, REQUIREMENTS) == [("UNQ001", "SYS-005"), ("UNQ001", "SYS-005")]
    project.put(edit(project.documents[REQUIREMENTS], block, ""))
    assert rules(project, REQUIREMENTS) == []


def test_the_advice_on_a_broken_link_follows_what_exists(project: Project) -> None:
    project.put(edit(project.documents[REQUIREMENTS], "Traces to: SN-003", "Traces to: BUDGET-17"))
    (found,) = project.reports(REQUIREMENTS)
    assert "did you mean" not in found.report.message

    project.put(edit(project.documents[NEEDS], "**SN-200**", "**BUDGET-18**"))
    broken = [found for found in project.reports(REQUIREMENTS) if found.report.quote == "BUDGET-17"]
    assert "did you mean “BUDGET-18”" in broken[0].report.message

    project.put(edit(project.documents[NEEDS], "**BUDGET-18**", "**SN-200**"))
    (found,) = project.reports(REQUIREMENTS)
    assert "did you mean" not in found.report.message


def test_a_document_that_goes_takes_its_identifiers_along(project: Project) -> None:
    assert project.drop(NEEDS) == {REQUIREMENTS, NEEDS}
    assert {rule for rule, _ in rules(project, REQUIREMENTS)} == {"TRC002"}
    assert project.drop(NEEDS) == frozenset()
    assert project.reports(NEEDS) == []


def test_text_findings_give_way_to_complete_ones_and_never_come_back(project: Project) -> None:
    project.put(edit(project.documents[REQUIREMENTS], "within 9 ms", "soon"))
    (job,) = project.unjudged(REQUIREMENTS)
    early, late = Finding("AMB001", Span(0, 3), "early"), Finding("AMB002", Span(0, 3), "late")
    project.store(job.key, (early,), False)
    assert [rule for rule, _ in rules(project, REQUIREMENTS)] == ["AMB001"]
    assert project.unjudged(REQUIREMENTS) == [job]
    assert project.unjudged(REQUIREMENTS, partly=False) == []

    project.store(job.key, (late,), True)
    project.store(job.key, (early,), False)
    assert [rule for rule, _ in rules(project, REQUIREMENTS)] == ["AMB002"]


def test_a_result_for_a_statement_that_is_gone_changes_nothing(project: Project) -> None:
    old = project.documents[REQUIREMENTS]
    project.put(edit(old, "within 9 ms", "soon"))
    (job,) = project.unjudged(REQUIREMENTS)
    project.put(edit(project.documents[REQUIREMENTS], "soon", "within 9 ms"))

    assert project.store(job.key, (Finding("AMB001", Span(0, 3), "old"),), True) == frozenset()
    assert rules(project, REQUIREMENTS) == []


def test_a_suppression_silences_its_rules_at_its_place_only() -> None:
    project = Project()
    text = (
        "- **SYS-001**: The pump shall stop soon. <!-- shallcheck-disable AMB001: a drill -->\n"
        "- **SYS-002**: The pump shall stop soon.\n"
    )
    project.put(read(REQUIREMENTS, text))
    (job,) = project.unjudged(REQUIREMENTS)
    project.store(job.key, (Finding("AMB001", Span(20, 24), "vague"), Finding("AMB002", Span(20, 24), "escape")), True)

    assert [(found.report.artifact, found.report.rule) for found in project.reports(REQUIREMENTS)] == [
        ("SYS-001", "AMB002"),
        ("SYS-002", "AMB001"),
        ("SYS-002", "AMB002"),
    ]


def test_configuration_decides_on_severities_but_never_raises_a_milder_finding() -> None:
    project = Project(Config(severity={"AMB002": Severity.ERROR}, ignore=("AMB003",)))
    project.put(read(REQUIREMENTS, "- **SYS-001**: The pump shall stop soon.\n- **SYS-002**: It shall run.\n"))
    job = project.unjudged(REQUIREMENTS)[0]
    findings = (
        Finding("AMB001", Span(0, 3), "mild", severity=Severity.INFORMATION),
        Finding("AMB002", Span(0, 3), "raised"),
        Finding("AMB003", Span(0, 3), "ignored"),
    )
    project.store(job.key, findings, True)

    assert [(found.report.rule, found.report.severity) for found in project.reports(REQUIREMENTS)] == [
        ("AMB002", Severity.ERROR),
        ("AMB001", Severity.INFORMATION),
    ]


def test_links_resolve_in_their_own_feature_first_and_then_in_the_workspace() -> None:
    project = Project()
    spec = "# Requirements\n\n### Requirement 1\n\n#### Acceptance Criteria\n\n1. WHEN it rains THEN the system SHALL ring\n"
    tasks = "# Implementation Plan\n\n- [ ] 1. Ring the bell\n  - _Requirements: 1.1_\n"
    for feature in ("rain", "snow"):
        for name, text in (("requirements", spec), ("tasks", tasks)):
            document = read_document(f".kiro/specs/{feature}/{name}.md", text)
            if document is not None:
                project.put(document)
    paths = [path for path in project.documents if path.endswith("requirements.md")]
    assert len(paths) == 2

    assert not [rule for path in project.documents for rule, _ in rules(project, path) if rule in ("UNQ001", "TRC002")]


def test_a_name_that_only_one_feature_uses_is_enough_from_outside_of_features() -> None:
    plan, first, second = "docs/Test_Plan.md", "specs/001-login/spec.md", "specs/002-logout/spec.md"
    project = Project()
    project.put(read(plan, "### TST-1 Login\nTry it.\n- Verifies: FR-001\n"))
    assert ("TRC002", "FR-001") in rules(project, plan)

    project.put(read(first, "# Feature Specification: login\n\n- **FR-001**: System MUST lock.\n"))
    assert ("TRC002", "FR-001") not in rules(project, plan)
    assert [named.path for named in project.references("speckit:001-login/FR-001")] == [plan]

    project.put(read(second, "# Feature Specification: logout\n\n- **FR-001**: System MUST wait.\n"))
    [either] = [found.report.message for found in project.reports(plan) if found.report.quote == "FR-001"]
    assert "several documents call an artifact of theirs (speckit:001-login/FR-001, speckit:002-logout/FR-001)" in either
    assert project.references("speckit:001-login/FR-001") == []

    project.drop(second)
    assert ("TRC002", "FR-001") not in rules(project, plan)


def test_a_link_within_a_feature_is_one_reference() -> None:
    project, tasks = Project(), "specs/001-login/tasks.md"
    project.put(read("specs/001-login/spec.md", "# Feature Specification: login\n\n- **FR-001**: System MUST lock.\n"))
    project.put(read(tasks, "# Tasks\n\n- [ ] T001 Write what FR-001 asks for\n"))
    assert [named.path for named in project.references("speckit:001-login/FR-001")] == [tasks]
