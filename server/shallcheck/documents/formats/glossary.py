"""A glossary in a file of its own: `Glossary.md`, or a section of that name in Kiro's steering files. It defines terms for the
whole workspace, and is not judged.
"""

from __future__ import annotations

import re
from dataclasses import replace

from shallcheck.documents.building import Builder
from shallcheck.documents.format import Format
from shallcheck.documents.formats.markdown import section_class
from shallcheck.documents.glossary import TITLE
from shallcheck.documents.markdown_writing import MARKDOWN_WRITING
from shallcheck.documents.notation import notation
from shallcheck.documents.segments import CutRules, cutter, front_matter, section_of
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.suppressions import HTML
from shallcheck.model.document import Document, Reading, Setting
from shallcheck.model.kinds import Kind

_NAME = re.compile(
    r"(?:^|/)(?:[\w.-]*[-_.])?(?:glossary|terminology|acronyms|abbreviations|definitions|ubiquitous[-_]language)\.(?:md|markdown)$",
    re.IGNORECASE,
)
_STEERING = re.compile(r"(?:^|/)\.kiro/steering/[^/]+\.md$")
_FIRST_HEADING = re.compile(r"\s*#[ \t]+(?P<title>[^\r\n]+)")


def recognise(path: str, head: str, settings: ReaderSettings) -> Setting | None:
    """A file that is called so, or whose first heading is; None: it is none."""
    heading = _FIRST_HEADING.match(head, len(front_matter(head)))
    named = _NAME.search(path) or _STEERING.search(path) or (heading and TITLE.match(heading["title"].strip(" *_#:")))
    return Setting("glossary", kind=Kind.NOTE, chain=False) if named or settings.format == "glossary" else None


def read_segment(text: str, context: str, setting: Setting, _: ReaderSettings) -> Reading:
    """What one segment defines."""
    out = Builder(text, setting, notation())
    for block in out.blocks:
        if block.type == "heading":
            out.heading(block)
    return out.reading(section_of(context) == "glossary")


def is_ours(document: Document) -> bool:
    """Whether it defines anything."""
    return any(not term.local for placed in document.placed for term in placed.segment.reading.terms)


CUT = CutRules(lambda depth, title, owner: True, lambda title: False, section=section_class)
GLOSSARY = Format(
    "glossary",
    ("md", "markdown"),
    recognise,
    lambda setting, settings: cutter(CUT),
    read_segment,
    expects="write each term as “- **Term**: what it means”",
    rank=80,
    comment=HTML,
    writing=replace(MARKDOWN_WRITING, attribute=lambda site, name, value: None, siblings=lambda *_: None),
    is_ours=is_ours,
)
