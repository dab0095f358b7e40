"""StrictDoc's Markdown: a heading, `**MID**:` and `**UID**:` below it, then `**Statement**:`.

A heading is a node; a `**Type**:` behind a blank line starts another one below it. What stands under no field is the
statement, as StrictDoc has it. Sections and texts are told apart by `**Type**:`, or by what they lack.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from shallcheck.documents.additions import next_label
from shallcheck.documents.blocks import Block
from shallcheck.documents.building import Builder, clipped, kind_by_form, line_spans, trimmed
from shallcheck.documents.embedded import is_aside
from shallcheck.documents.format import Added, Cut, Format, Fresh, Site
from shallcheck.documents.markdown_writing import MARKDOWN_WRITING, markdown_words
from shallcheck.documents.notation import ATTRIBUTE_KEYS, MODAL, notation
from shallcheck.documents.segments import CutRules, cutter
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.source import extent_of, line_end, line_start, newline
from shallcheck.documents.strictdoc_grammar import CONTENT, kind_of, link_type
from shallcheck.documents.suppressions import HTML
from shallcheck.model.document import Attribute, Link, LinkPlace, Problem, Reading, Setting
from shallcheck.model.finding import Edit
from shallcheck.model.kinds import Dialect, Kind, Level
from shallcheck.model.place import Span

_FIELD = re.compile(r"\*\*(?P<name>[A-Za-z0-9][A-Za-z0-9 _-]*)\*\*:[ \t]*(?P<value>[^\r\n]*)")
_COLON_INSIDE = re.compile(r"\*\*(?P<name>MID|UID|Type|Statement|Relations|Rationale|Comment|Status|Tags):\*\*")
"""A field as other Markdown has it; StrictDoc takes it for prose."""
_SIGNS = re.compile(
    r"^\*\*MID\*\*: \S|^\*\*UID\*\*: \S(?=[^\0]*^\*\*Statement\*\*:)|^\*\*Type\*\*: [A-Z_]+(?: \\)?\n\*\*UID", re.MULTILINE
)
_INLINE = re.compile(r"\[LINK: (?P<target>[^\],\r\n]{1,200})(?:,[^\]\r\n]{0,200})?\]")
_RELATIONS = "RELATIONS"
_LEVELS = {Kind.TEST: Level.TESTS, Kind.ARCHITECTURE: Level.ARCHITECTURE, Kind.NEED: Level.NEEDS}
_CUT = CutRules(lambda depth, title, owner: True, lambda title: False)


def recognise(path: str, head: str, settings: ReaderSettings) -> Setting | None:
    """Markdown whose head has the fields of StrictDoc."""
    if settings.format != "strictdoc-markdown" and not _SIGNS.search(head.replace("\r\n", "\n")):
        return None
    level = settings.level or Level.REQUIREMENTS
    return Setting("strictdoc-markdown", level=level, dialect=settings.dialect or Dialect.SHALL_OR_MUST, chain=False)


def _cutter(setting: Setting, settings: ReaderSettings) -> Cut:
    return cutter(_CUT)


def read_segment(text: str, context: str, setting: Setting, _: ReaderSettings) -> Reading:
    """What the nodes under one heading say."""
    return _Reader(text, setting).read()


@dataclass(slots=True)
class _Record:
    """A node: its fields in order, each with its stretches; `statement` are the paragraphs that say something."""

    start: int
    end: int = 0
    title: str = ""
    fields: list[tuple[str, Span]] = field(default_factory=list)
    statement: list[tuple[tuple[Span, ...], Block, bool]] = field(default_factory=list)
    relations: list[dict[str, Span]] = field(default_factory=list)

    def first(self, name: str) -> Span | None:
        """The value of a field."""
        return next((value for key, value in self.fields if key == name and value.start < value.end), None)


class _Reader:
    """The nodes of one segment."""

    def __init__(self, text: str, setting: Setting) -> None:
        self.out = Builder(text, setting, notation())
        self.source = self.out.source
        self.setting = setting
        self.records: list[_Record] = []
        self.open = ""
        """The field that following blocks belong to."""

    def read(self) -> Reading:
        headed = False
        for number, block in enumerate(self.out.blocks):
            if block.type == "heading" and block.parent < 0:
                self.records.append(_Record(block.start, block.end, self.out.heading(block)))
                self.open, headed = "", block.depth > 1
            elif self.records and headed:
                self._block(block, number)
        attributes: list[list[Attribute]] = []
        for record in self.records:
            if self._tell(record):
                attributes.append(list(self._attributes(record)))
        reading = self.out.reading()
        artifacts = (replace(one, attributes=tuple(own)) for one, own in zip(reading.artifacts, attributes, strict=True))
        return replace(reading, artifacts=tuple(artifacts))

    def _block(self, block: Block, number: int) -> None:
        if block.type == "paragraph" and block.inline:
            if block.parent >= 0 and self.open == _RELATIONS:
                self._relation(block)
            else:
                self._paragraph(block, number)
        if block.parent < 0:
            self.records[-1].end = max(self.records[-1].end, len(self.source[: block.end].rstrip()))

    def _paragraph(self, block: Block, number: int) -> None:
        start, end = block.inline[0].start, block.inline[-1].end
        lines = line_spans(self.source, block.inline) if block.parent < 0 else []
        heads = [(line, match) for line in lines if (match := _FIELD.match(self.source, line.start, line.end))]
        for line in lines:
            if near := _COLON_INSIDE.match(self.source, line.start, line.end):
                meant = f"**{near['name']}**:"
                message = f"StrictDoc takes “{near[0]}” for prose and not for a field: write “{meant}”."
                self.out.problems.append(Problem("DOC002", message, Span(*near.span()), meant))
        before = heads[0][0].start if heads else end
        if before > start:
            self._say(block, number, clipped(block.inline, start, before))
        known = self.records[-1]
        first = not known.fields and not known.statement
        for index, (line, match) in enumerate(heads):
            if match["name"] == "Type" and line.start == start and self.records[-1].fields:
                self.records.append(_Record(line.start, title=known.title))
                first = True
            self.open = match["name"].upper().replace(" ", "_")
            stop = heads[index + 1][0].start if index + 1 < len(heads) else end
            if self.open in CONTENT:
                self._say(block, number, clipped(block.inline, match.start("value"), stop))
            else:
                self.records[-1].fields.append((self.open, self._value(Span(match.start("value"), stop))))
        if heads and first and self.open not in (_RELATIONS, *CONTENT):
            self.open = ""  # the fields right below the heading end with their paragraph

    def _value(self, span: Span) -> Span:
        """A value without the backslash that ends its line, and without backticks."""
        value = trimmed(self.source, span)
        if value.of(self.source).endswith("\\"):
            value = trimmed(self.source, Span(value.start, value.end - 1))
        words = value.of(self.source)
        return Span(value.start + 1, value.end - 1) if len(words) > 1 and words[0] == words[-1] == "`" else value

    def _say(self, block: Block, number: int, spans: tuple[Span, ...]) -> None:
        """A paragraph without a field of its own: part of the statement, or of the field that is open."""
        if not spans or not "".join(span.of(self.source) for span in spans).strip():
            return
        if self.open == _RELATIONS and block.parent < 0:
            self.open = ""
        if self.open and self.open not in CONTENT:
            if block.parent < 0:
                self.records[-1].fields.append((self.open, trimmed(self.source, Span(spans[0].start, spans[-1].end))))
            return
        following = self.out.blocks[number + 1] if number + 1 < len(self.out.blocks) else None
        leads = following is not None and following.type == "item" and following.parent == block.parent
        self.records[-1].statement.append((spans, block, leads))

    def _relation(self, block: Block) -> None:
        entry: dict[str, Span] = {}
        for line in line_spans(self.source, block.inline):
            if match := _FIELD.match(self.source, line.start, line.end):
                entry[match["name"].upper()] = self._value(Span(*match.span("value")))
        self.records[-1].relations.append(entry)

    def _tell(self, record: _Record) -> bool:
        """What one node says; whether it is an artifact."""
        name, tag = record.first("UID") or record.first("MID"), record.first("TYPE")
        kind = kind_of(tag.of(self.source)) if tag else Kind.REQUIREMENT if name and record.statement else Kind.HEADING
        said = [(self.out.prose(spans), block, leads) for spans, block, leads in record.statement]
        said = [one for one in said if one[0].text and not is_aside(one[0].text)]
        obliging = [one for one in said if MODAL.search(one[0].text)]
        if kind is None:
            kind = Kind.REQUIREMENT if obliging else Kind.NOTE
        uid = record.first("UID")
        if name is None or (uid is None and kind in (Kind.NOTE, Kind.HEADING)):
            self._mentions(record, None)
            return False
        title = record.first("TITLE")
        index = self.out.artifact(
            name.of(self.source), kind, name, Span(record.start, max(record.end, name.end)),
            title=title.of(self.source) if title else record.title, level=_LEVELS.get(kind),
        )  # fmt: skip
        if kind not in (Kind.NOTE, Kind.HEADING):
            for prose, _, leads in obliging or [one for one in said if one[1].parent < 0][:1]:
                lead_in = leads and prose.text.endswith((":", "："))
                self.out.statement(prose, kind_by_form(prose.text, kind), index, lead_in)
        for entry in record.relations:
            self._link(entry, index, kind)
        self._mentions(record, index)
        return True

    def _link(self, entry: dict[str, Span], index: int, kind: Kind) -> None:
        told, target, role = entry.get("TYPE"), entry.get("ID"), entry.get("ROLE")
        relation = told.of(self.source) if told else "Parent"
        if relation == "File":
            return
        if target is None or target.start == target.end or relation not in ("Parent", "Child"):
            place = told or target or next(iter(entry.values()), None)
            if place is not None:
                message = "This relation cannot be read, so nothing is linked: write “**Type**: `Parent` \\” and “**ID**: `UID`”."
                self.out.problems.append(Problem("DOC001", message, place))
            return
        words = link_type(relation, role.of(self.source) if role else "", kind)
        self.out.link_places.append(LinkPlace(target, words))
        self.out.links.append(Link(index, target.of(self.source), words, target))

    def _mentions(self, record: _Record, index: int | None) -> None:
        for match in _INLINE.finditer(self.source, record.start, record.end):
            place = trimmed(self.source, Span(*match.span("target")))
            if place.start < place.end:
                self.out.links.append(Link(index, place.of(self.source), "mentions", place))

    def _attributes(self, record: _Record) -> Iterator[Attribute]:
        for key, value in record.fields:
            if key in ("UID", "TITLE", "TYPE", _RELATIONS) or value.start == value.end:
                continue
            name = key.replace("_", " ").lower()
            yield Attribute(ATTRIBUTE_KEYS.get(name, name), " ".join(value.of(self.source).split()), value)
        for entry in record.relations:
            if "PATH" in entry:
                yield Attribute("file", entry["PATH"].of(self.source), entry["PATH"])


def _siblings(site: Site, texts: Sequence[str], taken: Collection[str], fresh: Fresh | None) -> Added | None:
    """Nodes under headings of their own, with the relations of the one beside; their MIDs are the tool's to give."""
    text, artifact, line = site.placed.segment.text, site.artifact, newline(site.document)
    heading = text[artifact.extent.start : line_end(text, artifact.extent.start)]
    own = extent_of(site.statement)
    before = text[artifact.place.end : own.start]
    if not heading.startswith("#") or artifact.place.end > own.start:
        return None
    if fresh is not None:
        heading = f"{heading[: len(heading) - len(heading.lstrip('#'))]} {fresh.title}"
        before = line * 2 + "**Statement**:" + (line * 2 if text[: own.start].endswith(line) else " ")
    if "**" not in text[line_start(text, artifact.place.start) : artifact.place.start]:
        return None
    labels: list[str] = []
    blocks = []
    for each in texts:
        label = next_label(site.document, artifact, {*taken, *labels})
        labels.append(label)
        blocks.append(f"{line * 2}{heading}{line * 2}**UID**: {label}{before}{markdown_words(text, own.start, each, False)}")
    at = len(text[: artifact.extent.end].rstrip())
    return Added((Edit(at, at, "".join(blocks)),), tuple(labels))


