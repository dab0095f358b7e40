"""1,000 needs with ten requirements each: the chain printed by us and by others, and what an edit, coverage and the gate take.

The others are those that are found: trlc is one of our development packages; `strictdoc`, `sphinx-build` with sphinx-needs and
`doorstop` are looked for on the search path, so put the folders of the environments that have them there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from bench.environment import installed
from bench.memory import IN_ONE, bytes_each
from bench.row import Row
from bench.server_memory import server_bytes_each
from shallcheck.documents.reading import edit_document, read_document
from shallcheck.model.document import Document
from shallcheck.project.coverage import coverage
from shallcheck.project.gate import gate_of
from shallcheck.project.state import Project

NEEDS, EACH, RUNS = 1000, 10, 5
SLOW, SLOW_RUNS = 60.0, 3
"""A tool whose first run takes longer than so many seconds is run fewer times."""
MANY = 100_000
"""Artifacts of which the memory is measured."""


def rows() -> Iterator[Row]:
    """`shallcheck trace` against each tool (medians of five, turn by turn), milliseconds of an edit, seconds of the rest."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        yield from _against_others(folder)
    project = _project()
    edits = [_edit(project, number) for number in range(100, 140)]
    yield Row("an edit judged among 11,000 artifacts", max(edits) * 1000, 50.0, f"median {median(edits) * 1000:.1f} ms", "ms")
    for name, ask in (
        ("coverage", lambda: coverage(project.graph, project.documents.values())),
        ("gate", lambda: gate_of(project)),
    ):
        yield Row(f"{name} of 11,000 artifacts", _seconds(ask), 1.0, "everything judged before", "s")
    yield Row("memory of an artifact", bytes_each(MANY) / 1000, 4.0, f"of {MANY:,} in a process, judged", "kB")
    told = f"of {MANY:,} in the server over standard input and output, read and judged, less what it has with {IN_ONE:,}"
    yield Row("memory of an artifact in the server", server_bytes_each(MANY) / 1000, 4.0, told, "kB")


def _against_others(folder: Path) -> Iterator[Row]:
    write_markdown(folder / "ours")
    others = dict(_others(folder))
    environment = installed(folder / "cache")
    ours = [sys.executable, "-m", "shallcheck", "trace", "."]
    _run(ours, folder / "ours", environment)
    times: dict[str, list[float]] = {name: [] for name in ("ours", *others)}
    for turn in range(RUNS):
        times["ours"].append(_run(ours, folder / "ours", environment))
        for name, (command, where) in others.items():
            if turn < SLOW_RUNS or times[name][0] <= SLOW:
                times[name].append(_run(command, where, environment))
    mine = median(times.pop("ours"))
    for name, taken in times.items():
        detail = f"{mine:.2f} s, {name} {median(taken):.2f} s (medians of {RUNS} and {len(taken)})"
        yield Row(f"shallcheck trace against {name}", mine / median(taken), 1.0, detail)


