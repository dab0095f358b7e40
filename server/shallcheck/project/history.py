"""The tags and the newest commit of a repository, read as `project/git.py` reads, without running any program."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dulwich.objects import Commit
    from dulwich.repo import Repo

_MOST_TAGS = 5_000
"""Tags that are looked at to find the newest."""


class Tag(NamedTuple):
    """A tag of a repository: its name, the day of its commit (UTC) as 2027-01-31, and the digest of its whole tree."""

    name: str
    date: str
    tree: str


def tags_of(top: Path, most: int) -> list[Tag]:
    """The newest tags of the repository at a folder, the oldest of them first; what is damaged is left out."""
    from dulwich.refs import Ref

    with _opened(top) as repository:
        if repository is None or not most:
            return []
        found = []
        for name, digest in sorted(repository.refs.as_dict(Ref(b"refs/tags")).items())[:_MOST_TAGS]:
            commit = _commit(repository, digest)
            if commit is not None:
                found.append((commit.commit_time, name.decode("utf-8", "replace"), commit.tree.decode("ascii")))
        return [Tag(name, _day(time), tree) for time, name, tree in sorted(found)[-most:]]


def newest_commit(top: Path) -> tuple[str, str]:
    """The newest commit of the repository at a folder: how its name begins, and its day (UTC); empty where there is none."""
    with _opened(top) as repository:
        if repository is None:
            return "", ""
        try:
            head = repository.head()
        except KeyError:
            return "", ""
        commit = _commit(repository, head)
        return (head.decode("ascii")[:10], _day(commit.commit_time)) if commit is not None else ("", "")


@contextmanager
def _opened(top: Path) -> Iterator[Repo | None]:
    from dulwich.errors import NotGitRepository
    from dulwich.repo import Repo

    try:
        repository = Repo(os.fspath(top))
    except (OSError, NotGitRepository, ValueError):
        yield None
        return
    with repository:
        yield repository


def _commit(repository: Repo, digest: bytes) -> Commit | None:
    from dulwich.objects import Commit, Tag

    try:
        found = repository[digest]
        while isinstance(found, Tag):
            found = repository[found.object[1]]
    except Exception:  # as in `git.files_of`: there is no one error for what is damaged
        return None
    return found if isinstance(found, Commit) else None


def _day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
