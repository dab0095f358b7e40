"""BMAD: the PRD with `#### FR-1: Name`, “[Actor] can [capability]” and testable consequences; epics with stories; story files.

A capability is a need and not an obligation; a consequence is what a test looks for and is not judged. Journeys (UJ-1), metrics
(SM-1), stories and the acceptance criteria of a story file are artifacts too.
"""

from __future__ import annotations

import re

from shallcheck.documents.blocks import Block
from shallcheck.documents.building import Builder, clipped, kind_by_form, line_spans, trimmed
from shallcheck.documents.checklist import BOX
from shallcheck.documents.format import Format
from shallcheck.documents.formats.markdown import section_class
from shallcheck.documents.markdown_writing import MARKDOWN_WRITING
from shallcheck.documents.notation import MODAL, notation
from shallcheck.documents.segments import CutRules, cutter, section_of
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.suppressions import HTML
from shallcheck.model.document import Link, Reading, Setting
from shallcheck.model.kinds import Dialect, Kind, Level
from shallcheck.model.place import Span

_PRD = re.compile(r"^#{3,5}[ \t]+FR-\d+[ \t]*:", re.MULTILINE)
_TESTABLE = "(testable)"
_EPICS = re.compile(r"^##[ \t]+Epic[ \t]+\d+[ \t]*:", re.MULTILINE)
_STORIES = re.compile(r"^###[ \t]+Story[ \t]+\d+\.\d+[ \t]*:", re.MULTILINE)
_STORY_FILE = re.compile(r"\A\s*#[ \t]+Story[ \t]++(?P<number>\d+\.\d+)[ \t]*:")
_TASKS = re.compile(r"^##[ \t]+Tasks[ \t]*/[ \t]*Subtasks", re.MULTILINE | re.IGNORECASE)
_NUMBERED = re.compile(r"(?P<label>N?FR-\d+[a-z]?)[ \t]*[:.–—-][ \t]*+(?P<title>.*)", re.DOTALL)
_STORY = re.compile(r"(?P<label>Story[ \t]+\d+\.\d+)[ \t]*[:.–—-][ \t]*+(?P<title>.*)", re.DOTALL)
_ITEM = re.compile(r"\*\*(?P<label>UJ-\d+|SM-C?\d+|NFR-\d+)\b[ \t]*[.:]?[ \t]*+(?P<title>[^*\r\n]*)\*\*[ \t]*+(?:[:–—-]+[ \t]*)?")
_PART = re.compile(r"\*\*(?P<title>[A-Z][^*\r\n]{2,60}?):?\*\*:?[ \t]*")
_TAIL = re.compile(r"\[(?:ASSUMPTION|NOTE FOR PM|NON-GOAL)\b|\b(?:Realizes UJ-|Validates FR-|Counterbalances SM-)")
_ASSUMED = re.compile(r"\[ASSUMPTION:[ \t]*+(?P<words>[^\]\r\n]+)\]")
_RELATED = re.compile(r"\b(?P<verb>[Rr]ealizes|[Vv]alidates|[Cc]ounterbalances)\b(?P<value>[^\r\n.]*)")
_TARGET = re.compile(r"\b(?:UJ|FR|NFR|SM)-C?\d+[a-z]?\b")
_TYPES = {"realizes": "satisfies", "validates": "validates", "counterbalances": "mentions"}
_COVERS = re.compile(r"\(AC:[ \t]*+(?P<value>[^()\r\n]*)\)")
_NUMBER = re.compile(r"\d+")
_STATUS = re.compile(r"Status[ \t]*:[ \t]*+(?P<value>\S[^\r\n]*)", re.IGNORECASE)
_TASK = re.compile(rf"[ \t]*{BOX}(?P<label>Task[ \t]+\d+)\b[ \t]*+(?:[:.–—-][ \t]*)?")


