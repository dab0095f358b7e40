"""Rename of an identifier everywhere it is named: one edit that the person can undo, or the reason why there is none.

What is planned in a thread is handed out only while nothing that it was planned from has changed, in the editor or on disk.
"""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import NamedTuple

from lsprotocol import types

from shallcheck.editor.client import Can
from shallcheck.editor.features.places import Spot, artifact_at, link_at, meant_at, spot
from shallcheck.editor.present import to_range
from shallcheck.editor.refactoring import Change, together
from shallcheck.editor.server import Server
from shallcheck.editor.session import Session
from shallcheck.editor.wire import RefusedError
from shallcheck.model.index import Defined
from shallcheck.model.place import Span
from shallcheck.project.renaming import is_named_by_file, move, placeholder, rename
from shallcheck.project.renaming_run import RenameError, World


def register(server: Server, session: Session, can: Can) -> None:
    """Register rename."""
    if not can.renames:
        return

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=can.prepares))
    async def renamed(params: types.RenameParams) -> types.WorkspaceEdit:
        at = spot(session, params.text_document, params.position)
        known = at.document if at else None
        await session.complete()
        at = spot(session, params.text_document, params.position)
        if at is None or (known is not None and known is not at.document):
            raise RefusedError("The text changed meanwhile, so nothing was renamed: try again.")
        named = _named(session, can, at)
        if named is None:
            raise RefusedError("There is no identifier here: put the cursor on one.")
        label = named.label(params.new_name.strip())
        return await together(session, can, lambda world: _planned(world, session, named.defined, label))

    if not can.prepares:
        return

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepare(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        at = spot(session, params.text_document, params.position)
        named = _named(session, can, at) if at else None
        if at is None or named is None:
            return None
        return types.PrepareRenamePlaceholder(to_range(session.table(at.path), named.place, session.units), named.words)


class _Named(NamedTuple):
    """An identifier where a person renames it."""

    defined: Defined
    place: Span
    target: str
    """What the place names: the identifier, as far as it is written here or follows."""
    words: str
    """What the person edits: the target, or the part of it that stands here."""

    def label(self, typed: str) -> str:
        """What the artifact's document is to call it, when the words become what was typed."""
        lead, _, tail = self.target.rpartition(self.words)
        known = typed.startswith(lead) and typed.endswith(tail)
        name = typed if known else f"{lead}{typed}{tail}"
        space = self.defined.identifier.removesuffix(self.defined.artifact.label)
        return (self.defined.identifier.removesuffix(self.target) + name).removeprefix(space)


def _named(session: Session, can: Can, at: Spot) -> _Named | None:
    """What would be renamed at a position. Raises RefusedError where it is an identifier that cannot be."""
    linked, own = link_at(at), artifact_at(at)
    meant = meant_at(session, at)
    if linked is not None and not meant:
        raise RefusedError(f"“{linked[1].target}” is defined nowhere, so there is nothing to rename: correct it, or define it.")
    if len(meant) > 1:
        names = ", ".join(sorted({PurePath(each.path).name for each in meant}))
        raise RefusedError(
            f"“{meant[0].artifact.label}” is defined more than once ({names}), and a link may mean any: rename one where it is "
            "defined."
        )
    if not meant:
        return None
    (defined,) = meant
    document = session.project(defined.path).documents[defined.path]
    try:
        if not (can.moves and is_named_by_file(document, defined)):
            placeholder(defined)
    except RenameError as error:
        raise RefusedError(str(error)) from error
    if linked is not None:
        placed, link = linked
        target, place = link.target, link.place.shifted(placed.start)
    else:
        assert own is not None
        start = next(each.start for each in at.document.placed if each.segment is own.segment)
        target, place = own.artifact.label, own.artifact.place.shifted(start)
    words = place.of(at.document.text)
    return _Named(defined, place, target, words if words in target else target)


def _planned(world: World, session: Session, defined: Defined, label: str) -> Change:
    """What to edit, in a thread."""
    project = session.project(defined.path)
    document = world.documents[project][defined.path]
    if not any(placed.segment is defined.segment for placed in document.placed):  # its file was read again meanwhile
        found = project.index.definitions(defined.identifier)
        defined = found[0] if len(found) == 1 and found[0].path == defined.path else defined
    if not is_named_by_file(document, defined):
        return Change(rename(world, project, defined, label))
    file = Path(defined.path)
    new = file.with_name(label + file.suffix)
    if not label or PurePath(label).name != label or label == defined.artifact.label:
        raise RenameError(f"“{label}” cannot be the name of a file, which is what the identifier is here: choose another.")
    if new.exists():
        raise RenameError(f"There is a file “{new.name}” already: choose another identifier.")
    moves = {defined.path: str(new)}
    made = move(world, moves)
    if made.identifiers.get(defined.identifier) != label:
        raise RenameError(f"“{new.name}” would not be read as an item: choose an identifier that is written like the others.")
    return Change(made, moves)
