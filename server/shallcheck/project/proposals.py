"""What can be proposed: each kind says which files it would change."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from shallcheck.project.differences import Stand
from shallcheck.project.discovery import Sieve
from shallcheck.project.files_that_count import is_judged, says_how
from shallcheck.project.git import RevisionError, changed_between, repository_of
from shallcheck.project.overlay import Change, State, UnjudgedError, named_inside, read_inside
from shallcheck.project.patches import FilePatch, PatchError, applied, parse_patch


class Proposal(Protocol):
    """Something that somebody wants to do to a project."""

    def changes(self, state: State) -> Iterable[Change]:
        """The files as they would be. Raises UnjudgedError where that cannot be told."""
        ...


class Reads(Protocol):
    """How a file of the project is read."""

    def __call__(self, path: str) -> bytes | None: ...


@dataclass(frozen=True)
class Files:
    """Whole files as they would be, by their paths from the top of the project; None: the file goes."""

    files: Mapping[str, bytes | None]

    def changes(self, state: State) -> Iterable[Change]:
        """As they are given, those that stay as they were left out."""
        for path, data in self.files.items():
            inside = named_inside(state.folder, path)
            if state.read(inside) != data:
                yield Change(inside, data)


@dataclass(frozen=True)
class Patch:
    """A unified diff. `top`: of the project; `where`: the folder in which whoever proposes it works."""

    data: bytes
    top: Path
    where: Path

    def changes(self, state: State) -> Iterable[Change]:
        """The files after all of its hunks. Raises UnjudgedError where it does not fit, or leads out of the project."""
        made: dict[str, Change] = {}
        try:
            for patch in parse_patch(self.data):
                self._apply(patch, state, made)
        except PatchError as error:
            raise UnjudgedError(str(error)) from error
        return [each for each in made.values() if each.was or state.read(each.path) != each.data]

    def _apply(self, patch: FilePatch, state: State, made: dict[str, Change]) -> None:
        def read(path: str) -> bytes | None:
            return made[path].data if path in made else state.read(path)

        old, new = (self._inside(name, patch.git, state, read) if name else None for name in (patch.old, patch.new))
        if old is None and new is None:
            return  # of another project of the repository
        if patch.binary and not is_judged(patch.name):
            return
        path = new or old
        assert path is not None
        data = applied(patch, read(old) if old is not None else read(path))
        moved = old is not None and new is not None and old != new
        if moved and not patch.copied:
            made[str(old)] = Change(str(old), None)
        made[path] = Change(path, data, str(old) if moved else "")

    def _inside(self, name: str, git: bool, state: State, read: Reads) -> str | None:
        """A file of the diff from the top of the project; None: it belongs to another project of the repository."""
        if name.startswith("/") or ".." in name.replace("\\", "/").split("/") or "\0" in name or name[1:2] == ":":
            raise UnjudgedError(f"“{name}” leads out of the project, so it is not judged: propose a change of what lies inside.")
        repository = repository_of(self.top)
        inner = Path(os.path.realpath(self.top)).relative_to(repository).as_posix() if repository else "."
        from_repository = name if inner == "." else name.removeprefix(f"{inner}/") if name.startswith(f"{inner}/") else None
        here = Path(os.path.relpath(os.path.realpath(self.where), os.path.realpath(self.top)))
        from_here = os.path.normpath(here / name)
        options = [from_repository, from_here, name] if git else [from_here, name, from_repository]
        inside = [each for each in options if each is not None and not each.startswith(os.pardir + os.sep)]
        known = [named_inside(state.folder, each) for each in inside]
        there = next((each for each in known if read(each) is not None), None)
        if there is None and git and from_repository is None:
            return None
        return there or known[0]


@dataclass(frozen=True)
class Since:
    """What a project says now, or at a revision (`until`), against a revision that it is judged against (`since`)."""

    top: Path
    since: str
    until: str = ""

    def changes(self, state: State) -> Iterable[Change]:
        """The files that differ. Raises UnjudgedError where they cannot be read."""
        if not self.until:
            yield from self._in_the_working_tree(state)
            return
        try:
            for name, data in changed_between(self.top, self.since, self.until, is_judged):
                yield Change(name, data)
        except RevisionError as error:
            raise UnjudgedError(str(error)) from error

    def _in_the_working_tree(self, state: State) -> Iterator[Change]:
        for name in sorted({*_files(state.folder), *_files(self.top), *_hidden(state.folder)}):
            data = read_inside(self.top, name)
            if state.read(name) != data:
                yield Change(name, data)


@dataclass(frozen=True)
class SinceBaseline:
    """What a project says now, against the artifacts and links that a baseline has recorded."""

    stand: Stand

    def changes(self, state: State) -> Iterable[Change]:
        """None: what the files were is not recorded."""
        return ()


def _hidden(top: Path) -> Iterator[str]:
    """The hidden files of a project at a revision that can say who asks ShallCheck; new ones take nothing away."""
    for each in top.glob(".*"):
        files = each.rglob("*") if each.is_dir() and each.name != ".git" else [each]
        yield from (file.relative_to(top).as_posix() for file in files if file.is_file())


def _files(top: Path) -> Iterator[str]:
    """The files below a folder that are judged, or say how things are."""
    for listed in Sieve(top, lambda path, is_folder: False).folders(lambda path, message: None):
        folder = Path(listed.folder)
        names = {*(each.name for each in listed.documents), *listed.code}
        try:
            names |= {each.name for each in folder.iterdir() if says_how(each.name) and each.is_file()}
        except OSError as error:
            raise UnjudgedError(f"“{folder}” cannot be listed ({error.strerror or error}): make it readable.") from error
        yield from ((folder / name).relative_to(top).as_posix() for name in names)
