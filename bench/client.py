"""An editor that costs next to nothing: raw messages to `shallcheck serve`, so that what is measured is the server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

import psutil

from bench.environment import installed

PATIENCE = 60.0
"""Seconds to wait for anything."""


class Client:
    """One session with a server of its own. Times are of `time.perf_counter`, in seconds."""

    def __init__(self, folder: Path, cache: Path, module: str = "shallcheck", arguments: tuple[str, ...] = ("serve",)) -> None:
        self.spawned = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=installed(cache),
        )
        self.folder = folder
        self.received: list[tuple[float, dict[str, Any]]] = []
        self._news = threading.Condition()
        self._number = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.process.kill()
        self.process.wait()

    def initialize(self) -> float:
        """Open the session; returns the seconds from spawning the server to its answer."""
        offered = ("codeLens", "inlayHint", "implementation", "typeDefinition", "callHierarchy")
        parameters = {
            "processId": os.getpid(),
            "rootUri": None,
            "capabilities": {
                "window": {"workDoneProgress": True},
                "textDocument": {name: {} for name in offered},
                "experimental": {"commands": {"commands": ["shallcheck.showGate"]}},
            },
            "workspaceFolders": [{"uri": self.folder.as_uri(), "name": "bench"}],
        }
        self.ask("initialize", parameters)
        answered = time.perf_counter()
        self.tell("initialized", {})
        return answered - self.spawned

    def wait_for_scan(self, patience: float = PATIENCE) -> None:
        """Until the first scan of the workspace has ended; `patience`: seconds without any message."""
        self.until(
            lambda message: message.get("method") == "$/progress" and message["params"]["value"]["kind"] == "end",
            patience=patience,
        )

    def open(self, path: Path) -> str:
        """Open a document; returns its uri."""
        uri = path.as_uri()
        document = {"uri": uri, "languageId": "markdown", "version": 1, "text": path.read_text("utf-8")}
        self.tell("textDocument/didOpen", {"textDocument": document})
        return uri

    def tell(self, method: str, parameters: Any) -> None:
        """Send a notification."""
        self._send({"jsonrpc": "2.0", "method": method, "params": parameters})

    def ask(self, method: str, parameters: Any) -> Any:
        """Send a request and wait for its result."""
        self._number += 1
        number = self._number
        since = len(self.received)
        self._send({"jsonrpc": "2.0", "id": number, "method": method, "params": parameters})
        return self.until(lambda message: message.get("id") == number and "method" not in message, since)[1].get("result")

    def until(
        self, wanted: Callable[[dict[str, Any]], bool], since: int = 0, patience: float = PATIENCE
    ) -> tuple[float, dict[str, Any]]:
        """The first message from `since` on that is wanted, with the time of its arrival. Raises TimeoutError."""
        looked = since
        with self._news:
            while True:
                for arrived, message in self.received[looked:]:
                    if wanted(message):
                        return arrived, message
                looked = len(self.received)
                if not self._news.wait(patience):
                    raise TimeoutError("the server did not answer")

    def resident(self) -> tuple[int, list[int]]:
        """Bytes of memory of the server and of each of its workers."""
        server = psutil.Process(self.process.pid)
        return server.memory_info().rss, [child.memory_info().rss for child in server.children(recursive=True)]

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps(message).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _listen(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while True:
            length = 0
            while line := stream.readline().strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not length:
                return
            body = stream.read(length)
            arrived = time.perf_counter()
            message = json.loads(body)
            if "method" in message and "id" in message:
                self._send({"jsonrpc": "2.0", "id": message["id"], "result": None})
            with self._news:
                self.received.append((arrived, message))
                self._news.notify_all()
