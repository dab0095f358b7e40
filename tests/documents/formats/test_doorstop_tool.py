"""What Doorstop itself recorded in the samples, we compute: the fingerprint of each item that a reviewed link names.

Doorstop writes into each link the fingerprint of its target's identifier, text and references (`Item.stamp`; checked with
Doorstop 3.2). That ours is the same for all of them says that we read the same identifiers, texts and links from the same
files; none differs.
"""

from __future__ import annotations

from shallcheck.documents.reading import read_document
from tests.documents.corpus import files, needs_corpus

LINKS = 29
"""How many links of the samples carry a fingerprint, and to how many items that are there."""


def test_every_recorded_fingerprint_is_that_of_its_target() -> None:
    needs_corpus()
    paths = [*files("doorstop", "*.yml"), *files("doorstop", "SDD*.md")]
    documents = [one for path in paths if (one := read_document(str(path), path.read_text("utf-8")))]
    prints = {
        artifact.label: next(each.value for each in artifact.attributes if each.name == "fingerprint")
        for document in documents
        for _, _, artifact in document.artifacts()
    }
    links = [link for document in documents for _, link in document.links() if link.fingerprint]
    assert len(links) == LINKS
    assert [link.target for link in links if prints.get(link.target) != link.fingerprint] == []
