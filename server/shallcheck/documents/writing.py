"""Fixes, new siblings and suppressions as edits of a document, in that document's own notation.

Whatever is written is read again before it is handed out: where the document would not then say exactly what was meant, the
answer is None, so that no fix can corrupt a document.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise, product

from shallcheck.documents.notation import MODAL
from shallcheck.documents.reading import edit_document
from shallcheck.model.document import Artifact, Document, Placed, Statement
from shallcheck.model.finding import Edit, Fix
from shallcheck.model.place import Run, Span

_LABEL = re.compile(r"(?P<stem>.*?)(?P<number>\d+)(?P<letter>[a-y]?)$", re.DOTALL)
_LIST_ITEM = re.compile(r"[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]+")
_NUMBERED = re.compile(r"(?P<indent>[ \t]*)(?P<number>\d{1,9})(?P<stop>[.)])(?P<gap>[ \t]+)")
_MARKUP = re.compile(r"([\\`*_\[\]<])")
_COMMENT_END = re.compile(r"-{2,}|>")
_WORDS = re.compile(r"(?:[^\W\d_]|[ ,.;()'’“”%°/-])*")
"""Words, and punctuation that marks nothing up inside a line."""
_PLACEHOLDER = re.compile(r"<[^\W\d_](?:[^\W_]| )*>")


_LEAD = 12
"""Letters in front of a plain edit on its line: an edit near the head of a block can change what the block is."""


def render_fix(document: Document, placed: Placed, statement: Statement, fix: Fix) -> list[Edit] | None:
    """The edits (offsets of `document.text`, sorted, apart from each other) that make a fix of one of its statements.

    None where the document's notation cannot take it: a new sibling of a blockless statement, an attribute in a table without
    its column, words whose removal would break the markup around them.
    """
    edits = [_tidied(statement.text, edit) for edit in sorted(fix.edits)]
    meant = _applied(statement.text, edits)
    if not meant.strip() or any(a.end > b.start for a, b in pairwise(edits)):
        return None
    if not fix.siblings and not fix.attribute and all(_is_plain(placed.segment.text, statement, edit) for edit in edits):
        return [_in_document(document, placed, statement, edit, False, False, False) for edit in edits]
    added = _Additions(document, placed, statement, fix)
    if added.failed:
        return None
    for before, after, thorough in product((False, True), (False, True), (False, True)):
        rendered = [_in_document(document, placed, statement, edit, before, after, thorough) for edit in edits]
        candidate = sorted([*rendered, *added.edits])
        if any(a.end > b.start for a, b in pairwise(candidate)):
            continue
        if _reads_as(document, candidate, statement, meant, added):
            return candidate
    return None


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


def render_suppression(document: Document, placed: Placed, span: Span, rule: str, reason: str) -> list[Edit] | None:
    """The edit that silences `rule` for the artifact or statement at `span` (offsets of the segment), with its reason.

    In a list item or table row the comment stands behind the statement, else on the line before the block. None where the format
    has no comments or nothing at the place can carry one.
    """
    if document.setting.format == "statements":
        return None
    target = _target(placed, span)
    if target is None:
        return None
    extent, statement = target
    comment = f"<!-- shallcheck-disable {rule}: {_COMMENT_END.sub('–', reason).strip()} -->"
    text = placed.segment.text
    line = _line_start(text, extent.start)
    if statement is not None and (_LIST_ITEM.match(text, line) or text[line:].lstrip().startswith("|")):
        at = statement.place(Span(0, len(statement.text))).end
        edit = Edit(placed.start + at, placed.start + at, " " + comment)
    else:
        at = placed.start + line
        edit = Edit(at, at, text[line : extent.start] + comment + _newline(document))
    edited = _edited(document, [edit])
    if edited is None or not _silences(edited, edit, rule):
        return None
    return [edit] if _said(document) == _said(edited) else None


def _target(placed: Placed, span: Span) -> tuple[Span, Statement | None] | None:
    """The innermost artifact at a place and its statement; or the statement alone."""
    reading = placed.segment.reading
    here = [(i, one) for i, one in enumerate(reading.artifacts) if one.extent.start <= span.start <= one.extent.end]
    if not here:
        loose = next((one for one in reading.statements if _extent(one).overlaps(span)), None)
        return (_extent(loose), loose) if loose else None
    index, artifact = min(here, key=lambda pair: pair[1].extent.end - pair[1].extent.start)
    own = [one for one in reading.statements if one.artifact == index]
    statement = next((one for one in own if _extent(one).overlaps(span)), own[0] if own else None)
    return artifact.extent, statement


def _silences(document: Document, edit: Edit, rule: str) -> bool:
    return any(
        rule in one.rules and placed.start + one.place.start <= edit.end + len(edit.text) and one.extent.end > one.extent.start
        for placed in document.placed
        for one in placed.segment.reading.suppressions
    )


def _said(document: Document) -> Counter[str]:
    return Counter(statement.text for _, statement in document.statements())


def _extent(statement: Statement) -> Span:
    return statement.place(Span(0, len(statement.text)))


def _tidied(text: str, edit: Edit) -> Edit:
    """A deletion takes the space with it that would stand doubled or before a full stop."""
    start, end, new = edit
    if new:
        return edit
    if start and text[start - 1] == " " and (end == len(text) or text[end] in " .,;:)"):
        return Edit(start - 1, end, "")
    if start == 0 and text[end : end + 1] == " ":
        return Edit(0, end + 1, "")
    return edit


def _applied(text: str, edits: Sequence[Edit]) -> str:
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _is_plain(source: str, statement: Statement, edit: Edit) -> bool:
    """Whether an edit exchanges words for words inside a line, with only words around them: no notation reads the rest otherwise
    then, and reading it again, which takes most of the time of a fix, can be saved."""
    run = next((run for run in statement.runs if run.at < edit.start and edit.end < run.at + run.length), None)
    if run is None or run.width or not _WORDS.fullmatch(_PLACEHOLDER.sub("", edit.text)):
        return False
    start, end = (offset - run.at + run.source for offset in (edit.start, edit.end))
    if statement.text[edit.start : edit.end] != source[start:end] or not _WORDS.fullmatch(source, start - 1, end + 1):
        return False
    line = _line_start(source, start)
    letters = sum(char.isalpha() for char in source[line : min(start, line + 5 * _LEAD)])
    return letters > _LEAD and bool(MODAL.search(source[start:end])) == bool(MODAL.search(edit.text))


def _in_document(
    document: Document, placed: Placed, statement: Statement, edit: Edit, before: bool, after: bool, thorough: bool
) -> Edit:
    """An edit of the statement as one of the document. `before`, `after`: take the marks around the words along."""
    span = statement.place(Span(edit.start, edit.end))
    start, end = span
    if before:
        start = min(start, _end_before(statement.runs, edit.start, start))
    if after and edit.end > edit.start:
        end = max(end, _start_after(statement.runs, edit.end, end))
    return Edit(placed.start + start, placed.start + end, _written(document, placed, start, edit.text, thorough))


def _end_before(runs: Sequence[Run], offset: int, default: int) -> int:
    """Where the source of the character before `offset` ends: what lies between is markup."""
    index = bisect_left([run.at for run in runs], offset) - 1
    if index < 0 or runs[index].at + runs[index].length < offset:
        return default
    return runs[index].source + (runs[index].width or offset - runs[index].at)


def _start_after(runs: Sequence[Run], offset: int, default: int) -> int:
    """Where the source of the character at `offset` starts; at the text's end, `default`."""
    for run in runs:
        if run.at <= offset < run.at + run.length:
            return run.source + offset - run.at
    return default


