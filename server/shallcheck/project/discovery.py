"""Which files a check reads, and their text. Nothing outside the folders that were named is opened."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pathspec
import re2

from shallcheck.documents.formats import all_formats, endings, is_code
from shallcheck.project.archives import ArchiveError, unpacked

LARGEST = 50 * 1024 * 1024
"""Bytes: a larger file is not read."""

_READ_HIDDEN = frozenset({".kiro", ".specify"})
_SKIPPED = frozenset({"node_modules", "__pycache__", "site-packages", "dist", "build", "target", "venv"})
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_MARKS = (
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (_UTF16[0], "utf-16-le"),
    (_UTF16[1], "utf-16-be"),
)
"""Byte-order marks; the longer first."""
_PACKED = frozenset({".reqifz"})
"""How the names of documents end that are archives."""
_LARGEST_IGNORE = 2**16
"""Bytes of a .gitignore: a larger one is not read."""


class Source(NamedTuple):
    """A file's text as read. `encoding` is the one to write it back with, empty for an archive, which is never
    written; `problem` says what was wrong, or is empty, and `at` is the offset where."""

    text: str
    encoding: str
    problem: str = ""
    at: int = 0


class UnreadableError(Exception):
    """A file or folder that could not be read; the message says why and what to do."""


def decode(data: bytes) -> Source:
    """Bytes of any kind as text. Line breaks and a byte-order mark stay as they are, so encoding gives the same bytes."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            with contextlib.suppress(UnicodeDecodeError):
                return Source(data.decode(encoding), encoding)
    try:
        return Source(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n?|\n", data[: error.start])) + 1
        return Source(
            data.decode("latin-1"),
            "latin-1",
            f"This file is not UTF-8 (first at line {line}), so it was read as Latin-1: save it as UTF-8.",
            error.start,
        )


def read_source(path: Path, largest: int = LARGEST) -> Source:
    """Read and decode a file. Raises UnreadableError where it is gone, forbidden, special or larger than so many bytes."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError("This is not a regular file, so it was not read.")
        if status.st_size > largest:
            raise UnreadableError(f"This file is larger than {largest / 2**20:g} MB, so it was not read: split it.")
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableError(f"This cannot be read ({reason}), so nothing in it was judged: make it readable.") from error
    return source_from(path.name, data)


def source_from(name: str, data: bytes) -> Source:
    """What the bytes of a file of that name say as text. Raises UnreadableError where they cannot be read."""
    if name.lower().endswith(".reqifz"):
        try:
            return Source(unpacked(data, lambda each: decode(each).text), "")
        except ArchiveError as error:
            raise UnreadableError(str(error)) from error
    source = decode(data)
    if source.problem and data.startswith(_UTF16):
        raise UnreadableError("This file is marked as UTF-16 and is damaged, so nothing in it was judged: save it as UTF-8.")
    return source


def mode_of(path: Path, *, follow_symlinks: bool = True) -> int:
    """What a path is, as `stat` has it; 0 where that cannot be told (pathlib's own questions raise in a locked folder)."""
    try:
        return path.stat(follow_symlinks=follow_symlinks).st_mode
    except (OSError, ValueError):
        return 0


Skips = Callable[[str, bool], bool]
"""Whether a path (as named, and whether it is a folder) is not to be read."""


class Listed(NamedTuple):
    """What a folder holds that is ours: its path as named, its documents, and the names of its source code."""

    folder: str
    documents: list[Path]
    code: list[str]


def _passed(listed: Listed) -> None:
    """Nobody asks for source code."""


def find_files(
    paths: Sequence[Path], skips: Skips, unreadable: Callable[[str, str], None], listed: Callable[[Listed], None] = _passed
) -> Iterator[Path]:
    """The documents to read, each once, in a stable order. A file that is named is read whatever .gitignore says.

    `unreadable` is told of folders that cannot be listed, and why; `listed` of each folder that is looked at, with its code.
    """
    seen: set[str] = set()
    for path in paths:
        for file in Sieve(path, skips).files(unreadable, listed) if stat.S_ISDIR(mode_of(path)) else [path]:
            real = os.path.realpath(file)
            if real not in seen:
                seen.add(real)
                yield file


class Sieve:
    """Which files below a folder are documents to read: not hidden, not ignored, not excluded, not led out of it by a link.

    What a .gitignore says is remembered; a new sieve reads it again.
    """

    def __init__(self, top: Path, skips: Skips) -> None:
        self._top = top
        self._skips = skips
        self._inside = os.path.realpath(top)
        self._above = _above(top)
        self._ignores: dict[str, tuple[_Ignore, ...]] = {}
        """By the real path of a folder, the .gitignore files that hold in it."""
        self._seen: dict[str, list[tuple[PathPatterns, str]]] = {}
        """By folder as named, what those say, and how the folder is called from there."""

    def files(self, unreadable: Callable[[str, str], None], listed: Callable[[Listed], None] = _passed) -> Iterator[Path]:
        """The documents, in a stable order."""
        for each in self.folders(unreadable):
            listed(each)
            yield from each.documents

    def folders(self, unreadable: Callable[[str, str], None]) -> Iterator[Listed]:
        """The folders that are looked at, in a stable order."""

        def failed(error: OSError) -> None:
            unreadable(
                os.fspath(Path(error.filename)), f"This folder cannot be listed ({error.strerror}), so nothing in it was judged."
            )

        for folder, names, files in os.walk(self._top, onerror=failed):
            names[:] = sorted(name for name in names if self._enters(folder, name))
            taken = [name for name in sorted(files) if self._takes(folder, name)]
            code = [name for name in taken if not _is_document(name)]
            yield Listed(folder, [Path(folder, name) for name in taken if _is_document(name)], code)

    def lets_through(self, path: str) -> bool:
        """Whether `folders` gives a path, or would if it existed."""
        folder = os.fspath(self._top)
        *folders, name = Path(path).relative_to(folder).parts or ("",)
        if not _is_ours(name):
            return False
        for each in folders:
            inner = Path(folder, each)
            if not self._enters(folder, each) or stat.S_ISLNK(mode_of(inner, follow_symlinks=False)):
                return False
            folder = os.fspath(inner)
        return self._takes(folder, name)

    def _enters(self, folder: str, name: str) -> bool:
        known = name in _READ_HIDDEN or not (name.startswith(".") or name in _SKIPPED)
        return known and not self._ignored(folder, name + "/") and not self._skips(f"{folder}{os.sep}{name}", True)

    def _takes(self, folder: str, name: str) -> bool:
        if not _is_ours(name):
            return False
        file = f"{folder}{os.sep}{name}"
        if self._ignored(folder, name) or self._skips(file, False):
            return False
        return not os.path.islink(file) or is_within(os.path.realpath(file), self._inside)  # noqa: PTH114 - of every file

    def _ignored(self, folder: str, name: str) -> bool:
        rows = self._seen.get(folder)
        if rows is None:
            real = os.path.realpath(folder)
            rows = [(each.patterns, os.path.relpath(real, each.folder)) for each in self._near(real)]
            self._seen[folder] = rows
        return any(patterns.matches(f"{inside}/{name}") for patterns, inside in rows)

    def _near(self, real: str) -> tuple[_Ignore, ...]:
        """The .gitignore files that hold in a folder: its own and those above it."""
        known = self._ignores.get(real)
        if known is None:
            inner = real != self._inside and is_within(real, self._inside)
            above = self._near(os.fspath(Path(real).parent)) if inner else self._above
            file = Path(real, ".gitignore")
            own = (_Ignore(real, _patterns(file)),) if stat.S_ISREG(mode_of(file)) else ()
            known = self._ignores[real] = (*above, *own)
        return known


def why_silent(name: str) -> str:
    """Why a file of that name holds nothing for us, and what to do."""
    kinds = [each for each in all_formats().values() if name.lower().endswith(tuple(f".{ending}" for ending in each.endings))]
    if kinds and is_code(name):
        return "it is source code, of which only the markers are read, with the documents of its project."
    if not kinds:
        return f"no reader reads such files; those that are read end in {', '.join(endings())}."
    advice = next((each.expects for each in reversed(kinds) if each.expects), "")
    return "no requirement was recognised" + (f": {advice}." if advice else ".")


def document_endings() -> list[str]:
    """How the names of documents end that an editor can show as text, without the dot."""
    return [each.removeprefix(".") for each in endings() if each not in _PACKED]


def _is_document(name: str) -> bool:
    return not name.startswith(".") and name.lower().endswith(endings())


def _is_ours(name: str) -> bool:
    return _is_document(name) or (is_code(name) and not name.startswith("."))


class _Ignore(NamedTuple):
    """A .gitignore: the real path of its folder, and what it says."""

    folder: str
    patterns: PathPatterns


def _above(top: Path) -> tuple[_Ignore, ...]:
    """The .gitignore files above a folder, as far up as its repository reaches."""
    found = []
    here = Path(os.path.realpath(top))
    for folder in here.parents if not mode_of(here / ".git") else ():
        if stat.S_ISREG(mode_of(folder / ".gitignore")):
            found.append(_Ignore(os.fspath(folder), _patterns(folder / ".gitignore")))
        if mode_of(folder / ".git"):
            return tuple(found)
    return ()


def is_within(path: str, folder: str) -> bool:
    """Whether a real path is that of a folder or lies in it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _patterns(path: Path) -> PathPatterns:
    try:
        status = path.stat()
        readable = stat.S_ISREG(status.st_mode) and status.st_size <= _LARGEST_IGNORE
        return PathPatterns(path.read_text(encoding="utf-8", errors="replace").splitlines() if readable else ())
    except OSError:
        return PathPatterns(())


class PathPatterns:
    """Patterns of paths in the notation of .gitignore; a malformed one matches nothing.

    RE2 matches them, because a project that is not ours may have written them: Python's `re` never ends with `*a*a*a*a*a*a*a*b`.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self._specs = _compiled(lines)

    def matches(self, path: str) -> bool:
        """Whether the patterns match a path; of several the last one decides."""
        readable = os.fsencode(path).decode("utf-8", "replace")
        said = (spec.check_file(readable).include for spec in reversed(self._specs))
        return next((include for include in said if include is not None), False)


@lru_cache(maxsize=256)
def path_patterns(lines: tuple[str, ...]) -> PathPatterns:
    """The patterns of a configuration, compiled once."""
    return PathPatterns(lines)


def _compiled(lines: Sequence[str]) -> list[pathspec.GitIgnoreSpec]:
    """All patterns as one automaton, or more where they are malformed or too many for one."""
    try:
        return [pathspec.GitIgnoreSpec.from_lines(lines, backend="re2")]
    except (ValueError, re.error, re2.error):
        half = len(lines) // 2
        return [*_compiled(lines[:half]), *_compiled(lines[half:])] if half else []
