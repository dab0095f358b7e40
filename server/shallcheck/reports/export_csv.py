"""An export as a table of comma-separated values, as spreadsheets read it, and as our own reader reads it back."""

from __future__ import annotations

import csv
import io

from shallcheck.project.check import Check
from shallcheck.reports.export import exported
from shallcheck.reports.quoting import as_cells

LINK_COLUMNS = {
    "traces": "Traces to",
    "derived-from": "Derived from",
    "satisfies": "Satisfies",
    "verifies": "Verifies",
    "refines": "Refines",
    "allocated-to": "Allocated to",
    "validates": "Validates",
}
"""By type of link, the column that holds its targets. Mentions in a text are in the text."""
_OWN = ("ID", "Level", "Kind", "Title", "Requirement")


def export_csv(check: Check) -> str:
    """A header and a record for each artifact; attributes and types of links that occur have a column each."""
    rows = list(exported(check))
    kinds = [kind for kind in LINK_COLUMNS if any(link.type == kind for row in rows for link in row.links)]
    taken = {name.lower() for name in (*_OWN, *LINK_COLUMNS.values())}
    names = [name for name in dict.fromkeys(name for row in rows for name, _ in row.attributes) if name.lower() not in taken]
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(as_cells((*_OWN, *(name[:1].upper() + name[1:] for name in names), *(LINK_COLUMNS[kind] for kind in kinds))))
    for row in rows:
        attributes = dict(row.attributes)
        targets = [", ".join(link.target for link in row.links if link.type == kind) for kind in kinds]
        own = (row.identifier, row.level, row.kind, row.title, row.text)
        table.writerow(as_cells((*own, *(attributes.get(name, "") for name in names), *targets)))
    return out.getvalue()
