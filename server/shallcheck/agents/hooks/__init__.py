"""What coding agents pass to their hooks before a tool runs, read as the changes that the tool would make.

One module an agent, each with `changes(call, folder, read)`: from the JSON that the agent writes to its hook, the folder of the
project and what its files hold, to the files as they would be. A call that writes nothing of the project gives none. What would
be written and cannot be told raises UnreadableCallError, so that it is refused and not let through.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

Call = dict[str, Any]
Read = Callable[[str], bytes | None]
"""The bytes of a file of the project, by its path from the top with forward slashes; None: there is none."""
Files = dict[str, bytes | None]
"""Files as they would be, by such paths; None: the file goes."""


class Agent(StrEnum):
    """Whose hook it is."""

    CLAUDE = "claude"
    KIRO = "kiro"
    CODEX = "codex"
    GIT = "git"


class UnreadableCallError(Exception):
    """A call that would write and cannot be read; the message says what is wrong with it."""


class Replacement(NamedTuple):
    """Words to be put in the place of others. `everywhere`: at each place, not only the one that there is."""

    old: str
    new: str
    everywhere: bool = False


def inside(path: object, cwd: object, folder: Path) -> str | None:
    """A path of a call from the top of the project, with forward slashes; None: it lies outside. Raises UnreadableCallError."""
    if not isinstance(path, str) or not path or "\0" in path:
        raise UnreadableCallError("The call names no file, so what it would write is not known.")
    start = Path(cwd) if isinstance(cwd, str) and cwd and "\0" not in cwd else folder
    real = Path(os.path.realpath(start / path))
    top = Path(os.path.realpath(folder))
    return real.relative_to(top).as_posix() if real != top and real.is_relative_to(top) else None


def text_in(call: Call, *names: str) -> str:
    """The text under the first of these names that is there. Raises UnreadableCallError where none is, or it is no text."""
    for name in names:
        if name in call:
            if isinstance(call[name], str):
                return str(call[name])
            break
    raise UnreadableCallError(f"The call has no text “{names[0]}”, so what it would write is not known.")


def replaced(text: str, replacements: Sequence[Replacement]) -> str | None:
    """The text with words replaced one after the other; None where the tool itself refuses, as the words are not there or, where
    one place is meant, at several."""
    for old, new, everywhere in replacements:
        if "\r\n" in text and "\r\n" not in old:  # agents write line feeds, and their tools keep the file's line breaks
            old, new = old.replace("\n", "\r\n"), new.replace("\n", "\r\n")
        count = text.count(old) if old else 0
        if not count or (count > 1 and not everywhere):
            return None
        text = text.replace(old, new)
    return text


def decoded(data: bytes) -> str:
    """A file's text, from which `encoded` gives the same bytes again."""
    return data.decode("utf-8", "surrogateescape")


def encoded(text: str) -> bytes:
    """A text as bytes. A lone surrogate that no byte gave is written as a question mark."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")
