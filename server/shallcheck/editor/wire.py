"""Answers on the wire as JSON that is kept from one to the next: diagnostics, spliced into pygls's messages, and whole results.

A document of 1,000 requirements may have 700 findings, of which a keystroke changes one. Making and serialising 700 objects
takes 20 ms of the event loop; joining what is already written takes 2 ms.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from hashlib import blake2b
from typing import Any, NamedTuple

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.json_rpc import MsgId

_EMPTY = re.compile(r'(?<="diagnostics": )\[\]|(?<="items": )\[\]')


class Written(list[types.Diagnostic]):
    """Diagnostics as JSON. For whoever looks it is an empty list; `Wire` puts the JSON in its place."""

    def __init__(self, rows: Iterable[str]) -> None:
        super().__init__()
        self.rows = list(rows)
        self.json = f"[{', '.join(self.rows)}]"

    def fingerprint(self) -> str:
        """A hash of what they say: the same when nothing changed for the reader."""
        return blake2b(self.json.encode(), digest_size=12).hexdigest()


class Json(NamedTuple):
    """The result of a request as JSON: 10,000 folding ranges made as objects and serialised would hold the loop for 100 ms."""

    text: str


class LaterError(JsonRpcException):
    """The answer is not ready: the client is told to ask again, and keeps what it shows until then."""

    def __init__(self) -> None:
        super().__init__(
            "The document is still being judged.",
            types.LSPErrorCodes.ServerCancelled,
            types.DiagnosticServerCancellationData(retrigger_request=True),
        )


class RefusedError(JsonRpcException):
    """What was asked for cannot be done; the person is told why."""

    def __init__(self, why: str) -> None:
        super().__init__(why, types.LSPErrorCodes.RequestFailed)


class Wire(LanguageServerProtocol):
    """pygls's protocol, which also sends `Written` diagnostics, in whichever message they stand, and results that are `Json`."""

    def plain(self, value: Any) -> Any:
        """An object of the protocol as what JSON knows."""
        return self._converter.unstructure(value)

    def _execute_handler(
        self,
        msg_id: MsgId,
        handler: Callable[..., Any],
        callback: Callable[..., Any],
        args: tuple[Any, ...] | None = None,
        kwargs: dict[str, Any] | None = None,
    ) -> None:
        """Handle a message. Where its request is cancelled a command ends with it, which pygls lets go on for nobody. One that
        has ended is forgotten, which pygls keeps with its answer."""
        super()._execute_handler(msg_id, handler, callback, args, kwargs)
        request = getattr(callback, "keywords", {}).get("result_future")
        command = self._request_futures.get(msg_id)
        if request is not None and command is not None:
            command.add_done_callback(lambda done: self._request_futures.pop(msg_id, None))
            request.add_done_callback(lambda done: command.cancel() if done.cancelled() else None)

    def _send_handler_result(self, future: Future[Any], *, msg_id: MsgId) -> None:
        """Answer a request. That an answer comes later, or is no, is no fault to log and report, as pygls would."""
        error = None if future.cancelled() else future.exception()
        if isinstance(error, LaterError | RefusedError):
            self._request_futures.pop(msg_id, None)
            self._send_response(msg_id, error=error.to_response_error())
        else:
            super()._send_handler_result(future, msg_id=msg_id)

    def _send_data(self, data: Any) -> None:
        result = getattr(data, "result", None)
        if isinstance(result, Json) and self.writer is not None:
            self._write(f'{{"jsonrpc": "2.0", "id": {json.dumps(data.id)}, "result": {result.text}}}')
            return
        written = [each for each in _lists(data) if isinstance(each, Written)]
        if not written or self.writer is None:
            super()._send_data(data)
            return
        texts = iter(written)
        body = _EMPTY.sub(lambda _: next(texts).json, json.dumps(data, default=self._serialize_message))
        self._write(body)

    def _write(self, body: str) -> None:
        assert self.writer is not None
        self.writer.write(f"Content-Length: {len(body)}\r\n\r\n{body}".encode("ascii"))


def _lists(message: Any) -> Iterator[Any]:
    """Every list of diagnostics in a message, in the order of its JSON."""
    holder = getattr(message, "params", None) or getattr(message, "result", None)
    if isinstance(holder, types.PublishDiagnosticsParams):
        yield holder.diagnostics
    elif isinstance(holder, types.RelatedFullDocumentDiagnosticReport):
        yield holder.items
    elif isinstance(holder, types.WorkspaceDiagnosticReport):
        yield from (each.items for each in holder.items if isinstance(each, types.WorkspaceFullDocumentDiagnosticReport))
