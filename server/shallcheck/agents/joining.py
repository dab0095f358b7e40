"""Writing what makes an agent ask: the configuration of its hook. What is there already is kept."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

from shallcheck.agents.hooks import Agent
from shallcheck.project.atomic import exclusive, write_new
from shallcheck.project.starting import Started

_COMMAND = "shallcheck hook --agent {} || exit 2"
"""Agents take exit code 2 only as a refusal: a command that is not found would let everything pass."""
_CLAUDE = ".claude/settings.json"
_CODEX = ".codex/hooks.json"
_KIRO = ".kiro/hooks/shallcheck.json"
_GIT = "hooks/pre-commit"
_GIT_COMMAND = "shallcheck hook --agent git"
_ELSEWHERE = re.compile(r"^\s*hookspath\s*=", re.IGNORECASE | re.MULTILINE)


class JoiningError(Exception):
    """A file that cannot be added to; the message says why and what to do."""


def join(folder: Path, agent: Agent) -> Started:
    """Have an agent that works in a folder ask before it writes. Raises JoiningError and OSError."""
    command = _COMMAND.format(agent)
    if agent is Agent.CLAUDE:
        return _added(folder, _CLAUDE, "Write|Edit|MultiEdit", command)
    if agent is Agent.CODEX:
        return _added(folder, _CODEX, "apply_patch|Write|Edit|Bash", command)
    if agent is Agent.KIRO:
        return _written(folder, _KIRO, json.dumps(_kiro(command), indent=2) + "\n")
    return _git(folder)


def _added(folder: Path, name: str, matcher: str, command: str) -> Started:
    """The hook added to a file of settings, which keeps all else that it holds."""
    file = _inside(folder, name)
    file.parent.mkdir(parents=True, exist_ok=True)
    with exclusive(file) as held:
        settings = _settings(file)
        rows = settings.setdefault("hooks", {}).setdefault("PreToolUse", []) if _fits(settings) else None
        if not isinstance(rows, list):
            raise JoiningError(f"“{file}” has hooks in another form, so nothing was added: docs/agents.md shows what to add.")
        if command in json.dumps(rows):
            return Started(name, False)
        rows.append({"matcher": matcher, "hooks": [{"type": "command", "command": command}]})
        held.write_lines(json.dumps(settings, indent=2, ensure_ascii=False) + "\n")
    return Started(name, True)


def _fits(settings: dict[str, Any]) -> bool:
    return isinstance(settings.get("hooks", {}), dict)


def _settings(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise JoiningError(f"“{file}” is no JSON ({error}), so nothing was added: mend it first.") from error
    if not isinstance(found, dict):
        raise JoiningError(f"“{file}” holds no object, so nothing was added: mend it first.")
    return found


def _kiro(command: str) -> dict[str, Any]:
    hook = {
        "name": "shallcheck",
        "trigger": "PreToolUse",
        "matcher": "fs_write|fsWrite|fsAppend|strReplace|deleteFile|smartRelocate|write",
        "action": {"type": "command", "command": command},
        "timeout": 120,
    }
    return {"version": "v1", "hooks": [hook]}


def _git(folder: Path) -> Started:
    place = folder / ".git"
    if place.is_file():
        raise JoiningError(f"“{folder}” is a work tree of another repository, where its hooks lie: run this in that one.")
    if not place.is_dir():
        raise JoiningError(f"“{folder}” is not the top of a git repository, so it has no hooks: name the folder that holds .git.")
    if _ELSEWHERE.search(_text(place / "config")):
        raise JoiningError(f"git looks for the hooks of “{folder}” elsewhere (core.hooksPath): add `{_GIT_COMMAND}` to those.")
    done = _written(place, _GIT, f"#!/bin/sh\nexec {_GIT_COMMAND}\n")
    if done.written:
        (place / _GIT).chmod(0o755)
    elif "shallcheck" not in _text(place / _GIT):
        raise JoiningError(f"“.git/{_GIT}” was there before, so nothing was added: add `{_GIT_COMMAND} || exit 1` to it.")
    return Started(f".git/{_GIT}", done.written)


def _text(file: Path) -> str:
    return file.read_text("utf-8", "replace") if file.is_file() else ""


def _written(folder: Path, name: str, text: str) -> Started:
    file = _inside(folder, name)
    file.parent.mkdir(parents=True, exist_ok=True)
    return Started(name, write_new(file, text.encode()))


def _inside(folder: Path, name: str) -> Path:
    """A file below a folder. A link that leads out of it is not followed."""
    file = folder / name
    if not Path(os.path.realpath(file)).is_relative_to(os.path.realpath(folder)):
        raise JoiningError(f"“{name}” leads out of the folder, so nothing is written: put the file itself there.")
    return file
