"""Kiro and cc-sdd: `.kiro/specs/FEATURE/{requirements,bugfix,design,tasks}.md`.

A criterion's identifier is implicit: the requirement's number and the criterion's place in its list, 1.3. In bugfix.md the
numbers stand in the text. design.md and tasks.md are read by `kiro_plan`.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from itertools import pairwise

from shallcheck.documents.blocks import Block
from shallcheck.documents.building import Builder, clipped, line_spans, trimmed
from shallcheck.documents.format import Format
from shallcheck.documents.glossary import TITLE
from shallcheck.documents.kiro_plan import read_plan
from shallcheck.documents.markdown_writing import MARKDOWN_WRITING
from shallcheck.documents.notation import notation
from shallcheck.documents.segments import CutRules, cutter, section_of
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.suppressions import HTML
from shallcheck.model.document import Problem, Reading, Setting
from shallcheck.model.kinds import Dialect, Kind, Level
from shallcheck.model.place import Span

_PATH = re.compile(r"(?:^|/)\.kiro/specs/(?P<feature>.+)/(?P<file>requirements|bugfix|design|tasks)\.md$")
_TEMPLATE = re.compile(r"(?:^|/)\.kiro/settings/")
_PARENT = re.compile(r"(?:^|/)(?P<feature>[^/]+)/[^/]*$")
_CONTENT = re.compile(
    r"^#[ \t]+(?:Bugfix )?Requirements Document\s*$|^###[ \t]+Requirement[ \t]+\d+[ \t]*(?::.*)?$", re.MULTILINE
)
_REQUIREMENT = re.compile(
    r"(?:Requirement|要件|要求|需求|요구사항|Requisito|Exigence|Anforderung|Требование)[ \t]*+(?P<number>\d+)(?![.\d])[ \t]*"
    r"(?:[:：.–—-][ \t]*)?(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = re.compile(r"(?P<number>\d+)[.:：)]?[ \t]++(?P<title>.*)", re.DOTALL)
_CRITERIA = re.compile(
    r"criteria|受け入れ基準|受入基準|验收标准|驗收標準|수용 기준|인수 조건|"
    r"akzeptanzkriterien|criterios|critères|critérios|criteri ",
    re.IGNORECASE,
)
_STORY = re.compile(
    r"(?P<marks>\**)(?:User Story|Objective|目的|ユーザーストーリー|用户故事)\s*[:：]?(?P<end>\**)[:：]?[ \t]*",
    re.IGNORECASE,
)
_EXPLICIT = re.compile(r"[*_]{0,2}(?P<label>\d+\.\d+)[*_]{0,2}[.:)]?[ \t]+(?=\S)")
_BUGFIX = (("current|defect", "1"), ("expected|correct", "2"), ("unchanged|regression", "3"))
"""What the headings of bugfix.md's parts say, and the number that their items start with."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NUMBERED_WORD = re.compile(r"(?P<word>[A-Za-z]+)[ \t]+\d+(?![.\d])")
_LIKE = 0.88
"""From which likeness on (difflib's ratio) a heading's words are taken for the format's own, misspelt."""
_LONGEST = 40
_QUIET = ("other", "glossary")
"""Classes of sections that hold no requirements."""
_TASK = re.compile(r"\[[ xX-]\]\*?[ \t]+\d")


def recognise(path: str, head: str, settings: ReaderSettings) -> Setting | None:
    """What the path (or, elsewhere, the head of the text) says about a Kiro document; None: it is none."""
    told = _PATH.search(path)
    parent = _PARENT.search(path)
    if not told and settings.format != "kiro" and (_TEMPLATE.search(path) or not _CONTENT.search(head)):
        return None
    feature = told["feature"] if told else parent["feature"] if parent else "spec"
    file = told["file"] if told else "bugfix" if "# Bugfix Requirements" in head else "requirements"
    level, kind = {
        "design": (Level.ARCHITECTURE, Kind.ARCHITECTURE),
        "tasks": (Level.CODE, Kind.TASK),
    }.get(file, (Level.REQUIREMENTS, Kind.REQUIREMENT))
    namespace = f"kiro:{feature}/"
    return Setting("kiro", namespace, (namespace,), level, kind, settings.dialect or Dialect.EARS, chain=False)


