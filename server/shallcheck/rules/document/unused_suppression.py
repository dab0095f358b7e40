"""DOC004: a suppression that silences nothing."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from shallcheck.model.document import Suppression
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.index import Idle, Scene
from shallcheck.model.place import Span
from shallcheck.rules.registry import Scope, Test, all_rules, names, rule

_LINE = re.compile(r"[ \t]*(?:\r\n?|\n)")


@rule(
    "DOC004",
    "unused-suppression",
    test=Test.DOCUMENT,
    severity=Severity.WARNING,
    scope=Scope.SUPPRESSION,
    sources=("INCOSE GtWR R29 (one identifier, one meaning), by analogy",),
)
def unused_suppression(scene: Scene) -> Iterator[Finding]:
    """A suppression that silences nothing: what it was for has been mended, its last day has passed, or it names no rule. Left
    there, it hides the next finding of its rule, which nobody has decided upon.

    Fix: remove it; where its day has passed, mend the finding or decide anew.
    Silent: while statements wait to be judged, and about rules that the project has switched off.
    Poor: - **SYS-001**: The valve shall close within 2 s. {<!-- shallcheck-disable AMB001: the maker defines it -->}
    Poor: - **SYS-002**: The valve shall close smoothly. {<!-- shallcheck-disable AMB001 until 2020-12-31: a drill -->}
    Poor: - **SYS-003**: The valve shall close smoothly. {<!-- shallcheck-disable AMB999: no such rule -->}
    Good: - **SYS-004**: The valve shall close within 2 s.
    Good: - **SYS-005**: The valve shall close smoothly. <!-- shallcheck-disable vague-term: the maker defines it -->
    Good: - **SYS-006**: The tug shall brake smoothly. <!-- shallcheck-disable AMB001 until 2027-01-31: waits for the trial -->
    """
    for suppression in scene.segment.reading.suppressions:
        if not suppression.holds(scene.today):
            yield Finding(
                "DOC004",
                suppression.place,
                f"This suppression ended on {suppression.until}, so it silences nothing any more: mend what it was for or "
                "decide anew.",
                (_without(scene, suppression),),
            )
    for idle in scene.idle:
        if idle.suppression.holds(scene.today):
            yield from _findings(scene, idle)


def _findings(scene: Scene, idle: Idle) -> Iterator[Finding]:
    suppression, word = idle.suppression, idle.rule
    known = [each for rule in all_rules().values() for each in (rule.code, rule.slug)]
    place = _word_place(scene, suppression, word)
    if not word:
        message = "This suppression silences nothing, because nothing is found here: remove it."
    elif idle.locked:
        message = f"“{word}” silences nothing, because a policy locks that rule: mend the finding and remove this."
    elif any(names(word, rule.code, rule.slug) for rule in all_rules().values()):
        message = f"“{word}” silences nothing, because that rule finds nothing here: remove it."
    else:
        likely = difflib.get_close_matches(word, known, n=1)
        advice = f"did you mean “{likely[0]}”?" if likely else "write a code such as AMB001."
        fixes = tuple(Fix(f"Write {each}", (Edit(place.start, place.end, each),)) for each in likely)
        yield Finding("DOC004", place, f"“{word}” is no rule, so it silences nothing: {advice}", fixes)
        return
    yield Finding("DOC004", place, message, (_without(scene, suppression),) if len(suppression.rules) < 2 else ())


def _word_place(scene: Scene, suppression: Suppression, word: str) -> Span:
    """Where a rule is named in a comment of several; the whole comment where it is the only one."""
    if len(suppression.rules) < 2:
        return suppression.place
    text = scene.segment.text
    match = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])").search(text, suppression.place.start, suppression.place.end)
    return Span(*match.span()) if match else suppression.place


def _without(scene: Scene, suppression: Suppression) -> Fix:
    """Remove the comment, and its line where it stands alone on it."""
    text, (start, end) = scene.segment.text, suppression.place
    begin = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    rest = _LINE.match(text, end)
    if not text[begin:start].strip() and rest:
        return Fix("Remove the suppression", (Edit(begin, rest.end(), ""),))
    spaces = len(text[begin:start]) - len(text[begin:start].rstrip())
    return Fix("Remove the suppression", (Edit(start - spaces, end, ""),))
