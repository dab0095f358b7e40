"""TRC007: a link whose upper end has changed in meaning since it was reviewed."""

from __future__ import annotations

import pytest

from shallcheck.documents.reading import edit_document, read_document
from shallcheck.model.document import Document
from shallcheck.model.finding import apply_edits
from shallcheck.model.reviews import Reviews
from shallcheck.project.fixes import edits_for
from shallcheck.project.reviewing import ALL, Entry, Present, record
from shallcheck.project.state import Project
from tests.rules.workspace import found, project, quotes

NEEDS, REQUIREMENTS = "Stakeholder_Needs.md", "System_Requirements.md"
ANN, BO = Entry("Ann Lee <ann@example.org>", "2026-05-01"), Entry("Bo <bo@example.org>", "2026-06-01", "still met")


def needs(*texts: str) -> str:
    return "\n".join(f"### SN-{number:03} Warn\n{text}\n" for number, text in enumerate(texts, 1))


def requirements(count: int) -> str:
    return "\n".join(
        f"### SYS-{number:03} Alarm\nThe controller shall sound the alarm {number} within 2 s.\n- Traces to: SN-{number:03}\n"
        for number in range(1, count + 1)
    )


def present(project: Project) -> Present:
    there = Present()
    for document in project.documents.values():
        there.take(project, document)
    return there


def reviewed(project: Project, before: Reviews | None = None, entry: Entry = ANN, *review: str) -> Reviews:
    """Record what a project says, and judge by that."""
    made = record(before or Reviews(), present(project), entry, whole=True, review=review).reviews
    project.review(made)
    return made


def put(project: Project, path: str, text: str) -> None:
    document = read_document(path, text)
    assert document is not None
    project.put(document)


def warned(text: str = "The skipper needs to learn of water within 2 min.") -> Project:
    return project(System_Requirements_md=requirements(1), Stakeholder_Needs_md=needs(text))


def test_a_change_of_meaning_makes_the_links_to_it_suspect() -> None:
    workspace = warned()
    reviewed(workspace)
    assert quotes(workspace, "TRC007") == []
    put(workspace, NEEDS, needs("The skipper needs to learn of water within 5 min."))

    (suspect,) = found(workspace, "TRC007")
    assert (suspect.report.quote, suspect.report.artifact) == ("SN-001", "SYS-001")
    assert suspect.report.message == (
        "“SN-001” has changed in meaning since this link was reviewed on 2026-05-01 by Ann Lee: “2 min” is now “5 min” (number). "
        "Read both, mend what is wrong now, and mark the link as reviewed."
    )
    assert [each.artifact for each in suspect.report.related] == ["SN-001"]


@pytest.mark.parametrize("text", [
    "The skipper needs to learn of water\nwithin 2 min",
    "The **skipper** needs to learn of water, within 2 min.",
    "the skipper needs to learn of water within 2 min.\n- Rationale: the boat sinks within 20 min.",
])  # fmt: skip
def test_what_changes_no_meaning_makes_nothing_suspect(text: str) -> None:
    workspace = warned()
    reviewed(workspace)
    put(workspace, NEEDS, needs(text))

    assert quotes(workspace, "TRC007") == []


def test_a_link_that_is_new_or_was_never_recorded_is_not_suspect() -> None:
    workspace = warned()
    workspace.review(Reviews())
    put(workspace, NEEDS, needs("Other words."))
    assert quotes(workspace, "TRC007") == []
    reviewed(workspace)
    put(workspace, REQUIREMENTS, requirements(1).replace("SYS-001", "SYS-009"))
    put(workspace, NEEDS, needs("Again other words."))
    assert quotes(workspace, "TRC007") == []


