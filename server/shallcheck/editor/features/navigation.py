"""Definition, references and implementation over trace links, and what defines a term, in and between open and closed files."""

from __future__ import annotations

from collections import defaultdict

from lsprotocol import types

from shallcheck.editor.client import Can
from shallcheck.editor.features.places import Spot, concerned, landing, meant_at, near, spot
from shallcheck.editor.present import location
from shallcheck.editor.server import Server
from shallcheck.editor.session import Session
from shallcheck.model.document import Document
from shallcheck.model.index import Defined
from shallcheck.model.terms import Names, key_of
from shallcheck.model.vocabulary import Entry
from shallcheck.project.tracing import realising


def register(server: Server, session: Session, can: Can) -> None:
    """Register what goes from one place to others."""

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def definition(params: types.DefinitionParams) -> list[types.Location]:
        at = spot(session, params.text_document, params.position)
        return _places(session, meant_at(session, at)) if at else []

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    def references(params: types.ReferenceParams) -> list[types.Location]:
        at = spot(session, params.text_document, params.position)
        named = meant_at(session, at) if at else []
        if at is None or not named:
            return []
        links = session.project(named[0].path).references(named[0].identifier)
        rows = [location(session, each.path, each.segment, each.link.place) for each in links]
        own = _places(session, named) if params.context.include_declaration else []
        return own + [row for row in rows if row is not None]

    if can.type_definition:

        @server.feature(types.TEXT_DOCUMENT_TYPE_DEFINITION)
        def type_definition(params: types.TypeDefinitionParams) -> list[types.Location]:
            at = spot(session, params.text_document, params.position)
            rows = (location(session, each.path, each.segment, each.place) for each in _entries(session, at)) if at else ()
            return [row for row in rows if row is not None]

    if can.implementation:

        @server.feature(types.TEXT_DOCUMENT_IMPLEMENTATION)
        def implementation(params: types.ImplementationParams) -> list[types.Location]:
            at = spot(session, params.text_document, params.position)
            return _realised(session, concerned(session, at)) if at else []


def _places(session: Session, defined: list[Defined]) -> list[types.Location]:
    rows = [location(session, each.path, each.segment, each.artifact.place) for each in defined]
    return [row for row in rows if row is not None]


def _realised(session: Session, defined: list[Defined]) -> list[types.Location]:
    """The code and the tests of artifacts, each place once."""
    edges = (edge for each in defined for edge in realising(session.project(each.path).graph, each))
    places = {(edge.lower.path, id(edge.lower.segment), edge.lower.number): landing(session, edge) for edge in edges}
    return [place for place in places.values() if place is not None]


def _entries(session: Session, at: Spot) -> list[Entry]:
    """Where the name at a position is defined: in a glossary, in the architecture, or written out in the document."""
    vocabulary = session.project(at.path).vocabulary
    written = _written_out(at.document)
    names = Names(vocabulary.keys() | written.keys())
    for placed in near(at):
        for statement in placed.segment.reading.statements:
            for place in names.places(statement):
                start, end = statement.place(place).shifted(placed.start)
                if start <= at.offset <= end:
                    name = place.of(statement.text)
                    found = vocabulary.entries(name) or written.get(key_of(name), [])
                    return sorted(found, key=lambda each: each.path != at.path)
    return []


def _written_out(document: Document) -> dict[str, list[Entry]]:
    """By key, where a document itself writes out an acronym."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for placed in document.placed:
        for term in placed.segment.reading.terms:
            if term.local:
                found[key_of(term.name)].append(Entry(term.name, document.path, placed.segment, term.place))
    return found
