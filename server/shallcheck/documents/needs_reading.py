"""What the needs of a Sphinx project say: their directives as artifacts, their text as statements, their options as links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from shallcheck.documents.blocks import Block
from shallcheck.documents.building import Builder, clipped, kind_by_form
from shallcheck.documents.directives import OPAQUE, Directive, Option, Scan, joined
from shallcheck.documents.glossary import entries
from shallcheck.documents.inline import Prose
from shallcheck.documents.needs_config import NeedsConfig
from shallcheck.documents.notation import MODAL, key_at, notation
from shallcheck.documents.own_pattern import own_pattern
from shallcheck.documents.rst import COMMENT
from shallcheck.documents.rst_inline import PARTS, read_rst_prose
from shallcheck.documents.suppressions import HTML
from shallcheck.model.document import Link, LinkPlace, Problem, Reading, Setting, Term
from shallcheck.model.kinds import Kind, Level
from shallcheck.model.place import Span

LEVELS = {
    Kind.NEED: Level.NEEDS,
    Kind.ARCHITECTURE: Level.ARCHITECTURE,
    Kind.DECISION: Level.ARCHITECTURE,
    Kind.TEST: Level.TESTS,
    Kind.CODE: Level.CODE,
}
IDENTIFIER = re.compile(r"[^\W_][\w:/-]*")
_LINK = re.compile(
    r"\[\[.{0,400}?\]\]|<<.{0,400}?>>|<\{.{0,400}?\}>"  # what Sphinx computes
    r"|(?P<target>[^\s,;|\[\]<>]{1,200})(?:\[+[^\]\r\n]{0,400}\]*)?",
    re.DOTALL,
)
_ROLE = re.compile(
    r"(?P<opening>:(?P<rst>need|need_part|np):`|\{(?P<myst>need|need_part|np)\}`)"
    r"(?:(?P<part>\([\w-]{1,40}\))(?P<rest>[^`]{0,400})|(?P<words>[^`]{1,400}))`"
)
_SHOWN = re.compile(r"[^<>\[\]]*?(?:<|\[\[)[ \t]*(?P<target>[^\s<>\[\]]{1,200})[ \t]*(?:>|\]\])[ \t]*$")
_MYST_ROLE = re.compile(r"\{[a-z][\w.:+-]{0,60}\}(?=`)")
_SILENT_OPTIONS = frozenset(
    "id links class style hide hide_status hide_tags collapse layout template pre_template post_template jinja_content delete "
    "title_from_content constraints name width height align color".split()
)
"""Options that say how a need is shown or found, and nothing of it."""
_UNTRUE = frozenset({"false", "no", "0"})
_BINDING = re.compile(r"\b(?:shall|must)\b", re.IGNORECASE)
_FEWEST = 4
"""Words of a list item that obliges by itself."""
_SHALL = re.compile(r"\b(?:shall|SHALL|Shall)\b")
_MUST = re.compile(r"\b(?:must|MUST|Must)\b")
_NOT_NEEDS = frozenset({"need_part", "needpart", "needs"})


class RstBuilder(Builder):
    """A reading of reStructuredText in the making."""

    comment = COMMENT

    def prose(self, spans: Sequence[Span]) -> Prose:
        return read_rst_prose(self.source, spans)


class MystBuilder(Builder):
    """A reading of MyST in the making: a role's name is none of the words."""

    comment = HTML

    def prose(self, spans: Sequence[Span]) -> Prose:
        kept: list[Span] = []
        for span in spans:
            at = span.start
            for role in _MYST_ROLE.finditer(self.source, span.start, span.end):
                kept.append(Span(at, role.start()))
                at = role.end()
            kept.append(Span(at, span.end))
        return super().prose([span for span in kept if span.end > span.start])


def is_need(directive: Directive, config: NeedsConfig) -> bool:
    """Whether a directive makes a need: of a declared type, or with an identifier of its own."""
    if directive.name in config.types:
        return True
    option = directive.option("id")
    known = directive.name in OPAQUE | _NOT_NEEDS
    return option is not None and option.value.end > option.value.start and not known


