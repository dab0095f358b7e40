"""Word lists: a project adds words and allows some, and both are plain text."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from shallcheck.model.choices import Choices, Words
from shallcheck.rules.judging import judge_statement
from tests.rules.reading import analysis, applied


def quotes(text: str, pipeline: Pipeline, add: tuple[str, ...] = (), allow: tuple[str, ...] = ()) -> list[str]:
    statement = analysis(text, pipeline, choices=Choices((("vague-term", Words(add, allow)),)))
    return [finding.span.of(text) for finding in judge_statement(statement, ["AMB001"])]


def test_an_added_word_is_found_where_it_is_a_word_of_its_own(pipeline: Pipeline) -> None:
    text = "The panel shall show a snappy list, not a snappyish one, and no `snappy`."
    assert quotes(text, pipeline) == []
    assert quotes(text, pipeline, add=("snappy",)) == ["snappy"]


def test_an_added_phrase_may_be_spaced_otherwise(pipeline: Pipeline) -> None:
    assert quotes("The panel shall be best of  breed.", pipeline, add=("best of breed",)) == ["best of  breed"]


def test_an_allowed_phrase_silences_the_rules_own_words_in_it(pipeline: Pipeline) -> None:
    text = "The panel shall offer a robust grip mode and a robust list."
    assert quotes(text, pipeline) == ["robust", "robust"]
    assert quotes(text, pipeline, allow=("robust grip",)) == ["robust"]


@pytest.mark.parametrize("word", ["(a+)+$", "[", "ab|cd", ".*", "C++"])
def test_a_word_is_never_a_pattern(word: str, pipeline: Pipeline) -> None:
    assert quotes("The panel shall show " + "a" * 40 + " cd.", pipeline, add=(word,), allow=(word,)) == []
    assert quotes(f"The panel shall show {word} here.", pipeline, add=(word,)) == [word]


def test_the_fix_of_an_added_word_is_the_lists_first(pipeline: Pipeline) -> None:
    text = "The panel shall show a snappy list."
    statement = analysis(text, pipeline, choices=Choices((("vague-term", Words(("snappy",))),)))
    (finding,) = judge_statement(statement, ["AMB001"])
    assert "this project" in finding.message
    assert applied(text, finding.fixes[0].edits) == "The panel shall show a <measure> list."
