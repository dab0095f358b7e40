"""Recorded findings: known by rule, requirement and words; each hides one finding like it."""

from __future__ import annotations

from pathlib import Path

from shallcheck.documents.reading import read_document
from shallcheck.model.finding import Finding
from shallcheck.model.place import Span
from shallcheck.project.baseline import Baseline, find_baseline, fingerprint, read_baseline, written
from shallcheck.project.state import Project

PATH = "System_Requirements.md"
TEXT = (
    "---\nlevel: requirements\n---\n# R\n\n- **SYS-001**: The pump shall stop soon.\n- **SYS-002**: The pump shall start soon.\n"
)


def judged(text: str, baseline: Baseline | None = None) -> Project:
    """A document in which every “soon” is AMB001."""
    project = Project()
    if baseline is not None:
        project.baseline = baseline
    put(project, text)
    return project


def put(project: Project, text: str) -> None:
    document = read_document(PATH, text)
    assert document is not None
    project.put(document)
    for job in project.unjudged(PATH):
        places = [at for at in range(len(job.text)) if job.text.startswith("soon", at)]
        project.store(job.key, [Finding("AMB001", Span(at, at + 4), "vague") for at in places], True)


def shown(project: Project) -> list[tuple[str, str]]:
    return [(each.report.rule, each.report.artifact) for each in project.reports(PATH)]


def recorded(text: str) -> list[str]:
    return [fingerprint(each.placed.segment, each.report) for each in judged(text).reports(PATH)]


def test_what_is_recorded_is_not_shown_wherever_it_moves() -> None:
    lines = recorded(TEXT)
    assert lines == ["AMB001\tSYS-001\tsoon", "AMB001\tSYS-002\tsoon"]
    moved = TEXT.replace("# R\n", "# R\n\nProse that was not here.\n").replace("SYS-001**: The", "SYS-001**: At night, the")
    assert shown(judged(moved, Baseline(lines))) == []


def test_what_is_new_is_shown() -> None:
    baseline = Baseline(recorded(TEXT))
    assert shown(judged(TEXT.replace("start soon", "start soon, and very soon"), baseline)) == [("AMB001", "SYS-002")]


def test_an_edit_frees_and_takes_again() -> None:
    project = judged(TEXT, Baseline(recorded(TEXT)))
    for text in (TEXT.replace("stop soon", "stop now"), TEXT, TEXT.replace("stop soon", "stop, soon")):
        put(project, text)
        assert shown(project) == []


def test_what_is_gone_is_stale() -> None:
    baseline = Baseline(recorded(TEXT))
    project = judged(TEXT.replace("stop soon", "stop within 2 s"), baseline)
    project.reports(PATH)
    assert baseline.stale(None) == ["AMB001\tSYS-001\tsoon"]
    assert baseline.stale({"SYS-002"}) == []
    assert baseline.hidden() == 1


def test_a_statement_without_an_identifier_is_known_by_its_words() -> None:
    (line,) = recorded(TEXT + "\n## More\n\nThe pump shall never be loud.\n")[2:]
    assert line.startswith("TRC001\tThe pump shall never be loud.\t")


def test_a_criterion_that_its_place_numbers_is_known_by_its_words(tmp_path: Path) -> None:
    path = ".kiro/specs/a/requirements.md"
    document = read_document(path, "### Requirement 1\n#### Acceptance Criteria\n1. WHEN full, THE pump SHALL stop soon.\n")
    assert document is not None
    project = Project()
    project.put(document)
    for job in project.unjudged(path):
        project.store(job.key, [Finding("AMB001", Span(30, 34), "vague")], True)
    (each,) = [each for each in project.reports(path) if each.report.rule == "AMB001"]
    assert fingerprint(each.placed.segment, each.report).split("\t")[1] == "WHEN full, THE pump SHALL stop soon."


def test_the_file_is_sorted_and_read_again(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "shallcheck-baseline.txt").write_text(written(["AMB002\tx\ty", "AMB001\tx\ty"]), "utf-8")
    assert (tmp_path / "shallcheck-baseline.txt").read_text("utf-8").splitlines()[1:] == ["AMB001\tx\ty", "AMB002\tx\ty"]
    assert find_baseline(tmp_path / "docs") == tmp_path / "shallcheck-baseline.txt"
    found = read_baseline(tmp_path / "shallcheck-baseline.txt")
    assert found.baseline.stale(None) == ["AMB001\tx\ty", "AMB002\tx\ty"] and not found.problems


def test_a_baseline_above_the_repository_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "project" / ".git").mkdir(parents=True)
    (tmp_path / "shallcheck-baseline.txt").write_text(written([]), "utf-8")
    assert find_baseline(tmp_path / "project") is None


def test_a_damaged_file_hides_nothing_is_told_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "shallcheck-baseline.txt").write_bytes(b"\xff\xfe\0\nAMB001\n<<<<<<< HEAD\nAMB001\tSYS-009\tfast\n\t\tx\n")
    baseline, problems, _ = read_baseline(tmp_path / "shallcheck-baseline.txt")
    assert [each.line for each in problems] == [0, 1, 2, 4]
    assert "AMB001\tSYS-009\tfast" in baseline.stale(None)
    assert shown(judged(TEXT, baseline)) == [("AMB001", "SYS-001"), ("AMB001", "SYS-002")]
    baseline.stale({"SYS-001"})
