"""`shallcheck schema`: the JSON schemas of `shallcheck.toml` and of a verdict, for tools."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from shallcheck.commands.choosing import one_of


class Of(StrEnum):
    """What the schema describes."""

    CONFIG = "config"
    VERDICT = "verdict"


def schema(
    of: Annotated[
        Of,
        typer.Argument(parser=one_of(Of), metavar="config|verdict", show_default="config", help="What the schema describes."),
    ] = Of.CONFIG,
) -> None:
    """Print the JSON schema of `shallcheck.toml`, for tools that complete and check TOML by one, or of a verdict.

    **Examples**

    * `shallcheck schema > shallcheck.schema.json`, and `#:schema ./shallcheck.schema.json` as the first line of `shallcheck.toml`
    * `shallcheck schema verdict`: what `shallcheck propose --format json` prints
    """
    from shallcheck.reports.config_schema import as_text, config_schema

    if of is Of.VERDICT:
        from shallcheck.agents.verdict import verdict_schema

        typer.echo(as_text(verdict_schema()), nl=False)
        return
    typer.echo(as_text(config_schema()), nl=False)
