"""What is offered while `shallcheck.toml` is written."""

from __future__ import annotations

import pytest
from lsprotocol import types

from shallcheck.editor.buffers import Buffer
from shallcheck.editor.features.config_completion import completes, offers
from tests.editor.conftest import Editor


def offered(written: str) -> list[types.CompletionItem]:
    """What is offered at the bar."""
    before, _, after = written.partition("|")
    line = before.count("\n")
    position = types.Position(line, len(before.rsplit("\n", 1)[-1]))
    return list(offers(Buffer("file:///p/shallcheck.toml", before + after), position).items)


def labels(written: str) -> set[str]:
    return {each.label for each in offered(written)}


def written_by(item: types.CompletionItem) -> tuple[str, int, int]:
    assert isinstance(item.text_edit, types.TextEdit)
    return item.text_edit.new_text, item.text_edit.range.start.character, item.text_edit.range.end.character


@pytest.mark.parametrize(
    ("written", "some", "none"),
    [
        ("|", {"select", "dialect", "exclude"}, {"severity", "AMB001"}),
        ("ignore = []\nidentif|", {"identifier-pattern"}, {"AMB001"}),
        ("[|", {"severity"}, {"select"}),
        ("[severity]\n# comment\nAM|", {"AMB001", "VER001"}, {"select"}),
        ("[severity]\nAMB001 = |", {'"error"', '"off"'}, {'"shall"'}),
        ("dialect = |", {'"shall"', '"ears"'}, {'"error"'}),
        ('ignore = ["AMB001", "S|', {'"SNG001"'}, {'"shall"'}),
        ("select = [|", {'"AMB001"'}, {"select"}),
        ("pipeline = |", set(), {"select", "AMB001"}),
        ("[[|", {"paths", "exceptions"}, {"words", "severity"}),
        ("[words.|", {"AMB001"}, {"severity", "add"}),
        ("[words.AMB001]\n|", {"add", "allow"}, {"AMB001", "select"}),
        ('[[paths]]\nmatch = "a"\n|', {"ignore", "dialect", "format"}, {"select", "AMB001"}),
        ("[[paths]]\ndialect = |", {'"shall"'}, {'"error"'}),
        ('[[exceptions]]\nrules = ["|', {'"AMB001"'}, {'"error"'}),
        ("[glossary]\n|", set(), {"AMB001", "select"}),
    ],
)
def test_what_fits_is_offered(written: str, some: set[str], none: set[str]) -> None:
    found = labels(written)
    assert some <= found
    assert not none & found


def test_a_key_is_explained_and_written_with_its_sign() -> None:
    (item,) = [each for each in offered("dia|") if each.label == "dialect"]
    assert written_by(item) == ("dialect = ", 0, 3)
    assert "What obliges" in str(item.documentation)


def test_a_quote_that_the_editor_closed_is_not_closed_twice() -> None:
    (item,) = [each for each in offered('ignore = ["AM|"]') if each.label == '"AMB002"']
    assert written_by(item) == ('"AMB002"', 10, 14)


def test_nothing_is_offered_in_a_comment() -> None:
    assert offered("# sel|") == []


def test_only_the_projects_own_file_is_completed() -> None:
    assert completes("/p/shallcheck.toml")
    assert not completes("/p/pyproject.toml")


async def test_an_editor_is_offered_keys(editor: Editor) -> None:
    uri = editor.open("shallcheck.toml", "dia")
    identifier = types.TextDocumentIdentifier(uri)
    answer = await editor.client.text_document_completion_async(types.CompletionParams(identifier, types.Position(0, 3)))
    assert isinstance(answer, types.CompletionList)
    assert "dialect" in {each.label for each in answer.items}
