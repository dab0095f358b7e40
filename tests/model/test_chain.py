"""Levels: what each asks, and who stands in for a level that holds nothing."""

from __future__ import annotations

import pytest

from shallcheck.model.chain import Chain, LevelPolicy
from shallcheck.model.document import Artifact, Setting
from shallcheck.model.kinds import Kind, Level
from shallcheck.model.place import Span
from shallcheck.model.profiles import DEFAULT, own_chain


def artifact(label: str, level: Level = Level.REQUIREMENTS) -> Artifact:
    return Artifact(label, Kind.REQUIREMENT, level, "", Span(0, 1), Span(0, 1))


@pytest.mark.parametrize(
    ("level", "held", "asked"),
    [
        ("requirements", {"needs", "requirements"}, [("needs",)]),
        ("requirements", {"mission", "requirements"}, [("mission",)]),
        ("requirements", {"intent", "requirements"}, [("intent",)]),
        ("requirements", {"requirements"}, []),
        ("needs", {"intent", "mission", "needs"}, [("mission",)]),
        ("intent", {"intent", "mission"}, []),
        ("tests", {"tests"}, []),
    ],
)
def test_a_level_that_holds_nothing_stands_aside_upwards(level: str, held: set[str], asked: list[tuple[str, ...]]) -> None:
    assert DEFAULT.asked(level, held) == asked


@pytest.mark.parametrize(
    ("level", "held", "owed"),
    [
        ("needs", {"needs", "requirements"}, [("requirements",)]),
        ("intent", {"intent", "requirements"}, [("requirements",)]),
        ("needs", {"needs"}, []),
        ("requirements", {"requirements", "tests"}, []),
    ],
)
def test_a_level_that_holds_nothing_stands_aside_downwards(level: str, held: set[str], owed: list[tuple[str, ...]]) -> None:
    assert DEFAULT.owed(level, held) == owed


def test_a_prefix_puts_an_artifact_on_its_level_and_the_longest_wins() -> None:
    chain = Chain(
        "own",
        (
            LevelPolicy("needs", "Needs", Level.NEEDS, prefixes=("S",)),
            LevelPolicy("swr", "Software", Level.REQUIREMENTS, prefixes=("SW-",)),
        ),
    )
    said = Setting("markdown", level=Level.NEEDS)
    assert chain.level_of("a.md", said, artifact("SW-1")) == "swr"
    assert chain.level_of("a.md", said, artifact("S-1")) == "needs"


def test_front_matter_path_and_reader_follow_in_this_order() -> None:
    levels = (LevelPolicy("needs", "Needs", Level.NEEDS), LevelPolicy("subsystem", "Subsystem", Level.REQUIREMENTS))
    said = Setting("markdown", level=Level.REQUIREMENTS, said="subsystem")
    assert Chain("own", levels).level_of("a.md", said, artifact("X-1")) == "subsystem"
    assert Chain("own", levels, placed=lambda path, setting: "needs").level_of("a.md", said, artifact("X-1")) == "needs"
    assert Chain("own", levels).level_of("a.md", Setting("markdown"), artifact("X-1")) == "subsystem"
    assert Chain("own", levels).level_of("a.md", Setting("markdown"), artifact("X-1", Level.TESTS)) == ""


def test_a_project_without_a_level_of_ours_is_asked_for_the_next_one() -> None:
    kept = [level for level in DEFAULT.levels if level.name not in ("mission", "architecture")]
    chain = own_chain(kept)
    assert chain.asked("needs", {"intent", "needs"}) == [("intent",)]
    assert chain.owed("intent", {"intent", "needs"}) == [("needs",)]
