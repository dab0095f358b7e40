"""What is wrong with each segment, as far as that is known, and when it is to be judged anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from shallcheck.model.document import Document, Segment, Suppression
from shallcheck.model.fact_index import Said
from shallcheck.model.facts import Facts
from shallcheck.model.gate import is_finished
from shallcheck.model.graph import status_of
from shallcheck.model.index import Defined, Scene
from shallcheck.project.leaning import Key, Leaning
from shallcheck.project.report import Report
from shallcheck.project.rulings import checked, without_lead_in
from shallcheck.project.silence import Silenced, Use, idle, silenced
from shallcheck.rules.registry import Needs, Scope, all_rules

if TYPE_CHECKING:
    from shallcheck.project.state import Project


class Judgements:
    """The reports of a project's segments, made when they are asked for and kept until what they were made of changes."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.count = 0
        """How many segments have been judged since the start."""
        self._reports: dict[str, dict[int, tuple[Report, ...]]] = defaultdict(dict)
        self._silenced: dict[str, dict[int, Silenced]] = defaultdict(dict)
        """What was found in each segment before its suppressions were looked at."""
        self._whole_file: dict[str, dict[int, tuple[Suppression, ...]]] = defaultdict(dict)
        """By path and segment, the suppressions that cover their whole document."""
        self._leaning = Leaning()
        self._unresolved: dict[str, set[Key]] = defaultdict(set)

    @property
    def unresolved(self) -> Mapping[str, set[Key]]:
        """By the target of links that led nowhere when their segments were judged, those segments."""
        return self._unresolved

    def add(self, path: str, segment: Segment) -> None:
        """A segment has come."""
        if whole := tuple(each for each in segment.reading.suppressions if each.whole_file):
            self._whole_file[path][id(segment)] = whole
            self.document_stale(path)

    def remove(self, path: str, segment: Segment) -> None:
        """A segment is gone."""
        key = (path, id(segment))
        for link in segment.reading.links:
            self._unresolved[link.target].discard(key)
            if not self._unresolved[link.target]:
                del self._unresolved[link.target]
        self.stale(*key)
        self._project.baseline.release(key)
        if self._whole_file[path].pop(id(segment), None):
            self.document_stale(path)

    def drop(self, path: str) -> None:
        """A document is gone."""
        for table in (self._reports, self._silenced, self._whole_file):
            table.pop(path, None)

    def reports(self, path: str, segment: Segment) -> tuple[Report, ...]:
        """What is known to be wrong with a segment; the same object until that changes."""
        known = self._reports[path].get(id(segment))
        if known is None:
            known = self._judged(path, self._project.documents[path], segment)
            self._reports[path][id(segment)] = known
        return known

    def standing(self, of: Defined) -> str:
        """Why an artifact does not pass the gate by itself, as what it has; empty: it does."""
        status = status_of(of.artifact)
        if not is_finished(status, self._project.config.gate.statuses):
            return f"has the status “{status}”" if status else "has no status"
        document = self._project.documents.get(of.path)
        if document is None:
            return ""  # of another project, which has a gate of its own
        # What is wrong with its words: an identifier that stands twice or a link that is missing changes no code.
        words = [each for each in self.reports(of.path, of.segment) if each.statement and each.artifact == of.identifier]
        blocking = next((each for each in words if self._project.config.gate.blocks(each.rule, each.severity)), None)
        return f"has an open finding ({blocking.rule} {blocking.name})" if blocking else ""

    def scene(self, path: str, document: Document, segment: Segment, uses: Iterable[Use] = ()) -> Scene:
        """A segment as rules look at it. `uses`: what its suppressions silenced."""
        idles = [
            each
            for suppression in segment.reading.suppressions
            if self._is_settled(path, segment, suppression)
            for each in idle(suppression, uses, self._project.rulings.config_at(path))
        ]
        project, key = self._project, (path, id(segment))
        shared = (project.index, project.vocabulary, project.graph, project.wording, project.facts, project.config.choices)
        standing, said = partial(self._standing, key), partial(self._said, key)
        today = project.today().isoformat()
        return Scene(path, document, segment, *shared, today, tuple(idles), project.reviews, standing, project.earlier, said)

    def there(self, path: str, segment: Segment) -> set[Needs]:
        """What is there of all that rules need to say anything about a segment."""
        setting = self._project.documents[path].setting
        met = (
            (Needs.ANYTHING, True),
            (Needs.LINKS, bool(segment.reading.links)),
            (Needs.CHAIN, bool(self._project.graph.chain_of(path, setting))),
            (Needs.RELATED, self._project.facts.has_related(segment)),
            (Needs.AMOUNTS, self._project.facts.has_amounts(segment)),
            (Needs.SAYINGS, self._project.wording.says(path, segment)),
        )
        return {need for need, is_there in met if is_there}

    def stale(self, path: str, segment: int) -> None:
        """Have a segment judged anew; what a suppression of the whole document is worth may change by that."""
        self._project.revision += 1  # perhaps by a change of another project, which tells of it
        if not self.count:
            return  # while the documents come in for the first time
        self._silenced[path].pop(segment, None)
        for each in (segment, *self._whole_file[path]):
            self._reports[path].pop(each, None)
        for leaning in self._leaning.fell(path, segment):
            self.stale(*leaning)

    def document_stale(self, path: str) -> None:
        """Have all segments of a document judged anew."""
        self._reports[path].clear()
        self._silenced[path].clear()
        for leaning in self._leaning.fell(path):
            self.stale(*leaning)

    def all_stale(self) -> None:
        """Have everything judged anew."""
        self._reports.clear()
        self._silenced.clear()

    def unrecorded_anew(self) -> None:
        """Another baseline hides what was found; what was judged by that is judged anew."""
        self._reports.clear()
        for path, segment in self._leaning.all_fell():
            self._silenced[path].pop(segment, None)

    def woken(self) -> set[str]:
        """The documents with segments that were judged by what has been judged anew since this was last asked."""
        return self._leaning.woken()

    def _judged(self, path: str, document: Document, segment: Segment) -> tuple[Report, ...]:
        """A segment's reports: what is not silenced, what its suppressions are worth, and nothing that is recorded."""
        reports = self._unsilenced(path, document, segment)
        return self._project.baseline.unrecorded((path, id(segment)), segment, reports) if self._project.baseline else reports

    def _unsilenced(self, path: str, document: Document, segment: Segment) -> tuple[Report, ...]:
        kept, uses = self._found(path, document, segment)
        if not segment.reading.suppressions:
            return kept
        if id(segment) in self._whole_file[path]:
            uses = uses.union(*(self._found(path, document, placed.segment).uses for placed in document.placed))
        scene = self.scene(path, document, segment, uses)
        rules = [rule for rule in all_rules().values() if rule.scope is Scope.SUPPRESSION]
        report = partial(self._project.rulings.report, document, segment)
        reports = [report(finding, None) for rule in rules for finding in checked(rule, scene)]
        return (*kept, *(report for report in reports if report is not None))

    def _said(self, who: Key, of: Defined) -> list[tuple[Said, Facts]]:
        """What an artifact states, for a segment that is judged by it."""
        if who != (of.path, id(of.segment)):
            self._leaning.lean(who, (of.path, id(of.segment)))
        return [(said, facts) for said, facts in self._project.facts.facts(of.segment) if said.statement.artifact == of.number]

    def _standing(self, who: Key, of: Defined) -> str:
        """The same for a segment that is judged by it."""
        self._leaning.lean(who, (of.path, id(of.segment)))
        return self.standing(of)

    def _is_settled(self, path: str, segment: Segment, suppression: Suppression) -> bool:
        """Whether every rule has judged all that a suppression covers."""
        if not self._project.whole or suppression.whole_file:
            return self._project.whole and not self._project.statements.waiting(path)
        return self._project.statements.is_judged(path, segment)

    def _found(self, path: str, document: Document, segment: Segment) -> Silenced:
        known = self._silenced[path].get(id(segment))
        if known is None:
            whole = [each for some in self._whole_file[path].values() for each in some]
            local = [each for each in segment.reading.suppressions if not each.whole_file]
            reports = self._judge(path, document, segment)
            known = silenced(reports, local, whole, self._project.config, path, self._project.today())
            self._silenced[path][id(segment)] = known
        return known

    def _judge(self, path: str, document: Document, segment: Segment) -> list[Report]:
        self.count += 1
        reports = []
        reading = segment.reading
        for statement, findings in self._project.statements.findings(segment):
            for finding in findings:
                if finding.span.start >= statement.own:
                    found = without_lead_in(finding, statement.own)
                    reports.append(self._project.rulings.report(document, segment, found, statement))
        scene = self.scene(path, document, segment)
        there = self.there(path, segment)
        for rule in self._project.rulings.looking(path, document.setting.format, self._project.whole):
            for finding in checked(rule, scene) if rule.needs in there else ():
                reports.append(self._project.rulings.report(document, segment, finding, None))
        for link in reading.links:
            if not self._project.index.resolve(document.setting, link.target):
                self._unresolved[link.target].add((path, id(segment)))
        return [report for report in reports if report is not None]
