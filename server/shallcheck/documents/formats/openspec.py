"""OpenSpec: `openspec/specs/CAPABILITY/spec.md` and the deltas in `openspec/changes/ID/specs/CAPABILITY/spec.md`.

A requirement's name is its identity. `#### Scenario:` has exactly four hashes; other depths are read and told (DOC002).
"""

from __future__ import annotations

import re
from dataclasses import replace

from shallcheck.documents.blocks import Block
from shallcheck.documents.building import Builder, clipped, line_spans, trimmed
from shallcheck.documents.format import Format, Site
from shallcheck.documents.inline import Prose
from shallcheck.documents.markdown_writing import MARKDOWN_WRITING, markdown_words
from shallcheck.documents.notation import key_at, notation
from shallcheck.documents.segments import CutRules, cutter, section_of
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.source import extent_of, newline
from shallcheck.documents.suppressions import HTML
from shallcheck.model.document import Problem, Reading, Setting
from shallcheck.model.finding import Edit
from shallcheck.model.kinds import Dialect, Kind, Level
from shallcheck.model.place import Span

_SPEC = re.compile(r"(?:^|/)openspec/specs/(?P<capability>.+)/spec\.md$")
_DELTA = re.compile(r"(?:^|/)openspec/changes/(?P<change>[^/]+)/specs/(?P<capability>.+)/spec\.md$")
_PARENT = re.compile(r"(?:^|/)(?P<capability>[^/]+)/[^/]*$")
_CONTENT = re.compile(r"^###[ \t]+Requirement:[ \t]*\S", re.MULTILINE)
_REQUIREMENT = re.compile(r"Requirement:[ \t]*(?P<name>.*)", re.IGNORECASE | re.DOTALL)
_SCENARIO = re.compile(r"Scenario:[ \t]*(?P<name>.*)", re.IGNORECASE | re.DOTALL)
_OBLIGES = re.compile(r"\b(?:SHALL|MUST|shall|must)\b")
_DELTA_SECTION = re.compile(r"(?P<kind>ADDED|MODIFIED|REMOVED|RENAMED) Requirements", re.IGNORECASE)


def recognise(path: str, head: str, settings: ReaderSettings) -> Setting | None:
    """What the path (or, elsewhere, the head of the text) says about an OpenSpec document; None: it is none."""
    delta = _DELTA.search(path)
    told = delta or _SPEC.search(path)
    parent = _PARENT.search(path)
    if not told and settings.format != "openspec" and not _CONTENT.search(head):
        return None
    capability = told["capability"] if told else parent["capability"] if parent else "spec"
    base = f"openspec:{capability}/"
    # A delta restates requirements of the capability: in a namespace of its own they are no duplicates.
    namespace = f"openspec:{delta['change']}:{capability}/" if delta else base
    scopes = (namespace, base) if delta else (base,)
    dialect = settings.dialect or Dialect.SHALL_OR_MUST
    return Setting("openspec", namespace, scopes, Level.REQUIREMENTS, Kind.REQUIREMENT, dialect, chain=False)


def _section(title: str) -> str:
    match = _DELTA_SECTION.match(title)
    return match["kind"].lower() if match else ""


CUT = CutRules(
    lambda depth, title, owner: (depth <= 3 and not _SCENARIO.match(title)) or _REQUIREMENT.match(title) is not None,
    lambda title: False,
    section=_section,
)


def read_segment(text: str, context: str, setting: Setting, _: ReaderSettings) -> Reading:
    """What one segment says."""
    return _Reader(text, context, setting).read()


