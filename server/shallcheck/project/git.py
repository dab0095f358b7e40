"""What git knows: who works here, and the files of a revision. Read from git's own files by dulwich: no program is run, so that
no hook, filter, pager or monitor of a workspace can be."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dulwich.config import ConfigFile
    from dulwich.objects import Commit, ObjectID
    from dulwich.repo import Repo

LARGEST = 50 * 1024 * 1024
"""Bytes: a larger file of a revision is left out."""
MOST = 200_000
"""Files of a revision that are looked at."""


class RevisionError(Exception):
    """A revision that cannot be read; the message says why and what to do."""


class Blob(NamedTuple):
    """A file of a revision, named from the folder that was asked for, with forward slashes."""

    name: str
    data: bytes


def git_user(folder: Path) -> str:
    """Who works in a folder, as “Name <address>” from git's configuration; empty where it does not say."""
    from dulwich.config import ConfigFile, StackedConfig

    configs: list[ConfigFile] = []
    own = _own_config(folder)
    try:
        if own is not None:
            configs.append(ConfigFile.from_path(os.fspath(own), expand_includes=False))
        configs += StackedConfig.default_backends()
    except (OSError, ValueError):
        pass  # a damaged configuration names nobody
    name, address = _said(configs, b"name"), _said(configs, b"email")
    return f"{name} <{address}>" if name and address else name or address


def repository_of(folder: Path) -> Path | None:
    """The top of the repository that a folder is in."""
    real = Path(os.path.realpath(folder))
    return next((place for place in (real, *real.parents) if (place / ".git").exists()), None)


def files_of(folder: Path, revision: str, wanted: Callable[[str], bool]) -> Iterator[Blob]:
    """The files below a folder at a revision, of those whose names are wanted. Raises RevisionError."""
    top = _top(folder, revision)
    with _opened(top, revision) as repository:
        inside = Path(os.path.realpath(folder)).relative_to(top).as_posix()
        for name, digest in _entries(repository, revision, "" if inside == "." else inside + "/", wanted):
            data = repository.object_store[digest].as_raw_string()
            if len(data) <= LARGEST:
                yield Blob(name, data)


def hashes_of(folder: Path, revision: str, wanted: Callable[[str], bool]) -> dict[str, str]:
    """What git calls the content of each file of a folder's whole repository at a revision, by its name from the top. Raises
    RevisionError."""
    with _opened(_top(folder, revision), revision) as repository:
        entries = _entries(repository, revision, "", wanted)
        return {name: digest.decode("ascii") for name, digest in entries}


def demand_revision(folder: Path, revision: str) -> None:
    """Raises RevisionError where the repository of a folder has no such revision, or the folder is in none."""
    with _opened(_top(folder, revision), revision) as repository:
        _tree_of(repository, revision)


def _top(folder: Path, revision: str) -> Path:
    top = repository_of(folder)
    if top is None:
        raise RevisionError(f"“{folder}” is in no git repository, so there is no revision “{revision}” of it.")
    return top


def changed_between(folder: Path, before: str, after: str, wanted: Callable[[str], bool]) -> Iterator[tuple[str, bytes | None]]:
    """The files below a folder that differ between two revisions, as they are in the later one; None: it is gone. Raises
    RevisionError."""
    top = _top(folder, before)
    with _opened(top, after) as repository:
        inside = Path(os.path.realpath(folder)).relative_to(top).as_posix()
        prefix = "" if inside == "." else inside + "/"
        _refuse_links(repository, before, after, prefix, wanted)
        old, new = (dict(_entries(repository, each, prefix, wanted)) for each in (before, after))
        for name in sorted(old.keys() | new.keys()):
            if old.get(name) != new.get(name):
                data = repository.object_store[new[name]].as_raw_string() if name in new else None
                yield name, data


def commit_of(folder: Path, revision: str = "HEAD") -> str:
    """The commit that a revision of a folder's repository names. Raises RevisionError."""
    with _opened(_top(folder, revision), revision) as repository:
        return _commit_of(repository, revision).id.decode("ascii")


