"""The verdicts on what a hook is asked about: of each project, on the files that it would get."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from shallcheck.agents.hooks import Agent
from shallcheck.agents.hooks.git import has_commits
from shallcheck.agents.judging import Base, UnjudgedError, judge
from shallcheck.agents.verdict import Verdict
from shallcheck.project.files_that_count import says_how
from shallcheck.project.proposals import Files


def verdicts(agent: Agent, changed: Mapping[Path, Mapping[str, bytes | None]]) -> Iterator[Verdict]:
    """The verdict on each project's files, which are named from its top. Raises UnjudgedError."""
    for top, files in changed.items():
        if agent is not Agent.GIT:
            yield judge(Files(files), Base(top))
        elif has_commits(top):
            yield judge(Files(files), Base(top, "HEAD"))
        else:
            yield _against_nothing(files)


def _against_nothing(files: Mapping[str, bytes | None]) -> Verdict:
    """Before the first commit, all that is staged is new, and what it says of how it is to be judged holds."""
    with tempfile.TemporaryDirectory(prefix="shallcheck-") as empty:
        for name, data in files.items():
            if says_how(name) and data is not None:
                file = Path(empty, name)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
        return judge(Files(files), Base(Path(empty)), keep=False)


__all__ = ["UnjudgedError", "verdicts"]
