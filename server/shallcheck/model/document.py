"""The one model that every reader yields: what a document says, and where.

A document is a row of segments. A segment is read alone and its reading is cached by its content, so every place in a
`Reading` is relative to the segment's first code point. `Document` puts the segments in their places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from shallcheck.model.kinds import Dialect, Kind, Level, OpaqueKind
from shallcheck.model.place import Run, Span, source_span

if TYPE_CHECKING:
    from shallcheck.model.wording import Saying


class Opaque(NamedTuple):
    """A part of a statement's text that is not judged as prose; offsets in the statement's text, marks included."""

    start: int
    end: int
    kind: OpaqueKind


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: its normalised text (wraps joined, emphasis and escapes removed, code spans kept with their
    backticks) and the map back to the segment. `artifact` is an index into the reading's artifacts."""

    text: str
    kind: Kind
    runs: tuple[Run, ...]
    opaque: tuple[Opaque, ...] = ()
    dialect: Dialect = Dialect.SHALL
    artifact: int | None = None
    lead_in: bool = False
    """The statement ends in a colon and a list of its own follows."""
    english: bool = True
    """False: read, but no rule that needs English judges it."""
    items: tuple[tuple[str, Span], ...] = ()
    """Of a lead-in, the items of its list that are no attributes and no artifacts: the text and the place in the segment."""
    own: int = 0
    """Where its own words begin in `text`: an item is read behind its lead-in, whose words are a statement of their own."""

    def place(self, span: Span) -> Span:
        """`span` (offsets in `text`) as offsets in the segment."""
        return source_span(self.runs, span)


@dataclass(frozen=True, slots=True)
class Attribute:
    """`Verification: test` and its like. `name` is the canonical lower-case name, or as
    written where it is none of ours; the place is in the segment."""

    name: str
    value: str
    place: Span


@dataclass(frozen=True, slots=True)
class Artifact:
    """Anything with an identifier (or in a place where one belongs: then `label` is empty).

    `label` is the identifier as its document writes it: SYS-012, 1.3, FR-001, or an OpenSpec requirement's name. The
    identifier in the workspace is the document's namespace followed by the label.
    """

    label: str
    kind: Kind
    level: Level
    title: str
    place: Span
    """The identifier's own text in the segment (for a positional one, the list marker; for a missing one, where it belongs)."""
    extent: Span
    """The whole block that belongs to the artifact, in the segment."""
    attributes: tuple[Attribute, ...] = ()
    parent: int | None = None
    """Index of the artifact that contains this one (a Kiro requirement for its criteria)."""
    positional: bool = False
    """The identifier follows from the position: inserting before it renumbers it."""


@dataclass(frozen=True, slots=True)
class Link:
    """A trace link as written: `target` names what `artifact` (index; None: the document) links to."""

    artifact: int | None
    target: str
    type: str
    """traces, derived-from, satisfies, verifies, refines, allocated-to, validates, mentions; parent-of where it is written at the
    upper end."""
    place: Span
    fingerprint: str = ""
    """What the document records of the target as it was when the link was last reviewed, as written; empty: nothing."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What a reader could not read, or a near-miss: becomes a finding of `rule` (DOC001, DOC002) at `place`."""

    rule: str
    message: str
    place: Span
    fix: str | None = None
    """What to write at `place` instead; None: only a person can say."""
    mild: bool = False
    """Worth a look, and information only."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A heading, for the outline and for rules that look at sections."""

    title: str
    depth: int
    place: Span


@dataclass(frozen=True, slots=True)
class LinkPlace:
    """Where identifiers of links are (or would be) written: completion offers identifiers inside."""

    place: Span
    type: str


@dataclass(frozen=True, slots=True)
class Suppression:
    """A comment that silences rules: `<!-- shallcheck-disable AMB001, SNG002: reason -->`. It covers the artifact it stands in,
    the block right after it, or the whole document."""

    rules: tuple[str, ...]
    """Rule codes or names as written; empty: every rule."""
    reason: str
    place: Span
    """The comment, in the segment."""
    extent: Span
    """What it covers, in the segment: findings that overlap it are silenced."""
    artifacts: tuple[int, ...] = ()
    """Indexes of the artifacts that it covers."""
    until: str = ""
    """The last day on which it holds, as 2027-01-31; empty: it has none."""
    whole_file: bool = False

    def holds(self, today: str) -> bool:
        """Whether its time has not passed; `today` as 2027-01-31."""
        return not self.until or today <= self.until


