"""What holds of every place in every document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shallcheck.model.document import Document, Reading
from shallcheck.model.place import Span


def check_places(document: Document) -> None:
    """Each place gives the text that stands there; the segments cover the text."""
    at = 0
    for placed in document.placed:
        segment = placed.segment
        assert placed.start == at
        assert document.text[at : at + len(segment.text)] == segment.text
        at += len(segment.text)
        for statement in segment.reading.statements:
            for run in statement.runs:
                said = statement.text[run.at : run.at + run.length]
                source = segment.text[run.source : run.source + (run.width or run.length)]
                assert said == source or (run.length == 1 and (run.width or said == " ")), (said, source)
            place = statement.place(Span(0, len(statement.text)))
            assert 0 <= place.start <= place.end <= len(segment.text)
        for artifact in segment.reading.artifacts:
            if artifact.label and not artifact.positional:
                assert re.sub(r"\s+", " ", artifact.place.of(segment.text)).strip("`*[] ") in artifact.label or artifact.place
            assert (
                artifact.extent.start
                <= artifact.place.start
                <= artifact.place.end
                <= max(artifact.extent.end, artifact.place.end)
            )
        for link in segment.reading.links:
            assert 0 <= link.place.start < link.place.end <= len(segment.text)
        for place in _all_places(segment.reading):
            assert 0 <= place.start <= place.end <= len(segment.text)
    assert at == len(document.text)
    assert len({id(placed.segment) for placed in document.placed}) == len(document.placed), (
        "a copied block is a segment of its own"
    )


def _all_places(reading: Reading) -> Iterator[Span]:
    for artifact in reading.artifacts:
        yield from (artifact.place, artifact.extent, *(each.place for each in artifact.attributes))
    for statement in reading.statements:
        yield from (place for _, place in statement.items)
    for kind in (reading.outline, reading.link_places, reading.problems, reading.terms):
        yield from (each.place for each in kind)
    for suppression in reading.suppressions:
        yield from (suppression.place, suppression.extent)
