"""Semantic tokens: the clauses of a statement, what obliges and what is measured, identifiers, terms, methods of verification.

What needs no parse is told at once; the clauses follow when the workers have told them, and the client is asked to ask again.
A segment's tokens are written once, and placed anew whenever they are asked for.
"""

from __future__ import annotations

import asyncio
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from lsprotocol import types

from shallcheck.documents.format import CODE
from shallcheck.editor.client import Can
from shallcheck.editor.painting import MODIFIERS, TYPES, is_told_apart, tokens
from shallcheck.editor.server import Server
from shallcheck.editor.session import Session
from shallcheck.editor.wire import Json
from shallcheck.model.document import Document, Placed, Segment, Statement
from shallcheck.model.parts import Part, PartKind
from shallcheck.model.terms import Names
from shallcheck.project.statements import StatementJob, job_for

QUIET = 0.3
"""Seconds between two requests to the client to ask again."""
AT_ONCE = 40
"""Segments up to which tokens are found on the loop (some milliseconds); those of more in a thread."""
_FIVE = 5
"""Numbers of a token."""


def register(server: Server, session: Session, can: Can) -> None:
    """Register semantic tokens, as far as the client asks for them."""
    if can.tokens is None:
        return
    shown = Tokens(server, session, can)
    wanted = can.tokens.requests
    legend = types.SemanticTokensLegend(TYPES, MODIFIERS)

    if wanted.full:

        @server.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, legend)
        async def full(params: types.SemanticTokensParams) -> types.SemanticTokens | None:
            return await shown.full(session.path(params.text_document.uri))  # type: ignore[return-value]  # as JSON

    if isinstance(wanted.full, types.ClientSemanticTokensRequestFullDelta) and wanted.full.delta:

        @server.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA, legend)
        async def delta(params: types.SemanticTokensDeltaParams) -> types.SemanticTokensDelta | None:
            path = session.path(params.text_document.uri)
            return await shown.delta(path, params.previous_result_id)  # type: ignore[return-value]  # as JSON

    if wanted.range:

        @server.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, legend)
        async def some(params: types.SemanticTokensRangeParams) -> types.SemanticTokens | None:
            return await shown.range(session.path(params.text_document.uri), params.range)  # type: ignore[return-value]


class _Block:
    """The tokens of a segment, as the protocol numbers them; the first counts its line from the segment's start."""

    def __init__(self, segment: Segment, missing: Mapping[bytes, StatementJob], numbers: list[int]) -> None:
        self.segment = segment
        self.missing = missing
        """The statements whose clauses are not known yet, by key."""
        self.numbers = numbers
        self.first = numbers[0] if numbers else 0
        self.last = sum(numbers[::_FIVE])
        """Line of the last token."""
        self._rest = ",".join(map(str, numbers[1:]))

    def text(self, line: int) -> str:
        """The numbers as JSON, the first token `line` lines behind the token before it."""
        return f"{line},{self._rest}"


class _Row(NamedTuple):
    """A block where it stands: how many lines its first token is behind the one before it."""

    block: _Block
    line: int

    def numbers(self) -> list[int]:
        return [self.line, *self.block.numbers[1:]]


class _Terms(NamedTuple):
    """The names that were defined when a revision of the vocabulary was current."""

    revision: tuple[int, int, frozenset[str]]
    names: Names


class _Edit(NamedTuple):
    start: int
    deleted: int
    data: Sequence[int]


