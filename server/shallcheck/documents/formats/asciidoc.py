"""Our own notation in AsciiDoc: an identifier at the head of a heading, item, row or paragraph, or as its anchor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shallcheck.documents.additions import copied
from shallcheck.documents.asciidoc import cut_asciidoc, read_asciidoc
from shallcheck.documents.asciidoc_inline import read_asciidoc_prose
from shallcheck.documents.blocks import Block
from shallcheck.documents.building import Builder, clipped
from shallcheck.documents.format import Cut, Format, Site, Writing
from shallcheck.documents.formats import markdown
from shallcheck.documents.formats.markdown import MarkdownReader, cut_rules
from shallcheck.documents.inline import Prose
from shallcheck.documents.markdown_writing import KEYS_OF_LINKS
from shallcheck.documents.notation import notation
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.source import extent_of, is_row, line_end, line_start, newline
from shallcheck.documents.suppressions import CommentSyntax
from shallcheck.model.document import Reading, Setting
from shallcheck.model.finding import Edit
from shallcheck.model.kinds import Dialect
from shallcheck.model.place import Span

COMMENT = CommentSyntax("//")


def recognise(path: str, head: str, settings: ReaderSettings) -> Setting:
    """Any AsciiDoc may be ours; a name such as `System_Requirements.adoc` makes it so without a look at what it holds."""
    setting = markdown.recognise(path, head, settings)
    told = setting.chain or settings.dialect is not None
    return replace(setting, format="asciidoc", dialect=setting.dialect if told else Dialect.SHALL_OR_MUST)


def _cutter(setting: Setting, settings: ReaderSettings) -> Cut:
    return cut_asciidoc(cut_rules(settings.identifier_pattern), notation(settings.identifier_pattern))


class _Builder(Builder):
    """A reading of AsciiDoc in the making."""

    comment = COMMENT
    titles: dict[int, int]
    """By the start of a heading's block, where its words start: behind an anchor."""
    text: str
    """The text as it is written: `source` has marks blanked."""

    def prose(self, spans: Sequence[Span]) -> Prose:
        return read_asciidoc_prose(self.text, spans)

    def heading(self, block: Block) -> str:
        words = clipped(block.inline, self.titles.get(block.start, block.start), block.end)
        return super().heading(replace(block, inline=words))


class _Reader(MarkdownReader):
    """Reads one segment."""

    def builder(self, text: str, context: str) -> Builder:
        scan = read_asciidoc(text, self.signs)
        made = _Builder(scan.source, self.setting, self.signs, blocks=scan.blocks)
        made.text, made.titles = text, scan.titles
        made.problems += scan.problems
        return made


def read_segment(text: str, context: str, setting: Setting, settings: ReaderSettings) -> Reading:
    """What one segment says."""
    return _Reader(text, context, setting, notation(settings.identifier_pattern)).read()


def _words(text: str, at: int, words: str, thorough: bool) -> str:
    words = " ".join(words.split("\n"))
    return words.replace("|", "\\|") if is_row(text, line_start(text, at)) else words


def _attribute(site: Site, name: str, value: str) -> Edit | None:
    """An item `Name: value` behind the statement, in a list of its own or one deeper than its item's; a row has no place."""
    text = site.placed.segment.text
    start = line_start(text, site.artifact.extent.start)
    if is_row(text, start):
        return None
    line, own = newline(site.document), extent_of(site.statement)
    mark = text[start : start + 8].split(" ")[0]
    is_item = mark != "" and mark in ("*" * len(mark), "." * len(mark), "-")
    lead = f"{line}{'*' * (len(mark) + 1)} " if is_item else f"{line * 2}* "
    behind = [one.place for one in site.artifact.attributes if one.place.start >= own.end]
    behind += [
        one.place for one in site.placed.segment.reading.link_places if own.end <= one.place.start < site.artifact.extent.end
    ]
    last = max(behind, key=lambda place: place.end, default=None)
    if last is not None:
        lead = line + text[line_start(text, last.start) : last.start].partition(" ")[0].strip() + " "
    at = line_end(text, last.end if last else own.end)
    return Edit(at, at, f"{lead}{name}: {_words(text, start, value, False)}")


def _link(site: Site, kind: str, target: str) -> Edit | None:
    name = KEYS_OF_LINKS.get(kind)
    number = site.placed.segment.reading.artifacts.index(site.artifact)
    same = [one.place.end for one in site.placed.segment.reading.links if one.artifact == number and one.type == kind]
    if same and name:
        return Edit(max(same), max(same), f", {target}")
    return _attribute(site, name, target) if name else None


ASCIIDOC = Format(
    "asciidoc",
    ("adoc", "asciidoc", "asc"),
    recognise,
    _cutter,
    read_segment,
    expects="begin each requirement with an identifier, such as “* *SYS-001*: The pump shall …”, or give it an anchor",
    comment=COMMENT,
    writing=Writing(_words, siblings=copied, attribute=_attribute, link=_link),
    may_hold=markdown.may_hold,
    is_ours=markdown.is_ours,
)
