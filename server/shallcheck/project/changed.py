"""The source files of a check that are not as they were at a revision of git."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import sha1
from pathlib import Path

from shallcheck.documents.formats import endings, is_code
from shallcheck.documents.formats.code import is_test_file
from shallcheck.documents.languages import language_of, lexed
from shallcheck.project.check import Check
from shallcheck.project.discovery import decode
from shallcheck.project.git import hashes_of, repository_of
from shallcheck.project.scanning import LARGEST
from shallcheck.project.state import Project


def changed_code(check: Check, revision: str) -> dict[Project, list[str]]:
    """By project, the source files that have changed or come since a revision, tests and mere comments left out; each as the
    check names it. Raises RevisionError."""
    hashes: dict[Path | None, dict[str, str]] = {}
    found: dict[Project, list[str]] = {}
    for project, folder, name, told in _listed(check):
        top = repository_of(folder)
        if top not in hashes:
            hashes[top] = hashes_of(folder, revision, is_code)
        assert top is not None, "where there is none, there is no revision"
        inside = (Path(os.path.realpath(folder)) / name).relative_to(top).as_posix()
        data = _data(folder / name)
        if data is None or is_test_file(inside) or hashes[top].get(inside) in _hashes(data) or not holds_code(name, data):
            continue
        found.setdefault(project, []).append(told)
    return found


def changed_files(check: Check, top: Path, revision: str) -> Iterator[str]:
    """The documents and source files below a folder that are not as they were at a revision, have come since or are gone, named
    from the folder, in order. Raises RevisionError."""
    before = hashes_of(top, revision, lambda name: is_code(name) or name.lower().endswith(endings()))
    repository = repository_of(top)
    assert repository is not None, "where there is none, there is no revision"
    start = Path(os.path.realpath(top)).relative_to(repository).as_posix()
    prefix = "" if start == "." else f"{start}/"
    there = [Path(path) for path in check.sources] + [folder / name for _, folder, name, _ in _listed(check)]
    known = {Path(os.path.relpath(os.path.realpath(path), os.path.realpath(top))).as_posix(): path for path in there}
    for name in sorted({*known, *(each.removeprefix(prefix) for each in before if each.startswith(prefix))}):
        data = _data(known[name]) if name in known else None
        same = before.get(prefix + name) in _hashes(data) if data is not None else (top / name).exists()
        if not same and not name.startswith("../"):
            yield name


def _listed(check: Check) -> Iterator[tuple[Project, Path, str, str]]:
    for project, heap in check.listed:
        for batch in heap:
            for name in batch.names:
                yield project, Path(batch.folder), name, check.name(Path(batch.folder, name))


def _data(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.stat().st_size <= LARGEST else None
    except OSError:
        return None


def _hashes(data: bytes) -> set[str]:
    """What git may call a file's content, also where it was checked out with other line breaks."""
    return {
        sha1(b"blob %d\0" % len(each) + each, usedforsecurity=False).hexdigest() for each in (data, data.replace(b"\r\n", b"\n"))
    }


def holds_code(name: str, data: bytes) -> bool:
    """Whether a source file holds more than comments."""
    language = language_of(name)
    parts = lexed(decode(data).text, language) if language else None
    return parts is None or bool(parts.code.strip())
