"""Our reader and the reqif package find the same objects and relations in the same files."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest
from reqif.parser import ReqIFParser

from shallcheck.documents.reading import read_document
from tests.documents.corpus import files, name
from tests.documents.mutation import SAMPLES
from tests.documents.places import check_places

REFUSED = {
    "05_random_file_from_chatgpt/sample.reqif": "its objects stand within a SPECIFICATION, where it looks for none",
    "03_SOURCE_links_to_a_missing_SPEC-OBJECT/sample.reqif": "keeps a relation whose source does not exist; we tell DOC001",
}
"""Where the package reads otherwise, and why."""
ALL = [SAMPLES / "reqif" / "pump.reqif", *files("reqif", "*.reqif")]


@pytest.mark.parametrize("path", ALL, ids=name)
def test_the_same_objects_and_relations_are_found(path: Path) -> None:
    if name(path) in REFUSED:
        pytest.skip(f"the package {REFUSED[name(path)]}")
    document = read_document(str(path), path.read_text("utf-8"))
    assert document is not None
    check_places(document)
    content = ReqIFParser.parse(str(path)).core_content.req_if_content
    objects, relations = content.spec_objects or [], content.spec_relations or []
    assert sum(1 for _ in document.artifacts()) == len(objects)
    assert sum(1 for _ in document.links()) == len(relations)
    ours = [one for _, _, one in document.artifacts()]
    numbers = {each.identifier: number for number, each in enumerate(objects)}
    assert [(link.artifact, unescape(link.place.of(document.text))) for _, link in document.links()] == [
        (numbers[each.source], each.target) for each in relations
    ]
    for one, theirs in zip(ours, objects, strict=True):
        assert f'IDENTIFIER="{theirs.identifier}"' in unescape(one.extent.of(document.text).partition(">")[0])
