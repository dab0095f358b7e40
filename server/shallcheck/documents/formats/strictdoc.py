"""StrictDoc's own notation: `.sdoc` files, their nodes `[REQUIREMENT]` and any tag that a grammar defines.

A node's UID is its identifier (else its MID), its STATEMENT is what it says, `RELATIONS:` are its trace links. What a grammar
demands and a node lacks is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from shallcheck.documents.building import trimmed
from shallcheck.documents.embedded import plain_runs, read_embedded
from shallcheck.documents.format import Cut, Format
from shallcheck.documents.glossary import TITLE
from shallcheck.documents.notation import ATTRIBUTE_KEYS, MODAL
from shallcheck.documents.segments import Boundary
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.strictdoc_checking import DEEPEST, complaints, take_as_meant
from shallcheck.documents.strictdoc_grammar import CONTENT, Around, around_of, declare, grammar_of, kind_of, link_type
from shallcheck.documents.strictdoc_nodes import (
    CLOSING,
    COMPOSITE,
    FIELD,
    FREE_TEXT,
    OPENING,
    TEXT_CLOSES,
    TEXT_OPENS,
    Field,
    Relation,
    parse_node,
)
from shallcheck.documents.strictdoc_writing import STRICTDOC_WRITING
from shallcheck.model.document import (
    Artifact,
    Attribute,
    Link,
    LinkPlace,
    Opaque,
    Outline,
    Problem,
    Reading,
    Setting,
    Statement,
)
from shallcheck.model.kinds import Dialect, Kind, Level, OpaqueKind
from shallcheck.model.lines import LINE_BREAK
from shallcheck.model.place import Span

_HEAD = re.compile(r"^\[{1,2}[A-Z][A-Z0-9_]*\]{1,2}[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_LEVELS = {Kind.TEST: Level.TESTS, Kind.ARCHITECTURE: Level.ARCHITECTURE, Kind.NEED: Level.NEEDS}
_RETIRED = frozenset({"deleted", "obsolete", "retired", "withdrawn", "rejected", "superseded", "deprecated"})
_CHAPTERS = frozenset({"DOCUMENT", *COMPOSITE})
_INLINE = re.compile(r"\[LINK: (?P<target>[^\],\r\n]{1,200})(?:,[^\]\r\n]{0,200})?\]")
_ANCHOR = re.compile(r"^\[ANCHOR: (?P<label>[^\],\r\n]{1,200})(?:, (?P<title>[^\]\r\n]{1,200}))?\][ \t]*$", re.MULTILINE)
_MARKUP = re.compile(r"[ \t]+MARKUP:[ \t]*(?P<markup>\w+)[ \t]*$")
_DIRECTIVE = re.compile(r"^\.\. [^\r\n]*(?:(?:\r\n?|\n)+[ \t]+[^\r\n]+)*", re.MULTILINE)
"""A directive or comment of reStructuredText, with what is indented below it."""
_VISIBLE = re.compile(r"[^\s]")


def recognise(path: str, head: str, settings: ReaderSettings) -> Setting | None:
    """A file with nodes at its head is a StrictDoc document."""
    if settings.format != "strictdoc" and not _HEAD.search(head):
        return None
    level = settings.level or Level.REQUIREMENTS
    return Setting("strictdoc", level=level, dialect=settings.dialect or Dialect.SHALL_OR_MUST, chain=False)


def cutter(setting: Setting, settings: ReaderSettings) -> Cut:
    """A segment starts at each node; its context is the tags of the nodes around it and, on a second line, the grammar."""
    return lambda text, at: _boundaries(text, at, settings.declared)


def _boundaries(text: str, at: Boundary, declared: str) -> Iterator[Boundary]:
    before = around_of(at.context)
    stack, grammar, markup, tag = list(before.tags), before.grammar, before.markup, ""
    glossary = before.glossary
    grammar_at = -1
    closes, fenced, blank = "", False, True
    yield at
    for start, end, following in _lines(text, at.start):
        line = text[start:end]
        if closes and not (blank and not fenced and OPENING.match(line) and _is_field(text, following)):
            fenced = fenced != bool(_FENCE.match(line))
            blank = not line.strip()
            if line.rstrip() == closes:
                closes, fenced = "", False
            continue
        closes, fenced, blank = "", False, not line.strip()
        opening = OPENING.match(line.lstrip("\ufeff"))
        if opening:
            if grammar_at >= 0:
                grammar, grammar_at = grammar_of(text[grammar_at:start], declared), -1
            if start > at.start:
                yield Boundary(start, Around(tuple(stack), grammar, markup, glossary).context())
            tag = opening["tag"]
            grammar_at = start if tag == "GRAMMAR" else -1
            closes = f"[/{FREE_TEXT}]" if tag == FREE_TEXT else ""
            if (opening["double"] or tag in COMPOSITE) and len(stack) < DEEPEST:
                stack.append(tag)
        elif (closing := CLOSING.match(line)) and stack and stack[-1] == closing["tag"]:
            stack.pop()
            glossary = glossary if len(stack) + 1 >= glossary else 0
        elif (match := FIELD.match(line)) and match["value"] == TEXT_OPENS:
            closes = TEXT_CLOSES
        elif match and match["name"] == "TITLE" and not glossary and tag in _CHAPTERS and TITLE.match(match["value"] or ""):
            glossary = len(stack) + 1
        elif tag == "DOCUMENT" and (told := _MARKUP.match(line)):
            markup = told["markup"]


def _lines(text: str, start: int) -> Iterator[tuple[int, int, int]]:
    """Where each line starts and ends, and where the next starts."""
    for match in LINE_BREAK.finditer(text, start):
        yield start, match.start(), match.end()
        start = match.end()
    if start < len(text):
        yield start, len(text), len(text)


def _is_field(text: str, start: int) -> bool:
    """Whether the line at `start` is a field: behind a tag, that ends a text that nobody has closed."""
    match = LINE_BREAK.search(text, start)
    return FIELD.match(text[start : match.start() if match else len(text)]) is not None


def read_segment(text: str, context: str, setting: Setting, _: ReaderSettings) -> Reading:
    """What one node says."""
    return _Reader(text, context, setting).read()


class _Reader:
    """One segment: a node, and the tags behind it that close others."""

    def __init__(self, text: str, context: str, setting: Setting) -> None:
        self.text = text
        self.setting = setting
        self.stack, self.grammar, self.markup, self.glossary = around_of(context)
        self.node = parse_node(text)
        self.artifacts: list[Artifact] = []
        self.statements: list[Statement] = []
        self.links: list[Link] = []
        self.link_places: list[LinkPlace] = []
        self.problems: list[Problem] = []
        self.uses: tuple[str, ...] = ()

    def read(self) -> Reading:
        node = self.node
        if not node.tag:
            return Reading()
        told = Reading()
        wrong = complaints(node, self.text, self.stack, self.grammar)
        take_as_meant(node, self.text, self.grammar)
        kind = kind_of(node.tag)
        content = node.first(*CONTENT)
        said = content.value.of(self.text) if content else ""
        if kind is None:
            kind = Kind.REQUIREMENT if MODAL.search(said) else Kind.NOTE
        index = self._artifact(kind, said)
        if content is not None and kind not in (Kind.NOTE, Kind.HEADING) and not self._is_retired():
            is_rst = self.markup in ("", "RST")
            words = _prose(said) if is_rst else said
            told = read_embedded(words, plain_runs(content.value), self.setting, kind, index, rst=is_rst)
        elif content is not None and self.glossary and kind is Kind.NOTE:
            told = Reading(terms=read_embedded(said, plain_runs(content.value), self.setting, kind, index, glossary=True).terms)
        for relation in node.relations:
            self._relation(relation, index, kind)
        for one in node.fields:
            self._inline(one, index)
        self.problems += wrong
        title = node.first("TITLE")
        outline = (
            (Outline(title.value.of(self.text), len(self.stack) + 1, title.value),) if title and kind is Kind.HEADING else ()
        )
        return replace(
            told,
            statements=tuple(self._with_links(one) for one in told.statements),
            artifacts=tuple(self.artifacts),
            links=(*self.links, *told.links),
            link_places=tuple(self.link_places),
            outline=outline,
            problems=tuple(self.problems),
        )

    def _artifact(self, kind: Kind, said: str) -> int | None:
        """The node's own artifact, if it has an identifier or obliges without one."""
        name, title = self.node.first("UID") or self.node.first("MID"), self.node.first("TITLE")
        if name is not None and name.name == "MID" and kind in (Kind.NOTE, Kind.HEADING):
            name = None
        if name is None and (kind in (Kind.NOTE, Kind.HEADING) or not MODAL.search(said)):
            return None
        extent = Span(self.node.place.start, self.node.end)
        attributes = tuple(self._attributes())
        words = " ".join(title.value.of(self.text).split()) if title else ""
        label, place = ("", self.node.place) if name is None else (name.value.of(self.text), name.value)
        level = _LEVELS.get(kind, self.setting.level)
        self.artifacts.append(Artifact(label, kind, level, words, place, extent, attributes))
        return 0

    def _attributes(self) -> Iterator[Attribute]:
        for one in self.node.fields:
            if one.name in ("UID", "TITLE", *CONTENT) or one.value.start == one.value.end:
                continue
            name = one.name.replace("_", " ").lower()
            yield Attribute(ATTRIBUTE_KEYS.get(name, name), " ".join(one.value.of(self.text).split()), one.value)
        for relation in self.node.relations:
            if relation.type == "File" and relation.value.start < relation.value.end:
                yield Attribute("file", relation.value.of(self.text), relation.value)

    def _is_retired(self) -> bool:
        status = self.node.first("STATUS")
        return status is not None and status.value.of(self.text).lower() in _RETIRED

    def _relation(self, relation: Relation, index: int | None, kind: Kind) -> None:
        meant = relation.type.capitalize()
        if relation.type != meant and meant in ("Parent", "Child", "File"):
            place = Span(relation.place.end - len(relation.type), relation.place.end)
            message = f"“{relation.type}” is no type of relation, so StrictDoc refuses it: write “{meant}”."
            self.problems.append(Problem("DOC002", message, place, meant))
            relation.type = meant
        if relation.type not in ("Parent", "Child", "File"):
            message = f"“{relation.type}” is no type of relation, so nothing is linked: write Parent, Child or File."
            self.problems.append(Problem("DOC001", message, relation.place))
        elif relation.value.start == relation.value.end:
            if relation.type != "File":
                message = "This relation has no VALUE, so it links to nothing: name the UID on a line “  VALUE: …” below."
                self.problems.append(Problem("DOC001", message, relation.place))
        elif relation.type != "File":
            self.link_places.append(LinkPlace(relation.value, link_type(relation.type, relation.role, kind)))
            self.links.append(
                Link(index, relation.value.of(self.text), link_type(relation.type, relation.role, kind), relation.value)
            )

    def _inline(self, one: Field, index: int | None) -> None:
        """Links and anchors in a text."""
        start, end = one.value
        for match in _INLINE.finditer(self.text, start, end):
            place = trimmed(self.text, Span(*match.span("target")))
            if place.start < place.end:
                self.links.append(Link(index, place.of(self.text), "mentions", place))
        for match in _ANCHOR.finditer(self.text, start, end) if "[ANCHOR: " in self.text else ():
            label = trimmed(self.text, Span(*match.span("label")))
            extent = Span(match.start(), match.end("title") + 1 if match["title"] else match.end("label") + 1)
            if label.start < label.end:
                self.artifacts.append(
                    Artifact(label.of(self.text), Kind.NOTE, self.setting.level, match["title"] or "", label, extent)
                )

    @staticmethod
    def _with_links(statement: Statement) -> Statement:
        """`[LINK: …]` in a statement stands for what it names."""
        places = [Span(*match.span()) for match in _INLINE.finditer(statement.text)]
        if not places:
            return statement
        kept = [part for part in statement.opaque if not any(place.overlaps(Span(part.start, part.end)) for place in places)]
        marks = [Opaque(place.start, place.end, OpaqueKind.IDENTIFIER) for place in places]
        return replace(statement, opaque=tuple(sorted([*kept, *marks])))


def _prose(text: str) -> str:
    """A text with its directives and anchors blanked, every place kept."""
    for pattern in (_DIRECTIVE, _ANCHOR):
        text = pattern.sub(lambda match: _VISIBLE.sub(" ", match[0]), text)
    return text


STRICTDOC = Format(
    "strictdoc",
    ("sdoc",),
    recognise,
    cutter,
    read_segment,
    expects="begin each node with its tag on a line of its own, such as “[REQUIREMENT]”",
    writing=STRICTDOC_WRITING,
    companions=("*.sgra",),
    declare=declare,
    can_name=lambda label, mention, settings: bool(label.strip()) and label.splitlines() == [label],
)
