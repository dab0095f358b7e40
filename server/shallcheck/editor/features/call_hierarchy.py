"""The trace as a hierarchy of calls, as editors know how to walk one: a link calls what it names.

The incoming calls of an artifact are what comes from it, realises or verifies it: the way down the chain. The outgoing calls are
what it comes from: the way up. Each step is asked for when it is opened, so that a cycle is walked as long as the person likes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from lsprotocol import types

from shallcheck.editor.client import Can
from shallcheck.editor.features.places import concerned, spot
from shallcheck.editor.present import location, symbol_kind, whole_of
from shallcheck.editor.server import Server
from shallcheck.editor.session import Session
from shallcheck.model.graph import Edge
from shallcheck.model.index import Defined


def register(server: Server, session: Session, can: Can) -> None:
    """Register the hierarchy of calls."""
    if not can.calls:
        return

    @server.feature(types.TEXT_DOCUMENT_PREPARE_CALL_HIERARCHY)
    def prepare(params: types.CallHierarchyPrepareParams) -> list[types.CallHierarchyItem]:
        at = spot(session, params.text_document, params.position)
        items = (_item(session, each) for each in concerned(session, at)) if at else ()
        return [item for item in items if item is not None]

    @server.feature(types.CALL_HIERARCHY_INCOMING_CALLS)
    def incoming(params: types.CallHierarchyIncomingCallsParams) -> list[types.CallHierarchyIncomingCall]:
        of = _defined(session, params.item)
        edges = session.project(of.path).graph.below(of) if of else []
        rows = ((_item(session, some[0].lower), _places(session, some, some[0].lower)) for some in _grouped(edges, upper=False))
        return [types.CallHierarchyIncomingCall(item, places) for item, places in rows if item is not None]

    @server.feature(types.CALL_HIERARCHY_OUTGOING_CALLS)
    def outgoing(params: types.CallHierarchyOutgoingCallsParams) -> list[types.CallHierarchyOutgoingCall]:
        of = _defined(session, params.item)
        edges = session.project(of.path).graph.above(of) if of else []
        rows = ((_item(session, some[0].upper), _places(session, some, some[0].lower)) for some in _grouped(edges, upper=True))
        return [types.CallHierarchyOutgoingCall(item, places) for item, places in rows if item is not None]


def _item(session: Session, of: Defined) -> types.CallHierarchyItem | None:
    whole = location(session, of.path, of.segment, whole_of(of.artifact))
    name = location(session, of.path, of.segment, of.artifact.place)
    if whole is None or name is None:
        return None
    label, title = of.artifact.label, of.artifact.title
    detail = title if title and not label.endswith(title) else None
    kind = symbol_kind(of.artifact)
    return types.CallHierarchyItem(label, kind, name.uri, whole.range, name.range, detail=detail, data=of.identifier)


def _defined(session: Session, item: types.CallHierarchyItem) -> Defined | None:
    """The artifact that an item stood for, where it is now."""
    path = session.path(item.uri)
    known = session.project(path).index.definitions(str(item.data))
    return next((each for each in known if each.path == path), next(iter(known), None))


def _grouped(edges: Iterable[Edge], *, upper: bool) -> list[list[Edge]]:
    """The edges by the artifact at one end."""
    groups: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        groups[(edge.upper if upper else edge.lower).identifier].append(edge)
    return list(groups.values())


def _places(session: Session, edges: Iterable[Edge], lower: Defined) -> list[types.Range]:
    """Where the lower end names the upper one; its own identifier where no link is written there."""
    found = []
    for edge in edges:
        named = edge.named
        written = named is not None and named.source == lower.identifier
        place = named.link.place if named is not None and written else lower.artifact.place
        where = location(session, lower.path, lower.segment, place)
        if where is not None and where.range not in found:
            found.append(where.range)
    return found
