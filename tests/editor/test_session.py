"""What the workers read is taken over in the order in which it was asked for."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from shallcheck.editor import session as sessions
from shallcheck.editor.server import Server
from shallcheck.project.workers.pool import FileRead, WorkerPool

OLD = "- **SYS-001**: The pump shall stop.\n"
NEW = "- **SYS-002**: The pump shall start.\n"


class Hasty(WorkerPool):
    """Real workers; of the first two files that they read, the one that was asked for later comes first."""

    def __init__(self, on_results, **rest) -> None:  # type: ignore[no-untyped-def]
        self.held: list[FileRead] = []
        self.late = rest["on_read"]
        super().__init__(on_results, **{**rest, "on_read": self.hold})

    def hold(self, read: FileRead) -> None:
        self.held.append(read)
        if len(self.held) == 2:
            for each in sorted(self.held, key=lambda each: -each.token):
                self.late(each)


async def test_a_file_read_before_does_not_replace_what_was_read_after(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "WorkerPool", Hasty)
    file = tmp_path / "System_Requirements.md"
    session = Server().session
    told: list[int] = []
    try:
        for number, text in enumerate((OLD, NEW)):
            file.write_text(text, encoding="utf-8")
            session.read_file(str(file), lambda read, number=number: told.append(number))  # type: ignore[misc]
            assert isinstance(session.pool, Hasty)
            while len(session.pool.held) == number:
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        document = session.document(str(file))
        assert document is not None
        assert document.text == NEW
        assert told == [0, 1]
    finally:
        session.close()
