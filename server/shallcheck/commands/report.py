"""`shallcheck report`: one page of what was found and how the chain stands, for people, or the same facts for programs."""

from __future__ import annotations

import os
import re
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from shallcheck.commands.check import progress_bar, refuse_unusable
from shallcheck.commands.choosing import one_of
from shallcheck.commands.telling import UNUSABLE, tell
from shallcheck.project.atomic import write_atomically
from shallcheck.project.check import Check
from shallcheck.project.checking import check_paths
from shallcheck.project.companions import repository
from shallcheck.reports.facts import Edition, Facts, facts_json, gathered, in_short

PAGE = "index.html"
_MOST_TAGS = 50


class Format(StrEnum):
    """How the facts are printed."""

    JSON = "json"


def report(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH", help="Files and folders to report on.")] = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="DIR", help=f"Write the page into this folder, as {PAGE}.")
    ] = None,
    output: Annotated[
        Format | None, typer.Option("--format", parser=one_of(Format), metavar="json", help="Print the same facts for programs.")
    ] = None,
    title: Annotated[str, typer.Option(metavar="TITLE", help="What the page is headed; else the folder's name.")] = "",
    day: Annotated[str, typer.Option("--date", metavar="DATE", help="As 2027-01-31; else that of the newest commit.")] = "",
    tags: Annotated[int, typer.Option(min=0, max=_MOST_TAGS, help="How many git tags the trend shows, the newest.")] = 10,
    all_rules: Annotated[bool, typer.Option("--all-rules", help="Judge by the rules that are off by default as well.")] = False,
) -> None:
    """Report what was found and how the chain stands, as one page.

    The page needs no network and no other file: coverage by level, the seven tests, the trend over git tags, the trace as a
    graph, findings by rule and file. It holds no clock: the same documents, configuration and tags give the same bytes.
    Exit code 0: written, whatever was found; 2: it could not be.

    **Examples**

    * `shallcheck report . --html build/report`
    * `shallcheck report docs/ --format json > report.json`
    """
    paths = paths or [Path()]
    refuse_unusable(paths)
    if html is None and output is None:
        _refuse("Say what to make: `--html DIR` for the page, `--format json` for the facts.")
    if day and not _is_day(day):
        _refuse(f"--date: “{day}” is no day; write it as 2027-01-31.")
    with progress_bar() as progress:
        result = check_paths(paths, every_rule=all_rules, progress=progress)
    for message in dict.fromkeys([result.missing, result.broken]):
        if message:
            tell(message)
    if result.broken:
        raise typer.Exit(UNUSABLE)
    result.take_results()
    facts = _facts(result, paths, title, day, tags, all_rules)
    if html is not None:
        _write(html, facts)
    if output is not None:
        typer.echo(facts_json(facts), nl=False)


def _facts(result: Check, paths: list[Path], title: str, day: str, tags: int, all_rules: bool) -> Facts:
    from shallcheck.project.history import newest_commit
    from shallcheck.reports.past import past

    top = _top(paths)
    revision, newest = newest_commit(top)
    trend = list(past(top, paths, tags, all_rules, progress_bar))
    day = day or newest
    if trend:
        trend.append({"tag": "now", "date": day, **in_short(result)})
    return gathered(result, Edition(title or top.name, day, revision, tuple(trend), lambda path: _shown(path, top)))


def _top(paths: list[Path]) -> Path:
    """The folder that paths are named from: that of the repository or of the configuration, else the one that was named."""
    real = os.path.realpath(paths[0])
    folder = real if paths[0].is_dir() else os.path.dirname(real)  # noqa: PTH120 - of a real path
    return Path(repository(folder) or folder)


def _shown(path: str, top: Path) -> str:
    return Path(os.path.relpath(os.path.realpath(path), top)).as_posix()


def _write(folder: Path, facts: Facts) -> None:
    from shallcheck.reports.html import page

    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / PAGE, page(facts).encode("utf-8", "replace"))
    except OSError as error:
        _refuse(f"“{folder / PAGE}” could not be written ({error.strerror or error}): name another folder for --html.")
    tell(f"Wrote {folder / PAGE}.")


def _is_day(text: str) -> bool:
    try:
        return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _refuse(message: str) -> NoReturn:
    tell(message)
    raise typer.Exit(UNUSABLE)
