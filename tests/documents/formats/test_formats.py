"""A format is added by adding its module, and names itself once."""

from __future__ import annotations

import pkgutil
import re
from pathlib import Path

import pytest

from shallcheck.documents import formats
from shallcheck.documents.format import Format
from shallcheck.documents.formats import all_formats, endings, format_of, names
from shallcheck.documents.reading import read_document
from shallcheck.model.kinds import Dialect
from tests.documents.mutation import samples

ROOT = Path(__file__).parents[3]
OBLIGES = {
    Dialect.SHALL: "*shall*",
    Dialect.MUST: "*MUST*",
    Dialect.SHALL_OR_MUST: "*shall* or *must*",
    Dialect.RFC2119: "RFC 2119",
    Dialect.EARS: "EARS, *SHALL*",
}
"""What the README's column “obliges by” says of a dialect."""
CALLED = {
    "csv": "tables",
    "kiro": "Kiro, cc-sdd",
    "markdown": "our own Markdown",
    "myst-needs": "sphinx-needs",
    "openfasttrace-rst": "OpenFastTrace",
    "statements": "plain statements",
    "strictdoc-markdown": "StrictDoc",
}
"""What the README calls a format, where that is not its name."""


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


def test_the_readme_tells_what_obliges_in_each_format() -> None:
    rows = re.findall(r"^\| ([^|*]+) \| ([^|]+) \| ([^|]+) \|$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    for form in all_formats().values():
        sample = samples(form)[0]
        document = read_document(sample.path, sample.text, sample.settings)
        assert document is not None
        if form.name in ("adr", "code", "gherkin", "glossary"):
            continue  # not judged
        name = CALLED.get(form.name, form.name)
        [told] = [obliges for what, _, obliges in rows if name.lower() in re.sub(r"\(.*?\)|[\[\]]", "", what).lower().split("; ")]
        assert told.lower() == OBLIGES[document.setting.dialect].lower(), form.name
