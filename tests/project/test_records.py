"""What is kept by identifier beside the documents follows a new name."""

from __future__ import annotations

from shallcheck.model.finding import apply_edits
from shallcheck.project.baseline import Baseline
from shallcheck.project.baseline import written as findings
from shallcheck.project.records import renamed_in
from shallcheck.project.review_file import line_of, parse

NAMES = {"SYS-001": "SYS-900", "kiro:pump/1.1": "kiro:pump/5.1"}


def after(name: str, text: str) -> str:
    return apply_edits(text, renamed_in(name, text, NAMES))


def test_exceptions_of_a_configuration_follow_and_nothing_else_does() -> None:
    text = (
        '# SYS-001 \U0001f6a2\n[[exceptions]]\nrules = ["AMB001"]\nartifact = "SYS-001" # SYS-001\nreason = "SYS-001"\n\n'
        "[[exceptions]]\nartifact = 'kiro:pump/1.1'\n[[paths]]\nartifact = \"SYS-001\"\n"
    )
    assert after("shallcheck.toml", text) == text.replace('= "SYS-001" #', '= "SYS-900" #').replace("pump/1.1", "pump/5.1")
    text = '[tool.shallcheck]\r\nexceptions = [{ artifact = "SYS-001", reason = "x" }, { artifact = "SYS-0011" }]\r\n'
    assert after("pyproject.toml", text) == text.replace('"SYS-001"', '"SYS-900"')
    assert after("shallcheck.toml", "[[exceptions]\nartifact = SYS-001") == "[[exceptions]\nartifact = SYS-001"


def test_recorded_findings_stay_sorted() -> None:
    lines = ["AMB001\tSYS-001\tfast", "AMB001\tSYS-002\tfast", "TRC002\tSYS-003\tSYS-001", "VER001\tThe SYS-001\tquick"]
    text = findings(lines)
    moved = after("shallcheck-baseline.txt", text)
    assert moved == findings([lines[1], "AMB001\tSYS-900\tfast", "TRC002\tSYS-003\tSYS-900", lines[3]])
    assert Baseline(moved.splitlines())


def test_reviews_follow_with_the_words_that_they_were_made_against() -> None:
    mark = "0123456789abcdef"
    rows = [
        f"artifact\tSYS-001\t{mark}\t2027-01-31\tKim\tThe pump shall stop, SYS-001.",
        f"link\tSYS-001\ttraces\tSN-1\t{mark}\t2027-01-31\tKim\tSYS-001",
        f"link\tTST-1\tverifies\tSYS-001\t{mark}\t2027-01-31\tKim\t",
        f"version\tSYS-001\t{mark[::-1]}\tThe pump stops.",
    ]
    text = "# Recorded.\n" + "".join(line_of(row.split("\t")) + "\n" for row in rows)
    now = parse(after("shallcheck-reviewed.txt", text)).reviews
    assert set(now.artifacts) == {"SYS-900"}
    assert now.artifacts["SYS-900"].words.endswith("SYS-001.")
    assert {(key.source, key.target) for key in now.links} == {("SYS-900", "SN-1"), ("TST-1", "SYS-900")}
    assert set(now.versions) == {("SYS-900", mark[::-1])}
