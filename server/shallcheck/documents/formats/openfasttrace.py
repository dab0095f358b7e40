"""OpenFastTrace: items in Markdown and reStructuredText, found line by line as its own importers do.

An item starts at its identifier, type~name~revision, on a line of its own; the heading above is its title, the text below what
it says. `Covers:` and `Depends:` with list items are links; `arch --> dsn : req~x~1` forwards what another item needs.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import replace

from shallcheck.documents.blocks import Block
from shallcheck.documents.building import Builder, clipped, kind_by_form, line_spans, trimmed
from shallcheck.documents.format import Cut, Format
from shallcheck.documents.inline import Prose
from shallcheck.documents.notation import MODAL, notation
from shallcheck.documents.oft_items import (
    BOLD_LINE,
    FORWARD,
    ID_LINE,
    IDENTIFIER,
    KEY,
    LIKE_KEY,
    STATUS,
    TYPES,
    UNDERLINE,
    UNREVISED,
    UNREVISED_LINE,
    audible,
    covering,
    holds_items,
    is_heard,
    nature,
)
from shallcheck.documents.oft_writing import OFT_WRITING
from shallcheck.documents.segments import START, Boundary, CutRules, cut
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.source import line_start
from shallcheck.documents.suppressions import HTML, CommentSyntax, read_suppressions
from shallcheck.model.document import Link, LinkPlace, Problem, Reading, Setting
from shallcheck.model.kinds import Dialect, Kind, Level
from shallcheck.model.place import Span

_RST_COMMENT = CommentSyntax("..")
_RST = "openfasttrace-rst"
_RULES = CutRules(lambda depth, title, owner: True, lambda title: False)
_SILENT = "off"
"""The context of a segment that starts where `oft:off` holds."""
_LISTED = ("Covers", "Depends")
_VALUES = ("Needs", "Tags")
_TEXTS = ("Rationale", "Comment", "Description")
_SPACED = re.compile(r"\w+(?:[ \t]*[ ;/][ \t]*\w+)+$")


def _recogniser(name: str, text: str, settings: ReaderSettings) -> Setting | None:
    """A document is one of OpenFastTrace's when some line of it is an item's identifier, or forwards one."""
    if settings.format != name and not holds_items(text, name == _RST):
        return None
    dialect = settings.dialect or Dialect.SHALL_OR_MUST
    return Setting(name, level=Level.REQUIREMENTS, kind=Kind.REQUIREMENT, dialect=dialect, chain=False)


def _cut(text: str, at: Boundary, inner: Cut) -> Iterator[Boundary]:
    """The boundaries of `inner`, each with whether OpenFastTrace reads there."""
    heard, before = at.context != _SILENT, at.start
    for boundary in inner(text, Boundary(at.start, "")):
        heard = is_heard(text[before : boundary.start], heard)
        before = boundary.start
        yield Boundary(boundary.start, "" if heard else _SILENT)


def cut_markdown(text: str, at: Boundary = START) -> Iterator[Boundary]:
    """A segment starts at each heading."""
    return _cut(text, at, lambda text, at: cut(text, _RULES, at))


def cut_rst(text: str, at: Boundary = START) -> Iterator[Boundary]:
    """A segment starts at each title that has a line under it."""
    return _cut(text, at, _titles)


def _titles(text: str, at: Boundary) -> Iterator[Boundary]:
    yield at
    last = at.start
    for line in UNDERLINE.finditer(text, at.start):
        title = line_start(text, max(0, line.start() - 1))
        words = text[title : line.start()]
        if title >= line.start() or title <= last or not words.strip() or words[0].isspace() or UNDERLINE.match(text, title):
            continue
        above = line_start(text, title - 1)
        if text[above:title].strip() and not UNDERLINE.match(text, above):
            continue
        last = title
        yield Boundary(title, "")


def read_segment(text: str, context: str, setting: Setting, settings: ReaderSettings) -> Reading:
    """What one segment says."""
    heard = audible(text, context != _SILENT, setting.format == _RST)
    reading = _Reader(heard, setting).read()
    if setting.format == _RST:
        found, problems = read_suppressions(text, _RST_COMMENT, reading.artifacts, reading.statements)
        reading = replace(reading, suppressions=found, problems=(*reading.problems, *problems))
    return reading


class _Reader:
    def __init__(self, text: str, setting: Setting) -> None:
        self.out = Builder(text, setting, notation())
        self.source = self.out.source
        self.dialect = setting.dialect
        self.title: tuple[str, int] | None = None
        """The heading above, while nothing but an identifier may follow, and where it starts."""
        self.item: int | None = None
        self.part = "Description"
        self.said = self.rejected = False
        self.listed = False
        """The part has list items."""

    def read(self) -> Reading:
        for index, block in enumerate(self.out.blocks):
            if block.type == "heading":
                self.item = None
                self.title = (self.out.heading(block), block.start)
            elif block.type == "paragraph" and block.inline:
                if block.parent < 0:
                    self._paragraph(block, index)
                elif self.item is not None:
                    self._listed(block, self.item)
                self.title = None
            if self.item is not None and block.type != "heading":
                self.out.grow(self.item, block.end)
        return self.out.reading()

    def _paragraph(self, block: Block, index: int) -> None:
        """A paragraph, whose lines OpenFastTrace reads one by one."""
        start = -1
        for line in line_spans(self.source, block.inline):
            if self._is_special(line, start < 0):
                if start >= 0:
                    self._text(block, index, start, line.start, False)
                start = -1
                self._special(line)
            elif start < 0:
                start = line.start
        if start >= 0:
            self._text(block, index, start, block.inline[-1].end, True)

    def _is_special(self, line: Span, first: bool) -> bool:
        text = line.of(self.source)
        if ID_LINE.match(text) and self.part in _LISTED and not self.listed and not self.title:
            return False  # what is covered, without the mark of an item
        if ID_LINE.match(text) or BOLD_LINE.match(text) or FORWARD.search(text):
            return True
        if first and self.title and UNREVISED_LINE.match(text):
            return True
        return self.item is not None and (KEY.match(text) is not None or self._near_key(text) is not None)

    def _near_key(self, text: str) -> re.Match[str] | None:
        """A key that is not written as OpenFastTrace demands, where it can be nothing else."""
        match = LIKE_KEY.match(text)
        if match is None:
            return None
        value, key = match["value"].strip(), match["key"].capitalize()
        fits = not value or (key in _LISTED and IDENTIFIER.search(value)) or (key in _VALUES and TYPES.match(value))
        return match if fits else None

    def _special(self, line: Span) -> None:
        text = line.of(self.source)
        if forward := FORWARD.search(text):
            self._forward(forward, line)
        elif found := ID_LINE.match(text) or BOLD_LINE.match(text):
            self._start(Span(*found.span("id")).shifted(line.start), line)
            if BOLD_LINE.match(text):
                self._near(line, f"`{found['id']}`", "OpenFastTrace does not read an identifier in bold")
        elif key := KEY.match(text):
            self._key(key["key"], Span(*key.span("value")).shifted(line.start), line)
        elif like := self._near_key(text):
            name = like["key"].capitalize()
            value = Span(*like.span("value")).shifted(line.start)
            if not (name in _LISTED and like["value"].strip()):
                fix = f"{name}: {like['value']}".strip()
                self._near(line, fix, f"OpenFastTrace reads “{name}:” only as it is written here")
            self._key(name, value, line)
        elif bare := UNREVISED_LINE.match(text):
            self._near(line, f"`{bare['id']}~1`", f"“{bare['id']}” has no revision, so OpenFastTrace sees no item here")

    def _near(self, place: Span, fix: str, what: str) -> None:
        shown = fix.split("\n", 1)[0].strip()
        self.out.problems.append(Problem("DOC002", f"{what}: write “{shown}”.", place, fix))

    def _start(self, place: Span, line: Span) -> None:
        label = place.of(self.source)
        kind, level = nature(label)
        title, start = self.title or ("", line.start)
        self.item = self.out.artifact(label, kind, place, Span(start, line.end), title=title, level=level)
        self.title, self.part, self.said, self.rejected = None, "Description", False, False

    def _forward(self, match: re.Match[str], line: Span) -> None:
        """An item that only hands on what another one needs."""
        label = match["skipped"] + match["id"][match["id"].index("~") :]
        kind, level = nature(label)
        places = {name: Span(*match.span(name)).shifted(line.start) for name in ("skipped", "needs", "id")}
        item = self.out.artifact(label, kind, places["skipped"], line, level=level, positional=True)
        self.out.attribute(item, "needs", places["needs"])
        self._link(item, covering(kind), places["id"])
        self.item = None

    def _link(self, item: int, kind: str, place: Span) -> None:
        self.out.links.append(Link(item, place.of(self.source), kind, self.out.place(place)))
        self.out.link_places.append(LinkPlace(self.out.place(place), kind))

    def _key(self, name: str, value: Span, line: Span) -> None:
        self.part, self.listed = name, False
        value = trimmed(self.source, value)
        text = value.of(self.source)
        if self.item is None or not text:
            return
        if name in _LISTED:
            self._unlisted(name, value, line)
        elif name in _VALUES:
            self.out.attribute(self.item, name.lower(), value)
            if not TYPES.match(text) and _SPACED.match(text):
                fix = f"{name}: {', '.join(re.findall(r'[^ ;/]+', text))}"
                self._near(line, fix, f"OpenFastTrace wants commas between what “{name}:” lists, and passes over this line")
        elif name == "Status":
            self._status(self.item, value)
        else:
            head = Span(line.start, value.start)
            self._near(head, f"{name}:\n\n", f"OpenFastTrace reads “{name}:” only on a line of its own")
            self._text_of(name, value)

    def _status(self, item: int, value: Span) -> None:
        word = value.of(self.source)
        self.out.attribute(item, "status", value)
        self.rejected = word.lower() == "rejected"
        if word in STATUS:
            return
        like = difflib.get_close_matches(word[:20].lower(), STATUS, n=1)
        known = ", ".join(STATUS)
        message = f"“{word}” is no status of OpenFastTrace, which takes this line for the text: write one of {known}."
        self.out.problems.append(Problem("DOC002", message, self.out.place(value), like[0] if like else None))

    def _unlisted(self, name: str, value: Span, line: Span) -> None:
        """`Covers: req~x~1` on one line: read, and told."""
        places = self._identifiers(value)
        for place in places:
            self._link(self.item or 0, self._type(name), place)
        if places:
            items = "\n".join(f"* `{place.of(self.source)}`" for place in places)
            what = f"OpenFastTrace reads “{name}:” only with a list below, so these links are lost"
            self.out.problems.append(
                Problem(
                    "DOC002", f"{what}: write each as an item, “* `{places[0].of(self.source)}`”.", line, f"{name}:\n\n{items}"
                )
            )

    def _type(self, part: str) -> str:
        return covering(self.out.kind_of(self.item or 0)) if part == "Covers" else "traces"

    def _identifiers(self, span: Span) -> list[Span]:
        """The identifiers in a stretch, each once: a Markdown link may name its target in words and address."""
        places = {match[0]: Span(*match.span()) for match in reversed(list(IDENTIFIER.finditer(self.source, *span)))}
        return sorted(places.values())

    def _listed(self, block: Block, item: int) -> None:
        """A paragraph in a list."""
        span = Span(block.inline[0].start, block.inline[-1].end)
        if self.part in _LISTED:
            self._reference(block, item, span)
        elif self.part in _VALUES:
            self.out.attribute(item, self.part.lower(), span)
        elif self.part == "Description":
            self._say(self.out.prose(block.inline), item, False)

    def _reference(self, block: Block, item: int, span: Span) -> None:
        self.listed = True
        places = self._identifiers(span)
        for place in places:
            self._link(item, self._type(self.part), place)
        holder = self.out.blocks[block.parent]
        if places and holder.ordered:
            self._near(holder.marker, "*", f"OpenFastTrace reads no numbered items below “{self.part}:”")
        bare = None if places else UNREVISED.search(self.source, *span)
        if bare:
            place = Span(*bare.span())
            self._near(place, f"{bare[0]}~1", f"“{bare[0]}” has no revision, so OpenFastTrace follows no link here")

    def _text(self, block: Block, index: int, start: int, end: int, last: bool) -> None:
        """Lines that are none of OpenFastTrace's own."""
        spans = clipped(block.inline, start, end)
        if self.item is None or not spans:
            return
        if self.part == "Description":
            prose = self.out.prose(spans)
            following = self.out.blocks[index + 1] if last and index + 1 < len(self.out.blocks) else None
            follows = following is not None and following.type == "item" and following.parent < 0
            self._say(prose, self.item, follows and not prose.text.endswith((".", "!", "?")))
        elif self.part in _LISTED:
            for line in line_spans(self.source, spans):
                self._unmarked(line, self.item)
        else:
            self._text_of(self.part, Span(start, end))

    def _unmarked(self, line: Span, item: int) -> None:
        """`req~x~1` below `Covers:` without the mark of an item: read, and told."""
        places = self._identifiers(line)
        for place in places:
            self._link(item, self._type(self.part), place)
        if places:
            what = f"OpenFastTrace reads only list items below “{self.part}:”, so this link is lost"
            self._near(line, f"* {line.of(self.source)}", what)

    def _text_of(self, part: str, span: Span) -> None:
        if self.item is not None and part in ("Rationale", "Comment"):
            self.out.attribute(self.item, part.lower(), span)

    def _say(self, prose: Prose, item: int, lead_in: bool) -> None:
        """The first text is what the item says, a further one where it obliges."""
        kind = kind_by_form(prose.text, self.out.kind_of(item))
        if not prose.text or (self.said and kind is not Kind.SCENARIO_STEP and not MODAL.search(prose.text)):
            return
        self.said = True
        self.out.statement(prose, Kind.NOTE if self.rejected else kind, item, lead_in)


def _can_name(label: str, mention: bool, settings: ReaderSettings) -> bool:
    return IDENTIFIER.fullmatch(label) is not None


OPENFASTTRACE = Format(
    "openfasttrace",
    ("md", "markdown"),
    lambda path, text, settings: _recogniser("openfasttrace", text, settings),
    lambda setting, settings: cut_markdown,
    read_segment,
    rank=40,
    comment=HTML,
    writing=OFT_WRITING,
    anywhere=True,
    can_name=_can_name,
)
OPENFASTTRACE_RST = Format(
    _RST,
    ("rst",),
    lambda path, text, settings: _recogniser(_RST, text, settings),
    lambda setting, settings: cut_rst,
    read_segment,
    rank=40,
    comment=_RST_COMMENT,
    writing=OFT_WRITING,
    anywhere=True,
    can_name=_can_name,
)
