"""The artifacts that speak of the same things come first, and the words follow every edit."""

from __future__ import annotations

from shallcheck.documents.reading import edit_document, read_document
from shallcheck.model.document import Artifact, Document, Setting
from shallcheck.project.likeness import Likeness, words_of

TEXT = """# Requirements

- **SYS-001**: The pump shall stop when the tank is full.
- **SYS-002**: The horn shall sound when the float switch fails.
- **SYS-003**: The pump shall log each start.
"""


def document(text: str = TEXT, path: str = "Requirements.md") -> Document:
    read = read_document(path, text)
    assert read is not None
    return read


def level(path: str, setting: Setting, artifact: Artifact) -> str:
    return artifact.level.value


def best(likeness: Likeness, text: str) -> list[str]:
    return list(likeness.like(words_of(text)))


def test_rare_words_count_more_and_endings_do_not() -> None:
    likeness = Likeness(level)
    likeness.follow({"a": document()})
    assert best(likeness, "Stopping the pump before tanks run over") == ["SYS-001", "SYS-003"]
    assert best(likeness, "Sounds horns") == ["SYS-002"]
    assert best(likeness, "The operator must not be able to when") == []


def test_words_are_one_in_all_their_forms_and_inside_the_names_of_code() -> None:
    assert words_of("The UAVs' flightPlans are planned") == {"uav": 1, "flight": 1, "plan": 2}
    assert words_of("class HTTPConnectionPool: connected pools") == {"class": 1, "http": 1, "connect": 2, "pool": 2}


def test_a_level_is_asked_alone() -> None:
    likeness = Likeness(level)
    needs = "# Needs\n\n- **SN-001**: The skipper needs the pump to stop.\n"
    likeness.follow({"a": document(), "b": document(needs, "Stakeholder_Needs.md")})
    assert set(likeness.like(words_of("pump"))) == {"SYS-001", "SYS-003", "SN-001"}
    assert set(likeness.like(words_of("pump"), ["needs"])) == {"SN-001"}
    assert likeness.like(words_of("pump"), ["mission"]) == {}


def test_an_edit_takes_in_its_own_segment_and_a_document_goes_with_its_words() -> None:
    likeness = Likeness(level)
    first = document()
    likeness.follow({"a": first})
    at = TEXT.index("float switch")
    text = TEXT.replace("float switch", "siren")
    second = edit_document(first, text, at, at + len("float switch"), at + len("siren"))
    assert second is not None
    assert likeness.behind({"a": second}) == 1
    likeness.follow({"a": second})
    assert likeness.behind({"a": second}) == 0
    assert best(likeness, "siren") == ["SYS-002"]
    assert best(likeness, "float switch") == []
    likeness.follow({})
    assert best(likeness, "siren pump") == []


def test_what_is_mostly_of_the_past_is_worn() -> None:
    likeness = Likeness(level)
    many = "".join(f"- **SYS-{number:04}**: The pump shall stop.\n" for number in range(1200))
    likeness.follow({"a": document(f"# R\n\n{many}")})
    assert not likeness.worn
    likeness.follow({})
    assert likeness.worn
