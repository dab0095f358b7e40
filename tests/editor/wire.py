"""A client that is nothing but messages on a stream."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, Any

TEXT = """# Requirements

- **SYS-001**: The pump shall stop and notify the skipper.
- **SYS-002**: The pump shall start immediately.
"""


class Wire:
    """The protocol by hand: what is tested is the server as it is, with no client library between."""

    def __init__(self, reader: IO[bytes], writer: IO[bytes]) -> None:
        self.reader, self.writer = reader, writer

    def send(self, **message: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.writer.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.writer.flush()

    def receive(self) -> Any:
        length = 0
        while line := self.reader.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        return json.loads(self.reader.read(length))

    def until(self, method: str) -> Any:
        while (message := self.receive()).get("method") != method:
            pass
        return message["params"]

    def open(self, folder: Path, text: str = TEXT) -> str:
        """Initialize, and open a document; returns its uri."""
        parameters: dict[str, Any] = {"processId": None, "rootUri": folder.as_uri(), "capabilities": {}}
        self.send(id=1, method="initialize", params=parameters)
        assert self.receive()["result"]["serverInfo"]["name"] == "shallcheck"
        self.send(method="initialized", params={})
        uri = (folder / "System_Requirements.md").as_uri()
        document = {"uri": uri, "languageId": "markdown", "version": 1, "text": text}
        self.send(method="textDocument/didOpen", params={"textDocument": document})
        return uri

    def change(self, uri: str, version: int, text: str) -> None:
        """Replace the whole text."""
        document = {"uri": uri, "version": version}
        self.send(method="textDocument/didChange", params={"textDocument": document, "contentChanges": [{"text": text}]})

    def judged(self) -> set[str]:
        """The codes of the first diagnostics that need a parse."""
        while "SNG002" not in (codes := {each["code"] for each in self.until("textDocument/publishDiagnostics")["diagnostics"]}):
            pass
        return codes
