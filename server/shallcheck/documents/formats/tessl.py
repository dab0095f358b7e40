"""Tessl: `NAME.spec.md` with `targets:` in its front matter, and `[@test](path)` beside what that test shows.

A heading over such items is an artifact. What an item says is judged where it obliges, and is a note elsewhere: the format asks
for examples and not for *shall*.
"""

from __future__ import annotations

import re
from dataclasses import replace

from shallcheck.documents.blocks import Block
from shallcheck.documents.building import Builder, clipped, trimmed
from shallcheck.documents.format import Format
from shallcheck.documents.markdown_writing import MARKDOWN_WRITING
from shallcheck.documents.notation import MODAL, notation
from shallcheck.documents.segments import CutRules, cutter, front_matter
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.suppressions import HTML
from shallcheck.model.document import Reading, Setting
from shallcheck.model.kinds import Dialect, Kind, Level
from shallcheck.model.place import Span

_NAME = re.compile(r"(?:^|/)(?P<name>[^/]+)\.spec\.md$", re.IGNORECASE)
_TARGETS = re.compile(r"^targets:", re.MULTILINE)
_MARK = re.compile(
    r"\[@(?P<kind>test|generate|describe|use)\](?:\((?P<path>[^()\r\n]*)\)|[ \t]++(?P<bare>[\w./-]+))", re.IGNORECASE
)
_SHOWN = re.compile(r"[ \t]*\{[ \t]*\.[\w .-]*\}")


def recognise(path: str, head: str, settings: ReaderSettings) -> Setting | None:
    """A name that ends in .spec.md, with targets or with a mark of the format; None: it is none."""
    name = _NAME.search(path)
    told = name and (_TARGETS.search(front_matter(head)) or _MARK.search(head))
    if not told and settings.format != "tessl":
        return None
    own = f"tessl:{name['name'] if name else 'spec'}/"
    dialect = settings.dialect or Dialect.SHALL_OR_MUST
    return Setting("tessl", own, (own,), Level.REQUIREMENTS, Kind.REQUIREMENT, dialect, chain=False)


CUT = CutRules(lambda depth, title, owner: True, lambda title: False)


def read_segment(text: str, context: str, setting: Setting, _: ReaderSettings) -> Reading:
    """What one segment says: a heading and what stands below it."""
    out = Builder(text, setting, notation())
    headed: Block | None = None
    artifact: int | None = None
    for block in out.blocks:
        if block.type == "heading":
            out.heading(block)
            headed, artifact = block, None
        elif block.type == "paragraph" and block.inline and headed is not None and headed.inline:
            if artifact is None and _counts(out, block):
                artifact = _artifact(out, headed)
            if artifact is not None:
                _say(out, block, artifact)
        if artifact is not None:
            out.grow(artifact, trimmed(out.source, Span(block.start, block.end)).end)
    return out.reading()


def _counts(out: Builder, block: Block) -> bool:
    start, end = block.inline[0].start, block.inline[-1].end
    return bool(_MARK.search(out.source, start, end) or MODAL.search(out.source, start, end))


def _artifact(out: Builder, block: Block) -> int:
    span = Span(block.inline[0].start, block.inline[-1].end)
    shown = _SHOWN.search(out.source, *span)
    place = trimmed(out.source, Span(span.start, shown.start()) if shown else span)
    label = " ".join(place.of(out.source).split())
    return out.artifact(label, Kind.REQUIREMENT, place, Span(block.start, block.end), title=label)


def _say(out: Builder, block: Block, artifact: int) -> None:
    """The words of a paragraph or item before its marks, and the marks as attributes."""
    start, end = block.inline[0].start, block.inline[-1].end
    marks = list(_MARK.finditer(out.source, start, end))
    for mark in marks:
        group = "path" if mark["path"] is not None else "bare"
        out.attribute(artifact, mark["kind"].lower(), Span(*mark.span(group)))
    span = trimmed(out.source, Span(start, marks[0].start() if marks else end))
    if span.end <= span.start or not _counts(out, block):
        return
    prose = out.prose(clipped(block.inline, *span))
    if prose.text:
        out.statement(prose, Kind.REQUIREMENT if MODAL.search(prose.text) else Kind.NOTE, artifact)


TESSL = Format(
    "tessl",
    ("spec.md",),
    recognise,
    lambda setting, settings: cutter(CUT),
    read_segment,
    expects="name its “targets:” in the front matter, or a test beside an item as “[@test](../tests/pump_test.py)”",
    rank=15,
    comment=HTML,
    writing=replace(MARKDOWN_WRITING, attribute=lambda site, name, value: None, siblings=lambda *_: None),
)
