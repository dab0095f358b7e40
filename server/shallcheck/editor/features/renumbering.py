"""Links that follow what was renumbered: offered where criteria came, went or moved, and at links that use the old numbers."""

from __future__ import annotations

from lsprotocol import types

from shallcheck.documents.renaming import edited, written
from shallcheck.documents.source import line_end, line_start
from shallcheck.editor.client import Can
from shallcheck.editor.features.places import spot
from shallcheck.editor.refactoring import Change, together
from shallcheck.editor.session import Session
from shallcheck.editor.wire import RefusedError
from shallcheck.model.document import Document
from shallcheck.model.place import Span
from shallcheck.project.renaming_run import Renamed, RenameError, World
from shallcheck.project.renumbering import Numbers, Stale, followed

_MOST = 3
"""Numbers that the title of the action tells."""


class Renumbering:
    """Follows the numbers of documents while the server runs, however they are edited: in the editor or on disk."""

    def __init__(self, session: Session, can: Can) -> None:
        self._session = session
        self._can = can
        self._numbers: dict[str, Numbers] = {}
        session.on_read = self._read

    def _read(self, path: str, before: Document | None, after: Document | None) -> None:
        numbers = self._numbers.get(path) or (Numbers.of(before) if before is not None else None)
        if after is None:
            self._numbers.pop(path, None)
        elif numbers is not None:
            self._numbers[path] = numbers
            numbers.edited(self._session.project(path), after)

    async def actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """The actions at a place of a document."""
        start, end = (spot(self._session, params.text_document, each) for each in (params.range.start, params.range.end))
        if start is None or end is None:
            return []
        path, place = start.path, Span(start.offset, end.offset)
        made = []
        for home, numbers in list(self._numbers.items()):
            stale = numbers.stale(self._session.project(home))
            if stale and self._is_at(path, place, home, stale) and (action := await self._action(home, stale)):
                made.append(action)
        return made

    def _is_at(self, path: str, place: Span, home: str, stale: list[Stale]) -> bool:
        """Whether a place is in a requirement that was renumbered, or on a line with a link by an old number."""
        document = self._session.document(path)
        if document is None:
            return False
        if path == home:
            here = [
                artifact.label
                for placed, _, artifact in document.artifacts()
                if artifact.label
                and artifact.extent.start + placed.start <= place.end
                and place.start <= artifact.extent.end + placed.start
            ]
            numbers = [number for each in stale for number in (each.label, each.now or "")]
            return any(number == label or number.startswith(f"{label}.") for label in here for number in numbers)
        lines = Span(line_start(document.text, place.start), line_end(document.text, place.end))
        starts = {id(placed.segment): placed.start for placed in document.placed}
        return any(
            each.named.path == path
            and lines.start <= starts.get(id(each.named.segment), -1) + each.named.link.place.start < lines.end
            for each in stale
        )

    async def _action(self, home: str, stale: list[Stale]) -> types.CodeAction | None:
        project = self._session.project(home)
        edits, left = followed(project, stale)
        if not edits:
            return None

        def plan(world: World) -> Change:
            for path, rows in edits.items():
                document = next(some[path] for some in world.documents.values() if path in some)
                if not _reads_alike(document, {Span(row.start, row.end): row.text for row in rows}):
                    raise RenameError("A document would be read otherwise.")
            return Change(Renamed(edits, {}))

        try:
            edit = await together(self._session, self._can, plan)
        except RefusedError:
            return None
        return types.CodeAction(_title(stale, left), kind=types.CodeActionKind.QuickFix, edit=edit)


def _reads_alike(document: Document, edits: dict[Span, str]) -> bool:
    """Whether a document with edits of its links has what it has, with fewer links at most."""
    after = edited(document, edits)
    if after is None:
        return False
    was, now = written(document), written(after)
    gone = sum(not text for text in edits.values())
    return [each.label for each, _ in was.artifacts] == [each.label for each, _ in now.artifacts] and len(now.links) == len(
        was.links
    ) - gone


def _title(stale: list[Stale], left: list[Stale]) -> str:
    """What the action does, such as “Let 4 links follow what was renumbered (1.2 → 1.3, 1.3 → 1.4)”."""
    pairs = list(dict.fromkeys(f"{each.label} → {each.now}" if each.now else f"{each.label} is gone" for each in stale))
    told = ", ".join(pairs[:_MOST]) + (" and more" if len(pairs) > _MOST else "")
    links = len(stale) - len(left)
    rest = f"; {len(left)} that name nothing else are left" if left else ""
    return f"Let {links} link{'s' if links != 1 else ''} follow what was renumbered ({told}{rest})"