@dataclass(frozen=True, slots=True)
class Term:
    """A name that the document defines. `local`: an acronym that the text writes out, for this document only; else an entry of
    its glossary, for the whole workspace."""

    name: str
    place: Span
    local: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What one segment says; all places relative to the segment's start."""

    statements: tuple[Statement, ...] = ()
    artifacts: tuple[Artifact, ...] = ()
    links: tuple[Link, ...] = ()
    outline: tuple[Outline, ...] = ()
    link_places: tuple[LinkPlace, ...] = ()
    problems: tuple[Problem, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    terms: tuple[Term, ...] = ()
    uses: tuple[str, ...] = ()
    """Keys (`terms.key_of`) of the acronyms and names in its statements, each once."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a document's path and front matter say about all of its blocks."""

    format: str
    """The reader's name: markdown, kiro, spec-kit, openspec, statements."""
    namespace: str = ""
    """Put before a label to make the identifier of the workspace: `kiro:photo-albums/`."""
    scopes: tuple[str, ...] = ()
    """Namespaces in which a link's target is looked up, in this order, before the whole workspace."""
    level: Level = Level.REQUIREMENTS
    kind: Kind = Kind.REQUIREMENT
    dialect: Dialect = Dialect.SHALL
    chain: bool = True
    """False: the profile does not ask for our own chain (a Kiro, spec-kit or OpenSpec project)."""
    name: str = ""
    """What the file's name says, in a format in which that is an identifier (Doorstop)."""
    foreign: bool = False
    """Its links may name what other projects define, so that one which leads nowhere here need be no mistake."""
    said: str = ""
    """The level that its front matter names, as written, in small letters: a level of ours or one that the project names."""


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """A cut of a document, from a line start to the next. Compared by identity: an unchanged segment is the same object
    before and after an edit."""

    text: str
    context: str
    """What reading needs from outside the segment (a table's header row, the heading path), as one string."""
    reading: Reading
    lines: int
    """How many line breaks the segment holds."""
    said: tuple[Saying, ...] | None = None
    """What its statements say that others must say alike; None: nobody has listened yet."""


class Placed(NamedTuple):
    """A segment where it stands: `start` in code points, `line` 0-based, both of the document."""

    segment: Segment
    start: int
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read. `path` is what the caller named it by (a path or an LSP uri); it is never opened here."""

    path: str
    setting: Setting
    text: str
    placed: tuple[Placed, ...]
    problems: tuple[Problem, ...] = ()
    """Problems of the whole document (its encoding, its size), places in document offsets."""
    notes: dict[str, str] = field(default_factory=dict)

    def identifier(self, artifact: Artifact) -> str:
        """The artifact's identifier in the workspace, or an empty string where it has none."""
        return self.setting.namespace + artifact.label if artifact.label else ""

    def artifacts(self) -> Iterator[tuple[Placed, int, Artifact]]:
        """Each artifact with its segment and its index there."""
        for placed in self.placed:
            for index, artifact in enumerate(placed.segment.reading.artifacts):
                yield placed, index, artifact

    def statements(self) -> Iterator[tuple[Placed, Statement]]:
        for placed in self.placed:
            for statement in placed.segment.reading.statements:
                yield placed, statement

    def links(self) -> Iterator[tuple[Placed, Link]]:
        for placed in self.placed:
            for link in placed.segment.reading.links:
                yield placed, link


def unchanged_ends(old: Sequence[Placed], new: Sequence[Placed]) -> tuple[int, int]:
    """How many segments at the start, and how many of the others at the end, are the same in two versions of a document."""
    most = min(len(old), len(new))
    left = next((i for i in range(most) if old[i].segment is not new[i].segment), most)
    right = next((i for i in range(most - left) if old[-1 - i].segment is not new[-1 - i].segment), most - left)
    return left, right
