"""What an export says of each document: its artifacts and trace links, the same for every format that is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from shallcheck.model.document import Artifact, Document, Placed, Reading
from shallcheck.model.place import Span
from shallcheck.project.check import Check


class Linked(NamedTuple):
    """A trace link. `source` is empty where the document itself links; `target` is an identifier of the workspace where it was
    found there, else as written. `place`: offsets of the document."""

    source: str
    target: str
    type: str
    path: str
    place: Span
    resolved: bool


class Exported(NamedTuple):
    """An artifact. `identifier` is the one of the workspace, empty where it has none; `text` has a paragraph for each statement,
    and a line with a dash for each of a list; `place`: offsets of the document; `links`: those that it has itself."""

    identifier: str
    level: str
    kind: str
    title: str
    text: str
    path: str
    place: Span
    attributes: tuple[tuple[str, str], ...]
    links: tuple[Linked, ...]


def exported(check: Check, *, code: bool = False) -> Iterator[Exported]:
    """The artifacts of the documents that were asked for, in their order; with `code` those of the projects' code as well."""
    for path, document in sorted({**check.documents, **(check.code if code else {})}.items()):
        for placed in document.placed:
            reading = placed.segment.reading
            links = _links(check, document, placed)
            texts = _texts(reading)
            for number, artifact in enumerate(reading.artifacts):
                yield Exported(
                    document.identifier(artifact),
                    artifact.level.value,
                    artifact.kind.value,
                    artifact.title,
                    _text(texts[number]),
                    path,
                    artifact.place.shifted(placed.start),
                    _attributes(artifact),
                    tuple(links[number]),
                )


def loose_links(check: Check) -> Iterator[Linked]:
    """The links of documents themselves, which no artifact of theirs has."""
    for _, document in sorted(check.documents.items()):
        for placed in document.placed:
            yield from _links(check, document, placed)[None]


def _links(check: Check, document: Document, placed: Placed) -> dict[int | None, list[Linked]]:
    """The links of a segment, by the artifact that has them."""
    index = check.projects[document.path].index
    out: dict[int | None, list[Linked]] = defaultdict(list)
    for link in placed.segment.reading.links:
        found = index.resolve(document.setting, link.target)
        source = document.identifier(placed.segment.reading.artifacts[link.artifact]) if link.artifact is not None else ""
        target = found[0].identifier if found else link.target
        place = link.place.shifted(placed.start)
        out[link.artifact].append(Linked(source, target, link.type, document.path, place, bool(found)))
    return out


def _texts(reading: Reading) -> dict[int | None, list[str]]:
    """By artifact, what it says, a line for each statement; those of a list have a dash before them."""
    out: dict[int | None, list[str]] = defaultdict(list)
    for one in reading.statements:
        own = " ".join(one.text[one.own :].split())
        out[one.artifact].append(f"- {own}" if one.own else own)
    return out


def _text(lines: list[str]) -> str:
    """Paragraphs apart by a blank line; the items of a list follow theirs."""
    out = "".join(f"\n{line}" if line.startswith("- ") else f"\n\n{line}" for line in lines)
    return out.lstrip("\n")


def _attributes(artifact: Artifact) -> tuple[tuple[str, str], ...]:
    """Each name once; what is said twice is joined."""
    values: dict[str, list[str]] = defaultdict(list)
    for one in artifact.attributes:
        values[one.name].append(one.value)
    return tuple((name, "; ".join(said)) for name, said in values.items())
