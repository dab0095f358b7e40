"""`shallcheck serve`: the language server. Imports typer only for its help."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Sequence


def serve(tcp: bool = False, host: str = "127.0.0.1", port: int = 7411) -> None:
    """Run the language server, for editors.

    It speaks the Language Server Protocol on standard input and output, or on a TCP port of this machine with `--tcp`.
    """
    gc.disable()  # the imports make only what stays: collecting amid them takes a tenth of the start
    from shallcheck.editor.server import run

    run(tcp, host, port)


def main(arguments: Sequence[str]) -> None:
    """The same without typer, which takes longer to import than the server to start."""
    parser = argparse.ArgumentParser("shallcheck serve")
    parser.add_argument("--stdio", action="store_true", help="the default; editors may name it")
    parser.add_argument("--tcp", action="store_true")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=7411)
    options = parser.parse_args(arguments)
    serve(options.tcp, options.host, options.port)
