"""The hook of git before a commit: what is staged, against what is committed. Git is not run: its index is read by dulwich."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from shallcheck.agents.hooks import Files, UnreadableCallError, matters

if TYPE_CHECKING:
    from dulwich.objects import ObjectID
    from dulwich.repo import Repo


def staged(top: Path) -> Files:
    """The files of a repository that the next commit changes, as they are staged. Raises UnreadableCallError."""
    from dulwich.errors import NotGitRepository
    from dulwich.repo import Repo

    try:
        with Repo(os.fspath(top)) as repository:
            return _changed(top, repository)
    except UnreadableCallError:
        raise
    except NotGitRepository as error:
        raise UnreadableCallError(f"“{top}” is no git repository, so nothing is staged in it.") from error
    except Exception as error:  # as in project/git.py: what is damaged has no error of its own
        raise UnreadableCallError(f"What is staged in “{top}” cannot be read ({error!r}).") from error


def _changed(top: Path, repository: Repo) -> Files:
    """What the next commit changes. `git commit -a` and `git commit FILE` stage in an index of their own, which git names."""
    from dulwich.index import Index, IndexEntry

    named = os.environ.get("GIT_INDEX_FILE", "")
    index = Index(os.fspath(top / named)) if named else repository.open_index()
    before = _committed(repository)
    files: Files = {}
    for name, entry in index.items():
        file = top / os.fsdecode(name)
        if not isinstance(entry, IndexEntry):
            raise UnreadableCallError(f"“{os.fsdecode(name)}” has conflicts that are not resolved: resolve them first.")
        if before.get(name) == (entry.sha, stat.S_IFMT(entry.mode)) or not matters(file):
            continue
        if not stat.S_ISREG(entry.mode):
            raise UnreadableCallError(f"“{os.fsdecode(name)}” is a link and no file, which is not judged: commit it as a file.")
        files[file] = repository.object_store[entry.sha].as_raw_string()
    gone = (top / os.fsdecode(name) for name in before if name not in index)
    return files | {file: None for file in gone if matters(file)}


def _committed(repository: Repo) -> dict[bytes, tuple[ObjectID, int]]:
    """What is in the last commit: what each file is called in git, and what it is; nothing before the first."""
    from dulwich.objects import Commit

    try:
        commit = repository[repository.head()]
    except KeyError:
        return {}
    assert isinstance(commit, Commit)
    entries = repository.object_store.iter_tree_contents(commit.tree)
    return {each.path: (each.sha, stat.S_IFMT(each.mode or 0)) for each in entries if each.path and each.sha}


def has_commits(top: Path) -> bool:
    """Whether anything has been committed to a repository yet."""
    from dulwich.repo import Repo

    with Repo(os.fspath(top)) as repository:
        try:
            return bool(repository.head())
        except KeyError:
            return False