def left_at(folder: Path, one: str, other: str) -> str:
    """The commit at which two revisions parted. Raises RevisionError."""
    from dulwich.graph import find_merge_base

    top = _top(folder, one)
    with _opened(top, one) as repository:
        commits = [_commit_of(repository, each).id for each in (one, other)]
        found = find_merge_base(repository, commits)
        if not found:
            raise RevisionError(f"“{one}” and “{other}” have no commit in common here: fetch the whole history.")
        return found[0].decode("ascii")


@contextmanager
def _opened(top: Path, revision: str) -> Iterator[Repo]:
    from dulwich.errors import NotGitRepository
    from dulwich.repo import Repo

    try:
        with Repo(os.fspath(top)) as repository:
            yield repository
    except RevisionError:
        raise
    except (OSError, NotGitRepository) as error:
        raise RevisionError(f"The git repository “{top}” cannot be read ({error}).") from error
    except Exception as error:  # what is damaged has no error of its own: zlib's, dulwich's, a wrong key, an assertion
        raise RevisionError(f"“{revision}” cannot be read whole from the git repository “{top}” ({error!r}).") from error


def _refuse_links(repository: Repo, before: str, after: str, inside: str, wanted: Callable[[str], bool]) -> None:
    """Raises RevisionError where a link has come, which would be read as the file that it leads to."""
    old, new = (set(_entries(repository, each, inside, wanted, stat.S_ISLNK)) for each in (before, after))
    for name, _ in sorted(new - old):
        raise RevisionError(f"“{name}” of “{after}” is a link and no file, which is not judged: commit it as a file.")


def _entries(
    repository: Repo,
    revision: str,
    inside: str,
    wanted: Callable[[str], bool],
    is_sought: Callable[[int], bool] = stat.S_ISREG,
) -> Iterator[tuple[str, ObjectID]]:
    """The files of a revision below a folder, each with its hash. `is_sought`: by their modes."""
    tree = _tree_of(repository, revision)
    start = inside.encode("utf-8", "surrogateescape")
    for number, entry in enumerate(repository.object_store.iter_tree_contents(tree)):
        if number >= MOST:
            raise RevisionError(f"“{revision}” holds more than {MOST:,} files, so it is not read: name a folder of it.")
        if entry.path is None or entry.sha is None or not entry.path.startswith(start) or not is_sought(entry.mode or 0):
            continue
        name = entry.path[len(start) :].decode("utf-8", "surrogateescape")
        if _is_plain(name) and wanted(name):
            yield name, entry.sha


def _tree_of(repository: Repo, revision: str) -> ObjectID:
    tree: ObjectID = _commit_of(repository, revision).tree
    return tree


def _commit_of(repository: Repo, revision: str) -> Commit:
    from dulwich.objects import Commit, Tag
    from dulwich.objectspec import AmbiguousShortId, parse_commit, parse_object

    name = revision.encode("utf-8", "surrogateescape")
    for parse in (parse_commit, parse_object):
        try:
            found = parse(repository, name)
        except AmbiguousShortId:
            raise RevisionError(f"“{revision}” begins more than one revision: write more of it.") from None
        except (KeyError, ValueError, IndexError, NotImplementedError):
            continue
        while isinstance(found, Tag):
            found = repository.object_store[found.object[1]]
        if isinstance(found, Commit):
            return found
    raise RevisionError(f"“{revision}” names no git revision here: write a branch, a tag or a commit.")


def _is_plain(name: str) -> bool:
    """Whether a name leads nowhere but below its folder, and not to a repository's own files."""
    return "\\" not in name and "\0" not in name and all(part.lower() not in ("", ".", "..", ".git") for part in name.split("/"))


def _own_config(folder: Path) -> Path | None:
    """The configuration of the repository that a folder is in, also where that is a work tree of another."""
    top = repository_of(folder)
    if top is None:
        return None
    place = top / ".git"
    try:
        if place.is_file():
            place = top / place.read_text("utf-8").removeprefix("gitdir:").strip()
            common = place / "commondir"
            place = place / common.read_text("utf-8").strip() if common.is_file() else place
    except (OSError, UnicodeDecodeError, ValueError):
        return None
    return place / "config" if (place / "config").is_file() else None


def _said(configs: list[ConfigFile], key: bytes) -> str:
    for config in configs:
        try:
            return " ".join(config.get((b"user",), key).decode("utf-8", "replace").split())
        except KeyError:
            continue
    return ""
