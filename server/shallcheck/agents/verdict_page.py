"""A verdict as a page in Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.agents.verdict import Place, Verdict, Violation, sentence
from shallcheck.reports.quoting import as_text, printable


def verdict_markdown(verdict: Verdict) -> str:
    """The verdict for reading, ending in a line break. What documents say stands in it as text."""
    head, _, why = sentence(verdict).partition(": ")
    parts = [f"# {_begun(head)}", _begun(why)]
    parts += _section("Why", map(_violation, verdict.violates))
    parts += _section(
        "For a person to sign off",
        (f"- It {_text(each.what)}: {_text(each.signed_by) or '**open**'}" for each in verdict.sign_off),
    )
    parts += _section("It also brings in", map(_violation, verdict.reported))
    parts += _section(
        "For a person to decide",
        (f"- {_about(each.artifact)}“{_text(each.quote)}”, {_where(each.place)}" for each in verdict.placeholders),
    )
    parts += _section("It changes", (f"- {_text(each)}" for each in verdict.changes))
    parts += _section("Not judged", (f"- {_text(each.what)}: {_text(each.who)}" for each in verdict.not_judged))
    of = f"{_text(verdict.baseline.revision)}, " if verdict.baseline.revision else ""
    parts.append(f"Judged against {of}{verdict.baseline.fingerprint[:12]} by {_text(verdict.baseline.judged_by)}.")
    return "\n\n".join(parts) + "\n"


def _section(title: str, rows: Iterator[str]) -> list[str]:
    told = list(rows)
    return [f"## {title}", "\n".join(told)] if told else []


def _violation(violation: Violation) -> str:
    where = f", {_where(violation.place)}" if violation.place else ""
    rows = [
        f"- {_about(violation.artifact)}**{violation.rule}** {violation.name}{where}  ",
        f"  {_text(violation.because)}  ",
        *(f"  against {_about(each.artifact)}“{_text(each.text)}”  " for each in violation.against),
        f"  *Do this:* {_begun(violation.fix)}",
    ]
    return "\n".join(rows)


def _about(artifact: str) -> str:
    return f"{_text(artifact)}: " if artifact else ""


def _where(place: Place) -> str:
    return f"{_text(place.path)}, line {place.start.line + 1}"


def _begun(text: str) -> str:
    """Words as the beginning of a sentence."""
    return _text(text[:1].upper() + text[1:])


def _text(text: str) -> str:
    return as_text(printable(text, " "))
