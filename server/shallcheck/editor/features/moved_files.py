"""Files and folders that are renamed: the paths in documents follow, and so does what is called after a file or folder."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from lsprotocol import types

from shallcheck.documents.file_links import file_links, spelt
from shallcheck.documents.format import CODE
from shallcheck.documents.renaming import edited, written
from shallcheck.editor.client import Can
from shallcheck.editor.linked_files import Tops, leads, moved
from shallcheck.editor.refactoring import Change, together
from shallcheck.editor.server import Server
from shallcheck.editor.session import Session
from shallcheck.editor.wire import RefusedError
from shallcheck.model.document import Document
from shallcheck.model.finding import Edit
from shallcheck.model.place import Span
from shallcheck.project.renaming import move
from shallcheck.project.renaming_run import Renamed, World

_MOST = 3
"""Messages about what cannot follow."""


def register(server: Server, session: Session, can: Can) -> None:
    """Register what is done before files are renamed."""
    if not can.files_renamed:
        return
    every = types.FileOperationFilter(types.FileOperationPattern("**/*"), scheme="file")

    @server.feature(types.WORKSPACE_WILL_RENAME_FILES, types.FileOperationRegistrationOptions([every]))
    async def will_rename(params: types.RenameFilesParams) -> types.WorkspaceEdit | None:
        moves = {session.path(each.old_uri): session.path(each.new_uri) for each in params.files}
        moves = {old: new for old, new in moves.items() if old != new}
        lost: list[str] = []
        edit = None
        try:
            await session.complete()
            tops = {path: Tops.of(session, path) for root in session.roots for path in root.project.documents}
            edit = await together(session, can, lambda world: _planned(world, moves, tops, lost))
        except RefusedError as error:
            lost.append(f"The paths in documents were left as they are. {error.message}")
        for why in lost[:_MOST]:
            server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, why))
        return edit


def _planned(world: World, moves: Mapping[str, str], tops: Mapping[str, Tops], lost: list[str]) -> Change:
    """What to edit before files are renamed, in a thread; `lost` is what cannot follow."""
    documents = {path: each for some in world.documents.values() for path, each in some.items() if each.setting.format != CODE}
    paths = {path: new for path in documents if (new := moved(path, moves)) != path}
    names = move(world, paths, anyway=True)
    lost[:] = names.lost
    said = {spelling for old in moves for name in [os.path.basename(old)] for spelling in (name, quote(name))}  # noqa: PTH119 - not resolved
    rows = dict(names.edits)
    for path, document in documents.items():
        if path in paths or any(each in document.text for each in said):
            edits = _kept(document, list(_followed(document, moves, tops.get(path))))
            taken = [Span(edit.start, edit.end) for edit in edits]
            named = [each for each in rows.get(path, ()) if not any(Span(each.start, each.end).overlaps(one) for one in taken)]
            rows[path] = sorted([*edits, *named])
    return Change(Renamed({path: edits for path, edits in rows.items() if edits}, names.identifiers, projects=names.projects))


def _followed(document: Document, moves: Mapping[str, str], tops: Tops | None) -> Iterator[Edit]:
    """The paths of a document as they are to be written."""
    for link in file_links(document) if tops else ():
        target = leads(link, document.path, tops) if tops else None
        if tops is None or target is None:
            continue
        file = moved(target.file, moves)
        base = moved(target.base, moves) if not target.rooted else target.base
        if base == os.path.dirname(document.path):  # noqa: PTH120 - paths of files that are not to be resolved
            base = os.path.dirname(moved(document.path, moves))  # noqa: PTH120 - as above
        if (file, base) == (target.file, target.base):
            continue
        source = link.place.of(document.text)
        path = os.path.relpath(file, base).replace(os.sep, "/")
        new = spelt(link, source, f"/{path}" if target.rooted else path)
        if new != source:
            yield Edit(link.place.start, link.place.end, new)


def _kept(document: Document, edits: list[Edit]) -> list[Edit]:
    """The edits, where the document is read then as it is now."""
    after = edited(document, {Span(edit.start, edit.end): edit.text for edit in edits})
    counts = [(len(each.artifacts), len(each.links)) for each in map(written, filter(None, (document, after)))]
    return edits if len(set(counts)) == 1 and len(counts) > 1 else []