class _Reader:
    def __init__(self, text: str, context: str, setting: Setting) -> None:
        self.out = Builder(text, setting, notation())
        self.gone = section_of(context) in ("removed", "renamed")
        self.requirement: int | None = None
        self.named = False
        """The requirement's name holds the obligation."""
        self.bodies: list[tuple[Prose, bool]] = []
        """The requirement's own texts, and whether a list follows each."""
        self.name: Block | None = None
        self.scenario: Block | None = None
        self.steps = 0

    def read(self) -> Reading:
        blocks = self.out.blocks
        for index, block in enumerate(blocks):
            if block.type == "heading":
                self._heading(block)
            elif block.type == "paragraph" and block.inline and not self.gone:
                following = blocks[index + 1] if index + 1 < len(blocks) else None
                self._paragraph(block, bool(following and following.type == "item"))
            if self.requirement is not None:
                self.out.grow(self.requirement, block.end)
        self._end_scenario()
        self._end_requirement()
        return self.out.reading()

    def _heading(self, block: Block) -> None:
        self.out.heading(block)
        if not block.inline or block.parent >= 0:
            return
        span = Span(block.inline[0].start, block.inline[-1].end)
        requirement = _REQUIREMENT.match(self.out.source, span.start, span.end)
        scenario = _SCENARIO.match(self.out.source, span.start, span.end)
        self._end_scenario()
        if requirement:
            self._end_requirement()
            self._near_miss(block, span, "Requirement", 3)
            self._start_requirement(block, trimmed(self.out.source, Span(*requirement.span("name"))))
        elif scenario:
            self._state_requirement()
            self._near_miss(block, span, "Scenario", 4)
            self.scenario, self.steps = block, 0

    def _near_miss(self, block: Block, span: Span, what: str, depth: int) -> None:
        if block.depth == depth:
            return
        hashes = "#" * depth
        found = f"This {what.lower()} heading has {block.depth} hashes"
        message = f"{found}, so OpenSpec passes over it in silence: write “{hashes} {what}: …”."
        marks = Span(self.out.source.find("#", block.start, span.start), span.start)
        if marks.start < 0:  # underlined
            self.out.problems.append(Problem("DOC002", message, span))
            return
        words = span.of(self.out.source)
        self.out.problems.append(Problem("DOC002", message, Span(marks.start, span.end), f"{hashes} {words}"))

    def _start_requirement(self, block: Block, name: Span) -> None:
        if self.gone:
            return
        label = " ".join(name.of(self.out.source).split())
        extent = Span(block.start, block.end)
        self.requirement = self.out.artifact(label, Kind.REQUIREMENT, name, extent, title=label)
        self.name = block
        self.named = bool(_OBLIGES.search(label))
        self.bodies = []

    def _end_requirement(self) -> None:
        self._state_requirement()
        self.requirement = None

    def _state_requirement(self) -> None:
        """State the requirement: its texts, or its name where only that obliges."""
        if self.requirement is None or self.name is None:
            return
        obliging = any(_OBLIGES.search(prose.text) for prose, _ in self.bodies)
        if self.named and not obliging:
            start = self.out.source.index(":", self.name.inline[0].start) + 1
            self.out.statement(
                self.out.prose(clipped(self.name.inline, start, self.name.inline[-1].end)), Kind.REQUIREMENT, self.requirement
            )
        elif not self.bodies:
            span = Span(self.name.inline[0].start, self.name.inline[-1].end)
            message = "This requirement has no text, so nothing is demanded: say below its heading what SHALL hold."
            self.out.problems.append(Problem("DOC001", message, span))
        for number, (prose, list_follows) in enumerate(self.bodies):
            if _OBLIGES.search(prose.text) or (number == 0 and not obliging and not self.named):
                lead_in = list_follows and prose.text.endswith(":")
                self.out.statement(prose, Kind.REQUIREMENT, self.requirement, lead_in)
        self.name = None

    def _end_scenario(self) -> None:
        block, self.scenario = self.scenario, None
        if block is None or self.steps or self.gone:
            return
        span = Span(block.inline[0].start, block.inline[-1].end)
        message = "This scenario has no steps, so nothing can be tried: list its **WHEN** and **THEN** below."
        self.out.problems.append(Problem("DOC001", message, span))

    def _paragraph(self, block: Block, list_follows: bool) -> None:
        if self.scenario is not None:
            self._step(block)
        elif self.requirement is not None:
            self._body(block, list_follows)

    def _step(self, block: Block) -> None:
        self.steps += 1
        prose = self.out.prose(block.inline)
        if prose.text and block.depth <= 1:
            self.out.statement(prose, Kind.SCENARIO_STEP, self.requirement)

    def _body(self, block: Block, list_follows: bool) -> None:
        """A requirement's own text; metadata lines at its head (`**ID**: REQ-1`) are attributes."""
        at, end = block.inline[0].start, block.inline[-1].end
        for line in line_spans(self.out.source, block.inline):
            key = key_at(self.out.source, line.start, line.end, free=True)
            value = self.out.source[key.value : line.end] if key else ""
            if not key or _OBLIGES.search(value) or not value.strip():
                break
            if self.requirement is not None:
                self.out.attribute(self.requirement, key.name, Span(key.value, line.end))
            at = line.end
        prose = self.out.prose(clipped(block.inline, at, end))
        if prose.text:
            self.bodies.append((prose, list_follows))


def _attribute(site: Site, name: str, value: str) -> Edit:
    """Metadata lines stand before the body."""
    at = extent_of(site.statement).start
    words = markdown_words(site.placed.segment.text, at, value, False)
    return Edit(at, at, f"**{name}**: {words}{newline(site.document)}")


OPENSPEC = Format(
    "openspec",
    ("md",),
    recognise,
    lambda setting, settings: cutter(CUT),
    read_segment,
    rank=30,
    comment=HTML,
    writing=replace(MARKDOWN_WRITING, attribute=_attribute),
)