def _others(folder: Path) -> Iterator[tuple[str, tuple[list[str], Path]]]:
    """The tools that are there, each with its command and where it runs."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    writers: dict[str, Callable[[Path], list[str]]] = {
        "trlc": write_trlc,
        "strictdoc": write_strictdoc,
        "sphinx-build": write_sphinx_needs,
        "doorstop": write_doorstop,
    }
    for name, write in writers.items():
        program = shutil.which(name, path=path)
        if program:
            where = folder / name
            yield name, ([program, *write(where)], where)


def need(number: int) -> str:
    """What a need says."""
    return f"The operator needs station {number} to report its state within {number % 50 + 10} s."


def requirement(number: int) -> str:
    """What a requirement says."""
    return f"The station {number // EACH} shall report reading {number % EACH} of its sensor within {number % 50 + 5} s."


def write_markdown(folder: Path) -> None:
    """Our own notation: the needs in one document, the requirements in ten."""
    folder.mkdir()
    for name, text in _markdown():
        (folder / name).write_text(text, "utf-8")


def _markdown() -> Iterator[tuple[str, str]]:
    yield "Stakeholder_Needs.md", "# Needs\n\n" + "".join(f"- **SN-{n:05}**: {need(n)}\n" for n in range(NEEDS))
    for part in range(EACH):
        rows = (
            f"- **SYS-{n:05}**: {requirement(n)}\n  - Verification: test\n  - Traces to: SN-{n // EACH:05}\n"
            for n in range(part * NEEDS, (part + 1) * NEEDS)
        )
        yield f"Requirements_{part}.md", "---\nlevel: requirements\n---\n# Requirements\n\n" + "".join(rows)


def write_trlc(folder: Path) -> list[str]:
    """Records; the arguments of trlc."""
    folder.mkdir()
    (folder / "types.rsl").write_text(
        "package Station\ntype Need {\n  text String\n}\ntype Requirement {\n  text String\n  from Need\n}\n"
    )
    needs = "".join(f'Need SN_{n:05} {{\n  text = "{need(n)}"\n}}\n' for n in range(NEEDS))
    found = "".join(
        f'Requirement SYS_{n:05} {{\n  text = "{requirement(n)}"\n  from = SN_{n // EACH:05}\n}}\n' for n in range(NEEDS * EACH)
    )
    (folder / "all.trlc").write_text(f"package Station\n{needs}{found}")
    return ["--brief", "."]


def write_strictdoc(folder: Path) -> list[str]:
    """SDoc documents; the arguments of strictdoc."""
    folder.mkdir()
    node = "[REQUIREMENT]\nUID: {}\nSTATEMENT: >>>\n{}\n<<<\n{}\n"
    link = "RELATIONS:\n- TYPE: Parent\n  VALUE: SN-{:05}\n"
    needs = "".join(node.format(f"SN-{n:05}", need(n), "") for n in range(NEEDS))
    (folder / "needs.sdoc").write_text(f"[DOCUMENT]\nTITLE: Needs\n\n{needs}")
    for part in range(EACH):
        numbers = range(part * NEEDS, (part + 1) * NEEDS)
        found = "".join(node.format(f"SYS-{n:05}", requirement(n), link.format(n // EACH)) for n in numbers)
        (folder / f"requirements_{part}.sdoc").write_text(f"[DOCUMENT]\nTITLE: Requirements {part}\n\n{found}")
    return ["export", "--formats=json", "."]


def write_sphinx_needs(folder: Path) -> list[str]:
    """Directives; the arguments of sphinx-build, which builds needs.json anew."""
    folder.mkdir()
    (folder / "conf.py").write_text('extensions = ["sphinx_needs"]\n')
    needs = "".join(f".. need:: Need {n}\n   :id: SN_{n:05}\n\n   {need(n)}\n\n" for n in range(NEEDS))
    pages = "\n   ".join(("needs", *(f"requirements_{part}" for part in range(EACH))))
    (folder / "index.rst").write_text(f"All\n===\n\n.. toctree::\n\n   {pages}\n")
    (folder / "needs.rst").write_text(f"Needs\n=====\n\n{needs}")
    for part in range(EACH):
        found = "".join(
            f".. req:: Requirement {n}\n   :id: SYS_{n:05}\n   :links: SN_{n // EACH:05}\n\n   {requirement(n)}\n\n"
            for n in range(part * NEEDS, (part + 1) * NEEDS)
        )
        (folder / f"requirements_{part}.rst").write_text(f"Requirements {part}\n==============\n\n{found}")
    return ["-q", "-E", "-b", "needs", ".", "_build"]


def write_doorstop(folder: Path) -> list[str]:
    """An item a file; doorstop, without arguments, validates them all."""
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    for prefix, parent, said in (
        ("SN", "", (need(n) for n in range(NEEDS))),
        ("SYS", "SN", (requirement(n) for n in range(NEEDS * EACH))),
    ):
        items = folder / prefix.lower()
        items.mkdir()
        up = f"  parent: {parent}\n" if parent else ""
        (items / ".doorstop.yml").write_text(f"settings:\n  digits: 5\n{up}  prefix: {prefix}\n  sep: '-'\n")
        for number, text in enumerate(said):
            links = f"links:\n- SN-{number // EACH:05}: null\n" if parent else "links: []\n"
            (items / f"{prefix}-{number:05}.yml").write_text(
                f"active: true\nderived: false\nheader: ''\nlevel: 1.{number}\n{links}normative: true\nref: ''\nreviewed: null\n"
                f"text: |\n  {text}\n"
            )
    return []


def _run(command: list[str], where: Path, environment: dict[str, str]) -> float:
    """Seconds of a command by the wall. Raises RuntimeError where it fails."""
    start = time.perf_counter()
    done = subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, check=False)
    taken = time.perf_counter() - start
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr[-500:]}")
    return taken


def _project() -> Project:
    project = Project()
    for name, text in _markdown():
        document = read_document(name, text)
        assert document is not None
        project.put(document)
    for path in project.documents:
        project.reports(path)
    return project


def _edit(project: Project, number: int) -> float:
    """Seconds in which a link is moved to another need and all that this changes is judged."""
    document = project.documents["Requirements_3.md"]
    edited = _relinked(document, number)
    start = time.perf_counter()
    for path in project.put(edited):
        project.reports(path)
    return time.perf_counter() - start


def _relinked(document: Document, number: int) -> Document:
    at = document.text.index("SN-", document.text.index(f"SYS-{3 * NEEDS + number:05}")) + len("SN-")
    text = document.text[:at] + f"{number:05}" + document.text[at + 5 :]
    edited = edit_document(document, text, at, at + 5, at + 5)
    assert edited is not None
    return edited


def _seconds(ask: Callable[[], object]) -> float:
    start = time.perf_counter()
    ask()
    return time.perf_counter() - start
