"""Completion of identifiers where a link names them, and of the configuration's keys in `shallcheck.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from lsprotocol import types

from shallcheck.documents.reading import can_name
from shallcheck.editor.client import Can
from shallcheck.editor.features.config_completion import completes, offers
from shallcheck.editor.features.places import Spot, near, spot
from shallcheck.editor.present import to_range
from shallcheck.editor.server import Server
from shallcheck.editor.session import Session
from shallcheck.model.index import Defined, Index
from shallcheck.model.place import Span

_MOST = 300
_WORD = re.compile(r"[^\s,;()\[\]`#]*\Z")
_BLANKS = 20
_MENTION = re.compile(r"\[\[[^\[\]\r\n]{0,120}\Z")


def register(server: Server, session: Session, can: Can) -> None:
    """Register completion."""

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=[":", ",", "[", " "]))
    def completion(params: types.CompletionParams) -> types.CompletionList | None:
        path = session.path(params.text_document.uri)
        if completes(path) and path in session.open:
            return offers(session.open[path], params.position)
        at = spot(session, params.text_document, params.position)
        begun = _begun(at) if at else None
        if at is None or begun is None:
            return None
        place = to_range(session.table(at.path), Span(at.offset - len(begun.typed), at.offset), session.units)
        found = list(islice(_targets(session.project(at.path).index, at, begun), _MOST))
        items = [
            types.CompletionItem(
                label,
                kind=types.CompletionItemKind.Reference,
                detail=defined.artifact.title or None,
                text_edit=types.TextEdit(place, label),
            )
            for label, defined in found
        ]
        return types.CompletionList(is_incomplete=len(items) >= _MOST, items=items)


class _Begun(NamedTuple):
    """A link that is being written: what has been typed of its target, and whether it stands in `[[…]]`."""

    typed: str
    mention: bool


def _begun(at: Spot) -> _Begun | None:
    """The link that is or could be written at a position; None: none."""
    text = at.document.text
    for placed in near(at):
        for link in placed.segment.reading.link_places:
            start, end = link.place.shifted(placed.start)
            if start <= at.offset <= end or _only_blanks(text[min(at.offset, end) : max(at.offset, start)]):
                return _Begun(_word(text[min(start, at.offset) : at.offset]), mention=False)
    mention = _MENTION.search(text, max(0, at.offset - 122), at.offset)
    return _Begun(_word(mention[0]), mention=True) if mention else None


def _only_blanks(between: str) -> bool:
    """Whether a position is in a link's place but for the blanks at its ends, which the readers do not count to it."""
    return len(between) <= _BLANKS and not between.strip(" \t")


def _word(before: str) -> str:
    match = _WORD.search(before)
    return match[0] if match else ""


def _targets(index: Index, at: Spot, begun: _Begun) -> Iterator[tuple[str, Defined]]:
    """What can be named here, as it is written here: it is read as a link, and leads to what it is offered for."""
    setting = at.document.setting
    for identifier in sorted(index.identifiers()):
        scope = next((each for each in (setting.namespace, *setting.scopes) if each and identifier.startswith(each)), "")
        label = identifier.removeprefix(scope)
        if not label.casefold().startswith(begun.typed.casefold()) or not can_name(at.document, label, begun.mention):
            continue
        defined = index.resolve(setting, label)
        if defined and defined[0].identifier == identifier:
            yield label, defined[0]
