"""DOC004: a suppression silences something, and only until its day."""

from __future__ import annotations

from datetime import date

from shallcheck.documents.reading import read_document
from shallcheck.model.finding import Finding, Severity, apply_edits
from shallcheck.model.place import Span
from shallcheck.project.config import Config, Waiver
from shallcheck.project.fixes import edits_for
from shallcheck.project.state import Project

PATH = "System_Requirements.md"
TODAY = date(2026, 6, 1)


def judged(text: str, config: Config | None = None, *, settled: bool = True) -> Project:
    """A document in which “soon” is AMB001, and nothing else is found by statement rules."""
    project = Project(config, today=lambda: TODAY)
    document = read_document(PATH, text)
    assert document is not None
    project.put(document)
    for job in project.unjudged(PATH) if settled else ():
        at = job.text.find("soon")
        project.store(job.key, [Finding("AMB001", Span(at, at + 4), "vague")] if at >= 0 else [], True)
    return project


def found(project: Project) -> list[tuple[str, str]]:
    return [(each.report.rule, each.report.quote) for each in project.reports(PATH)]


def requirement(comment: str, word: str = "soon") -> str:
    return f"{comment}\n- **SYS-001**: The pump shall stop {word}.\n- **SYS-002**: The pump shall start soon.\n"


def test_a_suppression_covers_the_block_behind_it_only() -> None:
    text = requirement("<!-- shallcheck-disable AMB001: a drill -->")
    assert found(judged(text)) == [("AMB001", "soon")]


def test_a_suppression_may_name_how_codes_begin() -> None:
    text = requirement("<!-- shallcheck-disable AMB: a drill -->")
    assert found(judged(text)) == [("AMB001", "soon")]
    assert ("DOC004", "<!-- shallcheck-disable SNG: a drill -->") in found(judged(text.replace("AMB", "SNG")))


def test_a_suppression_of_the_file_covers_every_block() -> None:
    text = requirement("<!-- shallcheck-disable-file AMB001: a drill -->")
    assert found(judged(text)) == []


def test_an_unused_one_is_told_when_everything_is_judged() -> None:
    comment = "<!-- shallcheck-disable AMB001: a drill -->"
    text = requirement(comment, "now")
    assert found(judged(text, settled=False)) == []
    project = judged(text)
    assert ("DOC004", comment) in found(project)
    (unused,) = [each for each in project.reports(PATH) if each.report.rule == "DOC004"]
    edits = edits_for(project.documents[PATH], unused, unused.report.finding.fixes[0])
    assert edits is not None
    assert apply_edits(text, edits) == text.removeprefix(comment + "\n")


def test_an_unused_one_of_the_file_is_told_when_its_last_finding_is_gone() -> None:
    comment = "<!-- shallcheck-disable-file AMB001: a drill -->"
    pump, valve = "# Pump\n\n- **SYS-001**: The pump shall stop now.\n", "# Valve\n\n- **SYS-002**: The valve shall open soon.\n"
    text = f"{comment}\n\n{pump}\n{valve}"
    project = judged(text)
    assert found(project) == []
    document = read_document(PATH, text.replace("soon", "later"))
    assert document is not None
    project.put(document)
    for job in project.unjudged(PATH):
        project.store(job.key, [], True)
    assert found(project) == [("DOC004", comment)]


def test_each_rule_of_several_is_looked_at() -> None:
    text = requirement("<!-- shallcheck-disable AMB001, SNG002: a drill -->")
    assert ("DOC004", "SNG002") in found(judged(text))


def test_past_its_day_it_no_longer_silences_and_says_so() -> None:
    holds = requirement("<!-- shallcheck-disable AMB001 until 2026-06-01: a drill -->")
    ended = requirement("<!-- shallcheck-disable AMB001 until 2026-05-31: a drill -->")
    assert found(judged(holds)) == [("AMB001", "soon")]
    assert [rule for rule, _ in found(judged(ended))] == ["DOC004", "AMB001", "AMB001"]


def test_a_rule_that_does_not_exist_is_told_with_what_was_meant() -> None:
    project = judged(requirement("<!-- shallcheck-disable AMB0001: a drill -->"))
    (unknown,) = [each for each in project.reports(PATH) if each.report.rule == "DOC004"]
    assert "did you mean “AMB001”" in unknown.report.message


def test_a_rule_that_is_switched_off_may_be_named() -> None:
    text = requirement("<!-- shallcheck-disable AMB002: a drill -->")
    assert [rule for rule, _ in found(judged(text, Config(ignore=("AMB002",))))] == ["AMB001", "AMB001"]


def test_what_a_policy_locks_cannot_be_suppressed() -> None:
    text = requirement("<!-- shallcheck-disable AMB001: a drill -->")
    project = judged(text, Config(locked={"AMB001": Severity.ERROR}))
    assert [rule for rule, _ in found(project)] == ["DOC004", "AMB001", "AMB001"]


def test_an_exception_of_the_configuration_silences_what_it_names() -> None:
    def waived(**names: object) -> list[str]:
        waiver = Waiver(("AMB",), "a drill", **names)  # type: ignore[arg-type]
        return [rule for rule, _ in found(judged(requirement(""), Config(exceptions=(waiver,))))]

    assert waived(artifact="SYS-001") == ["AMB001"]
    assert waived(artifact="SYS-001", until=TODAY) == ["AMB001"]
    assert waived(artifact="SYS-001", until=date(2026, 5, 31)) == ["AMB001", "AMB001"]
