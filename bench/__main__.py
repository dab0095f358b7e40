"""`python -m bench [NAME…]`: measure, print the table."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table

from bench import chain, code_scan, conflicts, event_loop, gate, keystroke, navigation, start, whole_check

PARTS = {
    "start": start,
    "keystroke": keystroke,
    "loop": event_loop,
    "navigation": navigation,
    "check": whole_check,
    "code": code_scan,
    "chain": chain,
    "gate": gate,
    "conflicts": conflicts,
}


def main(names: list[str]) -> int:
    """Exit code 0 when every bound is kept, 1 when one is not, 2 for an unknown name."""
    console = Console()
    if unknown := set(names) - set(PARTS):
        console.print(f"There is no part {', '.join(sorted(unknown))}: choose of {', '.join(PARTS)}.")
        return 2
    table = Table("what", "measured", "at most", "", "how it came about", title="ShallCheck: both sides in one run")
    kept = True
    for name in names or PARTS:
        with console.status(f"measuring: {name}"):
            for row in PARTS[name].rows():
                kept = kept and row.kept
                bound = "told" if row.bound is None else f"{row.bound:g} {row.unit}"
                table.add_row(row.name, f"{row.value:.2f} {row.unit}", bound, "kept" if row.kept else "[red]over", row.detail)
    console.print(table)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
