"""A hook's answer: what the agent would write is judged, and the reasons go where that agent reads them."""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from shallcheck.agents.hooks import Agent, Call, Files, UnreadableCallError
from shallcheck.documents.formats import is_code
from shallcheck.documents.markers import may_hold
from shallcheck.project.config import POLICY
from shallcheck.project.configs import find_config, load_config
from shallcheck.project.git import repository_of

_OWN_FOLDER = "CLAUDE_PROJECT_DIR"
"""The environment variable in which Claude Code tells its hooks the folder that it was started in."""
_UNPLANNED = re.compile(r"\bGAT|unplanned|policy", re.IGNORECASE)
"""How a configuration speaks of GAT006, which asks of each source file who planned it, or lets a policy speak."""
_LARGEST = 64 * 1024 * 1024
"""Bytes of a call: a larger one is not read, and refused."""


class Response(NamedTuple):
    """Whether the agent may go on, and what it is told: why not, or what is worth a look though it may."""

    allowed: bool
    told: str = ""


def answer(agent: Agent, given: bytes, cwd: Path) -> Response:
    """What an agent is answered that passes `given` to its hook. `cwd`: where the hook runs, for calls that name no folder."""
    try:
        changed = _changed(agent, given, cwd)
    except UnreadableCallError as error:
        return _unjudged(error)
    if not changed:
        return Response(True)  # most writes: what judges is not even loaded
    from shallcheck.agents.hooks.verdicts import UnjudgedError, verdicts
    from shallcheck.agents.quoted import NOTE
    from shallcheck.agents.verdict import verdict_text

    try:
        found = list(verdicts(agent, changed))
    except UnjudgedError as error:
        return _unjudged(error)
    refused = [each for each in found if not each.accepted]
    worth = refused or [each for each in found if each.reported or each.placeholders]
    told = [*map(verdict_text, worth), *([NOTE] if worth and agent is not Agent.GIT else [])]
    return Response(not refused, "\n\n".join(told))


def _unjudged(error: Exception) -> Response:
    return Response(False, f"ShallCheck could not judge this, so it is not made: {error}")


def _changed(agent: Agent, given: bytes, cwd: Path) -> dict[Path, dict[str, bytes | None]]:
    """By project, the files that would change and can say something of requirements, named from its top."""
    if agent is Agent.GIT:
        from shallcheck.agents.hooks.git import staged

        top = repository_of(cwd)
        if top is None:
            raise UnreadableCallError(f"“{cwd}” is in no git repository, so nothing is staged.")
        return _projects(staged(top), [top])
    call = _call(given)
    call["cwd"] = call["cwd"] if isinstance(call.get("cwd"), str) and "\0" not in call["cwd"] else str(cwd)
    reader = import_module(f"shallcheck.agents.hooks.{agent}")
    folders = [os.environ.get(_OWN_FOLDER, ""), call["cwd"], os.fspath(cwd)]
    files: Files = reader.changes(call, _bytes)
    said = {file: data for file, data in files.items() if not _is_silent(file, data)}
    return _projects(said, [Path(os.path.realpath(each)) for each in folders if each])


def _is_silent(file: Path, data: bytes | None) -> bool:
    """Whether a file is code that names no requirement and named none, where code may do so without being planned."""
    if not is_code(file.name):
        return False
    configured = load_config(find_config(file.parent))
    if os.environ.get(POLICY) or _UNPLANNED.search(configured.text):
        return False
    names = may_hold(configured.config.markers)
    return not names(data or b"") and not names(_bytes(file) or b"")


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
