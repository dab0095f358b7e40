"""What is found out when the statements of a project are set against each other, on disk: while they stay the same, nothing is
compared again."""

from __future__ import annotations

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

    def recall(self, projects: Iterable[Project]) -> None:
        """Have projects take over what is known of just their statements."""
        for project in projects:
            keys = project.facts.known()
            if project.facts.settled or len(keys) < _FEWEST:
                continue
            name = _name(project, keys)
            packed = self._cache.get("relations", [name]).get(name)
            if packed is not None:
                rows, series = msgpack.unpackb(packed)
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
            packed = msgpack.packb((rows, [numbers[key] for key in series]))
            self._cache.put("relations", {_name(project, keys): packed})


def _name(project: Project, keys: list[bytes]) -> bytes:
    from shallcheck.project.judge import findings_digest

    return blake2b(findings_digest(project.config.pipeline) + b"".join(keys), digest_size=16).digest()


def _unpack(row: tuple[str, list[int] | None, list[int] | None, bool, int]) -> Relation:
    mechanism, first, second, in_condition, within = row
    return Relation(Mechanism(mechanism), _span(first), _span(second), in_condition, within)


def _span(row: list[int] | None) -> Span | None:
    return Span(*row) if row is not None else None
