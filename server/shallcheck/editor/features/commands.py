"""Commands that a client runs by name: explain a requirement, walk its trace, write a new one, show a rule's page, read the
workspace again.

Each takes one object, `{"uri", "position", …}` or `{"rule"}`; null is the answer where the server has nothing to say of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lsprotocol import converters, types

from shallcheck.documents.drafting import CONDITIONS, UNDECIDED, Answers, draft
from shallcheck.editor.client import Can
from shallcheck.editor.features.places import Spot, spot
from shallcheck.editor.features.workspace import Workspace
from shallcheck.editor.present import location, position, workspace_edit
from shallcheck.editor.server import Server
from shallcheck.editor.session import Session
from shallcheck.model.document import Placed, Statement
from shallcheck.model.finding import apply_edits
from shallcheck.model.lines import Lines
from shallcheck.model.understanding import Understanding
from shallcheck.project.tracing import Direction, artifact_around, relatives
from shallcheck.reports.rule_page import rule_markdown
from shallcheck.rules.registry import all_rules

EXPLAIN, TRACE, DRAFT = "shallcheck.explain", "shallcheck.trace", "shallcheck.draft"
RULE, CHECK = "shallcheck.rule", "shallcheck.check"
_PATIENCE = 10.0
"""Seconds to wait for the findings and the parse; the pipeline alone takes some to load."""


def register(server: Server, session: Session, can: Can, workspace: Workspace) -> None:
    """Register the commands."""
    convert = converters.get_converter()

    def at(place: Mapping[str, Any]) -> Spot | None:
        position = convert.structure(place["position"], types.Position)
        return spot(session, types.TextDocumentIdentifier(str(place["uri"])), position)

    @server.command(EXPLAIN)
    async def explain(place: Any) -> dict[str, str] | None:
        await session.ready()
        here = at(place)
        return await _explained(session, here) if here else None

    @server.command(TRACE)
    async def trace(place: Any) -> dict[str, Any] | None:
        await session.ready()
        here = at(place)
        return _traced(session, here, Direction(place["direction"])) if here else None

    @server.command(DRAFT)
    async def write(place: Any) -> dict[str, Any] | None:
        here = at(place)
        return _drafted(session, can, here, place) if here else None

    @server.command(RULE)
    async def rule(named: Any) -> dict[str, str] | None:
        await session.ready()
        known = all_rules().get(str(named["rule"]))
        return {"title": f"{known.code} {known.slug}", "markdown": rule_markdown(known)} if known else None

    @server.command(CHECK)
    async def check(*nothing: Any) -> None:
        await workspace.again()


async def _explained(session: Session, at: Spot) -> dict[str, str] | None:
    from shallcheck.reports.explanation import Explained, explanation

    await session.settled(at.path, _PATIENCE)
    found = _statement_at(at)
    if found is None:
        return None
    placed, statement = found
    known = await session.understood(statement, _PATIENCE) or Understanding(parsed=False)
    project, reading = session.project(at.path), placed.segment.reading
    artifact = reading.artifacts[statement.artifact] if statement.artifact is not None else None
    identifier = at.document.identifier(artifact) if artifact else ""
    reports = [
        each
        for each in project.segment_reports(at.path, placed.segment)
        if each.statement is statement or (each.statement is None and identifier and each.artifact == identifier)
    ]
    up = [link.target for link in reading.links if artifact is not None and link.artifact == statement.artifact]
    down = sorted({named.source or named.path for named in project.references(identifier)}) if identifier else []
    explained = Explained(statement, artifact, reports, known, up, down)
    return {"title": explained.title, "markdown": explanation(explained)}


def _statement_at(at: Spot) -> tuple[Placed, Statement] | None:
    """The statement at a place; between statements, that of the artifact around it."""
    own: tuple[Placed, Statement] | None = None
    around = artifact_around(at.document, at.offset)
    for placed, statement in at.document.statements():
        start, end = statement.runs[0].source, statement.runs[-1].source + statement.runs[-1].length
        if placed.start + start <= at.offset <= placed.start + end:
            return placed, statement
        if around and own is None and placed.segment is around.segment and statement.artifact == around.number:
            own = placed, statement
    return own


def _traced(session: Session, at: Spot, direction: Direction) -> dict[str, Any] | None:
    defined = artifact_around(at.document, at.offset)
    if defined is None:
        return None
    project = session.project(at.path)
    targets = []
    for each in relatives(project, defined, direction):
        place = location(session, each.path, each.segment, each.artifact.place)
        if place is not None:
            targets.append(
                {"uri": place.uri, "range": place.range, "identifier": each.artifact.label, "title": each.artifact.title}
            )
    return {"identifier": defined.artifact.label, "targets": targets}


def _drafted(session: Session, can: Can, at: Spot, said: Mapping[str, Any]) -> dict[str, Any] | None:
    names = {"how_well": "howWell"}
    answers = Answers(**{name: str(said.get(names.get(name, name), "")) for name in Answers._fields})
    if answers.condition not in ("", *CONDITIONS):
        return None
    made = draft(at.document, at.offset, answers, session.project(at.path).index.identifiers())
    if made is None:
        return None
    (edit,) = made.edits
    lines = Lines(apply_edits(at.document.text, made.edits))
    undecided = edit.text.find(UNDECIDED)
    first = edit.text.find(made.statement[:20])
    end = edit.start + (undecided if undecided >= 0 else edit.text.find("\n", max(first, 0)))
    return {
        "identifier": made.label,
        "edit": workspace_edit(session, can, at.path, made.edits, snippets=False),
        "at": position(lines, end, session.units),
    }