def _section(title: str) -> str:
    """The class of a section: whether its numbered headings are requirements, or which part of a bugfix it is."""
    lowered = title.lower()
    if lowered.strip() in ("requirements", "要件", "需求", "요구사항"):
        return "requirements"
    if re.search(r"behaviou?r", lowered):
        for words, number in _BUGFIX:
            if re.search(words, lowered):
                return "bugfix" + number
    if TITLE.match(title):
        return "glossary"
    return "other" if lowered.startswith(("items", "open", "introduction")) else ""


def _starts(depth: int, title: str, owner: int) -> bool:
    return depth <= 3 or _REQUIREMENT.match(title) is not None


CUT = CutRules(_starts, lambda title: False, section=_section)
CUT_TASKS = CutRules(_starts, lambda title: False, lambda line: _TASK.match(line) is not None, section=_section)


def read_segment(text: str, context: str, setting: Setting, _: ReaderSettings) -> Reading:
    """What one segment says."""
    if setting.kind is not Kind.REQUIREMENT:
        return read_plan(text, setting)
    return _Reader(text, context, setting).read()


def _is_nearly(words: str, wanted: str) -> bool:
    """Whether words are others than those wanted, though by a slip only: their own plural and singular are no slips."""
    words = " ".join(words.lower().split())[:_LONGEST]
    likeness = difflib.SequenceMatcher(None, words, wanted).ratio()
    return likeness >= _LIKE and not words.startswith(("acceptance criteri", wanted + " ")) and words != wanted


def is_number(label: str) -> bool:
    """Whether a label is a number as links name requirements and criteria."""
    return _NUMBER.fullmatch(label) is not None


