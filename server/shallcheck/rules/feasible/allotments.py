"""What a statement allots to somebody of something that adds up over parts: time, mass, power, memory, money, probability."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from shallcheck.model.fact_index import Said
from shallcheck.model.facts import Amount, Ends, Facts, Part, Sort, Word
from shallcheck.model.quantity import Bound, QuantityKind

_DEADLINE = re.compile(r"(?:with)?in\b", re.IGNORECASE)
_LIKE = 0.5
"""How much of their words two conditions share that are held to be one."""
_SAYING = frozenset({Sort.NOUN, Sort.NAME, Sort.ADJECTIVE, Sort.VERB})
_DECIDING = _SAYING | {Sort.ADVERB, Sort.PREPOSITION, Sort.NEGATION}
"""Of a condition: “on”, “off”, “not open”."""
_OPENING = frozenset("while when whenever if where during once after before as be have in of to by with at then".split())
_MODES = frozenset({"mode", "state", "phase", "operation", "night", "day", "run"})
"""What is said behind an amount and tells when it holds: “in survey mode”."""
_NAMED = frozenset({Sort.NOUN, Sort.NAME})
_THINGS = _NAMED | {Sort.ADJECTIVE}
_CURRENCIES = {"€": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "£": "GBP", "¥": "JPY"}
_HOURS = {"second": 1 / 3600, "minute": 1 / 60, "hour": 1.0, "h": 1.0, "day": 24.0, "week": 168.0, "year": 8760.0}
_SECONDS = 3600.0
_COUNTS = frozenset({QuantityKind.NUMBER, QuantityKind.COUNT})
_PARTS_OF_ONE = frozenset({"", "percentage: dimensionless"})
_MEMORY = "memory"


class _Resource(NamedTuple):
    name: str
    nouns: frozenset[str]
    verbs: frozenset[str]


@dataclass(frozen=True)
class Allotment:
    """An upper bound of what something takes. Words are in their dictionary form."""

    said: Said
    amount: Amount
    resource: str
    dimension: str
    most: float
    """In base units of the dimension, of all that there are."""
    count: int
    """How many there are: “each of the four wheels”."""
    share: bool
    """The statement names what it allots (“a latency of”), and is no deadline of an act (“respond within”)."""
    owner: frozenset[str]
    """Whose it is; empty: the statement does not say."""
    trigger: frozenset[str]
    """When it holds or from when it counts."""
    action: frozenset[str]
    matter: frozenset[str]
    """What the act is done to."""
    case: frozenset[str]
    """What tells that apart: “lost”, of readings."""
    sort: frozenset[str]
    """What of the resource, where a statement tells it apart: RAM, an average."""

    def compares(self, other: Allotment) -> bool:
        """Whether both are of the same resource, so that they can be added and compared."""
        if (self.resource, self.dimension) != (other.resource, other.dimension):
            return False
        kinds = [each.sort & _kinds() for each in (self, other)]
        same = not all(kinds) or bool(kinds[0] & kinds[1]) or _MEMORY in kinds[0] | kinds[1]
        return same and self.sort - _kinds() == other.sort - _kinds()


def allotments(said: Said, facts: Facts) -> Iterator[Allotment]:
    """What a statement allots."""
    words = facts.words
    for amount in facts.amounts:
        if words[amount.word].part not in (Part.REST, Part.SUBJECT, Part.ACTION):
            continue
        ends = _ends(amount, words[amount.word + 1 :])
        if ends is not None and ends.high is not None and (resource := _by_dimension().get(_family(amount, ends.dimension))):
            found = _allotment(said, words, facts.amounts, amount, ends, ends.high, resource)
            if found is not None:
                yield found


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two conditions are one, or both are none."""
    return one == other or len(one & other) >= _LIKE * len(one | other)


def _allotment(
    said: Said, words: tuple[Word, ...], amounts: tuple[Amount, ...], amount: Amount, ends: Ends, most: float, resource: _Resource
) -> Allotment | None:
    subject = [word for word in words if word.part is Part.SUBJECT]
    before = [word for word in words[: amount.word] if word.part is Part.REST]
    behind = _until_next(words[amount.word + 1 :])
    bound = amount.quantity.span.of(said.statement.text)
    told = _keys([*subject, *before], _SAYING) | frozenset(bound.lower().split())
    verbs = {word.key for word in words if word.sort is Sort.VERB and word.part in (Part.ACTION, Part.REST)}
    share = _is_share(resource, told, verbs, words[: amount.word], before)
    deadline = resource.name == "time" and _DEADLINE.match(bound) is not None and not _is_permission(words)
    if not share and not deadline:
        return None
    about = resource.nouns | _list("whole") | _list("other") | (_list("timed") if resource.name == "time" else frozenset())
    count = _count(amounts, words)
    when = [word for word in words if word.part is Part.CONDITION]
    if deadline or _keys(behind, _THINGS) & _MODES:
        when += behind
    told_apart = _keys(before, _SAYING) | (_keys(subject, _SAYING) if _keys(subject, _SAYING) & resource.nouns else frozenset())
    return Allotment(
        said,
        amount,
        resource.name,
        _CURRENCIES.get(ends.dimension, ends.dimension),
        most * count,
        count,
        share and not deadline,
        owner=_keys(subject, _THINGS) - about or _receiver(words, verbs) - about,
        trigger=_keys(when, _DECIDING) - _OPENING,
        action=frozenset(verbs),
        matter=_keys(before, _NAMED) - about,
        case=_keys(before, frozenset({Sort.ADJECTIVE})) - about,
        sort=(told_apart & _list("other")) | ((told | _keys(behind, _SAYING)) & _kinds()) | _per(behind),
    )


