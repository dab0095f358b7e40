"""Numbers by place, followed through edits."""

from __future__ import annotations

import time

from shallcheck.documents.reading import read_document
from shallcheck.model.document import Document
from shallcheck.model.finding import apply_edits
from shallcheck.project.renumbering import Numbers, Stale, followed
from shallcheck.project.state import Project

HOME = ".kiro/specs/pump/requirements.md"
TASKS = ".kiro/specs/pump/tasks.md"
OTHER = ".kiro/specs/lamp/tasks.md"
HEAD = "# Requirements Document\n\n### Requirement 1: Level\n\n#### Acceptance Criteria\n\n"
CRITERIA = ["THE Pump SHALL stop.", "THE Pump SHALL start within 2 s.", "THE Lamp SHALL light.", "THE Horn SHALL sound."]
PLAN = (
    "# Plan\n\n- [ ] 1. Stop\n  - _Requirements: 1.1, 1.2_\n- [ ] 2. Light\n  - _Requirements: 1.3_\n"
    "- [ ] 3. All\n  - _Requirements: 1_\n"
)


def requirements(criteria: list[str]) -> str:
    return HEAD + "".join(f"{number}. {each}\n" for number, each in enumerate(criteria, 1))


class Desk:
    """A project in which somebody edits the requirements."""

    def __init__(self, plan: str = PLAN) -> None:
        self.project = Project()
        self.put(TASKS, plan)
        self.put(OTHER, plan)
        document = self.put(HOME, requirements(CRITERIA))
        numbers = Numbers.of(document)
        assert numbers is not None
        self.numbers = numbers

    def put(self, path: str, text: str) -> Document:
        document = read_document(path, text)
        assert document is not None
        self.project.put(document)
        return document

    def write(self, criteria: list[str]) -> None:
        self.numbers.edited(self.project, self.put(HOME, requirements(criteria)))

    def pairs(self) -> list[tuple[str, str | None]]:
        return [(each.label, each.now) for each in self.stale()]

    def stale(self) -> list[Stale]:
        return self.numbers.stale(self.project)

    def follow(self) -> str:
        edits, _ = followed(self.project, self.stale())
        assert set(edits) <= {TASKS}
        text = apply_edits(self.project.documents[TASKS].text, edits.get(TASKS, ()))
        self.put(TASKS, text)
        return text


def test_links_follow_what_was_inserted_letter_by_letter() -> None:
    desk = Desk()
    for length in range(1, 12):
        desk.write([CRITERIA[0], "THE Valve SHALL open."[:length], *CRITERIA[1:]])
    assert desk.pairs() == [("1.2", "1.3"), ("1.3", "1.4")]
    assert desk.follow() == PLAN.replace("1.3", "1.4").replace("1.2", "1.3")
    assert desk.pairs() == []


def test_what_was_followed_is_followed_again() -> None:
    desk = Desk()
    desk.write(["THE Valve SHALL open.", *CRITERIA])
    desk.follow()
    desk.write(["THE Valve SHALL open.", "THE Fan SHALL turn.", *CRITERIA])
    assert desk.follow() == PLAN.replace("1.1, 1.2", "1.3, 1.4").replace("1.3_", "1.5_")


def test_what_goes_and_comes_back_elsewhere_is_the_same() -> None:
    desk = Desk()
    desk.write(CRITERIA[1:])
    assert ("1.1", None) in desk.pairs()
    desk.write([*CRITERIA[1:], CRITERIA[0]])
    assert desk.pairs() == [("1.1", "1.4"), ("1.2", "1.1"), ("1.3", "1.2")]
    desk.write(CRITERIA)
    assert desk.pairs() == []


def test_a_moved_line_takes_its_links_along() -> None:
    desk = Desk()
    desk.write([CRITERIA[1], CRITERIA[0], *CRITERIA[2:]])
    assert desk.follow() == PLAN.replace("1.1, 1.2", "1.2, 1.1")


def test_a_link_to_what_is_gone_goes_where_others_stay() -> None:
    desk = Desk()
    desk.write([CRITERIA[0], CRITERIA[3]])
    _, left = followed(desk.project, desk.stale())
    assert [(each.label, each.now) for each in left] == [("1.3", None)]
    assert desk.follow() == PLAN.replace("1.1, 1.2", "1.1")


def test_a_link_that_was_written_since_means_what_it_says() -> None:
    desk = Desk()
    desk.write([CRITERIA[0], "THE Valve SHALL open.", *CRITERIA[1:]])
    desk.put(TASKS, PLAN.replace("1.1, 1.2", "1.1, 1.3"))
    assert desk.pairs() == [("1.3", "1.4")]
    desk.put(TASKS, PLAN.replace("1.1, 1.2", "1.1, 1.3").replace("1.3_\n- [ ] 3", "1.4_\n- [ ] 3"))
    assert desk.pairs() == []


def test_an_edited_criterion_keeps_its_links_and_a_renumbered_requirement_its_own() -> None:
    desk = Desk()
    desk.write([CRITERIA[0], "WHEN it is dark, THE whole ship SHALL be lit.", *CRITERIA[2:]])
    assert desk.pairs() == []
    text = requirements(CRITERIA).replace("Requirement 1:", "Requirement 2:")
    desk.numbers.edited(desk.project, desk.put(HOME, text))
    assert desk.pairs() == [("1", "2"), ("1.1", "2.1"), ("1.2", "2.2"), ("1.3", "2.3")]
    assert desk.follow() == PLAN.replace("1.1, 1.2", "2.1, 2.2").replace("1.3", "2.3").replace(": 1_", ": 2_")


def test_a_long_document_that_is_written_anew_is_followed_in_no_time() -> None:
    desk = Desk()
    for count, word in ((400, "stop"), (401, "halt"), (1200, "rest")):
        document = read_document(HOME, requirements([f"THE Pump SHALL {word} within {number} s." for number in range(count)]))
        assert document is not None
        begun = time.process_time()
        desk.numbers.edited(desk.project, document)
        assert time.process_time() - begun < 1


def test_numbers_beyond_the_most_are_forgotten() -> None:
    desk = Desk()
    desk.write([CRITERIA[0], "THE Valve SHALL open.", *CRITERIA[1:]])
    assert desk.pairs()
    desk.write(["THE Pump SHALL stop."] * 2100)
    assert desk.pairs() == []
    desk.write(CRITERIA)
    assert desk.pairs() == []
