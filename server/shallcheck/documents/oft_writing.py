"""How OpenFastTrace's items are written: new siblings, list items of links, keys."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from shallcheck.documents.additions import copied
from shallcheck.documents.format import Added, Fresh, Site, Writing
from shallcheck.documents.markdown_writing import markdown_words
from shallcheck.documents.oft_items import covering
from shallcheck.documents.source import LIST_ITEM, line_end, line_start, newline
from shallcheck.model.document import Artifact, Document
from shallcheck.model.finding import Edit

_NUMBERED = re.compile(r"(?P<stem>.*?)-(?P<number>\d{1,6})$")
_PARTS = {"traces": "Depends"}
_WRITTEN = ("Rationale", "Comment", "Needs", "Tags", "Status")


def _siblings(site: Site, texts: Sequence[str], taken: Collection[str], fresh: Fresh | None) -> Added | None:
    """The item once more, with another name and text."""
    return None if site.artifact.positional else copied(site, texts, taken, fresh, _named)


def _named(document: Document, artifact: Artifact, taken: Collection[str]) -> str:
    """A name that is free, at its first revision: req~login~3 gives req~login-2~1."""
    kind, name, _ = artifact.label.split("~")
    numbered = _NUMBERED.match(name)
    stem, number = (numbered["stem"], int(numbered["number"])) if numbered else (name, 1)
    used = {*taken, *(one.label for _, _, one in document.artifacts())}
    names = {one.rpartition("~")[0] for one in used}
    while f"{kind}~{stem}-{number}" in names or number == 1:
        number += 1
    return f"{kind}~{stem}-{number}~1"


def _attribute(site: Site, name: str, value: str) -> Edit | None:
    """A key at the item's end; other attributes than its own OpenFastTrace does not know."""
    key = name.capitalize()
    if key not in _WRITTEN or site.artifact.positional:
        return None
    end = len(site.placed.segment.text[: site.artifact.extent.end].rstrip())
    line = newline(site.document)
    text = markdown_words(site.placed.segment.text, end, value, False)
    return Edit(end, end, f"{line * 2}{key}:{line * 2}{text}" if key in ("Rationale", "Comment") else f"{line * 2}{key}: {text}")


def _link(site: Site, kind: str, target: str) -> Edit | None:
    """An item behind those of the list, or a list of its own at the item's end."""
    part = "Covers" if kind == covering(site.artifact.kind) else _PARTS.get(kind)
    if part is None or site.artifact.positional:
        return None
    text, reading, line = site.placed.segment.text, site.placed.segment.reading, newline(site.document)
    number = reading.artifacts.index(site.artifact)
    same = [one.place.end for one in reading.links if one.artifact == number and one.type == kind]
    marker = LIST_ITEM.match(text, line_start(text, max(same))) if same else None
    if marker:
        at = line_end(text, max(same))
        return Edit(at, at, f"{line}{marker[0]}`{target}`")
    end = len(text[: site.artifact.extent.end].rstrip())
    return Edit(end, end, f"{line * 2}{part}:{line * 2}* `{target}`")


OFT_WRITING = Writing(markdown_words, _siblings, _attribute, _link)
