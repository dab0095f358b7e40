"""tracey: requirements in Markdown, each below its marker `r[auth.login+2]` on a line of its own or at the head of a block quote.

What follows a marker up to the next blank line, or the whole quote, is what the requirement says. The version is an attribute, so
that code that names the requirement finds it in each version.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from shallcheck.documents.additions import copied, next_label
from shallcheck.documents.blocks import Block
from shallcheck.documents.building import Builder, clipped, kind_by_form, line_spans
from shallcheck.documents.format import Added, Format, Fresh, Site, Writing
from shallcheck.documents.markdown_writing import markdown_words
from shallcheck.documents.notation import MODAL, notation
from shallcheck.documents.segments import CutRules, cutter
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.source import line_end, line_start
from shallcheck.documents.suppressions import HTML
from shallcheck.model.document import Artifact, Document, Problem, Reading, Setting
from shallcheck.model.kinds import Dialect, Kind, Level
from shallcheck.model.place import Span

_ID = r"[\w-]+(?:\.[\w-]+)*"
_MARKER = re.compile(rf"[a-z][a-z0-9]*\[(?P<id>{_ID})(?:\+(?P<version>[1-9]\d*))?\][ \t]*$", re.ASCII)
_QUOTED = re.compile(r"(?:>[ \t]?)?")
_LIKE = re.compile(r"(?P<prefix>[A-Za-z][A-Za-z0-9]{0,9})\[(?P<id>[\w.-]{1,200})(?:\+(?P<version>[\d+]*))?\][ \t]*$", re.ASCII)
"""A marker with a fault in its prefix, its identifier or its version."""
_FENCED = re.compile(r"^ {0,3}(?P<fence>`{3,}|~{3,})[^\r\n]*$.*?(?:^ {0,3}(?P=fence)|\Z)", re.MULTILINE | re.DOTALL)
_BLANK = re.compile(r"(?:\r\n?|\n)[ \t]*(?=\r|\n|\Z)")
_NAME = re.compile(_ID, re.ASCII)
_CLOSING = re.compile(r"\][ \t]*(?=[\r\n]|\Z)")


def recognise(path: str, text: str, settings: ReaderSettings) -> Setting | None:
    """A document is tracey's when a line of it, outside of code, is a marker with a dot in its identifier."""
    if settings.format != "tracey" and not (_is_marked(text) and _is_marked(_FENCED.sub("", text))):
        return None
    dialect = settings.dialect or Dialect.RFC2119
    return Setting("tracey", level=Level.REQUIREMENTS, kind=Kind.REQUIREMENT, dialect=dialect, chain=False)


def _is_marked(text: str) -> bool:
    return any("." in (_marker(text[line_start(text, end.start()) : end.start() + 1]) or "") for end in _CLOSING.finditer(text))


def _marker(line: str) -> str | None:
    """The identifier of a line that is a marker, in a quote or not."""
    match = _MARKER.match(line, _quote(line))
    return match["id"] if match else None


def _quote(line: str) -> int:
    """How long the mark of a block quote at the head of a line is."""
    match = _QUOTED.match(line)
    return match.end() if match else 0


_CUT = cutter(
    CutRules(lambda depth, title, owner: True, lambda title: False, lambda line: _marker(line.rstrip("\r\n")) is not None)
)


def read_segment(text: str, context: str, setting: Setting, settings: ReaderSettings) -> Reading:
    """What one segment says."""
    return _Reader(text, setting).read()


def _unquoted(text: str) -> tuple[str, list[Span]]:
    """A text whose quotes with a marker at their head stand outside of quotes, as long as before; and their places."""
    if ">" not in text:
        return text, []
    out, quotes, at, opened = list(text), list[Span](), 0, -1
    while at < len(text):
        end = line_end(text, at)
        line = text[at:end]
        quoted = line.startswith(">")
        if opened >= 0 and not quoted:
            quotes.append(Span(opened, at))
            opened = -1
        if quoted and opened < 0 and _marker(line) is not None:
            opened = at
        if opened >= 0:
            out[at] = " "
        at = end + (2 if text[end : end + 2] == "\r\n" else 1)
    if opened >= 0:
        quotes.append(Span(opened, len(text)))
    return "".join(out), quotes


