"""Which statements are compared, and that it makes no difference in which order they come and go."""

from __future__ import annotations

import random

from shallcheck.documents.reading import read_document
from shallcheck.model.document import Document, Segment
from shallcheck.model.fact_index import FactIndex
from shallcheck.model.facts import Facts, Mechanism, Part, Relation, Sort, Word

COMPARED: list[tuple[Facts, Facts]] = []


def compare(one: Facts, other: Facts) -> Relation | None:
    COMPARED.append((one, other))
    return Relation(Mechanism.SAME) if one.keys[-1] == other.keys[-1] else None


def facts(text: str) -> Facts:
    return Facts.of([Word(word, 0, 1, Part.REST, Sort.NOUN) for word in text.lower().strip(".").split()])


def document(texts: list[str]) -> Document:
    lines = "".join(f"- **SYS-{number:03}**: {text}\n" for number, text in enumerate(texts))
    found = read_document("System_Requirements.md", lines)
    assert found is not None
    return found


def learn(index: FactIndex, of: Document, segment: Segment) -> None:
    keys = [statement.text.encode() for statement in segment.reading.statements]
    index.add(of.path, of.setting, segment, keys)
    for statement in segment.reading.statements:
        index.tell(statement.text.encode(), facts(statement.text))
    index.settle()


def related(index: FactIndex, of: Document) -> set[tuple[str, str]]:
    found = (pair for placed in of.placed for pair in index.statements(placed.segment))
    return {(said.statement.text, each.said.statement.text) for said, others in found for each in others}


def test_the_order_of_coming_and_going_makes_no_difference() -> None:
    words = "valve pump tank alarm door lamp fan motor".split()
    chance = random.Random(7)
    texts = [f"The {chance.choice(words)} shall {chance.choice(words)} the {chance.choice(words)}." for _ in range(60)]
    whole = document(list(dict.fromkeys(texts)))
    segments = [placed.segment for placed in whole.placed]
    fresh = FactIndex(compare)
    for segment in segments:
        learn(fresh, whole, segment)
    other = FactIndex(compare)
    for segment in reversed(segments):
        learn(other, whole, segment)
    for segment in segments[10:30]:
        other.remove(segment)
    other.settle()
    for segment in segments[10:30]:
        learn(other, whole, segment)

    assert related(fresh, whole)
    assert related(other, whole) == related(fresh, whole)


def test_only_what_shares_words_is_compared() -> None:
    whole = document([f"Thing{number} shall do deed{number} to object{number} at place{number}." for number in range(50)])
    COMPARED.clear()
    index = FactIndex(compare)
    for placed in whole.placed:
        learn(index, whole, placed.segment)

    assert COMPARED == []


def test_members_of_a_long_series_are_left_alone_until_it_is_short() -> None:
    text = "When the long series is read, the pump shall open valve {} at once."
    whole = document([text.format(number) for number in range(12)])
    index = FactIndex(compare)
    for placed in whole.placed:
        learn(index, whole, placed.segment)
    assert related(index, whole) == set()

    changed = set()
    for placed in whole.placed[3:]:
        changed |= index.remove(placed.segment)
    changed |= index.settle()
    assert len(related(index, whole)) == 6
    assert {place for _, place in changed} >= {id(placed.segment) for placed in whole.placed[:3]}
