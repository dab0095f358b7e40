"""Where a text names an artifact without linking to it: fragments of addresses, anchors of HTML, and words in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.model.document import Artifact, Document, Placed
from shallcheck.model.place import Span

_FRAGMENT = re.compile(r"\]\(<?(?P<path>[^()<>\s#]{0,1000})#(?P<fragment>[^()<>\s]{1,300})(?=[\s)>])")
_ANCHOR = re.compile(r"<a\s(?:[^<>]{0,60}\s)?(?:id|name)=[\"'](?P<name>[^\"'<>\s]{1,200})[\"']")
_SLUGGED = re.compile(r"[^\w\- ]")


def slug(title: str) -> str:
    """The fragment by which GitHub, and most that show Markdown, know a heading."""
    return _SLUGGED.sub("", title.lower()).replace(" ", "-")


def heading_of(placed: Placed, artifact: Artifact) -> str:
    """The heading in which an artifact's identifier stands; empty: it stands in none."""
    return next((each.title for each in placed.segment.reading.outline if each.place.overlaps(artifact.place)), "")


def anchors(document: Document, home: str, own: bool, label: str, heading: str) -> Iterator[tuple[Span, bool]]:
    """Where a document of Markdown points to an artifact (of the file called `home`; `own`: this one) by a fragment, and where it
    has an anchor for it: the place, and whether it is the heading's slug that stands there."""
    text, known = document.text, slug(heading) if heading else ""
    if not document.path.endswith((".md", ".markdown")) or (label not in text and (not known or f"#{known}" not in text)):
        return
    for match in _FRAGMENT.finditer(text):
        path, fragment = match["path"], match["fragment"]
        if (path.rpartition("/")[2] == home if path else own) and fragment in (label, known):
            yield Span(*match.span("fragment")), fragment != label
    for match in _ANCHOR.finditer(text) if own else ():
        if match["name"] == label:
            yield Span(*match.span("name")), False


def mentions(document: Document, label: str) -> Iterator[Span]:
    """Where a document has the words of an identifier."""
    if label in document.text:
        for match in re.finditer(rf"(?<![\w.#/-]){re.escape(label)}(?![\w~/-]|\.\w)", document.text):
            yield Span(*match.span())
