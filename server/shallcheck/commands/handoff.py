"""`shallcheck handoff close`: write down what a thread decided, left open and touched."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from shallcheck.commands.baseline import top_of
from shallcheck.commands.choosing import one_of
from shallcheck.commands.telling import UNUSABLE, tell
from shallcheck.project.git import git_user


class Action(StrEnum):
    """What is done with a hand-off."""

    CLOSE = "close"


def handoff(
    action: Annotated[Action, typer.Argument(parser=one_of(Action), metavar="close", help="End the thread.")],
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of the project.")] = Path(),
    decided: Annotated[list[str] | None, typer.Option(metavar="TEXT", help="What was decided; may be repeated.")] = None,
    left_open: Annotated[list[str] | None, typer.Option("--open", metavar="TEXT", help="What is open; may be repeated.")] = None,
    touched: Annotated[
        list[str] | None,
        typer.Option(metavar="ID|PATH", help="What was touched; left out, all that differs since the brief. May be repeated."),
    ] = None,
    about: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="What the decisions are about, beside the identifiers that they name; may be repeated."),
    ] = None,
    closed_for: Annotated[
        list[str] | None, typer.Option("--for", metavar="TASK|ID", help="Which brief, where more than one is open.")
    ] = None,
    by: Annotated[str, typer.Option(metavar="WHO", help="Who answers for it; left out, git's user.name and user.email.")] = "",
) -> None:
    """Close a hand-off: record what the thread decided, left open and touched, for whoever works next.

    Each becomes a decision with an identifier in `shallcheck-handoffs.md`, linked to the requirements that it is about; texts are
    kept as they are, in one line. The next `shallcheck brief` quotes them. GAT005 tells no more of the brief that is closed.

    Exit code 0: recorded; 2: it could not be.

    **Examples**

    * `shallcheck handoff close --decided "SYS-012 retries three times" --open "Who pays for the messages?"`
    * `shallcheck handoff close --for SYS-012 --decided "One queue is enough" --about SYS-012 --by "Ann Lee"`
    * `shallcheck handoff close --touched src/queue.py`
    """
    if not folder.is_dir():
        tell(f"There is no folder “{folder}”: name the top of a project.")
        raise typer.Exit(UNUSABLE)
    from shallcheck.agents.decisions import HANDOFFS, Handoff
    from shallcheck.agents.handoffs import close_handoff
    from shallcheck.agents.standing import AskError

    top = top_of(folder)
    said, unsaid, names, over = (tuple(each or ()) for each in (decided, left_open, touched, about))
    left = Handoff(said, unsaid, names, over, by=by or git_user(top), day=date.today().isoformat())
    try:
        closed = close_handoff(top, closed_for or [], left)
    except AskError as error:
        tell(str(error))
        raise typer.Exit(UNUSABLE) from None
    if closed.identifiers:
        tell(f"Recorded {', '.join(closed.identifiers)} in {HANDOFFS}.")
    if closed.asked:
        tell(f"Closed the brief for “{closed.asked}”.")
