"""What files beside and above a document declare for it, and where the search for them ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from shallcheck.documents.format import Format
from shallcheck.documents.formats import all_formats, told
from shallcheck.documents.formats.statements import STATEMENTS
from shallcheck.documents.reading import ReaderSettings, edit_document, read_document
from shallcheck.documents.settings import ReaderSettings as Settings
from shallcheck.model.document import Problem, Reading, Setting
from shallcheck.model.place import Span
from shallcheck.project.checking import check_paths
from shallcheck.project.companions import LARGEST, Companions, meant_for


def declare(texts: Mapping[str, str]) -> str:
    return " ".join(f"{name}={text}" for name, text in sorted(texts.items()))


def read(text: str, context: str, setting: Setting, settings: Settings) -> Reading:
    """The probe says what was declared for it."""
    return Reading(problems=(Problem("DOC001", f"declared: {settings.declared}", Span(0, len(text))),))


PROBE = replace(
    STATEMENTS,
    name="probe",
    endings=("probe",),
    recognise=lambda path, head, settings: Setting("probe"),
    read=read,
    may_hold=None,
    is_ours=None,
    companions=("*.names", ".names.yml"),
    declare=declare,
)


@pytest.fixture(autouse=True)
def probe(monkeypatch: pytest.MonkeyPatch) -> Iterator[Format]:
    monkeypatch.setitem(all_formats(), PROBE.name, PROBE)
    told.cache_clear()
    yield PROBE
    monkeypatch.undo()
    told.cache_clear()


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def declared(folder: Path, top: Path) -> str:
    return Companions().declared(str(folder), str(top)).get(PROBE.name, "")


def test_companions_beside_and_above_count_up_to_the_top_and_the_nearest_of_a_name_wins(tmp_path: Path) -> None:
    write(tmp_path / "outside.names", "outside")
    write(tmp_path / "top" / "a.names", "far")
    write(tmp_path / "top" / "b.names", "b")
    write(tmp_path / "top" / "docs" / "a.names", "near")
    write(tmp_path / "top" / "docs" / ".names.yml", "hidden")
    inner = tmp_path / "top" / "docs" / "inner"
    inner.mkdir()
    assert declared(inner, tmp_path / "top") == ".names.yml=hidden a.names=near b.names=b"
    assert declared(tmp_path / "top", tmp_path / "top") == "a.names=far b.names=b"


def test_what_leads_out_of_the_project_or_is_too_large_is_not_read(tmp_path: Path) -> None:
    secret = write(tmp_path / "secret.names", "secret")
    top = tmp_path / "top"
    write(top / "large.names", "x" * (LARGEST + 1))
    (top / "link.names").symlink_to(secret)
    (top / "out").symlink_to(tmp_path)
    (top / "folder.names").mkdir()
    assert declared(top, top) == ""
    assert declared(top / "out", top) == ""


def test_a_document_is_told_what_its_possible_formats_declare() -> None:
    assert meant_for("a/b.PROBE", {"probe": "x", "statements": "y"}) == (("probe", "x"),)
    settings = ReaderSettings(declarations=(("probe", "x"), ("other", "y")))
    assert ReaderSettings.from_notes(settings.notes()) == settings
    assert settings.of("probe").declared == "x"
    assert ReaderSettings(declared="z").of("probe").declared == "z"


def test_an_edit_is_read_with_the_declarations_of_the_first_read() -> None:
    document = read_document("a.probe", "one\n", ReaderSettings(declarations=(("probe", "x"),)))
    assert document is not None
    edited = edit_document(document, "once\n", 2, 3, 4)
    assert edited is not None
    assert edited.placed[0].segment.reading.problems[0].message == "declared: x"


def messages(*paths: Path) -> list[str]:
    check = check_paths(paths, every_rule=False, progress=lambda done, total: None)
    return [found.report.message for path in check.documents for found in check.reports(path)]


@pytest.mark.parametrize("top", [".git/HEAD", "shallcheck.toml", ""])
def test_a_check_looks_up_to_the_top_of_the_project(tmp_path: Path, top: str) -> None:
    write(tmp_path / "outside.names", "outside")
    write(tmp_path / "project" / "a.names", "a")
    document = write(tmp_path / "project" / "docs" / "x.probe", "text\n")
    if top:
        write(tmp_path / "project" / top)
    named = document if top else tmp_path / "project"
    assert messages(named) == ["declared: a.names=a"]


def test_a_changed_companion_is_not_answered_from_the_cache(tmp_path: Path) -> None:
    document = write(tmp_path / "x.probe", "text\n")
    write(tmp_path / "a.names", "one")
    assert messages(document) == ["declared: a.names=one"]
    write(tmp_path / "a.names", "two")
    assert messages(document) == ["declared: a.names=two"]
