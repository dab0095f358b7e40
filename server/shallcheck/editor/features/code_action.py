"""Code actions: fixes, splits, fix all, and suppression with a reason.

Edits are computed from the document as it is now and carry its version, so that a client whose text has moved on refuses them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from lsprotocol import types

from shallcheck.documents.writing import render_suppression
from shallcheck.editor.client import Can
from shallcheck.editor.features.places import spot
from shallcheck.editor.features.renumbering import Renumbering
from shallcheck.editor.features.reviewing import review_actions
from shallcheck.editor.features.suggesting import link_actions, wants_link
from shallcheck.editor.present import diagnostic, workspace_edit
from shallcheck.editor.refactoring import Change, together
from shallcheck.editor.server import Server
from shallcheck.editor.session import Session
from shallcheck.editor.wire import RefusedError
from shallcheck.model.finding import Edit, Fix
from shallcheck.project.fixes import edits_for, safe_edits
from shallcheck.project.renaming_run import Renamed
from shallcheck.project.report import Found
from shallcheck.project.spreading import spread
from shallcheck.rules.document.suppression_without_reason import UNSAID

FIX_ALL = "source.fixAll.shallcheck"
_MOST = 20
"""Findings that are answered for."""
_PATIENCE = 1.0
"""Seconds to wait for the findings of the text as it is."""


def register(server: Server, session: Session, can: Can) -> None:
    """Register code actions."""
    renumbering = Renumbering(session, can)

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix, FIX_ALL]),
    )
    async def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        path = session.path(params.text_document.uri)
        await session.ready()
        following = await renumbering.actions(params) if _wanted(params, types.CodeActionKind.QuickFix) else []
        await session.settled(path, _PATIENCE)
        await session.judged(path)
        touched = _touched(session, params)
        links = []
        if touched and _wanted(params, types.CodeActionKind.QuickFix) and any(map(wants_link, touched)):
            links = await link_actions(session, path, lambda: _touched(session, params) or [], can)
            touched = _touched(session, params)  # the text may have changed meanwhile
        if touched is None:
            return []
        actions = following
        if _wanted(params, types.CodeActionKind.QuickFix):
            for found in touched:
                actions += await _fixes(session, path, found, can)
            actions += links
            actions += review_actions(session, path, touched, can)
            for found in touched:
                actions += _suppression(session, path, found, can)
        if _wanted(params, FIX_ALL):
            actions += _fix_all(session, path, session.project(path).reports(path), can)
        return actions


def _touched(session: Session, params: types.CodeActionParams) -> list[Found] | None:
    """The first findings of a document that a range touches; None where it holds nothing for us."""
    start = spot(session, params.text_document, params.range.start)
    end = spot(session, params.text_document, params.range.end)
    if start is None or end is None:
        return None
    reports = session.project(start.path).reports(start.path)
    return [each for each in reports if each.place.start <= end.offset and start.offset <= each.place.end][:_MOST]


def _wanted(params: types.CodeActionParams, kind: str) -> bool:
    only = params.context.only
    return not only or any(kind == each or kind.startswith(f"{each}.") for each in only)


async def _fixes(session: Session, path: str, found: Found, can: Can) -> list[types.CodeAction]:
    project = session.project(path)
    document = project.documents[path]
    rows = []
    for fix in found.report.finding.fixes:
        if fix.term or fix.everywhere:
            rows += await _spread(session, path, found, fix, can)
            continue
        edits = edits_for(document, found, fix)
        if edits is not None:
            rows.append(_action(session, path, found, fix, fix.title, _own(session, can, path, found, fix, edits)))
    return rows


async def _spread(session: Session, path: str, found: Found, fix: Fix, can: Can) -> list[types.CodeAction]:
    """A fix that reaches into other documents: one edit that the person can undo."""
    edits = spread(session.project(path), path, fix)
    places = sum(map(len, edits.values()))
    if not edits or (fix.everywhere and places < 2):
        return []
    title = fix.title
    if set(edits) == {path}:
        edit = _own(session, can, path, found, fix, edits[path])
    else:
        try:
            edit = await together(session, can, lambda world: Change(Renamed(edits, {})))
        except RefusedError:
            return []
        if fix.term:
            title += f" ({PurePath(next(iter(edits))).name})"
    if fix.everywhere:
        title += f" ({places} places{f' in {len(edits)} documents' if len(edits) > 1 else ''})"
    return [_action(session, path, found, fix, title, edit)]


def _own(session: Session, can: Can, path: str, found: Found, fix: Fix, edits: Sequence[Edit]) -> types.WorkspaceEdit:
    return workspace_edit(session, can, path, edits, stops=_copied_title(found) if fix.siblings else ())


def _action(session: Session, path: str, found: Found, fix: Fix, title: str, edit: types.WorkspaceEdit) -> types.CodeAction:
    return types.CodeAction(
        title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[diagnostic(session, path, found)],
        is_preferred=fix.safe or None,
        edit=edit,
    )


def _copied_title(found: Found) -> tuple[str, ...]:
    """The title that a split gives to each part at the end of its heading, as a pattern: a person finds a better one."""
    statement = found.report.statement
    if statement is None or statement.artifact is None:
        return ()
    title = found.placed.segment.reading.artifacts[statement.artifact].title
    return (re.escape(title) + r"(?=[ \t]*$)",) if title else ()


def _suppression(session: Session, path: str, found: Found, can: Can) -> list[types.CodeAction]:
    project = session.project(path)
    edits = render_suppression(project.documents[path], found.placed, found.report.span, found.report.rule, UNSAID)
    if edits is None:
        return []
    return [
        types.CodeAction(
            f"Suppress {found.report.rule} ({found.report.name}) here, with a reason",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[diagnostic(session, path, found)],
            edit=workspace_edit(session, can, path, edits, stops=(re.escape(UNSAID),)),
        )
    ]


def _fix_all(session: Session, path: str, reports: list[Found], can: Can) -> list[types.CodeAction]:
    edits = safe_edits(session.project(path).documents[path], reports)
    if not edits:
        return []
    title = "Apply all fixes that keep the meaning (ShallCheck)"
    return [types.CodeAction(title, kind=FIX_ALL, edit=workspace_edit(session, can, path, edits, snippets=False))]
