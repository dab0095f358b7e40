"""`shallcheck trace`: the chain as a tree and as matrices, and what a change touches."""

from __future__ import annotations

import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from shallcheck.commands.check import refuse_unusable
from shallcheck.commands.choosing import one_of
from shallcheck.commands.telling import UNUSABLE, tell
from shallcheck.project.looking import read_paths
from shallcheck.project.whole_trace import Node, WholeTrace, whole_trace
from shallcheck.reports.table import Form

_LIKE = 60
"""From which likeness on (of 100) an identifier was perhaps meant for another."""


class Matrix(StrEnum):
    """Which matrix is printed."""

    TESTS = "tests"
    VERIFICATION = "verification"


def trace(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH", help="Files and folders to read.")] = None,
    matrix: Annotated[
        Matrix | None,
        typer.Option(
            "--matrix",
            parser=one_of(Matrix),
            metavar="tests|verification",
            help="Requirements by tests, or the verification cross-reference matrix by the six methods.",
        ),
    ] = None,
    impact: Annotated[
        list[str] | None, typer.Option("--impact", metavar="ID", help="What a change of this artifact touches.")
    ] = None,
    slice_for: Annotated[
        list[str] | None, typer.Option("--for", metavar="ID", help="Only this artifact, with all above it.")
    ] = None,
    output: Annotated[
        Form,
        typer.Option(
            "--format",
            parser=one_of(Form),
            metavar="text|markdown|csv|json",
            show_default="text",
            help="text and markdown for people, csv for spreadsheets, json for programs.",
        ),
    ] = Form.TEXT,
) -> None:
    """Show the chain from intent to code.

    Prints it as a tree, from intent down: each artifact once with all that comes from it, realises or verifies it. What hangs
    nowhere is listed as such. Nothing is judged.
    Exit code 0: shown; 2: it could not be.

    **Examples**

    * `shallcheck trace .`
    * `shallcheck trace . --matrix verification --format csv > vcrm.csv`
    * `shallcheck trace . --impact SN-001`
    * `shallcheck trace . --for SYS-012`
    """
    paths = paths or [Path()]
    refuse_unusable(paths)
    if impact and (matrix or slice_for):
        _refuse("--impact shows all that a change touches: leave out --matrix and --for.")
    check = read_paths(paths, skeletons=True)
    for document in check.take_results():
        for problem in document.placed[0].segment.reading.problems:
            tell(f"{document.path}:{check.lines(document.path).place(problem.place.start)[0] + 1}: {problem.message}")
    whole = whole_trace(check)
    changed = _named(whole, impact or [])
    if slice_for:
        whole = _slice(whole, _named(whole, slice_for), with_tests=matrix is not None)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    typer.echo(_written(whole, changed, matrix, output, width).encode("utf-8", "replace"), nl=False)


def _slice(whole: WholeTrace, chosen: list[Node], *, with_tests: bool) -> WholeTrace:
    """Some artifacts with all above them; in a matrix also what verifies these."""
    kept = {step.node.number for step in whole.up(chosen)}
    tests = {way.lower for number in kept for way in whole.below[number] if way.verifies} if with_tests else set()
    return whole.part(kept | tests)


def _written(whole: WholeTrace, changed: list[Node], matrix: Matrix | None, form: Form, width: int | None) -> str:
    if changed:
        from shallcheck.reports.trace_impact import impact

        return impact(whole, changed, form, width)
    if matrix is not None:
        from shallcheck.reports import trace_matrix

        kind = trace_matrix.TESTS if matrix is Matrix.TESTS else trace_matrix.VERIFICATION
        return trace_matrix.matrix(whole, kind, form, width)
    from shallcheck.reports.trace_tree import tree

    return tree(whole, form, width)


def _named(whole: WholeTrace, identifiers: list[str]) -> list[Node]:
    """The artifacts of identifiers; ends with what was perhaps meant where one is of none."""
    found = []
    for identifier in identifiers:
        nodes = whole.called(identifier)
        if not nodes:
            _refuse(f"No artifact is called “{identifier}”{_advice(whole, identifier)}")
        if len({node.identifier for node in nodes}) > 1:
            _refuse(f"Several artifacts are called “{identifier}”: name {' or '.join(node.identifier for node in nodes[:5])}.")
        found += nodes
    return found


def _advice(whole: WholeTrace, identifier: str) -> str:
    from rapidfuzz import fuzz, process

    known = [node.identifier for node in whole.nodes]
    found = process.extractOne(identifier, known, scorer=fuzz.ratio, score_cutoff=_LIKE)
    return f": did you mean “{found[0]}”?" if found else "; `shallcheck trace` shows all that there are."


def _refuse(message: str) -> NoReturn:
    tell(message)
    raise typer.Exit(UNUSABLE)
