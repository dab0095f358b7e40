"""Modals and the part of the statement that each stands in."""

from __future__ import annotations

import pytest

from shallcheck.language.modality import Role
from shallcheck.language.pipeline import Pipeline
from tests.language.reading import analyse


def roles(pipeline: Pipeline, text: str) -> list[tuple[str, str]]:
    return [(modal.word, modal.role) for modal in analyse(pipeline, text).modals]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The lift shall stop.", [("shall", Role.MAIN)]),
        ("The lift shall stop and shall open the door.", [("shall", Role.MAIN), ("shall", Role.MAIN)]),
        ("The lift shall stop; the door shall open.", [("shall", Role.MAIN), ("shall", Role.MAIN)]),
        ("If the door must stay open, the lift shall wait.", [("must", Role.CONDITION), ("shall", Role.MAIN)]),
        ("The lift shall mark each floor that it may not serve.", [("shall", Role.MAIN), ("may", Role.RELATIVE)]),
        ("The lift shall ensure that nobody can open the door.", [("shall", Role.MAIN), ("can", Role.COMPLEMENT)]),
        ("The operator shall decide at which floor the lift will wait.", [("shall", Role.MAIN), ("will", Role.RELATIVE)]),
        ("The lift shall stop (the door must stay closed).", [("shall", Role.MAIN), ("must", Role.ASIDE)]),
        ("The lift needs to stop.", [("need to", Role.MAIN)]),
        ("The lift has to stop within 2 s.", [("have to", Role.MAIN)]),
        ("The lift is to stop within 2 s.", [("be to", Role.MAIN)]),
        ("The purpose of the brake is to stop the lift.", []),
        ("The winery shall pump the must through the filter.", [("shall", Role.MAIN)]),
        ('The lift shall show "You must leave".', [("shall", Role.MAIN)]),
    ],
)
def test_the_role_of_each_modal(pipeline: Pipeline, text: str, expected: list[tuple[str, str]]) -> None:
    assert roles(pipeline, text) == expected


def test_can_only_describes_beside_a_binding_modal(pipeline: Pipeline) -> None:
    statement = analyse(pipeline, "The lift shall stop; passengers cannot open the door.")

    assert [modal.word for modal in statement.main_modals] == ["shall"]


def test_can_counts_where_nothing_binds(pipeline: Pipeline) -> None:
    assert [modal.word for modal in analyse(pipeline, "The lift can carry eight persons.").main_modals] == ["can"]


def test_a_negated_modal(pipeline: Pipeline) -> None:
    assert [modal.negated for modal in analyse(pipeline, "The lift shall not move.").modals] == [True]
