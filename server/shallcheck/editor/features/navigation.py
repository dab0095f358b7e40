"""Definition and references over trace links, in and between open and closed files."""

from __future__ import annotations

from lsprotocol import types

from shallcheck.editor.client import Can
from shallcheck.editor.features.places import meant_at, spot
from shallcheck.editor.present import location
from shallcheck.editor.server import Server
from shallcheck.editor.session import Session
from shallcheck.model.index import Defined


def register(server: Server, session: Session, can: Can) -> None:
    """Register definition and references."""

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def definition(params: types.DefinitionParams) -> list[types.Location]:
        at = spot(session, params.text_document, params.position)
        return _places(session, meant_at(session, at)) if at else []

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    def references(params: types.ReferenceParams) -> list[types.Location]:
        at = spot(session, params.text_document, params.position)
        meant = meant_at(session, at) if at else []
        if at is None or not meant:
            return []
        named = session.project(meant[0].path).references(meant[0].identifier)
        rows = [location(session, each.path, each.segment, each.link.place) for each in named]
        own = _places(session, meant) if params.context.include_declaration else []
        return own + [row for row in rows if row is not None]


def _places(session: Session, defined: list[Defined]) -> list[types.Location]:
    rows = [location(session, each.path, each.segment, each.artifact.place) for each in defined]
    return [row for row in rows if row is not None]
