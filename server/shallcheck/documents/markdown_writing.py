"""How new siblings, attributes and words are written in Markdown: our own notation, and what is much like it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from shallcheck.documents.additions import next_label
from shallcheck.documents.format import Added, Fresh, Site, Writing
from shallcheck.documents.notation import ATTRIBUTE_KEYS, TITLE_COLUMNS
from shallcheck.documents.segments import table_of
from shallcheck.documents.source import LIST_ITEM, extent_of, is_row, line_end, line_start, newline
from shallcheck.model.finding import Edit
from shallcheck.model.place import Span

_MARKUP = re.compile(r"([\\`*_\[\]<])")
_PIPE = re.compile(r"(?<!\\)\|")
_NUMBERED = re.compile(r"(?P<indent>[ \t]*)(?P<number>\d{1,9})(?P<stop>[.)])(?P<gap>[ \t]+)")


def markdown_words(text: str, at: int, words: str, thorough: bool) -> str:
    """Words as they stand in Markdown at `at`; `thorough` as `Writing.words` has it."""
    words = " ".join(words.split("\n"))
    words = _MARKUP.sub(r"\\\1", words) if thorough else words.replace("<", "\\<")
    return words.replace("|", "\\|") if text[line_start(text, at) :].lstrip().startswith("|") else words


def _cells(row: str) -> list[Span]:
    """The cells of a table row: their places in it."""
    pipes = [match.start() for match in _PIPE.finditer(row)]
    starts = [] if row.lstrip().startswith("|") else [0]
    starts += [pipe + 1 for pipe in pipes]
    ends = pipes[1:] if row.lstrip().startswith("|") else pipes
    spans = [Span(start, end) for start, end in zip(starts, [*ends, len(row)], strict=False)]
    return [span for span in spans if span.of(row).strip() or span.end < len(row)]


class _Siblings:
    """New blocks like that of one artifact."""

    def __init__(self, site: Site, taken: Collection[str], fresh: Fresh | None) -> None:
        self.document, self.placed, self.statement, self.artifact = site
        self.text = self.placed.segment.text
        self.newline = newline(self.document)
        self.taken = taken
        self.fresh = fresh

    def add(self, texts: Sequence[str]) -> Added | None:
        """The siblings behind the artifact; of one that is counted by its position, at the end of its list."""
        if self.artifact.positional:
            return self._append_items(texts)
        labels: list[str] = []
        blocks = []
        for sibling in texts:
            label = next_label(self.document, self.artifact, {*self.taken, *labels})
            labels.append(label)
            blocks.append(self._block(label, sibling))
        end = _content_end(self.text, self.artifact.extent.end)
        separator = self.newline * (1 if self._is_line_block() else 2)
        return Added((Edit(end, end, "".join(separator + block for block in blocks)),), tuple(labels))

    def _is_line_block(self) -> bool:
        """Whether blocks of this kind follow each other without a blank line: items, rows."""
        line = self.text[line_start(self.text, self.artifact.extent.start) :]
        return bool(LIST_ITEM.match(line)) or line.lstrip("\ufeff \t").startswith("|")

    def _block(self, label: str, sibling: str) -> str:
        """The artifact's block once more, with another identifier and statement; of what follows the statement only the lines of
        attributes and links (in a row, all of the line)."""
        if self.fresh:
            return self._fresh_block(label, sibling, self.fresh)
        own = extent_of(self.statement)
        start = line_start(self.text, self.artifact.extent.start)
        place = self.artifact.place
        words = markdown_words(self.text, own.start, sibling, False)
        pieces = sorted([(place.start, place.end, label), (own.start, own.end, words)])
        out = []
        at = start
        for begin, end, text in pieces:
            out += [self.text[at:begin], text]
            at = end
        head = "".join(out).lstrip("\ufeff")
        rest = self.text[at : _content_end(self.text, line_end(self.text, at))]
        if rest.strip() and is_row(self.text, start):
            return head + rest
        return head + "".join(self.newline + line for line in self._attribute_lines(own.end))

    def _fresh_block(self, label: str, sibling: str, fresh: Fresh) -> str:
        own, place = extent_of(self.statement), self.artifact.place
        start = line_start(self.text, self.artifact.extent.start)
        words = markdown_words(self.text, own.start, sibling, False)
        if is_row(self.text, start):
            return self._fresh_row(label, words, fresh)
        between = self.text[place.end : own.start]
        if self.artifact.title:
            before, found, after = between.partition(self.artifact.title)
            between = before + fresh.title + after if found else between
        first, gap, _ = between.partition(self.newline)
        if gap:  # a heading: what stands between it and its statement belongs to the other one
            between = first + self.newline * (2 if between[len(first) :].startswith(self.newline * 2) else 1)
        known = [line for line in self._attribute_lines(own.end) if LIST_ITEM.match(line)]
        marker = LIST_ITEM.match(known[0]) if known else None
        lead = marker[0] if marker else "- " if gap else ""
        lines = [f"{self.newline}{lead}{name}: {value}" for name, value in fresh.attributes] if lead else []
        return self.text[start : place.start].lstrip("\ufeff") + label + between + words + "".join(lines)

    def _fresh_row(self, label: str, words: str, fresh: Fresh) -> str:
        """The row once more: the identifier's and the statement's cells, the title's, and the attributes that have a column."""
        line = line_start(self.text, self.artifact.extent.start)
        row = self.text[line : line_end(self.text, line)]
        header, *_ = table_of(self.placed.segment.context).splitlines() or [""]
        names = [cell.of(header).strip(" *_`\t").lower() for cell in _cells(header)]
        wanted = {ATTRIBUTE_KEYS.get(name.lower(), name.lower()): value for name, value in fresh.attributes}
        own, out, at = extent_of(self.statement), [], 0
        for number, place in enumerate(_cells(row)):
            name = names[number] if number < len(names) else ""
            span = place.shifted(line)
            if span.start <= self.artifact.place.start < span.end:
                new = self.text[span.start : self.artifact.place.start] + label + self.text[self.artifact.place.end : span.end]
            elif span.start <= own.start < span.end:
                new = f" {words} "
            elif name in TITLE_COLUMNS:
                new = f" {fresh.title} "
            else:
                new = f" {wanted.get(ATTRIBUTE_KEYS.get(name, name), '')} "
            out += [row[at : place.start], new]
            at = place.end
        return "".join(out) + row[at:]

    def _attribute_lines(self, behind: int) -> Iterator[str]:
        """The lines behind the statement that hold attributes or links of the artifact."""
        reading = self.placed.segment.reading
        places = [one.place for one in self.artifact.attributes]
        places += [
            one.place for one in reading.link_places if self.artifact.extent.start <= one.place.start <= self.artifact.extent.end
        ]
        limit = min(
            [one.extent.start for one in reading.artifacts if self.artifact.extent.start < one.extent.start >= behind]
            + [self.artifact.extent.end]
        )
        lines: dict[int, int] = {}
        for place in places:
            if line_start(self.text, place.start) > behind and place.start <= limit:
                lines[line_start(self.text, place.start)] = line_end(self.text, place.end)
        for start in sorted(lines):
            yield self.text[start : lines[start]]

    def _append_items(self, texts: Sequence[str]) -> Added | None:
        """New items at the end of the list that the positional artifact stands in."""
        artifacts = self.placed.segment.reading.artifacts
        stem = self.artifact.label.rpartition(".")[0] + "."
        family = [
            one for one in artifacts if one.parent == self.artifact.parent and one.positional and one.label.startswith(stem)
        ]
        last = max(family, key=lambda one: one.extent.start)
        line = line_start(self.text, last.extent.start)
        numbered = _NUMBERED.match(self.text, line)
        bullet = LIST_ITEM.match(self.text, line)
        if not numbered and not bullet:
            return None
        number = int(last.label.rpartition(".")[2])
        first = int(numbered["number"]) if numbered else 0
        step = 1 if first == number else 0
        labels: list[str] = []
        blocks = []
        for offset, sibling in enumerate(texts, 1):
            labels.append(f"{stem}{number + offset}")
            lead = bullet[0] if bullet else ""
            if numbered:
                lead = f"{numbered['indent']}{first + offset * step}{numbered['stop']}{numbered['gap']}"
            blocks.append(self.newline + lead + markdown_words(self.text, line, sibling, False))
        end = _content_end(self.text, last.extent.end)
        return Added((Edit(end, end, "".join(blocks)),), tuple(labels))


