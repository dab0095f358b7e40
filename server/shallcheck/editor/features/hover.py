"""Hover: on a finding the rule, on an identifier or link what it stands for and what it is linked with."""

from __future__ import annotations

from lsprotocol import types

from shallcheck.editor.client import Can
from shallcheck.editor.features.places import artifact_at, findings_at, link_at, spot
from shallcheck.editor.features.reviewing import SUSPECT, changed, suspect_link
from shallcheck.editor.present import to_range
from shallcheck.editor.server import Server
from shallcheck.editor.session import Session
from shallcheck.model.index import Defined
from shallcheck.project.report import Found
from shallcheck.project.state import Project
from shallcheck.reports.proof import sentence
from shallcheck.reports.quoting import as_text

_MOST = 8


def register(server: Server, session: Session, can: Can) -> None:
    """Register hover."""

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        await session.ready()
        at = spot(session, params.text_document, params.position)
        if at is None:
            return None
        session.on_evidence_asked()
        project = session.project(at.path)
        found = findings_at(session, at)
        if found:
            return types.Hover(
                _markdown("\n\n---\n\n".join(_explained(project, at.path, each) for each in found[:3])),
                _range(session, at.path, found),
            )
        linked = link_at(at)
        defined = project.index.resolve(at.document.setting, linked[1].target) if linked else []
        own = artifact_at(at)
        cards = defined or ([own] if own else [])
        return (
            types.Hover(_markdown("\n\n---\n\n".join(card(session.project(each.path), each) for each in cards[:3])))
            if cards
            else None
        )


def card(project: Project, defined: Defined) -> str:
    """An artifact as a card: identifier, level, text, links up and down."""
    artifact = defined.artifact
    statements = [each.text for each in defined.segment.reading.statements if each.artifact == defined.number]
    up = [link.target for link in defined.segment.reading.links if link.artifact == defined.number]
    down = sorted({named.source or named.path for named in project.references(defined.identifier)})
    rows = [f"**{artifact.label}** {as_text(artifact.title)} · {artifact.kind.value} · level {artifact.level.value}"]
    rows += [f"> {as_text(text)}" for text in statements[:3]]
    if proof := project.evidence.of(defined.identifier):
        rows.append(f"Tests: {as_text(sentence(proof, project.config.root))}")
    rows.append(f"Links to: {_listed(up)}  \nLinked from: {_listed(down)}")
    return "\n\n".join(rows)


def _listed(names: list[str]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:_MOST])
    return (shown + (f" and {len(names) - _MOST} more" if len(names) > _MOST else "")) or "nothing"


def _explained(project: Project, path: str, found: Found) -> str:
    """The rule's page under a heading of a hover's size; the finding's own message is shown by the editor. Of a suspect link what
    has changed stands first."""
    from shallcheck.reports.rule_page import rule_markdown
    from shallcheck.rules.registry import all_rules

    if found.report.rule == SUSPECT and (suspect := suspect_link(project, path, found)) is not None:
        return changed(suspect[1])
    return rule_markdown(all_rules()[found.report.rule]).replace("# ", "#### ", 1)


def _range(session: Session, path: str, found: list[Found]) -> types.Range:
    return to_range(session.table(path), found[0].place, session.units)


def _markdown(text: str) -> types.MarkupContent:
    return types.MarkupContent(types.MarkupKind.Markdown, text)
