"""What is asked in a process of its own (`agents/apart.py`), so that nobody at the keyboard waits for it."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import Any

from shallcheck.agents.apart import ANSWER, MODULE
from shallcheck.editor.wire import RefusedError
from shallcheck.project.workers.process import Process

_PATIENCE = 5.0
"""Seconds within which a process that nobody waits for any more ends by itself, and puts away what it has written."""


class Apart:
    """Asks one question after the other: each takes the whole machine for a while."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def ask(self, question: tuple[Any, ...]) -> str:
        """The answer as JSON. Whoever does not wait for it any more ends the process. Raises RefusedError."""
        async with self._turn:
            try:
                process = Process(MODULE, ())
            except OSError as error:
                raise RefusedError(f"No process could be started for this ({error.strerror or error}): try again.") from error
            try:
                answer = await _heard(process, question)
            except asyncio.CancelledError:
                threading.Thread(target=process.end, args=(_PATIENCE,), daemon=True).start()
                raise
        if answer is None:
            raise RefusedError("That could not be answered, by a fault in ShallCheck: its log tells more.")
        kind, text = answer
        if kind != ANSWER:
            raise RefusedError(text)
        return str(text)


async def _heard(process: Process, question: tuple[Any, ...]) -> Any:
    """What a process answers; None where it ends without an answer. A thread waits that keeps no server from its end."""
    loop = asyncio.get_running_loop()
    heard: asyncio.Future[Any] = loop.create_future()

    def take(answer: Any) -> None:
        if not heard.done():
            heard.set_result(answer)

    def wait() -> None:
        process.send(question)
        answer = process.hear()
        with contextlib.suppress(RuntimeError):  # the loop has ended: nobody waits any more
            loop.call_soon_threadsafe(take, answer)
        process.end()

    threading.Thread(target=wait, daemon=True).start()
    return await heard
