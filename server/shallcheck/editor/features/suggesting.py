"""Quick fixes that link an artifact to what it most likely comes from or is allocated to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from lsprotocol import types

from shallcheck.editor.client import Can
from shallcheck.editor.present import diagnostic, workspace_edit
from shallcheck.editor.session import Session
from shallcheck.model.brief import brief
from shallcheck.model.graph import TraceGraph
from shallcheck.model.index import Defined
from shallcheck.project.fixes import is_read_only
from shallcheck.project.likeness import Likeness
from shallcheck.project.state import Found
from shallcheck.project.suggesting import ALLOCATED, Wanted, above_of, allocation_of, link_to, suggested

_WANTED: dict[str, Callable[[TraceGraph, Defined], Wanted]] = {"TRC003": above_of, "TRC013": allocation_of}
"""By rule, what its finding wants a link to."""
_MOST = 3
"""Quick fixes of a finding; the completion at the link ranks all the others."""


def wants_link(found: Found) -> bool:
    """Whether a finding asks for a link."""
    return found.report.rule in _WANTED


def link_actions(
    session: Session, path: str, touched: Sequence[Found], likeness: Likeness, can: Can
) -> Iterator[types.CodeAction]:
    """For each finding of the first artifact that asks for a link, the likeliest ones: more would take long."""
    document = session.project(path).documents[path]
    if is_read_only(document):
        return
    graph = session.project(path).graph
    asking = [each for each in touched if wants_link(each)]
    for found in (each for each in asking if each.report.artifact == asking[0].report.artifact):
        of = _artifact(session, path, found)
        if of is None:
            continue
        wanted = _WANTED[found.report.rule](graph, of)
        for other in suggested(graph, likeness, of, wanted, _MOST):
            edits = link_to(graph, document, of, wanted, other)
            if edits is not None:
                yield types.CodeAction(
                    _title(graph, of, wanted, other),
                    kind=types.CodeActionKind.QuickFix,
                    diagnostics=[diagnostic(session, path, found)],
                    edit=workspace_edit(session, can, path, edits, snippets=False),
                )


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
    about = brief(other.segment, other.number)
    return f"{verb} {other.artifact.label} “{about}”" if about else f"{verb} {other.artifact.label}"
