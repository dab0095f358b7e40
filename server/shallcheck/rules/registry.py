"""The register of rules. Importing `registry` imports no rule; `all_rules()` imports each rule's file once.

A rule is a function under `rules/<test>/<slug>.py` with the decorator `@rule`. Its docstring is its documentation: hover,
`shallcheck explain`, the rule page, the README's table and the tests are made from it. The docstring's parts:

    One paragraph: what it finds, and why that is bad for the people downstream.

    Fix: how to mend it, one sentence.
    Silent: where it stays silent, one sentence.
    Poor: a statement with the words at fault in {braces}.
    Poor (ears): the same in another dialect; dialects as in `Dialect`.
    Good: a statement that is fine.

At least one Poor and one Good; a line may go on in lines indented deeper. The examples of a rule that looks at more than one
statement are small documents, their lines kept; the name in brackets is the document's path, and a line between `==` names
another that stands beside it:

    Poor (Test_Plan.md):
        ### TST-001 Stop
        - Verifies: {SYS-01}
        == System_Requirements.md ==
        - **SYS-001**: The pump shall stop within 2 s.

In front of one, `Reviewed:` holds the document as it was when its links were reviewed, `Briefed:` as a hand-off brief told it.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from shallcheck.model.finding import Severity
from shallcheck.model.kinds import Dialect, Kind


class Test(StrEnum):
    """The seven tests of a good requirement, and the families that they rest on."""

    __test__ = False  # not a pytest class

    UNAMBIGUOUS = "AMB"
    SINGULAR = "SNG"
    VERIFIABLE = "VER"
    FEASIBLE = "FEA"
    CONSISTENT = "CON"
    TRACEABLE = "TRC"
    UNIQUE = "UNQ"
    FORM = "FRM"
    GATE = "GAT"
    DOCUMENT = "DOC"


class Scope(StrEnum):
    """What a rule looks at: one statement (an Analysis), one Document, the indexes of the workspace, what the document's
    suppressions did when all others had judged, source code and the indexes, or the levels that the gate is asked about."""

    STATEMENT = "statement"
    DOCUMENT = "document"
    WORKSPACE = "workspace"
    SUPPRESSION = "suppression"
    CODE = "code"
    GATE = "gate"


class Needs(StrEnum):
    """What there has to be for a rule of the workspace to say anything, so that most segments are not even asked about it."""

    ANYTHING = "anything"
    LINKS = "links"
    """Trace links in the segment."""
    CHAIN = "chain"
    """A chain that the document stands in."""
    AMOUNTS = "amounts"
    """A statement in the segment that says how much."""
    RELATED = "related"
    """A statement in the segment that another says too, or contradicts."""
    SAYINGS = "sayings"
    """Something in the segment that others must say alike."""


OBLIGATIONS = (Kind.REQUIREMENT, Kind.CONSTRAINT)
STATEMENTS = (Kind.REQUIREMENT, Kind.CONSTRAINT, Kind.NEED, Kind.INTENT)

Check = Callable[[Any], Iterable[Any]]
"""From what its scope says to its findings; a rule of the gate raises each at an artifact (`model/gate.py`)."""


@dataclass(frozen=True, slots=True)
class Example:
    """A statement or a document of a rule's documentation. `marked` is the text between the braces (empty for a good one)."""

    text: str
    marked: str = ""
    dialect: Dialect = Dialect.SHALL
    path: str = ""
    """Of a document, what it is called; empty for a statement."""
    beside: tuple[tuple[str, str], ...] = ()
    """Path and text of each document that stands beside it."""
    reviewed: str = ""
    """The document as it was when its links were reviewed; empty: nothing is recorded."""
    briefed: str = ""
    """The document as a hand-off brief told it; empty: there is none."""


class Option(NamedTuple):
    """A threshold that a project can set: `[options.CODE] name = value`. The rule reads it with
    `statement.choices.number(code, name, default)`."""

    default: int
    description: str
    least: int = 1
    most: int = 10_000


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's metadata, prose, examples and check. `check` takes what `scope` says."""

    code: str
    slug: str
    test: Test
    severity: Severity
    scope: Scope
    applies_to: tuple[Kind, ...]
    needs_parse: bool
    sources: tuple[str, ...]
    what: str
    fix: str
    silent: str
    poor: tuple[Example, ...]
    good: tuple[Example, ...]
    check: Check
    options: Mapping[str, Option]
    """Its thresholds, by name."""
    in_code: bool = False
    """A rule of the workspace that looks at source code as well."""
    needs: Needs = Needs.ANYTHING


