"""Quick fixes that link an artifact to what it most likely comes from or is allocated to, or what most likely realises it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types

from shallcheck.editor.client import Can
from shallcheck.editor.present import diagnostic, workspace_edit
from shallcheck.editor.session import Session
from shallcheck.model.brief import brief
from shallcheck.model.document import Document
from shallcheck.model.graph import DOWNWARD, TraceGraph
from shallcheck.model.index import Defined
from shallcheck.project.discovery import UnreadableError, read_source
from shallcheck.project.fixes import is_read_only
from shallcheck.project.likeness import Likeness
from shallcheck.project.report import Found
from shallcheck.project.suggesting import ALLOCATED, Wanted, above_of, allocation_of, below_of, link_to, suggested

_WANTED: dict[str, Callable[[TraceGraph, Defined], Wanted]] = {
    "TRC003": above_of,
    "TRC004": below_of,
    "TRC013": allocation_of,
}
"""By rule, what its finding wants a link to or from."""
_MOST = 3
"""Quick fixes of a finding; the completion at the link ranks all the others."""
_PATIENCE = 1.0
"""Seconds to wait until the words of the workspace are taken in."""


def wants_link(found: Found) -> bool:
    """Whether a finding asks for a link."""
    return found.report.rule in _WANTED


class _Link(NamedTuple):
    """A link that a finding asks for: what an action is called, where it is written and where it leads."""

    found: Found
    title: str
    lower: Defined
    wanted: Wanted
    upper: Defined


async def link_actions(session: Session, path: str, touched: Callable[[], Sequence[Found]], can: Can) -> list[types.CodeAction]:
    """For each finding of the first artifact that asks for a link, the likeliest ones: more would take long. `touched`: the
    findings that are asked about, in the text as it is then."""
    project = session.project(path)
    likeness = await session.likenesses.followed(project, _PATIENCE)
    document = project.documents.get(path)
    links = list(_links(session, path, touched(), likeness)) if likeness else []
    current = {each for each in {link.lower.path for link in links} if await _is_current(session, each)}
    if project.documents.get(path) is not document:
        return []
    return [action for link in links if link.lower.path in current and (action := _action(session, path, link, can))]


def _links(session: Session, path: str, touched: Sequence[Found], likeness: Likeness) -> Iterator[_Link]:
    graph = session.project(path).graph
    asking = [each for each in touched if wants_link(each)]
    for found in (each for each in asking if each.report.artifact == asking[0].report.artifact):
        of = _artifact(session, path, found)
        if of is None:
            continue
        wanted = _WANTED[found.report.rule](graph, of)
        for other in suggested(graph, likeness, of, wanted, _MOST):
            yield _Link(found, _title(graph, of, wanted, other), *_ends(graph, of, wanted, other))


def _action(session: Session, path: str, link: _Link, can: Can) -> types.CodeAction | None:
    """The link as a quick fix; None where the document cannot say it."""
    project, lower = session.project(path), link.lower
    document = project.documents.get(lower.path)
    if document is None or is_read_only(document):
        return None
    edits = link_to(project.graph, document, lower, link.wanted, link.upper)
    if edits is None:
        return None
    return types.CodeAction(
        link.title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[diagnostic(session, path, link.found)],
        edit=workspace_edit(session, can, lower.path, edits, snippets=False),
    )


def _ends(graph: TraceGraph, of: Defined, wanted: Wanted, other: Defined) -> tuple[Defined, Wanted, Defined]:
    """The artifact at which the link is written, what of it, and the one that it leads to."""
    return (other, above_of(graph, other), of) if wanted.type == DOWNWARD else (of, wanted, other)


async def _is_current(session: Session, path: str) -> bool:
    """Whether a document is as the client has it, or as it is on disk where the client does not have it open."""
    document = session.document(path)
    if document is None or path in session.open:
        return document is not None
    same = await asyncio.to_thread(_is_on_disk, document)
    return same and session.document(path) is document


def _is_on_disk(document: Document) -> bool:
    try:
        return read_source(Path(document.path)).text == document.text
    except UnreadableError:
        return False


def _artifact(session: Session, path: str, found: Found) -> Defined | None:
    """The artifact at whose identifier a finding stands."""
    setting, segment = session.project(path).documents[path].setting, found.placed.segment
    numbers = (i for i, each in enumerate(segment.reading.artifacts) if each.label and each.place == found.report.span)
    number = next(numbers, None)
    return None if number is None else Defined(path, segment, number, found.report.artifact, setting)


def _title(graph: TraceGraph, of: Defined, wanted: Wanted, other: Defined) -> str:
    """“Trace to SN-003 “Stop at once””."""
    policy = graph.policy(of)
    verb = "Verify" if policy and policy.verifies else "Trace to"
    verb = "Allocate to" if wanted.type == ALLOCATED else verb
    if wanted.type == DOWNWARD:
        below = graph.policy(other)
        verb = "Have it verified by" if below and below.verifies else "Have it realised by"
    about = brief(other.segment, other.number)
    return f"{verb} {other.artifact.label} “{about}”" if about else f"{verb} {other.artifact.label}"
