"""`shallcheck diff`: what came, went, changed and was linked anew since a baseline or a revision of git."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from shallcheck.commands.baseline import top_of
from shallcheck.commands.check import refuse_unusable
from shallcheck.commands.choosing import one_of
from shallcheck.commands.telling import UNUSABLE, tell
from shallcheck.project.check import Check
from shallcheck.project.comparing import read_at, recorded_at
from shallcheck.project.differences import Stand, differences
from shallcheck.project.git import RevisionError
from shallcheck.project.looking import read_paths
from shallcheck.project.reviewing import Present
from shallcheck.reports.differences import Where, differences_json, differences_markdown, differences_text


class Format(StrEnum):
    """How differences are printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


_WRITERS = {Format.TEXT: differences_text, Format.JSON: differences_json, Format.MARKDOWN: differences_markdown}


def diff(
    against: Annotated[
        str, typer.Argument(metavar="BASELINE|GIT-REV", help="A baseline's name, `reviewed`, or a revision of git.")
    ],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The folder or file that is compared.")] = Path(),
    output: Annotated[
        Format,
        typer.Option(
            "--format",
            parser=one_of(Format),
            metavar="text|json|markdown",
            show_default="text",
            help="text for people, json for programs, markdown for a review.",
        ),
    ] = Format.TEXT,
) -> None:
    """List the artifacts that were added, removed, changed, renamed or linked anew.

    Compares what documents say now with a baseline (`shallcheck baseline --name 1.0`), with what is recorded without a name
    (`reviewed`), or with a revision of git: a branch, a tag, a commit, `HEAD~3`. Of a change each word is told, and which kind
    it is: a number, a unit, a modal, a negation, a condition, or any other word.
    A baseline goes before a revision of the same name. Git itself is not run.

    Exit code 0: nothing differs; 1: something does; 2: they could not be compared.

    **Examples**

    * `shallcheck diff 1.0`
    * `shallcheck diff HEAD docs/`
    * `shallcheck diff main --format markdown > changes.md`
    """
    refuse_unusable([path])
    top = top_of(path if path.is_dir() else path.parent)
    now = read_paths([path])
    recorded = recorded_at(top, against)
    present = _present(now, with_code=recorded is not None)
    elsewhere = {name for project in set(now.projects.values()) for name in project.index.identifiers()}
    if recorded is not None:
        before, problems = recorded
        for problem in problems:
            tell(problem)
        if problems:
            raise typer.Exit(UNUSABLE)
    else:
        before = _at(top, against, path)
    rows = differences(before, Stand(present.words, present.links), elsewhere - present.words.keys())
    text = _WRITERS[output](rows, _places(now, present), against)
    typer.echo(text.encode("utf-8", "replace"))
    raise typer.Exit(1 if rows else 0)


def _at(top: Path, revision: str, path: Path) -> Stand:
    """What a path said at a revision; ends with a message where that cannot be told."""
    try:
        return _stand(_present(read_at(top, revision, path), with_code=False))
    except RevisionError as error:
        _refuse(f"{error} No baseline is called “{revision}”, either.")


def _stand(present: Present) -> Stand:
    return Stand(present.words, present.links)


def _present(check: Check, *, with_code: bool) -> Present:
    found = Present()
    for document in (*check.documents.values(), *(check.code.values() if with_code else ())):
        found.take(check.projects[document.path], document)
    return found


def _places(check: Check, present: Present) -> dict[str, Where]:
    places = {}
    for name, defined in present.places.items():
        placed = check.placed(defined.path, defined.segment)
        if placed is not None:
            start = placed.start + defined.artifact.place.start
            places[name] = Where(Path(os.path.relpath(defined.path)).as_posix(), check.lines(defined.path).place(start)[0] + 1)
    return places


def _refuse(message: str) -> NoReturn:
    tell(message)
    raise typer.Exit(UNUSABLE)
