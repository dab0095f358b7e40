"""Messages between the pool and a worker: msgpack behind a four-byte length, over a pipe. Never pickle."""

from __future__ import annotations

import os
import struct
from typing import Any, BinaryIO

import msgpack

_LENGTH = struct.Struct(">I")


def send(stream: BinaryIO, message: Any) -> None:
    """Write one message and flush. Raises OSError when the other end is gone."""
    body = msgpack.packb(message, unicode_errors="surrogatepass")
    stream.write(_LENGTH.pack(len(body)) + body)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """The next message, or None at the end of the stream (also in the middle of a message)."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (size,) = _LENGTH.unpack(head)
    body = stream.read(size)
    if len(body) < size:
        return None
    return msgpack.unpackb(body, unicode_errors="surrogatepass", use_list=True)


def private_output() -> BinaryIO:
    """The pipe to whoever started this process; file descriptor 1 now points to standard error, so no print breaks a message."""
    private = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return private
