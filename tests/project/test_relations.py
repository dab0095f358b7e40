"""What was found out of statements that stay the same is taken over, and compared anew as soon as one comes or goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from shallcheck.model.facts import Facts, Mechanism, Part, Relation, Sort, Word
from shallcheck.project import relations, state
from shallcheck.project.cache import Cache
from shallcheck.project.relations import Relations
from shallcheck.project.state import Project
from tests.rules.workspace import project

TEXTS = {"a": "The lamp of the {0} shall flash.", "b": "The lamp of the {0} shall shine."}
COMPARED: list[tuple[Facts, Facts]] = []


def compare(one: Facts, other: Facts) -> Relation | None:
    COMPARED.append((one, other))
    return Relation(Mechanism.DEED) if one.keys[3] == other.keys[3] else None


def told(count: int) -> Project:
    texts = {f"SYS-{name}{number}": text.format(number) for name, text in TEXTS.items() for number in range(count)}
    lines = "".join(f"- **{name}**: {text}\n" for name, text in texts.items())
    workspace = project(System_Requirements_md=lines)
    for job in workspace.unjudged("System_Requirements.md"):
        words = job.text.strip(".").split()
        workspace.store(job.key, (), True, Facts.of([Word(word, 0, 1, Part.REST, Sort.NOUN) for word in words]))
    return workspace


def related(workspace: Project) -> int:
    document = workspace.documents["System_Requirements.md"]
    return sum(1 for placed in document.placed if list(workspace.facts.statements(placed.segment)))


def test_what_is_known_is_not_compared_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "_compare", compare)
    monkeypatch.setattr(relations, "_FEWEST", 2)
    kept = Relations(Cache(tmp_path))
    first = told(4)
    kept.recall([first], whole=True)
    first.relate()
    assert related(first) == 8
    kept.remember([first])

    COMPARED.clear()
    again = told(4)
    kept.recall([again], whole=True)
    again.relate()
    assert related(again) == 8
    assert COMPARED == []

    document = again.documents["System_Requirements.md"]
    again.facts.remove(document.placed[0].segment)
    again.relate()
    assert related(again) == 7
    assert COMPARED

    other = told(5)
    kept.recall([other], whole=True)
    assert not other.facts.adopted


def test_a_pair_that_has_nothing_to_do_with_each_other_is_compared_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unlike(one: Facts, other: Facts) -> None:
        COMPARED.append((one, other))

    monkeypatch.setattr(state, "_compare", unlike)
    monkeypatch.setattr(relations, "_FEWEST", 2)
    kept = Relations(Cache(tmp_path))
    first = told(4)
    kept.recall([first], whole=False)
    COMPARED.clear()
    first.relate()
    kept.remember([first])
    assert COMPARED

    COMPARED.clear()
    more = told(5)
    kept.recall([more], whole=False)
    more.relate()
    new = {facts.keys for each in ("SYS-a4", "SYS-b4") for facts in _facts(more, each)}
    assert COMPARED
    assert all({one.keys, other.keys} & new for one, other in COMPARED)


def _facts(workspace: Project, identifier: str) -> list[Facts]:
    (of,) = workspace.index.definitions(identifier)
    return [facts for said, facts in workspace.facts.facts(of.segment) if said.statement.artifact == of.number]
