"""`shallcheck propose`: judge a change before it is made."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from shallcheck.commands.baseline import top_of
from shallcheck.commands.check import progress_bar, refuse_unusable
from shallcheck.commands.choosing import one_of
from shallcheck.commands.telling import UNUSABLE, tell
from shallcheck.project.ledger import LEDGER, read_ledger

if TYPE_CHECKING:
    from shallcheck.agents.judging import Base
    from shallcheck.project.proposals import Proposal

LARGEST = 50 * 1024 * 1024
"""Bytes of a diff: a larger one is not read."""


class Format(StrEnum):
    """How the verdict is printed."""

    TEXT = "text"
    JSON = "json"


def propose(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The folder of the project.")] = Path(),
    diff: Annotated[str, typer.Option("--diff", metavar="FILE|-", help="A unified diff, as git or diff write it.")] = "",
    identifier: Annotated[str, typer.Option("--id", metavar="ID", help="The artifact that is to say --text.")] = "",
    text: Annotated[str, typer.Option("--text", metavar="STATEMENT", help="What it is to say.")] = "",
    level: Annotated[str, typer.Option("--level", metavar="LEVEL", help="Where it stands, if it is new.")] = "requirements",
    attribute: Annotated[
        list[str] | None,
        typer.Option("--attribute", metavar="TEXT", help="What else is written to it: “Source: trial 12”; may be repeated."),
    ] = None,
    remove: Annotated[str, typer.Option("--remove", metavar="ID", help="The artifact that is to go.")] = "",
    since: Annotated[
        str, typer.Option("--since", metavar="REV|BASELINE", help="What came since then; A..B: what B brings in.")
    ] = "",
    signed_by: Annotated[
        str, typer.Option("--signed-by", metavar="WHO", help="The person who approves what only a person can.")
    ] = "",
    no_ledger: Annotated[bool, typer.Option("--no-ledger", help="Do not keep the verdict.")] = False,
    output: Annotated[
        Format,
        typer.Option(
            "--format",
            parser=one_of(Format),
            metavar="text|json",
            show_default="text",
            help="text for people, json for programs.",
        ),
    ] = Format.TEXT,
) -> None:
    """Judge a change before it is made, and say no with reasons.

    A diff, a statement, a removal, or what came since a revision is laid over the project in memory and judged with all that it
    touches. Only what the change causes counts. It is judged with the configuration, the suppressions, the statuses and the
    baseline that were there before; who changes those needs a person, who signs with `--signed-by`.

    The verdict is kept in `shallcheck-verdicts.txt` (docs/verdict.md), so that what is proposed again meets it.

    Exit code 0: accepted; 1: refused; 2: it could not be judged.

    **Examples**

    * `git diff | shallcheck propose --diff -`
    * `shallcheck propose --id SYS-012 --text "The pump shall stop within 2 s of each alarm."`
    * `shallcheck propose --id SYS-013 --text "The pump shall stop within 3 s of each leak." --attribute "Traces to: SN-001"`
    * `shallcheck propose --remove SYS-012`
    * `shallcheck propose --since main --format json`
    * `shallcheck propose --since origin/main..HEAD`
    """
    refuse_unusable([path])
    from shallcheck.agents.judging import UnjudgedError, judge
    from shallcheck.agents.verdict import verdict_text

    asked = _Asked(path, diff, identifier, text, level, tuple(attribute or ()), remove, since)
    try:
        proposal, base = asked.proposal()
        with progress_bar() as progress:
            verdict = judge(proposal, base, signed_by=" ".join(signed_by.split()), keep=not no_ledger, progress=progress)
    except UnjudgedError as error:
        _refuse(f"That could not be judged: {error}")
    _tell_damage(base.top / LEDGER)
    written = verdict.as_json() if output is Format.JSON else verdict_text(verdict)
    sys.stdout.buffer.write(written.encode("utf-8", "replace") + b"\n")
    raise typer.Exit(0 if verdict.accepted else 1)


def _tell_damage(ledger: Path) -> None:
    """Say which lines of a ledger count for nothing."""
    with contextlib.suppress(OSError):
        for number in read_ledger(ledger).damaged[:3]:
            tell(f"{ledger}:{number}: This line holds no verdict that can be read, so it counts for nothing: remove it.")


@dataclass(frozen=True)
class _Asked:
    """What the command line asks for."""

    path: Path
    diff: str
    identifier: str
    text: str
    level: str
    attributes: tuple[str, ...]
    remove: str
    since: str

    def proposal(self) -> tuple[Proposal, Base]:
        """What is proposed, and what it is judged against; ends with what to write where that is not one thing."""
        from shallcheck.agents.judging import Base
        from shallcheck.agents.since import since
        from shallcheck.project.proposals import Patch
        from shallcheck.project.wordings import Removal, Wording

        kinds = [bool(each) for each in (self.diff, self.identifier or self.text, self.remove, self.since)]
        if sum(kinds) != 1:
            _refuse("Propose one thing: --diff, --id with --text, --remove or --since (`shallcheck propose --help`).")
        top = top_of(self.path if self.path.is_dir() else self.path.parent)
        if self.since:
            return since(top, self.since)
        if self.remove:
            return Removal(self.remove), Base(top)
        if self.diff:
            return Patch(_read(self.diff), top, Path.cwd()), Base(top)
        if not (self.identifier and self.text):
            _refuse("A statement needs both: --id with its identifier, and --text with what it is to say.")
        return Wording(self.identifier, self.text, self.level, self.attributes), Base(top)


def _read(name: str) -> bytes:
    """The bytes of a diff; ends with what to do where they cannot be read."""
    try:
        if name == "-":
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        _refuse(f"The diff “{name}” cannot be read ({getattr(error, 'strerror', None) or error}): name a file, or - for a pipe.")
    if len(data) > LARGEST:
        _refuse(f"The diff “{name}” is larger than {LARGEST / 2**20:g} MB, so it is not judged: propose it in parts.")
    return data


def _refuse(message: str) -> NoReturn:
    tell(message)
    raise typer.Exit(UNUSABLE)
