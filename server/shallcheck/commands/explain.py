"""`shallcheck explain`: what a rule finds, why it hurts, how to mend it."""

from __future__ import annotations

from typing import Annotated

import typer


def explain(
    code: Annotated[str, typer.Argument(metavar="[CODE]", help="A rule's code or name: AMB001, vague-term.")] = "",
) -> None:
    """Explain a rule: what it finds, why it hurts, poor and good examples, how to mend it. Without a code: list the rules."""
    from rich.console import Console
    from rich.markdown import Markdown

    from shallcheck.reports.rule_page import rule_markdown
    from shallcheck.rules.registry import all_rules

    rules = all_rules()
    console = Console()
    if not code:
        for rule in rules.values():
            console.print(f"{rule.code}  {rule.slug:28} {rule.severity.word}", highlight=False)
        return
    wanted = next((rule for rule in rules.values() if code.upper() == rule.code or code.lower() == rule.slug), None)
    if wanted is None:
        import difflib

        names = [name for rule in rules.values() for name in (rule.code, rule.slug)]
        likely = difflib.get_close_matches(code.upper(), names, n=1) or difflib.get_close_matches(code.lower(), names, n=1)
        advice = f"did you mean {likely[0]}?" if likely else "`shallcheck explain` lists them."
        typer.echo(f"There is no rule “{code}”: {advice}", err=True)
        raise typer.Exit(2)
    page = rule_markdown(wanted)
    console.print(Markdown(page)) if console.is_terminal else typer.echo(page)
