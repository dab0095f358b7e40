"""sphinx-needs, in reStructuredText and in MyST Markdown: `.. req:: Title` with `:id:` and `:links:`, and then its text.

The types, the options that hold links and the form of identifiers are those of the project's `conf.py` or `ubproject.toml`.
"""

from __future__ import annotations

import re

from shallcheck.documents.directives import OPAQUE
from shallcheck.documents.format import Format
from shallcheck.documents.myst import FENCE, cut_myst, read_myst
from shallcheck.documents.needs_config import FILES, declare, needs_config
from shallcheck.documents.needs_reading import IDENTIFIER, MystBuilder, NeedsReader, RstBuilder
from shallcheck.documents.needs_writing import MYST_WRITING, RST_WRITING
from shallcheck.documents.rst import COMMENT, cut_rst, read_rst
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.suppressions import HTML
from shallcheck.model.document import Document, Reading, Setting
from shallcheck.model.kinds import Dialect

_GLOSSARY = re.compile(r"(?:\.\.[ \t]+glossary[ \t]?::|\{glossary\})")
_ID = re.compile(r"^[ \t>]*:id:[ \t]*\S", re.MULTILINE | re.IGNORECASE)


def _setting(name: str, settings: ReaderSettings) -> Setting:
    dialect = settings.dialect or Dialect.SHALL_OR_MUST
    return Setting(name, dialect=dialect, chain=False, foreign=needs_config(settings.declared).foreign)


def recognise_rst(path: str, head: str, settings: ReaderSettings) -> Setting:
    """Any reStructuredText may hold needs; whether it does, its text tells."""
    return _setting("sphinx-needs", settings)


def recognise_myst(path: str, head: str, settings: ReaderSettings) -> Setting | None:
    """Markdown whose beginning holds a directive that makes a need."""
    types = needs_config(settings.declared).types
    forced = settings.format == "myst-needs"
    for match in re.finditer(rf"^[ \t]*{FENCE.pattern}", head, re.MULTILINE):
        name = match["name"]
        if name in types or name == "glossary" or (name and name not in OPAQUE and _ID.match(head[match.end() :].lstrip("\r\n"))):
            return _setting("myst-needs", settings)
    return _setting("myst-needs", settings) if forced else None


def may_hold(text: str, settings: ReaderSettings) -> bool:
    """Whether a text is worth reading; never False for one that `is_ours` would accept."""
    if settings.format or _ID.search(text) or _GLOSSARY.search(text):
        return True
    types = needs_config(settings.declared).types
    return any(re.search(rf"(?:\.\.[ \t]+|\{{){re.escape(name)}(?:[ \t]?::|\}})", text) for name in types)


def is_ours(document: Document) -> bool:
    """Whether there is a need in it, or a glossary."""
    if "format" in document.notes or next(document.artifacts(), None) is not None:
        return True
    return any(not term.local for placed in document.placed for term in placed.segment.reading.terms)


def read_rst_segment(text: str, context: str, setting: Setting, settings: ReaderSettings) -> Reading:
    """What a segment of reStructuredText says."""
    return NeedsReader(text, read_rst(text, context), RstBuilder, setting, needs_config(settings.declared)).read()


def read_myst_segment(text: str, context: str, setting: Setting, settings: ReaderSettings) -> Reading:
    """What a segment of MyST says."""
    return NeedsReader(text, read_myst(text, context), MystBuilder, setting, needs_config(settings.declared)).read()


def _can_name(label: str, mention: bool, settings: ReaderSettings) -> bool:
    return IDENTIFIER.fullmatch(label.partition(".")[0]) is not None


SPHINX_NEEDS = Format(
    "sphinx-needs",
    ("rst", "rest"),
    recognise_rst,
    lambda setting, settings: cut_rst,
    read_rst_segment,
    expects="write each need as a directive, such as “.. req:: Title” with “:id:” under it",
    comment=COMMENT,
    writing=RST_WRITING,
    companions=FILES,
    declare=declare,
    may_hold=may_hold,
    is_ours=is_ours,
    can_name=_can_name,
)
MYST_NEEDS = Format(
    "myst-needs",
    ("md", "markdown"),
    recognise_myst,
    lambda setting, settings: cut_myst,
    read_myst_segment,
    comment=HTML,
    writing=MYST_WRITING,
    companions=FILES,
    declare=declare,
    may_hold=may_hold,
    is_ours=is_ours,
    can_name=_can_name,
)
