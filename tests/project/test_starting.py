"""What a project begins with: documents that stand in a chain, and pipelines that are valid and do what they say."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from shallcheck.model.finding import Severity
from shallcheck.project.checking import check_paths
from shallcheck.project.starting import CHAIN, Pipeline, pipeline_file, pipeline_text, start
from tests.commands.running import shallcheck
from tests.reports.schemas import validator

ROOT = Path(__file__).parents[2]
SCHEMAS = {Pipeline.GITHUB: "GitHub Workflow", Pipeline.GITLAB: "gitlab-ci", Pipeline.PRE_COMMIT: ".pre-commit-config.yml"}
WARNED = "- **SYS-1**: The pump shall stop quickly.\n- **SYS-2**: The pump shall close the valve.\n"
BROKEN = WARNED + "  - Derived from: SN-9\n"


@pytest.fixture(autouse=True, scope="module")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One cache for all these tests, which share their statements."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHALLCHECK_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


def test_a_new_chain_hangs_together_and_lacks_only_what_a_person_decides(tmp_path: Path) -> None:
    start(tmp_path, [], chain=True)

    check = check_paths([tmp_path], every_rule=False, progress=lambda done, total: None)
    assert {Path(path).stem for path in check.documents} == set(CHAIN)
    found = {(each.report.rule, each.report.severity) for path in check.judged() for each in check.reports(path)}
    assert found == {("FRM008", Severity.ERROR)}


def test_of_a_new_intent_each_placeholder_is_told_and_of_one_that_is_filled_nothing(tmp_path: Path) -> None:
    def told() -> list[tuple[str, str]]:
        check = check_paths([tmp_path], every_rule=False, progress=lambda done, total: None)
        return [(each.report.rule, each.report.quote) for each in check.reports(str(intent))]

    intent = tmp_path / "System_Intent.md"
    intent.write_text(text := new_text("System_Intent.md", tmp_path), "utf-8")
    marks = re.findall(r"<[^!>]+>", text)
    assert told() == [("FRM008", mark) for mark in marks] and len(marks) == 4

    filled = text
    for mark, words in zip(marks, FILLED, strict=True):
        filled = filled.replace(mark, words, 1)
    intent.write_text(filled, "utf-8")
    assert told() == []


def new_text(name: str, folder: Path) -> str:
    """What a new chain holds under a name."""
    start(folder, [], chain=True)
    text = (folder / name).read_text("utf-8")
    for each in CHAIN:
        (folder / f"{each}.md").unlink()
    return text


FILLED = (
    "The clinic loses vaccines when a refrigerator fails at night",
    "the duty nurse saves them",
    "The cold-chain monitor",
    "store personal data on the clinic's own server only",
)


def test_a_file_that_no_pipeline_finds_there_is_told(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "docs").mkdir()

    told = shallcheck("init", "docs", "--no-chain", "--ci", "gitlab", cwd=tmp_path).err
    assert (
        told == f".gitlab-ci.yml is looked for at the top of a repository: move it to “{tmp_path}”, and name the folder in it.\n"
    )
    assert shallcheck("init", "--no-chain", "--ci", "gitlab", cwd=tmp_path).err == ""


def test_an_agent_that_cannot_be_joined_hinders_no_other_and_all_that_was_written_is_told(tmp_path: Path) -> None:
    done = shallcheck("init", "--no-chain", "--agent", "git", "--agent", "claude", cwd=tmp_path)

    assert (done.code, done.out) == (2, "wrote shallcheck.toml\nwrote .claude/settings.json\n")
    assert "is not the top of a git repository" in done.err


def test_what_exists_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "Test_Plan.md").write_text("mine", "utf-8")

    rows = start(tmp_path, list(Pipeline), chain=True)
    assert (tmp_path / "Test_Plan.md").read_text("utf-8") == "mine"
    assert [row.name for row in rows if not row.written] == ["Test_Plan.md"]
    assert not any(row.written for row in start(tmp_path, list(Pipeline), chain=True))


@pytest.mark.parametrize("link", ["System_Intent.md", ".github"])
def test_nothing_is_written_through_a_link(link: str, tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    (inside / link).symlink_to(outside / "made.md" if link.endswith(".md") else outside)

    if link == ".github":
        with pytest.raises(OSError, match="outside of the folder"):
            start(inside, [Pipeline.GITHUB], chain=True)
    else:
        start(inside, [], chain=True)
    assert not any(path.is_file() for path in outside.rglob("*"))


@pytest.mark.parametrize("pipeline", Pipeline)
def test_a_pipeline_is_valid_by_its_schema(pipeline: Pipeline) -> None:
    valid(yaml.safe_load(pipeline_text(pipeline)), SCHEMAS[pipeline])


@pytest.mark.parametrize(("name", "of"), [("action.yml", "GitHub Action"), (".pre-commit-hooks.yaml", ".pre-commit-hooks.yml")])
def test_what_other_projects_use_of_this_one_is_valid(name: str, of: str) -> None:
    valid(yaml.safe_load((ROOT / name).read_text("utf-8")), of)


@pytest.mark.parametrize("pipeline", Pipeline)
def test_the_documentation_shows_what_is_written(pipeline: Pipeline) -> None:
    page = (ROOT / "docs" / "pipelines.md").read_text("utf-8")

    assert f"`{pipeline_file(pipeline)}`" in page
    assert f"```yaml\n{pipeline_text(pipeline)}```" in page


@pytest.mark.parametrize(("text", "passes"), [(WARNED, True), (BROKEN, False)], ids=["warnings", "an error"])
def test_the_action_tells_and_fails_only_for_errors(text: str, passes: bool, tmp_path: Path) -> None:
    (tmp_path / "System_Requirements.md").write_text(text, "utf-8")
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    inputs = {name: each["default"] for name, each in action["inputs"].items()}
    step = action["runs"]["steps"][1]
    given = {name: inputs[value.removeprefix("${{ inputs.").removesuffix(" }}")] for name, value in step["env"].items()}

    done = run(step["run"], tmp_path, **given, GITHUB_STEP_SUMMARY="summary.md")
    assert (done.returncode == 0) is passes
    assert "::warning file=System_Requirements.md,line=1" in done.stdout
    assert (tmp_path / "summary.md").read_text("utf-8").startswith("## ShallCheck")
    assert '"version": "2.1.0"' in (tmp_path / "shallcheck.sarif").read_text("utf-8")


def test_an_input_of_the_action_is_text_and_no_command(tmp_path: Path) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    script = action["runs"]["steps"][1]["run"]

    assert "${{" not in script
    given = dict.fromkeys(("SHALLCHECK_SINCE", "SHALLCHECK_GATE"), "") | {"SHALLCHECK_SARIF": "out.sarif"}
    run(script, tmp_path, **given, SHALLCHECK_PATH="$(touch evil); touch evil", GITHUB_STEP_SUMMARY="summary.md")
    assert not (tmp_path / "evil").exists()


def test_a_merge_request_of_gitlab_gets_both_reports(tmp_path: Path) -> None:
    (tmp_path / "System_Requirements.md").write_text(BROKEN, "utf-8")
    job = yaml.safe_load(pipeline_text(Pipeline.GITLAB))["requirements"]

    done = run("\n".join(job["script"][1:]), tmp_path)
    assert done.returncode == 1
    assert all((tmp_path / name).stat().st_size for name in job["artifacts"]["reports"].values())


def run(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    shell = ["bash", "-e", "-o", "pipefail", "-c", script]
    return subprocess.run(shell, cwd=folder, capture_output=True, text=True, env={**os.environ, **environment, "PATH": path})


def valid(told: Any, name: str) -> None:
    if True in told:  # YAML 1.1 takes the key `on` for a truth
        told["on"] = told.pop(True)
    validator(name).validate(told)