class Tokens:
    """The semantic tokens of the documents that a client shows."""

    def __init__(self, server: Server, session: Session, can: Can) -> None:
        self._server = server
        self._session = session
        self._can = can
        self._blocks: dict[str, dict[int, _Block]] = {}
        self._terms: dict[str, _Terms] = {}
        self._sent: dict[str, tuple[str, list[_Row]]] = {}
        self._number = 0
        self._timer: asyncio.TimerHandle | None = None
        session.clauses.on_heard = self._heard

    async def full(self, path: str) -> Json | None:
        """All tokens of a document."""
        rows = await self._rows(path)
        if rows is None:
            return None
        mark = self._remember(path, rows)
        return Json(f'{{"resultId": "{mark}", "data": [{",".join(row.block.text(row.line) for row in rows)}]}}')

    async def delta(self, path: str, before: str) -> Json | None:
        """What changed of a document's tokens since an answer; all of them where that is not known any more."""
        mark, old = self._sent.get(path, ("", []))
        rows = await self._rows(path)
        if rows is None or mark != before:
            return await self.full(path)
        edits = ",".join(
            f'{{"start": {each.start}, "deleteCount": {each.deleted}, "data": [{",".join(map(str, each.data))}]}}'
            for each in edits_between(old, rows)
        )
        return Json(f'{{"resultId": "{self._remember(path, rows)}", "edits": [{edits}]}}')

    async def range(self, path: str, place: types.Range) -> Json | None:
        """The tokens of the segments that a range touches; those of them that are not known yet are told first."""
        document = await self._document(path)
        if document is None:
            return None
        first = max(0, bisect_right(document.placed, place.start.line, key=lambda each: each.line) - 1)
        last = bisect_left(document.placed, place.end.line + 1, key=lambda each: each.line)
        some = document.placed[first:last]
        names = self._names(path)
        blocks = self._blocks.setdefault(path, {})
        found = []
        for placed in some:
            block = blocks[id(placed.segment)] = self._block(placed.segment, names, blocks)
            found.append(block)
        self._session.clauses.want_first(path, _jobs(found))
        data = ",".join(row.block.text(row.line) for row in _placed(some, found))
        return Json(f'{{"data": [{data}]}}')

    async def _document(self, path: str) -> Document | None:
        await self._session.ready()
        document = await self._session.caught_up(path)
        for each in [each for each in self._blocks if each not in self._session.open]:
            self._blocks.pop(each)
            self._sent.pop(each, None)
        return None if document is None or document.setting.format == CODE or path not in self._session.open else document

    async def _rows(self, path: str) -> list[_Row] | None:
        document = await self._document(path)
        if document is None:
            return None
        names, known = self._names(path), self._blocks.get(path, {})
        fresh = sum(1 for placed in document.placed if self._known(placed.segment, known) is None)
        if fresh > AT_ONCE:
            found = await asyncio.to_thread(self._made, document, names, known)
        else:
            found = self._made(document, names, known)
        self._blocks[path] = {id(block.segment): block for block in found}
        self._session.clauses.want(path, _jobs(found))
        return list(_placed(document.placed, found))

    def _made(self, document: Document, names: Names, known: dict[int, _Block]) -> list[_Block]:
        return [self._block(placed.segment, names, known) for placed in document.placed]

    def _known(self, segment: Segment, known: dict[int, _Block]) -> _Block | None:
        """The block that is known of a segment, as long as nothing new can be told of it."""
        block = known.get(id(segment))
        return None if block is None or any(key in self._session.clauses for key in block.missing) else block

    def _block(self, segment: Segment, names: Names, known: dict[int, _Block]) -> _Block:
        if (block := self._known(segment, known)) is not None:
            return block
        missing: dict[bytes, StatementJob] = {}
        parts = [(each, self._parts(each, names, missing)) for each in segment.reading.statements if is_told_apart(each)]
        return _Block(segment, missing, list(_numbered(segment, parts, self._session)))

    def _parts(self, statement: Statement, names: Names, missing: dict[bytes, StatementJob]) -> list[Part]:
        from shallcheck.project.glance import glance

        job = job_for(statement)
        own = self._session.clauses.of(job.key)
        if own is None:
            if job.key not in self._session.clauses:
                missing[job.key] = job
            own = glance(statement)
        return [*own, *(Part(*place, PartKind.TERM) for place in names.places(statement))]

    def _names(self, path: str) -> Names:
        """The names that are defined for a document; the segments that hold one which came or went are told anew."""
        vocabulary = self._session.project(path).vocabulary
        revision = (id(vocabulary), vocabulary.revision, vocabulary.configured)
        before = self._terms.get(path)
        if before is not None and before.revision == revision:
            return before.names
        names = Names(vocabulary.keys())
        changed = names.keys ^ (before.names.keys if before else frozenset())
        self._terms[path] = _Terms(revision, names)
        if changed:
            words = {key.split(" ")[0] for key in changed}
            blocks = self._blocks.get(path, {})
            self._blocks[path] = {key: each for key, each in blocks.items() if not _holds(each.segment, words)}
        return names

    def _remember(self, path: str, rows: list[_Row]) -> str:
        self._number += 1
        self._sent[path] = str(self._number), rows
        return str(self._number)

    def _heard(self) -> None:
        """Ask the client to ask again, soon."""
        if self._can.retoken and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(QUIET, self._refresh)

    def _refresh(self) -> None:
        self._timer = None
        self._server.workspace_semantic_tokens_refresh(None)


def _holds(segment: Segment, words: Iterable[str]) -> bool:
    text = segment.text.casefold()
    return any(word in text for word in words)


def _jobs(blocks: Iterable[_Block]) -> Iterator[StatementJob]:
    for block in blocks:
        yield from block.missing.values()


def _numbered(segment: Segment, parts: Sequence[tuple[Statement, Sequence[Part]]], session: Session) -> Iterator[int]:
    """The numbers of a segment's tokens, each relative to the one before it."""
    line = character = 0
    for token in tokens(segment, parts, session.units):
        yield token.line - line
        yield token.character - (character if token.line == line else 0)
        yield token.length
        yield token.look.type
        yield token.look.modifiers
        line, character = token.line, token.character


def _placed(placed: Sequence[Placed], blocks: Sequence[_Block]) -> Iterator[_Row]:
    """The blocks that hold tokens, each behind the one before it."""
    line = 0
    for where, block in zip(placed, blocks, strict=True):
        if block.numbers:
            yield _Row(block, where.line + block.first - line)
            line = where.line + block.last


def edits_between(old: Sequence[_Row], new: Sequence[_Row]) -> list[_Edit]:
    """The edits that make one row of tokens another: as many as there are segments that changed, or one where segments came or
    went; what stays is in none of them."""
    most = min(len(old), len(new))
    left = next((i for i in range(most) if old[i] != new[i]), most)
    right = next((i for i in range(most - left) if old[-1 - i] != new[-1 - i]), most - left)
    before, after = old[left : len(old) - right], new[left : len(new) - right]
    start = sum(len(row.block.numbers) for row in old[:left])
    if len(before) != len(after):
        whole = ([number for row in rows for number in row.numbers()] for rows in (before, after))
        return _cropped(start, *whole)
    edits: list[_Edit] = []
    for one, other in zip(before, after, strict=True):
        if one != other:
            edits += _cropped(start, one.numbers(), other.numbers())
        start += len(one.block.numbers)
    return edits


def _cropped(start: int, old: list[int], new: list[int]) -> list[_Edit]:
    """One edit without the tokens at both ends that stay."""
    most = min(len(old), len(new))
    left = next((i for i in range(0, most, _FIVE) if old[i : i + _FIVE] != new[i : i + _FIVE]), most)
    right = 0
    while (
        right < most - left
        and old[len(old) - right - _FIVE : len(old) - right] == new[len(new) - right - _FIVE : len(new) - right]
    ):
        right += _FIVE
    edit = _Edit(start + left, len(old) - left - right, new[left : len(new) - right])
    return [edit] if edit.deleted or edit.data else []