def _is_share(resource: _Resource, told: frozenset[str], verbs: set[str], ahead: Sequence[Word], before: Sequence[Word]) -> bool:
    """Whether a statement says that something takes the amount: by its verb (“shall draw 2 W”), or by a noun: as the subject of
    being so, or in front of the amount. “The power unit shall give 5 W” says nothing of the kind."""
    last = next((word for word in reversed(ahead) if word.sort in _SAYING and word.part in (Part.ACTION, Part.REST)), None)
    if last is not None and last.sort is Sort.VERB and last.key in resource.verbs:
        return True
    nouns = told if verbs <= _list("being") | _list("allotting") else told & _keys(before, _SAYING)
    return bool(nouns & resource.nouns) or (resource.name == "time" and _is_timed(nouns))


def _receiver(words: Sequence[Word], verbs: set[str]) -> frozenset[str]:
    """To whom a share is allotted: “12 W shall be allocated to the camera”."""
    return _keys([word for word in words if word.part is Part.REST], _THINGS) if verbs & _list("allotting") else frozenset()


def _is_permission(words: Sequence[Word]) -> bool:
    """Whether somebody may do something as late as that: “shall be able to withdraw it within 30 days”."""
    return any(word.key in ("may", "able", "allow", "permit") for word in words)


def _count(amounts: Iterable[Amount], words: Sequence[Word]) -> int:
    """How many there are of the owner: “each of the four wheels”."""
    if not any(word.key in ("each", "every") and word.part is Part.SUBJECT for word in words):
        return 1
    counts = [one.quantity for one in amounts if words[one.word].part is Part.SUBJECT and one.quantity.kind in _COUNTS]
    return int(counts[0].low or 1) if len(counts) == 1 and counts[0].bound is Bound.EXACT else 1


def _per(behind: Sequence[Word]) -> frozenset[str]:
    """“per treatment”: what a bound counts for."""
    return frozenset({f"per {behind[1].key}"}) if len(behind) > 1 and behind[0].key == "per" else frozenset()


def _is_timed(told: frozenset[str]) -> bool:
    """“response time”, “time to process”."""
    return "time" in told and len(told & _list("timed")) > 1


def _until_next(words: Iterable[Word]) -> list[Word]:
    """The words behind an amount that belong to it."""
    found = []
    for word in words:
        if word.part is not Part.REST or word.sort in (Sort.AMOUNT, Sort.CONJUNCTION):
            break
        found.append(word)
    return found


def _keys(words: Iterable[Word], sorts: frozenset[Sort]) -> frozenset[str]:
    return frozenset(word.key for word in words if word.sort in sorts)


def _ends(amount: Amount, behind: tuple[Word, ...]) -> Ends | None:
    """A bare number of something per hour is a rate."""
    ends = amount.ends
    if ends is None or ends.high is None:
        return None
    if ends.dimension in _PARTS_OF_ONE and len(behind) > 1 and behind[0].key == "per":
        hours = _HOURS.get(behind[1].key)
        return Ends("1 / [time]", None, ends.high / (hours * _SECONDS)) if hours else ends
    return ends


def _family(amount: Amount, dimension: str) -> str:
    if amount.quantity.kind is QuantityKind.MONEY:
        return "money"
    return "part" if dimension in _PARTS_OF_ONE else dimension


def ends_there(action: frozenset[str]) -> bool:
    """Whether an act is what somebody sees or hears in the end, so that another such one runs beside it."""
    return bool(action & _list("ends"))


@cache
def _by_dimension() -> dict[str, _Resource]:
    return {
        table["dimension"]: _Resource(name, frozenset(table["nouns"]), frozenset(table["verbs"]))
        for name, table in _data().items()
        if "dimension" in table
    }


@cache
def _kinds() -> frozenset[str]:
    """The kinds of memory, which are told apart."""
    return frozenset(_data()["memory"]["nouns"]) - {"footprint", "space"}


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(_data()[name]["words"])


@cache
def _data() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("shallcheck.rules.feasible").joinpath("budget_exceeded.toml").read_text("utf-8"))
