"""The pipeline: opaque text as one noun, exact places, the cache's form, and what a missing pipeline says."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shallcheck.language.pipeline import MissingPipelineError, Pipeline, installed_version, load, pack, unpack
from shallcheck.language.tokens import Token
from shallcheck.model.document import Opaque
from shallcheck.model.kinds import OpaqueKind


def parse(pipeline: Pipeline, text: str, *opaque: str) -> tuple[Token, ...]:
    parts = [Opaque(text.index(part), text.index(part) + len(part), OpaqueKind.CODE) for part in opaque]
    return pipeline.parse([(text, parts)])[0]


def test_opaque_text_is_one_noun(pipeline: Pipeline) -> None:
    tokens = parse(pipeline, "The shell shall run `rm -rf / && must.sh` once.", "`rm -rf / && must.sh`")

    code = next(token for token in tokens if token.text.startswith("`"))
    assert code.text == "`rm -rf / && must.sh`"
    assert code.pos in {"NOUN", "PROPN"}
    assert [token.text for token in tokens if token.tag == "MD"] == ["shall"]


def test_places_are_code_points_of_the_text_as_given(pipeline: Pipeline) -> None:
    text = "WHEN 😀 is **pressed**, the [pump](#pump) SHALL stop."
    tokens = parse(pipeline, text)

    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert [token.text for token in tokens if token.text in {"pressed", "pump", "SHALL"}] == ["pressed", "pump", "SHALL"]


def test_emphasis_does_not_hide_the_modal(pipeline: Pipeline) -> None:
    plain = parse(pipeline, "The tool shall print the list.")
    bold = parse(pipeline, "The tool **shall** print the list.")

    assert [(token.tag, token.dep, token.head) for token in bold] == [(token.tag, token.dep, token.head) for token in plain]


def test_ears_capitals_are_read_like_small_letters(pipeline: Pipeline) -> None:
    capitals = parse(pipeline, "WHEN the door opens THEN the lift SHALL stop.")
    small = parse(pipeline, "when the door opens then the lift shall stop.")

    assert [token.dep for token in capitals] == [token.dep for token in small]
    assert capitals[0].text == "WHEN"


def test_a_batch_gives_the_same_parse_as_one_alone(pipeline: Pipeline) -> None:
    texts = ["The pump shall stop.", "If the door is open, the lift shall wait.", ""]
    together = pipeline.parse([(text, ()) for text in texts])

    assert together == [pipeline.parse([(text, ())])[0] for text in texts]


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(["There", "'s", "it", "ai", "n't", "gon", "na", "let", "that", "\n", "but", "have", "Pumps", "shall"])
    )
)
def test_the_attributes_of_words_are_those_that_spacy_gives(pipeline: Pipeline, words: list[str]) -> None:
    nlp = pipeline._nlp
    ruler = nlp.get_pipe("attribute_ruler")
    with nlp.select_pipes(disable=["attribute_ruler", "lemmatizer"]):
        doc = nlp(" ".join(words))

    assert ruler.match(doc) == type(ruler).match(ruler, doc)


def test_packed_tokens_come_back_whole(pipeline: Pipeline) -> None:
    tokens = parse(pipeline, "The pump shall stop within 500 ms.")

    assert unpack(pack(tokens)) == tokens


@settings(max_examples=60)
@given(st.text(max_size=80))
def test_any_text_is_parsed_with_places_that_slice_back(pipeline: Pipeline, text: str) -> None:
    tokens = parse(pipeline, text)

    assert all(text[token.start : token.end] == token.text and 0 <= token.head < len(tokens) for token in tokens)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)


def test_the_version_is_known_without_loading(pipeline: Pipeline) -> None:
    version = installed_version()

    assert version is not None
    assert installed_version("no_such_pipeline") is None


def test_a_missing_pipeline_says_how_to_install_it() -> None:
    with pytest.raises(MissingPipelineError, match=r"“en_core_web_none” is not installed.*pip install en-core-web-none"):
        load("en_core_web_none")


def test_a_folder_of_the_working_directory_is_no_pipeline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "evil").mkdir()
    (tmp_path / "evil/meta.json").write_text('{"lang": "en", "name": "evil", "version": "1", "pipeline": []}')
    (tmp_path / "evil/config.cfg").write_text('[nlp]\nlang = "en"\npipeline = []\n')
    monkeypatch.chdir(tmp_path)

    with pytest.raises(MissingPipelineError, match="“evil” is not installed"):
        load("evil")
