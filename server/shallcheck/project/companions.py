"""The files beside and above a document that declare something for it, such as the directives of a Sphinx project or a grammar.

Nothing outside of the project is opened: the search ends at its top, and a link that leads out of it is not followed.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from shallcheck.documents.format import Format
from shallcheck.documents.formats import all_formats, is_companion
from shallcheck.project.discovery import UnreadableError, is_within, mode_of, read_source

if TYPE_CHECKING:
    from shallcheck.project.configs import Configs

LARGEST = 2**18
"""Bytes of a companion: a larger one is not read."""
MOST = 100
"""How many companions of one folder are read."""

Declarations = tuple[tuple[str, str], ...]
"""(a format's name, what is declared for its documents), as `ReaderSettings.declarations`."""


class Companions:
    """What the companions in folders declare, each folder looked at once."""

    def __init__(self) -> None:
        self._declared: dict[tuple[str, str], Mapping[str, str]] = {}
        self._own: dict[tuple[str, str], Mapping[str, str]] = {}

    def declared(self, folder: str, top: str) -> Mapping[str, str]:
        """By format, what is declared for the documents of a folder; `top` is that of the project. Opens files."""
        key = (os.path.realpath(folder), os.path.realpath(top))
        if key not in self._declared:
            texts = self._gathered(*key)
            forms = all_formats().values() if texts else ()  # mostly nothing is declared, and no format need be imported
            made = {form.name: _declared(form, texts) for form in forms if form.declare}
            self._declared[key] = {form: text for form, text in made.items() if text}
        return self._declared[key]

    def _gathered(self, folder: str, top: str) -> Mapping[str, str]:
        """The companions of a folder and of those above it, by name: of two with one name the nearest counts."""
        texts: dict[str, str] = {}
        for each in (folder, *map(os.fspath, Path(folder).parents)):
            if not is_within(each, top):
                break
            if (each, top) not in self._own:
                self._own[each, top] = _texts(each, top)
            texts = {**self._own[each, top], **texts}
        return texts


class Declared:
    """What is declared for each document of a check.

    A project without a configuration is its repository, or the folder that was named.
    """

    def __init__(self, paths: Sequence[Path], configs: Configs) -> None:
        self._named = [os.path.realpath(path) for path in paths if stat.S_ISDIR(mode_of(path))]
        self._configs = configs
        self._companions = Companions()
        self._folders: dict[str, Mapping[str, str]] = {}

    def to(self, path: str) -> Declarations:
        """What is declared for the document at a path."""
        folder = os.path.dirname(path)  # noqa: PTH120 - asked for every file
        if folder not in self._folders:
            self._folders[folder] = self._companions.declared(folder, self._top(folder))
        return meant_for(path, self._folders[folder])

    def _top(self, folder: str) -> str:
        configured = self._configs.of(folder).path
        if configured is not None:
            return os.fspath(configured.parent)
        real = os.path.realpath(folder)
        return repository(real) or next((named for named in self._named if is_within(real, named)), real)


def repository(folder: str) -> str:
    """The top of the repository that holds a folder; empty: it lies in none."""
    here = Path(os.path.realpath(folder))
    return next((os.fspath(each) for each in (here, *here.parents) if mode_of(each / ".git")), "")


def meant_for(path: str, declared: Mapping[str, str]) -> Declarations:
    """Of what is declared in a folder, what is meant for the formats that the name of a document allows."""
    if not declared:
        return ()
    name = path.lower()
    forms = (form for form in all_formats().values() if form.name in declared)
    return tuple((form.name, declared[form.name]) for form in forms if name.endswith(tuple(f".{end}" for end in form.endings)))


def _declared(form: Format, texts: Mapping[str, str]) -> str:
    its = {name: text for name, text in texts.items() if any(fnmatchcase(name, each) for each in form.companions)}
    return form.declare(its) if form.declare and its else ""


def _texts(folder: str, top: str) -> dict[str, str]:
    try:
        names = sorted(name for name in os.listdir(folder) if is_companion(name))  # noqa: PTH208 - asked of every folder
    except OSError:
        return {}
    found = {}
    for name in names[:MOST]:
        file = Path(folder, name)
        if is_within(os.path.realpath(file), top):
            try:
                found[name] = read_source(file, LARGEST).text.removeprefix("\ufeff")
            except UnreadableError:
                continue  # what it declares is not known: the format's defaults hold
    return found
