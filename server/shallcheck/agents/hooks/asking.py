"""A hook's answer: what the agent would write is judged, and the reasons go where that agent reads them."""

from __future__ import annotations

import json
import os
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from shallcheck.agents.hooks import Agent, Call, Files, UnreadableCallError
from shallcheck.agents.hooks.git import has_commits, staged
from shallcheck.agents.judging import Base, UnjudgedError, judge
from shallcheck.agents.verdict import Verdict, verdict_text
from shallcheck.project.comparing import says_how
from shallcheck.project.configs import find_config
from shallcheck.project.git import repository_of
from shallcheck.project.proposals import Files as FilesProposal

_OWN_FOLDER = "CLAUDE_PROJECT_DIR"
"""The environment variable in which Claude Code tells its hooks the folder that it was started in."""
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
        for project, files in _projects(staged(top), [top]).items():
            yield judge(FilesProposal(files), Base(project, "HEAD")) if has_commits(top) else _against_nothing(files)
        return
    call = _call(given)
    call["cwd"] = call["cwd"] if isinstance(call.get("cwd"), str) and "\0" not in call["cwd"] else str(cwd)
    reader = import_module(f"shallcheck.agents.hooks.{agent}")
    folders = [os.environ.get(_OWN_FOLDER, ""), call["cwd"], os.fspath(cwd)]
    own = [Path(os.path.realpath(each)) for each in folders if each]
    for project, changed in _projects(reader.changes(call, _bytes), own).items():
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


def _projects(files: Files, own: Sequence[Path]) -> dict[Path, dict[str, bytes | None]]:
    """The files by the project that each belongs to, and named from its top. `own`: the folders in which the agent works."""
    found: dict[Path, dict[str, bytes | None]] = defaultdict(dict)
    for file, data in files.items():
        top = _top(file.parent, own)
        if top is not None:
            found[top][file.relative_to(top).as_posix()] = data
    return found


def _top(folder: Path, own: Sequence[Path]) -> Path | None:
    """The top of the project that holds a folder, wherever the agent stands; None: it is no project, and not the agent's."""
    repository, config = repository_of(folder), find_config(folder)
    if config is not None and (repository is None or config.is_relative_to(repository)):
        return config.parent
    around = next((each for each in own if folder.is_relative_to(each) and each != each.parent), None)
    return around and (repository or around)


def _against_nothing(files: Mapping[str, bytes | None]) -> Verdict:
    """Before the first commit, all that is staged is new, and what it says of how it is to be judged holds."""
    with tempfile.TemporaryDirectory(prefix="shallcheck-") as empty:
        for name, data in files.items():
            if says_how(name) and data is not None:
                file = Path(empty, name)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
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