NO_OPTIONS: Mapping[str, Option] = MappingProxyType({})
_rules: dict[str, Rule] = {}


def rule(
    code: str,
    slug: str,
    *,
    test: Test,
    severity: Severity,
    sources: tuple[str, ...],
    scope: Scope = Scope.STATEMENT,
    applies_to: tuple[Kind, ...] = STATEMENTS,
    needs_parse: bool = False,
    options: Mapping[str, Option] = NO_OPTIONS,
    in_code: bool = False,
    needs: Needs = Needs.ANYTHING,
) -> Callable[[Check], Check]:
    """Register a rule. Raises ValueError on a code that is taken or a docstring that lacks its parts."""

    def register(check: Check) -> Check:
        if code in _rules:
            raise ValueError(f"{code} is taken by {_rules[code].slug}")
        what, fix, silent, poor, good = _parts(code, inspect.getdoc(check) or "", scope)
        _rules[code] = Rule(
            *(code, slug, test, severity, scope, applies_to, needs_parse, sources),
            *(what, fix, silent, poor, good, check, options, in_code),
            needs,
        )
        return check

    return register


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by its code, in the order of the codes."""
    import shallcheck.rules as package

    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
    return dict(sorted(_rules.items()))


_PART = re.compile(r"^(Fix|Silent|Reviewed|Briefed|Poor|Good)(?: \(([\w./-]+)\))?:(?: |$)", re.MULTILINE)
_DOCUMENT = "System_Requirements.md"
_BESIDE = re.compile(r"^== (\S+) ==$", re.MULTILINE)


def _parts(code: str, doc: str, scope: Scope) -> tuple[str, str, str, tuple[Example, ...], tuple[Example, ...]]:
    heads = list(_PART.finditer(doc))
    what = " ".join(doc[: heads[0].start() if heads else len(doc)].split())
    prose = {"Fix": "", "Silent": ""}
    examples: dict[str, list[Example]] = {"Poor": [], "Good": []}
    earlier = {"Reviewed": "", "Briefed": ""}
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        body = doc[head.end() : following.start() if following else len(doc)]
        if head[1] in prose:
            prose[head[1]] = " ".join(body.split())
        elif head[1] in earlier:
            earlier[head[1]] = _lines(body)
        elif scope is Scope.STATEMENT:
            examples[head[1]].append(_example(" ".join(body.split()), Dialect(head[2] or "shall")))
        else:
            example = _documents(_lines(body), head[2] or _DOCUMENT)
            examples[head[1]].append(replace(example, reviewed=earlier["Reviewed"], briefed=earlier["Briefed"]))
            earlier = dict.fromkeys(earlier, "")
    if not (what and prose["Fix"] and examples["Poor"] and examples["Good"]):
        raise ValueError(f"{code}: the docstring lacks its paragraph, Fix, Poor or Good")
    return what, prose["Fix"], prose["Silent"], tuple(examples["Poor"]), tuple(examples["Good"])


def _lines(body: str) -> str:
    """A document's text: its lines as they stand, without their common indentation."""
    first, _, rest = body.partition("\n")
    return (first.strip() + "\n" + textwrap.dedent(rest)).strip("\n") + "\n"


def _documents(body: str, path: str) -> Example:
    """The first document of some, with those beside it."""
    first, *others = _BESIDE.split(body)
    beside = tuple(zip(others[::2], (text.strip("\n") + "\n" for text in others[1::2]), strict=True))
    return replace(_example(first.strip("\n") + "\n", Dialect.SHALL, path), beside=beside)


def _example(body: str, dialect: Dialect, path: str = "") -> Example:
    marked = re.search(r"\{(.+?)\}", body)
    if marked is None:
        return Example(body, "", dialect, path)
    return Example(body.replace(marked[0], marked[1], 1), marked[1], dialect, path)


def names(word: str, code: str, slug: str) -> bool:
    """Whether a word that a person wrote names a rule: by its code, by how its code begins, or by its name."""
    return word == slug or (bool(word) and code.startswith(word))
