"""What came since a revision of git or a baseline, as a proposal."""

from __future__ import annotations

from pathlib import Path

from shallcheck.agents.judging import Base
from shallcheck.project.comparing import recorded_at
from shallcheck.project.git import RevisionError, left_at
from shallcheck.project.overlay import UnjudgedError
from shallcheck.project.proposals import Proposal, Since, SinceBaseline


def since(top: Path, name: str) -> tuple[Proposal, Base]:
    """The change of a project since a baseline, or from where two revisions parted, so that what others have done since is not
    laid to this one: A or A..B. Raises UnjudgedError where there is no such thing."""
    recorded = recorded_at(top, name)
    if recorded is not None:
        stand, problems = recorded
        if problems:
            raise UnjudgedError(problems[0])
        return SinceBaseline(stand), Base(top)
    before, dots, after = name.partition("..")
    after = after.removeprefix(".")
    if before.startswith("-") or after.startswith("-"):
        raise UnjudgedError(f"“{name}” is no revision: write a branch, a tag, a commit, or A..B.")
    try:
        parted = left_at(top, before or "HEAD", (after or "HEAD") if dots else "HEAD")
    except RevisionError as error:
        raise UnjudgedError(str(error)) from error
    return Since(top, parted, (after or "HEAD") if dots else ""), Base(top, parted)
