"""`shallcheck brief`: what a thread has to know before it begins, in one piece."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from shallcheck.commands.baseline import top_of
from shallcheck.commands.telling import UNUSABLE, tell

BUDGET_HELP = "Tokens that it may take, about; what does not fit is named."


def brief(
    rest: Annotated[
        list[str] | None, typer.Argument(metavar="[FOLDER] [TASK|ID]...", help="The folder of the project; more of --for.")
    ] = None,
    about: Annotated[
        list[str] | None,
        typer.Option("--for", metavar="TASK|ID", help="What the work is about; may be repeated. Everything, if left out."),
    ] = None,
    budget: Annotated[int, typer.Option(min=100, help=BUDGET_HELP)] = 8000,
    output: Annotated[str, typer.Option(metavar="FILE", help="Write it into a file, and not on standard output.")] = "",
    no_record: Annotated[bool, typer.Option("--no-record", help="Do not record it: nobody is told once it is old.")] = False,
) -> None:
    """Write a brief for whoever works next, a person or a coding agent: self-contained, in Markdown.

    It holds the intent, every constraint verbatim, the requirements in scope with what verifies them, decisions, what is still
    open, the terms, what has changed since the last brief for the same, and the fingerprint of the state. The same state gives
    the same bytes. `--for` takes identifiers, a task of Kiro, spec-kit or OpenSpec by its number, a line of a document
    (`FILE:LINE`), or words to search for.

    What it told is recorded in `shallcheck-briefs.txt`: GAT005 tells of the brief once it is older than the state, until it is
    written anew or closed (`shallcheck handoff close`). See docs/handoff.md.

    Exit code 0: written; 2: it could not be.

    **Examples**

    * `shallcheck brief --for SYS-012 --for SYS-013`
    * `shallcheck brief --for "T004" --budget 4000 | claude`
    * `shallcheck brief docs --for specs/001-pump/tasks.md:12 --output brief.md`
    """
    folder, words = placed(rest, about)
    from shallcheck.agents.handoffs import write_brief
    from shallcheck.agents.standing import AskError

    def put(text: str) -> None:
        if output:
            Path(output).write_bytes(text.encode("utf-8", "replace"))

    try:
        made = write_brief(top_of(folder), words, budget, keep=not no_record, day=date.today().isoformat(), put=put)
    except AskError as error:
        tell(str(error))
        raise typer.Exit(UNUSABLE) from None
    except OSError as error:
        tell(f"{output} could not be written ({error.strerror or error}).")
        raise typer.Exit(UNUSABLE) from None
    if not output:
        sys.stdout.buffer.write(made.text.encode("utf-8", "replace"))


def placed(rest: list[str] | None, about: list[str] | None) -> tuple[Path, list[str]]:
    """The folder of the project, and what is asked about: of words without an option, the first that is a folder is the first."""
    words = list(rest or [])
    folder = next((each for each in words if Path(each).is_dir()), "")
    if folder:
        words.remove(folder)
    return Path(folder or "."), [*(about or []), *words]
