"""Edits of many documents at once, as one workspace edit: made in a thread, and handed out only for texts that are still so."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeGuard

from lsprotocol import types

from shallcheck.editor.buffers import Buffer
from shallcheck.editor.client import Can
from shallcheck.editor.present import to_range
from shallcheck.editor.session import Session
from shallcheck.editor.wire import RefusedError
from shallcheck.model.document import Document
from shallcheck.model.finding import Edit
from shallcheck.model.lines import Lines
from shallcheck.model.place import Span
from shallcheck.project.discovery import UnreadableError, read_source
from shallcheck.project.records import records_of, renamed_in
from shallcheck.project.renaming_run import Renamed, RenameError, World
from shallcheck.project.state import Project

_TRIES = 3
"""How often an edit is planned anew when somebody types meanwhile."""
_BOM = "\ufeff"
MENTION = "mention"
"""The annotation of edits that a person is asked about."""
_Rows = dict[str, list[types.TextEdit | types.AnnotatedTextEdit | types.SnippetTextEdit]]
"""By path, the edits of a text as the client counts."""


@dataclass
class Change:
    """What is to be edited, and which files are to be moved (path by path)."""

    renamed: Renamed
    moves: Mapping[str, str] = field(default_factory=dict)


class _ChangedError(RenameError):
    """A file is not as it was read."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{Path(path).name} has changed on disk, so nothing was edited: it is read again, try in a moment.")
        self.path = path


async def together(session: Session, can: Can, plan: Callable[[World], Change]) -> types.WorkspaceEdit:
    """The workspace edit of what is planned. Raises RefusedError with the reason where there is none."""
    for _ in range(_TRIES):
        world = World(root.project for root in session.roots)
        opened = {path: (buffer, buffer.table) for path, buffer in session.open.items()}
        try:
            change, rows = await asyncio.to_thread(_made, session, can, world, plan, opened, _records(session))
        except _ChangedError as error:
            session.read_file(error.path)
            raise RefusedError(str(error)) from error
        except RenameError as error:
            if world.is_current():
                raise RefusedError(str(error)) from error
            continue
        except (KeyError, StopIteration, RuntimeError):
            if world.is_current():
                raise
            continue
        if world.is_current() and all(
            session.open.get(path) is buffer and (path not in rows or buffer.table is lines)
            for path, (buffer, lines) in opened.items()
        ):
            return _edit(session, can, change, rows)
    raise RefusedError("The documents are changing, so nothing was edited: try again in a moment.")


def _records(session: Session) -> dict[Project, list[str]]:
    """The files beside the documents that may name artifacts of a project, as the client names them."""
    layout = session.roots.layout
    found = {}
    for root in session.roots:
        folder = root.config.parent if root.config else root.folder
        files = records_of(root.config, folder) if folder else []
        found[root.project] = [layout.named(file) if layout else os.fspath(file) for file in files]
    return found


def _made(
    session: Session,
    can: Can,
    world: World,
    plan: Callable[[World], Change],
    opened: Mapping[str, tuple[Buffer, Lines]],
    places: Mapping[Project, Sequence[str]],
) -> tuple[Change, _Rows]:
    """What is planned, and its edits as the client counts them. In a thread: texts of files are read."""
    change = plan(world)
    documents = {path: document for some in world.documents.values() for path, document in some.items()}
    tables = {path: lines for path, (_, lines) in opened.items()}
    rows: _Rows = {}
    for path, edits in change.renamed.edits.items():
        rows[path] = [*_placed(session, edits, *_checked(documents[path], tables.get(path)))]
    for project, identifiers in change.renamed.projects.items():
        for file in places.get(project, ()):
            text = tables[file].text if file in tables else _text(file)
            if edits := renamed_in(Path(file).name, text, identifiers):
                rows[file] = [*_placed(session, edits, text, tables.get(file))]
    for path, edits in change.renamed.mentions.items() if can.annotates else ():
        with contextlib.suppress(RenameError):  # a text that is not as it was read keeps its words
            found = _placed(session, edits, *_checked(documents[path], tables.get(path)))
            rows.setdefault(path, []).extend(types.AnnotatedTextEdit(MENTION, each.range, each.new_text) for each in found)
    return change, rows


def _checked(document: Document, lines: Lines | None) -> tuple[str, Lines | None]:
    """The text of a document, which is still as it was read; `lines` are those of the client's, where it has it open."""
    name = Path(document.path).name
    if lines is not None:
        if lines.text != document.text:
            raise RenameError(f"{name} is still being read, so nothing was edited: try again in a moment.")
        return document.text, lines
    try:
        source = read_source(Path(document.path))
    except UnreadableError as error:
        raise RenameError(f"{name} would have to be edited and cannot be read ({error})") from error
    if source.text != document.text:
        raise _ChangedError(document.path)
    if source.problem:
        raise RenameError(f"{name} would have to be edited. {source.problem}")
    return source.text, None


def _text(file: str) -> str:
    """The text of a file that keeps records; empty where it cannot be read, as it counts for nothing then."""
    try:
        source = read_source(Path(file))
    except UnreadableError:
        return ""
    return "" if source.problem else source.text


def _placed(session: Session, edits: Sequence[Edit], text: str, lines: Lines | None) -> list[types.TextEdit]:
    """Edits of a text as the client counts; `lines` are those of its own, where it has it open."""
    skipped = len(_BOM) if lines is None and text.startswith(_BOM) else 0  # editors take the mark for no part of the text
    table = lines or Lines(text[skipped:])
    places = (Span(edit.start - skipped, edit.end - skipped) for edit in edits)
    return [types.TextEdit(to_range(table, place, session.units), edit.text) for place, edit in zip(places, edits, strict=True)]


def _edit(session: Session, can: Can, change: Change, rows: _Rows) -> types.WorkspaceEdit:
    if not can.versioned:
        return types.WorkspaceEdit(changes={session.uri(path): list(filter(_is_plain, edits)) for path, edits in rows.items()})
    changes: list[types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile] = []
    for path, edits in rows.items():
        buffer = session.open.get(path)
        identifier = types.OptionalVersionedTextDocumentIdentifier(session.uri(path), buffer.version if buffer else None)
        changes.append(types.TextDocumentEdit(identifier, list(edits)))
    changes += [types.RenameFile(session.uri(old), session.uri(new)) for old, new in change.moves.items()]
    return types.WorkspaceEdit(document_changes=changes, change_annotations=_ANNOTATIONS if change.renamed.mentions else None)


def _is_plain(edit: types.TextEdit | types.AnnotatedTextEdit | types.SnippetTextEdit) -> TypeGuard[types.TextEdit]:
    return isinstance(edit, types.TextEdit)


_ANNOTATIONS = {
    MENTION: types.ChangeAnnotation(
        "Mentions that are no links", needs_confirmation=True, description="The words of the identifier in the text"
    )
}
