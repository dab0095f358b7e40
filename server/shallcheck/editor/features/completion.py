"""Completion of identifiers where a link names them, and of the configuration's keys in `shallcheck.toml`."""

from __future__ import annotations

import heapq
import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from lsprotocol import types

from shallcheck.documents.format import CODE
from shallcheck.editor.client import Can
from shallcheck.editor.features.completion_statement import beginnings, methods, terms
from shallcheck.editor.features.config_completion import completes, offers
from shallcheck.editor.features.places import Spot, near, spot
from shallcheck.editor.present import to_range
from shallcheck.editor.server import Server
from shallcheck.editor.session import Session
from shallcheck.model.graph import MENTION
from shallcheck.model.index import Defined
from shallcheck.model.place import Span
from shallcheck.project.suggesting import label_in, nameable, ranking, wanted_by
from shallcheck.project.tracing import artifact_around

_MOST = 60
"""Identifiers that are offered at once; the client asks again as more is typed."""
_WORD = re.compile(r"[^\s,;()\[\]`#]*\Z")
_BLANKS = 20
_MENTION = re.compile(r"\[\[[^\[\]\r\n]{0,120}\Z")


def register(server: Server, session: Session, can: Can) -> None:
    """Register completion."""

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=[":", ",", "[", " "]))
    async def completion(params: types.CompletionParams) -> types.CompletionList | None:
        path = session.path(params.text_document.uri)
        if completes(path) and path in session.open:
            return offers(session.open[path], params.position)
        at = spot(session, params.text_document, params.position)
        if at is None:
            return None
        if begun := _begun(at):
            return _links(session, at, begun)
        if at.document.setting.format == CODE:
            return None
        if items := methods(session, at):
            return types.CompletionList(is_incomplete=False, items=items)
        by_space = params.context is not None and params.context.trigger_character == " "
        items = terms(session, at)
        if can.completes_snippets and not by_space:
            items += beginnings(session, at)
        return types.CompletionList(is_incomplete=True, items=items) if items else None


def _links(session: Session, at: Spot, begun: _Begun) -> types.CompletionList:
    """What can be named here, the likeliest first."""
    place = to_range(session.table(at.path), Span(at.offset - len(begun.typed), at.offset), session.units)
    found = list(islice(_targets(session, at, begun), _MOST))
    items = [
        types.CompletionItem(
            label,
            kind=types.CompletionItemKind.Reference,
            detail=defined.artifact.title or None,
            sort_text=f"{number:03}",
            text_edit=types.TextEdit(place, label),
        )
        for number, (label, defined) in enumerate(found)
    ]
    return types.CompletionList(is_incomplete=len(items) >= _MOST, items=items)


class _Begun(NamedTuple):
    """A link that is being written: what has been typed of its target, its type, and whether it stands in `[[…]]`."""

    typed: str
    type: str
    mention: bool = False


def _begun(at: Spot) -> _Begun | None:
    """The link that is or could be written at a position; None: none."""
    text = at.document.text
    for placed in near(at):
        for link in placed.segment.reading.link_places:
            start, end = link.place.shifted(placed.start)
            if start <= at.offset <= end or _only_blanks(text[min(at.offset, end) : max(at.offset, start)]):
                return _Begun(_word(text[min(start, at.offset) : at.offset]), link.type)
    mention = _MENTION.search(text, max(0, at.offset - 122), at.offset)
    return _Begun(_word(mention[0]), MENTION, mention=True) if mention else None


def _only_blanks(between: str) -> bool:
    """Whether a position is in a link's place but for the blanks at its ends, which the readers do not count to it."""
    return len(between) <= _BLANKS and not between.strip(" \t")


def _word(before: str) -> str:
    match = _WORD.search(before)
    return match[0] if match else ""


def _targets(session: Session, at: Spot, begun: _Begun) -> Iterator[tuple[str, Defined]]:
    """What can be named here, as it is written here."""
    project, typed = session.project(at.path), begun.typed.casefold()
    known = project.index.identifiers()
    fitting = {each for each in known if label_in(at.document, each).casefold().startswith(typed)} if typed else known
    ordered = _in_order(fitting, _likely(session, at, begun))
    return nameable(project.index, at.document, ordered, begun.mention)


def _likely(session: Session, at: Spot, begun: _Begun) -> Sequence[str]:
    """What a link here most likely leads to; nothing while the words of the workspace are still being taken in."""
    project = session.project(at.path)
    of = artifact_around(at.document, at.offset)
    likeness = session.likenesses.of(project)
    return ranking(project.graph, likeness, of, wanted_by(project.graph, of, begun.type)) if of and likeness else ()


def _in_order(identifiers: Collection[str], likely: Sequence[str]) -> Iterator[str]:
    """The likeliest first, then by name; only as many are sorted as are looked at."""
    yield from (each for each in likely if each in identifiers)
    rest = set(identifiers).difference(likely)
    first = heapq.nsmallest(2 * _MOST, rest)
    yield from first
    yield from sorted(rest)[len(first) :]
