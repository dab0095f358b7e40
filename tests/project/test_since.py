"""What a change introduced: findings that were not there at a revision of git, and no old debts."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from shallcheck.project.check import Check
from shallcheck.project.checking import check_paths
from shallcheck.project.git import RevisionError
from shallcheck.project.since import leave_out_known

NAME = "System_Requirements.md"
OLD = "# Pump\n\n- **SYS-1**: The pump shall stop quickly.\n- **SYS-2**: The pump shall close the valve.\n"
NEW = OLD.replace("# Pump", "# Pump\n\nIt pumps.") + "- **SYS-3**: The pump shall show sufficient data.\n"


@pytest.fixture(autouse=True, scope="module")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One cache for all these tests, which share their statements."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHALLCHECK_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / NAME).write_text(OLD, "utf-8")
    (tmp_path / "shallcheck.toml").write_text('select = ["AMB", "TRC002", "UNQ"]\n', "utf-8")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "first")
    return tmp_path


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def introduced(*paths: Path, revision: str = "main") -> list[tuple[str, str]]:
    check = checked(*paths)
    leave_out_known(check, paths, revision, every_rule=False, progress=lambda done, total: None)
    return [(each.report.rule, each.report.quote) for path in check.judged() for each in check.reports(path)]


def checked(*paths: Path) -> Check:
    return check_paths(paths, every_rule=False, progress=lambda done, total: None)


def test_what_was_found_then_is_not_told_wherever_it_has_moved_to(folder: Path) -> None:
    (folder / NAME).write_text(NEW, "utf-8")

    assert introduced(folder) == [("AMB001", "sufficient")]
    assert introduced(folder / NAME) == [("AMB001", "sufficient")]


def test_a_second_finding_like_an_old_one_is_new(folder: Path) -> None:
    (folder / NAME).write_text(OLD.replace("stop quickly", "stop quickly and start quickly"), "utf-8")

    assert introduced(folder) == [("AMB009", "quickly")]


def test_a_renamed_file_brings_no_findings(folder: Path) -> None:
    (folder / NAME).rename(folder / "Pump_Requirements.md")

    assert introduced(folder) == []


def test_a_new_file_is_all_new(folder: Path) -> None:
    text = "- **VAL-1**: The valve shall close quickly.\n- **VAL-2**: The valve shall open.\n"
    (folder / "Valve_Requirements.md").write_text(text, "utf-8")

    assert ("AMB009", "quickly") in introduced(folder / "Valve_Requirements.md")


def test_a_rule_that_is_judged_by_now_makes_no_old_debt_new(folder: Path) -> None:
    (folder / "shallcheck.toml").write_text('select = ["AMB", "TRC002", "UNQ", "VER"]\n', "utf-8")

    assert introduced(folder) == []


def test_what_a_change_elsewhere_breaks_is_new(folder: Path) -> None:
    (folder / NAME).write_text(OLD + "  - Derived from: SN-1\n", "utf-8")
    (folder / "Stakeholder_Needs.md").write_text("### SN-1 Stop\nThe operator needs the pump to stop.\n", "utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "second")
    (folder / "Stakeholder_Needs.md").unlink()

    assert ("TRC002", "SN-1") in introduced(folder)


@pytest.mark.parametrize("revision", ["nope", "--all", "main:README.md", "a..b"])
def test_what_is_no_revision_is_told(folder: Path, revision: str) -> None:
    with pytest.raises(RevisionError):
        introduced(folder, revision=revision)


def test_paths_that_are_of_no_one_repository_have_no_revision(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")

    with pytest.raises(RevisionError, match="not of one git repository"):
        introduced(folder, other)
