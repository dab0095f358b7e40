"""spec-kit: `specs/NNN-name/spec.md` with FR and SC items, stories and scenarios; `tasks.md` and `checklists/*.md` name them.

The principles of `.specify/memory/constitution.md` are constraints; a paragraph or list item of theirs is judged where it is one
sentence that obliges, and is prose elsewhere.
"""

from __future__ import annotations

import re

from shallcheck.documents.blocks import Block
from shallcheck.documents.building import Builder, line_spans, trimmed
from shallcheck.documents.checklist import BOX, entry_around, read_entries, without_box
from shallcheck.documents.format import Format
from shallcheck.documents.formats.markdown import MarkdownReader, section_class
from shallcheck.documents.markdown_writing import MARKDOWN_WRITING
from shallcheck.documents.notation import notation
from shallcheck.documents.segments import CutRules, cutter, section_of
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.suppressions import HTML
from shallcheck.model.document import Link, Reading, Setting
from shallcheck.model.kinds import Dialect, Kind, Level
from shallcheck.model.place import Span

_PATH = re.compile(
    r"(?:^|/)(?:kitty-)?specs/(?P<feature>\d{3,}-[^/]+)/(?:(?P<file>spec|tasks)|(?P<checklist>checklists)/[^/]+)\.md$"
)
_CONSTITUTION = re.compile(r"(?:^|/)\.specify/memory/constitution\.md$")
_TEMPLATE = re.compile(r"(?:^|/)\.specify/(?:.+/)?templates/")
_PARENT = re.compile(r"(?:^|/)(?P<feature>[^/]+)/[^/]*$")
_CONTENT = re.compile(r"^#[ \t]+Feature Specification\b", re.MULTILINE)
_STORY = re.compile(r"User Story (?P<number>\d+)(?:[ \t]*[-–—:][ \t]*+(?P<title>.*?))?[ \t]*$", re.IGNORECASE | re.DOTALL)
_PRIORITY = re.compile(r"[ \t]*\(Priority:[ \t]*+(?P<priority>[^)]+)\)")
_MENTION = re.compile(r"\b(?P<label>(?:FR|SC|NFR)-\d+[a-z]?)\b|\[(?P<story>US\d+)\]")
_ELSEWHERE = re.compile(r"\bspecs?[ \t]+\d{3}[\w-]*(?:['’]s)?[ \t]+(?:§[ \t]*)?\Z", re.IGNORECASE)
"""Behind this an identifier is one of another feature."""
_ENTRY = re.compile(rf"[ \t]*{BOX}(?P<number>(?:T|CHK)\d+[a-z]?)\b[ \t]*+(?:[-–—:][ \t]*)?")
_MARK = re.compile(r"\[(?P<mark>P|US\d+)\][ \t]*")
_BRACKETED = re.compile(r"\[(?P<words>[A-Z][^\[\]]{1,120})\]")
_FILE = re.compile(r"(?<![\w/.-])[\w.@-]+(?:/[\w.@\[\]-]+)+\.[A-Za-z0-9]{1,8}\b")
_PRINCIPLE = re.compile(r"(?:(?:Principle|Article)[ \t]+)?(?P<label>[IVXLC]+|\d+)[.:)—–-]+[ \t]++(?P<title>\S.*)")
_RATIONALE = re.compile(r"[*_]*(?:Rationale|Why|Reason)\b")
_OBLIGES = re.compile(r"\b(?:MUST|SHALL)\b")
_SENTENCES = re.compile(r"[.!?][\"”)]?\s+[A-Z]")
_CLARIFIED = re.compile(r"clarifications|assumptions|upstream|dependencies|out of scope|edge cases|key entities", re.IGNORECASE)


def recognise(path: str, head: str, settings: ReaderSettings) -> Setting | None:
    """What the path (or, elsewhere, the head of the text) says about a spec-kit document; None: it is none."""
    dialect = settings.dialect or Dialect.MUST
    if _CONSTITUTION.search(path):
        own = "speckit:constitution/"
        return Setting("spec-kit", own, (own,), Level.INTENT, Kind.CONSTRAINT, dialect, chain=False)
    if _TEMPLATE.search(path):
        return Setting("spec-kit", "speckit:templates/", (), Level.REQUIREMENTS, Kind.EXAMPLE, dialect, chain=False)
    told = _PATH.search(path)
    parent = _PARENT.search(path)
    if not told and settings.format != "spec-kit" and not _CONTENT.search(head):
        return None
    feature = told["feature"] if told else parent["feature"] if parent else "spec"
    namespace = f"speckit:{feature}/"
    if told and told["checklist"]:
        level, kind = Level.REQUIREMENTS, Kind.NOTE
    elif told and told["file"] == "tasks":
        level, kind = Level.CODE, Kind.TASK
    else:
        level, kind = Level.REQUIREMENTS, Kind.REQUIREMENT
    return Setting("spec-kit", namespace, (namespace,), level, kind, dialect, chain=False)


def _section(title: str) -> str:
    return "quiet" if _CLARIFIED.match(title) else section_class(title)


def cut_rules(setting: Setting, pattern: str = "") -> CutRules:
    """Segments start at headings and at identifier-headed items; in lists of tasks and checks at each of them."""
    if setting.kind in (Kind.TASK, Kind.NOTE):
        return CutRules(lambda depth, title, owner: True, lambda title: False, lambda line: _ENTRY.match(line) is not None)
    if setting.kind is Kind.CONSTRAINT:
        return CutRules(lambda depth, title, owner: depth <= 3, lambda title: False, section=_principles)
    signs = notation(pattern)
    return CutRules(
        lambda depth, title, owner: not 0 < owner < depth,
        lambda title: _STORY.match(title) is not None,
        lambda line: signs.head(line) is not None,
        section=_section,
    )


