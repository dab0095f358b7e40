"""What `shallcheck baseline` records of artifacts and trace links, and what it says of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import typer

from shallcheck.commands.baseline import record_held, top_of
from shallcheck.commands.telling import UNUSABLE, tell
from shallcheck.model.reviews import Reviews
from shallcheck.project.check import Check
from shallcheck.project.git import git_user
from shallcheck.project.looking import read_paths
from shallcheck.project.review_file import FILE, file_of, read_reviews, written
from shallcheck.project.reviewing import Entry, Present, Recording, known_as, presents, record


def record_reviews(paths: list[Path], name: str | None, review: list[str], by: str | None, why: str, today: str) -> None:
    """Record the projects of some paths, each at its top; ends with a message where that cannot be done."""
    file = _named(name, review) if name is not None else FILE
    result = read_paths(paths)
    there = present_in(result)
    if not any(each.words for each in there.values()):
        _refuse("No artifact with an identifier was found, so nothing was recorded: name files and folders that hold some.")
    unknown = sorted(set.intersection(*(set(known_as(review, each)) for each in there.values())))
    if unknown:
        _refuse(f"There is no artifact “{unknown[0]}” here, so nothing was recorded: --review names one, or all.")
    for folder in there if name is not None else ():
        _none_yet(folder / file)
    missed = False
    for folder, present in sorted(there.items()):
        who = " ".join((by or git_user(folder)).split())
        if not who:
            _refuse("Nobody is named as who records: set git's user.name and user.email, or write --by.")
        whole = any(folder.is_relative_to(os.path.realpath(path)) for path in paths)
        with record_held(folder / file) as held:
            before = _before(folder / file) if name is None else _none_yet(folder / file)
            made = record(before, present, Entry(who, today, why), whole=whole, review=review)
            held.write_lines(written(made.reviews))
        _tell(made, present, folder / file)
        missed |= bool(made.refused)
    if missed:
        raise typer.Exit(UNUSABLE)


def present_in(result: Check) -> dict[Path, Present]:
    """What documents that were read say now, by the folder in which it is recorded."""
    documents = [*result.documents.values(), *result.code.values()]
    tops: dict[str, Path] = {}
    folders: dict[Path, Path] = {}
    for document in documents:
        folder = Path(document.path).parent
        if folder not in folders:
            folders[folder] = top_of(folder)
        tops[document.path] = folders[folder]
    return {top: each for top, each in presents(documents, result.projects, tops).items() if each.words or each.links}


def _before(file: Path) -> Reviews:
    """What a file holds now; ends where lines of it would be lost."""
    found = read_reviews(file)
    if found.problems:
        first = found.problems[0]
        _refuse(f"{file}:{first.line + 1}: {first.message} Nothing was recorded, so that no line is lost.")
    return found.reviews


def _none_yet(file: Path) -> Reviews:
    """What a named baseline begins with; ends where it is there already."""
    if os.path.lexists(file):
        _refuse(f"{file} is there already, and a named baseline does not change: choose another name.")
    return Reviews()


def _named(name: str, review: list[str]) -> str:
    if review:
        _refuse("A named baseline does not change, so nothing in it can be marked as reviewed: leave --name or --review out.")
    try:
        return file_of(name)
    except ValueError as error:
        _refuse(str(error))


def _tell(made: Recording, present: Present, file: Path) -> None:
    artifacts, links = len(present.words), len(present.links)
    tell(f"Recorded {_count(artifacts, 'artifact')} and {_count(links, 'link')} in {file}.")
    for why in made.refused:
        tell(f"Not reviewed: {why}")
    if made.suspect:
        names = list(dict.fromkeys(key.source for key in made.suspect))
        shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
        verb = "stays" if len(made.suspect) == 1 else "stay"
        tell(f"{_count(len(made.suspect), 'link')} {verb} suspect ({shown}): review and mark them with --review ID.")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _refuse(message: str) -> NoReturn:
    tell(message)
    raise typer.Exit(UNUSABLE)
