"""YAML with the place of everything in it, read as data only: nothing is built from tags, no alias is followed.

What is broken is told and left out, entry by entry, so that the rest of a file is still read. libyaml (by PyYAML's events) finds
the structure; where each character of a folded, quoted or indented text stands is worked out in `yaml_scalars.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from shallcheck.documents.source import line_end, line_start
from shallcheck.documents.yaml_scalars import scalar_runs
from shallcheck.model.place import Run, Span

DEEPEST = 60
"""How many collections may stand in each other."""
MOST_FAULTS = 20
"""How many broken entries are told and left out; behind more, the rest of the file is not read."""
_FOREIGN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""Characters that YAML does not allow, and a byte order mark."""
_TOO_DEEP = "This YAML is nested too deeply, so nothing of it is read: write it flatter."
_DATA = re.compile(r"tag:yaml\.org,2002:(?:str|int|float|bool|null|seq|map|timestamp)|!")
_VISIBLE = re.compile(r"[^\s]")
_SHOWN = re.compile(r"[^\r\n]")
_OPENED = ("flow", "quoted", "simple key", "anchor", "tag", "directive", "block scalar")
"""What a fault of libyaml is about when it lies where that began, and not where it showed."""


class Fault(NamedTuple):
    """What cannot be read, and where."""

    message: str
    place: Span


@dataclass(slots=True)
class Node:
    """A value: a text, a mapping or a sequence."""

    place: Span
    """From its first to its last character, quotes and the mark of a block included."""
    text: str = ""
    runs: tuple[Run, ...] = ()
    style: str = ""
    """Of a text, how it is written: `|`, `>`, a quote, or nothing."""
    pairs: list[tuple[Node, Node]] | None = None
    items: list[Node] | None = None

    def get(self, key: str) -> Node | None:
        """The value of a key; None where this is no mapping or has no such key."""
        return next((value for name, value in self.pairs or () if name.items is None and name.text == key), None)

    def inner(self) -> Span:
        """The place of a text's words, without the quotes around."""
        return Span(self.place.start + 1, self.place.end - 1) if self.style in ("'", '"') else self.place

    def is_text(self) -> bool:
        """Whether it is neither a mapping nor a sequence."""
        return self.pairs is None and self.items is None


class Yaml(NamedTuple):
    """What a text holds."""

    root: Node | None
    faults: tuple[Fault, ...]


def read_yaml(text: str) -> Yaml:
    """The first document of a YAML text. Never raises on any text, takes time in proportion to it."""
    clean = _FOREIGN.sub(" ", text.replace("\ufeff", " ")) if _FOREIGN.search(text) else text
    lead = 1 if text.startswith("\ufeff") else 0
    faults: list[Fault] = []
    while True:
        tree = _Tree(clean, lead, text)
        fault = tree.build()
        if fault is None:
            return Yaml(tree.root, (*faults, *tree.faults))
        if "nesting depth" in fault.message:
            return Yaml(None, (*faults, Fault(_TOO_DEEP, _line_at(clean, fault.place.start))))
        entry = _broken_entry(clean, fault, tree.open)
        faults.append(Fault(_told(fault.message), _line_at(clean, fault.place.start)))
        if len(faults) >= MOST_FAULTS or not _VISIBLE.search(clean, *entry):
            return Yaml(tree.root if entry.end >= len(clean) else None, tuple(faults))
        clean = clean[: entry.start] + _SHOWN.sub(" ", clean[entry.start : entry.end]) + clean[entry.end :]


def _told(what: str) -> str:
    return f"This is no YAML ({what}), so this entry is not read: mend it, or put the text into quotes."


class _Open(NamedTuple):
    """A block collection that was open when reading broke off."""

    column: int
    start: int


