"""What coding agents pass to their hooks before a tool runs, read as the changes that the tool would make.

One module an agent, each with `changes(call, read)`: from the JSON that the agent writes to its hook and what files hold, to the
files as they would be. A call that writes nothing that matters gives none. What would be written and cannot be told raises
UnreadableCallError, so that it is refused and not let through.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from shallcheck.project.files_that_count import is_judged

Call = dict[str, Any]
Read = Callable[[Path], bytes | None]
"""The bytes of a file; None: there is none."""
Files = dict[Path, bytes | None]
"""Files as they would be, by where they really are; None: the file goes."""


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


def located(path: object, call: Call) -> Path:
    """Where a file that a call names really is. Raises UnreadableCallError."""
    if not isinstance(path, str) or not path or "\0" in path:
        raise UnreadableCallError("The call names no file, so what it would write is not known.")
    cwd = call.get("cwd")
    start = Path(cwd) if isinstance(cwd, str) and "\0" not in cwd else Path()
    try:
        return Path(os.path.realpath(start / Path(path).expanduser()))
    except (OSError, RuntimeError, ValueError) as error:
        raise UnreadableCallError(f"“{path}” names no place for a file ({error}).") from error


def matters(file: Path) -> bool:
    """Whether a file can be judged, or say how things are, by its name."""
    return is_judged(file.name) or any(part.startswith(".") for part in file.parts)


def text_in(call: Call, *names: str) -> str:
    """The text under the first of these names that is there. Raises UnreadableCallError where none is, or it is no text."""
    for name in names:
        if name in call:
            if isinstance(call[name], str):
                return str(call[name])
            break
    raise UnreadableCallError(f"The call has no text “{names[0]}”, so what it would write is not known.")


def replaced(file: Path, text: str, replacements: Sequence[Replacement]) -> str:
    """The text of a file with words replaced one after the other. Raises UnreadableCallError where the words are not there or,
    where one place is meant, at several: tools refuse that as well, or take other words that look alike."""
    for old, new, everywhere in replacements:
        if "\r\n" in text and "\r\n" not in old:  # agents write line feeds, and their tools keep the file's line breaks
            old, new = old.replace("\n", "\r\n"), new.replace("\n", "\r\n")
        count = text.count(old) if old else 0
        if not count or (count > 1 and not everywhere):
            found = f"{count} times" if count else "nowhere"
            raise UnreadableCallError(
                f"The words to be replaced stand {found} in “{file.name}”, letter by letter: read it again and quote one place."
            )
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
