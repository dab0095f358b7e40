"""What makes an agent ask is written where it looks for it, and what is there already is kept."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from shallcheck.agents.hooks import Agent
from shallcheck.agents.joining import JoiningError, join

SETTINGS: dict[str, Any] = {"model": "opus", "hooks": {"PreToolUse": [{"matcher": "Bash", "hooks": []}], "Stop": []}}


def loaded(file: Path) -> Any:
    return json.loads(file.read_text("utf-8"))


@pytest.mark.parametrize(
    ("agent", "name", "tool"),
    [(Agent.CLAUDE, ".claude/settings.json", "Edit"), (Agent.CODEX, ".codex/hooks.json", "apply_patch")],
    ids=["claude", "codex"],
)
def test_the_hook_is_added_to_settings_that_keep_all_else(agent: Agent, name: str, tool: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_text(json.dumps(SETTINGS), "utf-8")

    assert join(tmp_path, agent) == (name, True)
    found = loaded(tmp_path / name)
    first, added = found["hooks"]["PreToolUse"]
    assert first == SETTINGS["hooks"]["PreToolUse"][0] and found["model"] == "opus" and found["hooks"]["Stop"] == []
    assert tool in added["matcher"].split("|")
    assert added["hooks"] == [{"type": "command", "command": f"shallcheck hook --agent {agent} || exit 2"}]
    assert join(tmp_path, agent) == (name, False)
    assert loaded(tmp_path / name) == found


def test_a_project_without_settings_gets_some(tmp_path: Path) -> None:
    for agent in (Agent.CLAUDE, Agent.CODEX, Agent.KIRO):
        assert join(tmp_path, agent).written
        assert not join(tmp_path, agent).written
    (hook,) = loaded(tmp_path / ".kiro/hooks/shallcheck.json")["hooks"]
    assert (hook["trigger"], hook["action"]["type"]) == ("PreToolUse", "command")


def test_gits_hook_can_be_run_and_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()

    assert join(tmp_path, Agent.GIT) == (".git/hooks/pre-commit", True)
    file = tmp_path / ".git/hooks/pre-commit"
    assert os.access(file, os.X_OK)
    assert not join(tmp_path, Agent.GIT).written
    file.write_text("mine", "utf-8")
    with pytest.raises(JoiningError, match=r"add `shallcheck hook --agent git \|\| exit 1` to it"):
        join(tmp_path, Agent.GIT)
    assert file.read_text("utf-8") == "mine"


def test_a_hook_that_git_would_not_run_is_not_written(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("[core]\n\thooksPath = .husky\n", "utf-8")
    with pytest.raises(JoiningError, match=r"elsewhere \(core.hooksPath\)"):
        join(tmp_path, Agent.GIT)
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / ".git").write_text("gitdir: ../.git/worktrees/tree\n", "utf-8")
    with pytest.raises(JoiningError, match="is a work tree of another repository"):
        join(tree, Agent.GIT)


def test_without_git_there_is_no_hook_of_git(tmp_path: Path) -> None:
    with pytest.raises(JoiningError, match="not the top of a git repository"):
        join(tmp_path, Agent.GIT)


@pytest.mark.parametrize("text", ["{", "[]", '{"hooks": 3}', '{"hooks": {"PreToolUse": {}}}'])
def test_settings_of_another_form_are_told_and_left(text: str, tmp_path: Path) -> None:
    (tmp_path / ".claude").mkdir()
    (tmp_path / ".claude/settings.json").write_text(text, "utf-8")

    with pytest.raises(JoiningError):
        join(tmp_path, Agent.CLAUDE)
    assert (tmp_path / ".claude/settings.json").read_text("utf-8") == text


@pytest.mark.parametrize("agent", [Agent.CLAUDE, Agent.KIRO])
def test_nothing_is_written_through_a_link(agent: Agent, tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    (inside / f".{agent}").symlink_to(outside)

    with pytest.raises(JoiningError, match="leads out of the folder"):
        join(inside, agent)
    assert not list(outside.iterdir())
