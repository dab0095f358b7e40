"""One requirement explained: what to do first, what was understood of it, and how it stands the seven tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shallcheck.model.document import Artifact, Statement
from shallcheck.model.place import Span
from shallcheck.model.understanding import Understanding
from shallcheck.project.report import Report
from shallcheck.reports.quoting import as_text
from shallcheck.reports.rule_page import QUESTIONS
from shallcheck.rules.registry import Test, all_rules

SEVEN = (
    Test.UNAMBIGUOUS,
    Test.SINGULAR,
    Test.VERIFIABLE,
    Test.FEASIBLE,
    Test.CONSISTENT,
    Test.TRACEABLE,
    Test.UNIQUE,
)
_CONDITIONS = {"trigger": "When", "state": "While", "feature": "Where", "unwanted": "If"}
_PATTERNS = {"trigger": "event-driven", "state": "state-driven", "feature": "optional feature", "unwanted": "unwanted behaviour"}


@dataclass(frozen=True)
class Explained:
    """What an explanation is made from. `up` and `down`: identifiers that the artifact links to, and that link to it."""

    statement: Statement
    artifact: Artifact | None
    reports: Sequence[Report]
    understanding: Understanding
    up: Sequence[str]
    down: Sequence[str]
    how: str = " (Ctrl+. or ⌘. on the underlined words)"
    """How a fix is made from where the explanation is read."""

    @property
    def title(self) -> str:
        """The artifact's identifier and title; without one, what it is."""
        if self.artifact is None or not self.artifact.label:
            return "A statement without an identifier"
        return f"{self.artifact.label} {self.artifact.title}".strip()


def explanation(explained: Explained) -> str:
    """The explanation in Markdown, ending in a line break."""
    parts = [
        f"# {as_text(explained.title)}",
        f"> {as_text(explained.statement.text)}",
        "## Do this first",
        _first(explained.reports, explained.how),
        "## What was understood",
        *_understood(explained),
        "## The seven tests",
        "\n".join(["| test | verdict |", "| --- | --- |", *(_verdict(test, explained.reports) for test in SEVEN)]),
        *_besides(explained.reports),
    ]
    return "\n\n".join(parts) + "\n"


def _first(reports: Sequence[Report], how: str) -> str:
    """The worst finding; of equals the one whose test comes first, since a sentence with one reading is easier to mend."""
    if not reports:
        return "Nothing was found against it. Read it once more as the one who must test it."
    worst = min(reports, key=lambda each: (each.severity, each.span))
    offers = [f"- {as_text(fix.title)}{how}" for fix in worst.finding.fixes[:3]]
    return "\n".join([f"**{worst.rule} {worst.name}** {as_text(worst.message)}", *(["", *offers] if offers else [])])


def _understood(explained: Explained) -> Iterator[str]:
    rows = [f"| {name} | {value} |" for name, value in _parts(explained) if value]
    yield "\n".join(["| part | in your words |", "| --- | --- |", *rows])
    if not explained.understanding.parsed:
        yield "The sentence was not parsed (it is not English, too long, or the language pipeline is missing), so little is told."


def _parts(explained: Explained) -> Iterator[tuple[str, str]]:
    known, text = explained.understanding, explained.statement.text
    kinds = list(dict.fromkeys(_PATTERNS[kind] for kind, _ in known.conditions))
    if known.parsed:
        yield "EARS pattern", "complex: " + " and ".join(kinds) if len(kinds) > 1 else kinds[0] if kinds else "ubiquitous"
    for kind, span in known.conditions:
        yield _CONDITIONS[kind].lower(), _quoted(text, (span,))
    if known.parsed:
        yield "who", _quoted(text, known.actors) or "nobody is named"
        yield "obliges by", _quoted(text, known.modals) or "nothing obliges"
        yield "dialect", explained.statement.dialect.value
        yield "does what", _quoted(text, known.actions) or "no action was found"
    measures = (f"“{as_text(span.of(text))}” ({meaning})" for span, meaning in known.quantities)
    yield "how well", ", ".join(measures) or "no measure was found"
    yield "what for", _quoted(text, known.purposes)
    yield from _details(text, known)
    if explained.artifact is not None:
        attributes = {each.name: each.value for each in explained.artifact.attributes}
        yield "level", explained.artifact.level.value
        yield "verified by", as_text(attributes.get("verification", ""))
        yield "links to", ", ".join(map(as_text, explained.up)) or "nothing"
        yield "linked from", ", ".join(map(as_text, explained.down)) or "nothing"


def _details(text: str, known: Understanding) -> Iterator[tuple[str, str]]:
    """One row for each kind of part: its words, and in brackets what they were taken for."""
    rows: dict[str, list[str]] = {}
    for part, span, meaning in known.details:
        words = _quoted(text, (span,))
        rows.setdefault(part, []).append(f"{words} ({as_text(meaning)})" if meaning else words)
    yield from ((part, ", ".join(dict.fromkeys(words))) for part, words in rows.items())


def _quoted(text: str, spans: Sequence[Span]) -> str:
    return ", ".join(f"“{as_text(span.of(text))}”" for span in spans)


def _verdict(test: Test, reports: Sequence[Report]) -> str:
    name, question = QUESTIONS[test]
    against = [each for each in reports if all_rules()[each.rule].test is test]
    if against:
        said = "<br>".join(f"✗ **{each.rule}** {as_text(each.message)}" for each in against)
    elif any(rule.test is test for rule in all_rules().values()):
        said = f"✓ nothing against: *{question}*"
    else:
        said = f"– not judged yet: *{question}*"
    return f"| **{name}** | {said} |"


def _besides(reports: Sequence[Report]) -> Iterator[str]:
    others = [each for each in reports if all_rules()[each.rule].test not in SEVEN]
    if others:
        yield "## Besides"
        yield "\n".join(f"- **{each.rule}** {as_text(each.message)}" for each in others)
