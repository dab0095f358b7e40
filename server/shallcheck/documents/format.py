"""What a format is to the rest of the house: how it is recognised, cut, read and written. One a module in `formats/`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from shallcheck.documents.notation import notation
from shallcheck.documents.segments import Boundary
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.suppressions import CommentSyntax
from shallcheck.model.document import Artifact, Document, Link, Placed, Reading, Setting, Statement
from shallcheck.model.finding import Edit

Cut = Callable[[str, Boundary], Iterator[Boundary]]
"""(text, a boundary) → the boundaries from that one on, itself first."""

CODE = "code"
"""The format of source code: a document of it is read for its links, and never judged."""


class Site(NamedTuple):
    """Where something is written: a document, the segment in it, and the artifact there; `statement` is one of its own."""

    document: Document
    placed: Placed
    statement: Statement
    artifact: Artifact


class Fresh(NamedTuple):
    """What a sibling that is no part of another requirement has of its own; of that one it takes the notation only."""

    title: str
    attributes: tuple[tuple[str, str], ...]


class Added(NamedTuple):
    """New siblings as edits (offsets of the segment), and the identifiers that they got."""

    edits: tuple[Edit, ...]
    labels: tuple[str, ...]


def _nothing(*_: object) -> None:
    """What a notation cannot say."""


@dataclass(frozen=True)
class Writing:
    """How a format is written. All edits are in offsets of the segment; None: the notation cannot take it there.

    What comes out is read again before anybody sees it (`documents/writing.py`), so that a wrong answer is no fix, never a
    damaged document.
    """

    words: Callable[[str, int, str, bool], str]
    """(the segment's text, where in it the words will stand, the words, thorough) → the words in the notation. `thorough`: every
    mark is escaped, and not only what would vanish."""
    siblings: Callable[[Site, Sequence[str], Collection[str], Fresh | None], Added | None] = _nothing
    """(site, statements, labels that are not free, what is fresh) → new artifacts of the same kind behind the site's."""
    attribute: Callable[[Site, str, str], Edit | None] = _nothing
    """(site, name, value) → an attribute such as Verification."""
    link: Callable[[Site, str, str], Edit | None] = _nothing
    """(site, link type as in the model, target) → a trace link."""
    identifier: Callable[[Site, str], Edit | None] = _nothing
    """(site, label) → an identifier for an artifact that has none."""
    stamp: Callable[[str, Link, str], Edit | None] = _nothing
    """(the segment's text, a link in it, the fingerprint of what it leads to) → the link as reviewed."""


def _is_identifier(label: str, mention: bool, settings: ReaderSettings) -> bool:
    return notation(settings.identifier_pattern).is_identifier(label)


@dataclass(frozen=True)
class Format:
    """One format. Everything here is pure and never raises on any text; a library that is slow to import is imported where it is
    used, since every format's module is imported at the first read."""

    name: str
    """As `format = "…"` of the configuration names it."""
    endings: tuple[str, ...]
    """How the names of its files end, in lower case, without the dot."""
    recognise: Callable[[str, str, ReaderSettings], Setting | None]
    """(path with forward slashes, the first HEAD code points of the text, the project's settings) → None: it is none of these."""
    cutter: Callable[[Setting, ReaderSettings], Cut]
    read: Callable[[str, str, Setting, ReaderSettings], Reading]
    """(a segment's text, its context, …) → what it says."""
    expects: str = ""
    """What to do so that a file with such an ending is read, for somebody who named one that is not, such as “begin each
    requirement with an identifier”; a clause without a full stop."""
    anywhere: bool = False
    """What tells the format may stand anywhere: `recognise` gets the whole text, and is asked again after each edit, so it is
    quick."""
    rank: int = 50
    """Of the formats with one ending, the lower is asked first."""
    comment: CommentSyntax | None = None
    """How a comment is written that silences rules; None: the format has no comments."""
    comment_by_name: Callable[[str], CommentSyntax | None] | None = None
    """The same where that depends on the file's name."""
    writing: Writing | None = None
    """None: documents of this format are read only."""
    exported: bool = False
    """Another tool keeps what its files hold and would write over any change, so that not even an identifier is renamed there."""
    companions: tuple[str, ...] = ()
    """Names (fnmatch) of the files that declare something for the documents beside and below them: `conf.py`, `*.sgra`."""
    declare: Callable[[Mapping[str, str]], str] | None = None
    """The companions' texts by name → what they declare, as one string: readers get it as `settings.declared`."""
    may_hold: Callable[[str, ReaderSettings], bool] | None = None
    """Of a document that is only guessed to be of this format, whether reading its text is worth it; never False for a text that
    `is_ours` accepts."""
    is_ours: Callable[[Document], bool] | None = None
    """Whether a document that was only guessed to be of this format is one of ours, as read."""
    can_name: Callable[[str, bool, ReaderSettings], bool] = _is_identifier
    """(label, whether it stands in `[[…]]`, the project's settings) → whether a link of the format can name it."""
    scanned: bool = False
    """Its files are source code: many, mostly with nothing for us. They are no documents that are judged; they are scanned by the
    heap for what they say about requirements (`project/scanning.py`)."""
