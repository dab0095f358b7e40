"""CON007: numbers written in two ways."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.language.wording import COMMA
from shallcheck.model.finding import Edit, Finding, Fix, Related, Severity
from shallcheck.model.index import Scene
from shallcheck.rules.consistent.saying import cited
from shallcheck.rules.registry import STATEMENTS, Needs, Scope, Test, rule


@rule(
    "CON007",
    "mixed-number-style",
    test=Test.CONSISTENT,
    severity=Severity.INFORMATION,
    scope=Scope.DOCUMENT,
    sources=("INCOSE GtWR R40",),
    applies_to=STATEMENTS,
    needs=Needs.SAYINGS,
)
def mixed_number_style(scene: Scene) -> Iterator[Finding]:
    """A document writes some fractions with a comma and some with a point, or one value of one characteristic with more digits
    here than there. One reader takes 1,250 for more than a thousand, and another takes 5.00 for a demand on accuracy.

    Fix: write numbers as the rest of the document does.
    Silent: about commas between thousands, and about versions, dates and other numbers that only name something.
    Poor:
        - **SYS-001**: The rail shall carry {1,5} V within 2 ms.
        - **SYS-002**: The fan shall draw at most 0.25 A.
        - **SYS-003**: The pump shall draw at most 2.5 A.
    Poor:
        | ID | Requirement |
        | --- | --- |
        | SYS-001 | The valve shall close within 0.5 s. |
        | SYS-002 | The valve shall open within 2.5 s. |
        | SYS-003 | The lid shall hold {0,75} kN or more. |
    Poor:
        - **SYS-001**: The supply voltage shall be at least {5.00 V}.
        - **SYS-002**: When the supply voltage falls below 5 V, the heater shall stop within 2 s.
        - **SYS-003**: The lamp shall stop within 2 s when the supply voltage is below 5 V.
    Good:
        - **SYS-001**: The rail shall carry 1.5 V within 2 ms.
        - **SYS-002**: The fan shall draw at most 0.25 A.
    Good:
        - **SYS-001**: The store shall hold 1,500 MB or more.
        - **SYS-002**: The fan shall draw at most 0.25 A.
    Good:
        - **SYS-001**: The supply voltage shall be at least 5.0 V.
        - **SYS-002**: The valve shall close within 5 s.
    """
    for said in scene.wording.of(scene.path, scene.segment, "CON007"):
        aspect, form = said.saying.aspect, said.saying.form
        usual = scene.wording.forms(aspect)[0]
        if form == usual:
            continue
        other = scene.wording.example(aspect, usual)
        place = said.place
        if aspect.about == "fraction":
            text = said.words.replace(",", "").replace(".", ",") if usual == COMMA else said.words.replace(",", ".")
            why = f"is written with {form} where “{other.words}” in {cited(said, other)} has {usual}, so one may be misread"
        else:
            text = other.words
            why = f"is “{other.words}” in {cited(said, other)}, so readers wonder whether the digits are a demand on accuracy"
        yield Finding(
            "CON007",
            place,
            f"“{said.words}” {why}: write {text}.",
            (Fix(f"Write {text}", (Edit(place.start, place.end, text),)),),
            (Related(other.path, other.segment, other.place, other.label, f"“{other.words}” is here"),),
        )
