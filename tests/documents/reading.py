"""What a reader finds, in short form."""

from __future__ import annotations

from shallcheck.documents.reading import read_document
from shallcheck.model.document import Document
from shallcheck.model.kinds import Kind


def read(path: str, text: str) -> Document:
    """A document that is one of ours."""
    document = read_document(path, text)
    assert document is not None
    return document


def labels(document: Document) -> list[str]:
    """The identifiers, in order."""
    return [artifact.label for _, _, artifact in document.artifacts()]


def said(document: Document, kind: Kind) -> list[str]:
    """The texts of the statements of a kind."""
    return [statement.text for _, statement in document.statements() if statement.kind is kind]


def links(document: Document) -> list[str]:
    """The targets of the trace links, in order."""
    return [link.target for placed in document.placed for link in placed.segment.reading.links]
