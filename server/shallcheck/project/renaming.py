"""One identifier under another name, everywhere it is named in the projects of a workspace.

Nothing is offered that was not read again: with the edits made, every document says what it said, with that one name changed, and
every link leads to where it led. What follows from a name changes with it: the criteria of Kiro's requirement 3, the parts of a
need. Pure: texts are those that were read; whoever writes the edits makes sure that they are still the texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from shallcheck.documents.reading import can_name
from shallcheck.documents.renaming import is_read_only, respelt
from shallcheck.model.document import Document
from shallcheck.model.index import Defined
from shallcheck.project.renaming_run import Renamed, RenameError, Run, World
from shallcheck.project.state import Project


def placeholder(defined: Defined) -> str:
    """What a person edits to rename an artifact. Raises RenameError where its identifier is not written, or not to be renamed."""
    artifact = defined.artifact
    source = artifact.place.of(defined.segment.text)
    if artifact.label.startswith("code:"):
        raise RenameError(f"“{artifact.title or artifact.label}” is code: rename it with the tools of its language.")
    if artifact.positional:
        raise RenameError(
            f"“{artifact.label}” is not written: it follows from where the text stands or what it says. Move or change that, and "
            "links can follow it."
        )
    if respelt(source, artifact.label, artifact.label) is None:
        raise RenameError(f"“{artifact.label}” is not written in the document: it is the name of the file, so rename that.")
    return source


def is_named_by_file(document: Document, defined: Defined) -> bool:
    """Whether an artifact is called after its file, by the whole of its name (Doorstop)."""
    label = defined.artifact.label
    return bool(label) and document.setting.name == label == PurePath(document.path).stem


def rename(world: World, project: Project, defined: Defined, label: str) -> Renamed:
    """Call an artifact by another label. Raises RenameError with the reason where that cannot be done."""
    placeholder(defined)
    document = world.documents[project][defined.path]
    if is_read_only(document):
        raise RenameError(
            f"“{defined.artifact.label}” comes from {PurePath(defined.path).name}, which only the tool that wrote it can change: "
            "rename it there, and export it again."
        )
    run = Run(world)
    label = label.strip()
    label = label.removeprefix(document.setting.namespace) if document.setting.namespace else label
    if label == defined.artifact.label:
        return Renamed({}, {})
    new = document.setting.namespace + label
    taken = run.before[project].definitions(new)
    if not label:
        raise RenameError(f"“{defined.artifact.label}” needs a name: write one.")
    if can_name(document, defined.artifact.label) and not can_name(document, label):
        raise RenameError(
            f"“{label}” is no identifier in this document: choose one that is written like “{defined.artifact.label}”."
        )
    if taken:
        raise RenameError(f"“{label}” is already {run.told(taken[0])}: choose another.")
    run.call(project, defined, label)
    run.settle()
    return run.made(project, defined, label)


def move(world: World, moves: Mapping[str, str], *, anyway: bool = False) -> Renamed:
    """What follows from files that are moved (path by path), of all that is called after its file or folder. Where something that
    is named so cannot follow: raises RenameError or, as the files are moved `anyway`, leaves it."""
    run = Run(world, anyway)
    for old, new in moves.items():
        run.move(old, new)
    run.settle()
    return run.made()
