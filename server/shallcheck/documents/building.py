"""Collecting a segment's reading: what every reader of Markdown does alike."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from shallcheck.documents.blocks import Block, read_blocks
from shallcheck.documents.english import is_english
from shallcheck.documents.glossary import glossary_terms, written_out
from shallcheck.documents.inline import Prose, read_prose
from shallcheck.documents.notation import MODAL, OPEN_LEAD, Notation, key_at
from shallcheck.documents.suppressions import HTML, WORD, CommentSyntax, read_suppressions
from shallcheck.model.document import (
    Artifact,
    Attribute,
    Link,
    LinkPlace,
    Outline,
    Problem,
    Reading,
    Setting,
    Statement,
    Suppression,
    Term,
)
from shallcheck.model.kinds import Kind, Level
from shallcheck.model.place import Run, Span
from shallcheck.model.terms import key_of, names_used

_STORY = re.compile(r"As an? [^.]{1,120}?,?\s+(?:I|we)(?:'d)?\s+(?:want|need|can|would|wish|am able|should)", re.IGNORECASE)
_SCENARIO = re.compile(r"(?:Given|GIVEN)\b.*\b(?:Then|THEN|When|WHEN)\b", re.DOTALL)
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)?")


class Builder:
    """A reading in the making. Places are those of the segment; `blocks` may have read a table's header before it."""

    comment: CommentSyntax = HTML

    def __init__(
        self, text: str, setting: Setting, notation: Notation, table: str = "", blocks: list[Block] | None = None
    ) -> None:
        self.source, self.shift = table + text, len(table)
        self.blocks = read_blocks(table + text) if blocks is None else blocks
        """The text with the table's header before it, how far its offsets are ahead of the segment's, and its blocks."""
        if any(block.start < self.shift < block.end for block in self.blocks):  # what was cut as a table is none
            self.source, self.shift, self.blocks = text, 0, read_blocks(text)
        self.setting = setting
        self.notation = notation
        self.statements: list[Statement] = []
        self.links: list[Link] = []
        self.outline: list[Outline] = []
        self.link_places: list[LinkPlace] = []
        self.problems: list[Problem] = []
        self._artifacts: list[Artifact] = []
        self._attributes: list[list[Attribute]] = []
        self._ends: list[int] = []

    def place(self, span: Span) -> Span:
        """Source offsets as offsets of the segment."""
        return Span(max(0, span.start - self.shift), max(0, span.end - self.shift))

    def prose(self, spans: Sequence[Span]) -> Prose:
        """The normalised text of stretches of the source; runs still in source offsets."""
        return read_prose(self.source, spans)

    def artifact(
        self,
        label: str,
        kind: Kind,
        place: Span,
        extent: Span,
        *,
        title: str = "",
        level: Level | None = None,
        parent: int | None = None,
        positional: bool = False,
    ) -> int:
        """Add an artifact (source offsets); its index."""
        level = level or self.setting.level
        made = Artifact(label, kind, level, title, self.place(place), self.place(extent), (), parent, positional)
        self._artifacts.append(made)
        self._attributes.append([])
        self._ends.append(made.extent.end)
        return len(self._artifacts) - 1

    def kind_of(self, artifact: int) -> Kind:
        return self._artifacts[artifact].kind

    def labels(self) -> list[str]:
        """The identifiers of the artifacts so far."""
        return [artifact.label for artifact in self._artifacts]

    def label(self, artifact: int) -> str:
        return self._artifacts[artifact].label

    def title(self, artifact: int) -> str:
        return self._artifacts[artifact].title

    def level(self, artifact: int) -> Level:
        return self._artifacts[artifact].level

    def retitle(self, artifact: int, title: str) -> None:
        old = self._artifacts[artifact]
        self._artifacts[artifact] = Artifact(
            old.label, old.kind, old.level, title, old.place, old.extent, (), old.parent, old.positional
        )

    def grow(self, artifact: int, end: int) -> None:
        """The artifact's block reaches to `end` (source offset)."""
        self._ends[artifact] = max(self._ends[artifact], end - self.shift)

    def attribute(self, artifact: int, name: str, value: Span) -> None:
        value = trimmed(self.source, value)
        text = " ".join(value.of(self.source).split())
        self._attributes[artifact].append(Attribute(name, text, self.place(value)))

    def link_value(self, artifact: int | None, kind: str, value: Span) -> None:
        """A place where links are written, and the identifiers in it."""
        value = trimmed(self.source, value)
        self.link_places.append(LinkPlace(self.place(value), kind))
        for target, place in self.notation.targets(self.source, value.start, value.end):
            self.links.append(Link(artifact, target, kind, self.place(place)))

    def statement(self, prose: Prose, kind: Kind, artifact: int | None, lead_in: bool = False) -> None:
        """Add a statement and the links written in it; no words are none."""
        if not prose.text:
            return
        runs = prose.runs
        if self.shift:
            runs = tuple(run._replace(source=run.source - self.shift) for run in runs)
        listed = self._listed(prose.runs[-1].source) if lead_in else []
        items = tuple((item.text, place) for item, place in listed)
        made = Statement(
            prose.text, kind, runs, prose.opaque, self.setting.dialect, artifact, lead_in, is_english(prose.text), items
        )
        self.statements.append(made)
        self._mentions(made, prose, artifact)
        if MODAL.search(prose.text):
            # An item that obliges by itself is read as a statement where it stands.
            self.statements += [self._item(made, item) for item, _ in listed if item.text and not MODAL.search(item.text)]

    def _item(self, lead: Statement, item: Prose) -> Statement:
        """An item of a list as a sentence: behind its lead-in."""
        runs = [run._replace(source=run.source - self.shift) for run in item.runs]
        said = lead.text.rstrip(" :：") if OPEN_LEAD.search(lead.text) else lead.text
        own = len(said) + 1
        before = [run._replace(length=min(run.length, len(said) - run.at)) for run in lead.runs if run.at < len(said)]
        before.append(Run(len(said), runs[0].source, 1))
        opaque = [part for part in lead.opaque if part.end <= len(said)]
        return replace(
            lead,
            text=f"{said} {item.text}",
            runs=(*before, *(run._replace(at=run.at + own) for run in runs)),
            opaque=(*opaque, *(part._replace(start=part.start + own, end=part.end + own) for part in item.opaque)),
            lead_in=False,
            items=(),
            own=own,
        )

    def _listed(self, at: int) -> list[tuple[Prose, Span]]:
        """The items of the list behind the paragraph around `at` (source offset), up to the first that is something else: what
        each says, and its place in the segment."""
        number = next(
            (i for i, block in enumerate(self.blocks) if block.type == "paragraph" and block.start <= at < block.end), -1
        )
        parent = self.blocks[number].parent
        out: list[tuple[Prose, Span]] = []
        for index in range(number + 1, len(self.blocks)):
            block = self.blocks[index]
            if block.parent != parent:
                continue
            body = self.blocks[index + 1] if index + 1 < len(self.blocks) else block
            if block.type != "item" or body.parent != index or not body.inline:
                break
            start, end = body.inline[0].start, body.inline[-1].end
            if key_at(self.source, start, end) or self.notation.head(self.source, start, end):
                break
            out.append((self.prose(body.inline), self.place(trimmed(self.source, Span(block.start, block.end)))))
        return out

    def _mentions(self, statement: Statement, prose: Prose, artifact: int | None) -> None:
        for target, place in prose.targets:
            if target.startswith("#") and self.notation.is_identifier(target[1:]):
                self.links.append(Link(artifact, target[1:], "mentions", self.place(place)))
        if "[[" not in statement.text:
            return
        for match in re.finditer(r"\[\[([^\[\]]{1,120})\]\]", statement.text):
            if self.notation.is_identifier(match[1]):
                self.links.append(Link(artifact, match[1], "mentions", statement.place(Span(*match.span(1)))))

    def heading(self, block: Block) -> str:
        """Add a heading to the outline; its title."""
        prose = self.prose(block.inline)
        place = Span(block.inline[0].start, block.inline[-1].end) if block.inline else Span(block.start, block.start)
        self.outline.append(Outline(prose.text, block.depth, self.place(place)))
        return prose.text

    def reading(self, glossary: bool = False) -> Reading:
        """What was collected. `glossary`: the segment begins within a glossary."""
        artifacts = tuple(
            Artifact(
                one.label,
                one.kind,
                one.level,
                one.title,
                one.place,
                Span(one.extent.start, end),
                tuple(attributes),
                one.parent,
                one.positional,
            )
            for one, attributes, end in zip(self._artifacts, self._attributes, self._ends, strict=True)
        )
        suppressions = self._suppressed(artifacts) if WORD in self.source else ()
        return Reading(
            tuple(self.statements),
            artifacts,
            tuple(self.links),
            tuple(self.outline),
            tuple(self.link_places),
            tuple(self.problems),
            suppressions,
            self._terms(glossary),
            tuple(dict.fromkeys(key_of(used.name) for one in self.statements if one.english for used in names_used(one))),
        )

    def _suppressed(self, artifacts: tuple[Artifact, ...]) -> tuple[Suppression, ...]:
        code = [self.place(Span(block.start, block.end)) for block in self.blocks if block.type == "code"]
        found, problems = read_suppressions(self.source[self.shift :], self.comment, artifacts, self.statements, code)
        self.problems += problems
        return found

    def _terms(self, glossary: bool) -> tuple[Term, ...]:
        found = [*glossary_terms(self.source, self.blocks, glossary), *written_out(self.source)]
        return tuple(Term(one.name, self.place(one.place), one.local) for one in found if one.place.end > self.shift)


def trimmed(text: str, span: Span) -> Span:
    """`span` without white space at its ends."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def line_spans(text: str, spans: Sequence[Span]) -> list[Span]:
    """The lines of a block's text, without the marks at their starts; white space at a line's start is left out."""
    out = []
    for span in spans:
        at = span.start
        while at < span.end:
            match = _LINE.match(text, at, span.end)
            end = match.end() if match else span.end
            out.append(trimmed(text, Span(at, end)))
            at = end
    return out


def clipped(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    """The parts of `spans` (sorted, apart from each other) within `start:end`; takes time by what is within."""
    first = bisect_right(spans, start, key=lambda span: span.end)
    last = bisect_left(spans, end, lo=first, key=lambda span: span.start)
    out = [Span(max(span.start, start), min(span.end, end)) for span in spans[first:last]]
    return tuple(span for span in out if span.start < span.end)


def kind_by_form(text: str, kind: Kind) -> Kind:
    """A user story or a scenario step wherever it stands; else `kind`."""
    start = text[:200]
    if start[:3].lower() in ("as ", "as\n") and _STORY.match(start):
        return Kind.USER_STORY
    if start[:5].lower() == "given" and _SCENARIO.match(text[:2000]):
        return Kind.SCENARIO_STEP
    return kind
