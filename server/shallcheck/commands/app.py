"""`shallcheck` with its subcommands, and help that teaches."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated

import typer

import shallcheck
from shallcheck.commands.serve import HOST, HOST_HELP, PORT, PORT_HELP, TCP_HELP, serve

COMMANDS = (
    *("check", "baseline", "diff", "explain", "export", "trace", "gate", "report"),
    *("propose", "brief", "handoff", "hook", "mcp", "init", "schema"),
)
"""The subcommands but for `serve`, each a function in a module of its name, in the order of the help."""
_HELP = """ShallCheck says no to poor requirements.

Check a folder with `shallcheck check docs/`, learn what a finding means with `shallcheck explain AMB001`, and connect your
editor to `shallcheck serve`."""


def make_app(first: str) -> typer.Typer:
    """The command line. `first`: its first word; where that is a subcommand, no other is imported."""
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode="markdown",
        context_settings={"help_option_names": ["-h", "--help"]},
        help=_HELP,
        callback=_options,
    )
    for name in [first] if first in COMMANDS else COMMANDS:
        app.command(name)(getattr(import_module(f"shallcheck.commands.{name}"), name))
    app.command("serve")(_serve)
    return app


def _serve(
    tcp: Annotated[bool, typer.Option("--tcp", help=TCP_HELP)] = False,
    host: Annotated[str, typer.Option(help=HOST_HELP)] = HOST,
    port: Annotated[int, typer.Option(help=PORT_HELP)] = PORT,
) -> None:
    """Run the language server, for editors.

    It speaks the Language Server Protocol on standard input and output, or on a TCP port of this machine with `--tcp`.

    **Examples**

    * `shallcheck serve`
    * `shallcheck serve --tcp --port 7411`
    """
    serve(tcp, host, port)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"shallcheck {shallcheck.__version__}")
        raise typer.Exit


def _options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    pass
