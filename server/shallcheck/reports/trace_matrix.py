"""The trace as matrices: requirements by tests, and the verification cross-reference matrix by the six methods."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import NamedTuple

from shallcheck.project.check import named_here
from shallcheck.project.results.cases import Outcome
from shallcheck.project.whole_trace import Node, WholeTrace
from shallcheck.reports.proof import brief, proof_facts
from shallcheck.reports.quoting import cells, cut
from shallcheck.reports.table import Form, Table, table_csv, table_markdown, table_text
from shallcheck.rules.verifiable.methods import METHODS

ORDER = tuple(sorted(METHODS, key=("inspection", "analysis", "demonstration", "test", "similarity", "sampling").index))
"""The six methods as the cross-reference matrix has them."""
_MOST_CELLS = 250_000
"""A larger matrix of requirements by tests is a list: spreadsheets and people give up on it."""
_MOST_COLUMNS = 200
_MARK = "X"
_NOTHING = "–"


class Verified(NamedTuple):
    """What should be verified, and what verifies it."""

    node: Node
    by: tuple[Node, ...]

    def named(self) -> str:
        """What verifies it, each with what it has shown."""
        told = (f"{test.identifier} ({brief(test.proof)})" if test.proof else test.identifier for test in self.by)
        return ", ".join(told) or _NOTHING

    def shown(self) -> str:
        """What its tests have shown."""
        return brief(self.node.proof) if self.node.proof else _NOTHING


def verified(trace: WholeTrace) -> list[Verified]:
    """What names a method, is verified, or stands on a level of which something is, in its order; tests and code are not."""
    rows = []
    for node in trace.nodes:
        by = tuple(trace.nodes[way.lower] for way in trace.below[node.number] if way.verifies)
        if not node.verifies and node.kind not in ("code", "task"):
            rows.append(Verified(node, tuple(dict.fromkeys(by))))
    levels = {row.node.level for row in rows if row.node.methods or row.by}
    levels |= {row.node.level for row in rows if row.node.verifiable}
    order = list(trace.levels)
    return sorted((row for row in rows if row.node.level in levels), key=lambda row: order.index(row.node.level))


class Matrix(NamedTuple):
    """A kind of matrix: as a table, where it has room, and as JSON."""

    table: Callable[[list[Verified], int | None], Table]
    row: Callable[[Verified], dict[str, object]]


def matrix(trace: WholeTrace, kind: Matrix, form: Form, width: int | None = None) -> str:
    """A matrix of a trace. `width`: the cells to which lines of text are cut; None: they are not."""
    if form is Form.TEXT:
        return _text(trace, kind, width)
    if form is Form.MARKDOWN:
        return _markdown(trace, kind)
    if form is Form.CSV:
        return _csv(trace, kind)
    return _json(trace, kind)


def _text(trace: WholeTrace, kind: Matrix, width: int | None) -> str:
    """Columns, as many as fit; then the summary."""
    rows = verified(trace)
    return f"{table_text(kind.table(rows, width), width)}\n{cut(_summary(rows), width)}\n"


def _markdown(trace: WholeTrace, kind: Matrix) -> str:
    """A Markdown table."""
    rows = verified(trace)
    return f"{table_markdown(kind.table(rows, None))}\n{_summary(rows)}\n"


def _csv(trace: WholeTrace, kind: Matrix) -> str:
    """Comma-separated values."""
    return table_csv(kind.table(verified(trace), None))


def _json(trace: WholeTrace, kind: Matrix) -> str:
    """`{"rows": […]}`, a requirement a line."""
    rows = ",\n".join(json.dumps(kind.row(each)) for each in verified(trace))
    return f'{{"rows": [\n{rows}\n]}}\n'


def _summary(rows: Sequence[Verified]) -> str:
    if not rows:
        return "Nothing was found that is to be verified."
    total = f"{len(rows)} artifact{'' if len(rows) == 1 else 's'} to verify"
    silent, alone = sum(not row.node.methods for row in rows), sum(not row.by for row in rows)
    said = f"{total}: {silent or 'none'} without a method of verification, {alone or 'none'} named by no test"
    outcomes = [row.node.proof.outcome for row in rows if row.node.proof]
    if not outcomes:
        return f"{said}."
    passed, failed = outcomes.count(Outcome.PASSED), outcomes.count(Outcome.FAILED)
    return f"{said}; {passed or 'none'} passed {'its' if passed == 1 else 'their'} tests, {failed or 'none'} failed."


# -- requirements by tests -------------------------------------------------------------------------------------------


def _tests_table(rows: list[Verified], width: int | None) -> Table:
    tests = sorted(dict.fromkeys(test for row in rows for test in row.by), key=lambda test: test.number)
    names = [test.identifier for test in tests]
    results = _results(rows)
    if not _has_room(rows, names, width):
        listed = [(*_head(row), row.named(), *(row.shown() for _ in results)) for row in rows]
        return Table(("ID", "Level", "Verified by", *results), listed)
    marked = [
        (*_head(row), *(_cell(test) if test.number in by else "" for test in tests), *(row.shown() for _ in results))
        for row in rows
        for by in [{test.number for test in row.by}]
    ]
    return Table(("ID", "Level", *names, *results), marked)


def _results(rows: Sequence[Verified]) -> tuple[str, ...]:
    """The heads of the columns for results: one, where there are any."""
    return ("Results",) if any(each.node.proof or any(test.proof for test in each.by) for each in rows) else ()


def _cell(test: Node) -> str:
    return brief(test.proof) if test.proof else _MARK


def _has_room(rows: Sequence[Verified], names: Sequence[str], width: int | None) -> bool:
    if len(names) > _MOST_COLUMNS or len(names) * len(rows) > _MOST_CELLS:
        return False
    if width is None:
        return True
    own = [max((cells(text) for text in column), default=0) for column in zip(*map(_head, rows), strict=True)]
    return sum(own) + 2 * len(own) + sum(cells(name) + 2 for name in names) <= width


def _head(row: Verified) -> tuple[str, str]:
    return row.node.identifier, row.node.level


def _tests_row(row: Verified) -> dict[str, object]:
    return {
        "id": row.node.identifier,
        "level": row.node.level,
        "tests": [test.identifier for test in row.by],
        "results": proof_facts(row.node.proof, named_here) if row.node.proof else None,
    }


# -- the verification cross-reference matrix -------------------------------------------------------------------------


def _methods_table(rows: list[Verified], width: int | None) -> Table:
    head = tuple(method.capitalize() for method in ORDER)
    if width is not None and width < 110:
        head = tuple(name[:4] for name in head)
    results = _results(rows)
    made = [
        (
            *_head(row),
            *(_MARK if method in row.node.methods else "" for method in ORDER),
            row.named(),
            *(row.shown() for _ in results),
            row.node.title,
        )
        for row in rows
    ]
    return Table(("ID", "Level", *head, "Verified by", *results, "Title"), made)


def _methods_row(row: Verified) -> dict[str, object]:
    methods = {method: method in row.node.methods for method in ORDER}
    return {**_tests_row(row), "methods": methods, "title": row.node.title}


TESTS = Matrix(_tests_table, _tests_row)
VERIFICATION = Matrix(_methods_table, _methods_row)
