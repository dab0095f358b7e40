"""`shallcheck` with its subcommands, and help that teaches."""

from __future__ import annotations

from typing import Annotated

import typer

import shallcheck
from shallcheck.commands.baseline import baseline
from shallcheck.commands.check import check
from shallcheck.commands.diff import diff
from shallcheck.commands.explain import explain
from shallcheck.commands.export import export
from shallcheck.commands.gate import gate
from shallcheck.commands.report import report
from shallcheck.commands.schema import schema
from shallcheck.commands.serve import HOST, HOST_HELP, PORT, PORT_HELP, TCP_HELP
from shallcheck.commands.serve import serve as run_server
from shallcheck.commands.trace import trace

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""ShallCheck says no to poor requirements.

Check a folder with `shallcheck check docs/`, learn what a finding means with `shallcheck explain AMB001`, and connect your
editor to `shallcheck serve`.""",
)
app.command()(check)
app.command()(baseline)
app.command()(diff)
app.command()(explain)
app.command()(export)
app.command()(trace)
app.command()(gate)
app.command()(report)
app.command()(schema)


@app.command()
def serve(
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
    run_server(tcp, host, port)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"shallcheck {shallcheck.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    pass
