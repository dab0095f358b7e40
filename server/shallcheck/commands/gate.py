"""`shallcheck gate`: may work go on?"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from shallcheck.commands.check import progress_bar, refuse_unusable
from shallcheck.commands.choosing import one_of
from shallcheck.commands.telling import UNUSABLE, tell
from shallcheck.project.check import Check
from shallcheck.project.checking import check_paths
from shallcheck.project.gate import Gate, UnknownError, gate_of
from shallcheck.project.state import Project


class Format(StrEnum):
    """How the answer is printed."""

    TEXT = "text"
    JSON = "json"


def gate(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH", help="The folders of the project.")] = None,
    level: Annotated[
        str, typer.Option("--level", metavar="LEVEL", help="From this level, with all above it: needs, requirements, tests.")
    ] = "",
    slice_for: Annotated[
        list[str] | None, typer.Option("--for", metavar="ID", help="For this artifact, with all above it; may be repeated.")
    ] = None,
    changed_since: Annotated[
        str, typer.Option("--changed-since", metavar="REVISION", help="And whether code changed since then was asked for.")
    ] = "",
    output: Annotated[
        Format,
        typer.Option(
            "--format",
            parser=one_of(Format),
            metavar="text|json",
            show_default="text",
            help="text for people, json for programs.",
        ),
    ] = Format.TEXT,
) -> None:
    """Say whether work may go on: from the whole chain, from a level, or for a slice of it.

    The gate is open where nothing that it asks about has an error, is a draft or is missing. What is retired does not count.
    `[gate]` in shallcheck.toml names other rules that block, and the statuses that pass.

    `--changed-since` also asks of each source file that differs from a revision of git whether it belongs to a requirement or a
    task that has passed (GAT006).

    Exit code 0: it may; 1: it may not, and what blocks is listed; 2: that could not be judged.

    **Examples**

    * `shallcheck gate .`
    * `shallcheck gate . --level requirements`
    * `shallcheck gate . --for SYS-012 --for SYS-013`
    * `shallcheck gate . --changed-since main`
    """
    paths = paths or [Path()]
    refuse_unusable(paths)
    if level and slice_for:
        _refuse("--level and --for ask two things: give one of them.")
    if changed_since:
        _demand(paths, changed_since)
    with progress_bar() as progress:
        result = check_paths(paths, every_rule=False, progress=progress)
    for message in dict.fromkeys(filter(None, (result.missing, result.broken))):
        tell(message)
    if result.missing or result.broken:
        raise typer.Exit(UNUSABLE)
    result.take_results()
    answer = _asked(result, level, slice_for or [], _changed(result, changed_since))
    from shallcheck.reports import gate as reports

    written = reports.gate_json(result, answer) if output is Format.JSON else reports.gate_text(result, answer)
    sys.stdout.buffer.write(written.encode("utf-8", "replace") + b"\n")
    if not any(row.artifacts for row in answer.levels) and not answer.blocks:
        tell("There is nothing to go on from: no document here stands in a chain (docs/chain.md).")
        raise typer.Exit(UNUSABLE)
    raise typer.Exit(0 if answer.passed else 1)


def _demand(paths: Iterable[Path], revision: str) -> None:
    """Ends where a revision is none, before anything is judged: also where there is no code that it could be asked about."""
    from shallcheck.project.git import RevisionError, demand_revision

    try:
        for path in paths:
            demand_revision(path if path.is_dir() else path.parent, revision)
    except RevisionError as error:
        _refuse(f"That could not be judged: {error}")


def _changed(result: Check, revision: str) -> dict[Project, list[str]] | None:
    """The code that is asked about, by project; None: none is."""
    if not revision:
        return None
    from shallcheck.project.changed import changed_code
    from shallcheck.project.git import RevisionError

    try:
        return changed_code(result, revision)
    except RevisionError as error:
        _refuse(f"That could not be judged: {error}")


def _asked(result: Check, level: str, identifiers: Iterable[str], changed: Mapping[Project, Collection[str]] | None) -> Gate:
    """What the gates of all projects say together; ends where none of them knows what was asked for."""
    projects = list({id(each): each for each in result.projects.values()}.values())
    answers, unknown = [], ""
    wanted = list(identifiers)
    for project in projects:
        try:
            asked = None if changed is None else changed.get(project, ())
            answers.append(gate_of(project, level=level, identifiers=wanted, changed=asked))
        except UnknownError as error:
            unknown = unknown or str(error)
    if unknown and not answers:
        _refuse(f"That could not be judged: {unknown}")
    return Gate(
        tuple(row for each in answers for row in each.levels),
        tuple(block for each in answers for block in each.blocks),
        sum(each.allowed for each in answers),
        tuple(note for each in answers for note in each.notes),
    )


def _refuse(message: str) -> NoReturn:
    tell(message)
    raise typer.Exit(UNUSABLE)
