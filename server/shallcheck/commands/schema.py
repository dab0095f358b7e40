"""`shallcheck schema`: the JSON schema of `shallcheck.toml`, for tools that complete and check TOML."""

from __future__ import annotations

import typer


def schema() -> None:
    """Print the JSON schema of `shallcheck.toml`, for tools that complete and check TOML by one.

    **Example**

    * `shallcheck schema > shallcheck.schema.json`, and `#:schema ./shallcheck.schema.json` as the first line of `shallcheck.toml`
    """
    from shallcheck.reports.config_schema import as_text, config_schema

    typer.echo(as_text(config_schema()), nl=False)
