"""The outline of a document, and a search over the artifacts of the workspace."""

from __future__ import annotations

from lsprotocol import types

from shallcheck.editor.client import Can
from shallcheck.editor.present import location, symbol_kind, to_range, whole_of
from shallcheck.editor.server import Server
from shallcheck.editor.session import Session
from shallcheck.model.document import Artifact, Document, Placed

_MOST = 200


def register(server: Server, session: Session, can: Can) -> None:
    """Register document and workspace symbols."""

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def document_symbol(
        params: types.DocumentSymbolParams,
    ) -> list[types.DocumentSymbol] | list[types.SymbolInformation]:
        path = session.path(params.text_document.uri)
        document = session.document(path)
        if document is None:
            return []
        if can.hierarchy:
            return _tree(session, path, document)
        return [_information(session, path, document, placed, artifact) for placed, _, artifact in document.artifacts()]

    @server.feature(types.WORKSPACE_SYMBOL)
    def workspace_symbol(params: types.WorkspaceSymbolParams) -> list[types.SymbolInformation]:
        wanted = params.query.casefold()
        rows: list[types.SymbolInformation] = []
        for root in session.roots:
            for identifier in list(root.project.index.identifiers()):
                for defined in root.project.index.definitions(identifier):
                    name = f"{identifier} {defined.artifact.title}".strip()
                    place = location(session, defined.path, defined.segment, defined.artifact.place)
                    if wanted in name.casefold() and place is not None:
                        rows.append(types.SymbolInformation(place, name, symbol_kind(defined.artifact)))
                    if len(rows) >= _MOST:
                        return rows
        return rows


def _tree(session: Session, path: str, document: Document) -> list[types.DocumentSymbol]:
    lines = session.table(path)
    top: list[types.DocumentSymbol] = []
    for placed in document.placed:
        symbols: list[types.DocumentSymbol] = []
        for artifact in placed.segment.reading.artifacts:
            symbol = types.DocumentSymbol(
                artifact.label or "(no identifier)",
                symbol_kind(artifact),
                to_range(lines, whole_of(artifact).shifted(placed.start), session.units),
                to_range(lines, artifact.place.shifted(placed.start), session.units),
                detail=artifact.title,
                children=[],
            )
            symbols.append(symbol)
            inside = symbols[artifact.parent].children if artifact.parent is not None else top
            assert isinstance(inside, list)
            inside.append(symbol)
    return top


def _information(session: Session, path: str, document: Document, placed: Placed, artifact: Artifact) -> types.SymbolInformation:
    place = to_range(session.table(path), artifact.place.shifted(placed.start), session.units)
    name = f"{artifact.label or '(no identifier)'} {artifact.title}".strip()
    return types.SymbolInformation(types.Location(session.uri(path), place), name, symbol_kind(artifact))
