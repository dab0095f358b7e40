"""What StrictDoc itself reads from the samples, we read: every UID and every relation.

StrictDoc brings a web server, a browser driver and numpy, so it is no requirement of the tests. The table was made by hand with
StrictDoc 0.30.4: `SDReader.read` of each sample, all nodes below the document, their `reserved_uid` and their relations to
parents and children, as JSON, sorted; of that the digest. Its one difference is listed: a document's own UID is an artifact to
us, since `[LINK: …]` can name it. The same documents, exported by it as Markdown, gave the same artifacts, statements and links
when read as StrictDoc's Markdown.
"""

from __future__ import annotations

import json
from hashlib import blake2b

import pytest

from shallcheck.documents.reading import read_document
from tests.documents.corpus import CORPUS, files, needs_corpus

READ = {
    "strictdoc_20_l1_system_requirements.sdoc": (83, 15, "ca919859230fb816"),
    "strictdoc_21_l2_high_level_requirements.sdoc": (163, 168, "b9d6f4cce09ce884"),
    "strictdoc_22_l3_low_level_requirements.sdoc": (36, 33, "40bfe25281f0ca83"),
    "strictdoc_24_development_plan.sdoc": (1, 0, "9b5bca2d1063a260"),
    "strictdoc_25_design.sdoc": (4, 1, "a3d6930ffe659b8b"),
    "strictdoc_28_Backlog.sdoc": (36, 13, "08ed528e6013323a"),
    "strictdoc_40_DO178_requirements.sdoc": (21, 0, "1c2d8af0adf15f6a"),
    "strictdoc_41_Zephyr_requirements.sdoc": (15, 0, "9bcb99757d9c73e9"),
}
"""By file: how many UIDs, how many relations, and the digest of both."""
DOCUMENTS = {"SDOC_DD", "SDOC_BACKLOG"}
"""UIDs of documents."""


@pytest.mark.parametrize("name", READ)
def test_we_read_what_strictdoc_reads(name: str) -> None:
    needs_corpus()
    (path,) = files("strictdoc", name)
    document = read_document(str(path), path.read_text("utf-8"))
    assert document is not None, CORPUS
    uids = sorted(one.label for _, _, one in document.artifacts() if one.label not in DOCUMENTS)
    relations = sorted(
        (placed.segment.reading.artifacts[link.artifact].label if link.artifact is not None else "", link.target)
        for placed, link in document.links()
        if link.type != "mentions"
    )
    digest = blake2b(json.dumps([uids, relations]).encode(), digest_size=8).hexdigest()
    assert (len(uids), len(relations), digest) == READ[name]
