"""AMB010: an acronym that nobody wrote out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from shallcheck.model.finding import Finding, Fix, Severity
from shallcheck.model.index import Scene
from shallcheck.model.terms import key_of
from shallcheck.rules.registry import STATEMENTS, Scope, Test, rule
from shallcheck.rules.unambiguous.names import first_uses

_SHOUTED = 0.6
"""Share of capitals from which a statement is in capitals altogether, and its words are no acronyms."""


@rule(
    "AMB010",
    "undefined-acronym",
    test=Test.UNAMBIGUOUS,
    severity=Severity.INFORMATION,
    scope=Scope.DOCUMENT,
    sources=("INCOSE GtWR R37",),
    applies_to=STATEMENTS,
)
def undefined_acronym(scene: Scene) -> Iterator[Finding]:
    """An acronym that no glossary defines and the document does not write out. Who comes from another trade reads another word,
    or none, and three letters can be looked up in a dozen ways.

    Fix: write it out where it is used first, or add it to the glossary.
    Silent: about the common ones of computing and measurement (API, HTTP, GPS …), names of states in capitals, and every use but
        the first in a document.
    Poor:
        - **SYS-001**: The tug shall report its position to the {TCU} every 2 s.
    Poor:
        - **SYS-002**: When the {BSPD} trips, the inverter shall open both contactors within 5 ms.

        ## Glossary

        - **RTD**: ready to drive
    Poor (.kiro/specs/ward/requirements.md):
        ### Requirement 1
        #### Acceptance Criteria
        1. WHEN a dose is due, THE pump SHALL check the patient's {MRN} within 1 s.
    Good:
        - **SYS-001**: The tug shall report its position to the tower control unit (TCU) every 2 s.
        - **SYS-002**: The TCU shall acknowledge each report within 100 ms.
    Good:
        - **SYS-003**: The inverter shall open both contactors within 5 ms of each trip of the BSPD.

        ## Glossary

        - **BSPD**: brake system plausibility device
    Good:
        - **SYS-004**: The gateway shall answer each HTTP request with a JSON object within 200 ms.
    """
    for statement, used in first_uses(scene, acronyms=True):
        if not _is_acronym(used.name, statement.text, scene.document.text):
            continue
        yield Finding(
            "AMB010",
            statement.place(used.place),
            f"“{used.name}” is an acronym that nothing here defines, so readers may take it for different things: write it out "
            "here or add it to the glossary.",
            (Fix(f"Add {used.name} to the glossary", term=used.name),),
        )


def _is_acronym(name: str, text: str, document: str) -> bool:
    if key_of(name) in _known() or re.fullmatch(r"[A-Z]\d+|[IVX]+", name):
        return False
    letters = list(filter(str.isalpha, text))
    if sum(map(str.isupper, letters)) > _SHOUTED * len(letters):
        return False
    return not _stands_small(name.lower(), document)


def _stands_small(word: str, document: str) -> bool:
    """Whether a document uses the letters as a word of its own: then the capitals are emphasis."""
    at = document.find(word)
    while at >= 0:
        around = document[max(0, at - 1) : at] + document[at + len(word) : at + len(word) + 1]
        if not any(char.isalnum() or char in "_-" for char in around):
            return True
        at = document.find(word, at + 1)
    return False


@cache
def _known() -> frozenset[str]:
    data = tomllib.loads(files("shallcheck.rules.unambiguous").joinpath("undefined_acronym.toml").read_text("utf-8"))
    return frozenset(key_of(word) for words in data.values() for line in words for word in line.split())
