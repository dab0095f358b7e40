"""Where the paths in documents lead: to files of the workspace, and nowhere else. Files are looked for, never opened."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shallcheck.documents.file_links import FileLink
from shallcheck.editor.session import Session
from shallcheck.project.discovery import is_within


@dataclass(frozen=True)
class Tops:
    """The folders that paths of a document may start from. Made on the loop, used in any thread."""

    workspace: str
    """The workspace folder, in which every file must be that is linked to; empty: the document is in none."""
    real: str
    """Its real path."""
    project: str
    """The folder of the document's project."""

    @classmethod
    def of(cls, session: Session, path: str) -> Tops:
        """Those of a document."""
        folder, layout = session.roots.folder(path), session.roots.layout
        if folder is None or layout is None:
            return cls("", "", "")
        config = session.roots.of(path).config
        project = config.parent if config and config.is_relative_to(folder) else folder
        return cls(os.fspath(folder), layout.real[folder], os.fspath(project))


@dataclass(frozen=True)
class Leads:
    """A file or folder that a path leads to, and the folder that the path starts from."""

    file: str
    base: str
    rooted: bool
    """The path starts with a slash, which stands for the workspace folder."""


def leads(link: FileLink, path: str, tops: Tops) -> Leads | None:
    """The file or folder of the workspace that a link of the document at a path leads to; None: there is none."""
    if link.is_web or "\0" in link.path or not tops.workspace:
        return None
    return next((each for each in _possible(link, path, tops) if _is_there(each.file, tops)), None)


def _possible(link: FileLink, path: str, tops: Tops) -> Iterator[Leads]:
    if link.path.startswith("/"):
        yield Leads(os.path.normpath(tops.workspace + link.path), tops.workspace, True)
        return
    for base in dict.fromkeys((os.path.dirname(path), *((tops.project, tops.workspace) if link.anywhere else ()))):  # noqa: PTH120 - as written
        yield Leads(os.path.normpath(os.path.join(base, link.path)), base, False)  # noqa: PTH118 - a hostile path is no Path


def _is_there(file: str, tops: Tops) -> bool:
    try:
        return is_within(os.path.realpath(file), tops.real) and os.path.exists(file)  # noqa: PTH110 - as above
    except (OSError, ValueError):
        return False


def moved(file: str, moves: Mapping[str, str]) -> str:
    """Where a file stands after moves of files and folders."""
    for old, new in moves.items():
        if file == old:
            return new
        if file.startswith(old + os.sep):
            return new + file[len(old) :]
    return file
