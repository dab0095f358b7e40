"""What a change introduced: the findings of a check that were not there at a revision of git."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from shallcheck.project.baseline import fingerprint
from shallcheck.project.check import Check
from shallcheck.project.checking import Progress, check_paths
from shallcheck.project.comparing import judged_at
from shallcheck.project.config import Config
from shallcheck.project.git import RevisionError, repository_of


def leave_out_known(check: Check, paths: Sequence[Path], revision: str, *, every_rule: bool, progress: Progress) -> None:
    """Have the check tell only of what it would not have told of at the revision, by the rules and configuration of now: what
    was there then is known by its rule, its artifact (or words) and the words quoted, wherever it stands now.

    Raises RevisionError where the revision cannot be read, or the paths are not of one repository."""
    known = _known(check, paths, revision, every_rule, progress)
    for path in check.judged():
        kept = []
        for found in check.reports(path):
            name = fingerprint(found.placed.segment, found.report)
            known[name] -= 1
            if known[name] < 0:
                kept.append(found)
        check.only[path] = kept


def _known(check: Check, paths: Sequence[Path], revision: str, every_rule: bool, progress: Progress) -> Counter[str]:
    top = _repository(paths)
    with judged_at(top, revision) as place:
        folder = Path(os.path.realpath(place))
        then = [folder / os.path.relpath(os.path.realpath(path), top) for path in paths]
        then = [path for path in then if path.exists()]
        if not then:
            return Counter()
        as_now = _configured_as(check, top, folder)
        before = check_paths(then, as_now, every_rule=every_rule, progress=progress)
    if why := before.missing or before.broken:
        raise RevisionError(f"“{revision}” could not be judged, so what is new since is not known: {why}")
    return Counter(fingerprint(each.placed.segment, each.report) for path in before.judged() for each in before.reports(path))


def _repository(paths: Sequence[Path]) -> Path:
    """The repository that all the paths are in."""
    tops = {repository_of(path if path.is_dir() else path.parent) for path in paths}
    if len(tops) == 1 and (top := tops.pop()) is not None:
        return top
    raise RevisionError("What is checked is not of one git repository, so it has no revision: name paths of one.")


def _configured_as(check: Check, top: Path, folder: Path) -> Callable[[Config], Config]:
    """Each configuration of the revision's files as the one at its place is now."""
    now = {os.path.relpath(each.config.root, top): each.config for each in check.configs}

    def changed(config: Config) -> Config:
        place = os.path.relpath(config.root, folder) if config.root else ""
        return replace(now[place], root=config.root) if place in now else config

    return changed
