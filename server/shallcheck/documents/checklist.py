"""Checkbox items with a number, as coding agents keep their tasks: `- [x] 1.2 Build it`, `- [ ] T012 [P] Build it`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from shallcheck.documents.building import Builder, clipped, line_spans
from shallcheck.model.document import Problem
from shallcheck.model.kinds import Kind
from shallcheck.model.place import Span

_NUMBERED = re.compile(r"[A-Z]*\d+(?:\.\d+)*\.?[ \t]+(?:\[(?:P|US\d+)\][ \t]+)*\w")
BOX = r"\[(?P<state>[ xX~-])\](?P<optional>\*)?[ \t]+"


class Entry(NamedTuple):
    """A checkbox item: its artifact, and where its words begin and end on its first line (source offsets)."""

    artifact: int
    words: Span


def read_entries(out: Builder, number: re.Pattern[str], prefix: str, kind: Kind) -> dict[int, Entry]:
    """An artifact for each checkbox item that starts with a number, by the item's block; one within another has it as parent.

    `number` matches behind the box and has a group `number`; the label is `prefix` and that.
    """
    entries: dict[int, Entry] = {}
    for index, block in enumerate(out.blocks):
        if block.type != "paragraph" or block.parent in entries or block.parent < 0 or not block.inline:
            continue
        item = out.blocks[block.parent]
        if any(out.blocks[other].parent == block.parent for other in range(block.parent + 1, index)):
            continue  # a later block of the item
        first = line_spans(out.source, block.inline)[0]
        match = number.match(out.source, item.marker.end, first.end)
        if match is None:
            continue
        around = item.parent
        while around >= 0 and around not in entries:
            around = out.blocks[around].parent
        words = Span(match.end(), first.end)
        artifact = out.artifact(
            prefix + match["number"],
            kind,
            Span(*match.span("number")),
            Span(item.start, item.end),
            title=out.prose(clipped(block.inline, *words)).text,
            parent=entries[around].artifact if around >= 0 else None,
        )
        if match["state"] != " ":
            out.attribute(artifact, "state", Span(*match.span("state")))
        if match["optional"]:
            out.attribute(artifact, "optional", Span(*match.span("optional")))
        entries[block.parent] = Entry(artifact, words)
    return entries


def entry_around(out: Builder, block: int, entries: dict[int, Entry]) -> int | None:
    """The artifact of the entry that a block stands in."""
    around = out.blocks[block].parent
    while around >= 0 and around not in entries:
        around = out.blocks[around].parent
    return entries[around].artifact if around >= 0 else None


def told(tool: str, fault: str, words: str, place: Span, wanted: str) -> Problem:
    """The near miss of an entry that a tool does not list."""
    message = f"“{words}” {fault}, so {tool} does not list it as a task and nobody can start it: write “{wanted}”."
    return Problem("DOC002", message, place, wanted)


def without_box(out: Builder, entries: Mapping[int, Entry], tool: str) -> None:
    """Tell of numbered items that hold, or stand beside, entries and have no checkbox."""
    beside = {out.blocks[item].list_id for item in entries}
    around = {out.blocks[item].parent for item in entries}
    for index, block in enumerate(out.blocks):
        if block.type != "item" or index in entries or (index not in around and block.list_id not in beside):
            continue
        following = out.blocks[index + 1] if index + 1 < len(out.blocks) else block
        if following.type != "paragraph" or not following.inline:
            continue
        start = block.marker.start if block.ordered else following.inline[0].start
        first = Span(start, line_spans(out.source, following.inline)[0].end)
        plain = not out.source[block.marker.end : following.inline[0].start].strip()
        if plain and _NUMBERED.match(out.source, *first):
            words = first.of(out.source)
            out.problems.append(told(tool, "has no checkbox", words, Span(block.marker.start, first.end), f"- [ ] {words}"))
