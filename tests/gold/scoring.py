"""The rules against labels: what is found, what is missed, what is a false alarm."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shallcheck.documents.building import kind_by_form
from shallcheck.language.pipeline import Pipeline
from shallcheck.model.kinds import Dialect, Kind
from shallcheck.rules.judging import judge_statement
from shallcheck.rules.registry import Scope, all_rules
from tests.rules.reading import analysis, is_alarm

OWN = Path(__file__).parent
SHARED = Path(__file__).parents[3] / "shared" / "gold"
_FROM_CUT = {"FRM001", "FRM007", "FRM008", "FRM009"}
"""Rules that a statement can violate because it was cut off when it was taken from its document."""


@dataclass
class Score:
    """Counts by rule code. `alarmed`: the fine statements on which a rule warns, with what it underlines."""

    labels: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    hits: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    shipped_hits: int = 0
    shipped_alarms: int = 0
    fine: int = 0
    alarmed: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return _share(self.hits.total(), self.alarms.total())

    @property
    def shipped_precision(self) -> float:
        return _share(self.shipped_hits, self.shipped_alarms)

    @property
    def recall(self) -> float:
        return self.found.total() / max(1, self.labels.total())


def own_rows() -> dict[str, list[dict[str, Any]]]:
    """Our own labelled statements, by the rule that each file is about."""
    return {path.stem: rows(path) for path in sorted(OWN.glob("*.jsonl"))}


def rows(path: Path) -> list[dict[str, Any]]:
    """The labelled statements of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def scored(statements: Sequence[dict[str, Any]], pipeline: Pipeline, codes: Iterable[str] | None = None) -> Score:
    """What the statement rules (only `codes`, where given) find in labelled statements."""
    wanted = set(codes) if codes else {rule.code for rule in all_rules().values() if rule.scope is Scope.STATEMENT}
    score = Score()
    for row in statements:
        _score_one(score, row, wanted, pipeline)
    return score


def _score_one(score: Score, row: dict[str, Any], wanted: set[str], pipeline: Pipeline) -> None:
    text, labels = row["text"], [label for label in row["labels"] if label["rule"] in wanted]
    hit: set[int] = set()
    warned: list[str] = []
    kind = kind_by_form(text, Kind.REQUIREMENT)
    for finding in judge_statement(analysis(text, pipeline, Dialect(row.get("dialect", "shall")), kind), wanted):
        code, quote = finding.rule, finding.span.of(text)
        same = [i for i, label in enumerate(labels) if label["rule"] == code and _overlap(text, label["span"], quote)]
        firm = {i for i in same if not labels[i].get("doubt")}
        shipped = all_rules()[code].severity.word != "off"
        if firm and firm <= hit:
            continue
        if firm:
            hit |= firm
            score.hits[code] += 1
            score.shipped_hits += shipped
        elif not same and not (row.get("cut") and code in _FROM_CUT):
            score.alarms[code] += 1
            score.shipped_alarms += shipped
            warned += [f"{row['id']} {code} “{quote}”: {text}"] if is_alarm(finding) else []
    for i, label in enumerate(labels):
        if not label.get("doubt"):
            score.labels[label["rule"]] += 1
            score.found[label["rule"]] += i in hit
    if not row["labels"] and not row.get("cut"):
        score.fine += 1
        score.alarmed += warned[:1]


def _overlap(text: str, one: str, other: str) -> bool:
    """Whether two substrings of a text can lie on common characters."""
    places = [[(at, at + len(part)) for at in range(len(text)) if part and text.startswith(part, at)] for part in (one, other)]
    return any(a < d and c < b for a, b in places[0] for c, d in places[1])


def _share(right: int, wrong: int) -> float:
    return right / (right + wrong) if right + wrong else 1.0