def _written(document: Document, placed: Placed, at: int, text: str, thorough: bool) -> str:
    """New words in the document's own writing. `thorough`: every mark is escaped and not only what would vanish."""
    if document.setting.format == "statements":
        return json.dumps(text, ensure_ascii=False)[1:-1]
    text = " ".join(text.split("\n"))
    text = _MARKUP.sub(r"\\\1", text) if thorough else text.replace("<", "\\<")
    line = placed.segment.text[_line_start(placed.segment.text, at) :]
    return text.replace("|", "\\|") if line.lstrip().startswith("|") else text


class _Additions:
    """The new blocks and lines of a fix: siblings and an attribute."""

    def __init__(self, document: Document, placed: Placed, statement: Statement, fix: Fix) -> None:
        self.document = document
        self.placed = placed
        self.text = placed.segment.text
        self.statement = statement
        self.edits: list[Edit] = []
        self.labels: list[str] = []
        self.siblings = fix.siblings
        self.attribute = fix.attribute
        self.failed = False
        artifacts = placed.segment.reading.artifacts
        self.index = statement.artifact
        if not fix.siblings and not fix.attribute:
            return
        if self.index is None or not artifacts[self.index].label:
            self.failed = True
            return
        self.artifact = artifacts[self.index]
        self.newline = _newline(document)
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
        line = self.text[_line_start(self.text, self.artifact.extent.start) :]
        return bool(_LIST_ITEM.match(line)) or line.lstrip("\ufeff \t").startswith(("|", "{"))

    def _block(self, label: str, sibling: str) -> str:
        """The artifact's block once more, with another identifier and statement; of what follows the statement only the lines of
        attributes and links (in a row or line of JSON, all of the line)."""
        own = _extent(self.statement)
        start = _line_start(self.text, self.artifact.extent.start)
        place = self.artifact.place
        written = _written(self.document, self.placed, own.start, sibling, False)
        labelled = json.dumps(label, ensure_ascii=False)[1:-1] if self.document.setting.format == "statements" else label
        pieces = sorted([(place.start, place.end, labelled), (own.start, own.end, written)])
        out = []
        at = start
        for begin, end, text in pieces:
            out += [self.text[at:begin], text]
            at = end
        head = "".join(out).lstrip("\ufeff")
        rest = self.text[at : self._content_end(_line_end(self.text, at))]
        if rest.strip() and _is_row(self.text, start):
            return head + rest
        if self.document.setting.format == "statements":
            return head + rest
        return head + "".join(self.newline + line for line in self._attribute_lines(own.end))

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
            if _line_start(self.text, place.start) > behind and place.start <= limit:
                lines[_line_start(self.text, place.start)] = _line_end(self.text, place.end)
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
        line = _line_start(self.text, last.extent.start)
        numbered = _NUMBERED.match(self.text, line)
        bullet = _LIST_ITEM.match(self.text, line)
        if not numbered and not bullet:
            self.failed = True
            return
        number = int(last.label.rpartition(".")[2])
        written = int(numbered["number"]) if numbered else 0
        step = 1 if written == number else 0
        blocks = []
        for offset, sibling in enumerate(self.siblings, 1):
            self.labels.append(f"{stem}{number + offset}")
            lead = bullet[0] if bullet else ""
            if numbered:
                lead = f"{numbered['indent']}{written + offset * step}{numbered['stop']}{numbered['gap']}"
            blocks.append(self.newline + lead + _written(self.document, self.placed, line, sibling, False))
        self._insert(self._content_end(last.extent.end), "".join(blocks))

    def _add_attribute(self, name: str, value: str) -> None:
        """A line `Name: value` behind the last attribute, or behind the statement."""
        form = self.document.setting.format
        start = _line_start(self.text, self.artifact.extent.start)
        if form in ("kiro", "statements") or _is_row(self.text, start):
            self.failed = True
            return
        own = _extent(self.statement)
        written = _written(self.document, self.placed, own.start, value, False)
        if form == "openspec":
            self._insert(own.start, f"**{name}**: {written}{self.newline}")
            return
        behind = [one.place for one in self.artifact.attributes if one.place.start >= own.end]
        behind += [
            one.place
            for one in self.placed.segment.reading.link_places
            if own.end <= one.place.start <= self.artifact.extent.end and _line_start(self.text, one.place.start) >= own.end
        ]
        last = max(behind, key=lambda place: place.end, default=None)
        marker = _LIST_ITEM.match(self.text, _line_start(self.text, last.start)) if last else None
        if last is not None and marker:
            self._insert(_line_end(self.text, last.end), f"{self.newline}{marker[0]}{name}: {written}")
            return
        item = _LIST_ITEM.match(self.text, start)
        indent = " " * len(item[0].expandtabs(4)) if item else ""
        self._insert(_line_end(self.text, own.end), f"{self.newline}{indent}- {name}: {written}")

    def _content_end(self, end: int) -> int:
        """`end` without the line breaks and spaces before it."""
        return len(self.text[:end].rstrip())


