"""spec-kit: `specs/NNN-name/spec.md` with FR and SC items, user stories and scenarios; tasks.md mentions them."""

from __future__ import annotations

import re

from shallcheck.documents.blocks import Block
from shallcheck.documents.building import Builder, line_spans
from shallcheck.documents.format import Format
from shallcheck.documents.formats.markdown import MarkdownReader, section_class
from shallcheck.documents.markdown_writing import MARKDOWN_WRITING
from shallcheck.documents.notation import notation
from shallcheck.documents.segments import CutRules, cutter
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.suppressions import HTML
from shallcheck.model.document import Link, Reading, Setting
from shallcheck.model.kinds import Dialect, Kind, Level
from shallcheck.model.place import Span

_PATH = re.compile(r"(?:^|/)specs/(?P<feature>\d{3,}-[^/]+)/(?P<file>spec|tasks)\.md$")
_PARENT = re.compile(r"(?:^|/)(?P<feature>[^/]+)/[^/]*$")
_CONTENT = re.compile(r"^#[ \t]+Feature Specification\b", re.MULTILINE)
_STORY = re.compile(r"User Story (?P<number>\d+)(?:[ \t]*[-–—:][ \t]*(?P<title>.*?))?[ \t]*$", re.IGNORECASE | re.DOTALL)
_PRIORITY = re.compile(r"[ \t]*\(Priority:[ \t]*(?P<priority>[^)]+)\)")
_MENTION = re.compile(r"\b(?P<label>(?:FR|SC|NFR)-\d+[a-z]?)\b|\[(?P<story>US\d+)\]")
_TASK = re.compile(r"\[[ xX]\][ \t]+T\d")
_CLARIFIED = re.compile(r"clarifications|assumptions|upstream|dependencies|out of scope|edge cases|key entities", re.IGNORECASE)


def recognise(path: str, head: str, settings: ReaderSettings) -> Setting | None:
    """What the path (or, elsewhere, the head of the text) says about a spec-kit document; None: it is none."""
    told = _PATH.search(path)
    parent = _PARENT.search(path)
    if not told and settings.format != "spec-kit" and not _CONTENT.search(head):
        return None
    feature = told["feature"] if told else parent["feature"] if parent else "spec"
    namespace = f"speckit:{feature}/"
    tasks = bool(told and told["file"] == "tasks")
    level, kind = (Level.CODE, Kind.TASK) if tasks else (Level.REQUIREMENTS, Kind.REQUIREMENT)
    return Setting("spec-kit", namespace, (namespace,), level, kind, settings.dialect or Dialect.MUST, chain=False)


def _section(title: str) -> str:
    return "quiet" if _CLARIFIED.match(title) else section_class(title)


def cut_rules(setting: Setting, pattern: str = "") -> CutRules:
    """Segments start at headings and at identifier-headed items; in tasks.md at each task."""
    if setting.kind is Kind.TASK:
        return CutRules(lambda depth, title, owner: True, lambda title: False, lambda line: _TASK.match(line) is not None)
    signs = notation(pattern)
    return CutRules(
        lambda depth, title, owner: not 0 < owner < depth,
        lambda title: _STORY.match(title) is not None,
        lambda line: signs.head(line) is not None,
        section=_section,
    )


def read_segment(text: str, context: str, setting: Setting, settings: ReaderSettings) -> Reading:
    """What one segment says."""
    if setting.kind is Kind.TASK:
        return _read_mentions(text, setting)
    return _Reader(text, context, setting, notation(settings.identifier_pattern)).read()


def _read_mentions(text: str, setting: Setting) -> Reading:
    out = Builder(text, setting, notation())
    for block in out.blocks:
        if block.type == "heading":
            out.heading(block)
        if block.type not in ("heading", "paragraph"):
            continue
        for line in line_spans(out.source, block.inline):
            for match in _MENTION.finditer(out.source, line.start, line.end):
                name = "label" if match["label"] else "story"
                out.links.append(Link(None, match[name], "mentions", Span(*match.span(name))))
    return out.reading()


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
        """Success criteria are outcomes to reach, not obligations."""
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
