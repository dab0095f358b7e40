"""The hook of git before a commit: what is staged, against what is committed. Git is not run: its index is read by dulwich."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from shallcheck.agents.hooks import Files, UnreadableCallError

if TYPE_CHECKING:
    from dulwich.objects import ObjectID
    from dulwich.repo import Repo


def staged(top: Path) -> Files:
    """The files of a repository that the next commit changes, as they are staged. Raises UnreadableCallError."""
    from dulwich.errors import NotGitRepository
    from dulwich.repo import Repo

    try:
        with Repo(os.fspath(top)) as repository:
            return _changed(repository)
    except UnreadableCallError:
        raise
    except NotGitRepository as error:
        raise UnreadableCallError(f"“{top}” is no git repository, so nothing is staged in it.") from error
    except Exception as error:  # as in project/git.py: what is damaged has no error of its own
        raise UnreadableCallError(f"What is staged in “{top}” cannot be read ({error!r}).") from error


def _changed(repository: Repo) -> Files:
    from dulwich.index import IndexEntry

    before = _committed(repository)
    files: Files = {}
    index = repository.open_index()
    for name, entry in index.items():
        if not isinstance(entry, IndexEntry):
            raise UnreadableCallError(f"“{os.fsdecode(name)}” has conflicts that are not resolved: resolve them first.")
        if stat.S_ISREG(entry.mode) and before.get(name) != entry.sha:
            files[os.fsdecode(name)] = repository.object_store[entry.sha].as_raw_string()
    return files | {os.fsdecode(name): None for name in before if name not in index}


def _committed(repository: Repo) -> dict[bytes, ObjectID]:
    """The regular files of the last commit with what they are called in git; none before the first."""
    from dulwich.objects import Commit

    try:
        commit = repository[repository.head()]
    except KeyError:
        return {}
    assert isinstance(commit, Commit)
    entries = repository.object_store.iter_tree_contents(commit.tree)
    return {entry.path: entry.sha for entry in entries if entry.path and entry.sha and stat.S_ISREG(entry.mode or 0)}


def has_commits(top: Path) -> bool:
    """Whether anything has been committed to a repository yet."""
    from dulwich.repo import Repo

    with Repo(os.fspath(top)) as repository:
        try:
            return bool(repository.head())
        except KeyError:
            return False
