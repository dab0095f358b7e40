"""`shallcheck hook`: what agents and git run before they write."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Annotated, TextIO

import typer

from shallcheck.agents.hooks import Agent
from shallcheck.commands.choosing import one_of
from shallcheck.reports.quoting import visible

_BLOCKS = {Agent.CLAUDE: 2, Agent.KIRO: 2, Agent.CODEX: 2, Agent.GIT: 1}
"""The exit code that each takes as a refusal; any other lets the write happen."""
PATIENCE = 50.0
"""Seconds after which it is refused as not judged: agents wait some 60 s for a hook, and then let the write happen."""


def hook(
    agent: Annotated[
        Agent,
        typer.Option("--agent", parser=one_of(Agent), metavar="|".join(Agent), help="Whose hook it is.", show_default=False),
    ],
) -> None:
    """Judge what an agent is about to write, before it does.

    Reads from standard input what the agent passes to its hook before a tool runs, judges the files as they would be, and answers
    as that agent expects: where the change is refused, or cannot be judged, the reasons stand on standard error and the exit code
    blocks the tool; where it is accepted and something is worth a look, that is told. For git, run before a commit, it judges
    what is staged.

    `shallcheck init --agent claude` writes the agent's configuration. docs/agents.md says what a hook cannot stop.

    Exit code 0: it may; 2 (git: 1): it may not.

    **Examples**

    * `shallcheck hook --agent claude`, in .claude/settings.json
    * `shallcheck hook --agent git`, in .git/hooks/pre-commit
    """
    try:
        from shallcheck.agents.hooks.asking import answer

        given = b"" if agent is Agent.GIT else sys.stdin.buffer.read()
        with _in_time(agent):
            allowed, told = answer(agent, given, Path.cwd())
    except Exception as error:  # an agent goes on after a fault: only a refusal holds it
        from shallcheck.commands.telling import fault

        allowed, told = False, fault(error)
    told = visible(told)
    if allowed and told and agent is Agent.CLAUDE:
        _write(sys.stdout, json.dumps({"hookSpecificOutput": {"hookEventName": "PreToolUse", "additionalContext": told}}))
    elif told:
        _write(sys.stderr, told)
    if not allowed:
        raise typer.Exit(_BLOCKS[agent])


@contextmanager
def _in_time(agent: Agent) -> Iterator[None]:
    """Refuse where an agent would go on because it waits no longer. Git waits."""

    def refuse() -> None:
        told = f"ShallCheck could not judge this within {PATIENCE:g} s, so it is not made: "
        _write(sys.stderr, told + "write less at once, or run `shallcheck check .` first, so that what stays is known.")
        os._exit(_BLOCKS[agent])

    timer = Timer(PATIENCE, refuse)
    timer.daemon = True
    if agent is not Agent.GIT:
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _write(stream: TextIO, text: str) -> None:
    stream.buffer.write(text.encode("utf-8", "replace") + b"\n")
    stream.buffer.flush()
