"""Completion of identifiers where a link names them, and of the configuration's keys in `shallcheck.toml`."""

from __future__ import annotations

import asyncio
import heapq
import re
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from lsprotocol import types

from shallcheck.documents.format import CODE
from shallcheck.documents.reading import can_name
from shallcheck.editor.client import Can
from shallcheck.editor.features.completion_statement import beginnings, methods, terms
from shallcheck.editor.features.config_completion import completes, offers
from shallcheck.editor.features.places import Spot, near, spot
from shallcheck.editor.present import to_range
from shallcheck.editor.server import Server
from shallcheck.editor.session import Session
from shallcheck.model.index import Defined, Index
from shallcheck.model.place import Span
from shallcheck.project.likeness import Likeness, text_of, words_of
from shallcheck.project.state import Project

_MOST = 60
"""Identifiers that are offered at once; the client asks again as more is typed."""
_AT_ONCE = 3
"""Changed documents that are taken in on the loop before an answer; more in a thread, and the answer does not wait for it."""
_WORD = re.compile(r"[^\s,;()\[\]`#]*\Z")
_BLANKS = 20
_MENTION = re.compile(r"\[\[[^\[\]\r\n]{0,120}\Z")


def register(server: Server, session: Session, can: Can) -> None:
    """Register completion."""
    words = _Words(session)

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=[":", ",", "[", " "]))
    async def completion(params: types.CompletionParams) -> types.CompletionList | None:
        path = session.path(params.text_document.uri)
        if completes(path) and path in session.open:
            return offers(session.open[path], params.position)
        at = spot(session, params.text_document, params.position)
        if at is None:
            return None
        if begun := _begun(at):
            return _links(session, at, begun, words.like(at))
        if at.document.setting.format == CODE:
            return None
        if items := methods(session, at):
            return types.CompletionList(is_incomplete=False, items=items)
        by_space = params.context is not None and params.context.trigger_character == " "
        items = terms(session, at)
        if can.completes_snippets and not by_space:
            items += beginnings(session, at)
        return types.CompletionList(is_incomplete=True, items=items) if items else None


def _links(session: Session, at: Spot, begun: _Begun, likeness: Mapping[str, float]) -> types.CompletionList:
    """What can be named here, the likest first."""
    place = to_range(session.table(at.path), Span(at.offset - len(begun.typed), at.offset), session.units)
    found = list(islice(_targets(session.project(at.path).index, at, begun, likeness), _MOST))
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


class _Words:
    """How like the artifacts of a workspace are to the one that a link is written for."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[int, tuple[Project, Likeness]] = {}
        self._busy: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def like(self, at: Spot) -> Mapping[str, float]:
        """By identifier, how like it is; nothing while the words of the workspace are still being taken in."""
        project = self._session.project(at.path)
        if id(project) in self._busy:
            return {}
        _, likeness = self._known.setdefault(id(project), (project, Likeness()))
        if likeness.worn:
            _, likeness = self._known[id(project)] = project, Likeness()
        if likeness.behind(project.documents) > _AT_ONCE:
            self._busy.add(id(project))
            task = asyncio.get_running_loop().create_task(self._follow(project, likeness))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            return {}
        likeness.follow(project.documents)
        own, words = _around(at)
        scores = likeness.like(words)
        return {identifier: score for identifier, score in scores.items() if identifier not in own}

    async def _follow(self, project: Project, likeness: Likeness) -> None:
        try:
            await asyncio.to_thread(likeness.follow, dict(project.documents))
        finally:
            self._busy.discard(id(project))


def _around(at: Spot) -> tuple[frozenset[str], frozenset[str]]:
    """The identifiers and the words of the artifacts that a place belongs to."""
    own, words = set(), frozenset[str]()
    for placed in near(at):
        for number, artifact in enumerate(placed.segment.reading.artifacts):
            start, end = artifact.extent.shifted(placed.start)
            if start <= at.offset <= end:
                own.add(at.document.identifier(artifact))
                words |= words_of(text_of(placed.segment, number))
    return frozenset(own), words


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


def _targets(index: Index, at: Spot, begun: _Begun, likeness: Mapping[str, float]) -> Iterator[tuple[str, Defined]]:
    """What can be named here, as it is written here: it is read as a link, and leads to what it is offered for."""
    setting = at.document.setting
    typed = begun.typed.casefold()
    scopes = [each for each in (setting.namespace, *setting.scopes) if each]

    def label_of(identifier: str) -> str:
        return (
            identifier.removeprefix(next((each for each in scopes if identifier.startswith(each)), "")) if scopes else identifier
        )

    known = index.identifiers()
    fitting = {each for each in known if label_of(each).casefold().startswith(typed)} if typed else known
    for identifier in _in_order(fitting, likeness):
        label = label_of(identifier)
        if not can_name(at.document, label, begun.mention):
            continue
        defined = index.resolve(setting, label)
        if defined and defined[0].identifier == identifier:
            yield label, defined[0]


def _in_order(identifiers: Collection[str], likeness: Mapping[str, float]) -> Iterator[str]:
    """The likest first, then by name; only as many are sorted as are looked at."""
    ranked = [(-score, each) for each, score in likeness.items() if each in identifiers]
    likest = heapq.nsmallest(2 * _MOST, ranked)
    yield from (each for _, each in likest)
    rest = [each for each in identifiers if each not in likeness] if len(ranked) <= len(likest) else []
    first = heapq.nsmallest(2 * _MOST, rest)
    yield from first
    yield from sorted(rest)[len(first) :]
