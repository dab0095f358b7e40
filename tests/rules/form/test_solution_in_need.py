"""FRM011: a need says what, not how."""

from __future__ import annotations

import pytest

from shallcheck.model.kinds import Kind
from shallcheck.rules.judging import judge_statement
from tests.rules.reading import analysis, quotes

POOR = [
    ("The auditor needs a PostgreSQL archive of all readings.", "PostgreSQL"),
    ("The nurse needs a dropdown that lists her wards.", "dropdown"),
    ("The operator needs microservices, so that one shop can fail alone.", "microservices"),
    ("The pilot needs a pop-up window that names the runway.", "pop-up window"),
    ("The clerk needs a REST API for her orders.", "REST API"),
    ("The shop needs Kubernetes for the sales in December.", "Kubernetes"),
    ("The trainer needs a WebSocket to the heart monitors.", "WebSocket"),
    ("The archive needs a relational database.", "relational database"),
    ("The dispatcher needs check boxes for each lorry.", "check boxes"),
    ("The teacher needs a Raspberry Pi in each room.", "Raspberry Pi"),
    ("The bank needs a blockchain of its payments.", "blockchain"),
    ("The driver needs a sidebar with the stops.", "sidebar"),
    ("The mill needs a message queue between its saws.", "message queue"),
    ("The office needs Docker for its forms.", "Docker"),
    ("The crew needs radio buttons to report their state.", "radio buttons"),
]
GOOD = [
    "The auditor needs to look up each reading of the last 10 years.",
    "The nurse needs to choose one of her wards with one hand.",
    "The operator needs one shop to fail without the others.",
    "The clerk needs to import orders from the existing SAP HANA installation.",
    "The analyst needs an Elasticsearch integration.",
    "The shop needs to serve 4000 buyers an hour in December.",
    "The trainer needs to see the heart rate of each athlete.",
    "The crew needs to report their state without looking down.",
    "The pilot needs to be told the name of the runway.",
    "The clerk needs to export her orders to PostgreSQL.",
    "The farmer needs to sync with her current Firebase account.",
    "The mechanic needs a button that a gloved hand can press.",
    "The rider needs a flask that keeps tea warm for 4 h.",
    "The visitor needs to react to an alarm within 5 s.",
    "The teacher needs the class list in a file that `mysql` reads.",
]


@pytest.mark.parametrize(("text", "words"), POOR)
def test_a_solution_is_found(text: str, words: str) -> None:
    assert [finding.span.of(text) for finding in judge_statement(analysis(text, kind=Kind.NEED), ["FRM011"])] == [words]


@pytest.mark.parametrize("text", GOOD)
def test_a_need_or_a_thing_outside_the_system_is_fine(text: str) -> None:
    assert judge_statement(analysis(text, kind=Kind.NEED), ["FRM011"]) == ()


def test_a_requirement_may_name_a_solution() -> None:
    assert quotes("FRM011", POOR[0][0]) == []