def _reads_as(document: Document, edits: Sequence[Edit], statement: Statement, meant: str, added: _Additions) -> bool:
    """Whether the edited document says what was meant, and all else as before."""
    edited = _edited(document, edits)
    if edited is None:
        return False
    kept = {id(one.segment) for one in document.placed} & {id(one.segment) for one in edited.placed}
    old, new = (_sayings(one, kept) for one in (document, edited))
    label = added.placed.segment.reading.artifacts[statement.artifact].label if statement.artifact is not None else ""
    expected = old.copy()
    expected[(label, statement.text)] -= 1
    expected[(label, meant)] += 1
    for name, sibling in zip(added.labels, added.siblings, strict=False):
        expected[(name, sibling)] += 1
    if +expected != new:
        return False
    return added.attribute is None or _attributes(edited, kept) - _attributes(document, kept) == Counter(
        [(label, added.attribute[0].lower(), added.attribute[1])]
    )


def _sayings(document: Document, without: set[int]) -> Counter[tuple[str, str]]:
    """What each artifact says, in the segments that are not in `without`."""
    out: Counter[tuple[str, str]] = Counter()
    for placed in document.placed:
        if id(placed.segment) in without:
            continue
        reading = placed.segment.reading
        out.update(
            (reading.artifacts[one.artifact].label if one.artifact is not None else "", one.text) for one in reading.statements
        )
    return out


def _attributes(document: Document, without: set[int]) -> Counter[tuple[str, str, str]]:
    return Counter(
        (artifact.label, one.name.lower(), one.value)
        for placed in document.placed
        if id(placed.segment) not in without
        for artifact in placed.segment.reading.artifacts
        for one in artifact.attributes
    )


def _edited(document: Document, edits: Sequence[Edit]) -> Document | None:
    if not edits:
        return document
    text = _applied(document.text, edits)
    start, old_end = min(edit.start for edit in edits), max(edit.end for edit in edits)
    return edit_document(document, text, start, old_end, old_end + len(text) - len(document.text))


def _is_row(text: str, line: int) -> bool:
    return text[line : line + 8].lstrip().startswith("|")


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _line_end(text: str, at: int) -> int:
    """Where the line of `at` ends, its line break left out."""
    ends = [end for end in (text.find("\n", at), text.find("\r", at)) if end >= 0]
    return min(ends, default=len(text))


def _newline(document: Document) -> str:
    match = re.search(r"\r\n?|\n", document.text)
    return match[0] if match else "\n"
