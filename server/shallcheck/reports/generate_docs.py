"""Writes what the documentation and the VS Code extension say of rules and configuration from the rules and the configuration
themselves: `python -m shallcheck.reports.generate_docs [FOLDER]`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import shallcheck
from shallcheck.project.config_file import Keys
from shallcheck.project.discovery import document_endings
from shallcheck.reports.config_schema import as_text, client_settings, config_schema
from shallcheck.reports.handbook import HEAD, families, measurements, row
from shallcheck.reports.picture import DOCUMENT, check_picture, trace_picture
from shallcheck.reports.rule_page import rule_markdown
from shallcheck.rules.registry import Rule, all_rules

REPOSITORY = Path(__file__).parents[3]
ENDINGS = Path("client/src/endings.ts")
SCHEMA = Path("client/schemas/shallcheck.schema.json")
PACKAGE = Path("client/package.json")
PICTURE = Path("docs/images/check.svg")
TREE = Path("docs/images/trace.svg")


def pages(repository: Path) -> dict[Path, str]:
    """Each generated file and the text that it should hold. Raises OSError when a page with a generated part cannot be read."""
    rules = list(all_rules().values())
    folder = repository / "docs" / "rules"
    wanted = {folder / f"{rule.code}.md": rule_markdown(rule) for rule in rules}
    parts = (
        ("README.md", "rules", _rules(rules)),
        ("docs/configuration.md", "keys", _keys()),
        ("docs/rules/index.md", "rules", families(rules)),
        ("docs/rules/index.md", "figures", measurements(rules)),
    )
    for path, marker, table in parts:
        page = repository / path
        if page.exists():
            wanted[page] = with_table(wanted.get(page) or page.read_text("utf-8"), marker, table)
    package = repository / PACKAGE
    if package.exists():
        wanted[package] = _extension(package.read_text("utf-8"))
        wanted[repository / SCHEMA] = as_text(config_schema())
        wanted[repository / ENDINGS] = _endings()
    return wanted


def main(arguments: list[str]) -> int:
    """Write what has changed, and say so; exit code 0."""
    repository = Path(arguments[0]) if arguments else REPOSITORY
    wanted = pages(repository)
    if (repository / DOCUMENT).exists():
        wanted[repository / PICTURE] = check_picture(repository)
        wanted[repository / TREE] = trace_picture(repository)
    for path, text in wanted.items():
        if not path.exists() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
            print(f"wrote {path}")
    return 0


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


def _endings() -> str:
    """The endings of the documents that the extension hands to the server."""
    head = "/** How the names of documents end that the server reads. Written by `make docs` from its formats. */"
    rows = "".join(f'  "{each}",\n' for each in document_endings())
    return f"{head}\n\nexport const ENDINGS = [\n{rows}] as const;\n"


def _rules(rules: list[Rule]) -> str:
    return "\n".join([HEAD, *(row(rule, "docs/rules/") for rule in rules)])


def _keys() -> str:
    rows = ["| key | says | default |", "| --- | --- | --- |"]
    for name, field in Keys.model_fields.items():
        default = field.get_default()
        written = list(default) if isinstance(default, tuple) else str(default).lower() if isinstance(default, bool) else default
        shown = f"`{written}`" if default else ""
        rows.append(f"| `{field.alias or name}` | {field.description} | {shown} |")
    return "\n".join(rows)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