def test_to_record_again_leaves_a_link_suspect_until_somebody_reviews_it() -> None:
    workspace = warned()
    first = reviewed(workspace)
    put(workspace, NEEDS, needs("The skipper needs to learn of water within 5 min."))
    second = reviewed(workspace, first, BO)
    assert second.artifacts["SN-001"].by == BO.by
    (suspect,) = found(workspace, "TRC007")
    assert "“2 min” is now “5 min” (number)" in suspect.report.message

    third = reviewed(workspace, second, BO, "SYS-001")
    assert quotes(workspace, "TRC007") == []
    assert [(one.by, one.day, one.why) for one in third.links.values()] == [(BO.by, BO.day, BO.why)]
    put(workspace, NEEDS, needs("The skipper needs to learn of water within 7 min."))
    (suspect,) = found(workspace, "TRC007")
    assert "“5 min” is now “7 min” (number)" in suspect.report.message


def test_a_link_stays_suspect_when_one_of_its_ends_is_renamed() -> None:
    workspace = warned()
    first = reviewed(workspace)
    put(workspace, NEEDS, needs("The skipper needs to learn of water within 5 min."))
    put(workspace, REQUIREMENTS, requirements(1).replace("SYS-001", "SYS-009"))
    second = reviewed(workspace, first, BO)
    assert [(key.source, one.by) for key, one in second.links.items()] == [("SYS-009", ANN.by)]
    assert quotes(workspace, "TRC007") == ["SN-001"]
    put(workspace, NEEDS, needs("The skipper needs to learn of water within 5 min.").replace("SN-001", "SN-007"))
    put(workspace, REQUIREMENTS, requirements(1).replace("SYS-001", "SYS-009").replace("SN-001", "SN-007"))
    reviewed(workspace, second, BO)
    assert quotes(workspace, "TRC007") == ["SN-007"]


def test_an_artifact_in_the_same_meaning_keeps_its_line() -> None:
    workspace = warned()
    first = reviewed(workspace)
    put(workspace, NEEDS, needs("The skipper needs to learn of water\nwithin **2** min"))

    assert reviewed(workspace, first, BO) == first


def test_words_that_are_not_kept_any_more_are_said_to_be_lost() -> None:
    workspace = warned()
    first = reviewed(workspace)
    (key,) = first.links
    workspace.review(Reviews({}, {key: first.links[key]._replace(mark="0" * 16)}, {}))

    (suspect,) = found(workspace, "TRC007")
    assert "what it said then is not kept" in suspect.report.message


SDOC = "[DOCUMENT]\nTITLE: Pump\n\n[REQUIREMENT]\nUID: SYS-1\nSTATEMENT: The pump shall stop within 2 s.\n"
SDOC += "RELATIONS:\n- TYPE: Child\n  VALUE: SYS-2\n\n[REQUIREMENT]\nUID: SYS-2\nSTATEMENT: The valve shall close.\n"


def test_of_a_link_that_is_written_at_its_upper_end_that_end_counts() -> None:
    workspace = Project()
    put(workspace, "pump.sdoc", SDOC)
    (key,) = reviewed(workspace).links
    assert (key.type, key.upper) == ("parent-of", "SYS-1")
    put(workspace, "pump.sdoc", SDOC.replace("close", "open"))
    assert quotes(workspace, "TRC007") == []
    put(workspace, "pump.sdoc", SDOC.replace("2 s", "3 s"))
    assert quotes(workspace, "TRC007") == ["SYS-2"]


KIRO = "# Requirements Document\n\n### Requirement 1: Stop\n\n**User Story:** As a skipper, I want rest, so that I sleep.\n\n"
KIRO += "#### Acceptance Criteria\n\n{}"
TASKS = "# Implementation Plan\n\n- [ ] 1. Stop the pump\n  - _Requirements: {}_\n"


def kiro(criteria: list[str], link: str) -> tuple[str, str]:
    return KIRO.format("".join(f"{n}. {text}\n" for n, text in enumerate(criteria, 1))), TASKS.format(link)


STOP = "WHEN the bilge is empty, THE Pump SHALL stop within 2 s"
KEEP = "WHILE the cover is open, THE Pump SHALL stay off"


