"""The chain as a tree, how its nodes stand, the slice around one, and the gate in steps."""

from __future__ import annotations

from shallcheck.documents.reading import read_document
from shallcheck.model.index import Defined
from shallcheck.model.reviews import Reviews
from shallcheck.project.chain_tree import Role, State, below, role_of, state_of
from shallcheck.project.gate import Gate, gate_of, judge, survey
from shallcheck.project.results.cases import Case, Outcome, Results, Run
from shallcheck.project.reviewing import Entry, Present, record
from shallcheck.project.state import Project
from shallcheck.project.steps import Answer, Steps, at_once
from shallcheck.reports.slice import around, slice_facts
from tests.project.test_gate import BROKEN, CHAIN, chain
from tests.rules.workspace import recorded


def of(project: Project, identifier: str) -> Defined:
    (found,) = project.index.definitions(identifier)
    return found


def states(project: Project) -> dict[str, str]:
    return {name: state_of(project, of(project, name)).value for name in ("INT-1", "SN-001", "SYS-001", "SYS-002", "TST-001")}


def levels(project: Project) -> dict[str, State]:
    (part,) = at_once(survey(project))
    return {name: part.state(name) for name in ("intent", "needs", "requirements", "tests", "code")}


def test_a_node_tells_whether_it_has_what_its_level_asks_for() -> None:
    whole = chain()
    assert states(whole) == {
        "INT-1": "none", "SN-001": "covered", "SYS-001": "covered", "SYS-002": "covered", "TST-001": "covered",
    }  # fmt: skip
    assert levels(whole)["requirements"] is State.COVERED
    assert levels(whole)["code"] is State.NONE, "it holds nothing"
    lame = chain(Test_Plan=("SYS-001, SYS-002", "SYS-002"))
    assert states(lame)["SYS-001"] == "uncovered"
    assert levels(lame)["requirements"] is State.UNCOVERED


def test_a_failed_test_is_worse_than_a_suspect_link_and_that_than_what_is_missing() -> None:
    project = chain(Test_Plan=("SYS-001, SYS-002", "SYS-002"))
    project.review(before("within 9 s", "within 3 s"))
    assert states(project)["SYS-001"] == "suspect"
    assert levels(project)["requirements"] is State.SUSPECT
    for outcome, told in ((Outcome.PASSED, "covered"), (Outcome.FAILED, "failed")):
        case = Case("pump", "TST-001 stops", outcome)
        project.evidence.take([Results(Run("junit.xml", "2026-05-01T12:00:00", 100.0), (case,))])
        assert (states(project)["TST-001"], states(project)["SYS-002"]) == (told, told)
    assert levels(project)["tests"] is State.FAILED


def before(old: str, new: str) -> Reviews:
    """What is recorded of the chain when words of its needs were others."""
    there, project = Present(), chain(Stakeholder_Needs=(new, old))
    for document in project.documents.values():
        there.take(project, document)
    return record(Reviews(), there, Entry("Ann Lee <ann@example.org>", "2026-05-01"), whole=True).reviews


def test_what_stands_below_is_told_once_and_a_cycle_is_not_walked_round() -> None:
    project = chain(System_Requirements=("Traces to: SN-001", "Traces to: SN-001, SYS-002"))
    put(project, "System_Requirements.md", "Traces to: SN-002", "Traces to: SN-002, SYS-001")
    first = of(project, "SYS-001")
    assert {each.identifier for each in below(project, first)} == {"SYS-002", "TST-001"}
    second = of(project, "SYS-002")
    assert {each.identifier for each in below(project, second, ("SYS-001", "SYS-002"))} == {"TST-001"}
    assert (role_of(first), role_of(of(project, "TST-001"))) == (Role.ARTIFACT, Role.TEST)


def put(project: Project, path: str, old: str, new: str) -> None:
    document = read_document(path, project.documents[path].text.replace(old, new))
    assert document is not None
    project.put(document)


def test_a_slice_holds_the_nearest_and_counts_the_rest() -> None:
    project = chain()
    whole = at_once(around(of(project, "SYS-001"), 300, lambda path: project))
    assert [each.identifier for each in whole.found] == ["SYS-001", "SN-001", "TST-001", "INT-1"]
    facts = at_once(slice_facts(whole, lambda path: project, lambda each: (0, 0)))
    assert {tuple(link[:2]) for link in facts["links"]} == {(1, 0), (0, 2), (3, 1)}
    assert (facts["centre"], facts["left_out"], facts["suspect"]) == (0, 0, [])
    some = at_once(around(of(project, "INT-1"), 3, lambda path: project))
    assert ([each.identifier for each in some.found], some.left_out) == (["INT-1", "SN-001", "SN-002"], 3)


def counted(steps: Steps[Answer]) -> tuple[int, Answer]:
    count = 0
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return count, end.value
        count += 1


def test_the_gate_is_asked_in_steps_and_says_the_same() -> None:
    project = chain(**BROKEN)
    steps, parts = counted(survey(project))
    segments = sum(len(document.placed) for document in project.documents.values())
    assert steps == 2 * segments, "each segment is looked at for what it holds and for what is wrong with it"
    whole: Gate = counted(judge(project, parts))[1]
    assert whole == gate_of(project)
    assert at_once(judge(project, parts, "needs")) == gate_of(project, level="needs")


def test_a_project_counts_what_may_change_the_gate() -> None:
    project = chain()
    edition, revision = project.edition, project.revision
    gate_of(project)
    assert (project.edition, project.revision) == (edition, revision), "to ask changes nothing"
    project.review(recorded("Test_Plan.md", CHAIN["Test_Plan.md"]))
    assert project.edition == edition and project.revision > revision
    put(project, "Test_Plan.md", "Press", "Push")
    assert project.edition == edition + 1
    other = chain()
    project.elsewhere = lambda: [other]
    revision = other.revision
    put(project, "Test_Plan.md", "TST-001", "TST-002")
    assert other.revision > revision, "what another project defines may be what a link here leads to"
