"""The trend over git tags as lines of a chart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from shallcheck.reports.facts import Facts

_WIDTH, _TOP, _BOTTOM = 400, 20, 140
"""Of a chart, in its own units."""
_MOST_LABELS = 5


def charts(trend: Sequence[Facts]) -> list[Facts]:
    """Three charts: findings, coverage, counts. None where there is no more than one point."""
    if len(trend) < 2:
        return []
    findings = [(word, word, _number(word)) for word in ("error", "warning", "information")]
    coverage = [
        (name, said, _percent(name)) for name, said in (("sources", "rooted"), ("realised", "realised"), ("shown", "verified"))
    ]
    counts = [(name, name, _number(name)) for name in ("artifacts", "links")]
    return [
        _chart("Findings", trend, findings, None),
        _chart("Coverage in percent", trend, coverage, 100),
        _chart("Artifacts and links", trend, counts, None),
    ]


Value = Callable[[Facts], int]


def _number(name: str) -> Value:
    return lambda point: int(point[name])


def _percent(name: str) -> Value:
    def share(point: Facts) -> int:
        part = point["coverage"][name]
        return 100 * part["met"] // part["needed"] if part["needed"] else 100

    return share


def _chart(title: str, trend: Sequence[Facts], lines: Sequence[tuple[str, str, Value]], most: int | None) -> Facts:
    values = {name: [value(point) for point in trend] for name, _, value in lines}
    top = most or max(1, *(max(row) for row in values.values()))
    across = [round(_WIDTH * index / (len(trend) - 1), 1) for index in range(len(trend))]
    drawn: list[dict[str, Any]] = []
    for name, label, _ in lines:
        dots = [(x, round(_BOTTOM - (_BOTTOM - _TOP) * value / top, 1)) for x, value in zip(across, values[name], strict=True)]
        drawn.append(
            {
                "name": name,
                "label": label,
                "last": values[name][-1],
                "dots": dots,
                "points": " ".join(f"{x},{y}" for x, y in dots),
            }
        )
    said = ", ".join(f"{line['label']} from {values[line['name']][0]} to {line['last']}" for line in drawn)
    return {"title": title, "most": top, "lines": drawn, "labels": _labels(trend, across), "said": f"{title}: {said}"}


def _labels(trend: Sequence[Facts], across: Sequence[float]) -> list[tuple[float, str, str]]:
    """The names of some tags below the chart: the first, the last, and what has room between."""
    last = len(trend) - 1
    step = max(1, -(-last // (_MOST_LABELS - 1)))
    shown = sorted({0, last, *(index for index in range(0, last, step) if last - index >= step)})
    anchors = {0: "start", last: "end"}
    return [(across[index], anchors.get(index, "middle"), str(trend[index]["tag"])[:11]) for index in shown]