class NeedsReader:
    """Reads one segment."""

    def __init__(self, text: str, scan: Scan, builder: type[Builder], setting: Setting, config: NeedsConfig) -> None:
        self.text = text
        self.scan = scan
        self.config = config
        self.out = builder(text, setting, notation(), blocks=scan.blocks)
        self.out.problems += scan.problems
        self.needs: dict[int, int] = {}
        """The artifact of each directive that is a need, by the directive's number."""
        self.said: dict[int, list[int]] = {}
        """The paragraphs of each need, as numbers of blocks; those of its list items too."""

    def read(self) -> Reading:
        for number, block in enumerate(self.scan.blocks):
            if block.type == "heading":
                self.out.heading(block)
            elif block.type == "paragraph":
                self.said.setdefault(self.scan.holder(block), []).append(number)
        for number, directive in enumerate(self.scan.directives):
            if is_need(directive, self.config) and not self._is_deleted(directive):
                self._need(number, directive)
        self._roles()
        reading = self.out.reading()
        return replace(reading, terms=(*reading.terms, *self._terms()))

    def _terms(self) -> Iterator[Term]:
        """What Sphinx's own glossaries define."""
        for directive in self.scan.directives:
            if directive.name == "glossary":
                for place in entries(self.text, directive.head, directive.end):
                    yield Term(" ".join(place.of(self.text).split()), place)

    def _is_deleted(self, directive: Directive) -> bool:
        option = directive.option("delete")
        return option is not None and option.value.of(self.text).strip().lower() not in _UNTRUE

    def _need(self, number: int, directive: Directive) -> None:
        title = joined(self.text, directive.argument) or self._first_sentence(directive)
        told = self.config.kind(directive.name)
        option = directive.option("id")
        own = option.value.of(self.text) if option else ""
        place = option.value if option and own else directive.place
        label = own or self.config.made_id(directive.name, title)
        chosen = self._chosen(self.said.get(number, []), told is None)
        kind = told or (Kind.REQUIREMENT if chosen or _BINDING.search(title) else Kind.NOTE)
        parent = next((self.needs[each] for each in self.scan.around(number) if each in self.needs), None)
        artifact = self.out.artifact(
            label, kind, place, Span(directive.start, directive.end), title=title, level=LEVELS.get(kind), parent=parent,
            positional=not own and bool(label),
        )  # fmt: skip
        self.needs[number] = artifact
        self._checked(directive, option, own)
        self._options(directive, artifact)
        self._say(number, directive, artifact, kind, chosen)

    def _first_sentence(self, directive: Directive) -> str:
        """What Sphinx takes for a title where there is none."""
        return re.split(r"[\r\n.]", self.text[directive.head : directive.end].strip(), maxsplit=1)[0]

    def _checked(self, directive: Directive, option: Option | None, own: str) -> None:
        """What Sphinx would not take."""
        if option is not None and not own:
            message = (
                f"“:id:” of this {directive.name} is empty, so nothing can link to it: write its identifier or remove the line."
            )
            self.out.problems.append(Problem("DOC001", message, option.place))
        if own and self.config.id_regex and not _fits(self.config.id_regex, own) and option is not None:
            message = f"“{own}” does not match needs_id_regex of this project, so Sphinx refuses it: write it as the others are."
            self.out.problems.append(Problem("TRC009", message, option.value))
        if not directive.argument and not self.scan_has_text(directive):
            message = f"This {directive.name} has neither a title nor a text, so it says nothing: write what it is about."
            self.out.problems.append(Problem("DOC001", message, directive.place))

    def scan_has_text(self, directive: Directive) -> bool:
        """Whether anything stands in a directive beside its options."""
        return bool(self.text[directive.head : directive.end].strip(" \t\r\n`:~"))

    def _options(self, directive: Directive, artifact: int) -> None:
        for option in directive.options:
            kind = self.config.link_type(option.name)
            if kind:
                self._links(artifact, kind, option.value)
            elif option.name not in _SILENT_OPTIONS and option.value.end > option.value.start:
                self.out.attribute(artifact, option.name.replace("_", " "), option.value)

    def _links(self, artifact: int, kind: str, value: Span) -> None:
        if value.end > value.start:
            self.out.link_places.append(LinkPlace(value, kind))
        for match in _LINK.finditer(self.text, value.start, value.end):
            if match["target"]:
                self._link(artifact, match["target"], kind, match.start("target"))

    def _link(self, artifact: int | None, target: str, kind: str, at: int) -> None:
        """A link to a need, or to a part of one; not to those of other projects."""
        if IDENTIFIER.match(target) and not target.startswith(self.config.foreign_prefixes):
            self.out.links.append(Link(artifact, target, kind, Span(at, at + len(target))))

    def _chosen(self, blocks: Sequence[int], strictly: bool) -> list[int]:
        """The paragraphs that oblige: those with *shall*, else those with *must*, else (unless `strictly`) the first with another
        modal."""
        texts = {number: self._words(number) for number in blocks}
        obliging = [number for number in blocks if MODAL.search(texts[number]) and not self._key(number)]
        for modal in (_SHALL, _MUST):
            if found := [number for number in obliging if modal.search(texts[number])]:
                return found
        return [] if strictly else obliging[:1]

    def _words(self, number: int) -> str:
        """What a paragraph says; nothing of a list item too short to oblige: a list may have “shall” for an entry."""
        block = self.scan.blocks[number]
        words = self.text[block.start : block.end]
        return words if block.parent < 0 or len(words.split()) >= _FEWEST else ""

    def _key(self, number: int) -> bool:
        """Whether a paragraph is `Rationale: …` or its like."""
        block = self.scan.blocks[number]
        key = key_at(self.text, block.start, block.end)
        return key is not None and key.name != "statement"

    def _say(self, number: int, directive: Directive, artifact: int, kind: Kind, chosen: Sequence[int]) -> None:
        """The statements of a need."""
        blocks = self.said.get(number, [])
        for each in blocks:
            self._keyed(self.scan.blocks[each], artifact)
        own = [each for each in blocks if self.scan.blocks[each].parent == -2 - number and not self._key(each)]
        if not chosen and directive.argument and (MODAL.search(self.out.title(artifact)) or not own):
            if MODAL.search(self.out.title(artifact)):
                self._statement(directive.argument, artifact, kind, False)
            return
        for each in chosen or (own[:1] if kind is not Kind.NOTE else ()):
            block = self.scan.blocks[each]
            leads = self.text[block.start : block.end].rstrip().endswith(":") and self._has_list(each)
            self._statement(block.inline, artifact, kind, leads)

    def _keyed(self, block: Block, artifact: int) -> None:
        key = key_at(self.text, block.start, block.end)
        if key and not key.link and key.name != "statement":
            self.out.attribute(artifact, key.name, Span(key.value, block.end))

    def _statement(self, spans: Sequence[Span], artifact: int, kind: Kind, lead_in: bool) -> None:
        key = key_at(self.text, spans[0].start, spans[-1].end)
        prose = self.out.prose(clipped(spans, key.value, spans[-1].end) if key else spans)
        if prose.text:
            self.out.statement(prose, kind_by_form(prose.text, kind), artifact, lead_in)

    def _has_list(self, number: int) -> bool:
        following = self.scan.blocks[number + 1 : number + 2]
        return bool(following) and following[0].type == "item" and following[0].parent == self.scan.blocks[number].parent

    def _roles(self) -> None:
        """`:need:` and `:need_part:` in the text."""
        for match in _ROLE.finditer(self.text):
            if any(span.start <= match.start() < span.end for span in self.scan.code):
                continue
            owner = self._owner(match.start())
            if (match["rst"] or match["myst"]) in PARTS:
                self._part(match, owner)
            elif match["words"]:
                shown = _SHOWN.match(match["words"])
                target = shown["target"] if shown else match["words"].strip()
                at = match.start("words") + match["words"].rfind(target)
                self._link(owner, target, "mentions", at)

    def _part(self, match: re.Match[str], owner: int | None) -> None:
        """A part of a need, which links can name."""
        if match["part"] and owner is not None and self.out.label(owner):
            place = Span(match.start("part") + 1, match.end("part") - 1)
            label = f"{self.out.label(owner)}.{place.of(self.text)}"
            title = " ".join(match["rest"].split())
            self.out.artifact(
                label, Kind.NOTE, place, Span(*match.span()), title=title, level=self.out.level(owner), parent=owner
            )

    def _owner(self, at: int) -> int | None:
        """The innermost need around an offset."""
        around = [number for number in self.needs if self.scan.directives[number].start <= at < self.scan.directives[number].end]
        return self.needs[max(around)] if around else None


def _fits(pattern: str, label: str) -> bool:
    """Whether an identifier is one by the project's own expression; one that is not understood takes any."""
    try:
        return own_pattern(pattern).length_at(label) > 0
    except ValueError:
        return True
