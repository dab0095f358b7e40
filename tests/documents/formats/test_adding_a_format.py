"""The format that docs/adding-a-format.md begins with is one: it reads, keeps up with edits, and is written back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shallcheck.documents import additions, formats, reading, writing
from shallcheck.documents.format import Format
from shallcheck.documents.formats import all_formats
from shallcheck.documents.writing import render_fix
from shallcheck.model.finding import Edit, Fix, apply_edits
from tests.documents.places import check_places
from tests.documents.reading import labels, links

PAGE = Path(__file__).parents[3] / "docs" / "adding-a-format.md"
TEXT = "PUMP-1 > The pump shall stop. {test} ^NEED-3\nprose\n\nPUMP-2 > The pump shall start and wait.\n"
PIECES = ["PUMP-3 > The pump shall run.\n", "\n", " > ", "# shallcheck-disable AMB001: why\n", "x", "\r\n"]


@pytest.fixture
def arrows(monkeypatch: pytest.MonkeyPatch) -> Format:
    """The format of the page, among the others."""
    [code] = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    space: dict[str, object] = {}
    exec(compile(code, PAGE.name, "exec"), space)
    form = space["ARROWS"]
    assert isinstance(form, Format)
    known = {**all_formats(), form.name: form}
    for module in (formats, reading):
        monkeypatch.setattr(module, "all_formats", lambda: known)
    for module in (additions, writing):
        monkeypatch.setattr(module, "format_of", known.get)
    return form


def test_it_reads_and_is_silent_elsewhere(arrows: Format) -> None:
    document = reading.read_document("pump.arrows", TEXT)
    assert document is not None
    check_places(document)
    assert labels(document) == ["PUMP-1", "PUMP-2"]
    assert links(document) == ["NEED-3"]
    assert reading.read_document("other.arrows", "prose\n") is None


def test_it_is_written_back(arrows: Format) -> None:
    document = reading.read_document("pump.arrows", TEXT)
    assert document is not None
    placed, statement = list(document.statements())[1]
    edits = render_fix(document, placed, statement, Fix("", (Edit(20, 29, ""),), siblings=("The pump shall wait.",)))
    assert edits is not None
    assert apply_edits(TEXT, edits).endswith("PUMP-2 > The pump shall start.\nPUMP-3 > The pump shall wait.\n")


@given(text=st.lists(st.sampled_from(PIECES), max_size=8).map("".join), place=st.integers(0, 60), new=st.sampled_from(PIECES))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_keeps_up_with_edits(arrows: Format, text: str, place: int, new: str) -> None:
    before = TEXT + text
    document = reading.read_document("pump.arrows", before)
    assert document is not None
    start = min(place, len(before))
    after = before[:start] + new + before[start:]
    edited, fresh = (
        reading.edit_document(document, after, start, start, start + len(new)),
        reading.read_document("pump.arrows", after),
    )
    seen = [each and [(one.start, one.segment.reading) for one in each.placed] for each in (edited, fresh)]
    assert seen[0] == seen[1]
