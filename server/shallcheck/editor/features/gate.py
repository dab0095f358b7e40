"""The gate in an editor: a command that tells what blocks, a lens at the top of each document of a chain, and a notification when
the gate or the chain is another than before."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any

from shallcheck.editor.client import Can
from shallcheck.editor.features.asked import Asked
from shallcheck.editor.gates import Gates, Standing
from shallcheck.editor.present import place_of
from shallcheck.editor.server import Server
from shallcheck.editor.session import Session
from shallcheck.editor.wire import Json, RefusedError
from shallcheck.model.document import Document

if TYPE_CHECKING:
    from shallcheck.project.gate import Block

GATE = "shallcheck.gate"
SHOW_GATE = "shallcheck.showGate"
"""The command of a client that shows what the gate says: it takes `{"uri"}`, of a document."""
CHANGED = "shallcheck/chainChanged"
WAIT = 0.5
"""Seconds after a change before it is looked what it means for the gate."""
_SHARE = 5
"""How many times as long as the last look took the next one waits at least, so that it takes little of the loop."""
_MOST = 100
"""Findings that are told."""


def register(server: Server, session: Session, can: Can, gates: Gates) -> None:
    """Register the command `{"uri"?}`, and tell of changes whoever wants to know."""
    if can.chain_changed or (can.lens_refresh and SHOW_GATE in can.commands):
        _Watch(server, session, can, gates).begin()

    @server.command(GATE)
    async def gate(*arguments: Any) -> Json:
        await session.ready()
        asked = Asked(arguments)
        path = asked.path(session)
        document = await session.caught_up(path) if path else None
        await session.complete()
        session.on_evidence_asked()
        if not asked.has("uri"):
            standing = await gates.whole()
            return _told(session, standing, None, title(standing))
        on = gates.place(document) if document else None
        if on is None:
            return _told(session, Standing((), (), 0), None, "This document stands in no chain")
        standing = await gates.of(session.project(path), on.group, on.level)
        return _told(session, standing, on.level, title(standing, on.title))


async def gate_title(session: Session, gates: Gates, document: Document | None) -> str:
    """What the gate says of a document, in short."""
    on = gates.place(document) if document else None
    if on is None or document is None:
        return "Gate: not asked here"
    if not session.roots.whole:
        return "Gate: the workspace is still being read"
    session.on_evidence_asked()
    try:
        return title(await gates.of(session.project(document.path), on.group, on.level), on.title)
    except RefusedError:
        return "Gate: still being judged"  # it is asked for again after the change


class _Watch:
    """Tells the client when the gate or the chain is another than before."""

    def __init__(self, server: Server, session: Session, can: Can, gates: Gates) -> None:
        self._server = server
        self._session = session
        self._can = can
        self._gates = gates
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None
        self._taken = 0.0
        self._chain = False
        """Whether the chain is another than when the client was last told."""
        self._last: Standing | None = None

    def begin(self) -> None:
        """Listen from now on."""
        news = self._session.roots.news
        news.on_judged.append(self._soon)
        news.on_trace.append(self._other_chain)
        news.on_names.append(self._other_chain)

    def _other_chain(self) -> None:
        self._chain = True
        self._soon()

    def _soon(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(max(WAIT, _SHARE * self._taken), self._fire)

    def _fire(self) -> None:
        self._timer = None
        busy = self._task is not None and not self._task.done()
        if busy or self._session.is_typed_in:
            self._soon()
        elif self._session.roots.whole and not self._session.ended:
            self._task = asyncio.get_running_loop().create_task(self._look())

    async def _look(self) -> None:
        begun = time.monotonic()
        chain, self._chain = self._chain, False
        try:
            now = await self._gates.whole()
        except RefusedError:
            self._chain = chain
            self._soon()
            return
        self._taken = time.monotonic() - begun
        before, self._last = self._last, now
        other = before is None or _gist(before) != _gist(now)
        if other and self._can.lens_refresh and SHOW_GATE in self._can.commands:
            self._server.workspace_code_lens_refresh(None)
        if (other or chain) and self._can.chain_changed:
            self._server.protocol.notify(CHANGED, {"open": now.is_open, "blockers": len(now.blocks)})


def _gist(standing: Standing) -> tuple[object, ...]:
    """What the client shows of a gate, wherever it stands in the documents."""
    return standing.levels, standing.states, len(standing.blocks), bool(standing.waiting), standing.notes


def title(standing: Standing, level: str = "") -> str:
    """What a gate says, in short. `level`: what people call the level that work is to go on from; empty: no one level."""
    below = f" {_inside(level)}" if level else ""
    count = len(standing.blocks)
    if count:
        return f"Gate: closed, {count} {'finding blocks' if count == 1 else 'findings block'}{below}"
    if standing.waiting:
        return "Gate: still being judged"
    if not standing.is_open:
        return "Gate: not judged, there is nothing to go on from"
    count = len(standing.notes)
    beside = f"; {count} hand-off {'brief is' if count == 1 else 'briefs are'} old" if count else ""
    return f"Gate: open, work may go on{' from' if below else ''}{below}{beside}"


def _inside(title: str) -> str:
    """A title as it stands inside a sentence; one that begins with capitals stays."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def _told(session: Session, standing: Standing, level: str | None, text: str) -> Json:
    told = {
        "open": standing.is_open,
        "level": level,
        "blockers": len(standing.blocks),
        "text": f"{text}.",
        "findings": [_finding(session, block) for block in (*standing.blocks[:_MOST], *standing.notes)],
        "more": max(0, len(standing.blocks) - _MOST),
    }
    return Json(json.dumps(told))


def _finding(session: Session, block: Block) -> dict[str, Any]:
    return {
        "rule": block.rule,
        "severity": block.severity.word,
        "message": block.message,
        "artifact": block.artifact,
        "location": place_of(session, block.path, block.span) if block.path else None,
        "fix": block.fix or None,
    }
