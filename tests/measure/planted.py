"""Sets of requirements with conflicts that somebody planted, judged as a workspace is, and pairs that somebody labelled."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from shallcheck.documents.inline import opaque_parts
from shallcheck.documents.reading import read_document
from shallcheck.language.analysis import Analysis
from shallcheck.language.conflicts import relation
from shallcheck.language.facts import facts
from shallcheck.language.pipeline import Pipeline
from shallcheck.model.facts import Facts, Mechanism
from shallcheck.project.judge import analysis
from shallcheck.project.state import Project

PAIRS = Path(__file__).parents[3] / "shared" / "corpus" / "pairs"
SETS = ("uav", "pure")
LABELLED = ("gechuyan_train", "cdn_pairs")
CONFLICTS = ("CON001", "CON002", "CON005")
_AT_ONCE = 64
Pair = frozenset[str]
T = TypeVar("T")


class Score(NamedTuple):
    """Counts of pairs."""

    hits: int
    alarms: int
    missed: int

    @property
    def precision(self) -> float:
        return self.hits / max(1, self.hits + self.alarms)

    @property
    def recall(self) -> float:
        return self.hits / max(1, self.hits + self.missed)

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.3f}, recall {self.recall:.3f}, F1 {self.f1:.3f} "
            f"({self.hits} found, {self.alarms} false, {self.missed} missed)"
        )


def planted(name: str, pipeline: Pipeline) -> Score:
    """Given all requirements of a set: the pairs that contradict each other against those planted."""
    rows = _rows(f"{name}_requirements")
    found = conflicts([(str(row["id"]), row["text"]) for row in rows], pipeline)
    meant = {frozenset((str(row["a_id"]), str(row["b_id"]))) for row in _rows(f"{name}_conflicts")}
    return Score(len(found & meant), len(found - meant), len(meant - found))


def conflicts(statements: list[tuple[str, str]], pipeline: Pipeline) -> set[Pair]:
    """The pairs of statements that the rules report, by their identifiers; the text of a workspace with one document."""
    lines = [json.dumps({"id": f"R-{identifier}", "text": text}) for identifier, text in statements]
    document = read_document("requirements.jsonl", "\n".join(lines))
    assert document is not None
    project = Project()
    project.put(document)
    for jobs in _some(project.unjudged(document.path)):
        parsed = pipeline.parse([(job.text, job.opaque) for job in jobs])
        for job, tokens in zip(jobs, parsed, strict=True):
            project.store(job.key, (), True, facts(analysis(job, tokens)))
    project.relate()
    reports = [each.report for each in project.reports(document.path) if each.report.rule in CONFLICTS]
    ends = [(report.artifact, place.artifact) for report in reports for place in report.related]
    return {frozenset(end.removeprefix("R-") for end in pair) for pair in ends}


def labelled(name: str, pipeline: Pipeline) -> tuple[Score, Counter[str]]:
    """Each pair of a labelled set by itself, and how often each mechanism found a conflict."""
    rows = _rows(name)
    known = facts_of({text for row in rows for text in (row["a"], row["b"])}, pipeline)
    counts: Counter[tuple[bool, bool]] = Counter()
    mechanisms: Counter[str] = Counter()
    for row in rows:
        one, other = known[row["a"]], known[row["b"]]
        told = relation(one, other) if one is not None and other is not None else None
        found = told is not None and told.mechanism is not Mechanism.SAME
        counts[row["label"] == "conflict", found] += 1
        if told is not None and found:
            mechanisms[told.mechanism.value] += 1
    return Score(counts[True, True], counts[False, True], counts[True, False]), mechanisms


def facts_of(texts: set[str], pipeline: Pipeline) -> dict[str, Facts | None]:
    """What some statements say."""
    found: dict[str, Facts | None] = {}
    for some in _some(sorted(texts)):
        opaque = [opaque_parts(text) for text in some]
        for text, parts, tokens in zip(some, opaque, pipeline.parse(list(zip(some, opaque, strict=True))), strict=True):
            found[text] = facts(Analysis(text, opaque=parts, tokens=tokens))
    return found


def _some(rows: list[T]) -> Iterator[list[T]]:
    return (rows[at : at + _AT_ONCE] for at in range(0, len(rows), _AT_ONCE))


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (PAIRS / f"{name}.jsonl").read_text("utf-8").splitlines() if line.strip()]