def _siblings(site: Site, texts: Sequence[str], taken: Collection[str], fresh: Fresh | None) -> Added | None:
    return _Siblings(site, taken, fresh).add(texts)


def markdown_attribute(site: Site, name: str, value: str) -> Edit | None:
    """A line `Name: value` behind the last attribute, or behind the statement; a table row has no place for one."""
    text, artifact = site.placed.segment.text, site.artifact
    start = line_start(text, artifact.extent.start)
    if is_row(text, start):
        return None
    own = extent_of(site.statement)
    words = markdown_words(text, own.start, value, False)
    line = newline(site.document)
    behind = [one.place for one in artifact.attributes if one.place.start >= own.end]
    behind += [
        one.place
        for one in site.placed.segment.reading.link_places
        if own.end <= one.place.start <= artifact.extent.end and line_start(text, one.place.start) >= own.end
    ]
    last = max(behind, key=lambda place: place.end, default=None)
    marker = LIST_ITEM.match(text, line_start(text, last.start)) if last else None
    if last is not None and marker:
        at = line_end(text, last.end)
        return Edit(at, at, f"{line}{marker[0]}{name}: {words}")
    item = LIST_ITEM.match(text, start)
    indent = " " * len(item[0].expandtabs(4)) if item else ""
    at = line_end(text, own.end)
    return Edit(at, at, f"{line}{indent}- {name}: {words}")


