"""A hook stops what would be refused, whoever's it is, and lets the rest through."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shallcheck.agents.hooks import Agent
from shallcheck.agents.hooks.asking import Response, answer
from shallcheck.project.ledger import LEDGER
from tests.agents import calls
from tests.agents.conftest import Workspace

NAME = "System_Requirements.md"
TEXT = "# Pump\n\n- **SYS-001**: The pump shall stop within 2 s after the stop button is pressed.\n- **SYS-002**: TBD.\n"
WITHIN = "within 2 s"
OPEN = "within <value> s"


@pytest.fixture
def folder(workspace: Workspace) -> Path:
    (workspace.top / NAME).write_text(TEXT, "utf-8")
    (workspace.top / "shallcheck.toml").write_text("", "utf-8")
    return workspace.top


def asked(agent: Agent, call: calls.Call, folder: Path) -> Response:
    return answer(agent, json.dumps(call).encode(), folder)


def edit(folder: Path, new: str) -> calls.Call:
    return calls.claude(folder, "Edit", file_path=str(folder / NAME), old_string=WITHIN, new_string=new)


def patch(folder: Path, new: str) -> calls.Call:
    line = "- **SYS-001**: The pump shall stop {} after the stop button is pressed."
    changed = f"@@\n-{line.format(WITHIN)}\n+{line.format(new)}\n"
    return calls.codex(folder, f"*** Begin Patch\n*** Update File: {NAME}\n{changed}*** End Patch\n")


def replacement(folder: Path, new: str) -> calls.Call:
    return calls.kiro(folder, command="str_replace", path=NAME, old_str=WITHIN, new_str=new)


@pytest.mark.parametrize(
    ("agent", "call"), [(Agent.CLAUDE, edit), (Agent.CODEX, patch), (Agent.KIRO, replacement)], ids=["claude", "codex", "kiro"]
)
def test_what_leaves_a_value_open_is_refused_and_what_gives_one_is_not(agent: Agent, call: object, folder: Path) -> None:
    assert callable(call)
    refused = asked(agent, call(folder, OPEN), folder)

    assert not refused.allowed
    assert refused.told.startswith("refused: it violates FRM008, because “<value>” is not decided yet")
    assert asked(agent, call(folder, "within 3 s"), folder).allowed
    assert (folder / NAME).read_text("utf-8") == TEXT


def test_what_is_worth_a_look_is_told_and_lets_the_write_happen(folder: Path) -> None:
    response = asked(Agent.CLAUDE, edit(folder, "quickly"), folder)

    assert response.allowed
    assert "AMB009" in response.told


def test_a_second_try_meets_the_first_refusal(folder: Path) -> None:
    asked(Agent.CLAUDE, edit(folder, OPEN), folder)

    assert asked(Agent.CLAUDE, edit(folder, OPEN), folder).told.startswith("refused again (first on ")
    assert len((folder / LEDGER).read_text("utf-8").splitlines()) == 1


def test_a_reader_of_files_is_asked_nothing(folder: Path) -> None:
    assert asked(Agent.CLAUDE, calls.claude(folder, "Read", file_path=NAME), folder) == Response(True)
    assert not (folder / LEDGER).exists()


def test_the_agent_cannot_leave_a_project_by_its_folder(folder: Path) -> None:
    git(folder, "init", "-q")
    (folder / "other").mkdir()
    (folder / "other" / "shallcheck.toml").write_text("", "utf-8")
    call = {**edit(folder, OPEN), "cwd": str(folder / "other")}

    assert not asked(Agent.CLAUDE, call, folder).allowed


def test_a_file_is_judged_by_its_project_wherever_the_agent_stands(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    call = {**edit(folder, OPEN), "cwd": str(elsewhere)}
    assert not answer(Agent.CLAUDE, json.dumps(call).encode(), elsewhere).allowed

    (folder / "shallcheck.toml").unlink()
    assert answer(Agent.CLAUDE, json.dumps(call).encode(), elsewhere).allowed  # no project of ours, and not the agent's own
    monkeypatch.setenv("CLAUDE_PROJECT_DIR", str(folder))
    assert not answer(Agent.CLAUDE, json.dumps(call).encode(), elsewhere).allowed


@pytest.mark.parametrize(
    ("content", "config", "is_judged"),
    [
        ("x = 1\n", "", False),
        ("# Implements: SYS-001\n", "", True),
        ("# Covers: SYS-001\n", "", False),
        ("# Covers: SYS-001\n", 'markers = ["Covers"]\n', True),
        ("x = 1\n", 'extend-select = ["GAT006"]\n', True),
        ("x = 1\n", '[severity]\nunplanned-code = "error"\n', True),
    ],
)
def test_code_that_names_no_requirement_waits_for_no_verdict(content: str, config: str, is_judged: bool, folder: Path) -> None:
    (folder / "shallcheck.toml").write_text(config, "utf-8")
    asked(Agent.CLAUDE, calls.claude(folder, "Write", file_path="pump.py", content=content), folder)

    assert (folder / LEDGER).exists() is is_judged


SETTINGS = ".claude/settings.json"
HOOK = {"matcher": "Write|Edit", "hooks": [{"type": "command", "command": "shallcheck hook --agent claude || exit 2"}]}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (SETTINGS, {"hooks": {"PreToolUse": [{**HOOK, "matcher": "Nothing"}]}}),
        (SETTINGS, {"hooks": {"PreToolUse": [HOOK]}, "disableAllHooks": True}),
        (SETTINGS, {"hooks": {"PostToolUse": [HOOK]}}),
        (".claude/settings.local.json", {"disableAllHooks": True}),
        (".git/config", "[core]\n\thooksPath = /tmp\n"),
        (".husky/pre-commit", "exit 0\nshallcheck hook --agent git\n"),
        (".github/workflows/check.yml", "steps:\n  - run: shallcheck gate .\n    continue-on-error: true\n"),
        ("Shallcheck.toml", "[gate]\n"),
    ],
)
def test_an_agent_cannot_have_itself_asked_less(name: str, content: object, folder: Path) -> None:
    for file, text in {
        SETTINGS: json.dumps({"hooks": {"PreToolUse": [HOOK]}}, indent=2),
        ".husky/pre-commit": "shallcheck hook --agent git\n",
        ".github/workflows/check.yml": "steps:\n  - run: shallcheck gate .\n",
    }.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, "utf-8")
    text = content if isinstance(content, str) else json.dumps(content, indent=2)

    response = asked(Agent.CLAUDE, calls.claude(folder, "Write", file_path=name, content=text), folder)
    assert not response.allowed
    assert "only a person can approve" in response.told


def test_an_agent_may_add_to_its_settings_and_pipelines(folder: Path) -> None:
    for name, before, now in (
        (SETTINGS, {"hooks": {"PreToolUse": [HOOK]}}, {"model": "opus", "hooks": {"Stop": [], "PreToolUse": [{}, HOOK]}}),
        (".github/workflows/check.yml", "- run: shallcheck gate .\n", "- run: make test\n- run: shallcheck gate .\n"),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        old, new = (each if isinstance(each, str) else json.dumps(each, indent=2) for each in (before, now))
        (folder / name).write_text(old, "utf-8")
        assert asked(Agent.CLAUDE, calls.claude(folder, "Write", file_path=name, content=new), folder).allowed


def test_an_agent_cannot_approve_its_own_change(folder: Path) -> None:
    call = calls.claude(folder, "Write", file_path="shallcheck.toml", content='[severity]\nFRM008 = "off"\n')

    response = asked(Agent.CLAUDE, call, folder)
    assert not response.allowed
    assert "only a person can approve" in response.told


@pytest.mark.parametrize("given", [b"", b"{", b"[]", b"\xff", b'{"tool_name": "Write"}', b"[" * 100_000])
def test_what_cannot_be_judged_does_not_pass(given: bytes, folder: Path) -> None:
    response = answer(Agent.CLAUDE, given, folder)

    assert not response.allowed
    assert response.told.startswith("ShallCheck could not judge this, so it is not made: ")


def test_who_waits_no_longer_is_refused(folder: Path) -> None:
    late = "import time; from shallcheck.agents.hooks import asking; asking.answer = lambda *given: time.sleep(60); "
    start = "from shallcheck.commands import hook; hook.PATIENCE = 0.01; from shallcheck.commands import main; main()"
    command = [sys.executable, "-P", "-c", late + start, "hook", "--agent", "claude"]
    done = subprocess.run(command, cwd=folder, input=b"{}", capture_output=True, timeout=30, check=False)

    assert done.returncode == 2
    assert done.stderr.startswith(b"ShallCheck could not judge this within 0.01 s, so it is not made: ")


# -- git -------------------------------------------------------------------------------------------------------------


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(folder: Path) -> Path:
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "first")
    return folder


def test_what_is_staged_is_judged_and_not_what_lies_beside(repository: Path) -> None:
    (repository / NAME).write_text(TEXT.replace(WITHIN, OPEN), "utf-8")
    assert answer(Agent.GIT, b"", repository) == Response(True)

    git(repository, "add", NAME)
    (repository / NAME).write_text(TEXT, "utf-8")
    assert not answer(Agent.GIT, b"", repository).allowed


def test_a_first_commit_is_judged_whole(folder: Path) -> None:
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", NAME)

    response = answer(Agent.GIT, b"", folder)
    assert not response.allowed
    assert "“TBD”" in response.told


def test_a_first_commit_may_say_how_it_is_judged(folder: Path) -> None:
    (folder / "shallcheck.toml").write_text('ignore = ["FRM008"]\n', "utf-8")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")

    assert answer(Agent.GIT, b"", folder).allowed


def test_what_git_stages_for_one_commit_alone_is_judged(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository / NAME).write_text(TEXT.replace(WITHIN, OPEN), "utf-8")
    shutil.copy(repository / ".git" / "index", repository / ".git" / "index.lock")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index.lock")  # so does `git commit -a`
    git(repository, "add", "-A")

    assert not answer(Agent.GIT, b"", repository).allowed
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert answer(Agent.GIT, b"", repository) == Response(True)


@pytest.mark.parametrize("name", [NAME, "shallcheck.toml", "docs/New.md"])
def test_a_link_in_place_of_a_file_is_not_committed(name: str, repository: Path) -> None:
    (repository / "other.cfg").write_text('ignore = ["FRM008"]\n', "utf-8")
    (repository / "docs").mkdir()
    (repository / name).unlink(missing_ok=True)
    (repository / name).symlink_to(repository / "other.cfg")
    git(repository, "add", "-A")

    response = answer(Agent.GIT, b"", repository)
    assert not response.allowed
    assert f"“{name}” is a link and no file" in response.told


def test_outside_of_git_nothing_can_be_judged(folder: Path) -> None:
    assert "is in no git repository" in answer(Agent.GIT, b"", folder).told
