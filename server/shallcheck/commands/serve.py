"""`shallcheck serve`: the language server. It does without typer, whose import takes longer than its start."""

from __future__ import annotations

import argparse
import gc
import os
from collections.abc import Sequence

HOST, PORT = "127.0.0.1", 7411
TCP_HELP, HOST_HELP, PORT_HELP = (
    "Listen on a TCP port instead of standard input and output.",
    "With --tcp: the address to listen on.",
    "With --tcp: the port to listen on.",
)


def serve(tcp: bool, host: str, port: int) -> None:
    """Run the language server. Exits with a sentence where the port cannot be had."""
    gc.disable()  # the imports make only what stays: collecting amid them takes a tenth of the start
    from shallcheck.editor.server import run

    try:
        run(tcp, host, port)
    except OSError as error:
        if not tcp:
            raise
        from shallcheck.commands.telling import UNUSABLE, tell

        why = os.strerror(error.errno) if error.errno else str(error)
        tell(f"{host} cannot be listened on at port {port} ({why}): name another with --port.")
        raise SystemExit(UNUSABLE) from None


def main(arguments: Sequence[str]) -> None:
    """The subcommand with its arguments."""
    parser = argparse.ArgumentParser("shallcheck serve")
    parser.add_argument("--stdio", action="store_true", help="the default; editors may name it")
    parser.add_argument("--tcp", action="store_true", help=TCP_HELP)
    parser.add_argument("--host", default=HOST, help=HOST_HELP)
    parser.add_argument("--port", type=int, default=PORT, help=PORT_HELP)
    options = parser.parse_args(arguments)
    serve(options.tcp, options.host, options.port)