def _content_end(text: str, end: int) -> int:
    """`end` without the line breaks and spaces before it."""
    return len(text[:end].rstrip())


KEYS_OF_LINKS = {
    "traces": "Traces to",
    "derived-from": "Derived from",
    "satisfies": "Satisfies",
    "verifies": "Verifies",
    "refines": "Refines",
    "allocated-to": "Allocated to",
}
"""By type of link, the key that our own notation writes."""


def markdown_link(site: Site, kind: str, target: str) -> Edit | None:
    """A link behind those of its type, in the blank cell of a row, or on a line of its own."""
    name, text = KEYS_OF_LINKS.get(kind), site.placed.segment.text
    number = site.placed.segment.reading.artifacts.index(site.artifact)
    same = [one.place.end for one in site.placed.segment.reading.links if one.artifact == number and one.type == kind]
    if same and name:
        return Edit(max(same), max(same), f", {target}")
    if is_row(text, line_start(text, site.artifact.extent.start)):
        return _in_cell(site, kind, target)
    return markdown_attribute(site, name, target) if name else None


def _in_cell(site: Site, kind: str, target: str) -> Edit | None:
    """The target in the cell of a row that is left blank for links of its type."""
    text, extent = site.placed.segment.text, site.artifact.extent
    places = (each.place for each in site.placed.segment.reading.link_places if each.type == kind)
    at = next((each.start for each in places if each.start == each.end and extent.start <= each.start <= extent.end), None)
    if at is None:
        return None
    before, behind = ("" if char.isspace() else " " for char in (text[at - 1 : at], text[at : at + 1]))
    return Edit(at, at, f"{before}{target}{behind}")


def _identifier(site: Site, label: str) -> Edit:
    at = extent_of(site.statement).start
    return Edit(at, at, f"**{label}**: ")


MARKDOWN_WRITING = Writing(markdown_words, _siblings, markdown_attribute, markdown_link, _identifier)