def _link(site: Site, kind: str, target: str) -> Edit | None:
    """A relation behind the others, or right behind the fields under the heading."""
    text, line = site.placed.segment.text, newline(site.document)
    if link_type("Parent", "", site.artifact.kind) != kind:
        return None
    entry = f"{line}- **Type**: `Parent` \\{line}  **ID**: `{target}`"
    number = site.placed.segment.reading.artifacts.index(site.artifact)
    known = [one.place.end for one in site.placed.segment.reading.links if one.artifact == number and one.type != "mentions"]
    if known:
        at = line_end(text, max(known))
        return Edit(at, at, entry)
    at = line_end(text, site.artifact.place.end)
    while _FIELD.match(text, at + len(line)):
        at = line_end(text, at + len(line))
    return Edit(at, at, f"{line}**Relations**:{entry}")


STRICTDOC_MARKDOWN = Format(
    "strictdoc-markdown",
    ("md", "markdown"),
    recognise,
    _cutter,
    read_segment,
    expects="write “**UID**: …” below a heading, then “**Statement**: …”",
    rank=60,
    comment=HTML,
    writing=replace(MARKDOWN_WRITING, siblings=_siblings, attribute=lambda site, name, value: None, link=_link),
    can_name=lambda label, mention, settings: bool(label.strip()) and label.splitlines() == [label],
)
