"""Findings, edits and places as LSP types: one conversion each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from lsprotocol import types

from shallcheck.editor.client import Can
from shallcheck.editor.session import Session
from shallcheck.model.document import Artifact, Segment
from shallcheck.model.finding import Edit, Severity
from shallcheck.model.kinds import Kind
from shallcheck.model.lines import Lines, Units
from shallcheck.model.place import Span
from shallcheck.project.report import Found, Report

PAGES = "https://github.com/shallcheck/shallcheck/blob/main/docs/rules/"
"""Where the rule pages are read by people; nothing is ever fetched from there."""

_SEVERITY = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFORMATION: types.DiagnosticSeverity.Information,
}
_SYMBOL = {
    Kind.TEST: types.SymbolKind.Event,
    Kind.ARCHITECTURE: types.SymbolKind.Module,
    Kind.CONSTRAINT: types.SymbolKind.Constant,
    Kind.NEED: types.SymbolKind.Interface,
    Kind.USER_STORY: types.SymbolKind.Interface,
    Kind.TASK: types.SymbolKind.Field,
    Kind.CODE: types.SymbolKind.Function,
}
_PLACEHOLDER = r"\\?<(?!!)[^<>\n]{1,60}>"
"""Not a comment: a stop around all of it would take it away with the first keystroke."""


def position(lines: Lines, offset: int, units: Units) -> types.Position:
    """An offset of a document as a position."""
    return types.Position(*lines.position(offset, units))


def to_range(lines: Lines, span: Span, units: Units) -> types.Range:
    """A span of a document as a range."""
    return types.Range(position(lines, span.start, units), position(lines, span.end, units))


def location(session: Session, path: str, segment: Segment, span: Span) -> types.Location | None:
    """A place in a segment, wherever the segment stands now; None where the client's text is still being read."""
    placed = None if session.is_behind(path) else session.project(path).placed(path, segment)
    if placed is None:
        return None
    return types.Location(session.uri(path), to_range(session.table(path), span.shifted(placed.start), session.units))


def place_of(session: Session, path: str, span: Span) -> dict[str, Any]:
    """A span of a document as JSON knows a location."""
    lines = session.table(path)
    ends = (lines.position(offset, session.units) for offset in span)
    names = ("start", "end")
    range_ = {name: {"line": line, "character": at} for name, (line, at) in zip(names, ends, strict=True)}
    return {"uri": session.uri(path), "range": range_}


def symbol_kind(artifact: Artifact) -> types.SymbolKind:
    """The editor's picture for a kind of artifact."""
    return _SYMBOL.get(artifact.kind, types.SymbolKind.Class)


def whole_of(artifact: Artifact) -> Span:
    """All that belongs to an artifact, in its segment; its identifier too, which may stand outside."""
    return Span(min(artifact.extent.start, artifact.place.start), max(artifact.extent.end, artifact.place.end))


def diagnostic(session: Session, path: str, found: Found) -> types.Diagnostic:
    """A finding as a diagnostic, without its related places."""
    report = found.report
    return types.Diagnostic(
        range=to_range(session.table(path), found.place, session.units),
        message=report.message,
        severity=_SEVERITY[report.severity],
        code=report.rule,
        code_description=types.CodeDescription(PAGES + report.rule + ".md"),
        source="ShallCheck",
    )


def related_information(session: Session, report: Report) -> list[types.DiagnosticRelatedInformation]:
    """The places that a finding speaks of, where they stand now."""
    places = ((other, location(session, other.path, other.segment, other.span)) for other in report.related)
    return [types.DiagnosticRelatedInformation(place, other.message) for other, place in places if place is not None]


def workspace_edit(
    session: Session, can: Can, path: str, edits: Sequence[Edit], *, snippets: bool = True, stops: Sequence[str] = ()
) -> types.WorkspaceEdit:
    """Edits of one document, computed from the text that the client has; where it can refuse what is late, with their version.

    With `snippets`, placeholders in inserted text and what the patterns `stops` match are tab stops, where the client knows them.
    """
    lines = session.table(path)
    places = [(to_range(lines, Span(edit.start, edit.end), session.units), edit.text) for edit in sorted(edits)]
    if not can.versioned:
        return types.WorkspaceEdit(changes={session.uri(path): [types.TextEdit(place, text) for place, text in places]})
    rows: list[types.TextEdit | types.AnnotatedTextEdit | types.SnippetTextEdit] = []
    stopping = re.compile("|".join([_PLACEHOLDER, *stops]), re.MULTILINE)
    stop = 0
    for place, text in places:
        if snippets and can.snippets and stopping.search(text):
            marked, stop = _with_tab_stops(text, stopping, stop)
            rows.append(types.SnippetTextEdit(place, types.StringValue(marked)))
        else:
            rows.append(types.TextEdit(place, text))
    buffer = session.open.get(path)
    identifier = types.OptionalVersionedTextDocumentIdentifier(session.uri(path), buffer.version if buffer else None)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(identifier, rows)])


def snippet(text: str) -> str:
    """A text as a snippet, with its placeholders as tab stops."""
    return _with_tab_stops(text, re.compile(_PLACEHOLDER), 0)[0]


def _with_tab_stops(text: str, stopping: re.Pattern[str], stop: int) -> tuple[str, int]:
    parts, at = [], 0
    for match in stopping.finditer(text):
        stop += 1
        parts.append(_literal(text[at : match.start()]) + f"${{{stop}:{_literal(match[0])}}}")
        at = match.end()
    return "".join(parts) + _literal(text[at:]), stop


def _literal(text: str) -> str:
    return re.sub(r"([\\$}])", r"\\\1", text)
