"""`shallcheck init`: write what a project begins with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shallcheck.agents.hooks import Agent
from shallcheck.agents.joining import JoiningError, join
from shallcheck.commands.choosing import one_of
from shallcheck.commands.telling import UNUSABLE, tell
from shallcheck.project.git import repository_of
from shallcheck.project.starting import Pipeline, Started, pipeline_file, start


def init(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The top of the project.")] = Path(),
    ci: Annotated[
        list[Pipeline] | None,
        typer.Option(
            "--ci", parser=one_of(Pipeline), metavar="|".join(Pipeline), help="Also write what runs the checks; may be repeated."
        ),
    ] = None,
    agent: Annotated[
        list[Agent] | None,
        typer.Option(
            "--agent",
            parser=one_of(Agent),
            metavar="|".join(Agent),
            help="Have this agent ask before it writes; may be repeated.",
        ),
    ] = None,
    chain: Annotated[bool, typer.Option("--chain/--no-chain", help="Write a chain of documents to fill.")] = True,
) -> None:
    """Begin a project: a chain of documents from intent to tests, a configuration, what a pipeline runs, and the hooks of coding
    agents.

    What is to be decided stands in the documents in angle brackets, and `shallcheck check .` tells of each until it is. A file
    that exists is left as it is, but for an agent's settings, to which its hook is added.

    Exit code 0: written; 2: a file could not be written.

    **Examples**

    * `shallcheck init`
    * `shallcheck init --ci github`
    * `shallcheck init docs`
    * `shallcheck init --no-chain --ci pre-commit`
    * `shallcheck init --no-chain --agent claude --agent git`
    """
    if not folder.is_dir():
        tell(f"There is no folder “{folder}”: make it, or name one that exists.")
        raise typer.Exit(UNUSABLE)
    wanted = list(dict.fromkeys(ci or []))
    try:
        rows = _told(start(folder, wanted, chain=chain))
    except OSError as error:
        tell(f"Not all could be written ({error}).")
        raise typer.Exit(UNUSABLE) from None
    kept = {row.name for row in rows if not row.written}
    top = repository_of(folder)
    for each in wanted:
        if pipeline_file(each) in kept:
            tell(f"{pipeline_file(each)} was there before, so nothing was added to it: docs/pipelines.md shows what to add.")
        elif top is not None and not top.samefile(folder):
            tell(
                f"{pipeline_file(each)} is looked for at the top of a repository: move it to “{top}”, and name the folder in it."
            )
    joined = [_join(folder, each) for each in dict.fromkeys(agent or [])]
    if not all(joined):
        raise typer.Exit(UNUSABLE)
    if chain:
        tell("Next: fill what stands in angle brackets, and see with `shallcheck check .` what is left.")


def _join(folder: Path, agent: Agent) -> bool:
    """Have an agent ask, and tell what became of it; False: it could not be."""
    try:
        _told([join(folder, agent)])
        return True
    except JoiningError as error:
        tell(str(error))
    except OSError as error:
        tell(f"Not all could be written ({error}).")
    return False


def _told(rows: list[Started]) -> list[Started]:
    for row in rows:
        typer.echo(f"{'wrote' if row.written else 'kept '} {row.name}")
    return rows
