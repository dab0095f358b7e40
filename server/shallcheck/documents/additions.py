"""What a fix adds to a document: new siblings of a requirement with the next free identifiers, and an attribute."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from shallcheck.documents.notation import ATTRIBUTE_KEYS, TITLE_COLUMNS
from shallcheck.documents.segments import table_of
from shallcheck.documents.source import LIST_ITEM, extent_of, is_row, line_end, line_start, newline, written
from shallcheck.model.document import Artifact, Document, Placed, Statement
from shallcheck.model.finding import Edit, Fix
from shallcheck.model.place import Span

_LABEL = re.compile(r"(?P<stem>.*?)(?P<number>\d+)(?P<letter>[a-y]?)$", re.DOTALL)
_PIPE = re.compile(r"(?<!\\)\|")
_NUMBERED = re.compile(r"(?P<indent>[ \t]*)(?P<number>\d{1,9})(?P<stop>[.)])(?P<gap>[ \t]+)")


def _cells(row: str) -> list[Span]:
    """The cells of a table row: their places in it."""
    pipes = [match.start() for match in _PIPE.finditer(row)]
    starts = [] if row.lstrip().startswith("|") else [0]
    starts += [pipe + 1 for pipe in pipes]
    ends = pipes[1:] if row.lstrip().startswith("|") else pipes
    spans = [Span(start, end) for start, end in zip(starts, [*ends, len(row)], strict=False)]
    return [span for span in spans if span.of(row).strip() or span.end < len(row)]


def next_label(document: Document, artifact: Artifact, taken: Collection[str] = ()) -> str:
    """The next free identifier behind an artifact's own: SYS-012 gives SYS-013 or, where that exists, the first that does not;
    FR-034a gives FR-034b; a name gives “Name 2”. `taken`: further labels that are not free."""
    used = {one.label for _, _, one in document.artifacts()} | set(taken)
    match = _LABEL.fullmatch(artifact.label)
    if match is None:
        stem, number, width = artifact.label + " ", 1, 1
    elif match["letter"]:
        for code in range(ord(match["letter"]) + 1, ord("z") + 1):
            label = match["stem"] + match["number"] + chr(code)
            if label not in used:
                return label
        stem, number, width = match["stem"], int(match["number"]), len(match["number"])
    else:
        stem, number, width = match["stem"], int(match["number"]), len(match["number"])
    while True:
        number += 1
        label = f"{stem}{number:0{width}d}"
        if label not in used:
            return label


class Fresh(NamedTuple):
    """What a sibling that is no part of another requirement has of its own; of that one it takes the notation only."""

    title: str
    attributes: tuple[tuple[str, str], ...]


class Additions:
    """The new blocks and lines of a fix: siblings and an attribute. `fresh`: the sibling is written anew, not split off."""

    def __init__(self, document: Document, placed: Placed, statement: Statement, fix: Fix, fresh: Fresh | None = None) -> None:
        self.document = document
        self.placed = placed
        self.text = placed.segment.text
        self.statement = statement
        self.edits: list[Edit] = []
        self.labels: list[str] = []
        self.siblings = fix.siblings
        self.attribute = fix.attribute
        self.cuts = fix.cuts
        self.fresh = fresh
        self.failed = False
        artifacts = placed.segment.reading.artifacts
        self.index = statement.artifact
        if not fix.siblings and not fix.attribute:
            return
        if self.index is None or not artifacts[self.index].label:
            self.failed = True
            return
        self.artifact = artifacts[self.index]
        self.newline = newline(document)
        if fix.siblings:
            self._add_siblings()
        if fix.attribute and not self.failed:
            self._add_attribute(*fix.attribute)

    def _insert(self, at: int, text: str) -> None:
        self.edits.append(Edit(self.placed.start + at, self.placed.start + at, text))

    def _add_siblings(self) -> None:
        if self.artifact.positional:
            self._append_items()
            return
        blocks = []
        for sibling in self.siblings:
            label = next_label(self.document, self.artifact, self.labels)
            self.labels.append(label)
            blocks.append(self._block(label, sibling))
        end = self._content_end(self.artifact.extent.end)
        separator = self.newline * (1 if self._is_line_block() else 2)
        self._insert(end, "".join(separator + block for block in blocks))

    def _is_line_block(self) -> bool:
        """Whether blocks of this kind follow each other without a blank line: items, rows, lines of JSON."""
        line = self.text[line_start(self.text, self.artifact.extent.start) :]
        return bool(LIST_ITEM.match(line)) or line.lstrip("\ufeff \t").startswith(("|", "{"))

    def _block(self, label: str, sibling: str) -> str:
        """The artifact's block once more, with another identifier and statement; of what follows the statement only the lines of
        attributes and links (in a row or line of JSON, all of the line)."""
        if self.fresh:
            return self._fresh_block(label, sibling, self.fresh)
        own = extent_of(self.statement)
        start = line_start(self.text, self.artifact.extent.start)
        place = self.artifact.place
        words = written(self.document, self.placed, own.start, sibling, False)
        labelled = json.dumps(label, ensure_ascii=False)[1:-1] if self.document.setting.format == "statements" else label
        pieces = sorted([(place.start, place.end, labelled), (own.start, own.end, words)])
        out = []
        at = start
        for begin, end, text in pieces:
            out += [self.text[at:begin], text]
            at = end
        head = "".join(out).lstrip("\ufeff")
        rest = self.text[at : self._content_end(line_end(self.text, at))]
        if rest.strip() and is_row(self.text, start):
            return head + rest
        if self.document.setting.format == "statements":
            return head + rest
        return head + "".join(self.newline + line for line in self._attribute_lines(own.end))

    def _fresh_block(self, label: str, sibling: str, fresh: Fresh) -> str:
        own, place = extent_of(self.statement), self.artifact.place
        start = line_start(self.text, self.artifact.extent.start)
        words = written(self.document, self.placed, own.start, sibling, False)
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

    def _append_items(self) -> None:
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
            self.failed = True
            return
        number = int(last.label.rpartition(".")[2])
        first = int(numbered["number"]) if numbered else 0
        step = 1 if first == number else 0
        blocks = []
        for offset, sibling in enumerate(self.siblings, 1):
            self.labels.append(f"{stem}{number + offset}")
            lead = bullet[0] if bullet else ""
            if numbered:
                lead = f"{numbered['indent']}{first + offset * step}{numbered['stop']}{numbered['gap']}"
            blocks.append(self.newline + lead + written(self.document, self.placed, line, sibling, False))
        self._insert(self._content_end(last.extent.end), "".join(blocks))

    def _add_attribute(self, name: str, value: str) -> None:
        """A line `Name: value` behind the last attribute, or behind the statement."""
        form = self.document.setting.format
        start = line_start(self.text, self.artifact.extent.start)
        if form in ("kiro", "statements") or is_row(self.text, start):
            self.failed = True
            return
        own = extent_of(self.statement)
        words = written(self.document, self.placed, own.start, value, False)
        if form == "openspec":
            self._insert(own.start, f"**{name}**: {words}{self.newline}")
            return
        behind = [one.place for one in self.artifact.attributes if one.place.start >= own.end]
        behind += [
            one.place
            for one in self.placed.segment.reading.link_places
            if own.end <= one.place.start <= self.artifact.extent.end and line_start(self.text, one.place.start) >= own.end
        ]
        last = max(behind, key=lambda place: place.end, default=None)
        marker = LIST_ITEM.match(self.text, line_start(self.text, last.start)) if last else None
        if last is not None and marker:
            self._insert(line_end(self.text, last.end), f"{self.newline}{marker[0]}{name}: {words}")
            return
        item = LIST_ITEM.match(self.text, start)
        indent = " " * len(item[0].expandtabs(4)) if item else ""
        self._insert(line_end(self.text, own.end), f"{self.newline}{indent}- {name}: {words}")

    def _content_end(self, end: int) -> int:
        """`end` without the line breaks and spaces before it."""
        return len(self.text[:end].rstrip())