def read_segment(text: str, context: str, setting: Setting, settings: ReaderSettings) -> Reading:
    """What one segment says."""
    if setting.kind is Kind.EXAMPLE:
        return Reading()  # a template says nothing of any product
    if setting.kind in (Kind.TASK, Kind.NOTE):
        return _read_entries(text, setting)
    if setting.kind is Kind.CONSTRAINT:
        return _read_principle(text, context, setting)
    return _Reader(text, context, setting, notation(settings.identifier_pattern)).read()


def _principles(title: str) -> str:
    return "principles" if "principle" in title.lower() else ""


def _read_entries(text: str, setting: Setting) -> Reading:
    """Tasks and checks, and what they name."""
    out = Builder(text, setting, notation())
    entries = read_entries(out, _ENTRY, "", setting.kind)
    for artifact, words in entries.values():
        _describe(out, artifact, words, setting.kind is Kind.TASK)
    for index, block in enumerate(out.blocks):
        if block.type == "heading":
            out.heading(block)
        if block.type not in ("heading", "paragraph"):
            continue
        owner = entry_around(out, index, entries)
        if owner is None and setting.kind is Kind.NOTE:
            continue  # remarks on the checks
        for line in line_spans(out.source, block.inline):
            for match in _MENTION.finditer(out.source, line.start, line.end):
                if _ELSEWHERE.search(out.source, line.start, match.start()):
                    continue
                name = "label" if match["label"] else "story"
                out.links.append(Link(owner, match[name], "mentions", Span(*match.span(name))))
    without_box(out, entries, "spec-kit")
    return out.reading()


def _describe(out: Builder, artifact: int, words: Span, task: bool) -> None:
    """The marks of an entry as attributes; what stands before and behind them is no part of its title."""
    start, end = words
    while mark := _MARK.match(out.source, start, end):
        if mark["mark"] == "P":
            out.attribute(artifact, "parallel", Span(*mark.span("mark")))
        start = mark.end()
    if task:
        for file in _FILE.finditer(out.source, start, end):
            out.attribute(artifact, "file", Span(*file.span()))
    else:
        bracketed = list(_BRACKETED.finditer(out.source, start, end))
        for each in bracketed:
            out.attribute(artifact, "checks", Span(*each.span("words")))
        end = bracketed[0].start() if bracketed else end
    out.retitle(artifact, out.prose((trimmed(out.source, Span(start, end)),)).text)


def _read_principle(text: str, context: str, setting: Setting) -> Reading:
    """A principle of the constitution: its heading names it, and its sentences and items that oblige are statements."""
    out = Builder(text, setting, notation())
    principle: int | None = None
    for index, block in enumerate(out.blocks):
        if block.type == "heading":
            out.heading(block)
            principle = _principle(out, block, section_of(context) == "principles") if block.depth <= 3 else principle
        if principle is None:
            continue
        out.grow(principle, block.end)
        if block.type != "paragraph" or not block.inline or _RATIONALE.match(out.source, block.inline[0].start):
            continue
        prose = out.prose(block.inline)
        if _OBLIGES.search(prose.text):
            alone = not _SENTENCES.search(prose.text)
            following = out.blocks[index + 1 : index + 2]
            lead_in = prose.text.endswith(":") and bool(following) and following[0].type == "item"
            out.statement(prose, Kind.CONSTRAINT if alone else Kind.NOTE, principle, lead_in)
    return out.reading()


def _principle(out: Builder, block: Block, among: bool) -> int | None:
    if not block.inline or block.depth < 2:
        return None
    span = Span(block.inline[0].start, block.inline[-1].end)
    match = _PRINCIPLE.match(out.source, *span)
    if match:
        place, title = Span(*match.span("label")), match["title"].strip()
    elif among and block.depth == 3:
        place, title = span, " ".join(span.of(out.source).split())
    else:
        return None
    label = " ".join(place.of(out.source).split())
    return out.artifact(label, Kind.CONSTRAINT, place, Span(block.start, block.end), title=title)


class _Reader(MarkdownReader):
    def section(self, title: str) -> str:
        return _section(title)

    def heading_artifact(self, block: Block) -> int | None:
        start, end = block.inline[0].start, block.inline[-1].end
        match = _STORY.match(self.source, start, end)
        if not match:
            return None
        title = match["title"] or ""
        priority = _PRIORITY.search(title)
        index = self.out.artifact(
            f"US{match['number']}",
            Kind.USER_STORY,
            Span(*match.span("number")),
            Span(block.start, block.end),
            title=_PRIORITY.sub("", title).strip(),
            level=Level.NEEDS,
        )
        if priority:
            at = match.start("title")
            self.out.attribute(index, "priority", Span(*priority.span("priority")).shifted(at))
        return index

    def kind(self, label: str) -> Kind:
        """Success criteria are outcomes to reach, not obligations; spec-kitty calls constraints C-001."""
        if label.startswith("C-"):
            return Kind.CONSTRAINT
        return Kind.NEED if label.startswith("SC-") else self.setting.kind

    def level(self, label: str) -> Level:
        return Level.NEEDS if label.startswith("SC-") else self.setting.level


SPEC_KIT = Format(
    "spec-kit",
    ("md",),
    recognise,
    lambda setting, settings: cutter(cut_rules(setting, settings.identifier_pattern)),
    read_segment,
    rank=20,
    comment=HTML,
    writing=MARKDOWN_WRITING,
)
