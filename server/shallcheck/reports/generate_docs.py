"""Writes docs/rules and the README's table of rules from the rules: `python -m shallcheck.reports.generate_docs [FOLDER]`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from shallcheck.reports.rule_page import QUESTIONS, first_sentence, rule_markdown
from shallcheck.rules.registry import Rule, all_rules

REPOSITORY = Path(__file__).parents[3]
BEGIN, END = "<!-- rules:begin -->", "<!-- rules:end -->"
_HEAD = "| code | name | severity | finds |\n| --- | --- | --- | --- |"


def pages(repository: Path) -> dict[Path, str]:
    """Each generated file and the text that it should hold. Raises OSError when the README cannot be read."""
    rules = list(all_rules().values())
    folder = repository / "docs" / "rules"
    wanted = {folder / f"{rule.code}.md": rule_markdown(rule) for rule in rules}
    wanted[folder / "index.md"] = _index(rules)
    readme = repository / "README.md"
    wanted[readme] = _with_table(readme.read_text("utf-8"), rules)
    return wanted


def main(arguments: list[str]) -> int:
    """Write what has changed, and say so; exit code 0."""
    for path, text in pages(Path(arguments[0]) if arguments else REPOSITORY).items():
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


def _families(rules: list[Rule]) -> Iterator[str]:
    for test, (name, question) in QUESTIONS.items():
        if members := [rule for rule in rules if rule.test is test]:
            yield f"## {name}: {question}"
            yield "\n".join([_HEAD, *(_row(rule, "") for rule in members)])


def _with_table(readme: str, rules: list[Rule]) -> str:
    """The README with its table of rules between the markers; unchanged where it has no markers."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        return readme
    table = "\n".join([_HEAD, *(_row(rule, "docs/rules/") for rule in rules)])
    return f"{before}{BEGIN}\n\n{table}\n\n{END}{after}"


def _row(rule: Rule, folder: str) -> str:
    return f"| [{rule.code}]({folder}{rule.code}.md) | {rule.slug} | {rule.severity.word} | {first_sentence(rule)} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
