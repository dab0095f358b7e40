"""`shallcheck` with its subcommands, and help that teaches."""

from __future__ import annotations

from typing import Annotated

import typer

import shallcheck
from shallcheck.commands.baseline import baseline
from shallcheck.commands.check import check
from shallcheck.commands.explain import explain
from shallcheck.commands.schema import schema
from shallcheck.commands.serve import serve

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
app.command()(explain)
app.command()(serve)
app.command()(schema)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"shallcheck {shallcheck.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    pass
