"""Work-done progress, as the client shows it."""

from __future__ import annotations

import uuid

from lsprotocol import types

from shallcheck.editor.client import Can
from shallcheck.editor.server import Server


class Progress:
    """Work-done progress, where the client shows it."""

    def __init__(self, server: Server, token: str) -> None:
        self._server = server
        self._token = token
        self._percent = -1

    @classmethod
    async def begin(cls, server: Server, can: Can, total: int, what: str = "documents") -> Progress:
        """Begin to show progress of reading some files."""
        if not can.progress:
            return cls(server, "")
        token = str(uuid.uuid4())
        await server.work_done_progress.create_async(token)
        server.work_done_progress.begin(
            token,
            types.WorkDoneProgressBegin(f"ShallCheck: reading {what}", cancellable=True, percentage=0, message=f"{total} files"),
        )
        return cls(server, token)

    @property
    def cancelled(self) -> bool:
        """Whether the person has cancelled."""
        future = self._server.work_done_progress.tokens.get(self._token)
        return future is not None and future.cancelled()

    def report(self, done: int, total: int) -> None:
        """Show how far it is; at most a hundred times."""
        percent = 100 * done // total
        if self._token and percent > self._percent:
            self._percent = percent
            self._server.work_done_progress.report(
                self._token, types.WorkDoneProgressReport(percentage=percent, message=f"{done} of {total} files")
            )

    def end(self) -> None:
        """Stop showing it. pygls never forgets a token by itself."""
        if self._token:
            self._server.work_done_progress.end(self._token, types.WorkDoneProgressEnd())
            self._server.work_done_progress.tokens.pop(self._token, None)
