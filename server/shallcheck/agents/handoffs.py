"""Handing work over: a brief that is written and recorded, and a thread that is closed, of which the next brief quotes what it
decided, left open and touched."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from shallcheck.agents.briefing import BUDGET, brief_text
from shallcheck.agents.decisions import HANDOFFS, Handoff, UnwrittenError, with_handoff
from shallcheck.agents.scoping import Scope, asked_for, is_over, is_shortened, scope_of
from shallcheck.agents.standing import AskError, Standing, standing
from shallcheck.agents.verdict import Part
from shallcheck.model.briefs import BRIEFS, Brief
from shallcheck.project.atomic import exclusive, regular
from shallcheck.project.brief_file import ReadBriefs, read_briefs, written
from shallcheck.project.changed import changed_files
from shallcheck.project.configs import find_config, load_config
from shallcheck.project.git import RevisionError, commit_of
from shallcheck.project.handing_off import differing, renewed, told_of, told_words
from shallcheck.project.problems import UNREADABLE
from shallcheck.project.steps import at_once

_MARK = 16
"""Digits of a state's fingerprint that a record holds."""
_MOST_TOUCHED = 50
"""Artifacts and files that are named as touched."""


__all__ = ["BUDGET", "Closed", "Written", "close_handoff", "write_brief"]


class Written(NamedTuple):
    """A brief, and the record that it was put into; None: it was not."""

    text: str
    file: Path | None


class Closed(Part):
    """A hand-off that is closed."""

    identifiers: tuple[str, ...] = Field(description="Of what was recorded of it.")
    asked: str = Field(description="What the brief was for; empty: there was none.")


def write_brief(
    top: Path, words: Sequence[str], budget: int, *, keep: bool, day: str, put: Callable[[str], object] = lambda text: None
) -> Written:
    """A brief of a project for what some words mean (none: everything). `keep`: it is recorded, so that it is known once it is
    old. `put` takes it before: what nobody got is not recorded. Raises AskError, and what `put` raises."""
    state = standing(top, judged=False)
    found = _record(top, keep)
    asked = asked_for(state, words)
    last = found.briefs.get(asked)
    scope = scope_of(state, _meant(state, last) or words if last and is_shortened(asked) else words)._replace(asked=asked)
    brief = renewed(last, _made(state, scope, day))
    text = brief_text(state, scope, brief, budget)
    put(text)
    if keep and brief != last:
        _keep(top, brief)
    return Written(text, top / BRIEFS if keep else None)


def close_handoff(top: Path, words: Sequence[str], handoff: Handoff) -> Closed:
    """End the thread that works by the brief for what some words mean (none: the only one that is open), and write down what it
    decided, left open and touched. Raises AskError."""
    state = standing(top, judged=False)
    found = _record(top, True)
    brief = _open_brief(state, found.briefs, words)
    if not handoff.touched and brief is not None:
        handoff = handoff._replace(touched=_touched(state, brief))
    if brief is None and not (handoff.decided or handoff.left_open or handoff.touched):
        raise AskError("No brief is open, and nothing was decided, left open or touched: there is nothing to record.")
    handoff = handoff._replace(asked=brief.asked if brief else "")
    identifiers = _write(state, handoff)
    if brief is not None:
        _keep(top, replace(brief, closed=True))
    return Closed(identifiers=identifiers, asked=handoff.asked)


def _meant(state: Standing, brief: Brief) -> list[str]:
    """What a brief was asked about and is there still: where its words are recorded in short, they name no more all of it."""
    return [name for name, each in brief.told.items() if each.asked and state.trace.called(name)]


def _made(state: Standing, scope: Scope, day: str) -> Brief:
    """A brief as it is recorded. What belongs to a project below, with a configuration of its own, is told and not recorded."""
    words: dict[str, tuple[str, bool]] = {}
    asked = set(scope.around.asked)
    for node in scope.nodes():
        project, _, found = state.defined(node)
        if project.config.root in ("", str(state.top)) and not is_over(state, node):
            words.setdefault(node.identifier, (told_of(project.graph, found), node in asked))
    try:
        commit = commit_of(state.top)
    except RevisionError:
        commit = ""
    return Brief(scope.asked, state.mark[:_MARK], day, commit, told=told_words(words))


def _record(top: Path, keep: bool) -> ReadBriefs:
    """What is recorded. Raises AskError where lines of it would be lost."""
    found = read_briefs(top / BRIEFS)
    if keep and found.problems:
        first = found.problems[0]
        raise AskError(f"{BRIEFS}:{first.line + 1}: {first.message} Nothing was recorded, so that no line is lost.")
    return found


def _keep(top: Path, brief: Brief) -> None:
    """Record a brief beside what others have recorded meanwhile."""
    try:
        with exclusive(top / BRIEFS) as held:
            held.write_lines(written({**_record(top, True).briefs, brief.asked: brief}))
    except OSError as error:
        raise AskError(f"{BRIEFS} could not be written ({error.strerror or error}), so it is as it was.") from error


def _open_brief(state: Standing, briefs: Mapping[str, Brief], words: Sequence[str]) -> Brief | None:
    """The brief that a thread works by. Raises AskError where that is none that is open, or any of several."""
    still = [each for each in briefs.values() if not each.closed]
    named = ", ".join(f"“{each.asked}”" for each in still) or "none"
    if words:
        asked = asked_for(state, words)
        brief = next((each for each in still if each.asked == asked), None)
        if brief is None:
            raise AskError(f"No brief for “{asked}” is open: there is {named}.")
        return brief
    if len(still) > 1:
        raise AskError(f"More than one brief is open ({named}): say which thread has ended, by what its brief is for.")
    return still[0] if still else None


def _touched(state: Standing, brief: Brief) -> tuple[str, ...]:
    """The artifacts that are said otherwise than a brief told, and the files that are not as they were when it was written."""
    names: list[str] = []
    for project in {id(each): each for each in state.check.projects.values()}.values():
        holds = any(each.setting.format != UNREADABLE for each in project.documents.values())
        if holds and project.config.root in ("", str(state.top)):
            found = at_once(differing(project, brief))
            names += [*(name for name, _ in found.changed), *found.gone, *found.new] if found else []
    with contextlib.suppress(RevisionError):  # the commit is not there any more: what the record tells is all that is known
        names += changed_files(state.check, state.top, brief.commit) if brief.commit else []
    names = [name for name in dict.fromkeys(names) if name != HANDOFFS]
    more = len(names) - _MOST_TOUCHED
    return (*names[:_MOST_TOUCHED], *([f"{more} more"] if more > 0 else []))


def _write(state: Standing, handoff: Handoff) -> tuple[str, ...]:
    if not (handoff.decided or handoff.left_open or handoff.touched):
        return ()
    known = {node.identifier for node in state.trace.nodes}
    missing = next((each for each in handoff.about if each not in known), "")
    if missing:
        state.called(missing)  # tells what is likely meant
    file = state.top / HANDOFFS
    settings = load_config(find_config(state.top)).config.reader_settings(str(file))
    try:
        with exclusive(file) as held:
            before = file.read_text("utf-8") if regular(file) else ""
            text, identifiers = with_handoff(before, handoff, known, settings)
            held.write_lines(text)
    except UnwrittenError as error:
        raise AskError(str(error)) from error
    except (OSError, UnicodeError) as error:
        why = (isinstance(error, OSError) and error.strerror) or error
        raise AskError(f"“{HANDOFFS}” cannot be read or written ({why}), so nothing was recorded.") from error
    return identifiers
