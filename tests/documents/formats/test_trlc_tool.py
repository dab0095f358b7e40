"""What we read of TRLC's files is what TRLC itself reads: the same records of the same types, and the same references."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shallcheck.documents.reading import read_document
from shallcheck.documents.settings import ReaderSettings
from shallcheck.documents.trlc_types import declare
from tests.documents.corpus import CORPUS

trlc = pytest.importorskip("trlc.trlc", reason="TRLC's own tool is not installed: pip install trlc")

OWN = Path(__file__).parents[1] / "samples" / "trlc"


def references(value: Any) -> Iterator[str]:
    """The records that a value names."""
    from trlc import ast

    if isinstance(value, ast.Record_Reference):
        yield value.target.fully_qualified_name()
    elif isinstance(value, ast.Array_Aggregate):
        for each in value.value:
            yield from references(each)
    elif isinstance(value, ast.String_Literal) and value.has_references:
        for each in value.references:
            yield from references(each)


def told_by_trlc(folder: Path) -> dict[str, list[str]]:
    from trlc.errors import Message_Handler
    from trlc.trlc import Source_Manager

    manager = Source_Manager(Message_Handler(brief=True, out=io.StringIO()))
    manager.register_directory(str(folder))
    table = manager.process()
    assert table is not None
    return {
        one.fully_qualified_name(): sorted(name for value in one.field.values() for name in references(value))
        for one in table.iter_record_objects()
    }


def told_by_us(folder: Path) -> dict[str, list[str]]:
    declared = declare({path.name: path.read_text("utf-8") for path in folder.rglob("*.rsl")})
    out: dict[str, list[str]] = {}
    for path in folder.rglob("*.trlc"):
        document = read_document(str(path), path.read_text("utf-8"), ReaderSettings(format="trlc", declared=declared))
        assert document is not None
        space = document.setting.namespace
        for placed, number, artifact in document.artifacts():
            named = [link.target for link in placed.segment.reading.links if link.artifact == number]
            out[space + artifact.label] = sorted(name if "." in name else space + name for name in named)
    return out


@pytest.mark.parametrize("folder", [OWN, CORPUS / "trlc"], ids=["own", "corpus"])
def test_trlc_reads_the_same(folder: Path) -> None:
    if not folder.is_dir():
        pytest.skip("needs the real documents of ../shared/corpus, which only the makers of ShallCheck have")
    assert told_by_us(folder) == told_by_trlc(folder)
