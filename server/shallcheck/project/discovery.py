"""Which files a check reads, and their text. Nothing outside the folders that were named is opened."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pathspec

LARGEST = 50 * 1024 * 1024
"""Bytes: a larger file is not read."""

_READ_HIDDEN = frozenset({".kiro", ".specify"})
_SKIPPED = frozenset({"node_modules", "__pycache__", "site-packages", "dist", "build", "target", "venv"})
_ENDINGS = frozenset({".md", ".markdown", ".jsonl"})


class Source(NamedTuple):
    """A file's text as read. `encoding` is the one to write it back with; `problem` says what was wrong, or is empty."""

    text: str
    encoding: str
    problem: str = ""


class UnreadableError(Exception):
    """A file that could not be read; the message says why and what to do."""


def decode(data: bytes) -> Source:
    """Bytes of any kind as text. Line breaks and a byte-order mark stay as they are, so encoding gives the same bytes."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark) and len(data) % 2 == 0:
            try:
                return Source(data.decode(encoding), encoding)
            except UnicodeDecodeError:
                break
    try:
        return Source(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Source(
            data.decode("latin-1"),
            "latin-1",
            f"This file is not UTF-8 (first at line {line}), so it was read as Latin-1: save it as UTF-8.",
        )


def read_source(path: Path) -> Source:
    """Read and decode a file. Raises UnreadableError where it is gone, forbidden, special or too large."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError("This is not a regular file, so it was not read.")
        if status.st_size > LARGEST:
            raise UnreadableError(f"This file is larger than {LARGEST // 2**20} MB, so it was not read: split it.")
        return decode(path.read_bytes())
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableError(f"This file could not be read ({reason}), so nothing in it was judged.") from error


def find_files(paths: Sequence[Path], exclude: Sequence[str] = ()) -> Iterator[Path]:
    """The files to read, each once, in a stable order. A file that is named is read whatever .gitignore says."""
    seen: set[Path] = set()
    for path in paths:
        for file in [path] if not path.is_dir() else _walk(path, exclude):
            real = file.resolve()
            if real not in seen:
                seen.add(real)
                yield file


def _walk(top: Path, exclude: Sequence[str]) -> Iterator[Path]:
    inside = top.resolve()
    ignores: dict[Path, pathspec.GitIgnoreSpec] = {}
    chosen = pathspec.GitIgnoreSpec.from_lines(exclude)
    for folder, names, files in os.walk(top):
        here = Path(folder)
        if ".gitignore" in files:
            ignores[here] = _ignore(here / ".gitignore")
        specs = [(base, spec) for base, spec in ignores.items() if here == base or base in here.parents]

        def ignored(path: Path, mark: str, specs: list[tuple[Path, pathspec.GitIgnoreSpec]] = specs) -> bool:
            if chosen.match_file(path.relative_to(top).as_posix() + mark):
                return True
            return any(spec.match_file(path.relative_to(base).as_posix() + mark) for base, spec in specs)

        names[:] = sorted(name for name in names if _enter(name) and not ignored(here / name, "/"))
        for name in sorted(files):
            file = here / name
            if file.suffix.lower() not in _ENDINGS or ignored(file, ""):
                continue
            if file.is_symlink() and not file.resolve().is_relative_to(inside):
                continue
            yield file


def _enter(name: str) -> bool:
    return name in _READ_HIDDEN or not (name.startswith(".") or name in _SKIPPED)


def _ignore(path: Path) -> pathspec.GitIgnoreSpec:
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    good = []
    for line in lines:
        try:
            pathspec.GitIgnoreSpec.from_lines([line])
        except ValueError:
            continue
        good.append(line)
    return pathspec.GitIgnoreSpec.from_lines(good)
