"""Pictures of what the command line really says of the examples, as a terminal shows it."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable
from dataclasses import replace
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.text import Text

from shallcheck.project.checking import check_paths
from shallcheck.project.looking import read_paths
from shallcheck.project.whole_trace import whole_trace
from shallcheck.reports.table import Form
from shallcheck.reports.text import findings_text
from shallcheck.reports.trace_tree import tree

DOCUMENT = Path("examples/poor/System_Requirements.md")
RULES = ("AMB001", "AMB006", "SNG", "TRC002")
TRACED = Path("examples/good")
_COLUMNS = 124
_LINE = re.compile(r"^([│├└─ ]*)(\S+)(?=  )")
"""A line of the tree: its rails, and its identifier."""
_SVG = """<svg viewBox="-12 -12 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: {char_height}px; \
line-height: {line_height}px; }}
{styles}
</style>
<defs>{lines}</defs>
<rect x="-12" y="-12" width="100%" height="100%" rx="8" fill="#292929"/>
{backgrounds}<g class="{unique_id}-matrix">{matrix}</g>
</svg>
"""
"""As rich's own form, without the fonts that it fetches and without the window's frame."""


def check_picture(repository: Path) -> str:
    """An SVG of the findings of RULES in DOCUMENT, headed by the command that prints them."""
    command = f"shallcheck check {DOCUMENT} --select {','.join(RULES)}"
    with contextlib.chdir(repository):
        check = check_paths(
            [DOCUMENT], lambda config: replace(config, select=RULES), every_rule=False, progress=lambda done, total: None
        )
    return _pictured(command, (Text.assemble(*block) for block in findings_text(check)), "check")


def trace_picture(repository: Path) -> str:
    """An SVG of the chain of TRACED, headed by the command that prints it."""
    with contextlib.chdir(repository):
        shown = tree(whole_trace(read_paths([TRACED], skeletons=True)), Form.TEXT, _COLUMNS)
    lines = (_LINE.sub(r"\1[bold]\2[/bold]", escape(line)) for line in shown.splitlines())
    return _pictured(f"shallcheck trace {TRACED}", (Text.from_markup(line) for line in lines), "trace")


def _pictured(command: str, blocks: Iterable[Text], name: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "TERM")}
    console = Console(
        record=True,
        width=_COLUMNS,
        file=StringIO(),
        highlight=False,
        force_terminal=True,
        color_system="truecolor",
        _environ=environment,
    )
    console.print(Text.assemble(("$ ", "green"), (command, "bold"), "\n"))
    for block in blocks:
        console.print(block)
    return "\n".join(line.rstrip() for line in console.export_svg(code_format=_SVG, unique_id=name).splitlines()) + "\n"
