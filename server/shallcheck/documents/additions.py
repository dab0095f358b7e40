"""What a fix adds to a document: new siblings of a requirement with the next free identifiers."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from shallcheck.documents.format import Added, Fresh, Site
from shallcheck.documents.formats import format_of
from shallcheck.documents.source import extent_of, line_start, newline
from shallcheck.model.document import Artifact, Document
from shallcheck.model.finding import Edit

_LABEL = re.compile(r"(?P<stem>.*?)(?P<number>\d+)(?P<letter>[a-y]?)$", re.DOTALL)


def next_label(document: Document, artifact: Artifact, taken: Collection[str] = (), joint: str = " ") -> str:
    """The next free identifier behind an artifact's own: SYS-012 gives SYS-013 or, where that exists, the first that does not;
    FR-034a gives FR-034b; a name gives “Name 2”, by the `joint`. `taken`: further labels that are not free."""
    used = {one.label for _, _, one in document.artifacts()} | set(taken)
    match = _LABEL.fullmatch(artifact.label)
    if match is None:
        stem, number, width = artifact.label + joint, 1, 1
    elif match["letter"]:
        for code in range(ord(match["letter"]) + 1, ord("z") + 1):
            label = match["stem"] + match["number"] + chr(code)
            if label not in used:
                return label
        stem, number, width = match["stem"], int(match["number"]), len(match["number"])
    else:
        stem, number, width = match["stem"], int(match["number"]), len(match["number"])
    while True:
        number += 1
        label = f"{stem}{number:0{width}d}"
        if label not in used:
            return label


def joined_by_underline(document: Document, artifact: Artifact, taken: Collection[str]) -> str:
    """`next_label` where an identifier holds no spaces: Stop_When_Dry gives Stop_When_Dry_2."""
    return next_label(document, artifact, taken, "_")


def copied(
    site: Site,
    texts: Sequence[str],
    taken: Collection[str],
    fresh: Fresh | None,
    named: Callable[[Document, Artifact, Collection[str]], str] = next_label,
) -> Added | None:
    """Siblings as copies of the artifact's whole block, each with its own identifier (`named`) and statement: for notations whose
    blocks say everything between their first and last line. What is fresh has no block to copy."""
    form = format_of(site.document.setting.format)
    if fresh is not None or form is None or form.writing is None:
        return None
    text, extent, own = site.placed.segment.text, site.artifact.extent, extent_of(site.statement)
    start = line_start(text, extent.start)
    end = start + len(text[start : extent.end].rstrip())
    line = newline(site.document)
    gap = line * (1 if text[start:end].count(line) == 0 else 2)
    labels: list[str] = []
    blocks = []
    for each in texts:
        label = named(site.document, site.artifact, {*taken, *labels})
        labels.append(label)
        place = site.artifact.place
        pieces = [
            (place.start, place.end, form.writing.words(text, place.start, label, False)),
            (own.start, own.end, form.writing.words(text, own.start, each, False)),
        ]
        block, at = "", start
        for begin, stop, new in sorted(pieces):
            block += text[at:begin] + new
            at = stop
        blocks.append((block + text[at:end]).lstrip("\ufeff"))
    return Added((Edit(end, end, "".join(gap + block for block in blocks)),), tuple(labels))