@dataclass(slots=True)
class _Tree:
    """One pass over the events of libyaml."""

    source: str
    lead: int
    written: str
    """The source with the characters that YAML does not allow."""
    root: Node | None = None
    faults: list[Fault] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    stack: list[Node] = field(default_factory=list)
    keys: list[Node | None] = field(default_factory=list)
    """For each open mapping the key that waits for its value."""

    def build(self) -> Fault | None:
        """Read the first document; what breaks it."""
        yaml = _yaml()
        try:
            for event in yaml.parse(self.source[self.lead :], Loader=_loader()):
                if isinstance(event, yaml.DocumentEndEvent):
                    break
                if isinstance(event, yaml.NodeEvent):
                    self._node(event)
                elif isinstance(event, yaml.CollectionEndEvent):
                    self._end(event)
                if len(self.stack) > DEEPEST:
                    self.faults.append(Fault(_TOO_DEEP, self.stack[-1].place))
                    self.root = None
                    break
        except yaml.MarkedYAMLError as error:
            about = error.context or ""
            mark = error.context_mark if error.context_mark and any(word in about for word in _OPENED) else error.problem_mark
            at = min(len(self.source), mark.index + self.lead) if mark else 0
            return Fault(error.problem or about, Span(at, at))
        except (yaml.YAMLError, UnicodeError, RecursionError) as error:
            return Fault(str(error).splitlines()[0] if str(error) else "unreadable", Span(0, 0))
        return None

    def _node(self, event: Any) -> None:
        yaml = _yaml()
        start, end = event.start_mark.index + self.lead, event.end_mark.index + self.lead
        if isinstance(event, yaml.AliasEvent):
            node = Node(Span(start, end))
            self._refuse("Aliases are not followed, so nothing stands here: write the value itself.", node.place)
        else:
            if event.tag and not _DATA.fullmatch(event.tag):
                message = (
                    f"Nothing is built from the tag “{event.tag.removeprefix('tag:yaml.org,2002:')[:60]}”: write the plain value."
                )
                self._refuse(message, Span(start, min(end, line_end(self.source, start))))
            node = self._made(event, start, end)
        self._put(node)
        if node.items is not None or node.pairs is not None:
            self.stack.append(node)
            self.keys.append(None)
            if not event.flow_style:
                self.open.append(_Open(event.start_mark.column, start))

    def _refuse(self, message: str, place: Span) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(message, place))

    def _made(self, event: Any, start: int, end: int) -> Node:
        yaml = _yaml()
        if isinstance(event, yaml.MappingStartEvent):
            return Node(Span(start, end), pairs=[])
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(Span(start, end), items=[])
        if event.tag or event.anchor:  # the place includes them
            start = end - len(self.source[start:end].split(None, 1)[-1]) if event.value else start
        style = event.style or ""
        column = self.open[-1].column if self.open else -1
        runs = scalar_runs(self.source, Span(start, end), style, event.value, column)
        words = event.value if self.written is self.source else _as_written(event.value, runs, self.written)
        return Node(Span(start, end), words, runs, style)

    def _put(self, node: Node) -> None:
        if not self.stack:
            self.root = self.root or node
            return
        holder, key = self.stack[-1], self.keys[-1]
        if holder.items is not None:
            holder.items.append(node)
        elif key is None:
            self.keys[-1] = node
        elif holder.pairs is not None:
            holder.pairs.append((key, node))
            self.keys[-1] = None

    def _end(self, event: Any) -> None:
        node = self.stack.pop()
        self.keys.pop()
        node.place = Span(node.place.start, event.end_mark.index + self.lead)
        if self.open and self.open[-1].start == node.place.start:
            self.open.pop()


def _as_written(value: str, runs: Sequence[Run], written: str) -> str:
    """A text with the characters that stand in the file."""
    pieces = (value[run.at] if run.width else written[run.source : run.source + run.length] for run in runs)
    return "".join(pieces)


def _broken_entry(source: str, fault: Fault, opened: list[_Open]) -> Span:
    """The innermost entry of a block collection that holds a fault: from its first line to the next line of the collection, or of
    one around it."""
    at = fault.place.start
    column, floor = (opened[-1].column, opened[-1].start) if opened else (0, 0)
    first = line_start(source, at)
    start = at
    for line in _lines_up(source, first):
        if line < line_start(source, floor):
            start = floor
            break
        indent = _indent(source, line)
        if indent is not None and indent <= column:
            start = line + min(indent, column)
            break
        start = line
    start = max(start, floor) if start < floor and first >= line_start(source, floor) else start
    end = line_end(source, at)
    while end < len(source):
        line = end + (2 if source.startswith("\r\n", end) else 1)
        indent = _indent(source, line)
        if indent is not None and indent <= column:
            return Span(start, line)
        end = line_end(source, line)
    return Span(start, len(source))


def _lines_up(source: str, start: int) -> Iterator[int]:
    """The starts of lines, from `start` upwards."""
    while True:
        yield start
        if start == 0:
            return
        start = line_start(source, start - (2 if source.startswith("\r\n", start - 2) else 1))


def _indent(source: str, line: int) -> int | None:
    """How far a line is indented; None for a line that says nothing."""
    words = source[line : line_end(source, line)]
    return None if not words.strip() or words.lstrip().startswith("#") else len(words) - len(words.lstrip(" "))


def _line_at(source: str, at: int) -> Span:
    """The words of the line around `at`, from there on where something stands behind it."""
    start, end = line_start(source, at), line_end(source, at)
    words = source[start:end]
    if not words.strip():
        return Span(at, at)
    return Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))


@cache
def _yaml() -> Any:
    """PyYAML, imported when the first YAML is read."""
    import yaml

    return yaml


@cache
def _loader() -> Any:
    """libyaml's parser; the one in Python where PyYAML came without it."""
    yaml = _yaml()
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)
