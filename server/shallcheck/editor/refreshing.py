"""Having the client ask again for what it shows beside the text."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

WAIT = 0.5
"""Seconds in which changes are collected."""


class Refresh:
    """Asks at most once in a while."""

    def __init__(self, ask: Callable[[], object]) -> None:
        self._ask = ask
        self._timer: asyncio.TimerHandle | None = None

    def soon(self) -> None:
        """Have the client ask again in a moment, unless it is about to."""
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(WAIT, self._fire)

    def _fire(self) -> None:
        self._timer = None
        self._ask()
