"""A rule's page, made from the rule itself: for hover, `shallcheck explain` and docs/rules."""

from __future__ import annotations

from shallcheck.model.finding import Severity
from shallcheck.model.kinds import Dialect
from shallcheck.rules.measurement import Measured, measured
from shallcheck.rules.registry import Example, Rule, Test

QUESTIONS = {
    Test.UNAMBIGUOUS: ("Unambiguous", "it can be read in one way only"),
    Test.SINGULAR: ("Singular", "it states one characteristic or constraint, and only one"),
    Test.VERIFIABLE: ("Verifiable", "somebody can decide pass or fail, by a named method"),
    Test.FEASIBLE: ("Feasible", "it can be built within physics, arithmetic and the budgets above it"),
    Test.CONSISTENT: ("Consistent", "it contradicts no other statement, term, unit or constraint"),
    Test.TRACEABLE: ("Traceable", "it says where it comes from, and what realises and verifies it"),
    Test.UNIQUE: ("Unique", "it has one identifier, and is said once"),
    Test.FORM: ("Form", "the statement is a whole and well-formed sentence"),
    Test.GATE: ("Gate", "work may go on to the next level"),
    Test.DOCUMENT: ("Document", "the document can be read as its format demands"),
}
"""Each test's name, and what a reader of a good requirement can say yes to."""


def rule_markdown(rule: Rule) -> str:
    """The rule's page in Markdown, ending in a line break."""
    name, question = QUESTIONS[rule.test]
    level = "off by default" if rule.severity is Severity.OFF else rule.severity.word
    parts = [
        f"# {rule.code} {rule.slug}",
        f"*{name}: {question}.* Severity: {level}.",
        escaped(rule.what),
        f"**How to mend it:** {_sentence(rule.fix)}",
        f"**Silent:** {_sentence(rule.silent)}" if rule.silent else "",
        "**Poor**",
        *(shown(example) for example in rule.poor),
        "**Good**",
        *(shown(example) for example in rule.good),
        f"Measured: {figures(rule)}.",
        f"Sources: {'; '.join(rule.sources)}." if rule.sources else "",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def figures(rule: Rule) -> str:
    """How often the rule is right and what it misses, in a sentence without its full stop."""
    known = measured().get(rule.code, Measured())
    told = ["the text alone decides it, so it needs no sample"] if known.exact else []
    if known.precision is not None:
        share = f"{known.precision:.2f}, lower bound {known.bound:.2f}"
        told.append(f"{known.right} of {known.read} findings that somebody read were right ({share})")
    if known.recall is not None:
        told.append(f"{known.found} of {known.labels} labelled faults were found ({known.recall:.2f})")
    return "; ".join(told) or "not yet"


def first_sentence(rule: Rule) -> str:
    """What the rule finds, in one sentence of Markdown that fits a table's cell."""
    sentence = rule.what.split(". ")[0].rstrip(".") + "."
    return escaped(sentence).replace("|", "\\|")


def escaped(text: str) -> str:
    """Prose with its angle brackets kept visible: `<value>` would vanish as an HTML tag."""
    return text.replace("<", "\\<")


def _sentence(text: str) -> str:
    return escaped(text[:1].upper() + text[1:])


def shown(example: Example) -> str:
    """An example in Markdown, the words at fault in bold; of a document, named below it."""
    if example.path:
        found = f"\n\nFound: “{escaped(example.marked)}”" if example.marked else ""
        name = f"`{example.path}`\n\n" if "/" in example.path or example.beside else ""
        earlier = (("Reviewed", example.reviewed), ("Briefed", example.briefed))
        before = "".join(f"{done} as\n\n```markdown\n{text}```\n\nand now\n\n" for done, text in earlier if text)
        beside = "".join(f"\n\n`{path}`\n\n```markdown\n{text}```" for path, text in example.beside)
        return f"{name}{before}```markdown\n{example.text}```{beside}{found}"
    text = escaped(example.text)
    if example.marked:
        marked = escaped(example.marked)
        text = text.replace(marked, f"**{marked}**", 1)
    dialect = "" if example.dialect is Dialect.SHALL else f" *(dialect: {example.dialect})*"
    return f"> {text}{dialect}"
