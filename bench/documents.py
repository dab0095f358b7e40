"""Requirement documents of any size, with findings as people make them. The numbers make each statement a new one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

STATEMENTS = (
    "When the tank level exceeds {n} cm, the pump controller shall start the bilge pump within 2 s.",
    "The pump controller shall record the tank level every {n} s with the time of the measurement in the event log.",
    "If the motor current exceeds {n} mA for 3 s, then the pump controller shall stop the bilge pump within 500 ms.",
    "While the cover of pump {n} is open, the pump controller shall keep the motor of that pump without current.",
    "The display shall show the tank level of tank {n} in centimetres with a resolution of 1 cm.",
    "The alarm of channel {n} shall be acknowledged quickly.",
    "The event log shall keep {n} entries and the oldest entry shall be overwritten.",
    "The pump controller shall handle fault {n} appropriately.",
)


def statement(number: int) -> str:
    """A statement that no other number gives."""
    return STATEMENTS[number % len(STATEMENTS)].format(n=number)


def requirements(first: int, count: int, parents: int = 0) -> Iterator[str]:
    """The lines of `count` requirements; each links to one of `parents` artifacts, where there are any."""
    for number in range(first, first + count):
        yield f"### SYS-{number:05} Requirement {number}"
        yield statement(number)
        yield "- Verification: test"
        if parents:
            yield f"- Traces to: SYS-{number % parents:05}"
        yield ""


def write_workspace(folder: Path, files: int, each: int, parents: int = 0) -> None:
    """Documents of `each` requirements, written below `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in range(files):
        lines = ["---", "level: requirements", "---", "# System requirements", "", *requirements(file * each, each, parents)]
        (folder / f"System_Requirements_{file}.md").write_text("\n".join(lines), "utf-8")
