"""`shallcheck export`: the artifacts and trace links of documents of any format, for other tools."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from shallcheck.commands.check import refuse_unusable
from shallcheck.commands.choosing import one_of
from shallcheck.commands.telling import UNUSABLE, tell
from shallcheck.project.atomic import write_atomically
from shallcheck.project.check import Check
from shallcheck.project.looking import read_paths


class Format(StrEnum):
    """What an export is written as."""

    REQIF = "reqif"
    CSV = "csv"
    JSON = "json"
    MD = "md"


def export(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH", help="Files and folders to export.")] = None,
    output: Annotated[
        Format,
        typer.Option(
            "--format",
            parser=one_of(Format),
            metavar="reqif|csv|json|md",
            show_default="json",
            help="reqif for requirement tools, csv for spreadsheets, json for programs, md for people.",
        ),
    ] = Format.JSON,
    file: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write into this file, whole or not at all.")
    ] = None,
) -> None:
    """Write the artifacts and trace links of documents in another format.

    Reads every format that `check` reads, and judges nothing. Identifiers, texts, attributes and links go along; what of it each
    format holds is in docs/export.md.
    Exit code 0: written; 2: it could not be.

    **Examples**

    * `shallcheck export . --format reqif --output requirements.reqif`
    * `shallcheck export specs/ --format csv > requirements.csv`
    * `shallcheck export System_Requirements.md`
    """
    paths = paths or []
    refuse_unusable(paths)
    if file is not None and any(os.path.realpath(file) == os.path.realpath(each) for each in paths):
        tell(f"“{file}” is read, so it is not written over: name another file for --output.")
        raise typer.Exit(UNUSABLE)
    read = read_paths(paths)
    if file is not None and os.path.realpath(file) in {os.path.realpath(path) for path in read.sources}:
        tell(f"“{file}” is read, so it is not written over: name another file for --output.")
        raise typer.Exit(UNUSABLE)
    for path, document in read.documents.items():
        for problem in document.problems:
            tell(f"{path}: {problem.message}")
    text = _written(read, output).encode("utf-8", "replace")
    if file is None:
        typer.echo(text, nl=False)
        return
    try:
        write_atomically(file, text)
    except OSError as error:
        tell(f"“{file}” could not be written ({error.strerror or error}), so it is as it was.")
        raise typer.Exit(UNUSABLE) from None


def _written(read: Check, output: Format) -> str:
    if output is Format.REQIF:
        from shallcheck.reports.export_reqif import export_reqif

        return export_reqif(read, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    if output is Format.CSV:
        from shallcheck.reports.export_csv import export_csv

        return export_csv(read)
    if output is Format.MD:
        from shallcheck.reports.export_markdown import export_markdown

        return export_markdown(read)
    from shallcheck.reports.export_json import export_json

    return export_json(read)
