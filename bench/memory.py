"""What an artifact costs in a process that has read and judged many: measured in a process of its own, by what is resident."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

from shallcheck.documents.reading import read_document
from shallcheck.project.readings import pack_document, unpack_document
from shallcheck.project.state import Project
from shallcheck.rules.registry import all_rules

_PAGE = 4096
IN_ONE = 1000
"""Artifacts of a document."""


def bytes_each(count: int) -> float:
    """Bytes for each of `count` requirements, a tenth of them needs besides, documents of 1,000 each."""
    done = subprocess.run([sys.executable, "-m", "bench.memory", str(count)], capture_output=True, text=True, check=True)
    return float(done.stdout)


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE


def text_of(number: int, needs: int) -> str:
    """A document of as many artifacts: the first `needs` hold needs, the others requirements that trace to them."""
    if number < needs:
        rows = (
            f"- **SN-{number}-{n:03}**: The operator needs station {n} to report its state in {number} s.\n"
            for n in range(IN_ONE)
        )
        return "---\nlevel: needs\n---\n# Needs\n\n" + "".join(rows)
    rows = (
        f"- **SYS-{number}-{n:03}**: The station {n} shall report reading {number} of its sensor within {n % 50 + 5} s.\n"
        f"  - Verification: test\n  - Traces to: SN-{number % needs}-{n:03}\n"
        for n in range(IN_ONE)
    )
    return "---\nlevel: requirements\n---\n# Requirements\n\n" + "".join(rows)


def _measured(count: int) -> float:
    project = Project()
    all_rules()
    needs = max(1, count // IN_ONE // 11)
    before = 0
    for number in range(count // IN_ONE + 1):
        document = read_document(f"document_{number}.md", text_of(max(0, number - 1), needs))
        assert document is not None
        project.put(unpack_document(document.path, pack_document(document)))
        for job in project.unjudged(document.path):
            project.store(job.key, (), True)
        if not number:  # what the first document brings along is no artifact's
            project.reports(document.path)
            gc.collect()
            before = _resident()
    for path in project.documents:
        project.reports(path)
    gc.collect()
    return (_resident() - before) / count


if __name__ == "__main__":
    sys.stdout.write(str(_measured(int(sys.argv[1]))))
