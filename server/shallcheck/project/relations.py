"""What is found out when the statements of a project are set against each other, on disk: while they stay the same, nothing is
compared again, and when some change, no pair of the others that has nothing to do with each other."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from hashlib import blake2b

import msgpack

from shallcheck.model.facts import Mechanism, Relation
from shallcheck.model.place import Span
from shallcheck.project.cache import Cache
from shallcheck.project.state import Project

_FEWEST = 500
"""Statements; fewer are compared sooner than looked up."""


class Relations:
    """The relations between the statements of projects, as the cache keeps them."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def recall(self, projects: Iterable[Project], *, whole: bool) -> None:
        """Have projects take over what is known of just their statements, where these are there `whole`; and what is known of
        pairs of them."""
        for project in projects:
            keys = project.facts.known()
            if project.facts.unrelated is not None:
                continue
            project.facts.unrelated = set()
            if project.facts.settled or len(keys) < _FEWEST:
                continue
            name, last = _name(project, keys), _name(project, [])
            known = self._cache.get("relations", [name, last])
            newest = known.get(last, name)  # of the project as it was: what stayed need not be compared again
            packed = known.get(name) or self._cache.get("relations", [newest]).get(newest)
            if packed is None:
                continue
            rows, series, unrelated = msgpack.unpackb(packed)
            project.facts.unrelated.update(array("Q", unrelated))
            if whole and name in known:
                pairs = [(keys[one], keys[other], _unpack(row)) for one, other, row in rows]
                project.relate_as(pairs, [keys[number] for number in series])

    def remember(self, projects: Iterable[Project]) -> None:
        """Keep what was found out of projects."""
        for project in projects:
            keys = project.facts.known()
            if project.facts.adopted or len(keys) < _FEWEST:
                continue
            numbers = {key: number for number, key in enumerate(keys)}
            pairs, series = project.facts.relations()
            rows = [(numbers[one], numbers[other], tuple(relation)) for one, other, relation in pairs]
            unrelated = array("Q", project.facts.unrelated or ()).tobytes()
            packed = msgpack.packb((rows, [numbers[key] for key in series], unrelated))
            name = _name(project, keys)
            self._cache.put("relations", {name: packed, _name(project, []): name})


def _name(project: Project, keys: list[bytes]) -> bytes:
    from shallcheck.project.judge import findings_digest

    return blake2b(findings_digest(project.config.pipeline) + b"".join(keys), digest_size=16).digest()


def _unpack(row: tuple[str, list[int] | None, list[int] | None, bool, int]) -> Relation:
    mechanism, first, second, in_condition, within = row
    return Relation(Mechanism(mechanism), _span(first), _span(second), in_condition, within)


def _span(row: list[int] | None) -> Span | None:
    return Span(*row) if row is not None else None