class _Reader:
    def __init__(self, text: str, setting: Setting) -> None:
        source, self.quotes = _unquoted(text)
        self.out = Builder(source, setting, notation())
        self.source = self.out.source
        self.item: int | None = None
        self.end = 0
        """Where what belongs to the item ends."""
        self.said = False
        self.blank = -1
        """The blank line that was found last."""

    def read(self) -> Reading:
        for index, block in enumerate(self.out.blocks):
            if block.type == "heading":
                self.out.heading(block)
            elif block.type == "paragraph" and block.inline:
                self._paragraph(block, index)
            if self.item is not None and block.start < self.end:
                self.out.grow(self.item, min(block.end, self.end))
        return self.out.reading()

    def _paragraph(self, block: Block, index: int) -> None:
        start = -1
        for line in line_spans(self.source, block.inline):
            if block.parent < 0 and (match := _MARKER.match(line.of(self.source))):
                if start >= 0:
                    self._text(block, index, start, line.start)
                start = -1
                self._start(match, line)
            elif start < 0:
                self._like(line)
                start = line.start
        if start >= 0:
            self._text(block, index, start, block.inline[-1].end)

    def _start(self, match: re.Match[str], line: Span) -> None:
        place = Span(*match.span("id")).shifted(line.start)
        quote = next((quote for quote in self.quotes if quote.start <= line.start < quote.end), None)
        self.item = self.out.artifact(match["id"], Kind.REQUIREMENT, place, line)
        self.end = quote.end if quote else self._blank_line(line.end)
        self.said = False
        if match["version"]:
            self.out.attribute(self.item, "version", Span(*match.span("version")).shifted(line.start))

    def _blank_line(self, at: int) -> int:
        """Where the next blank line, or the text, ends what stands at `at`."""
        if self.blank < at:
            match = _BLANK.search(self.source, at)
            self.blank = match.start() if match else len(self.source)
        return self.blank

    def _like(self, line: Span) -> None:
        """A marker that tracey does not take for one."""
        match = _LIKE.match(line.of(self.source))
        if match is None or "." not in match["id"]:
            return
        name = ".".join(part for part in match["id"].split(".") if part)
        digits = re.search(r"[1-9]\d*", match["version"] or "")
        version = f"+{digits[0]}" if digits else ""
        fix = f"{match['prefix'].lower()}[{name}{version}]" if "." in name else None
        advice = f"write “{fix}”." if fix else "write a marker such as “r[auth.login]”."
        message = f"“{match[0].strip()}” is no marker of tracey, so this requirement is passed over in silence: {advice}"
        self.out.problems.append(Problem("DOC002", message, line, fix))

    def _text(self, block: Block, index: int, start: int, end: int) -> None:
        """The first text below a marker is what the requirement says, a further one where it obliges."""
        if self.item is None or start >= self.end:
            return
        prose = self.out.prose(clipped(block.inline, start, end))
        kind = kind_by_form(prose.text, Kind.REQUIREMENT)
        if not prose.text or (self.said and not MODAL.search(prose.text)):
            return
        self.said = True
        following = self.out.blocks[index + 1] if index + 1 < len(self.out.blocks) else None
        listed = following is not None and following.type == "item" and following.start < self.end
        self.out.statement(prose, kind, self.item, listed and prose.text.endswith(":"))


def _named(document: Document, artifact: Artifact, taken: Collection[str]) -> str:
    return next_label(document, artifact, taken, "-")


def _siblings(site: Site, texts: Sequence[str], taken: Collection[str], fresh: Fresh | None) -> Added | None:
    """The marker and its text once more; of a later version there is no copy, since it would have that version too."""
    return None if site.artifact.attributes else copied(site, texts, taken, fresh, _named)


def _can_name(label: str, mention: bool, settings: ReaderSettings) -> bool:
    return _NAME.fullmatch(label) is not None


TRACEY = Format(
    "tracey",
    ("md", "markdown"),
    recognise,
    lambda setting, settings: _CUT,
    read_segment,
    rank=45,
    comment=HTML,
    writing=Writing(markdown_words, _siblings),
    anywhere=True,
    can_name=_can_name,
)
