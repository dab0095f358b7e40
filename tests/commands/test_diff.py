"""`shallcheck baseline` as people run it, and `shallcheck diff` against what it records and against git."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from shallcheck.project.review_file import FILE
from tests.commands.running import Ended, shallcheck

NEEDS = "# Needs\n\n### SN-001 Rest\nThe skipper needs to learn of water within 2 min.\n"
REQUIREMENTS = """# Requirements

### SYS-001 Alarm
When the bilge fills, the controller shall sound the alarm within 2 s.
- Traces to: SN-001

### SYS-002 Stop
The pump shall stop within 5 s.
- Traces to: SN-001
"""
ANN = ("--by", "Ann Lee <ann@example.org>")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "Stakeholder_Needs.md").write_text(NEEDS, "utf-8")
    (tmp_path / "System_Requirements.md").write_text(REQUIREMENTS, "utf-8")
    return tmp_path


def change(workspace: Path, name: str, old: str, new: str) -> None:
    text = (workspace / name).read_text("utf-8")
    assert old in text
    (workspace / name).write_text(text.replace(old, new), "utf-8")


def changed(workspace: Path) -> None:
    """Each sort of difference once."""
    change(workspace, "Stakeholder_Needs.md", "2 min", "3 min")
    change(workspace, "System_Requirements.md", "### SYS-002", "### SYS-020")
    change(workspace, "System_Requirements.md", "### SYS-001 Alarm\nWhen the bilge fills, the controller shall sound the alarm "
           "within 2 s.\n- Traces to: SN-001\n", "### SYS-003 Lamp\nThe lamp shall blink.\n- Traces to: SN-001\n")  # fmt: skip


def rows(ended: Ended) -> dict[str, str]:
    return {each["artifact"]: each["change"] for each in json.loads(ended.out)["differences"]}


def test_what_is_recorded_stays_until_it_is_reviewed(workspace: Path) -> None:
    assert shallcheck("baseline", *ANN, cwd=workspace).err.startswith("Recorded 3 artifacts and 2 links in ")
    first = (workspace / FILE).read_text("utf-8")
    change(workspace, "Stakeholder_Needs.md", "2 min", "3 min")
    again = shallcheck("baseline", "--by", "Bo", cwd=workspace)
    assert "2 links stay suspect (SYS-001, SYS-002): review and mark them with --review ID." in again.err
    told = json.loads(shallcheck("check", ".", "--select", "TRC007", "--format", "json", cwd=workspace).out)["findings"]
    assert [(each["artifact"], "“2 min” is now “3 min”" in each["message"]) for each in told] == [
        ("SYS-001", True),
        ("SYS-002", True),
    ]

    done = shallcheck("baseline", "--by", "Bo", "--review", "SYS-001", "--why", "still  met", cwd=workspace)
    assert (done.code, "1 link stays suspect (SYS-002)" in done.err) == (0, True)
    lines = (workspace / FILE).read_text("utf-8").splitlines()
    assert [line.split("\t")[6:-1] for line in lines if line.startswith("link")] == [["Bo", "still met"], [ANN[1], ""]]
    assert shallcheck("baseline", "--by", "Bo", "--review", "all", cwd=workspace).code == 0
    assert shallcheck("check", ".", "--select", "TRC007", cwd=workspace).out.startswith("No findings")
    assert first != (workspace / FILE).read_text("utf-8")


def test_who_records_is_read_from_gits_own_files(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    nobody = shallcheck("baseline", cwd=workspace)
    assert (nobody.code, "Nobody is named as who records" in nobody.err) == (2, True)
    (workspace / ".git" / "config").write_text('[user]\n\tname = "Ann Lee"\n\temail = ann@example.org\n', "utf-8")
    assert shallcheck("baseline", cwd=workspace).code == 0
    assert "\tAnn Lee <ann@example.org>\t" in (workspace / FILE).read_text("utf-8")


@pytest.mark.parametrize(("arguments", "told"), [
    (("--review", "SYS-9"), "no artifact “SYS-9”"),
    (("--name", "../1"), "cannot name a baseline"),
    (("--name", "1", "--review", "all"), "does not change"),
    (("nowhere",), "no file or folder"),
])  # fmt: skip
def test_what_cannot_be_recorded_is_told(workspace: Path, arguments: tuple[str, ...], told: str) -> None:
    ended = shallcheck("baseline", *ANN, *arguments, cwd=workspace)

    assert (ended.code, told in ended.err) == (2, True)
    assert not (workspace / FILE).exists()


def test_a_named_baseline_does_not_change(workspace: Path) -> None:
    assert shallcheck("baseline", "--name", "1.0", *ANN, cwd=workspace).code == 0
    made = (workspace / "shallcheck-baseline-1.0.txt").read_text("utf-8")
    changed(workspace)
    again = shallcheck("baseline", "--name", "1.0", *ANN, cwd=workspace)
    assert (again.code, "a named baseline does not change: choose another name" in again.err) == (2, True)
    assert (workspace / "shallcheck-baseline-1.0.txt").read_text("utf-8") == made
    assert rows(shallcheck("diff", "1.0", "--format", "json", cwd=workspace)) == {
        "SN-001": "changed", "SYS-001": "removed", "SYS-003": "added", "SYS-020": "renamed",
    }  # fmt: skip


def test_a_damaged_file_is_told_at_its_line_and_not_written_over(workspace: Path) -> None:
    shallcheck("baseline", *ANN, cwd=workspace)
    text = (workspace / FILE).read_text("utf-8") + "<<<<<<< HEAD\n"
    (workspace / FILE).write_text(text, "utf-8")
    told = json.loads(shallcheck("check", ".", "--select", "DOC001", "--format", "json", cwd=workspace).out)["findings"]
    assert [(each["path"], each["rule"], "merge conflict" in each["message"]) for each in told] == [(FILE, "DOC001", True)]

    refused = shallcheck("baseline", *ANN, cwd=workspace)
    assert (refused.code, "Nothing was recorded, so that no line is lost" in refused.err) == (2, True)
    assert (workspace / FILE).read_text("utf-8") == text
    assert shallcheck("diff", "reviewed", cwd=workspace).code == 2


def test_a_part_that_is_recorded_leaves_the_rest_as_it_was(workspace: Path) -> None:
    shallcheck("baseline", *ANN, cwd=workspace)
    (workspace / "System_Requirements.md").write_text("# Requirements\n\n### SYS-003 Lamp\nThe lamp shall blink.\n", "utf-8")
    shallcheck("baseline", *ANN, "Stakeholder_Needs.md", cwd=workspace)
    assert "artifact\tSYS-001" in (workspace / FILE).read_text("utf-8")
    assert rows(shallcheck("diff", "reviewed", "Stakeholder_Needs.md", "--format", "json", cwd=workspace)) == {
        "SYS-001": "removed", "SYS-002": "removed",
    }  # fmt: skip
    shallcheck("baseline", *ANN, cwd=workspace)
    assert "SYS-001" not in (workspace / FILE).read_text("utf-8")


def test_nobody_reviews_against_their_own_words_where_the_project_says_so(workspace: Path) -> None:
    (workspace / "shallcheck.toml").write_text("independent-review = true\n", "utf-8")
    shallcheck("baseline", *ANN, cwd=workspace)
    change(workspace, "Stakeholder_Needs.md", "2 min", "3 min")
    own = shallcheck("baseline", *ANN, "--review", "all", cwd=workspace)
    assert (own.code, "this project wants another to review its links" in own.err) == (2, True)
    assert shallcheck("baseline", "--by", "Bo", "--review", "all", cwd=workspace).code == 0


def git(workspace: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=workspace, check=True, capture_output=True)


@pytest.fixture
def versioned(workspace: Path) -> Path:
    (workspace / ".git").rmdir()
    git(workspace, "init", "-q", "-b", "main")
    git(workspace, "add", "-A")
    git(workspace, "commit", "-q", "-m", "first")
    git(workspace, "tag", "-a", "v1", "-m", "first")
    return workspace


def test_a_revision_of_git_is_compared(versioned: Path) -> None:
    assert shallcheck("diff", "HEAD", cwd=versioned).out == "Nothing differs from HEAD.\n"
    changed(versioned)
    git(versioned, "commit", "-q", "-a", "-m", "second")
    assert shallcheck("diff", "HEAD", cwd=versioned).code == 0
    for name in ("HEAD~1", "v1", "main^"):
        ended = shallcheck("diff", name, "--format", "json", cwd=versioned)
        assert (ended.code, rows(ended)) == (1, {
            "SN-001": "changed", "SYS-001": "removed", "SYS-003": "added", "SYS-020": "renamed",
        })  # fmt: skip
    only = shallcheck("diff", "v1", "Stakeholder_Needs.md", "--format", "json", cwd=versioned)
    assert rows(only) == {"SN-001": "changed"}


def test_a_change_is_told_in_text_and_markdown(versioned: Path) -> None:
    changed(versioned)
    change(versioned, "System_Requirements.md", "- Traces to: SN-001\n\n### SYS-020", "\n### SYS-020")
    git(versioned, "commit", "-q", "-a", "-m", "second")
    change(versioned, "System_Requirements.md", "blink.\n", "blink.\n- Traces to: SN-001\n")
    change(versioned, "Stakeholder_Needs.md", "to learn", "not to learn")
    assert shallcheck("diff", "HEAD", cwd=versioned).out.splitlines() == [
        "changed   SN-001  Stakeholder_Needs.md:3",
        "          “not” was added (negation)",
        "re-linked SYS-003  System_Requirements.md:3",
        "          came: traces SN-001",
        "2 differences from HEAD: 1 changed, 1 re-linked.",
    ]
    marked = shallcheck("diff", "HEAD", "--format", "markdown", cwd=versioned).out
    assert "needs **not** to learn of water within 3 min. *(negation)*" in marked


@pytest.mark.parametrize("name", ["nothing-here", "HEAD~99", "--output=/tmp/x", "-x", "HEAD:Stakeholder_Needs.md", "a b", ""])
def test_what_is_no_revision_is_told(versioned: Path, name: str) -> None:
    ended = shallcheck("diff", "--", name, cwd=versioned)

    assert ended.code == 2
    assert "revision" in ended.err


def test_outside_of_git_there_are_no_revisions(tmp_path: Path) -> None:
    (tmp_path / "System_Requirements.md").write_text(REQUIREMENTS, "utf-8")

    assert "is in no git repository" in shallcheck("diff", "HEAD", cwd=tmp_path).err


def test_nothing_of_a_workspace_is_run_to_read_a_revision(versioned: Path) -> None:
    (versioned / ".gitattributes").write_text("*.md filter=evil diff=evil\n", "utf-8")
    git(versioned, "add", "-A")
    git(versioned, "commit", "-q", "-m", "attributes")
    program = f"touch {versioned}/was-run"
    keys = ("core.fsmonitor", "core.pager", "core.sshCommand", "filter.evil.smudge", "filter.evil.clean", "diff.evil.textconv")
    for key in keys:
        git(versioned, "config", key, program)
    changed(versioned)

    assert shallcheck("diff", "HEAD", cwd=versioned).code == 1
    assert not (versioned / "was-run").exists()


def test_a_damaged_repository_is_told(versioned: Path) -> None:
    for file in (versioned / ".git" / "objects").rglob("*"):
        if file.is_file():
            file.chmod(0o644)
            file.write_bytes(b"damaged")
    ended = shallcheck("diff", "HEAD", cwd=versioned)

    assert ended.code == 2