def test_a_criterion_that_was_renumbered_with_its_references_is_not_suspect() -> None:
    one, tasks = kiro([STOP, KEEP], "1.1, 1.2")
    paths = (".kiro/specs/pump/requirements.md", ".kiro/specs/pump/tasks.md")
    workspace = Project()
    put(workspace, paths[0], one)
    put(workspace, paths[1], tasks)
    assert len(reviewed(workspace).links) == 2
    renumbered = kiro(["THE Pump SHALL start within 1 s", STOP, KEEP], "1.2, 1.3")
    put(workspace, paths[0], renumbered[0])
    assert quotes(workspace, "TRC007") == ["1.1"]  # it is another criterion that 1.1 names now
    put(workspace, paths[1], renumbered[1])
    assert quotes(workspace, "TRC007") == []


def test_a_link_to_a_whole_requirement_of_kiro_is_suspect_with_its_criteria() -> None:
    one, tasks = kiro([STOP], "1")
    workspace = Project()
    put(workspace, ".kiro/specs/pump/requirements.md", one)
    put(workspace, ".kiro/specs/pump/tasks.md", tasks)
    reviewed(workspace)
    put(workspace, ".kiro/specs/pump/requirements.md", one.replace("2 s", "3 s"))

    assert quotes(workspace, "TRC007") == ["1"]


def doorstop(text: str, mark: str = "") -> dict[str, str]:
    links = f"links:\n- REQ001: {mark}\n" if mark else "links: []\n"
    return {
        "REQ001.yml": f"active: true\nderived: false\nnormative: true\nreviewed: null\nlinks: []\ntext: |\n  {text}\n",
        "TST001.yml": f"active: true\nderived: false\nnormative: true\nreviewed: null\n{links}text: |\n  Stop it and look.\n",
    }


def doorstop_project(text: str, mark: str) -> Project:
    workspace = Project()
    for path, item in doorstop(text, mark).items():
        put(workspace, path, item)
    return workspace


def stamp(text: str) -> str:
    document = read_document("REQ001.yml", doorstop(text)["REQ001.yml"])
    assert document is not None
    (marked,) = [each.value for _, _, one in document.artifacts() for each in one.attributes if each.name == "fingerprint"]
    return marked


def test_doorstops_own_fingerprint_is_honoured_and_written_anew() -> None:
    before = "The pump shall stop within 2 s."
    assert quotes(doorstop_project(before, stamp(before)), "TRC007") == []
    assert quotes(doorstop_project(before, "null"), "TRC007") == []
    assert quotes(doorstop_project(before, "0cc175b9c0f1b6a831c399e269772661"), "TRC007") == []  # an older Doorstop's

    workspace = doorstop_project("The pump shall stop within 3 s.", stamp(before))
    (suspect,) = found(workspace, "TRC007")
    assert "as its fingerprint tells" in suspect.report.message
    document = workspace.documents["TST001.yml"]
    (fix,) = suspect.report.finding.fixes
    edits = edits_for(document, suspect, fix)
    assert edits is not None
    text = apply_edits(document.text, edits)
    assert text == document.text.replace(stamp(before), stamp("The pump shall stop within 3 s."))
    put(workspace, "TST001.yml", text)
    assert quotes(workspace, "TRC007") == []


OFT = "`req~stop~{0}`\nThe pump shall stop within 2 s.\n\n`dsn~relay~1`\nThe relay shall open.\nCovers:\n* req~stop~{1}\n"


@pytest.mark.parametrize(("there", "linked", "told"), [(2, 1, "outdated"), (1, 2, "predated"), (2, 2, "")])
def test_revisions_of_openfasttrace_are_honoured(there: int, linked: int, told: str) -> None:
    workspace = Project()
    put(workspace, "spec.md", OFT.format(there, linked))

    assert quotes(workspace, "TRC002") == []
    assert [told in each.report.message for each in found(workspace, "TRC007")] == ([True] if told else [])
    assert [each.report.finding.fixes[0].title for each in found(workspace, "TRC007")] == (
        [f"Link to req~stop~{there}"] if told else []
    )


