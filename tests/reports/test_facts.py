"""The facts of a report, from texts in memory."""

from __future__ import annotations

from shallcheck.model.reviews import Reviews
from shallcheck.project.check import Check
from shallcheck.project.results.cases import Case, Outcome, Results, Run
from shallcheck.project.reviewing import Entry, Present, record
from shallcheck.reports.facts import Edition, Facts, gathered
from shallcheck.reports.html import page
from tests.reports.checked import checked

EDITION = Edition("Pump")
REQUIREMENTS = "".join(
    f"### SYS-{n} Move\nThe pump shall {verb} within 2 s of each call.\n\n" for n, verb in ((1, "stop"), (2, "start"))
)
PLAN = "---\nlevel: tests\n---\n" + "".join(
    f"### TST-{n} Test {n}\nPress the button.\n- Expected: it hums.\n- Verifies: SYS-{n}\n\n" for n in (1, 2)
)


def check_of(requirements: str = REQUIREMENTS) -> Check:
    return checked({"System_Requirements.md": requirements, "Test_Plan.md": PLAN})


def reviews_of(check: Check) -> Reviews:
    project = check.projects["Test_Plan.md"]
    there = Present()
    for document in project.documents.values():
        there.take(project, document)
    return record(Reviews(), there, Entry("Ann", "2026-05-01"), whole=True).reviews


def shown(check: Check, **outcomes: Outcome) -> Facts:
    cases = tuple(Case("plan", f"test_{name}", outcome) for name, outcome in outcomes.items())
    check.projects["Test_Plan.md"].evidence.take([Results(Run("build/junit.xml"), cases)])
    return gathered(check, EDITION)


def test_what_tests_have_shown_is_told_of_each_artifact_and_counted_by_level() -> None:
    facts = shown(check_of(), TST_1=Outcome.PASSED, TST_2=Outcome.FAILED)
    told = {each["id"]: each["results"]["told"] for each in facts["artifacts"]}
    assert told == {"SYS-1": "passed", "SYS-2": "failed", "TST-1": "passed", "TST-2": "failed"}
    rows = {each["level"]: each["passed"] for each in facts["coverage"]}
    assert rows["requirements"] == {"needed": 2, "met": 1}
    assert rows["tests"] == {"needed": 0, "met": 0}
    assert facts["summary"]["failed"] == 1
    text = page(facts)
    assert "Refused: 1 failed its tests" in text
    assert 'data-flag="failed"' in text


def test_other_results_or_reviews_give_other_digests() -> None:
    check = check_of()
    bare = gathered(check, EDITION)
    assert (bare["hashes"]["results"], bare["hashes"]["reviews"]) == (None, None)
    assert 'data-flag="failed"' not in page(bare)
    passed = shown(check, TST_1=Outcome.PASSED)["hashes"]
    failed = shown(check, TST_1=Outcome.FAILED)["hashes"]
    assert [name for name in passed if passed[name] != failed[name]] == ["results"]
    check.projects["Test_Plan.md"].review(reviews_of(check))
    assert [name for name, value in gathered(check, EDITION)["hashes"].items() if failed[name] != value] == ["reviews"]


def test_suspect_links_are_told_with_what_has_changed() -> None:
    recorded = reviews_of(check_of())
    check = check_of(REQUIREMENTS.replace("stop within 2 s", "stop within 5 s"))
    check.projects["Test_Plan.md"].review(recorded)
    facts = gathered(check, EDITION)
    (suspect,) = facts["suspect"]
    assert "“2 s” is now “5 s”" in suspect["message"]
    ends = [facts["artifacts"][number]["id"] for number in facts["links"][suspect["link"]][:2]]
    assert ends == [facts["artifacts"][suspect[end]]["id"] for end in ("upper", "lower")] == ["SYS-1", "TST-1"]
    assert facts["summary"]["suspect"] == 1
    assert "1 link is suspect" in page(facts)
    assert 'id="suspect"' in page(facts)
    assert 'id="suspect"' not in page(gathered(check_of(), EDITION))
