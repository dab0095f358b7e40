"""Subject, verbs, voice and agent of main clauses; capabilities and purposes around them."""

from __future__ import annotations

import pytest

from shallcheck.language.pipeline import Pipeline
from tests.language.reading import analyse, words


@pytest.mark.parametrize(
    ("text", "subject", "verbs"),
    [
        ("The lift shall stop.", "The lift", ["stop"]),
        ("When the door opens, the lift shall stop and sound the gong.", "the lift", ["stop", "sound"]),
        ("The lift shall scan the card, open the door, and log the entry.", "The lift", ["scan", "open", "log"]),
        ("The hub shall acquire, process, and send the readings.", "The hub", ["acquire", "process", "send"]),
        ("The lift shall stop or wait.", "The lift", ["stop"]),
        ("The hub shall limit the battery charge and discharge currents to 4 A.", "The hub", ["limit"]),
        ("The panel shall show the name, cost, and effect description of each card.", "The panel", ["show"]),
        ("The lift stops at each floor.", "The lift", ["stops"]),
    ],
)
def test_who_does_what(pipeline: Pipeline, text: str, subject: str, verbs: list[str]) -> None:
    statement = analyse(pipeline, text)
    predicate = statement.predicates[0]

    assert words(statement, predicate.subject) == subject
    assert [statement.tokens[verb].text for verb in predicate.actions] == verbs


def test_a_passive_with_its_agent(pipeline: Pipeline) -> None:
    statement = analyse(pipeline, "Each door shall be closed by the door controller.")
    predicate = statement.predicates[0]

    assert predicate.passive
    assert words(statement, predicate.agent) == "the door controller"
    assert words(statement, predicate.group) == "shall be closed"


def test_an_active_clause_is_not_passive(pipeline: Pipeline) -> None:
    assert not analyse(pipeline, "The lift shall close the door.").predicates[0].passive


@pytest.mark.parametrize(
    ("text", "span", "verb"),
    [
        ("The lift shall be able to stop.", "be able to", "stop"),
        ("The lift shall be capable of carrying 8 persons.", "be capable of", "carrying"),
        ("The lift shall provide users with the option to wait.", "the option to", "wait"),
        ("It shall be possible for the driver to call the lift.", "be possible", "call"),
        ("The lift shall allow the user to close the door.", "allow", "close"),
        ("The lift shall be designed to survive a fall.", "be designed to", "survive"),
    ],
)
def test_a_verb_wrapped_in_an_ability(pipeline: Pipeline, text: str, span: str, verb: str) -> None:
    statement = analyse(pipeline, text)
    capability = statement.capabilities[0]

    assert words(statement, capability.span) == span
    assert statement.tokens[capability.verb].text == verb


@pytest.mark.parametrize(
    "text",
    [
        "The lift shall provide an interface to read the log.",
        "If the lift is not able to stop, then the brake shall close.",
        "The lift shall only accept cards that are capable of encryption.",
    ],
)
def test_no_ability(pipeline: Pipeline, text: str) -> None:
    assert analyse(pipeline, text).capabilities == ()


def test_negations_know_their_verb(pipeline: Pipeline) -> None:
    statement = analyse(pipeline, "The lift shall not move without a card.")

    assert [
        (found.word, statement.tokens[found.verb].text if found.verb is not None else "") for found in statement.negations
    ] == [
        ("not", "move"),
        ("without", "move"),
    ]
