"""AMB011: a name of an element or a state that the glossary does not know."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.index import Scene
from shallcheck.model.terms import NEAR, key_of
from shallcheck.rules.consistent.term_drift import defined_name
from shallcheck.rules.registry import STATEMENTS, Scope, Test, rule
from shallcheck.rules.unambiguous.names import first_uses

_GENERAL = frozenset(
    "system systems application app software user users product platform solution server client operator customer admin "
    "administrator developer service website site page device tool program project team contractor supplier".split()
)
"""Words that are capitalised for emphasis and name the whole or a person."""


@rule(
    "AMB011",
    "undefined-term",
    test=Test.UNAMBIGUOUS,
    severity=Severity.INFORMATION,
    scope=Scope.DOCUMENT,
    sources=("INCOSE GtWR R4",),
    applies_to=STATEMENTS,
)
def undefined_term(scene: Scene) -> Iterator[Finding]:
    """A project that has a glossary names an element or a state that neither the glossary nor the architecture defines. Two teams
    can mean two things by it, or one thing by two names.

    Fix: use the defined name, or add this one to the glossary.
    Silent: where there is no glossary, about general words such as System or User, and about every use but the first in a
        document.
    Poor:
        - **SYS-001**: The {Alert Sendr} shall call the nurse within 10 s.

        ## Glossary

        - **Alert Sender**: the part that telephones
    Poor (.kiro/specs/album/requirements.md):
        ## Glossary
        - **Photo_Store**: keeps the pictures

        ## Requirements
        ### Requirement 1
        #### Acceptance Criteria
        1. WHEN a picture arrives, THE {Thumbnail_Maker} SHALL store a copy of 200 pixels.
    Poor:
        - **SYS-002**: While in {Standby} mode, the pump shall hold its pressure at 2 bar or more.

        ## Terms and definitions

        | Term | Meaning |
        | --- | --- |
        | Run | the motor turns |
    Good:
        - **SYS-001**: The Alert Sender shall call the nurse within 10 s.

        ## Glossary

        - **Alert Sender**: the part that telephones
    Good (.kiro/specs/album/requirements.md):
        ## Glossary
        - **Photo_Store**: keeps the pictures

        ## Requirements
        ### Requirement 1
        #### Acceptance Criteria
        1. WHEN a picture arrives, THE Photo_Store SHALL store it within 2 s.
    Good:
        - **SYS-003**: The Crane Controller shall stop the hoist within 1 s.
    """
    if not scene.vocabulary.has_glossary(scene.document.setting):
        return
    for statement, used in first_uses(scene, acronyms=False):
        if key_of(used.name) in _GENERAL or defined_name(scene, used.name):
            continue  # CON004 tells of another spelling
        place = statement.place(used.place)
        near = _nearest(scene, used.name)
        advice = f"did you mean “{near}”?" if near else "use a defined name or add this one to the glossary."
        fixes = [Fix(f"Write {near}", (Edit(place.start, place.end, near),))] if near else []
        yield Finding(
            "AMB011",
            place,
            f"“{used.name}” is in no glossary and no architecture here, so nobody can be sure what it is: {advice}",
            (*fixes, Fix(f"Add {used.name} to the glossary", term=used.name)),
        )


def _nearest(scene: Scene, name: str) -> str:
    from rapidfuzz import fuzz, process

    known = {each: key_of(each) for each in scene.vocabulary.names()}
    found = process.extractOne(key_of(name), known, scorer=fuzz.ratio, score_cutoff=NEAR)
    return str(found[2]) if found else ""
