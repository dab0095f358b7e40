"""Writes what the documentation and the VS Code extension say of rules and configuration from the rules and the configuration
themselves: `python -m shallcheck.reports.generate_docs [FOLDER]`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import shallcheck
from shallcheck.project.config_file import Keys
from shallcheck.reports.config_schema import as_text, client_settings, config_schema
from shallcheck.reports.picture import DOCUMENT, check_picture
from shallcheck.reports.rule_page import QUESTIONS, first_sentence, rule_markdown
from shallcheck.rules.measurement import Measured, measured
from shallcheck.rules.registry import Rule, all_rules

REPOSITORY = Path(__file__).parents[3]
SCHEMA = Path("client/schemas/shallcheck.schema.json")
PACKAGE = Path("client/package.json")
PICTURE = Path("docs/images/check.svg")
_HEAD = "| code | name | severity | finds |\n| --- | --- | --- | --- |"


def pages(repository: Path) -> dict[Path, str]:
    """Each generated file and the text that it should hold. Raises OSError when a page with a generated part cannot be read."""
    rules = list(all_rules().values())
    folder = repository / "docs" / "rules"
    wanted = {folder / f"{rule.code}.md": rule_markdown(rule) for rule in rules}
    wanted[folder / "index.md"] = _index(rules)
    for path, marker, table in (("README.md", "rules", _rules(rules)), ("docs/configuration.md", "keys", _keys())):
        page = repository / path
        if page.exists():
            wanted[page] = with_table(page.read_text("utf-8"), marker, table)
    package = repository / PACKAGE
    if package.exists():
        wanted[package] = _extension(package.read_text("utf-8"))
        wanted[repository / SCHEMA] = as_text(config_schema())
    return wanted


def main(arguments: list[str]) -> int:
    """Write what has changed, and say so; exit code 0."""
    repository = Path(arguments[0]) if arguments else REPOSITORY
    wanted = pages(repository)
    if (repository / DOCUMENT).exists():
        wanted[repository / PICTURE] = check_picture(repository)
    for path, text in wanted.items():
        if not path.exists() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
            print(f"wrote {path}")
    return 0


def _index(rules: list[Rule]) -> str:
    return "\n\n".join(["# The rules", _INTRODUCTION, *_families(rules)]) + "\n"


_INTRODUCTION = (
    "A good requirement passes seven tests. Each rule finds one way to fail one of them. A project switches rules on and off by "
    "code or name in `shallcheck.toml`; `shallcheck explain CODE` shows these pages on the command line."
)

_MEASURED = (
    "Findings that somebody read with this catalogue beside them, on real documents and on labelled statements; the lower bound "
    "is that of their precision (90 %, one-sided). A rule ships as an error at 0.90, as a warning at 0.75, as information at "
    "0.60. Exact rules are decided by the text alone and need no sample."
)
_FIGURES = (
    "| rule | severity | findings read | precision | lower bound | labelled faults | recall |\n"
    "| --- | --- | --- | --- | --- | --- | --- |"
)


def _families(rules: list[Rule]) -> Iterator[str]:
    for test, (name, question) in QUESTIONS.items():
        if members := [rule for rule in rules if rule.test is test]:
            yield f"## {name}: {question}"
            yield "\n".join([_HEAD, *(_row(rule, "") for rule in members)])
    yield "## How often they are right"
    yield _MEASURED
    yield "\n".join([_FIGURES, *(_measured_row(rule) for rule in rules)])


def _measured_row(rule: Rule) -> str:
    known = measured().get(rule.code, Measured())
    precision = "exact" if known.exact else _share(known.precision)
    bound = "" if known.exact else _share(known.bound if known.read else None)
    cells = (rule.code, rule.severity.word, known.read or "", precision, bound, known.labels or "", _share(known.recall))
    return f"| {' | '.join(map(str, cells))} |"


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def with_table(page: str, marker: str, table: str) -> str:
    """A page with the table between `<!-- marker:begin -->` and `<!-- marker:end -->`; unchanged where it lacks them."""
    begin, end = f"<!-- {marker}:begin -->", f"<!-- {marker}:end -->"
    before, begun, rest = page.partition(begin)
    _, ended, after = rest.partition(end)
    if not (begun and ended):
        return page
    return f"{before}{begin}\n\n{table}\n\n{end}{after}"


def _extension(package: str) -> str:
    """The extension's package.json with its settings and its version as they are."""
    described = json.loads(package)
    described["version"] = shallcheck.__version__
    described["contributes"]["configuration"] = client_settings()
    return as_text(described)


def _rules(rules: list[Rule]) -> str:
    return "\n".join([_HEAD, *(_row(rule, "docs/rules/") for rule in rules)])


def _keys() -> str:
    rows = ["| key | says | default |", "| --- | --- | --- |"]
    for name, field in Keys.model_fields.items():
        default = field.get_default()
        shown = f"`{list(default) if isinstance(default, tuple) else default}`" if default else ""
        rows.append(f"| `{field.alias or name}` | {field.description} | {shown} |")
    return "\n".join(rows)


def _row(rule: Rule, folder: str) -> str:
    return f"| [{rule.code}]({folder}{rule.code}.md) | {rule.slug} | {rule.severity.word} | {first_sentence(rule)} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
