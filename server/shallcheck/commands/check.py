"""`shallcheck check`: judge documents, print the findings, say with the exit code whether there are errors."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from shallcheck.commands.choosing import one_of
from shallcheck.commands.telling import UNUSABLE, tell
from shallcheck.model.finding import Severity
from shallcheck.project.check import Check
from shallcheck.project.checking import Progress, check_paths
from shallcheck.project.config import Config, code_of
from shallcheck.project.discovery import why_silent


class Format(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"
    JUNIT = "junit"
    GITLAB = "gitlab"
    CHECKSTYLE = "checkstyle"
    MARKDOWN = "markdown"


def check(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH", help="Files and folders to check.")] = None,
    output: Annotated[
        Format,
        typer.Option(
            "--format",
            parser=one_of(Format),
            metavar="|".join(Format),
            show_default="text",
            help="text for people, json for programs, github and gitlab for reviews, sarif for code scanning, junit and "
            "checkstyle for build servers, markdown for a summary.",
        ),
    ] = Format.TEXT,
    select: Annotated[
        list[str] | None, typer.Option(help="Judge by these rules only: AMB001, its name, or AMB for its test.")
    ] = None,
    all_rules: Annotated[bool, typer.Option("--all-rules", help="Judge by the rules that are off by default as well.")] = False,
    no_baseline: Annotated[bool, typer.Option("--no-baseline", help="Show the findings of the baseline as well.")] = False,
    since: Annotated[
        str, typer.Option(metavar="GIT-REV", help="Show only what was not found at this revision of git yet.", show_default=False)
    ] = "",
    fix: Annotated[bool, typer.Option("--fix", help="Apply the fixes that keep the meaning, each file atomically.")] = False,
) -> None:
    """Check requirement documents.

    Reads Markdown, AsciiDoc, Kiro, spec-kit, OpenSpec, sphinx-needs, StrictDoc, Doorstop, OpenFastTrace, TRLC, ReqIF, Gherkin,
    tables, plain statements (.jsonl) and more (docs/formats.md), and the markers in source code that name them.
    A file that holds no requirements is passed over.
    A file that is named is checked although `exclude` or .gitignore lists it.

    Exit code 0: no errors; 1: errors were found; 2: the check could not run, or not to its end.

    **Examples**

    * `shallcheck check docs/ specs/`
    * `shallcheck check . --format github`
    * `shallcheck check . --since origin/main --format sarif > shallcheck.sarif`
    * `shallcheck check System_Requirements.md --select AMB --select VER001`
    * `shallcheck check System_Requirements.md --fix`
    """
    paths = paths or []
    refuse_unusable(paths)
    codes = None if select is None else _codes(select)

    def changed(config: Config) -> Config:
        if codes is None:
            return config
        severity = {code: level for code, level in config.severity.items() if level is not Severity.OFF}
        return replace(config, select=codes, ignore=(), severity=severity, locked={})

    with progress_bar() as progress:
        result = check_paths(paths, changed, every_rule=all_rules, progress=progress, baseline=not no_baseline)
        if fix and _fix(result):
            result = check_paths(paths, changed, every_rule=all_rules, progress=progress, baseline=not no_baseline)
    if since:
        _leave_out_known(result, paths, since, every_rule=all_rules)
    _tell(result, paths)
    _print(result, output, fixed=fix)
    if not codes:
        _tell_of_baselines(result, paths)
    raise typer.Exit(UNUSABLE if result.broken or result.missing else 1 if _errors(result) else 0)


def _leave_out_known(result: Check, paths: list[Path], revision: str, *, every_rule: bool) -> None:
    from shallcheck.project.git import RevisionError
    from shallcheck.project.since import leave_out_known

    try:
        with progress_bar() as progress:
            leave_out_known(result, paths, revision, every_rule=every_rule, progress=progress)
    except (RevisionError, OSError) as error:
        _refuse(f"--since {revision}: {error}")


def _codes(select: list[str]) -> tuple[str, ...]:
    """The codes and prefixes that `--select` names; ends with what to write instead where one is none."""
    try:
        return tuple(code_of(word) for each in select for word in each.split(","))
    except ValueError as error:
        _refuse(f"--select: {error}")


def refuse_unusable(paths: list[Path]) -> None:
    """End with what to write instead, where a path is none."""
    if not paths:
        _refuse("Name the files and folders to check, such as `shallcheck check docs/`; `shallcheck check .` checks this folder.")
    for path in paths:
        try:
            path.stat()
        except (FileNotFoundError, NotADirectoryError):
            advice = "standard input is not read, so name a file." if path == Path("-") else "name one that exists."
            _refuse(f"There is no file or folder “{path}”: {advice}")
        except OSError as error:
            _refuse(f"“{path}” cannot be opened ({error.strerror}): make it readable, or name another.")


def _refuse(message: str) -> NoReturn:
    tell(message)
    raise typer.Exit(UNUSABLE)


def _tell(result: Check, paths: list[Path]) -> None:
    """What concerns the run and not a document goes to standard error."""
    for message in dict.fromkeys([result.missing, result.broken]):
        if message:
            tell(message)
    read = {os.path.realpath(path) for path in result.judged()}
    for path in paths:
        if not path.is_dir() and os.path.realpath(path) not in read:
            tell(f"{path}: nothing was judged, because {why_silent(path.name)}")


def _tell_of_baselines(result: Check, paths: list[Path]) -> None:
    """Say what baselines hide, and what they hold that is found no more: where a whole project was checked, all of it."""
    for file, project in result.baselines.items():
        whole = any(file.is_relative_to(os.path.realpath(path)) for path in paths)
        identifiers = {document.identifier(one) for document in project.documents.values() for _, _, one in document.artifacts()}
        hidden, stale = project.baseline.hidden(), len(project.baseline.stale(None if whole else identifiers))
        if hidden:
            told = "1 finding recorded there is" if hidden == 1 else f"{hidden} findings recorded there are"
            tell(f"{file.name}: {told} not shown: `--no-baseline` shows all.")
        if stale:
            told = "1 finding recorded there is" if stale == 1 else f"{stale} findings recorded there are"
            tell(f"{file.name}: {told} gone: record anew with `shallcheck baseline --findings`.")


def _print(result: Check, output: Format, *, fixed: bool) -> None:
    if output is not Format.TEXT:
        writer = getattr(import_module(f"shallcheck.reports.{output}"), f"findings_{output}")
        _write(writer(result))
        return
    from shallcheck.reports.text import findings_text

    if not sys.stdout.isatty():
        _write("\n".join("".join(part.text for part in block) for block in findings_text(result, fixed=fixed)))
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    for block in findings_text(result, fixed=fixed):
        console.print(Text.assemble(*block))


def _write(text: str) -> None:
    """Print in UTF-8 whatever the locale; a lone surrogate is shown as a question mark."""
    if text:
        sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
        sys.stdout.buffer.flush()


def _errors(result: Check) -> bool:
    return any(found.report.severity is Severity.ERROR for path in result.judged() for found in result.reports(path))


def _fix(result: Check) -> int:
    """Write the safe fixes to the files that were asked for, and say how many."""
    from shallcheck.project.writing import write_safe_fixes

    done = 0
    for path in sorted(result.documents.keys() & result.sources.keys()):
        count, problem = write_safe_fixes(result, path)
        done += count
        if problem:
            tell(f"{path}: {problem}")
    tell(f"Applied {done} {'fix' if done == 1 else 'fixes'}.")
    return done


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A progress bar on a terminal; silence in a pipe."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Judging statements", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
