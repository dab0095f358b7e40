"""OpenSpec: `openspec/specs/CAPABILITY/spec.md`; of each change, the deltas `specs/CAPABILITY/spec.md` and `tasks.md`.

A requirement's name is its identity. `#### Scenario:` has exactly four hashes; other depths are read and told (DOC002). What a
delta adds belongs to the capability, so that a second of that name is a duplicate; what it modifies, removes or renames is a
link to the capability's own. Changes that are archived are history.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from shallcheck.documents.blocks import Block
from shallcheck.documents.building import Builder, clipped, line_spans, trimmed
from shallcheck.documents.checklist import BOX, read_entries, without_box
from shallcheck.documents.format import Added, Format, Fresh, Site
from shallcheck.documents.inline import Prose
from shallcheck.documents.markdown_writing import MARKDOWN_WRITING, markdown_words
from shallcheck.documents.notation import key_at, notation
from shallcheck.documents.segments import CutRules, cutter, section_of
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.source import extent_of, newline
from shallcheck.documents.suppressions import HTML
from shallcheck.model.document import Link, Problem, Reading, Setting
from shallcheck.model.finding import Edit
from shallcheck.model.kinds import Dialect, Kind, Level
from shallcheck.model.place import Span

_SPEC = re.compile(r"(?:^|/)openspec/specs/(?P<capability>.+)/spec\.md$")
_DELTA = re.compile(r"(?:^|/)openspec/changes/(?P<change>[^/]+)/specs/(?P<capability>.+)/spec\.md$")
_TASKS = re.compile(r"(?:^|/)openspec/changes/(?P<change>[^/]+)/tasks\.md$")
_ARCHIVE = re.compile(r"(?:^|/)openspec/changes/archive/")
_PARENT = re.compile(r"(?:^|/)(?P<capability>[^/]+)/[^/]*$")
_CONTENT = re.compile(r"^###[ \t]+Requirement:[ \t]*\S", re.MULTILINE)
_REQUIREMENT = re.compile(r"Requirement:[ \t]*+(?P<name>.*)", re.IGNORECASE | re.DOTALL)
_SCENARIO = re.compile(r"Scenario:[ \t]*+(?P<name>.*)", re.IGNORECASE | re.DOTALL)
_OBLIGES = re.compile(r"\b(?:SHALL|MUST|shall|must)\b")
_DELTA_SECTION = re.compile(r"(?P<kind>ADDED|MODIFIED|REMOVED|RENAMED)[ \t]+Requirements$", re.IGNORECASE)
_NEARLY_SECTION = re.compile(r"(?P<kind>ADDED|MODIFIED|REMOVED|RENAMED)(?:[ \t]+Requirements?)?[ \t]*:?$", re.IGNORECASE)
_NEARLY_REQUIREMENT = re.compile(r"(?P<word>[A-Za-z]+)[ \t]*:[ \t]*+(?P<name>\S.*)", re.DOTALL)
_NAMED = re.compile(r"`?(?:###[ \t]*)?Requirement:[ \t]*+(?P<name>[^`\r\n]++)`?$")
_RENAMED = re.compile(r"\**(?P<way>FROM|TO):\**[ \t]*`?(?:###[ \t]*)?Requirement:[ \t]*+(?P<name>[^`\r\n]++)`?$")
_HEADINGLESS = re.compile(
    r"(?P<marks>#{1,6}|\*\*|__)?(?P<what>Scenario|Requirement)(?:\*\*|__)?:(?:\*\*|__)?[ \t]*+"
    r"(?P<name>[^*_#\r\n][^*\r\n]*+)(?:\*\*)?$"
)
"""A scenario or a requirement in bold, in a list item, or with no space behind its hashes."""
_WHY = re.compile(r"\**(?:Reason|Migration)\b", re.IGNORECASE)
_LONGEST = 30
_LIKE = 0.85
"""From which likeness on (difflib's ratio) a heading's word is “Requirement”, misspelt."""
_TASK = re.compile(rf"[ \t]*{BOX}(?P<number>\d+(?:\.\d+)*[a-z]?)\.?(?![^ \t\r\n])[ \t]*")


def recognise(path: str, head: str, settings: ReaderSettings) -> Setting | None:
    """What the path (or, elsewhere, the head of the text) says about an OpenSpec document; None: it is none."""
    if _ARCHIVE.search(path) and settings.format != "openspec":
        return None
    dialect = settings.dialect or Dialect.SHALL_OR_MUST
    tasks = _TASKS.search(path)
    if tasks:
        own = f"openspec:changes/{tasks['change']}/"
        return Setting("openspec", own, (own,), Level.CODE, Kind.TASK, dialect, chain=False)
    delta = _DELTA.search(path)
    told = delta or _SPEC.search(path)
    parent = _PARENT.search(path)
    if not told and settings.format != "openspec" and not _CONTENT.search(head):
        return None
    capability = told["capability"] if told else parent["capability"] if parent else "spec"
    base = f"openspec:{capability}/"
    scopes = (base, f"openspec:changes/{delta['change']}/") if delta else (base,)
    return Setting("openspec", base, scopes, Level.REQUIREMENTS, Kind.REQUIREMENT, dialect, chain=False)


def _section(title: str) -> str:
    match = _DELTA_SECTION.match(title)
    return match["kind"].lower() if match else ""


CUT = CutRules(
    lambda depth, title, owner: (depth <= 3 and not _SCENARIO.match(title)) or _REQUIREMENT.match(title) is not None,
    lambda title: False,
    section=_section,
)
CUT_TASKS = CutRules(lambda depth, title, owner: True, lambda title: False, lambda line: _TASK.match(line) is not None)


def read_segment(text: str, context: str, setting: Setting, _: ReaderSettings) -> Reading:
    """What one segment says."""
    return _read_tasks(text, setting) if setting.kind is Kind.TASK else _Reader(text, context, setting).read()


def _read_tasks(text: str, setting: Setting) -> Reading:
    out = Builder(text, setting, notation())
    for block in out.blocks:
        if block.type == "heading":
            out.heading(block)
    without_box(out, read_entries(out, _TASK, "", Kind.TASK), "OpenSpec")
    return out.reading()


class _Reader:
    def __init__(self, text: str, context: str, setting: Setting) -> None:
        self.out = Builder(text, setting, notation())
        self.section = section_of(context)
        self.gone = self.section in ("removed", "renamed")
        self.change = setting.scopes[1].split("/")[1] if len(setting.scopes) > 1 else ""
        """Of a delta, the change that it belongs to."""
        self.requirement: int | None = None
        self.named = False
        """The requirement's name holds the obligation."""
        self.bodies: list[tuple[Prose, bool]] = []
        """The requirement's own texts, and whether a list follows each."""
        self.name: Block | None = None
        self.scenario: Block | None = None
        self.steps = 0
        self.stray: Block | None = None
        self.stray_name = ""
        self.removed: Span | None = None
        """The name of a requirement that a delta removes, and whether it says why."""
        self.why = False

    def read(self) -> Reading:
        blocks = self.out.blocks
        for index, block in enumerate(blocks):
            if block.type == "heading":
                self._heading(block)
            elif block.type == "paragraph" and block.inline and self.gone:
                self._named(block)
            elif block.type == "paragraph" and block.inline:
                following = blocks[index + 1] if index + 1 < len(blocks) else None
                self._paragraph(block, bool(following and following.type == "item"))
            if self.requirement is not None:
                self.out.grow(self.requirement, block.end)
        self._end_scenario()
        self._end_requirement()
        self._stray()
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
        elif self.change and not scenario:
            self._stray_heading(block, span)
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

    def _stray_heading(self, block: Block, span: Span) -> None:
        """A heading of a delta that is nearly that of a section or of a requirement."""
        words = span.of(self.out.source)
        section = _NEARLY_SECTION.match(words)
        if section and (block.depth != 2 or not _DELTA_SECTION.match(words)):
            wanted = f"{section['kind'].upper()} Requirements"
            self._told(block, span, f"“{words}” opens no part of the change", f"## {wanted}")
        elif self.section in ("added", "modified") and block.depth == 3:
            self.stray = block
            near = _NEARLY_REQUIREMENT.match(words)
            nearly = near and difflib.SequenceMatcher(None, near["word"].lower()[:_LONGEST], "requirement").ratio() >= _LIKE
            self.stray_name = near["name"] if near and nearly else words

    def _stray(self) -> None:
        """A heading of the third level with an obligation below it that OpenSpec reads for no requirement."""
        block = self.stray
        if block is None or not any(
            _OBLIGES.search(self.out.source, each.start, each.end) for each in self.out.blocks if each.type == "paragraph"
        ):
            return
        span = Span(block.inline[0].start, block.inline[-1].end)
        self._told(
            block, span, f"“{span.of(self.out.source)}” is no requirement's heading", f"### Requirement: {self.stray_name}"
        )

    def _told(self, block: Block, span: Span, fault: str, wanted: str) -> None:
        message = f"{fault}, so OpenSpec passes over what stands below it: write “{wanted}”."
        marks = self.out.source.find("#", block.start, span.start)
        place = Span(marks, span.end) if marks >= 0 else span
        self.out.problems.append(Problem("DOC002", message, place, wanted if marks >= 0 else None))

    def _named(self, block: Block) -> None:
        """A line below REMOVED or RENAMED that names a requirement of the capability, or its new name."""
        if self.section == "removed" and self.removed is not None:
            self.why = self.why or any(_WHY.match(self.out.source, *line) for line in line_spans(self.out.source, block.inline))
        for line in line_spans(self.out.source, block.inline):
            match = (_RENAMED if self.section == "renamed" else _NAMED).match(self.out.source, *line)
            if not match:
                continue
            name = trimmed(self.out.source, Span(*match.span("name")))
            if self.section == "renamed" and match["way"] == "TO":
                self.out.artifact(name.of(self.out.source), Kind.NOTE, name, Span(block.start, block.end))
            else:
                self._linked(None, name, "renames" if self.section == "renamed" else "removes")

    def _linked(self, artifact: int | None, name: Span, kind: str) -> None:
        self.out.links.append(Link(artifact, " ".join(name.of(self.out.source).split()), kind, self.out.place(name)))

    def _start_requirement(self, block: Block, name: Span) -> None:
        if self.gone:
            if self.section == "removed" and name.end > name.start:
                self._linked(None, name, "removes")
                self.removed, self.why = name, False
            return
        label = " ".join(name.of(self.out.source).split())
        extent = Span(block.start, block.end)
        modified = self.section == "modified" and bool(self.change)
        # The capability's own requirement keeps its name; a restatement of it is known by its change.
        own = f"{label} ({self.change})" if modified and label else label
        self.requirement = self.out.artifact(own, Kind.REQUIREMENT, name, extent, title=label)
        if modified and label:
            self._linked(self.requirement, name, "modifies")
        elif self.change and not self.section:
            message = (
                "This requirement stands under none of ADDED, MODIFIED, REMOVED and RENAMED Requirements, so the change does "
                "nothing with it: move it under “## ADDED Requirements” or another of them."
            )
            self.out.problems.append(Problem("DOC001", message, name))
        self.name = block
        self.named = bool(_OBLIGES.search(label))
        self.bodies = []

    def _end_requirement(self) -> None:
        if self.removed is not None and not self.why:
            message = (
                "This removal says neither why nor what to do instead, so nobody can judge it: add **Reason** and **Migration**."
            )
            self.out.problems.append(Problem("DOC001", message, self.removed, mild=True))
        self.removed = None
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

    def _headingless(self, block: Block) -> None:
        """A scenario or a requirement that is written as no heading."""
        for line in line_spans(self.out.source, block.inline):
            match = _HEADINGLESS.match(self.out.source, *line)
            item = self.out.blocks[block.parent] if block.parent >= 0 else None
            if not match or not (match["marks"] or (item and match["what"] == "Scenario")):
                continue
            what, hashes = match["what"], "####" if match["what"] == "Scenario" else "###"
            first = item is not None and line.start == block.inline[0].start
            place = Span(item.marker.start if item and first else line.start, line.end)
            wanted = f"{hashes} {what}: {match['name'].strip()}"
            message = f"This {what.lower()} is no heading, so OpenSpec passes over it in silence: write “{wanted}”."
            self.out.problems.append(Problem("DOC002", message, place, wanted if item is None or item.parent < 0 else None))

    def _paragraph(self, block: Block, list_follows: bool) -> None:
        self._headingless(block)
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


def _siblings(site: Site, texts: Sequence[str], taken: Collection[str], fresh: Fresh | None) -> Added | None:
    """A requirement that a delta modifies has no siblings there: new ones belong to another part."""
    if site.artifact.label != site.artifact.title:
        return None
    return MARKDOWN_WRITING.siblings(site, texts, taken, fresh)


OPENSPEC = Format(
    "openspec",
    ("md",),
    recognise,
    lambda setting, settings: cutter(CUT_TASKS if setting.kind is Kind.TASK else CUT),
    read_segment,
    rank=30,
    comment=HTML,
    writing=replace(MARKDOWN_WRITING, attribute=_attribute, siblings=_siblings),
)
