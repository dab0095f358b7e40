"""A format is added by adding its module, and names itself once."""

from __future__ import annotations

import pkgutil

import pytest

from shallcheck.documents import formats
from shallcheck.documents.format import Format
from shallcheck.documents.formats import all_formats, endings, format_of, names


def test_each_module_holds_a_format() -> None:
    modules = {each.name for each in pkgutil.iter_modules(formats.__path__)}
    held = {type(each).__name__ for each in all_formats().values()}
    assert held == {"Format"}
    assert len(all_formats()) >= len(modules)


@pytest.mark.parametrize("form", all_formats().values(), ids=list(all_formats()))
def test_a_format_is_named_and_has_endings(form: Format) -> None:
    assert format_of(form.name) is form
    assert form.endings
    assert all(ending == ending.lower() and not ending.startswith(".") for ending in form.endings)
    assert {f".{ending}" for ending in form.endings} <= {*(names().code_endings if form.scanned else endings())}


def test_of_two_formats_with_one_ending_our_own_markdown_is_asked_last() -> None:
    asked = [form.name for form in all_formats().values() if "md" in form.endings]
    assert asked[-1] == "markdown"
