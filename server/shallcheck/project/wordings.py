"""Proposals about one artifact: a statement that is new or says something else, and a removal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shallcheck.documents.reading import read_document
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.source import line_start
from shallcheck.documents.writing import render_fix
from shallcheck.model.document import Document, Placed, Statement
from shallcheck.model.finding import Edit, Fix, apply_edits
from shallcheck.model.index import Defined
from shallcheck.model.kinds import Kind
from shallcheck.model.profiles import DEFAULT
from shallcheck.project.overlay import Change, State, UnjudgedError

PROPOSED = "shallcheck-proposed.md"
"""The document in which a new statement is judged; it is never written."""
_ASIDE = (Kind.RATIONALE, Kind.NOTE, Kind.EXAMPLE)
_LIKE = 60


@dataclass(frozen=True)
class Wording:
    """What an artifact is to say: one that is there says something else, or one is new on a `level`. `attributes`: what else is
    written to it, such as “Satisfies: SN-001”."""

    identifier: str
    text: str
    level: str = "requirements"
    attributes: tuple[str, ...] = ()

    def changes(self, state: State) -> Iterable[Change]:
        """The document with the new words. Raises UnjudgedError where they cannot be put into it."""
        text = " ".join(self.text.split())
        if not text:
            raise UnjudgedError(f"“{self.identifier}” is to say nothing: give the statement with --text, or use --remove.")
        found = _defined(state, self.identifier)
        if found is None:
            known = _levels(state)
            if self.level.lower() not in known:
                raise UnjudgedError(f"No chain here has a level “{self.level}”: there are {', '.join(known)}.")
            return [Change(PROPOSED, self._new(text).encode())]
        document, placed, statement = self._statement(state, found)
        same = statement.text[statement.own :] == text
        edit = () if same else (Edit(statement.own, len(statement.text), text),)
        fix = Fix("", edit, attribute=self._attribute())
        edits = [] if same and not self.attributes else render_fix(document, placed, statement, fix)
        if edits is None:
            raise UnjudgedError(f"The words cannot be put into “{state.inside(found.path)}”: propose the change with --diff.")
        return [_edited(state, document, edits)] if edits else []

    def _attribute(self) -> tuple[str, str] | None:
        """What else is to be written to an artifact that is there."""
        if len(self.attributes) > 1:
            raise UnjudgedError(f"“{self.identifier}” is there, so it can get one attribute: propose the change with --diff.")
        name, colon, value = (self.attributes or ("",))[0].partition(":")
        if self.attributes and not (colon and name.strip() and value.strip()):
            raise UnjudgedError(f"“{self.attributes[0]}” is no attribute: write one such as “Source: trial 12”.")
        return (name.strip(), " ".join(value.split())) if self.attributes else None

    def _statement(self, state: State, of: Defined) -> tuple[Document, Placed, Statement]:
        document = state.check.document(of.path)
        placed = state.check.placed(of.path, of.segment)
        said = [each for each in of.segment.reading.statements if each.artifact == of.number and each.kind not in _ASIDE]
        if placed is None or len(said) != 1:
            count = "no statement" if not said else f"{len(said)} statements"
            raise UnjudgedError(f"“{self.identifier}” has {count} and not one: propose the change with --diff.")
        return document, placed, said[0]

    def _new(self, text: str) -> str:
        """A document of our own notation that says it and nothing else."""
        words = text.replace("<", "\\<")
        lines = ["---", f"level: {self.level}", "---", "", f"- **{self.identifier}**: {words}"]
        lines += [f"  - {' '.join(each.split())}" for each in self.attributes]
        whole = "\n".join(lines) + "\n"
        document = read_document(PROPOSED, whole)
        labels = [artifact.label for _, _, artifact in document.artifacts()] if document else []
        if labels != [self.identifier]:
            raise UnjudgedError(f"“{self.identifier}” cannot be read as an identifier: write one such as SYS-012.")
        return whole


@dataclass(frozen=True)
class Removal:
    """An artifact goes, with all that belongs to it."""

    identifier: str

    def changes(self, state: State) -> Iterable[Change]:
        """The document without it. Raises UnjudgedError where it cannot be taken out."""
        found = _defined(state, self.identifier)
        if found is None:
            raise UnjudgedError(f"No document here defines “{self.identifier}”: {_meant(state, self.identifier)}")
        document = state.check.document(found.path)
        placed = state.check.placed(found.path, found.segment)
        start, end = found.artifact.extent.shifted(placed.start if placed else 0)
        start = line_start(document.text, start)
        end = document.text.find("\n", max(start, end - 1))
        change = _edited(state, document, [Edit(start, end + 1 if end >= 0 else len(document.text), "")])
        if self._left(document, change) != sorted(set(_labels(document)) - self._parts(found)):
            raise UnjudgedError(f"“{self.identifier}” cannot be taken out of “{change.path}”: propose the change with --diff.")
        return [change]

    def _left(self, document: Document, change: Change) -> list[str]:
        source = (change.data or b"").decode("utf-8", "surrogateescape")
        left = read_document(document.path, source, ReaderSettings.from_notes(document.notes))
        return sorted(set(_labels(left))) if left else []

    def _parts(self, of: Defined) -> set[str]:
        """What goes with it: it and its parts."""
        artifacts = of.segment.reading.artifacts
        gone = {of.number}
        for number, each in enumerate(artifacts):  # a part stands behind what it is a part of
            if each.parent in gone:
                gone.add(number)
        return {artifacts[number].label for number in gone}


def _labels(document: Document) -> list[str]:
    return [artifact.label for _, _, artifact in document.artifacts() if artifact.label]


def _edited(state: State, document: Document, edits: list[Edit]) -> Change:
    """A document's file with edits made. Raises UnjudgedError where it is an archive."""
    source = state.check.sources.get(document.path)
    if source is None or not source.encoding:
        raise UnjudgedError(f"“{state.inside(document.path)}” is not text: change it in the tool that it comes from.")
    return Change(state.inside(document.path), apply_edits(document.text, edits).encode(source.encoding, "surrogateescape"))


def _defined(state: State, identifier: str) -> Defined | None:
    """Where an artifact is defined. Raises UnjudgedError where that is not one place."""
    found: dict[tuple[str, int, int], Defined] = {}
    for project in set(state.check.projects.values()):
        index = project.index
        names = [identifier] if index.definitions(identifier) else index.called(identifier)
        for each in (each for name in names for each in index.definitions(name)):
            if each.path in state.check.documents:
                found[each.path, id(each.segment), each.number] = each
    if len(found) > 1:
        where = " and ".join(sorted(state.inside(each.path) for each in found.values()))
        raise UnjudgedError(f"“{identifier}” is defined more than once, in {where}: propose the change with --diff.")
    return next(iter(found.values()), None)


def _levels(state: State) -> list[str]:
    """The levels on which an artifact can stand here."""
    own = [each.config.chain.names() for each in state.check.configs if each.config.chain is not None]
    return list(dict.fromkeys(name.lower() for names in (*own, DEFAULT.names()) for name in names))


def _meant(state: State, identifier: str) -> str:
    from rapidfuzz import process

    known = {name for project in set(state.check.projects.values()) for name in project.index.identifiers()}
    likely = process.extractOne(identifier, known, score_cutoff=_LIKE)
    return f"did you mean “{likely[0]}”?" if likely else "name one that is there."