class _Reader:
    """A segment of requirements.md or bugfix.md: one requirement with its criteria, or the text around."""

    def __init__(self, text: str, context: str, setting: Setting) -> None:
        self.out = Builder(text, setting, notation())
        self.section = section_of(context)
        self.requirement: int | None = None
        self.number = self.section.removeprefix("bugfix") if self.section.startswith("bugfix") else ""
        self.under = ""
        """What heading below the requirement's the next blocks stand under: criteria, other or nothing."""
        self.labels: dict[int, str] = {}
        self.criteria: dict[int, int] = {}
        """The artifact of each criterion, by its list item's block."""

    def read(self) -> Reading:
        blocks = self.out.blocks
        for index, block in enumerate(blocks):
            if block.type == "heading":
                self._heading(block)
                self._number_items(index + 1)
            elif block.type == "paragraph" and block.inline:
                self._paragraph(block, index)
            if self.requirement is not None and block.type not in ("header", "row"):
                self.out.grow(self.requirement, block.end)
        return self.out.reading(self.section == "glossary")

    def _heading(self, block: Block) -> None:
        title = self.out.heading(block)
        if not block.inline:
            return
        span = Span(block.inline[0].start, block.inline[-1].end)
        match = _REQUIREMENT.match(self.out.source, span.start, span.end)
        if not match and self.section == "requirements" and block.depth == 3:
            match = _NUMBERED.match(self.out.source, span.start, span.end)
        if match and self.section not in _QUIET:
            self.number = match["number"]
            self.under = ""
            self.requirement = self.out.artifact(
                self.number,
                self.out.setting.kind,
                Span(*match.span("number")),
                Span(block.start, block.end),
                title=self.out.prose(clipped(block.inline, match.start("title"), span.end)).text,
            )
        else:
            self._near_miss(span, title)
            self.under = "criteria" if _CRITERIA.search(title) else "other" if self.requirement is not None else ""

    def _near_miss(self, span: Span, title: str) -> None:
        """A heading that is nearly that of a requirement or of its criteria."""
        numbered = _NUMBERED_WORD.match(title)
        if numbered and self.section not in _QUIET and _is_nearly(numbered["word"], "requirement"):
            wanted = f"Requirement{title[numbered.end('word') :]}"
            fault = "so this is read as no requirement"
        elif self.requirement is not None and _is_nearly(title.rstrip(":"), "acceptance criteria"):
            wanted, fault = "Acceptance Criteria", "so tools that look for it find no criteria"
        else:
            return
        message = f"“{title}” is not written as Kiro does, {fault}: write “{wanted}”."
        self.out.problems.append(Problem("DOC002", message, span, wanted))

    def _bulleted(self, first: int) -> None:
        """Criteria that have no numbers of their own."""
        message = f"These criteria are bulleted, so a reader must count to find {self.number}.2: number them 1., 2. and so on."
        self.out.problems.append(Problem("DOC002", message, self.out.blocks[first].marker, mild=True))

    def _number_items(self, at: int) -> None:
        """Give the criteria below a heading their numbers: those written when they rise, else their places.

        Counted over all lists up to the next heading, since a comment between two items splits a list.
        """
        items: list[int] = []
        for index in range(at, len(self.out.blocks)):
            block = self.out.blocks[index]
            if block.type == "heading":
                break
            if block.type == "item" and block.parent < 0:
                items.append(index)
        ordered = [index for index in items if self.out.blocks[index].ordered]
        items = ordered or (items if self.under == "criteria" else [])
        if not items or not self.number or self.under == "other" or self.section in _QUIET:
            return
        if not ordered:
            self._bulleted(items[0])
        written = [self.out.blocks[index].marker.of(self.out.source).rstrip(".)") for index in items]
        rising = [int(number) for number in written] if ordered else []
        if not ordered or any(a >= b for a, b in pairwise(rising)):
            taken = sum(label.startswith(f"{self.number}.") for label in self.labels.values())
            rising = [taken + place for place in range(1, len(items) + 1)]
        self.labels.update({index: f"{self.number}.{number}" for index, number in zip(items, rising, strict=True)})

    def _paragraph(self, block: Block, index: int) -> None:
        if block.parent < 0:
            self._loose(block)
            return
        item = self.out.blocks[block.parent]
        if block.parent in self.labels and block.parent not in self.criteria:
            explicit = _EXPLICIT.match(self.out.source, block.inline[0].start, block.inline[-1].end)
            place = Span(*explicit.span("label")) if explicit else item.marker
            label = explicit["label"] if explicit else self.labels[block.parent]
            self.criteria[block.parent] = self._criterion(label, place, Span(item.start, item.end), positional=not explicit)
            spans = clipped(block.inline, explicit.end(), block.inline[-1].end) if explicit else block.inline
            self._state(spans, self.criteria[block.parent], self._list_follows(block.parent))
            return
        owner = self._owner(block)
        prose = self.out.prose(block.inline)
        if owner is not None and re.search(r"\b(?:SHALL|shall|MUST|must)\b", prose.text):
            self._state(block.inline, owner)

    def _owner(self, block: Block) -> int | None:
        parent = block.parent
        while parent >= 0:
            if parent in self.criteria:
                return self.criteria[parent]
            parent = self.out.blocks[parent].parent
        return None

    def _list_follows(self, item: int) -> bool:
        return any(block.type == "item" and block.parent == item for block in self.out.blocks[item + 1 : item + 4])

    def _criterion(self, label: str, place: Span, extent: Span, positional: bool) -> int:
        kind = Kind.NOTE if self.section == "bugfix1" else self.out.setting.kind
        return self.out.artifact(label, kind, place, extent, parent=self.requirement, positional=positional)

    def _state(self, spans: tuple[Span, ...], artifact: int, list_follows: bool = False) -> None:
        prose = self.out.prose(spans)
        if prose.text:
            lead_in = list_follows and prose.text.endswith((":", "："))
            self.out.statement(prose, self.out.kind_of(artifact), artifact, lead_in)

    def _loose(self, block: Block) -> None:
        """A paragraph outside of lists: a user story, criteria numbered in the text, or prose."""
        start, end = block.inline[0].start, block.inline[-1].end
        if self.section in _QUIET:
            return
        story = _STORY.match(self.out.source, start, end)
        if story and (story["marks"] or story["end"] or self.requirement is not None):
            prose = self.out.prose(clipped(block.inline, story.end(), end))
            if prose.text:
                self.out.statement(prose, Kind.USER_STORY, self.requirement)
            return
        lines = line_spans(self.out.source, block.inline)
        heads = [(line, match) for line in lines if (match := _EXPLICIT.match(self.out.source, line.start, line.end))]
        if not heads or not self.number:
            return
        stops = [line.start for line, _ in heads[1:]] + [end]
        for (line, match), stop in zip(heads, stops, strict=True):
            extent = trimmed(self.out.source, Span(line.start, stop))
            artifact = self._criterion(match["label"], Span(*match.span("label")), extent, positional=False)
            self._state(clipped(block.inline, match.end(), stop), artifact)


KIRO = Format(
    "kiro",
    ("md",),
    recognise,
    lambda setting, _: cutter(CUT_TASKS if setting.kind is Kind.TASK else CUT),
    read_segment,
    rank=10,
    comment=HTML,
    writing=replace(MARKDOWN_WRITING, attribute=lambda site, name, value: None),
    can_name=lambda label, mention, settings: is_number(label) or (mention and notation().is_identifier(label)),
)
