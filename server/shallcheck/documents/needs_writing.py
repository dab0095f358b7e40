"""How needs are written: words in reStructuredText or MyST, and options of a directive."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from shallcheck.documents.additions import copied, joined_by_underline, next_label
from shallcheck.documents.directives import Directive, Scan
from shallcheck.documents.format import Added, Fresh, Site, Writing
from shallcheck.documents.markdown_writing import markdown_words
from shallcheck.documents.myst import read_myst
from shallcheck.documents.needs_config import LINK_OPTIONS, needs_config
from shallcheck.documents.rst import read_rst
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.source import line_end, line_start, newline
from shallcheck.model.finding import Edit

_FENCE = re.compile(r"`{3,}|:{3,}|~{3,}")
_MARKUP = re.compile(r"([\\`*|_])")
_OPTIONS = {"traces": "links", "derived-from": "links", "satisfies": "satisfies", "verifies": "verifies", "refines": "refines"}
"""By type of link, the option that says it where the need has none of that type yet."""


def _rst_words(text: str, at: int, words: str, thorough: bool) -> str:
    """Words as they stand in reStructuredText."""
    words = " ".join(words.split("\n"))
    return _MARKUP.sub(r"\\\1", words) if thorough else words


def _takes(site: Site, name: str) -> bool:
    """Whether needs have an option: Sphinx leaves one out that is not declared. Where it is written, it is."""
    config = needs_config(ReaderSettings.from_notes(site.document.notes).of(site.document.setting.format).declared)
    return name in config.options | config.links | {"id", "links"} or f":{name}:" in site.document.text


def _fresh_block(site: Site, made: Directive, label: str, words: str, fresh: Fresh) -> str:
    """A directive of the same type behind one, with what is its own."""
    text, line = site.placed.segment.text, newline(site.document)
    start = line_start(text, made.start)
    opening = text[start : made.argument[0].start if made.argument else line_end(text, made.place.end)].rstrip()
    options = [("id", label), *((name.lower(), value) for name, value in fresh.attributes if _takes(site, name.lower()))]
    rows = [f"{opening} {fresh.title}", *(f"{made.lead}:{name}: {value}" for name, value in options), "", f"{made.lead}{words}"]
    if fence := _FENCE.match(text, made.start):
        rows.append(text[start : made.start] + fence[0])
    return line * 2 + line.join(rows)


def _writing(words: Callable[[str, int, str, bool], str], scan: Callable[[str, str], Scan]) -> Writing:
    def directive(site: Site) -> Directive | None:
        segment = site.placed.segment
        starts = site.artifact.extent.start
        return next((each for each in scan(segment.text, segment.context).directives if each.start == starts), None)

    def option(site: Site, name: str, value: str) -> Edit | None:
        made = directive(site)
        if made is None or not _takes(site, name):
            return None
        return Edit(made.head, made.head, f"{newline(site.document)}{made.lead}:{name}: {value}")

    def siblings(site: Site, texts: Sequence[str], taken: Collection[str], fresh: Fresh | None) -> Added | None:
        """Copies of the directive; of a need whose identifier Sphinx makes there is none to count on from."""
        made = directive(site)
        if site.artifact.positional or made is None:
            return None
        if fresh is None:
            return copied(site, texts, taken, fresh, joined_by_underline)
        label = next_label(site.document, site.artifact, taken, joint="_")
        block = _fresh_block(site, made, label, words(site.placed.segment.text, made.start, texts[0], False), fresh)
        return Added((Edit(made.end, made.end, block),), (label,))

    def attribute(site: Site, name: str, value: str) -> Edit | None:
        return option(site, name.lower().replace(" ", "_"), value)

    def link(site: Site, kind: str, target: str) -> Edit | None:
        made = directive(site)
        known = [each for each in made.options if LINK_OPTIONS.get(each.name) == kind] if made else []
        filled = next((each for each in known if each.value.end > each.value.start), None)
        if filled is not None:
            return Edit(filled.value.end, filled.value.end, f", {target}")
        return option(site, _OPTIONS[kind], target) if kind in _OPTIONS else None

    def identifier(site: Site, label: str) -> Edit | None:
        return option(site, "id", label)

    return Writing(words, siblings=siblings, attribute=attribute, link=link, identifier=identifier)


RST_WRITING = _writing(_rst_words, read_rst)
MYST_WRITING = _writing(markdown_words, read_myst)
