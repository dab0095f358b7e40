"""`python -m tests.measure.tracing`: how well parents are suggested to orphans, on real sets of true links, beside plain TF-IDF.

Each lower artifact is an orphan, and all upper ones are ranked for it. Told are the share of its true parents among the first
three, and the mean average precision.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import log, sqrt
from pathlib import Path
from typing import NamedTuple

from shallcheck.documents.reading import read_document
from shallcheck.project.state import Project
from shallcheck.project.suggesting import above_of, likeness_of, ranking

TRACE = Path(__file__).parents[3] / "shared" / "corpus" / "trace"
SETS = ("dronology", "GANNT", "eTour_en")
FIRST = 3
_ENDING = ".txt"
Rank = Callable[[str], Sequence[str]]
"""From a lower artifact to the upper ones, the likeliest first."""


class Labelled(NamedTuple):
    """A set: texts by name, and the true parents by the name of the lower artifact."""

    upper: Mapping[str, str]
    lower: Mapping[str, str]
    parents: Mapping[str, set[str]]


class Score(NamedTuple):
    """Shares of one."""

    recall: float
    precision: float

    def __str__(self) -> str:
        return f"recall at {FIRST} {self.recall:.3f}, mean average precision {self.precision:.3f}"


def labelled(name: str) -> Labelled:
    """A set as its makers left it; of a class whose text is not there, its name is all that it says."""
    rows = [json.loads(line) for line in (TRACE / name / "artifacts.jsonl").read_text("utf-8").splitlines()]
    file = next(each for each in (TRACE / name / "links.csv", TRACE / name / "answer.csv") if each.is_file())
    links = [row for row in csv.reader(file.read_text("utf-8").splitlines()) if row and row != ["source", "target"]]
    texts = {str(row["id"]).removesuffix(_ENDING): str(row["text"]) for row in rows}
    parents: dict[str, set[str]] = defaultdict(set)
    for upper, lower in links:
        parents[lower.removesuffix(_ENDING)].add(upper.removesuffix(_ENDING))
    low = {str(row["id"]).removesuffix(_ENDING) for row in rows if row["side"] == "low"} | parents.keys()
    lower_texts = {each: texts.get(each, each) for each in sorted(low)}
    return Labelled({each: text for each, text in texts.items() if each not in low}, lower_texts, parents)


def scored(rank: Rank, labels: Labelled) -> Score:
    """Over the lower artifacts that have a parent."""
    recalls, precisions = [], []
    for lower, parents in labels.parents.items():
        places = [place for place, each in enumerate(rank(lower), 1) if each in parents]
        recalls.append(sum(place <= FIRST for place in places) / len(parents))
        precisions.append(sum(found / place for found, place in enumerate(places, 1)) / len(parents))
    return Score(sum(recalls) / len(recalls), sum(precisions) / len(precisions))


def ours(labels: Labelled, *, linked: bool) -> Rank:
    """As an editor is told, with the two sides as stakeholder needs and system requirements. `linked`: the other orphans have
    their links already."""
    names = {
        each: f"{side}-{number:04}" for side, texts in zip("NR", labels[:2], strict=True) for number, each in enumerate(texts)
    }
    project = Project()
    for path, texts in (("Stakeholder_Needs.md", labels.upper), ("System_Requirements.md", labels.lower)):
        lines = [_lines(names, each, text, labels.parents.get(each, set()) if linked else set()) for each, text in texts.items()]
        document = read_document(path, "# Set\n\n" + "".join(lines))
        assert document is not None
        project.put(document)
    likeness = likeness_of(project.graph)
    likeness.follow(project.documents)
    called = {name: each for each, name in names.items()}

    def rank(lower: str) -> Sequence[str]:
        (of,) = project.index.definitions(names[lower])
        found = [called[each] for each in ranking(project.graph, likeness, of, above_of(project.graph, of))]
        return [each for each in dict.fromkeys([*found, *sorted(labels.upper)]) if each in labels.upper]

    return rank


def _lines(names: Mapping[str, str], name: str, text: str, parents: set[str]) -> str:
    links = f"  - Traces to: {', '.join(sorted(names[each] for each in parents))}\n" if parents else ""
    return f"- **{names[name]}**: {' '.join(text.split())}\n{links}"


def plain(labels: Labelled, split: Callable[[str], list[str]]) -> Rank:
    """The cosine of plain TF-IDF (smoothed as scikit-learn has it), the words as they stand."""
    counts = {each: Counter(split(text)) for each, text in {**labels.upper, **labels.lower}.items()}
    held = Counter(word for words in counts.values() for word in words)
    rarity = {word: log((1 + len(counts)) / (1 + count)) + 1 for word, count in held.items()}
    vectors = {each: _unit({word: count * rarity[word] for word, count in words.items()}) for each, words in counts.items()}

    def rank(lower: str) -> Sequence[str]:
        own = vectors[lower]
        likeness = {each: sum(value * vectors[each].get(word, 0) for word, value in own.items()) for each in labels.upper}
        return sorted(labels.upper, key=lambda each: (-likeness[each], each))

    return rank


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = sqrt(sum(value * value for value in vector.values())) or 1
    return {word: value / length for word, value in vector.items()}


def as_they_stand(text: str) -> list[str]:
    """The words of a text."""
    return re.findall(r"\b\w\w+\b", text.lower())


def names_split(text: str) -> list[str]:
    """The same, with names of code taken apart."""
    return as_they_stand(re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text))


def rows() -> Iterator[tuple[str, str, Score]]:
    """By set and way of ranking."""
    for name in SETS:
        labels = labelled(name)
        yield name, "plain TF-IDF cosine", scored(plain(labels, as_they_stand), labels)
        yield name, "the same, names of code taken apart", scored(plain(labels, names_split), labels)
        yield name, "ours, nothing linked yet", scored(ours(labels, linked=False), labels)
        yield name, "ours, all others linked", scored(ours(labels, linked=True), labels)


def main() -> int:
    """Exit code 0; 2 where the sets are not there."""
    if not TRACE.is_dir():
        print("needs the labelled links of ../shared/corpus, which only the makers of ShallCheck have")
        return 2
    for name, way, score in rows():
        print(f"{name:10} {way:36} {score}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
