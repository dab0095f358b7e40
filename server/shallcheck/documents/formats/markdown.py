"""Our own Markdown notation: an identifier at the head of a heading, list item, table row or paragraph, then the statement.

The notation is described in docs/notation.md.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from typing import TypeVar

from shallcheck.documents.blocks import Block
from shallcheck.documents.building import Builder, clipped, kind_by_form, line_spans, trimmed
from shallcheck.documents.format import Format
from shallcheck.documents.glossary import TITLE
from shallcheck.documents.inline import Prose
from shallcheck.documents.markdown_writing import MARKDOWN_WRITING
from shallcheck.documents.near_misses import misspelt_link_key, unhyphenated
from shallcheck.documents.notation import (
    MODAL,
    Head,
    Notation,
    columns_of,
    is_standard,
    key_at,
    notation,
    trailing_link,
)
from shallcheck.documents.segments import CutRules, cutter, front_matter, section_of, table_of
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.suppressions import HTML
from shallcheck.model.document import Document, LinkPlace, Problem, Reading, Setting
from shallcheck.model.kinds import Dialect, Kind, Level
from shallcheck.model.place import Span

KINDS = {
    Level.INTENT: Kind.INTENT,
    Level.MISSION: Kind.NEED,
    Level.NEEDS: Kind.NEED,
    Level.ARCHITECTURE: Kind.ARCHITECTURE,
    Level.REQUIREMENTS: Kind.REQUIREMENT,
    Level.TESTS: Kind.TEST,
    Level.CODE: Kind.CODE,
}
_ENDINGS = ("md", "markdown", "mdown", "mkd")
_NAMES = {
    "system_intent": Level.INTENT,
    "mission": Level.MISSION,
    "stakeholder_needs": Level.NEEDS,
    "logical_architecture": Level.ARCHITECTURE,
    "system_requirements": Level.REQUIREMENTS,
    "test_plan": Level.TESTS,
}
_FRONT_LEVEL = re.compile(r"^level:[ \t]*[\"']?([a-z][\w-]*)[\"']?[ \t]*$", re.MULTILINE | re.IGNORECASE)
_FRONT_DIALECT = re.compile(r"^dialect:[ \t]*[\"']?([a-z0-9-]+)[\"']?[ \t]*$", re.MULTILINE | re.IGNORECASE)
_FRONT_KIND = re.compile(r"^kind:[ \t]*[\"']?decisions?[\"']?[ \t]*$", re.MULTILINE | re.IGNORECASE)
_HEADED = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|[-*+][ \t]+|\d+[.)][ \t]+|\|[ \t]*)?(?P<body>\S.*)$", re.MULTILINE)
"""A line that an identifier may head."""
_LIKE = 0.85
"""From which likeness on (difflib's ratio) a word of the front matter is one of ours, misspelt."""
_LONGEST = 30
C = TypeVar("C", bound=StrEnum)
_JUDGED = (Kind.REQUIREMENT, Kind.NEED, Kind.CONSTRAINT, Kind.INTENT)
_LEAST = 2
"""How many identifier-headed blocks with a modal make an undeclared Markdown file a document of ours; with *shall*, which prose
hardly uses, one does."""
_QUIET = re.compile(
    r"(?:\d+(?:\.\d+)*\.?\s+)?"
    r"(?:references|bibliography|"
    r"related documents|(?:revision|document|change) (?:history|log)|change ?log|history|table of contents|contents)\s*$",
    re.IGNORECASE,
)
_SHALL_ANY = re.compile(r"\bshall\b", re.IGNORECASE)
_SHALL = re.compile(r"\b(?:shall|SHALL)\b")
_ABOUT = re.compile(
    r"(?:This|The following|In this|See|These|Each|Every|All)\b[^.]{0,60}\b"
    r"(?:document|section|chapter|specification|requirements?|statements?|table|sections)\b|(?:Note|Example|Rationale|NB)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=16)
def cut_rules(pattern: str = "") -> CutRules:
    """Segments start at headings (except those inside an artifact's own section) and at identifier-headed items, rows and
    paragraphs."""
    signs = notation(pattern)

    def owns(title: str) -> bool:
        return signs.heading(title) is not None

    def heading(depth: int, title: str, owner: int) -> bool:
        return not (0 < owner < depth) or owns(title)

    def row(line: str) -> bool:
        return signs.starts(line.lstrip("| \t*_`[("))

    return CutRules(heading, owns, lambda line: signs.head(line) is not None, row, section_class)


def section_class(title: str) -> str:
    """`quiet` for a section whose items are no statements, `glossary` for one of them that defines terms."""
    return "glossary" if TITLE.match(title) else "quiet" if _QUIET.match(title) else ""


def declares_itself(path: str, head: str) -> bool:
    """Whether a document's name or front matter puts it on a level of our own chain, or says that it holds decisions."""
    return _stem(path) in _NAMES or _FRONT_LEVEL.search(_front(head)) is not None or _holds_decisions(path, _front(head))


def _holds_decisions(path: str, front: str) -> bool:
    """Whether the front matter says so of a document that neither its name nor a level makes something else."""
    return _FRONT_KIND.search(front) is not None and _stem(path) not in _NAMES and not _FRONT_LEVEL.search(front)


def recognise(path: str, head: str, settings: ReaderSettings) -> Setting:
    """Any Markdown may be ours; what it declares makes it so without a look at what it holds."""
    front = _front(head)
    if _holds_decisions(path, front):
        modal = settings.dialect or Dialect.SHALL
        return Setting("markdown", level=Level.ARCHITECTURE, kind=Kind.DECISION, dialect=modal, chain=False)
    level = settings.level or _own_level(front, settings) or _told(_FRONT_LEVEL, Level, front) or _NAMES.get(_stem(path))
    level = level or _level_by_prefix(head, settings)
    modal = settings.dialect or _told(_FRONT_DIALECT, Dialect, front) or Dialect.SHALL
    declared = level is not None
    level = level or Level.REQUIREMENTS
    word = _FRONT_LEVEL.search(front)
    said = word[1].lower() if word else ""
    return Setting("markdown", level=level, kind=KINDS[level], dialect=modal, chain=declared, said=said)


def _own_level(front: str, settings: ReaderSettings) -> Level | None:
    """As which level of ours a document is read whose front matter names one of the project's own."""
    word = _FRONT_LEVEL.search(front)
    return dict(settings.levels).get(word[1].lower()) if word else None


def _level_by_prefix(head: str, settings: ReaderSettings) -> Level | None:
    """The same of a document that says no level, by the first block that an identifier of one of the project's levels heads."""
    if not any(prefix in head for prefix, _ in settings.prefixes):
        return None
    longest = sorted(settings.prefixes, key=lambda pair: -len(pair[0]))
    signs = notation(settings.identifier_pattern)
    for line in _HEADED.finditer(head):
        found = signs.head(line["body"]) or signs.heading(line["body"])
        known = (level for prefix, level in longest if found is not None and found.label.startswith(prefix))
        if (level := next(known, None)) is not None:
            return level
    return None


def _stem(path: str) -> str:
    return path.rsplit("/", 1)[-1].rpartition(".")[0].lower()


def _front(text: str) -> str:
    return front_matter(text).replace("\r", "\n")


def _told(key: re.Pattern[str], choices: type[C], front: str) -> C | None:
    """What a key of the front matter says; a word that is nearly one of ours is taken for it, and `_misspelt` tells so."""
    word = key.search(front)
    known = [choice.value for choice in choices]
    likely = difflib.get_close_matches(word[1].lower()[:_LONGEST], known, n=1, cutoff=_LIKE) if word else []
    return choices(likely[0]) if likely else None


def _misspelt(text: str) -> Iterator[Problem]:
    """Words of the front matter that are nearly ours. Others belong to somebody else: `level: beginner` in a course."""
    front = _front(text)
    for key, choices in ((_FRONT_LEVEL, Level), (_FRONT_DIALECT, Dialect)):
        word, meant = key.search(front), _told(key, choices, front)
        if word and meant and word[1].lower() != meant.value:
            known = ", ".join(choice.value for choice in choices)
            message = f"“{word[1]}” is none of {known}, so “{meant.value}” is taken for what was meant: write that."
            yield Problem("DOC001", message, Span(*word.span(1)))


def read_segment(text: str, context: str, setting: Setting, settings: ReaderSettings) -> Reading:
    """What one segment says."""
    reading = MarkdownReader(text, context, setting, notation(settings.identifier_pattern)).read()
    problems = tuple(_misspelt(text))
    return replace(reading, problems=(*reading.problems, *problems)) if problems else reading


def may_hold(text: str, settings: ReaderSettings) -> bool:
    """Whether an undeclared text is worth reading; never False for one that `is_ours` would accept."""
    if _FRONT_KIND.search(_front(text)):
        return True
    signs = notation(settings.identifier_pattern)
    least = 1 if _SHALL_ANY.search(text) else _LEAST
    return bool(MODAL.search(text)) and len(list(islice(signs.find(text), least))) == least


def is_ours(document: Document) -> bool:
    """Whether a document declares to hold decisions, or enough of its identified blocks oblige. Stops looking once they do."""
    if document.setting.kind is Kind.DECISION:
        return True
    labels: set[str] = set()
    for placed in document.placed:
        reading = placed.segment.reading
        for one in reading.statements:
            if one.artifact is None or one.kind not in _JUDGED or not MODAL.search(one.text):
                continue
            if _SHALL_ANY.search(one.text):
                return True
            labels.add(reading.artifacts[one.artifact].label)
        if len(labels) >= _LEAST:
            return True
    return False


class _Open:
    """The artifact that following blocks may belong to."""

    def __init__(self, index: int, heading: bool) -> None:
        self.index = index
        self.heading = heading
        self.said = False
        """Whether it has a statement."""
        self.closed = False
        """Attributes came after the statement: a further paragraph is not its own."""


class MarkdownReader:
    """Reads one segment. A format that is much like ours overrides what differs."""

    def __init__(self, text: str, context: str, setting: Setting, signs: Notation) -> None:
        self.setting = setting
        self.signs = signs
        self.out = self.builder(text, context)
        self.source = self.out.source
        self.base = self.quiet = section_of(context) in ("quiet", "glossary")
        self.glossary = section_of(context) == "glossary"
        self.open: _Open | None = None
        self.owners: dict[int, int] = {}
        """The artifact that each list item's content belongs to, by the item's block."""
        self.pending: dict[int, tuple[str, str]] = {}
        """List items that hold only `Traces to:`, whose own items are the values: (name, link type) by block."""
        self.columns: list[str] = []
        self.children: dict[int, list[int]] = {}

    def builder(self, text: str, context: str) -> Builder:
        """What the reading is collected in, with the blocks that are read."""
        return Builder(text, self.setting, self.signs, table_of(context))

    def read(self) -> Reading:
        blocks = self.out.blocks
        for index, block in enumerate(blocks):
            self.children.setdefault(block.parent, []).append(index)
        for index, block in enumerate(blocks):
            if block.end <= self.out.shift and block.type != "header":
                continue
            if block.type == "heading":
                self._heading(block)
            elif block.type == "paragraph":
                self._paragraph(block, index)
            elif block.type == "header":
                self._header(block)
            elif block.type == "row" and not self.quiet:
                self._row(block)
            elif self.open and self.open.heading and block.parent < 0:
                self.out.grow(self.open.index, block.end)
        return self.out.reading(self.glossary)

    def _heading(self, block: Block) -> None:
        title = self.out.heading(block)
        self.quiet = self.base or self.section(title) in ("quiet", "glossary")
        if not block.inline or block.parent >= 0:
            return
        index = self._headed_section(block)
        if index is not None:
            self.open = _Open(index, heading=True)
        elif self.open and self.open.heading:
            self.out.grow(self.open.index, block.end)

    def _headed_section(self, block: Block) -> int | None:
        """The artifact that a heading starts."""
        start, end = block.inline[0].start, block.inline[-1].end
        head = None if self.quiet else self.signs.heading(self.source, start, end)
        if not head:
            return self.heading_artifact(block)
        rest = self.out.prose(clipped(block.inline, head.title.start if head.title.end > head.title.start else head.body, end))
        index = self._artifact(head, Span(block.start, block.end), rest.text)
        if MODAL.search(rest.text):
            self._say(rest, index)
        return index

    def _artifact(self, head: Head, extent: Span, title: str, parent: int | None = None) -> int:
        kind, level = self.kind(head.label), self.level(head.label)
        return self.out.artifact(head.label, kind, head.place, extent, title=title, level=level, parent=parent)

    def section(self, title: str) -> str:
        """The class of the section that a heading opens."""
        return section_class(title)

    def heading_artifact(self, block: Block) -> int | None:
        """The artifact that a heading without an identifier is, if the format has such."""
        return None

    def level(self, label: str) -> Level:
        """Where an artifact stands."""
        return self.setting.level

    def kind(self, label: str) -> Kind:
        """What an artifact is, as far as its identifier tells."""
        if self.setting.level is Level.INTENT and label.upper().startswith(("INT", "CON")):
            return Kind.CONSTRAINT
        return self.setting.kind

    def _say(self, prose: Prose, artifact: int, lead_in: bool = False) -> None:
        """A statement of an artifact, classified."""
        kind = kind_by_form(prose.text, self.out.kind_of(artifact))
        self.out.statement(prose, kind, artifact, lead_in)

    def _paragraph(self, block: Block, index: int) -> None:
        """A paragraph, cut where a line starts with an attribute or an identifier."""
        if not block.inline:
            return
        first = self._is_first(block, index)
        for number, (start, end) in enumerate(self._chunks(block)):
            self._chunk(block, index, clipped(block.inline, start, end), first and number == 0)

    def _is_first(self, block: Block, index: int) -> bool:
        return block.parent < 0 or self.children[block.parent][0] == index

    def _chunks(self, block: Block) -> list[tuple[int, int]]:
        start, end = block.inline[0].start, block.inline[-1].end
        if "\n" not in self.source[start:end] and "\r" not in self.source[start:end]:
            return [(start, end)]
        starts = [start]
        owned = self._owner(block) is not None
        for number, line in enumerate(line_spans(self.source, block.inline)):
            if number and (key_at(self.source, line.start, line.end, free=owned) or self._is_head(line)):
                starts.append(line.start)
        return list(zip(starts, [*starts[1:], end], strict=True))

    def _is_head(self, line: Span) -> bool:
        """Whether a later line of a paragraph starts an artifact: only an unmistakable one does, a wrapped mention does not."""
        head = self.signs.head(self.source, line.start, line.end)
        if not head:
            return False
        return self.source[line.start] in "*_[`" or ":" in self.source[head.place.end : head.body]

    def _chunk(self, block: Block, index: int, spans: tuple[Span, ...], first: bool) -> None:
        spans = _stripped(self.source, spans)
        if not spans:
            return
        start, end = spans[0].start, spans[-1].end
        owner = self._owner(block)
        if block.parent >= 0 and first and block.parent in self.pending:
            del self.pending[block.parent]
        waiting = self._waiting(block)
        if waiting and owner is not None:
            self._value(owner, *waiting, Span(start, end))
            return
        key = key_at(self.source, start, end, free=owner is not None)
        if owner is not None and not (key and key.known):
            self._tell(misspelt_link_key(self.source, start, end, self.signs))
        if first and block.parent >= 0 and not (key and key.known) and self._is_unhyphenated(start, end):
            key = None
        if key and not key.known and owner is not None and self._demands(owner, key.value, end):
            self.out.retitle(owner, key.name)
            self._body(block, index, clipped(spans, key.value, end), owner)
            return
        if key and (owner is not None or key.link) and key.name != "statement":
            self._keyed(block, owner, key.name, key.link, Span(key.value, end), first)
            return
        if key and owner is not None:
            self._body(block, index, clipped(spans, key.value, end), owner)
            return
        head = self.signs.head(self.source, start, end) if not self.quiet else None
        if head is None and not self.quiet:
            self._malformed(start, end)
        if head and self._may_head(block, first):
            self._headed(block, index, spans, head)
            return
        self._body(block, index, spans, owner)

    def _malformed(self, start: int, end: int) -> None:
        """An obligation whose identifier is one, but not by the project's own pattern, would be passed over in silence."""
        usual = notation()
        head = usual.head(self.source, start, end) if self.signs is not usual else None
        if head and MODAL.search(self.source, head.body, end):
            message = (
                f"“{head.label}” does not follow the project's identifier-pattern, so this is read as prose: write one that does."
            )
            self.out.problems.append(Problem("TRC009", message, self.out.place(head.place)))

    def _is_unhyphenated(self, start: int, end: int) -> bool:
        """Whether an item that obliges would have an identifier if that had its hyphen; tells so."""
        problem = unhyphenated(self.source, start, end, self.out.labels())
        if problem is None or self.quiet or not MODAL.search(self.source, start, end):
            return False
        self._tell(problem)
        return True

    def _tell(self, problem: Problem | None) -> None:
        if problem:
            self.out.problems.append(replace(problem, place=self.out.place(problem.place)))

    def _demands(self, owner: int, start: int, end: int) -> bool:
        """Whether the text behind a bold word is the artifact's demand, so that the word is its title."""
        return MODAL.search(self.source, start, end) is not None and not self._has_statement(owner)

    def _owner(self, block: Block) -> int | None:
        """The artifact whose block this is part of: that of the nearest list item around it, else the open one."""
        parent = block.parent
        while parent >= 0:
            if parent in self.owners:
                return self.owners[parent]
            parent = self.out.blocks[parent].parent
        return self.open.index if self.open else None

    def _waiting(self, block: Block) -> tuple[str, str] | None:
        if block.parent < 0:
            return None
        return self.pending.get(self.out.blocks[block.parent].parent)

    def _may_head(self, block: Block, first: bool) -> bool:
        return block.parent < 0 or first

    def _keyed(self, block: Block, owner: int | None, name: str, link: str, value: Span, first: bool) -> None:
        value = trimmed(self.source, value)
        if owner is not None:
            self.out.grow(owner, block.end)
            if self.open and self.open.index == owner and self.open.said and self.out.kind_of(owner) is not Kind.USER_STORY:
                self.open.closed = True
        if value.start == value.end and block.parent >= 0 and first:
            self.pending[block.parent] = (name, link)
        if name == "title" and owner is not None:
            self.out.retitle(owner, " ".join(value.of(self.source).split()))
            return
        self._value(owner, name, link, value)

    def _value(self, owner: int | None, name: str, link: str, value: Span) -> None:
        if link:
            self.out.link_value(owner, link, value)
        elif owner is not None and name == "source" and self._is_internal(value):
            self.out.link_value(owner, "derived-from", value)
            self.out.attribute(owner, name, value)
        elif owner is not None:
            self.out.attribute(owner, name, value)

    def _is_internal(self, value: Span) -> bool:
        """Whether a source names an artifact and not a standard (ISO-26262)."""
        first = next(self.signs.find(self.source, value.start, value.end), None)
        return first is not None and not is_standard(first.of(self.source))

    def _headed(self, block: Block, index: int, spans: tuple[Span, ...], head: Head) -> None:
        """An artifact: an identifier, then its statement."""
        item = self.out.blocks[block.parent] if block.parent >= 0 else None
        parent = self._owner(item) if item is not None and item.parent >= 0 else None
        extent = Span(item.start, item.end) if item else Span(spans[0].start, spans[-1].end)
        title = head.title.of(self.source).strip() if head.title.end > head.title.start else ""
        artifact = self._artifact(head, extent, title, parent)
        if item is not None:
            self.owners[block.parent] = artifact
        if item is None or item.parent < 0:
            self.open = _Open(artifact, heading=False)
        self._body(block, index, clipped(spans, head.body, spans[-1].end), artifact)

    def _body(self, block: Block, index: int, spans: tuple[Span, ...], owner: int | None) -> None:
        """Text that is no attribute: a statement of its artifact, a statement without one, or prose."""
        if not spans:
            return
        own = owner is not None and self._is_own(block, owner)
        start, end = spans[0].start, spans[-1].end
        trailing = trailing_link(self.source, start, end) if own else None
        if trailing:
            kind, value, opening, closing = trailing
            self.out.link_value(owner, kind, value)
            spans = (*clipped(spans, start, len(self.source[:opening].rstrip())), *clipped(spans, closing, end))
        prose = self.out.prose(spans)
        if not prose.text:
            return
        if own and owner is not None:
            self._own_text(block, index, prose, owner)
        elif not self.quiet and self.setting.chain and self.setting.level is Level.REQUIREMENTS:
            self._unlabelled(block, prose)

    def _is_own(self, block: Block, owner: int) -> bool:
        """Whether a block under an artifact is still its own text."""
        if any(self.owners.get(item) == owner for item in self._items_around(block)):
            return True
        if self.open is None or self.open.index != owner:
            return True
        if not self.open.said:
            return True
        return self.open.heading and not self.open.closed

    def _items_around(self, block: Block) -> list[int]:
        out = []
        parent = block.parent
        while parent >= 0:
            out.append(parent)
            parent = self.out.blocks[parent].parent
        return out

    def _own_text(self, block: Block, index: int, prose: Prose, owner: int) -> None:
        said = self.open.said if self.open and self.open.index == owner else self._has_statement(owner)
        self.out.grow(owner, block.end)
        kind = kind_by_form(prose.text, self.out.kind_of(owner))
        if said and kind is not Kind.SCENARIO_STEP and not MODAL.search(prose.text):
            return
        self._say(prose, owner, prose.text.endswith((":", "：")) and self._list_follows(block, index))
        if self.open and self.open.index == owner:
            self.open.said = True

    def _has_statement(self, owner: int) -> bool:
        return any(one.artifact == owner for one in self.out.statements)

    def _list_follows(self, block: Block, index: int) -> bool:
        siblings = self.children[block.parent]
        at = siblings.index(index)
        return at + 1 < len(siblings) and self.out.blocks[siblings[at + 1]].type == "item"

    def _unlabelled(self, block: Block, prose: Prose) -> None:
        """A statement that lacks its identifier (TRC001), where it looks like one."""
        if not _SHALL.search(_unquoted(prose)) or prose.text.endswith((":", "：")) or _ABOUT.match(prose.text):
            return
        if kind_by_form(prose.text, Kind.REQUIREMENT) is not Kind.REQUIREMENT:
            return
        at = prose.runs[0].source
        artifact = self.out.artifact("", self.setting.kind, Span(at, at), trimmed(self.source, Span(at, block.end)))
        self.out.statement(prose, self.setting.kind, artifact)

    def _header(self, block: Block) -> None:
        self.columns = columns_of(" ".join(cell.of(self.source).split()) for cell in block.cells)

    def _obliging(self, block: Block, columns: list[str]) -> Span | None:
        """The cell that obliges, where no column is named for statements."""
        if "statement" in columns:
            return None
        return next((cell for cell in block.cells if MODAL.search(cell.of(self.source))), None)

    def _row(self, block: Block) -> None:
        """A table row with an identifier in its column."""
        columns = self.columns
        if "id" not in columns or block.start < self.out.shift:
            return
        cells = dict(reversed(list(zip(columns, block.cells, strict=False))))
        place = next(self.signs.find(self.source, cells["id"].start, cells["id"].end), None) if "id" in cells else None
        if place is None:
            return
        label = place.of(self.source)
        artifact = self.out.artifact(
            label, self.kind(label), place, Span(block.start, block.end),
            title=" ".join(cells["title"].of(self.source).split()) if "title" in cells else "",
        )  # fmt: skip
        self.open = None
        body = cells.get("statement") or self._obliging(block, columns) or cells.get("title")
        prose = self.out.prose((body,)) if body else None
        if prose and prose.text:
            self._say(prose, artifact)
        for name, cell in zip(columns, block.cells, strict=False):
            if name in ("id", "statement", "title", ""):
                continue
            if not cell.of(self.source).strip():
                self._blank(name, cell)
                continue
            self._value(
                artifact, name.removeprefix("link:"), name.removeprefix("link:") if name.startswith("link:") else "", cell
            )

    def _blank(self, name: str, cell: Span) -> None:
        """A cell in which a link could be written."""
        if name.startswith("link:"):
            at = min(cell.start + 1, cell.end)
            self.out.link_places.append(LinkPlace(self.out.place(Span(at, at)), name.removeprefix("link:")))


def _unquoted(prose: Prose) -> str:
    out = list(prose.text)
    for part in prose.opaque:
        out[part.start : part.end] = " " * (part.end - part.start)
    return "".join(out)


def _stripped(text: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """`spans` without white space at the ends of the whole."""
    if not spans:
        return ()
    start = spans[0].start
    end = spans[-1].end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return clipped(spans, start, end)


MARKDOWN = Format(
    "markdown",
    _ENDINGS,
    recognise,
    lambda setting, settings: cutter(cut_rules(settings.identifier_pattern)),
    read_segment,
    expects="begin each requirement with an identifier, such as “- **SYS-001**: The pump shall …”",
    rank=90,
    comment=HTML,
    writing=MARKDOWN_WRITING,
    may_hold=may_hold,
    is_ours=is_ours,
)
