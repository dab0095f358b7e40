"""The verdict in an editor: on a statement, on a document that is not saved, on all that came since the last commit; and what
agents in the editor ask beside it. Each is answered apart, so that nobody waits for it at the keyboard."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from shallcheck.agents.apart import CONTEXT, FINDINGS, JUDGE, SHOW, question
from shallcheck.editor.apart import Apart
from shallcheck.editor.client import Can
from shallcheck.editor.server import Server
from shallcheck.editor.session import Session
from shallcheck.editor.wire import Json, RefusedError
from shallcheck.model.lines import Units

COMMANDS = {"shallcheck.judge": JUDGE, "shallcheck.context": CONTEXT, "shallcheck.findings": FINDINGS}
"""Answered as docs/verdict.md and docs/agents.md say."""
VERDICT = "shallcheck.verdict"
"""As `shallcheck.judge`, but for people: the reasons with places that a client can open, and a page."""


def register(server: Server, session: Session, can: Can) -> None:
    """Register the commands. Each takes one object; `uri` in it says of which document or folder."""
    apart = Apart()

    def offer(name: str, kind: str) -> None:
        @server.command(name)
        async def answer(*arguments: Any) -> Json:
            asked = await _asked(session, arguments)
            return Json(await apart.ask(asked.question(kind)))

    for name, kind in COMMANDS.items():
        offer(name, kind)

    @server.command(VERDICT)
    async def show(*arguments: Any) -> Json:
        asked = await _asked(session, arguments)
        shown = json.loads(await apart.ask(asked.question(SHOW)))
        return Json(json.dumps(_told(session, asked.top, shown)))


class _Asked(NamedTuple):
    """What a client asks, of which project."""

    said: Mapping[str, Any]
    top: Path
    path: str
    unsaved: Mapping[str, str]

    def question(self, kind: str) -> tuple[Any, ...]:
        try:
            return question(kind, self.said, self.top, self.path, self.unsaved)
        except (TypeError, ValueError, RecursionError):
            raise RefusedError("What was asked cannot be written as JSON, so it is not answered.") from None


async def _asked(session: Session, arguments: Sequence[Any]) -> _Asked:
    """Raises RefusedError where it is not to be understood, or lies in no folder of the workspace."""
    said = arguments[0] if arguments else {}
    if not isinstance(said, Mapping) or len(arguments) > 1:
        raise RefusedError("Ask with one object: docs/verdict.md says what may stand in it.")
    uri = said.get("uri", "")
    if not isinstance(uri, str):
        raise RefusedError("“uri” is to be the address of a document or a folder, as a text.")
    await session.laid_out()
    top, path = _project(session, uri)
    rest = {name: value for name, value in said.items() if name != "uri"}
    inside = {} if rest.keys() & {"id", "text", "remove", "diff"} else _unsaved(session, top)
    return _Asked(rest, top, path, inside if rest.get("tree") else {path: inside[path]} if path in inside else {})


def _project(session: Session, uri: str) -> tuple[Path, str]:
    """The top of the project of a document or a folder, and the document from there. Raises RefusedError."""
    layout = session.roots.layout
    if layout is None:
        raise RefusedError("The workspace is still being read: try again in a moment.")
    if not layout.folders:
        raise RefusedError("No folder is open, so there is no project to judge: open the folder of the documents.")
    if not uri:
        if len(layout.folders) > 1:
            raise RefusedError("Several folders are open: name a document or a folder of one with “uri”.")
        uri = session.uri(os.fspath(next(iter(layout.folders))))
    try:
        path = session.path(uri)
        os.fsencode(path)
    except ValueError:  # also where no file can be called so
        path = ""
    within = path if path and Path(path) not in layout.folders else os.fspath(Path(path, "_"))
    folder = session.roots.folder(within)
    if folder is None or "\0" in path:
        raise RefusedError(f"“{uri[:200]}” lies in no folder of the workspace: save it in one, or open its folder.")
    real, config = Path(layout.real[folder]), session.roots.of(within).config
    top = config.parent if config and config.parent.is_relative_to(real) else real
    inside = _inside(top, path)
    if inside is None:
        raise RefusedError(f"“{uri[:200]}” leads out of its project, so it is not judged.")
    return top, inside


def _inside(top: Path, path: str) -> str | None:
    """A path from the top of a project; empty: the top itself; None: it lies outside."""
    real = Path(os.path.realpath(path))
    if not real.is_relative_to(top):
        return None
    return "" if real == top else real.relative_to(top).as_posix()


def _unsaved(session: Session, top: Path) -> dict[str, str]:
    """The texts of a project as the client has them."""
    held = {_inside(top, path): buffer.table.text for path, buffer in session.open.items() if Path(path).is_absolute()}
    return {path: text for path, text in held.items() if path}


def _told(session: Session, top: Path, shown: Mapping[str, Any]) -> dict[str, Any]:
    verdict = shown["verdict"]
    return {
        "accepted": verdict["verdict"] == "accepted",
        "against": shown["against"],
        "text": shown["text"],
        "markdown": shown["markdown"],
        "rows": [
            *(_violation(session, top, "violates", each) for each in verdict["violates"]),
            *(
                _row("sign-off", each["path"], f"It {each['what']}.", location=_beginning(session, top, each["path"]))
                for each in verdict["sign_off"]
                if not each["signed_by"]
            ),
            *(_violation(session, top, "reported", each) for each in verdict["reported"]),
            *(
                _row("placeholder", each["artifact"], f"“{each['quote']}”", location=_location(session, top, each["place"]))
                for each in verdict["placeholders"]
            ),
        ],
    }


def _violation(session: Session, top: Path, kind: str, each: Mapping[str, Any]) -> dict[str, Any]:
    about = each["artifact"] or each["rule"]
    location = _location(session, top, each["place"]) if each["place"] else None
    return _row(kind, about, each["because"], each["rule"], each["fix"], location)


def _row(
    kind: str, about: str, message: str, rule: str = "", fix: str = "", location: dict[str, Any] | None = None
) -> dict[str, Any]:
    return {"kind": kind, "about": about, "rule": rule, "message": message, "fix": fix, "location": location}


def _called(session: Session, top: Path, path: str) -> str:
    """A path from the top of a project as the client calls it."""
    layout = session.roots.layout
    return os.fspath(layout.named(top / path) if layout else top / path)


def _beginning(session: Session, top: Path, path: str) -> dict[str, Any] | None:
    """The beginning of a file; None where there is none."""
    start = {"line": 0, "character": 0}
    if not (top / path).is_file():
        return None
    return {"uri": session.uri(_called(session, top, path)), "range": {"start": start, "end": start}}


def _location(session: Session, top: Path, place: Mapping[str, Any]) -> dict[str, Any] | None:
    """A place of a verdict as the client counts; None where the document is only proposed."""
    path = _called(session, top, place["path"])
    if path not in session.open and session.document(path) is None:
        return None
    lines = session.open[path].table if path in session.open else session.table(path)
    ends = {}
    for end in ("start", "end"):
        offset = lines.offset(place[end]["line"], place[end]["character"], Units.UTF16)
        line, character = lines.position(offset, session.units)
        ends[end] = {"line": line, "character": character}
    return {"uri": session.uri(path), "range": ends}
