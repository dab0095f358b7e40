"""A hook's answer: what the agent would write is judged, and the reasons go where that agent reads them."""

from __future__ import annotations

import json
import os
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from shallcheck.agents.hooks import Agent, Call, Files, UnreadableCallError
from shallcheck.agents.hooks.git import has_commits, staged
from shallcheck.agents.judging import Base, UnjudgedError, judge
from shallcheck.agents.verdict import Verdict, verdict_text
from shallcheck.project.configs import find_config
from shallcheck.project.git import repository_of
from shallcheck.project.proposals import Files as FilesProposal

_LARGEST = 64 * 1024 * 1024
"""Bytes of a call: a larger one is not read, and refused."""


class Response(NamedTuple):
    """Whether the agent may go on, and what it is told: why not, or what is worth a look though it may."""

    allowed: bool
    told: str = ""


def answer(agent: Agent, given: bytes, cwd: Path) -> Response:
    """What an agent is answered that passes `given` to its hook. `cwd`: where the hook runs, for calls that name no folder."""
    try:
        verdicts = list(_verdicts(agent, given, cwd))
    except (UnreadableCallError, UnjudgedError) as error:
        return Response(False, f"ShallCheck could not judge this, so it is not made: {error}")
    refused = [each for each in verdicts if not each.accepted]
    worth = refused or [each for each in verdicts if each.reported or each.placeholders]
    return Response(not refused, "\n\n".join(map(verdict_text, worth)))


def _verdicts(agent: Agent, given: bytes, cwd: Path) -> Iterator[Verdict]:
    """The verdict on what would change of each project."""
    if agent is Agent.GIT:
        top = repository_of(cwd)
        if top is None:
            raise UnreadableCallError(f"“{cwd}” is in no git repository, so nothing is staged.")
        for project, files in _projects(top, staged(top)).items():
            yield judge(FilesProposal(files), Base(project, "HEAD")) if has_commits(top) else _against_nothing(files)
        return
    call = _call(given)
    start = Path(call["cwd"]) if isinstance(call.get("cwd"), str) and call["cwd"] and "\0" not in call["cwd"] else cwd
    folder = repository_of(start) or _configured(start) or start
    reader = import_module(f"shallcheck.agents.hooks.{agent}")
    files = reader.changes(call, folder, lambda path: _bytes(folder / path))
    for project, changed in _projects(folder, files).items():
        yield judge(FilesProposal(changed), Base(project))


def _call(given: bytes) -> Call:
    if len(given) > _LARGEST:
        raise UnreadableCallError(f"The call is larger than {_LARGEST // 2**20} MB.")
    try:
        call = json.loads(given)
    except (ValueError, RecursionError) as error:
        raise UnreadableCallError("What was passed to the hook is no JSON, so what would be written is not known.") from error
    if not isinstance(call, dict):
        raise UnreadableCallError("What was passed to the hook is no object, so what would be written is not known.")
    return call


def _projects(folder: Path, files: Files) -> dict[Path, Files]:
    """The files by the project that each belongs to, and named from its top."""
    found: dict[Path, Files] = defaultdict(dict)
    for path, data in files.items():
        top = _configured((folder / path).parent) or folder
        if not top.is_relative_to(folder):
            top = folder
        found[top][(folder / path).relative_to(top).as_posix()] = data
    return found


def _configured(start: Path) -> Path | None:
    config = find_config(start)
    return config.parent if config else None


def _against_nothing(files: Files) -> Verdict:
    """Before the first commit, all that is staged is new."""
    with tempfile.TemporaryDirectory(prefix="shallcheck-") as empty:
        return judge(FilesProposal(files), Base(Path(empty)), keep=False)


def _bytes(file: Path) -> bytes | None:
    """What a file holds; None: there is none. Raises UnreadableCallError."""
    try:
        if file.exists() and not file.is_file():
            raise UnreadableCallError(f"“{file}” is no regular file.")
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise UnreadableCallError(f"“{os.fspath(file)}” cannot be read ({error.strerror or error}).") from error
