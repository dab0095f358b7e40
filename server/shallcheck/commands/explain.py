"""`shallcheck explain`: what a rule finds, why it hurts, how to mend it."""

from __future__ import annotations

from typing import Annotated

import typer

from shallcheck.commands.telling import UNUSABLE, tell
from shallcheck.model.kinds import Dialect


def explain(
    code: Annotated[str, typer.Argument(metavar="CODE", help="A rule's code, its name, or how codes begin.")] = "",
    statement: Annotated[str | None, typer.Option(help="A requirement: what was understood of it, and what was found.")] = None,
    dialect: Annotated[Dialect, typer.Option(help="Which words oblige, for --statement.")] = Dialect.SHALL,
) -> None:
    """Explain a rule: what it finds, why it hurts, poor and good examples, how to mend it. Without a code: list the rules. Or
    explain a statement: who must do what, when and how well, as it was understood.

    **Examples**

    * `shallcheck explain AMB001`
    * `shallcheck explain vague-term`
    * `shallcheck explain AMB` lists the rules of a test
    * `shallcheck explain --statement "The pump shall stop quickly."`
    """
    if statement is not None:
        _explain_statement(statement, dialect)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    from shallcheck.reports.rule_page import rule_markdown
    from shallcheck.rules.registry import all_rules

    console = Console()
    rules = all_rules().values()
    wanted = next((rule for rule in rules if code.upper() == rule.code or code.lower() == rule.slug), None)
    if wanted is not None:
        page = rule_markdown(wanted)
        console.print(Markdown(page)) if console.is_terminal else typer.echo(page)
        return
    listed = [rule for rule in rules if rule.code.startswith(code.upper())]
    for rule in listed:
        console.print(f"{rule.code}  {rule.slug:28} {rule.severity.word}", highlight=False)
    if not listed:
        tell(f"There is no rule “{code}”: {_advice(code)}")
        raise typer.Exit(UNUSABLE)


def _explain_statement(text: str, dialect: Dialect) -> None:
    from rich.console import Console
    from rich.markdown import Markdown

    from shallcheck.language.pipeline import MissingPipelineError
    from shallcheck.project.alone import judged_alone
    from shallcheck.reports.explanation import Explained, explanation

    if not text.strip():
        tell('Name the statement: shallcheck explain --statement "The pump shall stop."')
        raise typer.Exit(UNUSABLE)
    try:
        statement, reports, understanding = judged_alone(text, dialect)
    except MissingPipelineError as error:
        tell(str(error))
        raise typer.Exit(UNUSABLE) from None
    page = explanation(Explained(statement, None, reports, understanding, (), (), how=""))
    console = Console()
    console.print(Markdown(page)) if console.is_terminal else typer.echo(page, nl=False)


def _advice(code: str) -> str:
    import difflib

    from shallcheck.rules.registry import all_rules

    names = [name for rule in all_rules().values() for name in (rule.code, rule.slug)]
    likely = difflib.get_close_matches(code.upper(), names, n=1) or difflib.get_close_matches(code.lower(), names, n=1)
    return f"did you mean {likely[0]}?" if likely else "`shallcheck explain` lists them."
