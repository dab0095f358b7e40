"""`shallcheck baseline`: record what artifacts say and which links are reviewed; with `--findings` today's findings."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from shallcheck.commands.check import progress_bar, refuse_unusable
from shallcheck.commands.telling import UNUSABLE, tell
from shallcheck.project.atomic import Held, exclusive
from shallcheck.project.baseline import FILE, Baseline, fingerprint, read_baseline, written
from shallcheck.project.check import Check
from shallcheck.project.checking import check_paths
from shallcheck.project.configs import find_config


def baseline(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH", help="Files and folders to record; this folder, if left out.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="Make a baseline of that name, which does not change any more.")
    ] = None,
    review: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Mark the suspect links of this artifact as reviewed; all: every suspect link."),
    ] = None,
    by: Annotated[
        str | None, typer.Option(metavar="WHO", help="Who records and reviews; left out, git's user.name and user.email.")
    ] = None,
    why: Annotated[str, typer.Option(metavar="REASON", help="Why the links are right.")] = "",
    findings: Annotated[
        bool, typer.Option("--findings", help="Record the findings instead, so that `check` shows only new ones.")
    ] = False,
) -> None:
    """Record what the artifacts say and which trace links are reviewed, in `shallcheck-reviewed.txt`.

    From then on a link is told to be suspect (TRC007) once the meaning of what it builds on has changed; reflow, punctuation and
    emphasis change no meaning. Recording again takes in what is new, and what has changed; links that are suspect stay so until
    somebody marks them as reviewed, here with `--review` or in an editor. The file belongs in git (docs/baselines.md).

    With `--findings`, today's findings are recorded in `shallcheck-baseline.txt` instead, so that `check` and editors show only
    new ones; what that held before is replaced, so name the whole project.

    Exit code 0: recorded; 2: it could not be, or not all that was asked.

    **Examples**

    * `shallcheck baseline`
    * `shallcheck baseline --review TST-012 --why "the limit is still met"`
    * `shallcheck baseline --name 1.0`, and later `shallcheck diff 1.0`
    * `shallcheck baseline --findings .`
    """
    if findings:
        _record_findings(paths or [])
        return
    paths = paths or [Path()]
    refuse_unusable(paths)
    from shallcheck.commands.recording import record_reviews

    record_reviews(paths, name, review or [], by, " ".join(why.split()), date.today().isoformat())


def _record_findings(paths: list[Path]) -> None:
    refuse_unusable(paths)
    with progress_bar() as progress:
        result = check_paths(paths, every_rule=False, progress=progress, baseline=False)
    for message in dict.fromkeys(filter(None, [result.missing, result.broken])):
        tell(message)
    if result.missing or result.broken:
        tell("Nothing was recorded, because not every rule has judged.")
        raise typer.Exit(UNUSABLE)
    for folder, found in sorted(_recorded(result).items()):
        whole = any(folder.is_relative_to(os.path.realpath(path)) for path in paths)
        with record_held(folder / FILE) as held:
            before = () if whole else read_baseline(folder / FILE).baseline.beside(found.lines, found.identifiers)
            held.write_lines(written([*found.lines, *before]))
        tell(f"Recorded {len(found.lines)} {'finding' if len(found.lines) == 1 else 'findings'} in {folder / FILE}.")


@contextmanager
def record_held(file: Path) -> Iterator[Held]:
    """Hold a record, to read it and to write it anew; ends with a message where that fails."""
    try:
        with exclusive(file) as held:
            yield held
    except OSError as error:
        tell(f"{file} could not be written ({error}), so it is as it was.")
        raise typer.Exit(UNUSABLE) from error


@dataclass
class _Found:
    """What was found: fingerprints, and the identifiers of all that was judged."""

    lines: list[str] = field(default_factory=list)
    identifiers: set[str] = field(default_factory=set)
    judged: dict[str, list[str]] = field(default_factory=dict)
    """The fingerprints by document, where a project judges it."""


def _recorded(result: Check) -> dict[Path, _Found]:
    """What was found, by the folder in which it is kept."""
    tops: dict[Path, _Found] = defaultdict(_Found)
    for path in result.judged():
        top, document = tops[top_of(Path(path).parent)], result.document(path)
        lines = [fingerprint(found.placed.segment, found.report) for found in result.reports(path)]
        if path in result.only:
            top.lines += lines
        else:
            top.judged[path] = lines
        top.identifiers |= {document.identifier(one) for _, _, one in document.artifacts()}
    for top in tops.values():
        top.lines += _without_consequences(result, top.judged)
    return tops


def _without_consequences(result: Check, judged: Mapping[str, Sequence[str]]) -> list[str]:
    """What is found in some documents, but for what rests on what is recorded now: code of a requirement that is not finished."""
    lines = [line for some in judged.values() for line in some]
    baseline = Baseline(lines)
    for project in {id(each): each for each in map(result.projects.__getitem__, judged)}.values():
        project.rebase(baseline)
    for path in judged:
        result.reports(path)
    return list((Counter(lines) - Counter(baseline.stale(None))).elements())


def top_of(folder: Path) -> Path:
    """The top of the project that a folder is in: where its configuration stands, or its repository; else the current folder."""
    config = find_config(folder)
    if config is not None:
        return config.parent
    real = Path(os.path.realpath(folder))
    repository = next((place for place in (real, *real.parents) if (place / ".git").exists()), None)
    if repository is not None:
        return repository
    return Path.cwd() if real.is_relative_to(os.path.realpath(Path.cwd())) else real
