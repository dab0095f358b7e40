"""The MCP server on streamable HTTP: on this machine only, and only for who holds the token."""

from __future__ import annotations

import secrets
import socket
import sys
from hmac import compare_digest
from pathlib import Path

import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from shallcheck.agents.server import make_server

HOST = "127.0.0.1"


def serve(folder: Path, *, write: bool, port: int, token: str) -> None:
    """Serve until the process is ended. Where no token is given, one is made and printed."""
    made = token or secrets.token_urlsafe(32)
    with socket.create_server((HOST, port)) as listening:
        address = f"http://{HOST}:{listening.getsockname()[1]}/mcp"
        print(f"Serving MCP at {address}", file=sys.stderr)
        if not token:
            print(f"Authorization: Bearer {made}", file=sys.stderr)
        sys.stderr.flush()
        app = TokenGuard(make_server(folder, write=write).streamable_http_app(host=HOST), made)
        uvicorn.Server(uvicorn.Config(app, log_level="error")).run(sockets=[listening])


class TokenGuard:
    """Lets through only requests that bear the token."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._expected = f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            given = dict(scope["headers"]).get(b"authorization", b"")
            if not compare_digest(given, self._expected):
                refused = PlainTextResponse(
                    "This needs the token that the server was started with.", 401, {"WWW-Authenticate": "Bearer"}
                )
                await refused(scope, receive, send)
                return
        await self._app(scope, receive, send)
