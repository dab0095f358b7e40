"""A `.reqifz` is unpacked within bounds, in memory, and never written."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from shallcheck.documents.reading import read_document
from shallcheck.model.finding import Edit, Fix
from shallcheck.model.place import Span
from shallcheck.project.discovery import UnreadableError, read_source
from shallcheck.project.fixes import edits_for
from shallcheck.project.report import Found
from tests.documents.mutation import SAMPLES

SAMPLE = (SAMPLES / "reqif" / "pump.reqif").read_text("utf-8")


def packed(path: Path, **members: str) -> Path:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "."), text)
    path.write_bytes(data.getvalue())
    return path


def test_the_text_is_that_of_the_file_in_it(tmp_path: Path) -> None:
    path = packed(tmp_path / "pump.reqifz", a__reqif=SAMPLE, picture__png="x")
    assert read_source(path).text == SAMPLE
    assert [each.name for each in tmp_path.iterdir()] == ["pump.reqifz"]


def test_several_files_follow_each_other(tmp_path: Path) -> None:
    other = SAMPLE.partition("\n")[2].replace("SYS-", "SUB-")
    source = read_source(packed(tmp_path / "pump.reqifz", b__reqif=other, a__reqif=SAMPLE))
    document = read_document("pump.reqifz", source.text)
    assert document is not None
    assert [one.label for _, _, one in document.artifacts()] == ["_o1", "SYS-1", "SYS-2", "_o1", "SUB-1", "SUB-2"]
    assert [link.target for _, link in document.links()] == ["SYS-1", "SUB-1"]
    assert not [one for placed in document.placed for one in placed.segment.reading.problems]


def test_what_is_no_archive_a_bomb_or_empty_is_told(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.reqifz"
    wrong.write_text(SAMPLE, "utf-8")
    bomb = packed(tmp_path / "bomb.reqifz", a__reqif=" " * 40_000_000)
    large = packed(tmp_path / "large.reqifz", a__reqif="ab" * 13_000_000, b__reqif="ab" * 14_000_000)
    empty = packed(tmp_path / "empty.reqifz", a__txt="x")
    for path, words in ((wrong, "no archive"), (bomb, "200 times"), (large, "50 MB"), (empty, "no “.reqif”")):
        with pytest.raises(UnreadableError, match=words):
            read_source(path)


def test_a_member_that_lies_about_its_size_is_not_read(tmp_path: Path) -> None:
    path = packed(tmp_path / "lie.reqifz", a__reqif=" " * 4_000_000)
    data = path.read_bytes()
    path.write_bytes(data.replace((4_000_000).to_bytes(4, "little"), (4_000).to_bytes(4, "little")))
    with pytest.raises(UnreadableError, match="no archive that can be read"):
        read_source(path)


def test_no_fix_touches_what_is_read_only() -> None:
    document = read_document("pump.reqif", SAMPLE)
    assert document is not None
    said = SimpleNamespace(statement=None, span=Span(0, 1))
    found = cast("Found", SimpleNamespace(placed=document.placed[0], report=said))
    assert edits_for(document, found, Fix("x", (Edit(0, 1, "y"),), True)) is None
