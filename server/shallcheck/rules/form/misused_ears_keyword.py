"""FRM006: an EARS keyword that says another thing than its clause."""

from __future__ import annotations

from collections.abc import Iterator

from shallcheck.language.analysis import Analysis
from shallcheck.language.conditions import Condition, is_state, names_option
from shallcheck.model.finding import Edit, Finding, Fix, Severity
from shallcheck.model.kinds import Dialect
from shallcheck.rules.registry import OBLIGATIONS, Test, rule


@rule(
    "FRM006",
    "misused-ears-keyword",
    test=Test.FORM,
    severity=Severity.WARNING,
    sources=("EARS (Mavin et al.)",),
    applies_to=OBLIGATIONS,
    needs_parse=True,
)
def misused_ears_keyword(statement: Analysis) -> Iterator[Finding]:
    """An EARS keyword that promises another kind of condition than its clause tells. Builders read the keyword: WHEN is done once
    at an event, WHILE as long as a state lasts, WHERE only in variants with the feature, IF … THEN against what must not happen.

    Fix: write the keyword that fits, and THEN behind IF.
    Silent: where neither the statement writes its keywords in capitals nor its document follows EARS; on “WHEN … THEN”, and on
        the passive of an act (“WHEN the button is pushed”).
    Poor (ears): {IF} the checksum differs, THE updater SHALL discard the image.
    Poor (ears): {WHEN} the door is open THE oven SHALL keep the heater off.
    Poor (ears): {WHERE} the vehicle is in a tunnel, THE radio SHALL mute the speaker.
    Good (ears): IF the checksum differs, THEN THE updater SHALL discard the image.
    Good (ears): WHILE the door is open, THE oven SHALL keep the heater off.
    Good (ears): WHEN the button is pushed, THE lift SHALL close both doors within 3 s.
    Good (ears): WHERE a rain sensor is fitted, THE wiper control SHALL wipe once per 5 s in rain.
    """
    for condition in statement.conditions:
        written = condition.keyword.of(statement.text)
        if not (written.isupper() or statement.dialect is Dialect.EARS):
            continue
        found = _fault(statement, condition)
        if found is not None:
            because, fixes = found
            yield Finding("FRM006", condition.keyword, f"“{written}” {because}", fixes=fixes)


def _fault(statement: Analysis, condition: Condition) -> tuple[str, tuple[Fix, ...]] | None:
    keyword = condition.keyword.of(statement.text).lower()
    if keyword == "if" and condition.leading and not _has_then(statement, condition):
        return "announces unwanted behaviour, and EARS parts that from its response by THEN: add it.", _then(statement, condition)
    if keyword == "when" and is_state(statement.parse, condition):
        return "announces an event, but the clause tells a state that lasts: write WHILE.", _other(statement, condition, "WHILE")
    if keyword == "where" and not _names_option(statement, condition):
        other = "WHILE" if is_state(statement.parse, condition) else "WHEN"
        return (
            f"announces an optional feature, but the clause tells a place or a situation: write {other}.",
            _other(statement, condition, other),
        )
    return None


def _names_option(statement: Analysis, condition: Condition) -> bool:
    tokens = statement.parse.between(*condition.span)
    return len(tokens) < 2 or names_option(statement.parse, tokens[0].i, tokens[-1].i)


def _has_then(statement: Analysis, condition: Condition) -> bool:
    """Whether THEN stands between the last leading condition and the response."""
    later = [each.span.end for each in statement.conditions if each.leading]
    modal = next((statement.tokens[each.first].start for each in statement.main_modals), len(statement.text))
    behind = statement.parse.between(condition.span.end, modal)
    return any(token.lower == "then" and token.end >= min(max(later), modal) - 1 for token in behind)


def _then(statement: Analysis, condition: Condition) -> tuple[Fix, ...]:
    """THEN in front of the response; it only says what was meant."""
    last = max(each.span.end for each in statement.conditions if each.leading)
    response = next((span for span in statement.responses if span.start >= last), None)
    if response is None or response.start >= response.end:
        return ()
    comma = "" if "," in statement.text[last : response.start] else ","
    word = "THEN" if condition.keyword.of(statement.text).isupper() else "then"
    edits = (Edit(response.start, response.start, f"{word} "),)
    return (Fix(f"Add {word}", edits if not comma else (Edit(last, last, comma), *edits), safe=True),)


def _other(statement: Analysis, condition: Condition, keyword: str) -> tuple[Fix, ...]:
    """Another keyword, and no THEN behind WHILE; none where a second clause may need a keyword of its own."""
    start, end = condition.keyword
    if any(token.dep == "cc" and token.lower == "and" for token in statement.parse.between(*condition.span)):
        return ()
    written = condition.keyword.of(statement.text)
    word = keyword if written.isupper() else keyword.lower() if written.islower() else keyword.capitalize()
    edits = [Edit(start, end, word)]
    then = next((token for token in statement.tokens if token.start >= condition.span.end), None)
    if then is not None and then.text == ",":
        then = next((token for token in statement.tokens if token.i == then.i + 1), None)
    if keyword == "WHILE" and condition.leading and then is not None and then.lower == "then":
        comma = "" if "," in statement.text[condition.span.end : then.start] else ","
        edits.append(Edit(condition.span.end + (0 if comma else 1), then.end, comma))
    return (Fix(f"Write “{word}”", tuple(edits)),)