def test_a_revision_that_code_names_is_honoured() -> None:
    workspace = Project()
    put(workspace, "spec.md", OFT.format(2, 2))
    put(workspace, "pump.py", "# [impl->req~stop~1]\ndef stop(): ...\n")

    assert quotes(workspace, "TRC010") == []
    assert ["outdated" in each.report.message for each in found(workspace, "TRC007")] == [True]


TRACEY = "r[pump.stop{}]\nThe pump MUST stop within 2 s.\n"


@pytest.mark.parametrize(("there", "named", "told"), [
    ("+2", "", "+2"), ("+2", "+1", "+2"), ("+2", "+2", None), ("", "", None), ("", "+1", None), ("", "+3", "+1"),
])  # fmt: skip
def test_versions_of_tracey_are_honoured_in_code(there: str, named: str, told: str | None) -> None:
    workspace = Project()
    put(workspace, "spec.md", TRACEY.format(there))
    put(workspace, "pump.rs", f"// r[impl pump.stop{named}]\nfn stop() {{}}\n")
    suspects = found(workspace, "TRC007")

    assert [each.report.quote for each in suspects] == ([] if told is None else ["pump.stop"])
    for suspect in suspects:
        document = workspace.documents["pump.rs"]
        edits = edits_for(document, suspect, suspect.report.finding.fixes[0])
        assert edits is None or f"pump.stop{told}]" in apply_edits(document.text, edits)


def test_code_that_implements_what_has_changed_is_suspect() -> None:
    workspace = warned()
    put(workspace, "alarm.py", "def sound():\n    # Implements: SYS-001\n    pass\n")
    keys = reviewed(workspace).links
    assert [key.target for key in keys if key.type == "satisfies"] == ["SYS-001"]
    put(workspace, REQUIREMENTS, requirements(1).replace("2 s", "3 s"))

    assert [(each.report.quote, each.report.artifact) for each in found(workspace, "TRC007")] == [
        ("SYS-001", "code:alarm.py::sound")
    ]


def edit(document: Document, old: str, new: str) -> Document:
    start = document.text.index(old)
    text = document.text.replace(old, new, 1)
    edited = edit_document(document, text, start, start + len(old), start + len(new))
    assert edited is not None
    return edited


@pytest.fixture
def large() -> Project:
    workspace = project(
        System_Requirements_md=requirements(200),
        Stakeholder_Needs_md=needs(*(f"A nurse needs peace for {number} min." for number in range(1, 201))),
    )
    for path in (NEEDS, REQUIREMENTS):
        for job in workspace.unjudged(path):
            workspace.store(job.key, (), True)
        workspace.reports(path)
    reviewed(workspace)
    for path in (NEEDS, REQUIREMENTS):
        workspace.reports(path)
    return workspace


def judged(project: Project) -> int:
    before = project.judged
    for path in (NEEDS, REQUIREMENTS):
        project.reports(path)
    return project.judged - before


def test_an_edit_judges_what_shares_a_link_with_it_and_no_other(large: Project) -> None:
    large.put(edit(large.documents[NEEDS], "for 7 min", "for 777 min"))

    assert judged(large) == 2  # the need, and the requirement that traces to it
    assert quotes(large, "TRC007") == ["SN-007"]


def test_a_review_judges_its_link_and_no_other(large: Project) -> None:
    large.put(edit(large.documents[NEEDS], "for 7 min", "for 777 min"))
    judged(large)
    changed = large.review(record(large.reviews, present(large), BO, whole=True, review=[ALL]).reviews)

    assert changed == {NEEDS, REQUIREMENTS}
    assert judged(large) == 2
    assert quotes(large, "TRC007") == []


def test_the_same_reviews_again_judge_nothing(large: Project) -> None:
    assert large.review(Reviews(dict(large.reviews.artifacts), dict(large.reviews.links), large.reviews.versions)) == frozenset()
    assert judged(large) == 0
