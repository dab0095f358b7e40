"""The files of test results that a configuration names: inside the project only, each read once until it changes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from shallcheck.model.document import Problem
from shallcheck.project.config import Config
from shallcheck.project.discovery import PathPatterns, UnreadableError, is_within, path_patterns, read_source
from shallcheck.project.results.cases import Case, Results, Run, fault
from shallcheck.project.results.junit import ROOTS, read_junit
from shallcheck.project.results.libtest import read_libtest
from shallcheck.project.results.robot import ROOT, read_robot
from shallcheck.project.state import Project

LARGEST = 50 * 2**20
"""Bytes of a file that is read."""
MOST_FILES = 5000
_MOST_SEEN = 200_000
"""Names that are looked at for one pattern, so that a pattern for everything ends."""
_NEVER = frozenset({".git", ".hg", ".svn", "node_modules", ".venv", "__pycache__"})
_WILD = re.compile(r"[*?\[\\]")
_ROOT = re.compile(r"\ufeff?\s*(?:<\?[^>]*\?>\s*|<!--(?:(?!-->).)*-->\s*)*<(?:[\w.-]+:)?(?P<name>[A-Za-z][\w.-]*)", re.DOTALL)
_HEAD = 10_000


def take_results(project: Project, known: Mapping[str, Results] | None = None) -> dict[str, Results]:
    """Give a project the results that its configuration names; returns them by path, also those that could not be read."""
    found = gather(project.config, known)
    project.evidence.take(found.values(), written)
    return found


def gather(config: Config, known: Mapping[str, Results] | None = None) -> dict[str, Results]:
    """The results that a configuration names, by path; what is `known` and has not changed is taken from there."""
    found = {}
    for path in result_files(config):
        before = (known or {}).get(path)
        fresh = before is not None and before.run.written == written(path)
        found[path] = before if before is not None and fresh else read_results(path)
    return found


def result_files(config: Config) -> Iterator[str]:
    """The files of results: below the folder of the configuration, and led out of it by no link."""
    if not config.results or not config.root:
        return
    patterns = path_patterns(config.results)
    seen: set[str] = set()
    for start in sorted({_start(each) for each in config.results}):
        for path in _below(Path(config.root, start), config.root, patterns):
            if path not in seen and len(seen) < MOST_FILES:
                seen.add(path)
                yield path


def read_results(path: str) -> Results:
    """A file of results. It never raises: what is wrong with the file is told in its place."""
    at = written(path)
    try:
        text = read_source(Path(path), LARGEST).text
    except UnreadableError as error:
        return Results(Run(path, "", at), problems=(fault(str(error), 0, 0),))
    cases, said, problems = parse_results(text)
    return Results(Run(path, said, at), tuple(cases), tuple(problems), text if problems else "")


def parse_results(text: str) -> tuple[list[Case], str, list[Problem]]:
    """The cases of a text in any of the formats."""
    if text.lstrip()[:1] == "{":
        return read_libtest(text)
    root = _ROOT.match(text, 0, _HEAD)
    if root and root["name"] in ROOTS:
        return read_junit(text)
    if root and root["name"] == ROOT:
        return read_robot(text)
    message = "This is neither JUnit XML nor Robot Framework's output.xml nor JSON of libtest, so no result is read: name others."
    return [], "", [fault(message, 0, min(len(text), 1))]


def _start(pattern: str) -> str:
    """The folder from which a pattern can match: its parts before the first wildcard."""
    parts = pattern.lstrip("!/").split("/")
    if len(parts) == 1:
        return ""
    fixed = []
    for part in parts[:-1]:
        if _WILD.search(part) or part in ("", ".", ".."):
            break
        fixed.append(part)
    return "/".join(fixed)


def _below(folder: Path, root: str, patterns: PathPatterns) -> Iterator[str]:
    if not is_within(os.path.realpath(folder), root):
        return
    looked = 0
    for place, names, files in os.walk(folder):
        names[:] = sorted(name for name in names if name not in _NEVER)
        for name in sorted(files):
            looked += 1
            path = os.path.join(place, name)  # noqa: PTH118 - of every file
            if patterns.matches(os.path.relpath(path, root)) and is_within(os.path.realpath(path), root):
                yield path
        if looked > _MOST_SEEN:
            return


def written(path: str) -> float:
    """When a file was written, in seconds since 1970; 0 where nobody can tell."""
    try:
        return Path(path).stat().st_mtime
    except OSError:
        return 0.0
