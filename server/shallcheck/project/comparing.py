"""Finding what a project is compared with: a named baseline, what is recorded, or a revision of git."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from shallcheck.project.check import Check
from shallcheck.project.differences import Stand
from shallcheck.project.files_that_count import is_judged, is_read
from shallcheck.project.git import RevisionError, files_of
from shallcheck.project.looking import read_paths
from shallcheck.project.review_file import FILE, file_of, read_reviews

_LARGEST = 500 * 1024 * 1024
"""Bytes of a revision."""
RECORDED = "reviewed"
"""What the record without a name is called."""


def recorded_at(top: Path, name: str) -> tuple[Stand, list[str]] | None:
    """What a baseline of a project holds, and what is wrong with its file; None where none is called so."""
    file = top / FILE
    if name not in (RECORDED, FILE):
        try:
            file = top / (name if name.startswith("shallcheck-baseline-") else file_of(name))
        except ValueError:
            return None
    if not file.is_file():
        return None
    found = read_reviews(file)
    problems = [f"{file}:{each.line + 1}: {each.message}" for each in found.problems]
    words = {name: one.words for name, one in found.reviews.artifacts.items()}
    return Stand(words, found.reviews.links.keys()), problems


def judged_at(top: Path, revision: str) -> AbstractContextManager[Path]:
    """As `checked_out`, with the source code and all that says how things are judged."""
    return checked_out(top, revision, is_judged)


@contextmanager
def checked_out(top: Path, revision: str, wanted: Callable[[str], bool] | None = None) -> Iterator[Path]:
    """The documents of a project at a revision, in a folder of their own that goes again. Raises RevisionError."""
    if revision.startswith("-"):
        raise RevisionError(f"“{revision}” is no revision: write a baseline's name, a branch, a tag or a commit.")
    with tempfile.TemporaryDirectory(prefix="shallcheck-") as folder:
        Path(folder, ".git").mkdir()  # what is above it is not part of the project
        written = 0
        for blob in files_of(top, revision, wanted or is_read):
            file = Path(folder, blob.name)
            written += len(blob.data)
            if written > _LARGEST:
                raise RevisionError(
                    f"“{revision}” holds more than {_LARGEST // 2**20} MB of documents and code: name less of it."
                )
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(blob.data)
            except OSError as error:
                raise RevisionError(f"“{blob.name}” of “{revision}” cannot be read ({error.strerror or error}).") from error
        yield Path(folder)


def read_at(top: Path, revision: str, path: Path) -> Check:
    """What a path of a project said at a revision. Raises RevisionError."""
    with checked_out(top, revision) as folder:
        inside = Path(os.path.realpath(path)).relative_to(top)
        there = folder / inside
        return read_paths([there]) if there.exists() else Check()
