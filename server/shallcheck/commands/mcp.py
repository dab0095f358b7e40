"""`shallcheck mcp`: the server that coding agents ask."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from shallcheck.commands.telling import UNUSABLE, tell

TOKEN = "SHALLCHECK_MCP_TOKEN"
"""The environment variable that holds the token of a server on HTTP."""


def mcp(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The top of the project.")] = Path(),
    write: Annotated[bool, typer.Option("--write", help="Keep verdicts, and make accepted changes when asked to.")] = False,
    http: Annotated[
        bool, typer.Option("--http", help="Serve streamable HTTP on this machine, not standard input and output.")
    ] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port of --http; 0: any that is free.")] = 7412,
) -> None:
    """Run the server that coding agents ask, by the Model Context Protocol.

    Agents gather context, propose changes and verify what is built. Nothing is written unless --write is given, and nothing
    outside of the folder is read. On HTTP only this machine is served, and only who holds the token: the one in the environment
    variable SHALLCHECK_MCP_TOKEN, else one that is made and printed on standard error.

    **Examples**

    * `claude mcp add shallcheck -- shallcheck mcp`
    * `shallcheck mcp docs --http --port 7412`
    """
    if not folder.is_dir():
        tell(f"There is no folder “{folder}”: name the top of a project.")
        raise typer.Exit(UNUSABLE)
    try:
        from shallcheck.agents.server import make_server
    except ModuleNotFoundError as error:
        if error.name not in ("mcp", "mcp_types"):
            raise
        tell('The SDK of the Model Context Protocol is not installed: `pip install "shallcheck[mcp]"`.')
        raise typer.Exit(UNUSABLE) from None
    if not http:
        make_server(folder, write=write).run("stdio")
        return
    from shallcheck.agents.http import serve

    try:
        serve(folder, write=write, port=port, token=os.environ.get(TOKEN, ""))
    except OSError as error:
        tell(f"Port {port} cannot be served ({error.strerror or error}): name another with --port, or 0 for any that is free.")
        raise typer.Exit(UNUSABLE) from None
