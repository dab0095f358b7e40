"""`shallcheck baseline --findings`: record today's findings, so that only new ones show."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path
from typing import Annotated

import typer

from shallcheck.commands.check import progress_bar, refuse_unusable
from shallcheck.commands.telling import UNUSABLE, tell
from shallcheck.project.baseline import FILE, fingerprint, written
from shallcheck.project.checking import Check, check_paths, find_config
from shallcheck.project.writing import write_atomically


def baseline(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH", help="Files and folders whose findings are recorded.")
    ] = None,
    findings: Annotated[
        bool, typer.Option("--findings", help="Record the findings (what else a baseline can hold is not yet here).")
    ] = (False),
) -> None:
    """Record today's findings in `shallcheck-baseline.txt`, so that `check` and editors show only new ones.

    The file belongs in git: one finding a line, sorted, known by rule, requirement and words, never by line number. It stands at
    the top of the project; what it held before is replaced, so name the whole project.

    **Examples**

    * `shallcheck baseline --findings .`
    * `shallcheck check .` then shows what is new, `shallcheck check . --no-baseline` all
    """
    paths = paths or []
    if not findings:
        tell("Say what to record: `shallcheck baseline --findings PATH`.")
        raise typer.Exit(UNUSABLE)
    refuse_unusable(paths)
    with progress_bar() as progress:
        result = check_paths(paths, every_rule=False, progress=progress, baseline=False)
    for message in dict.fromkeys(filter(None, [result.missing, result.broken])):
        tell(message)
    if result.missing or result.broken:
        tell("Nothing was recorded, because not every rule has judged.")
        raise typer.Exit(UNUSABLE)
    for folder, lines in sorted(_recorded(result).items()):
        try:
            write_atomically(folder / FILE, written(lines).encode("utf-8", "replace"))
        except OSError as error:
            tell(f"{folder / FILE} could not be written ({error}), so it is as it was.")
            raise typer.Exit(UNUSABLE) from error
        tell(f"Recorded {len(lines)} {'finding' if len(lines) == 1 else 'findings'} in {folder / FILE}.")


def _recorded(result: Check) -> dict[Path, list[str]]:
    """The fingerprints of what was found, by the folder in which they are kept."""
    lines: dict[Path, list[str]] = defaultdict(list)
    for path in result.judged():
        top = _top(Path(path).parent)
        lines[top] += [fingerprint(found.placed.segment, found.report) for found in result.reports(path)]
    return lines


def _top(folder: Path) -> Path:
    """The top of the project that a folder is in: where its configuration stands, or its repository; else the current folder."""
    config = find_config(folder)
    if config is not None:
        return config.parent
    real = Path(os.path.realpath(folder))
    repository = next((place for place in (real, *real.parents) if (place / ".git").exists()), None)
    if repository is not None:
        return repository
    return Path.cwd() if real.is_relative_to(os.path.realpath(Path.cwd())) else real