def recognise(path: str, text: str, settings: ReaderSettings) -> Setting | None:
    """What the text says about a PRD, a list of epics or a story of BMAD; None: it is none of these."""
    dialect = settings.dialect or Dialect.SHALL_OR_MUST
    story = _STORY_FILE.match(text)
    if story and _TASKS.search(text):
        own = f"bmad:story-{story['number']}/"
        return Setting("bmad", own, (own, "bmad:"), Level.CODE, Kind.TASK, dialect, chain=False)
    # Plain searches first: this is asked of every Markdown file, after each edit.
    prd = _TESTABLE in text and _PRD.search(text)
    epics = "## Epic" in text and _EPICS.search(text) and _STORIES.search(text)
    if not prd and not epics and settings.format != "bmad":
        return None
    return Setting("bmad", "bmad:", ("bmad:",), Level.REQUIREMENTS, Kind.REQUIREMENT, dialect, chain=False)


CUT = CutRules(
    lambda depth, title, owner: True, lambda title: False, lambda line: _ITEM.match(line) is not None, section=section_class
)


def read_segment(text: str, context: str, setting: Setting, _: ReaderSettings) -> Reading:
    """What one segment says."""
    return _Reader(text, context, setting).read()


class _Reader:
    def __init__(self, text: str, context: str, setting: Setting) -> None:
        self.out = Builder(text, setting, notation())
        self.source = self.out.source
        self.glossary = section_of(context) == "glossary"
        self.is_story = setting.kind is Kind.TASK
        self.open: int | None = None
        self.said = False
        """Whether the open artifact has its statement."""
        self.part = ""
        """The bold title that the next blocks stand under, in lower case."""
        self.criteria = False
        """Whether the list that comes holds a story's acceptance criteria."""
        self.tells = False
        """Whether the text that comes is that of a story file's story."""

    def read(self) -> Reading:
        for index, block in enumerate(self.out.blocks):
            if block.type == "heading":
                self._heading(block)
            elif block.type == "paragraph" and block.inline:
                self._paragraph(block, index)
            if self.open is not None:
                self.out.grow(self.open, trimmed(self.source, Span(block.start, block.end)).end)
        return self.out.reading(self.glossary)

    def _heading(self, block: Block) -> None:
        title = self.out.heading(block)
        self.criteria = self.is_story and title.lower().startswith("acceptance criteria")
        self.tells = self.is_story and title.lower() == "story"
        self.open, self.part = None, ""
        if not block.inline:
            return
        span = Span(block.inline[0].start, block.inline[-1].end)
        requirement, story = _NUMBERED.match(self.source, *span), _STORY.match(self.source, *span)
        if requirement and block.depth >= 3:
            self._start(requirement, Kind.REQUIREMENT, Level.REQUIREMENTS, Span(block.start, block.end))
        elif story:
            self._start(story, Kind.USER_STORY, Level.NEEDS, Span(block.start, block.end))

    def _start(self, match: re.Match[str], kind: Kind, level: Level, extent: Span) -> None:
        place, title = Span(*match.span("label")), match["title"].strip()
        label = " ".join(place.of(self.source).split())
        self.open = self.out.artifact(label, kind, place, extent, title=title, level=level)
        self.said, self.part = False, ""

    def _paragraph(self, block: Block, index: int) -> None:
        start, end = block.inline[0].start, block.inline[-1].end
        if self.is_story:
            self._of_story(block, index, start)
            return
        item = _ITEM.match(self.source, start, end) if block.parent >= 0 else None
        if item:
            self._item(block, item, end)
            return
        part = _PART.match(self.source, start, end)
        if part and part["title"].lower() not in ("given", "when", "then", "and", "but"):
            self.part = part["title"].lower()
            return
        if self.open is None:
            return
        self._relate(start, end)
        if self.part.startswith("consequences"):
            self._state(block, Kind.TEST, start)
        elif self.out.kind_of(self.open) is Kind.USER_STORY:
            self._state(block, kind_by_form(" ".join(self.source[start:end].replace("*", "").split()), Kind.USER_STORY), start)
        elif not self.said and block.parent < 0 and not self.part:
            obliges = MODAL.search(self.source, start, end)
            self._state(block, Kind.REQUIREMENT if obliges else Kind.NEED, start)

    def _item(self, block: Block, match: re.Match[str], end: int) -> None:
        """A journey, a metric or a quality in a list."""
        item = self.out.blocks[block.parent]
        kind, level = {
            "U": (Kind.USER_STORY, Level.NEEDS),
            "S": (Kind.NEED, Level.NEEDS),
        }.get(match["label"][0], (Kind.REQUIREMENT, Level.REQUIREMENTS))
        self._start(match, kind, level, Span(item.start, item.end))
        self._relate(match.end(), end)
        if kind is not Kind.USER_STORY:
            self._state(block, kind, match.end())
        self.part = "journey" if kind is Kind.USER_STORY else ""

    def _state(self, block: Block, kind: Kind, start: int) -> None:
        """A statement of the open artifact, without the notes and links behind it."""
        end = block.inline[-1].end
        tail = _TAIL.search(self.source, start, end)
        span = trimmed(self.source, Span(start, tail.start() if tail else end))
        prose = self.out.prose(clipped(block.inline, *span)) if span.end > span.start else None
        if prose and prose.text and self.part != "journey":
            self.out.statement(prose, kind, self.open)
            self.said = True

    def _relate(self, start: int, end: int) -> None:
        for match in _RELATED.finditer(self.source, start, end):
            for target in _TARGET.finditer(self.source, *match.span("value")):
                self.out.links.append(Link(self.open, target[0], _TYPES[match["verb"].lower()], Span(*target.span())))
        if self.open is not None:
            for assumed in _ASSUMED.finditer(self.source, start, end):
                self.out.attribute(self.open, "assumption", Span(*assumed.span("words")))

    def _of_story(self, block: Block, index: int, start: int) -> None:
        """A story file's own text, its status, one of its acceptance criteria, or a task that names some."""
        status = _STATUS.match(self.source, start, block.inline[-1].end)
        if block.parent >= 0:
            self._story_item(block, index)
        elif status and self.open is not None:
            self.out.attribute(self.open, "status", Span(*status.span("value")))
        elif self.tells:
            self.out.statement(self.out.prose(block.inline), Kind.USER_STORY, None)

    def _story_item(self, block: Block, index: int) -> None:
        item = self.out.blocks[block.parent]
        if self.criteria and item.ordered and item.parent < 0 and index == block.parent + 1:
            place = Span(item.marker.start, item.marker.end - 1)
            label = f"AC {place.of(self.source)}"
            artifact = self.out.artifact(label, Kind.NOTE, place, Span(item.start, item.end), level=Level.REQUIREMENTS)
            self.out.statement(self.out.prose(block.inline), Kind.NOTE, artifact)
            return
        first = line_spans(self.source, block.inline)[0]
        covers = _COVERS.search(self.source, *first)
        task = _TASK.match(self.source, item.marker.end, first.end)
        owner: int | None = None
        if task:
            words = trimmed(self.source, Span(task.end(), covers.start() if covers else first.end))
            title = self.out.prose((words,)).text if words.end > words.start else ""
            label = " ".join(task["label"].split())
            owner = self.out.artifact(label, Kind.TASK, Span(*task.span("label")), Span(item.start, item.end), title=title)
        if covers:
            for number in _NUMBER.finditer(self.source, *covers.span("value")):
                self.out.links.append(Link(owner, f"AC {number[0]}", "satisfies", Span(*number.span())))


BMAD = Format(
    "bmad",
    ("md",),
    recognise,
    lambda setting, settings: cutter(CUT),
    read_segment,
    expects="head each requirement with its number, such as “#### FR-1: Stop”, and list its “**Consequences (testable):**”",
    anywhere=True,
    rank=60,
    comment=HTML,
    writing=MARKDOWN_WRITING,
    is_ours=lambda document: any(document.artifacts()),
)
