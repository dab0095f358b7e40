"""Which findings a document's suppressions and the configuration's exceptions silence, and which of them silence nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from shallcheck.model.document import Suppression
from shallcheck.model.finding import Severity
from shallcheck.model.index import Idle
from shallcheck.project.config import Config
from shallcheck.rules.registry import all_rules, names

if TYPE_CHECKING:
    from shallcheck.project.report import Report


class Use(NamedTuple):
    """A suppression that silenced a finding of a rule."""

    suppression: int
    """Its identity: `id`."""
    rule: str


class Silenced(NamedTuple):
    """A segment's findings without those that are silenced, and what silenced the others."""

    kept: tuple[Report, ...]
    uses: frozenset[Use]


_NOTHING = Silenced((), frozenset())
"""One for all segments of which nothing is found: most, and an empty set of their own for each is what they would cost most."""


def silenced(
    reports: Iterable[Report], local: Sequence[Suppression], whole: Sequence[Suppression], config: Config, path: str, today: date
) -> Silenced:
    """Take out what the suppressions of a segment (`local`), of the document (`whole`) and of the configuration silence. What a
    policy locks stays."""
    if not (local or whole or config.exceptions):
        found = tuple(reports)
        return Silenced(found, frozenset()) if found else _NOTHING
    kept: list[Report] = []
    uses: set[Use] = set()
    holding = [each for each in (*local, *whole) if each.holds(today.isoformat())]
    waivers = config.waivers(path, today) if config.exceptions else ()
    for report in reports:
        by = [each for each in holding if report.rule not in config.locked and _covers(each, report)]
        uses.update(Use(id(each), report.rule) for each in by)
        waived = any(each.covers(report.rule) and each.artifact in ("", report.artifact) for each in waivers)
        if not by and not waived:
            kept.append(report)
    return Silenced(tuple(kept), frozenset(uses)) if kept or uses else _NOTHING


def idle(suppression: Suppression, uses: Iterable[Use], config: Config) -> Iterator[Idle]:
    """What of a suppression silences nothing. A rule that is switched off here may find something elsewhere: it is left out."""
    mine = {use.rule for use in uses if use.suppression == id(suppression)}
    if not suppression.rules and not mine:
        yield Idle(suppression)
    for word in suppression.rules:
        named = [rule for rule in all_rules().values() if names(word, rule.code, rule.slug)]
        off = named and all(config.severity_of(rule) is Severity.OFF for rule in named)
        if not off and not any(rule.code in mine for rule in named):
            yield Idle(suppression, word, any(rule.code in config.locked for rule in named))


def _covers(suppression: Suppression, report: Report) -> bool:
    if suppression.rules and not any(names(word, report.rule, report.name) for word in suppression.rules):
        return False
    return suppression.whole_file or report.span.overlaps(suppression.extent) or _touches(suppression, report)


def _touches(suppression: Suppression, report: Report) -> bool:
    """Whether an empty span (something is missing there) lies in what a suppression covers."""
    start, end = report.span
    return start == end and suppression.extent.start <= start < suppression.extent.end
