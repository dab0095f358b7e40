"""On each set of true links the suggestions are better than plain TF-IDF, and better again where others are linked."""

from __future__ import annotations

import pytest

from tests.measure.tracing import SETS, TRACE, as_they_stand, labelled, names_split, ours, plain, scored


@pytest.mark.parametrize("name", SETS)
def test_suggestions_are_better_than_plain_tf_idf(name: str) -> None:
    if not TRACE.is_dir():
        pytest.skip("needs the labelled links of ../shared/corpus, which only the makers of ShallCheck have")
    labels = labelled(name)
    alone, linked = (scored(ours(labels, linked=each), labels) for each in (False, True))
    for split in (as_they_stand, names_split):
        beside = scored(plain(labels, split), labels)
        assert alone.recall > beside.recall
        assert alone.precision > beside.precision
    assert linked.recall > alone.recall
    assert linked.precision > alone.precision
